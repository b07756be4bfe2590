//! What survives between crawls, and what must not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::base::{Digest, RelPath, Timestamp};
use crate::model::{Project, RawFile, Release, Version};
use crate::source::cache::{Cache, Kept, Scope};

fn scope() -> Scope {
    Scope { host: "https://gitlab.example.com/".to_owned(), user: "portal".to_owned() }
}

fn file(text: &str) -> RawFile {
    RawFile { bytes: text.as_bytes().into() }
}

fn kept(id: u64) -> Kept {
    let readme = RelPath::new("README.md").expect("a path");
    let files = |text: &str| BTreeMap::from([(readme.clone(), file(text))]);
    let project = Project {
        id: Some(id),
        path: format!("acme/project-{id}"),
        files: files(&format!("# Project {id}\n\n{}", "All that it does. ".repeat(20))),
        releases: vec![Release { tag: "1.0.0".to_owned(), name: None, released_at: None }],
        versions: vec![Version {
            tag: "1.0.0".to_owned(),
            sha: Some("a".repeat(40)),
            files: files("before"),
        }],
        ..Project::default()
    };
    Kept { current_at: Timestamp(1_000), wanted: Digest::of(b"wanted"), project }
}

/// A cache of some projects in a folder.
fn filled(folder: &Path, count: u64) -> PathBuf {
    let path = folder.join("crawl.bin");
    let (cache, before) = Cache::open(&path, scope()).expect("a writable folder");
    assert!(before.is_empty());
    for id in 1..=count {
        cache.keep(&kept(id)).expect("a writable file");
    }
    path
}

fn read(path: &Path) -> BTreeMap<u64, Kept> {
    Cache::open(path, scope()).expect("a readable file").1
}

#[test]
fn what_was_kept_comes_back_whole() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 3);
    let expected: BTreeMap<u64, Kept> = (1..=3).map(|id| (id, kept(id))).collect();
    assert!(read(&path) == expected);
}

#[test]
fn a_later_record_takes_the_place_of_an_earlier_one() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 2);
    let newer = Kept { current_at: Timestamp(2_000), ..kept(1) };
    Cache::open(&path, scope()).expect("a file").0.keep(&newer).expect("a writable file");
    let found = read(&path);
    assert_eq!(found[&1].current_at, Timestamp(2_000));
    assert_eq!(found[&2].current_at, Timestamp(1_000));
}

#[test]
fn a_note_makes_everything_current_but_what_it_excepts() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 3);
    let (cache, _) = Cache::open(&path, scope()).expect("a file");
    cache.is_current(Timestamp(5_000), &[2]).expect("a writable file");
    let times: Vec<i64> = read(&path).values().map(|kept| kept.current_at.0).collect();
    assert_eq!(times, [5_000, 1_000, 5_000]);
}

#[test]
fn rewriting_leaves_nothing_of_what_is_gone() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 3);
    let (cache, mut before) = Cache::open(&path, scope()).expect("a file");
    before.remove(&2);
    cache.rewrite(&before).expect("a writable file");
    cache.keep(&kept(4)).expect("a writable file");
    assert_eq!(read(&path).into_keys().collect::<Vec<_>>(), [1, 3, 4]);
}

#[test]
fn f38_another_host_or_user_sees_nothing_and_leaves_nothing() {
    for other in [
        Scope { host: "https://gitlab.example.org/".to_owned(), ..scope() },
        Scope { user: "somebody".to_owned(), ..scope() },
    ] {
        let folder = TempDir::new().expect("a folder");
        let path = filled(folder.path(), 2);
        assert!(Cache::open(&path, other).expect("a file").1.is_empty());
        assert!(read(&path).is_empty(), "the other's run took the file over");
    }
}

#[test]
fn f38_no_flipped_byte_is_believed() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 4);
    let sound = fs::read(&path).expect("a file");
    let expected: BTreeMap<u64, Kept> = (1..=4).map(|id| (id, kept(id))).collect();
    let step = if std::env::var_os("PORTOLAN_LONG").is_some() { 1 } else { 7 };
    let mut lost = 0;
    for at in (0..sound.len()).step_by(step) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).expect("a writable file");
        let found = read(&path);
        for (id, kept) in &found {
            assert!(*kept == expected[id], "byte {at} changed project {id}");
        }
        assert!(found.len() < 4, "byte {at} was believed");
        lost += 4 - found.len();
        // What was damaged is gone after the next opening, so that nothing is appended behind it.
        assert!(read(&path) == found, "byte {at} is still there");
    }
    assert!(lost > 0);
}

#[test]
fn f38_a_cut_file_keeps_what_stands_before_the_cut() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 4);
    let sound = fs::read(&path).expect("a file");
    for end in (0..sound.len()).step_by(13) {
        fs::write(&path, &sound[..end]).expect("a writable file");
        let found = read(&path);
        assert!(found.into_iter().all(|(id, found)| found == kept(id)), "cut at {end}");
    }
    assert!(read(&path).len() < 4);
}

#[test]
fn f38_a_newer_schema_is_not_read() {
    let folder = TempDir::new().expect("a folder");
    let path = filled(folder.path(), 1);
    let bytes = fs::read(&path).expect("a file");
    let end = bytes.iter().position(|byte| *byte == b'\n').expect("a first line");
    let header = String::from_utf8_lossy(&bytes[..end]).replace("\"schema\":1", "\"schema\":2");
    fs::write(&path, [header.as_bytes(), &bytes[end..]].concat()).expect("a writable file");
    assert!(read(&path).is_empty());
}
