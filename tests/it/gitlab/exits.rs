//! How a run ends that cannot go well, and that the site of the last good run stays as it was.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use super::crawl::{Crawl, VARIABLE};
use crate::fake_gitlab::{Company, Fault, Feature, Level, Options, Size, TOKEN, What, Which};
use crate::harness::Ran;

/// A company of so many projects, each of them shown.
fn plain(projects: usize) -> Crawl {
    let size = Size { archived: 0, empty: 0, forks: 0, ..Size::of(projects, 8) };
    Crawl::at(Company::generate(&size, 1), Options::default())
}

/// Runs once more after a good run; nothing of its site may change.
fn after_a_good_run(crawl: &Crawl, change: impl FnOnce(&Crawl)) -> Ran {
    crawl.build();
    let before = crawl.site();
    change(crawl);
    crawl.fake.clear_requests();
    let ran = crawl.try_build(&[]);
    assert!(before == crawl.site(), "the old site changed: {}", ran.stderr);
    ran
}

#[test]
fn f01_a_refused_token_ends_the_run_at_once_and_names_the_variable() {
    let ran = after_a_good_run(&Crawl::small(), |crawl| {
        crawl.fake.change(|company| company.tokens[0].revoked = true);
    });
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains(VARIABLE), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
    assert!(!ran.stderr.contains(TOKEN), "{}", ran.stderr);
}

#[test]
fn f01_a_refused_token_costs_one_request() {
    let crawl = Crawl::small();
    crawl.fake.fault(Fault::new(Which::Every, What::Unauthorized));
    assert_eq!(crawl.try_build(&[]).code, 3);
    assert_eq!(crawl.fake.requests().len(), 1);
    assert!(!crawl.path("site").exists());
}

#[test]
fn f02_a_missing_token_variable_is_named_before_anything_is_asked() {
    let crawl = Crawl::small().without(VARIABLE);
    let ran = crawl.try_build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("`{VARIABLE}` is not set")), "{}", ran.stderr);
    assert!(crawl.fake.requests().is_empty());
}

#[test]
fn f04_a_page_that_forbids_everything_publishes_nothing() {
    let ran = after_a_good_run(&Crawl::small(), |crawl| {
        crawl.fake.fault(Fault::new(Which::Every, What::ForbiddenPage));
    });
    assert_eq!(ran.code, 4, "{}", ran.stderr);
}

#[test]
fn f06_a_listing_that_is_suddenly_empty_is_refused() {
    let ran = after_a_good_run(&Crawl::small(), |crawl| {
        crawl.fake.change(|company| company.projects.clear());
    });
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("--accept-shrink"), "{}", ran.stderr);
}

#[test]
fn f16_a_port_that_nobody_listens_on_is_told_from_a_certificate_that_nobody_vouches_for() {
    let crawl = Crawl::of(40, Options { tls: true, ..Options::default() });
    let untrusted = crawl.try_build(&[]);
    assert_eq!(untrusted.code, 4, "{}", untrusted.stderr);
    assert!(untrusted.stderr.contains("authority"), "{}", untrusted.stderr);
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    crawl.configure(&super::crawl::source(&address, VARIABLE, "acme", ""), "members");
    let refused = crawl.try_build(&[]);
    assert_eq!(refused.code, 4, "{}", refused.stderr);
    assert!(refused.stderr.contains("refused"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("certificate"), "{}", refused.stderr);
}

#[test]
fn f20_a_page_to_sign_in_is_no_answer() {
    let ran = after_a_good_run(&Crawl::small(), |crawl| {
        crawl.fake.fault(Fault::new(Which::Every, What::LoginPage));
    });
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("web page"), "{}", ran.stderr);
}

#[test]
fn f41_when_too_many_projects_cannot_be_read_the_old_site_stays() {
    let ran = after_a_good_run(&plain(40), |crawl| {
        let paths: Vec<String> = crawl.fake.change(|company| {
            let paths: Vec<String> =
                company.projects.values().take(12).map(|project| project.path.clone()).collect();
            for path in &paths {
                company.push(path, &[("README.md", Some("# Changed\n"))]);
            }
            paths
        });
        for path in paths {
            let contents = Which::if_request(|request| request.kind != "Projects");
            let which = Which::All(vec![Which::Project(path), contents]);
            crawl.fake.fault(Fault::new(which, What::NotFound));
        }
    });
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("12 of 40"), "{}", ran.stderr);
}

#[test]
fn f42_ninety_four_of_a_hundred_are_refused_and_ninety_five_are_not() {
    for (left, code) in [(94, 5), (95, 0), (96, 0)] {
        let crawl = plain(100);
        crawl.build();
        crawl.fake.change(|company| {
            // Projects without descriptors, so that no other guard has a say.
            let last: Vec<u64> =
                company.projects.keys().rev().skip(10).take(100 - left).copied().collect();
            company.projects.retain(|id, _| !last.contains(id));
        });
        let ran = crawl.try_build(&[]);
        assert_eq!(ran.code, code, "{left}: {}", ran.stderr);
        if code == 5 {
            assert_eq!(crawl.try_build(&["--accept-shrink"]).code, 0);
        }
    }
}

#[test]
fn f43_descriptors_that_all_became_invalid_are_refused_though_every_project_is_there() {
    let crawl = plain(40);
    let ran = after_a_good_run(&crawl, |crawl| {
        crawl.fake.change(|company| {
            let paths: Vec<String> =
                company.projects.values().map(|project| project.path.clone()).collect();
            for path in paths {
                let has = company
                    .edit(&path)
                    .head()
                    .is_some_and(|h| h.files.get("catalog-info.yaml").is_some());
                if has {
                    company.push(&path, &[("catalog-info.yaml", Some("kind: [\n"))]);
                }
            }
        });
    });
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("entities went from"), "{}", ran.stderr);
    let ran = crawl.try_build(&["--accept-shrink"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn f37_a_second_run_on_the_same_cache_ends_and_names_the_first() {
    let crawl =
        Crawl::of(40, Options { latency: Duration::from_millis(100), ..Options::default() });
    let first = crawl
        .command(&["build", "-o", "site", "--cache", "cache"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    // It holds the lock before it asks anything.
    while crawl.fake.requests().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = crawl.try_build(&[]);
    let number = first.id().to_string();
    let first = first.wait_with_output().expect("it ends");
    assert_eq!(second.code, 2, "{}", second.stderr);
    assert!(second.stderr.contains(&format!("process {number}")), "{}", second.stderr);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    crawl.build();
}

#[test]
fn a_portal_that_more_people_can_open_than_it_is_made_for_is_refused() {
    let crawl = Crawl::small();
    let portal = {
        let company = crawl.fake.company();
        company.projects.values().next().expect("a project").path.clone()
    };
    let crawl = crawl.in_pipeline_of(&portal);
    let ran = after_a_good_run(&crawl, |crawl| {
        crawl.fake.change(|company| {
            company.edit(&portal).pages_access_level = "public".to_owned();
        });
    });
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("everybody can open"), "{}", ran.stderr);
    assert!(ran.stderr.contains("site.audience"), "{}", ran.stderr);
    // Another instance's number says nothing about this one.
    let crawl = crawl.with("CI_SERVER_URL", "https://gitlab.example.com");
    assert_eq!(crawl.try_build(&[]).code, 0);
}

#[test]
fn a_group_that_the_token_does_not_see_is_named() {
    let crawl = Crawl::small();
    crawl.configure(
        &super::crawl::source(crawl.fake.url(), VARIABLE, "acme/nowhere", ""),
        "members",
    );
    let ran = crawl.try_build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("`acme/nowhere`"), "{}", ran.stderr);
}

#[test]
fn a_first_run_without_requests_enough_publishes_nothing_and_a_second_keeps_what_there_was() {
    let crawl = plain(40);
    let ran = crawl.try_build(&["--max-requests", "4"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(!crawl.path("site").exists());
    crawl.build();
    let before = crawl.site();
    // Two of forty are fewer than may fail.
    crawl.fake.change(|company| {
        let paths: Vec<String> =
            company.projects.values().take(2).map(|project| project.path.clone()).collect();
        for path in paths {
            company.push(&path, &[("README.md", Some("# Later\n"))]);
        }
    });
    crawl.fake.clear_requests();
    let ran = crawl.try_build(&["--max-requests", "4"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(crawl.fake.requests().len() <= 4);
    assert_eq!(crawl.report()["stale"], 2, "{}", ran.stderr);
    assert!(crawl.report()["findings"]["project-stale"] == 2);
    assert_eq!(before.len(), crawl.site().len());
    crawl.build();
    assert_eq!(crawl.report()["stale"], 0);
}

#[test]
fn a_deadline_ends_a_run_that_gitlab_keeps_waiting() {
    let crawl = Crawl::small();
    crawl.fake.fault(Fault::new(Which::kind("Projects"), What::throttled(50)));
    let ran = crawl.try_build(&["--deadline", "2s"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("2 seconds"), "{}", ran.stderr);
}

#[test]
fn a_configuration_that_says_nothing_useful_is_refused_before_anything_is_asked() {
    let crawl = Crawl::small();
    for text in [
        "sources:\n  - gitlab:\n      groups: [acme]\n      nonsense: true\n",
        "sources: [\n",
        "site:\n  audience: friends\n",
        "sources:\n  - gitlab:\n      url: http://gitlab.example.com/\n      token: glpat-of-no-use\n      groups: [acme]\n",
    ] {
        crawl.configure_as(text);
        let ran = crawl.try_build(&[]);
        assert_eq!(ran.code, 2, "{text}{}", ran.stderr);
        assert!(ran.stderr.contains("portolan.yaml:"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("glpat-of-no-use"), "{}", ran.stderr);
    }
    assert!(crawl.fake.requests().is_empty());
}

#[test]
fn a_repository_that_the_token_may_not_see_is_a_finding_and_no_failure() {
    let crawl = plain(40);
    crawl.fake.change(|company| {
        let path = company.projects.values().next().expect("a project").path.clone();
        company.set_level(&path, Feature::Repository, Level::Disabled);
    });
    crawl.build();
    assert_eq!(crawl.report()["findings"]["no-repository-access"], 1);
}

#[test]
fn f36_an_output_that_is_not_ours_is_refused_before_anything_is_asked() {
    let crawl = Crawl::small();
    let precious = crawl.path("site/precious.txt");
    fs::create_dir(crawl.path("site")).expect("a writable folder");
    fs::write(&precious, "mine").expect("a writable folder");
    let ran = crawl.try_build(&[]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("precious.txt"), "{}", ran.stderr);
    assert_eq!(crawl.site().len(), 1);
    fs::remove_dir_all(crawl.path("site")).expect("removable");
    fs::create_dir(crawl.path("elsewhere")).expect("a writable folder");
    std::os::unix::fs::symlink(crawl.path("elsewhere"), crawl.path("site")).expect("a link");
    let ran = crawl.try_build(&[]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("is not a folder"), "{}", ran.stderr);
    assert!(crawl.fake.requests().is_empty());
}
