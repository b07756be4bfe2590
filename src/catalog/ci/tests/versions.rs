//! Names of versions in, what they come to out.

use crate::catalog::ci::version::Releases;
use crate::catalog::ci::wildcard::Wildcard;
use crate::model::{Head, Project, Release, Version};

const SHA: &str = "1111111111222222222233333333334444444444";
const HEAD: &str = "9999999999aaaaaaaaaabbbbbbbbbbcccccccccc";

/// A project with these releases, the newest first; `1.1.0` is the commit [`SHA`].
fn project(tags: &[&str]) -> Project {
    let release = |tag: &&str| Release { tag: (*tag).to_owned(), name: None, released_at: None };
    let version =
        Version { tag: "1.1.0".to_owned(), sha: Some(SHA.to_owned()), ..Version::default() };
    Project {
        releases: tags.iter().map(release).collect(),
        versions: vec![version],
        default_branch: Some("main".to_owned()),
        head: Some(Head { sha: HEAD.to_owned(), committed_at: None }),
        ..Project::default()
    }
}

const TAGS: &[&str] = &["3.0.0-rc.1", "1.3.0", "2.1.0", "2.0.0", "1.2.0", "1.1.0", "nightly"];

/// Asked, then `resolved pin behind`.
fn check_component(tags: &[&str], cases: &[(&str, &str)]) {
    let project = project(tags);
    let releases = Releases::of(&project);
    for (asked, expected) in cases {
        let found = releases.of_component(asked);
        let resolved = found.resolved.as_deref().unwrap_or("-");
        let line = format!("{resolved} {} {}", found.pin.as_str(), found.behind.as_str());
        assert_eq!(line, *expected, "{asked}");
        assert_eq!(found.asked, *asked);
    }
}

#[test]
fn versions_come_to_releases_in_the_order_of_gitlab() {
    check_component(
        TAGS,
        &[
            ("2.1.0", "2.1.0 version current"),
            ("2.0.0", "2.0.0 version minor"),
            ("1.3.0", "1.3.0 version major"),
            ("1.2.9", "- version major"),
            ("3.0.0-rc.1", "3.0.0-rc.1 version current"),
            ("nightly", "nightly version unknown"),
            ("1", "1.3.0 range major"),
            ("1.2", "1.2.0 range major"),
            ("2", "2.1.0 range current"),
            ("2.0", "2.0.0 range minor"),
            ("3", "- range unknown"),
            ("~latest", "2.1.0 latest current"),
            (SHA, "1.1.0 commit major"),
            (&SHA[..8], "1.1.0 commit major"),
            ("deadbeef", "- commit unknown"),
            ("main", "- branch unknown"),
            ("v1", "- branch unknown"),
            ("$CI_COMMIT_SHA", "- own unknown"),
            ("${CI_COMMIT_TAG}", "- own unknown"),
            ("$[[ component.sha ]]", "- own unknown"),
            ("$BUILD_VERSION", "- variable unknown"),
        ],
    );
}

#[test]
fn a_range_that_holds_nothing_is_the_name_of_a_tag() {
    check_component(&["7", "1.0.0"], &[("7", "7 version unknown"), ("1", "1.0.0 range current")]);
}

#[test]
fn without_releases_nothing_is_behind() {
    check_component(
        &[],
        &[
            ("1.0.0", "- version unknown"),
            ("1", "- range unknown"),
            ("~latest", "- latest unknown"),
        ],
    );
}

#[test]
fn ranges_mean_nothing_in_the_ref_of_a_file() {
    let project = project(TAGS);
    let releases = Releases::of(&project);
    let pin = |asked: Option<&str>| releases.of_file(asked).pin.as_str();
    assert_eq!(pin(None), "branch");
    assert_eq!(pin(Some("1")), "branch");
    assert_eq!(pin(Some("~latest")), "branch");
    assert_eq!(pin(Some("1.2.0")), "version");
    assert_eq!(releases.of_file(None).asked, "");
}

#[test]
fn only_what_cannot_be_older_than_what_is_known_is_certainly_not_there() {
    let project = project(TAGS);
    let releases = Releases::of(&project);
    let lacks = |asked: &str| releases.certainly_lacks(&releases.of_component(asked));
    for asked in ["1.2.9", "9.0.0", "9", "1.7", "2.9"] {
        assert!(lacks(asked), "{asked}");
    }
    // Older ones may have been released before the releases that were read; words may be branches.
    for asked in
        ["1.0.0", "0.9.0", "1.0", "0", "1", "1.2.0", "main", "v9", "nightly", "~latest", SHA]
    {
        assert!(!lacks(asked), "{asked}");
    }
    let folder = Project::default();
    let releases = Releases::of(&folder);
    assert!(!releases.certainly_lacks(&releases.of_component("9.0.0")));
}

#[test]
fn patterns_match_as_gitlab_s_do() {
    let matches = |pattern: &str, path: &str| {
        Wildcard::parse(pattern).is_some_and(|wildcard| wildcard.matches(path))
    };
    for (pattern, path) in [
        ("ci/*.yml", "ci/a.yml"),
        ("ci/**.yml", "ci/a.yml"),
        ("ci/**.yml", "ci/deep/er/a.yml"),
        ("ci/**/*.yml", "ci/deep/a.yml"),
        ("*/a-*.yml", "ci/a-b.yml"),
        ("**", "a"),
        ("ci/*", "ci/"),
    ] {
        assert!(matches(pattern, path), "{pattern} {path}");
    }
    for (pattern, path) in [
        ("ci/*.yml", "ci/deep/a.yml"),
        ("ci/**/*.yml", "ci/a.yml"),
        ("ci/*.yml", "ci/a.yaml"),
        ("ci/a*a.yml", "ci/a.yml"),
        ("ci/a.yml", "ci/a.yml"),
    ] {
        assert!(!matches(pattern, path), "{pattern} {path}");
    }
}

#[test]
fn a_pattern_of_many_stars_is_no_trap() {
    let pattern = format!("{}b", "a*".repeat(2_000));
    let wildcard = Wildcard::parse(&pattern).expect("a pattern");
    assert!(!wildcard.matches(&format!("{}c.yml/b", "a".repeat(4_000))));
}
