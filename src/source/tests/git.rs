mod tags;

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;
use crate::base::Timestamp;
use crate::model::Head;

const ID: &str = "c0ffee0123456789abcdef0123456789abcdef01";
const BASE: &str = "ba5e000123456789abcdef0123456789abcdef01";
const SEPARATOR: u8 = 0;

fn commit(seconds: i64) -> Vec<u8> {
    let mut commit =
        b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.com> 1 +0000\n"
            .to_vec();
    commit.extend_from_slice(
        format!("committer J\u{f6}rg <j@example.com> {seconds} +0200\n").as_bytes(),
    );
    commit.extend_from_slice(b"\ncommitter nobody <n@example.com> 5 +0000\n");
    commit
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A repository at `p` with this HEAD.
fn repository(head: &str) -> Place {
    let place = Place::new();
    place.folder("p/.git/objects").file("p/.git/HEAD", head);
    place
}

fn add_loose(place: &Place, id: &str, content: &[u8]) {
    add_object(place, "commit", id, content);
}

fn add_object(place: &Place, kind: &str, id: &str, content: &[u8]) {
    add_object_of("p", place, kind, id, content);
}

/// Adds a loose object to the repository at this path.
pub(super) fn add_object_of(project: &str, place: &Place, kind: &str, id: &str, content: &[u8]) {
    let mut object = format!("{kind} {}", content.len()).into_bytes();
    object.push(SEPARATOR);
    object.extend_from_slice(content);
    place.file(&format!("{project}/.git/objects/{}/{}", &id[..2], &id[2..]), deflate(&object));
}

fn head(seconds: i64) -> Option<Head> {
    Some(Head { sha: ID.to_owned(), committed_at: Some(Timestamp(seconds)) })
}

fn undated() -> Option<Head> {
    Some(Head { sha: ID.to_owned(), committed_at: None })
}

#[test]
fn a_loose_branch_and_commit_are_read() {
    let place = repository("ref: refs/heads/feature/x\n");
    add_loose(&place, ID, &commit(1_700_000_000));
    place.file("p/.git/refs/heads/feature/x", format!("{ID}\n"));
    let project = place.only_project();
    assert_eq!(project.head, head(1_700_000_000));
    assert_eq!(project.default_branch.as_deref(), Some("feature/x"));

    place
        .file("p/.git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/trunk\n")
        .file("p/.portolan.yaml", "gitlab: { description: stated }");
    let project = place.only_project();
    assert_eq!(project.default_branch.as_deref(), Some("trunk"));
    assert_eq!(project.head, head(1_700_000_000));
}

#[test]
fn packed_references_and_a_detached_head_are_read() {
    let place = repository("ref: refs/heads/main\n");
    add_loose(&place, ID, &commit(9));
    place.file(
        "p/.git/packed-refs",
        format!("# pack-refs with: peeled fully-peeled sorted\n{BASE} refs/heads/mai\n^{BASE}\n{ID} refs/heads/main\n"),
    );
    assert_eq!(place.only_project().head, head(9));

    place.file("p/.git/HEAD", ID);
    let project = place.only_project();
    assert_eq!((project.head, project.default_branch), (head(9), None));
}

#[test]
fn a_repository_without_commits_has_a_branch_and_no_head() {
    let project = repository("ref: refs/heads/main\n").only_project();
    assert_eq!((project.head, project.default_branch.as_deref()), (None, Some("main")));

    let place = Place::new();
    let project = place.folder("p/.git").only_project();
    assert_eq!((project.head, project.default_branch), (None, None));

    // Where references are kept in a table, HEAD holds this.
    let project = repository("ref: refs/heads/.invalid\n").only_project();
    assert_eq!((project.head, project.default_branch), (None, None));
}

#[test]
fn a_worktree_shares_objects_and_branches() {
    let place = Place::new();
    add_loose(&place, ID, &commit(11));
    place
        .file("p/.git/HEAD", "ref: refs/heads/main")
        .file("p/.git/worktrees/w/HEAD", "ref: refs/heads/side\n")
        .file("p/.git/worktrees/w/commondir", "../..\n")
        .file("p/.git/refs/heads/side", ID)
        .file("p/.git/config", "[remote \"origin\"]\n\turl = git@gitlab.example.com:acme/p.git\n")
        .file("w/.git", format!("gitdir: {}\n", place.path().join("p/.git/worktrees/w").display()));
    let part = place.read();
    let worktree = &part.projects[1];
    assert_eq!(worktree.head, head(11));
    assert_eq!(worktree.default_branch.as_deref(), Some("side"));
    assert_eq!(worktree.web_url.as_deref(), Some("https://gitlab.example.com/acme/p"));
}

#[test]
fn objects_are_borrowed_from_alternates() {
    let place = repository(ID);
    place.file("p/.git/objects/info/alternates", "../../../store\n../objects\n");
    add_loose(&place, ID, &commit(12));
    fs::rename(place.path().join("p/.git/objects/c0"), place.path().join("c0")).unwrap();
    fs::create_dir(place.path().join("store")).unwrap();
    fs::rename(place.path().join("c0"), place.path().join("store/c0")).unwrap();
    assert_eq!(place.only_project().head, head(12));
}

fn size_bytes(mut size: usize, first_bits: u32, first: u8) -> Vec<u8> {
    let mut bytes = vec![first | (size & ((1 << first_bits) - 1)) as u8];
    size >>= first_bits;
    while size > 0 {
        *bytes.last_mut().unwrap() |= 0x80;
        bytes.push((size & 0x7f) as u8);
        size >>= 7;
    }
    bytes
}

/// A delta that copies all but the committer's seconds, in the forms that git uses.
fn delta(base: &[u8], target: &[u8]) -> Vec<u8> {
    let same = base.iter().zip(target).take_while(|(a, b)| a == b).count();
    let mut delta = size_bytes(base.len(), 7, 0);
    delta.extend(size_bytes(target.len(), 7, 0));
    // Copy from 0 with one byte of length, then the rest as it is.
    if same > 0 {
        delta.extend([0x90, same as u8]);
    }
    for chunk in target[same..].chunks(127) {
        delta.push(chunk.len() as u8);
        delta.extend_from_slice(chunk);
    }
    delta
}

fn pack_entry(kind: u8, content: &[u8], reference: &[u8]) -> Vec<u8> {
    let mut entry = size_bytes(content.len(), 4, kind << 4);
    entry.extend_from_slice(reference);
    entry.extend(deflate(content));
    entry
}

fn bytes_of(id: &str) -> Vec<u8> {
    (0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap()).collect()
}

/// An index of version 2 over objects in the order of their names.
fn index(objects: &[(&str, u32)], wide: &[u64]) -> Vec<u8> {
    let mut index = vec![0xff, b't', b'O', b'c', 0, 0, 0, 2];
    for first in 0..=255_u8 {
        let count = objects.iter().filter(|(id, _)| bytes_of(id)[0] <= first).count();
        index.extend((count as u32).to_be_bytes());
    }
    objects.iter().for_each(|(id, _)| index.extend(bytes_of(id)));
    objects.iter().for_each(|_| index.extend([0; 4]));
    objects.iter().for_each(|(_, offset)| index.extend(offset.to_be_bytes()));
    wide.iter().for_each(|offset| index.extend(offset.to_be_bytes()));
    index.extend([0; 64]);
    index
}

/// A repository whose commit is a delta of the given kind against a packed base.
fn packed(kind: u8) -> Place {
    let place = repository(ID);
    let (base, target) = (commit(1_000), commit(2_000));
    let mut pack = b"PACK\0\0\0\x02\0\0\0\x02".to_vec();
    pack.extend(pack_entry(1, &base, &[]));
    let at = pack.len();
    let reference = match kind {
        6 => {
            let distance = at - 12;
            assert!((128..16_512).contains(&distance));
            let rest = distance - 128;
            vec![0x80 | (rest >> 7) as u8, (rest & 0x7f) as u8]
        }
        _ => bytes_of(BASE),
    };
    pack.extend(pack_entry(kind, &delta(&base, &target), &reference));
    let wide = [at as u64];
    place
        .file("p/.git/objects/pack/pack-1.idx", index(&[(BASE, 12), (ID, 1 << 31)], &wide))
        .file("p/.git/objects/pack/pack-1.pack", pack)
        .file("p/.git/objects/pack/pack-0.idx", "not an index");
    place
}

#[test]
fn packed_deltas_of_both_kinds_are_read() {
    assert_eq!(packed(6).only_project().head, head(2_000));
    assert_eq!(packed(7).only_project().head, head(2_000));
}

#[test]
fn a_damaged_pack_costs_the_date_and_nothing_else() {
    let place = packed(6);
    for name in ["p/.git/objects/pack/pack-1.idx", "p/.git/objects/pack/pack-1.pack"] {
        let whole = fs::read(place.path().join(name)).unwrap();
        for at in 0..whole.len() {
            for change in [1, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= change;
                place.file(name, bytes);
                let found = super::super::git::read(
                    &place.path().join("p"),
                    super::super::disk::Sort::Folder,
                );
                assert_eq!(found.unwrap().head.unwrap().sha, ID);
            }
        }
        for at in (0..whole.len()).step_by(7) {
            place.file(name, &whole[..at]);
            // What is cut off an index may be the digests at its end, which nobody reads.
            let found = place.only_project().head;
            assert!(found == undated() || (found == head(2_000) && at + 72 > whole.len()));
        }
        place.file(name, whole);
    }
    assert_eq!(place.only_project().head, head(2_000));
}

#[test]
fn deltas_that_lead_to_one_another_end() {
    let place = packed(7);
    let mut pack = b"PACK\0\0\0\x02\0\0\0\x02".to_vec();
    pack.extend(pack_entry(7, b"\x01\x01\x90\x01", &bytes_of(ID)));
    let at = pack.len() as u32;
    pack.extend(pack_entry(7, b"\x01\x01\x90\x01", &bytes_of(BASE)));
    place
        .file("p/.git/objects/pack/pack-1.idx", index(&[(BASE, 12), (ID, at)], &[]))
        .file("p/.git/objects/pack/pack-1.pack", pack);
    assert_eq!(place.only_project().head, undated());
}

#[test]
fn objects_that_inflate_beyond_measure_are_not_read() {
    let place = repository(ID);
    let bomb = deflate(&vec![b'a'; 64 << 20]);
    place.file(&format!("p/.git/objects/{}/{}", &ID[..2], &ID[2..]), bomb);
    assert_eq!(place.only_project().head, undated());
}

#[test]
fn references_that_mislead_give_no_head() {
    for head in
        ["ref: refs/heads/../../../secret", "ref: /etc/passwd", "ref: HEAD", "garbage", "\0"]
    {
        assert_eq!(repository(head).only_project().head, None, "{head}");
    }
    let place = repository("ref: refs/heads/a");
    place
        .file("p/.git/refs/heads/a", "ref: refs/heads/b")
        .file("p/.git/refs/heads/b", "ref: refs/heads/a");
    assert_eq!(place.only_project().head, None);
    let place = Place::new();
    place.file("p/.git", "gitdir: /dev/zero");
    assert_eq!(place.only_project().head, None);
}

#[test]
fn a_date_beyond_the_calendar_is_none() {
    for line in ["-5", "99999999999999", "9223372036854775807", "soon"] {
        let place = repository(ID);
        add_loose(&place, ID, format!("committer A <a> {line} +0000\n").as_bytes());
        assert_eq!(place.only_project().head, undated());
    }
}

#[test]
fn a_remote_becomes_an_address_without_credentials() {
    let web = |url: &str| {
        let place = repository(ID);
        place.file("p/.git/config", format!("[core]\n bare = false\n[remote \"up\"]\n url = https://no.example.com/a/b\n[remote \"origin\"]\n\tfetch = +x\n\tURL = {url}\n"));
        place.only_project().web_url
    };
    let same = Some("https://gitlab.example.com/acme/shop/p".to_owned());
    for url in [
        "https://gitlab.example.com/acme/shop/p.git",
        "https://gitlab-ci-token:glpat-SECRET@gitlab.example.com/acme/shop/p.git",
        "https://oauth2@gitlab.example.com/acme/shop/p/",
        "https://gitlab.example.com/acme/shop/p.git?private_token=SECRET#x",
        "git@gitlab.example.com:acme/shop/p.git",
        "gitlab.example.com:/acme/shop/p.git",
        "ssh://git@gitlab.example.com:2222/acme/shop/p.git",
        "git://gitlab.example.com/acme/shop/p",
    ] {
        assert_eq!(web(url), same, "{url}");
    }
    assert_eq!(
        web("http://u:p@gitlab.example.com:8080/a/b"),
        Some("http://gitlab.example.com:8080/a/b".to_owned())
    );
    for url in [
        "/srv/git/p.git",
        "../p",
        "file:///srv/p.git",
        "C:\\repos\\p",
        "git@github.com:a/b.git",
        "git@a b:c",
        "javascript:alert(1)",
        "",
    ] {
        assert_eq!(web(url), None, "{url}");
    }
}
