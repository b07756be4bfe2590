//! Repositories of components in, releases and the files at each of them out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::*;
use crate::model::Version;

const FILE: &str = "100644";
const FOLDER: &str = "40000";

/// A repository at `p` that holds one component, under names that are numbers in the order of making.
struct Components {
    place: Place,
    /// Kind and content by name.
    objects: RefCell<BTreeMap<String, (&'static str, Vec<u8>)>>,
}

impl Components {
    fn new() -> Components {
        let place = repository("ref: refs/heads/main\n");
        place.file("p/templates/build.yml", "spec:\n---\n");
        Components { place, objects: RefCell::default() }
    }

    fn object(&self, kind: &'static str, content: impl Into<Vec<u8>>) -> String {
        let mut objects = self.objects.borrow_mut();
        let id = format!("{:08x}{:032x}", objects.len() * 7_777_777, objects.len());
        objects.insert(id.clone(), (kind, content.into()));
        id
    }

    fn blob(&self, content: &str) -> String {
        self.object("blob", content)
    }

    fn tree(&self, entries: &[(&str, &str, &str)]) -> String {
        let mut tree = Vec::new();
        for (mode, name, id) in entries {
            tree.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            tree.extend(bytes_of(id));
        }
        self.object("tree", tree)
    }

    /// A commit of a folder `templates` with these entries, and of nothing else.
    fn templates(&self, seconds: i64, entries: &[(&str, &str, &str)]) -> String {
        let templates = self.tree(entries);
        self.commit(seconds, &self.tree(&[(FOLDER, "templates", &templates)]))
    }

    fn commit(&self, seconds: i64, tree: &str) -> String {
        let text = format!("tree {tree}\nauthor A <a> 1 +0000\ncommitter A <a> {seconds} +0000\n");
        self.object("commit", format!("{text}\nword\n"))
    }

    /// A commit that holds the component `build` with this text.
    fn build(&self, seconds: i64, text: &str) -> String {
        self.templates(seconds, &[(FILE, "build.yml", &self.blob(text))])
    }

    fn annotated(&self, kind: &str, id: &str, seconds: i64) -> String {
        let text = format!("object {id}\ntype {kind}\ntag x\ntagger A <a> {seconds} +0000\n");
        self.object("tag", format!("{text}\nobject 0\n"))
    }

    fn loose_tag(&self, name: &str, id: &str) -> &Components {
        self.place.file(&format!("p/.git/refs/tags/{name}"), format!("{id}\n"));
        self
    }

    /// Writes every object loosely and reads the project.
    fn read(&self) -> Project {
        for (id, (kind, content)) in self.objects.borrow().iter() {
            add_object(&self.place, kind, id, content);
        }
        self.place.only_project()
    }
}

/// `tag@seconds`, newest first.
fn releases(project: &Project) -> Vec<String> {
    let seconds = |at: Option<Timestamp>| at.map_or(String::new(), |at| at.0.to_string());
    let release = |release: &crate::model::Release| {
        format!("{}@{}", release.tag, seconds(release.released_at))
    };
    project.releases.iter().map(release).collect()
}

/// `tag: path path`, newest first.
fn versions(project: &Project) -> Vec<String> {
    let version = |version: &Version| {
        let paths = version.files.keys().map(|path| format!(" {path}"));
        format!("{}:{}", version.tag, paths.collect::<String>())
    };
    project.versions.iter().map(version).collect()
}

#[test]
fn tags_of_every_form_become_releases_newest_first() {
    let place = Components::new();
    let commits: Vec<String> = (1..=6).map(|at| place.build(at * 100, "spec:\n---\n")).collect();
    let annotated = place.annotated("commit", &commits[1], 950);
    let nested = place.annotated("tag", &place.annotated("commit", &commits[2], 1), 850);
    place.loose_tag("1.0.0", &commits[0]).loose_tag("v1.1.0", &annotated);
    place.loose_tag("latest", &commits[5]).loose_tag("1.2", &commits[5]);
    place.place.file("p/.git/refs/tags/3.0.0/odd", &commits[5]);
    place.place.file(
        "p/.git/packed-refs",
        format!(
            "# pack-refs with: peeled fully-peeled sorted\n{} refs/heads/1.9.0\n{} refs/tags/1.0.0\n{nested} refs/tags/1.2.0\n^{}\n{} refs/tags/2.0.0\n{} refs/tags/2.0.0-rc.1\n",
            commits[5], commits[5], commits[2], commits[3], commits[3]
        ),
    );
    let project = place.read();
    let expected = ["v1.1.0@950", "1.2.0@850", "2.0.0@400", "2.0.0-rc.1@400", "1.0.0@100"];
    assert_eq!(releases(&project), expected);
    let named: Vec<_> = project.versions.iter().map(|version| version.sha.clone()).collect();
    let order = [1, 2, 3, 3, 0].map(|at: usize| Some(commits[at].clone()));
    assert_eq!(named, order);
    assert!(project.versions.iter().all(|version| version.files.len() == 1));
    assert_eq!(project, place.read());
}

#[test]
fn components_are_those_of_the_release_and_not_of_today() {
    let place = Components::new();
    let (one, two) = (place.blob("one"), place.blob("two"));
    let nested = place.tree(&[(FILE, "extra.yml", &one), ("100755", "template.yml", &two)]);
    let empty = place.tree(&[(FOLDER, "template.yml", &nested)]);
    let templates = place.tree(&[
        (FILE, "NOTES.md", &one),
        (FILE, "build.yml", &one),
        (FOLDER, "deploy", &nested),
        (FOLDER, "empty", &empty),
        ("120000", "link.yml", &one),
        (FILE, "removed.yml", &one),
        ("160000", "submodule", &one),
        (FOLDER, "folder.yml", &empty),
    ]);
    let root = place.tree(&[
        (FILE, "README.md", &two),
        (FILE, "build.yml", &one),
        (FOLDER, "templates", &templates),
    ]);
    place.loose_tag("1.0.0", &place.commit(1, &root));
    place.loose_tag("0.9.0", &place.commit(0, &place.tree(&[("120000", "templates", &one)])));
    let project = place.read();
    assert_eq!(
        versions(&project),
        [
            "1.0.0: README.md templates/build.yml templates/deploy/template.yml templates/removed.yml",
            "0.9.0:"
        ]
    );
    let text = |path_of: &str| project.versions[0].files[&path(path_of)].bytes.to_vec();
    assert_eq!(text("templates/build.yml"), b"one");
    assert_eq!(text("templates/deploy/template.yml"), b"two");
}

/// The objects of two releases, packed; all but the first of each sort are deltas of this kind.
fn pack_of_two_releases(kind: u8) -> Components {
    let place = Components::new();
    let mut previous: BTreeMap<&str, (usize, String, Vec<u8>)> = BTreeMap::new();
    let long = "# A line that both have, so that there is something to copy.\n";
    for (tag, text) in [("1.0.0", "a: {script: x}\n"), ("1.1.0", "a: {script: longer}\n")] {
        let commit = place.build(i64::from(kind), &format!("{long}{text}"));
        place.loose_tag(tag, &commit);
    }
    let mut pack = b"PACK\0\0\0\x02\0\0\0\x08".to_vec();
    let mut offsets = Vec::new();
    for (id, (sort, content)) in place.objects.borrow().iter() {
        let at = pack.len();
        let number = ["", "commit", "tree", "blob"].iter().position(|name| name == sort).unwrap();
        // Each is the base of the next of its sort, as unlike as they may be.
        match previous.get(sort) {
            Some((base_at, base_id, base)) => {
                let mut distance = at - base_at;
                let mut bytes = vec![(distance & 0x7f) as u8];
                while distance >= 128 {
                    distance = (distance >> 7) - 1;
                    bytes.insert(0, 0x80 | (distance & 0x7f) as u8);
                }
                let reference = if kind == 6 { bytes } else { bytes_of(base_id) };
                pack.extend(pack_entry(kind, &delta(base, content), &reference));
            }
            None => pack.extend(pack_entry(number as u8, content, &[])),
        }
        previous.insert(sort, (at, id.clone(), content.clone()));
        offsets.push((id.clone(), at as u32));
    }
    let offsets: Vec<(&str, u32)> = offsets.iter().map(|(id, at)| (id.as_str(), *at)).collect();
    place
        .place
        .file("p/.git/objects/pack/pack-1.idx", index(&offsets, &[]))
        .file("p/.git/objects/pack/pack-1.pack", pack)
        .file("p/.git/objects/pack/pack-0.idx", index(&[(BASE, 12)], &[]));
    place
}

fn scripts(project: &Project) -> Vec<String> {
    let files = project.versions.iter().flat_map(|version| version.files.values());
    files.map(|file| String::from_utf8_lossy(&file.bytes).lines().last().unwrap().into()).collect()
}

#[test]
fn files_of_releases_are_read_from_deltas_of_both_kinds() {
    for kind in [6, 7] {
        let project = pack_of_two_releases(kind).place.only_project();
        assert_eq!(scripts(&project), ["a: {script: longer}", "a: {script: x}"], "{kind}");
    }
}

#[test]
fn a_damaged_pack_costs_files_of_releases_and_nothing_else() {
    let place = pack_of_two_releases(6).place;
    for name in ["p/.git/objects/pack/pack-1.idx", "p/.git/objects/pack/pack-1.pack"] {
        let whole = fs::read(place.path().join(name)).unwrap();
        for at in (0..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x81;
            place.file(name, bytes);
            assert_eq!(place.only_project().releases.len(), 2);
        }
        place.file(name, whole);
    }
    assert_eq!(scripts(&place.only_project()).len(), 2);
}

#[test]
fn a_release_is_read_whole_or_not_at_all() {
    let check = |change: &dyn Fn(&Components) -> String, expected: &str| {
        let place = Components::new();
        place.loose_tag("1.0.0", &place.build(1, "spec:\n---\n"));
        place.loose_tag("2.0.0", &change(&place));
        let versions = versions(&place.read());
        let known = ["1.0.0: templates/build.yml".to_owned()];
        let expected: Vec<String> =
            (!expected.is_empty()).then(|| expected.to_owned()).into_iter().collect();
        assert_eq!(versions, [expected, known.to_vec()].concat());
    };
    let gone = "f".repeat(40);
    let gone = gone.as_str();
    check(&|_| gone.to_owned(), "");
    check(&|place| place.annotated("commit", gone, 2), "");
    check(&|place| place.blob("spec:\n---\n"), "");
    check(&|place| place.commit(2, gone), "2.0.0:");
    check(&|place| place.commit(2, &place.blob("40000 templates\0")), "2.0.0:");
    check(&|place| place.commit(2, &place.object("tree", "40000 templates\0short")), "2.0.0:");
    let blob = |place: &Components| place.blob("spec:\n---\n");
    check(
        &|place| place.templates(2, &[(FILE, "a.yml", &blob(place)), (FILE, "b.yml", gone)]),
        "2.0.0:",
    );
    check(
        &|place| place.templates(2, &[(FILE, "a.yml", &blob(place)), (FOLDER, "b", gone)]),
        "2.0.0:",
    );
    let large = "a".repeat((1 << 20) + 1);
    check(&|place| place.build(2, &large), "2.0.0:");
    check(&|place| place.build(2, &large[1..]), "2.0.0: templates/build.yml");
}

#[test]
fn tags_and_folders_that_lead_to_themselves_end() {
    let place = Components::new();
    let tag = place.annotated("tag", &"0".repeat(40), 1);
    place.loose_tag("1.0.0", &tag);
    // The name of the object that is made next.
    let templates = format!("{:08x}{:032x}", 7_777_777, 1);
    let own = [(FOLDER, "templates", templates.as_str()), (FOLDER, "template.yml", &templates)];
    assert_eq!(place.tree(&own), templates);
    place.loose_tag("2.0.0", &place.commit(2, &templates));
    let project = place.read();
    assert_eq!(releases(&project), ["2.0.0@2", "1.0.0@"]);
    assert_eq!(versions(&project), ["2.0.0:"]);
}

#[test]
fn names_that_git_would_refuse_are_no_releases_and_no_files() {
    let place = Components::new();
    let secret = place.blob("secret");
    let templates = place.tree(&[
        (FILE, "../../x.yml", &secret),
        (FILE, "a/b.yml", &secret),
        (FOLDER, "..", &secret),
        (FILE, "", &secret),
        (FILE, "a\\b.yml", &secret),
        (FILE, "<b>.yml", &secret),
    ]);
    let commit = place.commit(1, &place.tree(&[(FOLDER, "templates", &templates)]));
    let names = [
        "1.0.0-a/../../b",
        "1.0.0+../x",
        "1.0.0-\u{1}",
        "1.0.0- x",
        "1.0.0-~",
        "1.0.0-*",
        "/1.0.0",
        "1.0.0+<b>",
        "1.0.0",
    ];
    let lines: String = names.iter().map(|name| format!("{commit} refs/tags/{name}\n")).collect();
    place.place.file("p/.git/packed-refs", format!("{lines}{commit}\n \nnot a line\n"));
    place.place.file("p/.git/refs/tags/0.1.0", "ref: refs/heads/main\n");
    place.place.file("p/.git/refs/tags/0.2.0", "\0");
    place.place.link("p/.git/refs/tags/2.0.0", "/etc/hostname");
    let project = place.read();
    assert_eq!(releases(&project), ["1.0.0@1", "1.0.0+<b>@1"]);
    assert_eq!(versions(&project)[0], "1.0.0: templates/<b>.yml");
}

#[test]
fn of_many_tags_the_newest_count() {
    let place = Components::new();
    let commit = place.build(5, "spec:\n---\n");
    let line = |at: u32| format!("{commit} refs/tags/1.{at}.0\n");
    place.place.file("p/.git/packed-refs", (0..1_500).map(line).collect::<String>());
    let project = place.read();
    assert_eq!(project.releases.len(), 1_000);
    assert_eq!(releases(&project)[999], "1.500.0@5");
    assert_eq!(project.versions.len(), 10);
    assert_eq!(versions(&project)[9], "1.1490.0: templates/build.yml");
}

#[test]
fn releases_that_inflate_beyond_measure_are_not_all_read() {
    let place = Components::new();
    for release in 0..10 {
        let names: Vec<String> = (0..40).map(|at| format!("{at}.yml")).collect();
        let blobs: Vec<String> = (0..40).map(|_| place.blob(&"a".repeat(1 << 20))).collect();
        let entries = names.iter().zip(&blobs).map(|(name, id)| (FILE, name.as_str(), id.as_str()));
        let commit = place.templates(release, &entries.collect::<Vec<_>>());
        place.loose_tag(&format!("{release}.0.0"), &commit);
    }
    let counts: Vec<usize> = place.read().versions.iter().map(|v| v.files.len()).collect();
    assert_eq!(counts, [40, 40, 40, 40, 40, 40, 0, 0, 0, 0]);
}

#[test]
fn releases_that_settings_name_stay_and_get_the_files_of_their_tags() {
    let place = Components::new();
    let commit = place.build(5, "spec:\n---\n");
    place.loose_tag("1.0.0", &commit).loose_tag("2.0.0", &commit).loose_tag("spring", &commit);
    place.place.file("p/.portolan.yaml", "gitlab: { releases: [{tag: spring, released_at: 2026-01-01T00:00:00Z}, {tag: 1.0.0}, {tag: gone}] }");
    let project = place.read();
    let tags: Vec<_> = project.releases.iter().map(|release| release.tag.as_str()).collect();
    assert_eq!(tags, ["spring", "1.0.0", "gone"]);
    assert_eq!(versions(&project), ["spring: templates/build.yml", "1.0.0: templates/build.yml"]);
}

#[test]
fn a_project_without_components_has_no_releases() {
    let place = Components::new();
    place.loose_tag("1.0.0", &place.build(5, "spec:\n---\n"));
    fs::rename(place.place.path().join("p/templates"), place.place.path().join("p/other")).unwrap();
    place.place.file("p/templates/page.html", "");
    let project = place.read();
    assert_eq!((project.releases.len(), project.versions.len()), (0, 0));
}

#[test]
fn a_worktree_shares_tags_and_borrowed_objects() {
    let place = Components::new();
    place.loose_tag("1.0.0", &place.build(5, "spec:\n---\n"));
    place.read();
    let git = place.place.path().join("p/.git");
    fs::rename(git.join("objects"), place.place.path().join("store")).unwrap();
    place.place.file("p/.git/objects/info/alternates", "../../../store\n");
    let marker = git.join("worktrees/w");
    place
        .place
        .file("p/.git/worktrees/w/commondir", "../..\n")
        .file("w/.git", format!("gitdir: {}\n", marker.display()))
        .file("w/templates/build.yml", "spec:\n---\n");
    let part = place.place.read();
    assert_eq!(versions(&part.projects[1]), ["1.0.0: templates/build.yml"]);
}
