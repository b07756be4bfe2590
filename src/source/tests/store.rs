use std::sync::Arc;

use proptest::prelude::*;

use super::super::store;
use super::super::{SourceError, base64, snapshot};
use super::*;
use crate::base::Timestamp;
use crate::model::{RawFile, Snapshot};

fn example() -> Snapshot {
    let place = Place::new();
    place
        .file("acme/a/.portolan.yaml", "gitlab: { nope: 1, languages: { Go: 92.1, C: 7.9 }, head: { sha: 0123456789abcdef0123456789abcdef01234567, committed_at: 2026-10-28T09:14:00Z } }")
        .file("acme/a/README.md", "# A \u{1f30a}\n\"quoted\"\t\u{2028}")
        .file("acme/a/docs/map.png", [0_u8, 255, 13, 10, 26])
        .file("acme/a/docs/odd.md", "a\u{1}b")
        .link("acme/a/mkdocs.yml", "nowhere")
        .file("acme/b/.portolan.yaml", "");
    snapshot(vec![place.read()], Some(Timestamp(1_800_000_000)), Visibility::Internal)
}

fn written(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    store::write(snapshot, &mut bytes).unwrap();
    bytes
}

#[test]
fn a_snapshot_comes_back_as_it_was() {
    let snapshot = example();
    assert_eq!(snapshot.findings.len(), 2);
    let bytes = written(&snapshot);
    assert_eq!(store::read(&bytes).unwrap(), snapshot);
    assert_eq!(written(&store::read(&bytes).unwrap()), bytes);
    let none = Snapshot::default();
    assert_eq!(store::read(&written(&none)).unwrap(), none);
}

#[test]
fn many_projects_go_into_several_frames() {
    let project = |at: usize| {
        let text: Arc<[u8]> = format!("# Project {at}\n").repeat(3).into_bytes().into();
        let files = [(path("README.md"), RawFile { bytes: text })].into();
        Project { path: format!("acme/p{at:05}"), files, ..Project::default() }
    };
    let mut snapshot =
        Snapshot { projects: (0..2_500).map(project).collect(), ..Snapshot::default() };
    let large = RawFile { bytes: vec![b'x'; 17 << 20].into() };
    snapshot.projects[10].files.insert(path("docs/large.json"), large);
    let bytes = written(&snapshot);
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(line).unwrap();
    assert_eq!(manifest["projects"], 2_500);
    // The head, 11 projects up to the large one, then 1,000, 1,000 and the rest.
    assert_eq!(manifest["frames"].as_array().unwrap().len(), 5);
    assert_eq!(store::read(&bytes).unwrap(), snapshot);
}

#[test]
fn what_stands_behind_the_manifest_is_plain_zstd() {
    let bytes = written(&example());
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let lines = zstd::stream::decode_all(&bytes[end + 1..]).unwrap();
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        serde_json::from_slice::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn a_flipped_byte_is_an_error_or_changes_nothing() {
    let snapshot = example();
    let whole = written(&snapshot);
    for at in 0..whole.len() {
        for change in [1, 0x20, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            if let Ok(read) = store::read(&bytes) {
                assert_eq!(read, snapshot, "byte {at}");
            }
        }
    }
    for at in 0..whole.len() {
        assert!(store::read(&whole[..at]).is_err());
    }
    let mut more = whole.clone();
    more.extend_from_slice(&whole);
    assert!(store::read(&more).is_err());
}

#[test]
fn errors_say_what_is_wrong() {
    let message = |bytes: &[u8]| store::read(bytes).unwrap_err().to_string();
    assert_eq!(message(b""), "the snapshot is damaged: it does not begin with a manifest");
    assert_eq!(message(b"{}\n"), "the snapshot is damaged: its first line is not a manifest");
    let newer = br#"{"format":"portolan-snapshot","schema":2,"other":[]}
"#;
    assert_eq!(message(newer), "the snapshot is of schema 2; this program reads schema 1");
    let mut bytes = written(&example());
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(message(&bytes), "the snapshot is damaged: frame 1 is not what its digest says");
    let missing = store::load(Path::new("/nowhere/snapshot")).unwrap_err();
    assert!(matches!(missing, SourceError::SnapshotUnreadable { .. }));
}

#[test]
fn a_writer_that_fails_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("no space"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let failed = store::write(&example(), &mut Full).unwrap_err();
    assert_eq!(failed.to_string(), "the snapshot cannot be written: no space");
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = store::read(&bytes);
    }

    #[test]
    fn any_file_comes_back(files in proptest::collection::btree_map("[a-z]{1,8}", proptest::collection::vec(any::<u8>(), 0..200), 0..5)) {
        let files = files.into_iter().map(|(name, bytes)| (path(&name), RawFile { bytes: bytes.into() })).collect();
        let project = Project { path: "acme/p".to_owned(), files, ..Project::default() };
        let snapshot = Snapshot { projects: vec![project], ..Snapshot::default() };
        prop_assert_eq!(store::read(&written(&snapshot)).unwrap(), snapshot);
    }

    #[test]
    fn base64_is_undone(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(base64::decode(&base64::encode(&bytes)), Some(bytes));
    }

    #[test]
    fn base64_has_one_text_for_each_bytes(text in "[A-Za-z0-9+/=]{0,12}") {
        if let Some(bytes) = base64::decode(&text) {
            prop_assert_eq!(base64::encode(&bytes), text);
        }
    }
}
