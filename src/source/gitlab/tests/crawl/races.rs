//! What changes while it is read: names, branches, commits, files.

use super::Crawl;
use super::oracle::{file, project};
use crate::fake_gitlab::{Company, Edit, Fault, Files, Options, Size, What, Which};
use crate::model::{LeftOutWhy, Repository};
use crate::source::gitlab::Crawled;

/// A company with one project that wants several rounds of requests.
fn layered() -> Crawl {
    let crawl = Crawl::small();
    crawl.fake.change(|company| {
        company.add_project("acme/layered");
        company.force_push("acme/layered", layers("one"));
    });
    crawl
}

/// Files in three layers, each of which names the commit that it is of.
fn layers(mark: &str) -> Files {
    let mut files = Files::default();
    files.insert("README.md", format!("# {mark}\n"));
    files.insert(
        "catalog-info.yaml",
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: {mark}\nspec:\n  targets:\n    - ./more/*.yaml\n"
        ),
    );
    files.insert(
        "more/api.yaml",
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: {mark}\nspec:\n  type: openapi\n  lifecycle: production\n  owner: group:acme\n  definition:\n    $text: ../definitions/api.txt\n"
        ),
    );
    files.insert("definitions/api.txt", format!("{mark}\n"));
    files.insert("docs/index.md", format!("# {mark}\n"));
    files.insert("docs/deep/page.md", format!("# {mark}\n"));
    files
}

/// Panics unless all files of the project are of one commit, and all of them are there.
fn assert_one_commit(crawled: &Crawled) {
    let layered = project(crawled, "acme/layered");
    let text = |path: &str| {
        let file = file(layered, path).unwrap_or_else(|| panic!("no {path}: {:?}", layered.stale));
        String::from_utf8_lossy(&file.bytes).into_owned()
    };
    let mark = text("README.md").trim_start_matches("# ").trim().to_owned();
    for path in [
        "catalog-info.yaml",
        "more/api.yaml",
        "definitions/api.txt",
        "docs/index.md",
        "docs/deep/page.md",
    ] {
        assert!(text(path).contains(&mark), "{path} is not of {mark}");
    }
}

#[test]
fn f24_a_project_is_its_number_whatever_its_name() {
    let crawl = Crawl::small();
    let before = crawl.whole();
    let path = crawl.paths()[0].clone();
    let old = path.clone();
    let rename = What::hook(move |company| company.rename(&old, "acme/renamed"));
    crawl.forget();
    crawl.fault_once(Which::kind("Files"), rename);
    let crawled = crawl.good();
    assert_eq!(crawled.part.projects.len(), before.part.projects.len());
    assert!(project(&crawled, &path).files == project(&before, &path).files);
    // Between two runs: found again by its number, nothing is read anew.
    let crawled = crawl.whole();
    assert!(project(&crawled, "acme/renamed").files == project(&before, &path).files);
    assert!(!crawl.requests().contains_key("Files"));
    // And while it cannot be read, the last good content goes with it.
    crawl.fake.change(|company| {
        company.rename("acme/renamed", "acme/again");
        company.push("acme/again", &[("README.md", Some("# Later\n"))]);
    });
    for kind in ["Files", "tree"] {
        crawl.fault(Which::kind(kind), What::InternalError);
    }
    let crawled = crawl.good();
    assert!(project(&crawled, "acme/again").files == project(&before, &path).files);
}

#[test]
fn f25_a_repository_without_a_commit_is_empty_and_no_failure() {
    let crawl = Crawl::small();
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| {
        company.add_project("acme/empty");
        company.add_project("acme/no-branch");
        company.push("acme/no-branch", &[("README.md", Some("# There\n"))]);
        company.edit("acme/no-branch").default_branch = None;
    });
    crawl.whole();
    crawl.fake.change(|company| company.rename_branch(&path, "trunk"));
    let crawled = crawl.whole();
    assert_eq!(project(&crawled, &path).default_branch.as_deref(), Some("trunk"));
    for empty in ["acme/empty", "acme/no-branch"] {
        assert_eq!(project(&crawled, empty).repository, Repository::Empty);
    }
    crawl.fake.change(|company| company.edit(&path).repository_exists = false);
    let crawled = crawl.good();
    assert_eq!(project(&crawled, &path).repository, Repository::Empty);
    assert!(project(&crawled, &path).files.is_empty());
}

#[test]
fn f25_a_repository_that_is_emptied_before_its_files_are_read_is_empty() {
    let crawl = Crawl::small();
    let path = crawl.paths()[0].clone();
    let gone = path.clone();
    let hook = What::hook(move |company| company.edit(&gone).repository_exists = false);
    crawl.fault_once(Which::kind("Files"), hook);
    let crawled = crawl.good();
    assert_eq!(project(&crawled, &path).repository, Repository::Empty);
    assert!(project(&crawled, &path).files.is_empty());
}

#[test]
fn f26_a_file_that_is_listed_and_does_not_come_is_asked_for_once_more() {
    let crawl = layered();
    let expected = crawl.whole();
    for (kind, at) in [
        ("Files", "/data/projects/nodes/*/repository/blobs/nodes/0"),
        ("Definitions", "/data/*/nodes/*/repository/blobs/nodes/0"),
    ] {
        crawl.forget();
        crawl.fake.clear_faults();
        crawl.fault_once(Which::kind(kind), What::change(at, Edit::Remove));
        let crawled = crawl.good();
        crawl.check(&crawled, None);
        assert!(crawled.part == expected.part, "{kind}");
        assert!(crawl.requests().contains_key("file"), "{kind}");
    }
    // Not there for REST either: the portal says so.
    crawl.forget();
    crawl.fake.clear_faults();
    crawl.fault(
        Which::kind("Files"),
        What::change("/data/projects/nodes/*/repository/blobs/nodes/0", Edit::Remove),
    );
    let body = serde_json::json!({ "message": "404 File Not Found" }).to_string();
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    crawl.fault(Which::kind("file"), What::Status { code: 404, headers, body });
    let crawled = crawl.good();
    crawl.check(&crawled, None);
    let layered = project(&crawled, "acme/layered");
    assert!(layered.left_out.iter().any(|one| matches!(one.why, LeftOutWhy::Unreadable(_))));
}

#[test]
fn f27_all_files_of_a_project_are_of_one_commit() {
    let requests = {
        let crawl = layered();
        crawl.whole();
        crawl.count()
    };
    for at in 1..=requests {
        let crawl = layered();
        let push = What::hook(|company| {
            company.force_push("acme/layered", layers("two"));
        });
        crawl.fault_once(Which::Nth(at), push);
        let crawled = crawl.good();
        assert_one_commit(&crawled);
        assert_eq!(project(&crawled, "acme/layered").stale, None);
        let crawled = crawl.whole();
        assert_one_commit(&crawled);
    }
}

#[test]
fn f27_even_where_few_paths_fit_into_one_request() {
    let dear = Options { charge_per_path: 14, ..Options::default() };
    for skip in 0..6 {
        let crawl = Crawl::at(Company::generate(&Size::of(10, 3), 1), dear.clone());
        crawl.fake.change(|company| {
            company.add_project("acme/layered");
            company.force_push("acme/layered", layers("one"));
        });
        let push = What::hook(|company| {
            company.force_push("acme/layered", layers("two"));
        });
        crawl.fake.fault(Fault::new(Which::kind("Files"), push).after(skip).times(1));
        assert_one_commit(&crawl.good());
        assert_one_commit(&crawl.whole());
    }
}
