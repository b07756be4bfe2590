//! Real descriptors and READMEs, if somebody named a folder of them; else a few of our own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Portal, tree};
use crate::links::broken;

fn corpus() -> Option<PathBuf> {
    std::env::var_os("PORTOLAN_CORPUS").map(PathBuf::from)
}

/// Copies `kind/OWNER__REPOSITORY/…` of the corpus to projects; returns how many.
fn take(corpus: &Path, kind: &str, portal: &Portal) -> usize {
    let settings = "descriptors: ['**/[!.]*.yaml', '**/[!.]*.yml']\n";
    let repositories = fs::read_dir(corpus.join(kind)).expect("a folder of the corpus").flatten();
    let mut count = 0;
    for repository in repositories {
        let name = repository.file_name().to_string_lossy().replacen("__", "/", 1);
        let project = portal.path("repositories").join(name);
        copy(&repository.path(), &project);
        fs::write(project.join(".portolan.yaml"), settings).expect("writable");
        count += 1;
    }
    count
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let file = to.join(&path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("writable");
        fs::write(file, bytes).expect("writable");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the counts of a corpus are worth reading")]
fn every_real_project_is_on_the_site() {
    for kind in ["catalog", "readme"] {
        let portal = Portal::new();
        let projects = match corpus() {
            Some(corpus) => take(&corpus, kind, &portal),
            None => {
                let own = crate::harness::root().join("examples/acme/repositories/acme");
                let mut count = 0;
                for group in fs::read_dir(own).expect("the example").flatten() {
                    for project in fs::read_dir(group.path()).expect("a group").flatten() {
                        let to = portal.path("repositories").join(group.file_name());
                        copy(&project.path(), &to.join(project.file_name()));
                        count += 1;
                    }
                }
                count
            }
        };
        let ran = portal.build_with(&["--report", "report.json"]);
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        let site = portal.site();
        assert_eq!(broken(&site), Vec::<String>::new());
        let text = fs::read_to_string(portal.path("report.json")).expect("a report");
        let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        // A repository that is listed twice, in upper and in lower case, is two folders still.
        assert_eq!(report["projects"], projects, "{kind}");
        assert!(report["findings"].get("project-panicked").is_none());
        every_project_has_a_page(&site);
        every_rejection_has_a_place(&site);
        eprintln!(
            "{kind}: {projects} projects, {} files, findings {}",
            site.len(),
            report["findings"]
        );
    }
}

/// Each project of the data is named by at least one page.
fn every_project_has_a_page(site: &std::collections::BTreeMap<String, Vec<u8>>) {
    let entities: serde_json::Value =
        serde_json::from_slice(&site["data/v1/entities.json"]).expect("JSON");
    for entity in entities["items"].as_array().expect("a list") {
        let page = entity["metadata"]["annotations"]["portolan/page"].as_str().expect("a page");
        assert!(site.contains_key(page), "{page}");
    }
    let build: serde_json::Value =
        serde_json::from_slice(&site["data/v1/build.json"]).expect("JSON");
    let mut projects: Vec<&str> = entities["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entity| entity["metadata"]["annotations"]["portolan/project"].as_str())
        .collect();
    projects.sort_unstable();
    projects.dedup();
    assert_eq!(build["projects"], projects.len());
}

/// Each finding about a document by itself names a line and a column.
fn every_rejection_has_a_place(site: &std::collections::BTreeMap<String, Vec<u8>>) {
    let findings: serde_json::Value =
        serde_json::from_slice(&site["data/v1/findings.json"]).expect("JSON");
    for finding in findings["findings"].as_array().expect("a list") {
        if finding["area"] == "document" {
            assert!(finding["line"].as_u64() >= Some(1), "{finding}");
            assert!(finding["column"].as_u64() >= Some(1), "{finding}");
        }
    }
}
