//! What happens to the folder that the site goes to.

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use crate::harness::{Portal, component};

fn times(portal: &Portal) -> BTreeMap<String, SystemTime> {
    portal
        .site()
        .into_keys()
        .map(|path| {
            let file = portal.path("public").join(&path);
            let time = fs::metadata(file).and_then(|metadata| metadata.modified());
            (path, time.expect("a time"))
        })
        .collect()
}

#[test]
fn a_second_build_rewrites_nothing_and_a_changed_readme_only_what_shows_it() {
    let portal = Portal::new()
        .file("acme/a", "catalog-info.yaml", component("a", ""))
        .file("acme/a", "README.md", "# A\n\nOne.\n")
        .file("acme/b", "README.md", "# B\n\nTwo.\n");
    portal.build();
    let first = times(&portal);
    portal.build();
    assert_eq!(times(&portal), first);
    let portal = portal.file("acme/a", "README.md", "# A\n\nThree.\n");
    portal.build();
    let now = times(&portal);
    let changed = now.iter().filter(|(path, time)| first.get(*path) != Some(time));
    // Files of the search are named for what is in them, so those that change are new ones.
    let (search, pages): (Vec<&String>, Vec<&String>) =
        changed.map(|(path, _)| path).partition(|path| path.starts_with("search/"));
    assert_eq!(pages, ["component/default/a.html"]);
    assert!(search.iter().any(|path| *path == "search/manifest.bin"), "{search:?}");
    let written_again = search.iter().filter(|path| first.contains_key(**path));
    assert_eq!(written_again.count(), 1, "{search:?}");
}

#[test]
fn a_page_that_vanished_leaves_a_sign() {
    let portal = Portal::new().file("acme/a", "catalog-info.yaml", component("a", "")).file(
        "acme/b",
        "catalog-info.yaml",
        component("b", ""),
    );
    portal.build();
    let full = portal.site();
    fs::remove_dir_all(portal.path("repositories/acme/b")).expect("removable");
    portal.build_with(&["--report", "report.json"]);
    let report = fs::read_to_string(portal.path("report.json")).expect("a report");
    let now = portal.site();
    let removed: Vec<&String> = full.keys().filter(|path| !now.contains_key(*path)).collect();
    assert!(report.contains(&format!("\"removed\": {},", removed.len())), "{report}");
    // The page stays as a sign; the data file beside it goes.
    let removed = removed.into_iter().filter(|path| !path.starts_with("search/"));
    assert_eq!(removed.collect::<Vec<_>>(), ["component/default/b.json"]);
    let gone = portal.page("component/default/b.html");
    assert!(gone.contains("data-page=\"gone\""), "{gone}");
    let before = portal.site();
    portal.build();
    assert_eq!(portal.site(), before, "the sign stays as it is");
    let portal = portal.file("acme/b", "catalog-info.yaml", component("b", ""));
    portal.build();
    assert!(portal.page("component/default/b.html").contains("data-page=\"entity\""));
}

#[test]
fn a_project_that_moved_is_still_found() {
    let number = "gitlab:\n  id: 42\n";
    let portal = Portal::new().file("acme/old", ".portolan.yaml", number).file(
        "acme/old",
        "README.md",
        "# Old\n",
    );
    portal.build();
    fs::rename(portal.path("repositories/acme/old"), portal.path("repositories/acme/new"))
        .expect("movable");
    portal.build();
    let sign = portal.page("component/acme/old.html");
    assert!(sign.contains("href=\"new.html\""), "{sign}");
}

#[test]
fn somebody_elses_folder_is_refused_and_left_alone() {
    let portal = Portal::new().file("acme/a", "README.md", "# A\n");
    fs::create_dir(portal.path("public")).expect("writable");
    fs::write(portal.path("public/thesis.txt"), "mine").expect("writable");
    let ran = portal.run(&["build", "repositories", "-o", "public", "--cache", "cache"]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("thesis.txt"), "{}", ran.stderr);
    assert_eq!(portal.site().len(), 1);
}

#[test]
fn a_site_that_would_lose_too_much_is_not_published() {
    let mut portal = Portal::new();
    for number in 0..20 {
        portal = portal.file(&format!("acme/p{number}"), "README.md", format!("# P{number}\n"));
    }
    portal.build();
    let before = portal.site();
    for number in 0..3 {
        fs::remove_dir_all(portal.path(&format!("repositories/acme/p{number}")))
            .expect("removable");
    }
    let ran = portal.run(&["build", "repositories", "-o", "public", "--cache", "cache"]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert_eq!(portal.site(), before);
    portal.build_with(&["--accept-shrink"]);
}

#[test]
fn a_lost_cache_means_a_first_build_not_a_broken_one() {
    let portal = Portal::new().file("acme/a", "README.md", "# A\n");
    portal.build();
    let before = portal.site();
    fs::remove_dir_all(portal.path("cache")).expect("removable");
    portal.build();
    assert_eq!(portal.site(), before);
}

#[test]
fn without_an_address_the_404_page_has_no_links_and_with_one_absolute_links() {
    let portal = Portal::new().file("acme/a", "README.md", "# A\n");
    portal.build();
    assert!(!portal.page("404.html").contains("href="));
    let portal = Portal::new().with("CI_PAGES_URL", "https://portal.acme.example/base").file(
        "acme/a",
        "README.md",
        "# A\n",
    );
    portal.build();
    let page = portal.page("404.html");
    assert!(page.contains("href=\"https://portal.acme.example/base/component.html\""), "{page}");
}
