//! `portolan doctor` names each kind of trouble with its remedy, for people and for machines.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde_json::Value;

use super::crawl::{Crawl, VARIABLE, source};
use crate::fake_gitlab::{Company, Edit, Fault, Options, Version, What, Which};

/// A company whose token does not end, so that no answer depends on the day.
fn crawl(options: Options) -> Crawl {
    let crawl = Crawl::of(40, options);
    crawl.fake.change(|company| company.tokens[0].expires_on = None);
    crawl
}

fn change(crawl: &Crawl, change: impl FnOnce(&mut Company)) {
    crawl.fake.change(change);
}

/// The day that lies so many days after today.
#[expect(clippy::disallowed_methods, reason = "the program tells the days from today")]
fn day(after: u64) -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is past 1970");
    let now = i64::try_from(since.as_secs() + after * 86_400).expect("a number of seconds");
    Company { now, ..Company::default() }.tick()[..10].to_owned()
}

/// Runs the examination; the answer for people and the exit code, addresses masked, and that machines get the same.
fn examine(crawl: &Crawl) -> String {
    let ran = crawl.run(&["doctor"]);
    let machines = crawl.run(&["doctor", "--format", "json"]);
    assert_eq!(ran.code, machines.code);
    let json: Value = serde_json::from_str(&machines.stdout).expect("JSON");
    let checks = json["checks"].as_array().expect("a list");
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for check in checks {
        *verdicts.entry(check["verdict"].as_str().expect("a word")).or_default() += 1;
    }
    for (verdict, count) in verdicts {
        let told = ran.stdout.lines().filter(|line| line.starts_with(&format!("  {verdict} ")));
        assert_eq!(told.count(), count, "{}", ran.stdout);
    }
    let text = ran.stdout.replace(crawl.fake.url(), "http://[gitlab]");
    format!("{}{}exit {}", masked(&text), ran.stderr, ran.code)
}

/// Without how many requests are left, which depends on how many were sent.
fn masked(text: &str) -> String {
    let line = |line: &str| match line.split_once(" of ") {
        Some((before, limit)) if before.contains("rate limit") => {
            let subject = before.rsplit_once(' ').map_or("", |(subject, _)| subject);
            format!("{subject} [n] of {limit}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The path of a project that may be the portal's own.
fn portal(crawl: &Crawl) -> String {
    crawl.fake.company().projects.values().next().expect("a project").path.clone()
}

#[test]
fn a_healthy_instance_outside_a_pipeline() {
    insta::assert_snapshot!(examine(&crawl(Options::default())));
}

#[test]
fn a_healthy_portal_in_its_pipeline() {
    let crawl = crawl(Options::default());
    let portal = portal(&crawl);
    insta::assert_snapshot!(examine(&crawl.in_pipeline_of(&portal)));
}

#[test]
fn no_token() {
    insta::assert_snapshot!(examine(&crawl(Options::default()).without(VARIABLE)));
}

#[test]
fn a_token_that_gitlab_refuses() {
    let crawl = crawl(Options::default());
    change(&crawl, |company| company.tokens[0].revoked = true);
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn a_token_whose_time_is_over() {
    let crawl = crawl(Options::default());
    change(&crawl, |company| company.tokens[0].expires_on = Some("2020-01-01".to_owned()));
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn a_token_without_the_scope() {
    let crawl = crawl(Options::default());
    change(&crawl, |company| company.tokens[0].scopes = vec!["read_repository".to_owned()]);
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn a_token_that_may_write() {
    let crawl = crawl(Options::default());
    change(&crawl, |company| company.tokens[0].scopes = vec!["api".to_owned()]);
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn a_token_that_will_end_soon() {
    let crawl = crawl(Options::default());
    change(&crawl, |company| company.tokens[0].expires_on = Some(day(11)));
    let text = examine(&crawl).replace("in 11 days", "in 10 days");
    insta::assert_snapshot!(text);
}

#[test]
fn a_group_that_the_token_does_not_see() {
    let crawl = crawl(Options::default());
    crawl.configure(&source(crawl.fake.url(), VARIABLE, "acme/nowhere", ""), "members");
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn an_instance_that_lacks_fields() {
    let options = Options { version: Version::V16_3, ..Options::default() };
    insta::assert_snapshot!(examine(&crawl(options)));
}

#[test]
fn a_limit_that_is_nearly_used_up() {
    let options = Options { rate_limit: Some(12), ..Options::default() };
    insta::assert_snapshot!(examine(&crawl(options)));
}

#[test]
fn pages_that_more_people_can_open_than_they_are_made_for() {
    let crawl = crawl(Options::default());
    let portal = portal(&crawl);
    change(&crawl, |company| company.edit(&portal).pages_access_level = "public".to_owned());
    insta::assert_snapshot!(examine(&crawl.in_pipeline_of(&portal)));
}

#[test]
fn pages_that_are_switched_off() {
    let crawl = crawl(Options::default());
    let portal = portal(&crawl);
    change(&crawl, |company| company.edit(&portal).pages_access_level = "disabled".to_owned());
    insta::assert_snapshot!(examine(&crawl.in_pipeline_of(&portal)));
}

#[test]
fn pages_that_share_their_domain() {
    let crawl = crawl(Options::default());
    let portal = portal(&crawl);
    change(&crawl, |company| {
        let project = company.edit(&portal);
        project.pages_access_level = "private".to_owned();
        project.pages_unique_domain = false;
    });
    insta::assert_snapshot!(examine(&crawl.in_pipeline_of(&portal)));
}

#[test]
fn graphql_that_is_blocked() {
    let crawl = crawl(Options::default());
    crawl.fake.fault(Fault::new(
        Which::if_request(crate::fake_gitlab::Recorded::is_graphql),
        What::ForbiddenPage,
    ));
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn a_release_that_is_not_told() {
    let crawl = crawl(Options::default());
    crawl.fake.fault(Fault::new(Which::kind("Schema"), What::change("/data/metadata", Edit::Null)));
    insta::assert_snapshot!(examine(&crawl));
}

#[test]
fn nobody_at_the_address_is_told_and_is_no_success() {
    let crawl = crawl(Options::default());
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    crawl.configure(&source(&address, VARIABLE, "acme", ""), "members");
    let ran = crawl.run(&["doctor"]);
    assert_eq!(ran.code, 4, "{}", ran.stdout);
    assert!(ran.stdout.contains("  error    instance"), "{}", ran.stdout);
    assert!(ran.stdout.contains("refused"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("make a group access token"), "{}", ran.stdout);
}
