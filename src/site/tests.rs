use std::fs;

use super::stage::Published;
use super::*;
use crate::base::RelPath;

fn path(path: &str) -> RelPath {
    RelPath::new(path).expect("a plain path")
}

fn publish(
    target: &std::path::Path,
    before: Option<Manifest>,
    files: &[(&str, &str)],
) -> (Published, Manifest) {
    let stage = Stage::open(target, before).expect("the target is ours");
    for (name, text) in files {
        stage.put(path(name), text.as_bytes()).expect("there is room");
    }
    stage.publish().expect("nothing is in the way")
}

#[test]
fn the_same_files_stay_the_very_same_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("public");
    let files = [("index.html", "one"), ("a/b.html", "two")];
    let (_, before) = publish(&target, None, &files);
    let first = fs::metadata(target.join("a/b.html")).expect("written").modified().expect("a time");
    let (published, manifest) = publish(&target, Some(before.clone()), &files);
    assert_eq!((published.written, published.removed), (0, 0));
    assert_eq!(manifest, before);
    let changed = [("index.html", "new"), ("a/b.html", "two")];
    let (published, _) = publish(&target, Some(manifest), &changed);
    assert_eq!((published.written, published.removed), (1, 0));
    assert_eq!(
        fs::metadata(target.join("a/b.html")).expect("kept").modified().expect("a time"),
        first
    );
    assert_eq!(fs::read_to_string(target.join("index.html")).expect("written"), "new");
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing is left beside the target"
    );
}

#[test]
fn files_of_others_are_carried_over_and_ours_go() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("public");
    let (_, before) = publish(&target, None, &[("index.html", "one"), ("old.html", "two")]);
    fs::write(target.join("CNAME"), "portal.acme.example").expect("there is room");
    let (published, _) = publish(&target, Some(before), &[("index.html", "one")]);
    assert_eq!(published.removed, 1);
    assert!(!target.join("old.html").exists());
    assert_eq!(fs::read_to_string(target.join("CNAME")).expect("carried"), "portal.acme.example");
}

#[test]
fn a_file_that_somebody_changed_is_written_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("public");
    let (_, before) = publish(&target, None, &[("index.html", "one")]);
    fs::write(target.join("index.html"), "tampered").expect("there is room");
    publish(&target, Some(before), &[("index.html", "one")]);
    assert_eq!(fs::read_to_string(target.join("index.html")).expect("written"), "one");
}

#[test]
fn a_foreign_folder_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("thesis.txt"), "mine").expect("there is room");
    let refusal = Stage::open(folder.path(), None).err().expect("refused");
    assert!(refusal.is_refusal());
    assert!(refusal.to_string().contains("thesis.txt"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn an_unfinished_stage_leaves_the_old_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("public");
    let (_, before) = publish(&target, None, &[("index.html", "one")]);
    let stage = Stage::open(&target, Some(before)).expect("the target is ours");
    stage.put(path("index.html"), b"two").expect("there is room");
    drop(stage);
    assert_eq!(fs::read_to_string(target.join("index.html")).expect("kept"), "one");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn too_much_may_not_vanish_at_once() {
    let allowed = Shrink { percent: 5, at_least: 3 };
    assert!(check_shrink("projects", 100, 95, allowed).is_ok());
    assert!(check_shrink("projects", 100, 94, allowed).is_err());
    assert!(check_shrink("projects", 10, 8, allowed).is_ok());
}

#[test]
fn a_damaged_memory_is_no_memory() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("past.json.zst");
    remember(&file, &vec![1, 2, 3]).expect("there is room");
    assert_eq!(recall::<Vec<u32>>(&file), Some(vec![1, 2, 3]));
    let mut bytes = fs::read(&file).expect("written");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&file, bytes).expect("there is room");
    assert_eq!(recall::<Vec<u32>>(&file), None);
}
