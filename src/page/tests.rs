#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod component;
mod origin;
mod past;

use super::*;
use crate::base::RelPath;
use crate::catalog::{self, Input, ProjectContents};
use crate::model::{Doc, Head, Project, RawFile, Snapshot};
use crate::parse::ParseOptions;

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

/// One project with these files, as every test of a page sees it.
fn project(files: &[(&str, &[u8])], web_url: Option<&str>) -> Project {
    let path = |text: &str| RelPath::new(text).unwrap();
    Project {
        path: "acme/robots/mole".to_owned(),
        web_url: web_url.map(str::to_owned),
        head: Some(Head { sha: SHA.to_owned(), committed_at: None }),
        tree: Some(files.iter().map(|(name, _)| path(name)).chain([path("src/main.rs")]).collect()),
        files: files
            .iter()
            .map(|(name, bytes)| (path(name), RawFile { bytes: (*bytes).into() }))
            .collect(),
        ..Project::default()
    }
}

/// The HTML of the text of the page at `address`, and what was found wrong on it.
fn check(project: Project, address: &str) -> (String, Vec<String>) {
    let snapshot = Snapshot { projects: vec![project], ..Snapshot::default() };
    let index = crate::model::ProjectIndex(0);
    let parsed = crate::parse::project(index, &snapshot.projects[0], &ParseOptions::default());
    let contents = vec![ProjectContents {
        readme: parsed.readme,
        docs: parsed.docs,
        ..ProjectContents::default()
    }];
    let (catalog, _) = catalog::build(&snapshot, Input { entities: parsed.entities, contents });
    let settings =
        SiteSettings { images: vec!["images.example".to_owned()], ..SiteSettings::default() };
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[],
        settings: &settings,
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let id = plan.ids().find(|id| plan.page(*id).address.as_str() == address).unwrap();
    let page = view(&world, &plan, id).unwrap();
    let html = match &page.view {
        View::Entity(entity) => entity.readme.as_ref().unwrap().html.to_string(),
        View::Doc(doc) => doc.prose.html.to_string(),
        _ => panic!("a page without Markdown"),
    };
    let findings = page.findings.iter();
    (
        html,
        findings
            .map(|found| format!("{} {}: {}", found.code, found.place, found.message))
            .collect(),
    )
}

const README: &str = "component/acme/mole.html";
const GITLAB: Option<&str> = Some("https://gitlab.example.com/acme/robots/mole");

#[test]
fn a_link_to_a_page_becomes_one_to_that_page() {
    let files: &[(&str, &[u8])] = &[
        ("README.md", b"[dig](docs/dig.md#how-deep) [lost](docs/dig.md#nowhere)"),
        ("docs/dig.md", b"# Digging\n\n## How deep\n"),
    ];
    let (html, findings) = check(project(files, GITLAB), README);
    assert!(
        html.contains("href=\"../../docs/acme/mole/dig.html#user-content-how-deep\""),
        "{html}"
    );
    assert!(html.contains("href=\"../../docs/acme/mole/dig.html\""), "{html}");
    assert_eq!(
        findings,
        ["broken-fragment acme/robots/mole/README.md:1:29: `docs/dig.md` has no heading `nowhere`"]
    );
}

#[test]
fn a_link_to_any_other_file_leads_to_gitlab_at_the_commit() {
    let files: &[(&str, &[u8])] =
        &[("README.md", b"[code](src/main.rs) [folder](/src) [gone](src/gone.rs)")];
    let (html, findings) = check(project(files, GITLAB), README);
    assert!(
        html.contains(&format!(
            "https://gitlab.example.com/acme/robots/mole/-/blob/{SHA}/src/main.rs"
        )),
        "{html}"
    );
    assert!(html.contains(&format!("/-/tree/{SHA}/src\"")), "{html}");
    assert!(html.contains("gone") && !html.contains("gone.rs"), "{html}");
    assert_eq!(
        findings,
        ["broken-link acme/robots/mole/README.md:1:36: `src/gone.rs` is not in the repository"]
    );
}

#[test]
fn without_an_address_a_link_becomes_text() {
    let files: &[(&str, &[u8])] = &[("README.md", b"[code](src/main.rs) [up](../../etc/passwd)")];
    let (html, findings) = check(project(files, None), README);
    assert!(!html.contains("href"), "{html}");
    assert_eq!(findings.len(), 2, "{findings:?}");
}

#[test]
fn images_are_shown_from_the_repository_and_from_listed_hosts_only() {
    let text = b"![own](a.png) ![listed](https://images.example/b.png) ![other](https://other.example/c.png) ![svg](d.svg)";
    let files: &[(&str, &[u8])] = &[
        ("README.md", text),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("d.svg", b"<svg onload=alert(1)>"),
    ];
    let (html, findings) = check(project(files, GITLAB), README);
    assert!(html.contains("src=\"../../media/"), "{html}");
    assert!(html.contains("src=\"https://images.example/b.png\""), "{html}");
    assert!(html.contains("<a href=\"https://other.example/c.png\""), "{html}");
    assert_eq!(html.matches("<img").count(), 2, "{html}");
    assert!(html.contains("/-/blob/") && html.contains("d.svg"), "{html}");
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn a_page_that_leads_nowhere_is_seen() {
    let files: &[(&str, &[u8])] = &[("README.md", b"# Mole")];
    let snapshot = Snapshot { projects: vec![project(files, None)], ..Snapshot::default() };
    let parsed = crate::parse::project(
        crate::model::ProjectIndex(0),
        &snapshot.projects[0],
        &ParseOptions::default(),
    );
    let contents = vec![ProjectContents::default()];
    let (catalog, _) = catalog::build(&snapshot, Input { entities: parsed.entities, contents });
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[],
        settings: &SiteSettings::default(),
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let html = "<a href=\"#here\" id=\"here\"></a><a href=\"#nowhere\"></a><a href=\"../../index.html\"></a>\
                <a href=\"../lost.html\"></a><img src=\"https://images.example/a.png\"><a data-href=\"x\"></a>";
    let broken = check_links(&plan, &RelPath::new(README).unwrap(), html, &|_| false);
    assert_eq!(broken, ["#nowhere", "../lost.html"]);
}

#[test]
fn no_two_pages_share_an_address() {
    let doc = |path: &str| Doc { path: RelPath::new(path).unwrap(), ..Doc::default() };
    let guide = Guide {
        title: "Guide".to_owned(),
        project: project(&[("A b.md", b""), ("a-b.md", b""), ("A-B.md", b"")], None),
        docs: vec![doc("A b.md"), doc("a-b.md"), doc("A-B.md")],
    };
    let snapshot = Snapshot::default();
    let (catalog, _) =
        catalog::build(&snapshot, Input { entities: Vec::new(), contents: Vec::new() });
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[guide],
        settings: &SiteSettings::default(),
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let addresses: std::collections::BTreeSet<&str> =
        plan.ids().map(|id| plan.page(id).address.as_str()).collect();
    assert_eq!(addresses.len(), plan.ids().len());
    assert!(addresses.contains("guide/a-b.html"));
}
