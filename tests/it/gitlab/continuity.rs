//! From one run to the next: what stays the same, what follows a rename, and several sources in one portal.

use std::fs;

use super::crawl::{Crawl, VARIABLE, source};
use crate::fake_gitlab::{
    Company, Fake, Fault, Options, Role, Size, TOKEN, Visibility, What, Which,
};
use crate::harness::component;

/// The first project whose entity is declared, its path and name.
fn described(crawl: &Crawl) -> (String, String) {
    let company = crawl.fake.company();
    let has = |file: &str, project: &&crate::fake_gitlab::Project| {
        project.head().is_some_and(|head| head.files.get(file).is_some())
    };
    let project = company.projects.values().find(|project| has("catalog-info.yaml", project));
    let project = project.expect("a described project");
    (project.path.clone(), project.slug().to_owned())
}

#[test]
fn two_cold_builds_of_the_same_state_give_the_same_bytes_but_for_the_time() {
    let crawl = Crawl::small();
    crawl.build();
    let first = crawl.pages();
    for folder in ["site", "cache"] {
        fs::remove_dir_all(crawl.path(folder)).expect("removable");
    }
    crawl.build();
    assert!(first == crawl.pages());
    assert!(first.len() > 100);
}

#[test]
fn a_second_build_of_the_same_state_changes_no_page() {
    let crawl = Crawl::small();
    crawl.build();
    let first = crawl.pages();
    crawl.fake.clear_requests();
    crawl.build();
    assert!(first == crawl.pages());
    let report = crawl.report();
    assert!(report["written"].as_u64().is_some_and(|written| written <= 2), "{report}");
    assert!(!crawl.fake.requests_by_kind().contains_key("Files"));
}

#[test]
fn a_build_from_the_snapshot_gives_the_same_bytes_and_asks_nobody() {
    let crawl = Crawl::small();
    crawl.build();
    let before = crawl.site();
    fs::remove_dir_all(crawl.path("site")).expect("removable");
    crawl.fake.clear_requests();
    // It needs no token either.
    let crawl = crawl.without(VARIABLE);
    let ran = crawl.try_build(&["--offline"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(before == crawl.site());
    assert!(crawl.fake.requests().is_empty());
}

#[test]
fn a_snapshot_of_what_members_see_is_not_shown_to_everybody() {
    let crawl = Crawl::small();
    crawl.build();
    let before = crawl.site();
    crawl.configure(&crawl.source(""), "public");
    let ran = crawl.try_build(&["--offline", "--accept-shrink"]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("without `--offline`"), "{}", ran.stderr);
    assert!(before == crawl.site());
}

#[test]
fn a_moved_project_keeps_the_addresses_of_what_it_declares() {
    let crawl = Crawl::small();
    crawl.build();
    let (path, name) = described(&crawl);
    let page = format!("component/default/{name}.html");
    assert!(crawl.site().contains_key(&page));
    crawl.fake.change(|company| company.rename(&path, "acme/moved-far-away"));
    crawl.build();
    let site = crawl.site();
    let text = String::from_utf8_lossy(&site[&page]);
    assert!(text.contains("acme/moved-far-away"), "{text}");
    assert!(!text.contains("data-page=\"gone\""));
}

#[test]
fn a_renamed_project_leaves_a_sign_where_its_page_was() {
    let crawl = Crawl::small();
    crawl.fake.change(|company| {
        let project = company.add_project("acme/old-name");
        project.visibility = Visibility::Internal;
        company.push("acme/old-name", &[("README.md", Some("# Something\n"))]);
    });
    crawl.build();
    let pages = |part: &str| -> Vec<String> {
        crawl.site().into_keys().filter(|path| path.contains(part)).collect()
    };
    let old = pages("old-name.html");
    assert_eq!(old.len(), 1, "{old:?}");
    crawl.fake.change(|company| company.rename("acme/old-name", "acme/new-name"));
    crawl.build();
    let new = pages("new-name.html");
    assert_eq!(new.len(), 1, "{new:?}");
    let sign = String::from_utf8_lossy(&crawl.site()[&old[0]]).into_owned();
    assert!(sign.contains("new-name.html"), "{sign}");
}

#[test]
fn two_instances_and_a_directory_make_one_portal() {
    let crawl = Crawl::small().with("OTHER_TOKEN", TOKEN);
    let now = crawl.fake.company().now;
    let mut other = Company { now, ..Company::default() };
    other.add_token(TOKEN, &["read_api"], &[("globex", Role::Reporter)]);
    other.add_project("globex/engine");
    other.push("globex/engine", &[("catalog-info.yaml", Some(component("engine", "").as_str()))]);
    let other = Fake::start(other, Options::default());
    let folder = crawl.path("folders/initech/printer");
    fs::create_dir_all(&folder).expect("a writable folder");
    fs::write(folder.join(".portolan.yaml"), "{}\n").expect("a writable folder");
    fs::write(folder.join("catalog-info.yaml"), component("printer", "")).expect("writable");
    let sources = format!(
        "{}{}  - directory: folders\n",
        crawl.source(""),
        source(other.url(), "OTHER_TOKEN", "globex", "")
    );
    crawl.configure(&sources, "members");
    crawl.build();
    let site = crawl.site();
    for page in ["component/default/engine.html", "component/default/printer.html"] {
        assert!(site.contains_key(page), "{page}");
    }
    let (_, name) = described(&crawl);
    assert!(site.contains_key(&format!("component/default/{name}.html")));
    // One that cannot be read is worse than yesterday's portal.
    let before = crawl.site();
    other.fault(Fault::new(Which::Every, What::Unauthorized));
    let ran = crawl.try_build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("OTHER_TOKEN"), "{}", ran.stderr);
    assert!(before == crawl.site());
}

#[test]
fn two_tokens_open_two_groups_of_one_instance() {
    let mut company = Company::generate(&Size::of(20, 4), 1);
    company.tokens.clear();
    company.add_token("token-of-acme", &["read_api"], &[("acme", Role::Reporter)]);
    company.add_token("token-of-globex", &["read_api"], &[("globex", Role::Reporter)]);
    company.add_project("globex/engine");
    company.push("globex/engine", &[("catalog-info.yaml", Some(component("engine", "").as_str()))]);
    let crawl = Crawl::at(company, Options::default())
        .with(VARIABLE, "token-of-acme")
        .with("OTHER_TOKEN", "token-of-globex");
    let other = source(crawl.fake.url(), "OTHER_TOKEN", "globex", "");
    crawl.configure(&format!("{}{other}", crawl.source("")), "members");
    crawl.build();
    assert!(crawl.site().contains_key("component/default/engine.html"));
    for request in crawl.fake.requests() {
        let token = request.header("authorization").unwrap_or_default().to_owned();
        for (group, other) in [("acme", "token-of-globex"), ("globex", "token-of-acme")] {
            let is_foreign = request.names(group) && token.ends_with(other);
            assert!(!is_foreign, "{} of {group} with {other}", request.kind);
        }
    }
}

#[test]
fn the_report_says_what_was_asked_and_what_was_left_out() {
    let crawl = Crawl::small();
    crawl.configure(&crawl.source(""), "internal");
    crawl.build();
    let report = crawl.report();
    let sum: u64 = report["requests"]
        .as_object()
        .expect("a mapping")
        .values()
        .filter_map(serde_json::Value::as_u64)
        .sum();
    assert_eq!(usize::try_from(sum).expect("small"), crawl.fake.requests().len(), "{report}");
    let company = crawl.fake.company();
    let hidden = |project: &&crate::fake_gitlab::Project| {
        project.visibility == Visibility::Private && !project.archived
    };
    let hidden = company.projects.values().filter(hidden).count();
    assert_eq!(report["withheld"]["projects"], hidden);
    assert_eq!(report["stale"], 0);
}
