use std::collections::BTreeSet;

use super::super::{SourceError, snapshot};
use super::*;
use crate::base::{Code, Timestamp};
use crate::model::{LeftOut, LeftOutWhy, ProjectIndex};
use crate::parse::{self, ParseOptions};

fn left_out(project: &Project) -> Vec<(&str, &LeftOutWhy)> {
    project.left_out.iter().map(|LeftOut { path, why }| (path.as_str(), why)).collect()
}

#[test]
fn the_topmost_marked_folder_is_a_project_and_those_above_are_groups() {
    let place = Place::new();
    place
        .file("acme/shop/basket/.portolan.yaml", "")
        .file("acme/shop/basket/inner/.portolan.yaml", "")
        .folder("acme/shop/checkout/.git")
        .file("acme/site/.git", "gitdir: nowhere")
        .file("acme/notes/README.md", "# Not a project beside marked ones");
    let part = place.read();
    assert_eq!(paths(&part), ["acme/shop/basket", "acme/shop/checkout", "acme/site"]);
    let groups: Vec<_> = part.groups.iter().map(|group| group.path.as_str()).collect();
    assert_eq!(groups, ["acme", "acme/shop"]);
    assert_eq!(findings(&part), [""; 0]);
}

#[test]
fn a_marked_directory_is_itself_one_project() {
    let place = Place::new();
    place.file(".portolan.yaml", "").file("README.md", "# All").file("part/.portolan.yaml", "");
    let project = place.only_project();
    assert_eq!(project.path, "all");
    assert_eq!(files(&project), [".portolan.yaml", "README.md"]);
}

#[test]
fn with_a_depth_every_folder_there_is_a_project() {
    let place = Place::new();
    place.file("acme/shop/README.md", "").folder("acme/empty").folder("acme/shop/.git/objects");
    place.folder("acme/node_modules").file("README.md", "");
    let options = LocalOptions { depth: Some(2), ..options() };
    let part = place.read_with(&options, &|_| Vec::new());
    assert_eq!(paths(&part), ["acme/empty", "acme/shop"]);
}

#[test]
fn without_any_marker_folders_with_a_readme_or_a_descriptor_are_projects() {
    let place = Place::new();
    place.file("one/readme.txt", "").file("two/catalog-info.yml", "").file("three/notes.txt", "");
    place.file("README.md", "about all of them");
    assert_eq!(paths(&place.read()), ["one", "two"]);

    let alone = Place::new();
    alone.file("README.md", "").folder("src");
    assert_eq!(paths(&alone.read()), ["all"]);
}

#[test]
fn an_empty_source_is_a_finding_and_a_missing_one_an_error() {
    let place = Place::new();
    place.folder("acme/empty");
    let part = place.read();
    assert_eq!(part.findings[0].code, Code::SourceEmpty);
    let missing = read(&place.path().join("gone"), &options(), &|_| Vec::new());
    assert!(matches!(missing, Err(SourceError::Directory { .. })));
    place.file("file", "");
    let file = read(&place.path().join("file"), &options(), &|_| Vec::new());
    assert!(matches!(file, Err(SourceError::NotADirectory { .. })));
}

#[test]
fn the_wanted_files_are_read_and_no_others() {
    let place = Place::new();
    let wanted = [
        ".backstage/parts.yaml",
        ".gitlab-ci.yml",
        ".gitlab/CODEOWNERS",
        ".portolan.yaml",
        "CODEOWNERS",
        "README.de.md",
        "README.md",
        "api/orders.json",
        "api/v1/openapi.yaml",
        "catalog-info.yaml",
        "docs/CODEOWNERS",
        "docs/adr/0001.md",
        "docs/images/map.png",
        "docs/index.md",
        "docs/vendor/index.md",
        "mkdocs.yml",
        "openapi.json",
        "orders.asyncapi.yml",
        "proto/acme/orders.proto",
        "schema.graphql",
        "spec/swagger.yml",
        "src/openapi/orders/v2.json",
        "src/orders-apispec.json",
        "src/orders-openapi.yaml",
        "src/orders.oas.json",
        "templates/build.yml",
        "templates/deploy/template.yml",
    ];
    let others = [
        "src/README.md",
        "src/api/orders.json",
        "src/openapi/fixtures/orders.json",
        "src/tests/openapi.yaml",
        "templates/deploy/other.yml",
        "docs/film.mp4",
        "node_modules/a/README.md",
        "vendor/openapi.json",
        "docs/node_modules/index.md",
    ];
    for path in wanted.iter().chain(&others) {
        place.file(&format!("p/{path}"), "");
    }
    let part = place.read();
    assert_eq!(files(&part.projects[0]), wanted);
    let tree = part.projects[0].tree.as_ref().unwrap();
    assert!(tree.contains(&path("src/README.md")) && !tree.contains(&path("vendor/openapi.json")));

    let options = LocalOptions {
        wanted: Wanted::new(&["./src/*.md".to_owned(), "**/service.yaml".to_owned()]).unwrap(),
        ..options()
    };
    place.file("p/a/b/service.yaml", "");
    let part = place.read_with(&options, &|_| Vec::new());
    let extra = files(&part.projects[0]);
    assert!(extra.contains(&"src/README.md") && extra.contains(&"a/b/service.yaml"));
    assert!(matches!(Wanted::new(&["[".to_owned()]), Err(SourceError::Pattern { .. })));
}

#[test]
fn no_foreign_byte_comes_in_through_links_pipes_or_loops() {
    let place = Place::new();
    let secret = place.folder.path().join("secret");
    fs::write(&secret, "SECRET").unwrap();
    place
        .file("p/.portolan.yaml", "")
        .link("p/README.md", "/etc/passwd")
        .link("p/catalog-info.yaml", &secret)
        .link("p/docs", place.folder.path())
        .link("p/api/loop", "..")
        .link("p/api/openapi.yaml", "openapi.yaml")
        .link("p/mkdocs.yml", "missing")
        .link("p/other", &secret)
        .link("q", "p")
        .link("r/.portolan.yaml", &secret);
    let pipe = place.path().join("p/CODEOWNERS");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0)
        .unwrap();
    let ask = |_: &Project| {
        ["other", "docs/secret", "api/loop/other", "../secret", "/etc/passwd", "*", "CODEOWNERS"]
            .map(reference)
            .to_vec()
    };
    let part = place.read_with(&options(), &ask);
    assert_eq!(paths(&part), ["p"]);
    let project = &part.projects[0];
    assert_eq!(files(project), [".portolan.yaml"]);
    let names: Vec<_> = left_out(project).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        names,
        [
            "CODEOWNERS",
            "README.md",
            "api/openapi.yaml",
            "catalog-info.yaml",
            "docs",
            "mkdocs.yml",
            "other"
        ]
    );
    assert!(project.left_out.iter().all(|left_out| left_out.why == LeftOutWhy::NotAFile));
    assert_eq!(
        findings(&part)[1],
        "info[skipped-link]: `README.md` is a link, a device or a pipe, and was not read\n  \
         --> p/README.md\n  help: Commit the file itself."
    );
}

#[test]
fn references_are_read_in_rounds_within_the_project() {
    let place = Place::new();
    place
        .file("p/.portolan.yaml", "")
        .file("p/a.yaml", "")
        .file("p/more/b.yaml", "")
        .file("p/more/[c].yaml", "")
        .file("p/more/deep/d.yaml", "")
        .file("p/sub/.git", "gitdir: elsewhere")
        .file("p/sub/e.yaml", "")
        .file("p/.git/config", "password")
        .file("p/1", "")
        .file("p/2", "")
        .file("p/3", "")
        .file("p/4", "")
        .file("p/5", "")
        .file("other/x.yaml", "");
    let ask = |project: &Project| {
        let mut references: Vec<_> = [
            "./a.yaml",
            "more/*.yaml",
            "more/[c].yam?",
            ".git/config",
            "sub/e.yaml",
            "*/../../other/*",
        ]
        .map(reference)
        .to_vec();
        let chain = (1..=5)
            .filter(|at| *at == 1 || project.files.contains_key(&path(&(at - 1).to_string())));
        references.extend(chain.map(|at| reference(&at.to_string())));
        references
    };
    let part = place.read_with(&options(), &ask);
    assert_eq!(
        files(&part.projects[0]),
        [".portolan.yaml", "1", "2", "3", "4", "a.yaml", "more/[c].yaml", "more/b.yaml"]
    );
}

#[test]
fn limits_leave_out_what_is_too_large_or_too_many() {
    let place = Place::new();
    place.file("p/.portolan.yaml", "").file("p/README.md", vec![b'a'; (1 << 20) + 1]);
    place.file("p/docs/a.png", vec![0; 2 << 20]);
    let part = place.read();
    let why = LeftOutWhy::TooLarge { size: (1 << 20) + 1, limit: 1 << 20 };
    assert_eq!(left_out(&part.projects[0]), [("README.md", &why)]);
    assert_eq!(files(&part.projects[0]), [".portolan.yaml", "docs/a.png"]);
    assert!(findings(&part)[0].starts_with("warning[file-too-large]: `README.md` has 1.0 MiB"));

    let few = LocalOptions { entries: 3, ..options() };
    let part = place.file("p/docs/b/c.md", "").read_with(&few, &|_| Vec::new());
    assert_eq!(files(&part.projects[0]), [".portolan.yaml"]);
    assert_eq!(part.projects[0].tree, None);
    assert!(left_out(&part.projects[0]).contains(&("docs", &LeftOutWhy::TooMany)));
}

#[test]
fn a_tree_that_is_too_deep_ends() {
    let place = Place::new();
    place.file("p/.portolan.yaml", "").file(&format!("p/docs/{}a.md", "d/".repeat(80)), "");
    let part = place.read();
    assert_eq!(part.projects[0].tree, None);
    assert_eq!(part.findings[0].code, Code::TooManyFiles);
}

#[test]
fn names_that_no_path_can_hold_are_reported_where_they_are_wanted() {
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    place.file("p/.portolan.yaml", "").file("p/docs/a\\b.md", "").file("p/src/a\\b.md", "");
    let name = std::ffi::OsStr::from_bytes(b"README\xff.md");
    fs::write(place.path().join("p").join(name), "").unwrap();
    let part = place.read();
    let codes: Vec<_> = part.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::FileUnreadable, Code::FileUnreadable]);
}

#[test]
fn the_first_of_two_sources_wins_and_the_result_is_sorted() {
    let (one, two) = (Place::new(), Place::new());
    one.file("acme/b/.portolan.yaml", "gitlab: { description: first }");
    two.file("acme/b/.portolan.yaml", "gitlab: { description: second }");
    two.file("acme/a/.portolan.yaml", "").file("acme-x/c/.portolan.yaml", "");
    let snapshot = snapshot(vec![one.read(), two.read()], Some(Timestamp(7)), Visibility::Public);
    let paths: Vec<_> = snapshot.projects.iter().map(|project| project.path.as_str()).collect();
    assert_eq!(paths, ["acme-x/c", "acme/a", "acme/b"]);
    assert_eq!(snapshot.projects[2].description.as_deref(), Some("first"));
    assert_eq!(snapshot.groups.len(), 2);
    assert_eq!(snapshot.taken, Some(Timestamp(7)));
    assert_eq!(
        snapshot.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["warning[duplicate-project]: two sources hold a project `acme/b`; the first is kept\n  \
          --> acme/b\n  help: Remove one of the two, or place it in another group."]
    );
}

#[test]
fn one_thread_and_many_read_the_same() {
    let place = Place::new();
    for at in 0..200 {
        let base = format!("g{}/s{}/p{at}", at % 7, at % 3);
        place
            .file(&format!("{base}/.portolan.yaml"), "gitlab: { nope: 1 }")
            .file(&format!("{base}/README.md"), base);
    }
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let one = alone.install(|| place.read());
    assert_eq!(one, place.read());
    assert_eq!(one.projects.iter().map(|p| &p.path).collect::<BTreeSet<_>>().len(), 200);
}

#[test]
fn what_projects_include_from_one_another_is_read_and_nothing_else() {
    let place = Place::new();
    place
        .file("acme/shop/.portolan.yaml", "")
        .file("acme/ci/.portolan.yaml", "")
        .file("acme/ci/jobs/build.yml", "build: {}")
        .file("acme/ci/jobs/nested.yml", "nested: {}")
        .file("acme/ci/jobs/other.yml", "other: {}")
        .file("secret.yml", "secret: {}")
        .link("acme/ci/jobs/link.yml", "../../../secret.yml");
    let wants = |paths: &[&str]| -> Vec<FileRef> {
        let project =
            |path: &&str| FileRef { project: Some("Acme/CI".to_owned()), ..reference(path) };
        paths.iter().map(project).collect()
    };
    let part = place.read_with(&options(), &|project| match project.path.as_str() {
        "acme/shop" => {
            wants(&["jobs/build.yml", "jobs/gone.yml", "../../secret.yml", "jobs/link.yml"])
        }
        // What came is asked in turn.
        _ if project.files.contains_key(&path("jobs/build.yml")) => wants(&["jobs/nested.yml"]),
        _ => Vec::new(),
    });
    let ci = &part.projects[0];
    assert_eq!(files(ci), [".portolan.yaml", "jobs/build.yml", "jobs/nested.yml"]);
    assert_eq!(ci.absent, [path("jobs/gone.yml")].into());
    assert_eq!(ci.left_out.len(), 1, "{:?}", ci.left_out);
}

#[test]
fn a_component_of_a_repository_has_the_versions_of_its_tags() {
    let place = Place::new();
    let id = |number: u8| format!("{number:02x}").repeat(20);
    let object = |number: u8, kind: &str, content: &[u8]| {
        super::git::add_object_of("acme/ci", &place, kind, &id(number), content);
    };
    place.file("acme/ci/templates/build.yml", "spec: {inputs: {now: }}\n---\na: {script: x}\n");
    for (at, input) in [(10, "old"), (20, "new")] {
        let text = format!("spec: {{inputs: {{{input}: }}}}\n---\na: {{script: x}}\n");
        object(at, "blob", text.as_bytes());
        object(at + 1, "tree", &[b"100644 build.yml\0".as_slice(), &[at; 20]].concat());
        object(at + 2, "tree", &[b"40000 templates\0".as_slice(), &[at + 1; 20]].concat());
        let tree = id(at + 2);
        let commit = format!("tree {tree}\ncommitter A <a> {at} +0000\n\nword\n");
        object(at + 3, "commit", commit.as_bytes());
        place.file(&format!("acme/ci/.git/refs/tags/{at}.0.0"), id(at + 3));
    }
    let project = place.only_project();
    let parsed = parse::project(ProjectIndex(0), &project, &ParseOptions::default());
    let versions: Vec<String> = parsed.components[0]
        .versions
        .iter()
        .map(|version| {
            let file = version.file.as_ref().unwrap();
            format!("{} {} {:?}", version.tag, file.inputs[0].name, version.released_at.unwrap().0)
        })
        .collect();
    assert_eq!(versions, ["20.0.0 new 20", "10.0.0 old 10"]);
}
