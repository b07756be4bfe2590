//! Each finding at its exact place, beside includes that must stay silent.

use super::Scene;

/// A provider with two components, two releases and a file; and a project that includes like this.
fn check(includes: &str) -> String {
    check_with("", includes)
}

fn check_with(facts: &str, includes: &str) -> String {
    let text = format!(
        "{PROVIDER}=== acme/shop\n{facts}--- ci/there.yml\njob:\n  script: [make]\n--- .gitlab-ci.yml\ninclude:\n{includes}"
    );
    Scene::read(&text).build().findings()
}

const PROVIDER: &str = "\
=== acme/ci
url: https://gitlab.example.com/acme/ci
branch: main
releases: 2.1.0 2.0.0 1.1.0=1111111111222222222233333333334444444444
--- templates/build.yml
spec:
---
job:
  script: [make]
--- templates/deploy/template.yml
spec:
---
job:
  script: [make]
--- 2.1.0:templates/build.yml
spec:
---
--- 2.1.0:templates/deploy/template.yml
spec:
---
--- 1.1.0:templates/retired.yml
spec:
---
--- ci/base.yml
job:
  script: [make]
--- unread:ci/large.yml
";

#[test]
fn a_component_that_is_not_there_names_the_nearest() {
    assert_eq!(
        check("  - component: $CI_SERVER_FQDN/acme/ci/buidl@2.1.0\n"),
        "unknown-component acme/shop/.gitlab-ci.yml:2:16 `acme/ci` has no component `buidl` (the nearest name is `build`)\n"
    );
    assert_eq!(
        check("  - local: ci/there.yml\n  - component: gitlab.example.com/acme/ci/lint@2.1.0\n"),
        "unknown-component acme/shop/.gitlab-ci.yml:3:16 `acme/ci` has no component `lint` (the project has `build`, `deploy`)\n"
    );
}

#[test]
fn components_that_are_there_or_that_nobody_can_know_are_silent() {
    for address in [
        "$CI_SERVER_FQDN/acme/ci/build@2.1.0",
        "$CI_SERVER_FQDN/ACME/CI/deploy@2",
        "gitlab.example.com/acme/ci/build@2.1.0",
        // Another GitLab, a project that was not crawled, a name that only GitLab knows.
        "gitlab.example.org/acme/ci/lint@1.0.0",
        "$CI_SERVER_FQDN/other/ci/lint@1.0.0",
        "$CI_SERVER_FQDN/acme/ci/$KIND@1.0.0",
        "$CI_SERVER_FQDN/$GROUP/ci/build@1.0.0",
        "$CI_SERVER_FQDN/acme/ci/build@$VERSION",
        // A release that had it, and a commit that may.
        "$CI_SERVER_FQDN/acme/ci/retired@1.1.0",
        "$CI_SERVER_FQDN/acme/ci/lint@0123456789abcdef0123456789abcdef01234567",
    ] {
        assert_eq!(check(&format!("  - component: {address}\n")), "", "{address}");
    }
}

#[test]
fn a_version_that_was_never_released_names_the_newest_and_the_nearest() {
    assert_eq!(
        check("  - component: $CI_SERVER_FQDN/acme/ci/build@9.0.0\n"),
        "unknown-version acme/shop/.gitlab-ci.yml:2:16 `acme/ci/build` has no release `9.0.0` (the nearest release is `2.0.0`, the newest `2.1.0`)\n"
    );
    assert_eq!(
        check("  - component: $CI_SERVER_FQDN/acme/ci/build@31\n"),
        "unknown-version acme/shop/.gitlab-ci.yml:2:16 `acme/ci/build` has no release `31` (the newest release is `2.1.0`)\n"
    );
    // Older than all releases that were read, a branch, a tag without a release.
    assert!(!check("  - component: $CI_SERVER_FQDN/acme/ci/build@1.0.0\n").contains("unknown"));
    assert!(!check("  - component: $CI_SERVER_FQDN/acme/ci/build@v9\n").contains("unknown"));
}

#[test]
fn what_is_behind_by_a_major_version_is_outdated() {
    assert_eq!(
        check("  - component: $CI_SERVER_FQDN/acme/ci/build@1.1.0\n"),
        "outdated-component acme/shop/.gitlab-ci.yml:2:16 `acme/ci/build` is asked for at `1.1.0`, and `2.1.0` is out (read what changed, and move to `2.1.0`)\n"
    );
    for asked in ["1", "1.1", "1111111111222222222233333333334444444444", "1111111"] {
        let found = check(&format!("  - component: $CI_SERVER_FQDN/acme/ci/build@{asked}\n"));
        assert!(found.starts_with("outdated-component acme/shop/.gitlab-ci.yml:2:16 "), "{found}");
    }
    for asked in ["2", "2.0", "2.0.0", "2.1.0"] {
        assert_eq!(check(&format!("  - component: $CI_SERVER_FQDN/acme/ci/build@{asked}\n")), "");
    }
}

#[test]
fn what_moves_without_the_pipeline_is_told() {
    let found = |include: &str| check(&format!("  - {include}\n"));
    assert_eq!(
        found("component: $CI_SERVER_FQDN/acme/ci/build@~latest"),
        "floating-version acme/shop/.gitlab-ci.yml:2:16 `acme/ci/build` is asked for at `~latest`, which moves (the newest release is `2.1.0`)\n"
    );
    assert!(
        found("component: $CI_SERVER_FQDN/acme/ci/build@main").contains("at `main`, which moves")
    );
    assert!(
        found("component: $CI_SERVER_FQDN/other/ci/build@~latest").starts_with("floating-version")
    );
    assert_eq!(
        found("project: acme/ci\n    file: ci/base.yml"),
        "floating-version acme/shop/.gitlab-ci.yml:3:11 `ci/base.yml` of `acme/ci` is included without `ref` (name a tag or a commit in `ref`; the newest release is `2.1.0`)\n"
    );
    assert!(
        found("project: acme/ci\n    file: ci/base.yml\n    ref: stable")
            .contains("at `stable`, which moves")
    );
    // A tag, a commit, a name that only GitLab knows, and what may be a tag of a project that was not crawled.
    for ref_name in ["2.1.0", "v7.0.0", "'1111111111222222222233333333334444444444'", "$REF"] {
        assert_eq!(
            found(&format!("project: acme/ci\n    file: ci/base.yml\n    ref: {ref_name}")),
            ""
        );
    }
    assert_eq!(found("project: other/ci\n    file: ci/base.yml\n    ref: stable"), "");
    assert_eq!(found("component: $CI_SERVER_FQDN/other/ci/build@stable"), "");
}

#[test]
fn a_project_that_includes_its_own_at_its_own_commit_is_silent() {
    let own = |version: &str| {
        let text = format!(
            "=== acme/ci\nreleases: 1.0.0\nbranch: main\n--- templates/build.yml\nspec:\n---\n--- .gitlab-ci.yml\ninclude:\n  \
             - component: $CI_SERVER_FQDN/acme/ci/build@{version}\n"
        );
        Scene::read(&text).build()
    };
    let built = own("$CI_COMMIT_SHA");
    assert_eq!(built.findings(), "");
    assert_eq!(
        built.users("acme/ci", "build"),
        "acme/ci $CI_COMMIT_SHA - own current - acme/ci/.gitlab-ci.yml:2:16\n"
    );
    assert!(
        own("main")
            .findings()
            .contains("(write `$CI_COMMIT_SHA` to test what the pipeline runs on)")
    );
}

#[test]
fn a_remote_file_wants_a_checksum() {
    assert_eq!(
        check("  - remote: https://files.example.org/ci.yml\n"),
        "remote-integrity acme/shop/.gitlab-ci.yml:2:13 `https://files.example.org/ci.yml` is included without a checksum (add `integrity: sha256-…` with the file's SHA-256 in Base64)\n"
    );
    assert_eq!(
        check("  - remote: https://files.example.org/ci.yml\n    integrity: sha256-abc=\n"),
        ""
    );
    assert_eq!(check("  - template: Jobs/Build.gitlab-ci.yml\n"), "");
}

#[test]
fn a_file_that_is_not_there_is_missing() {
    assert_eq!(
        check("  - local: /ci/thre.yml\n"),
        "missing-include acme/shop/.gitlab-ci.yml:2:12 `ci/thre.yml` does not exist (the nearest path is `ci/there.yml`)\n"
    );
    assert_eq!(
        check("  - local: jobs/*.yml\n"),
        "missing-include acme/shop/.gitlab-ci.yml:2:12 no file matches `jobs/*.yml` (paths begin at the root of the repository; mend it, or remove the include)\n"
    );
    assert_eq!(
        check("  - local: ci/**/*.yml\n"),
        "missing-include acme/shop/.gitlab-ci.yml:2:12 no file matches `ci/**/*.yml` (`**/` needs a folder: `ci/**.yml` also finds what is in `ci` itself)\n"
    );
    assert_eq!(
        check("  - project: acme/ci\n    ref: main\n    file: ci/bse.yml\n").lines().last(),
        Some(
            "missing-include acme/shop/.gitlab-ci.yml:4:11 `acme/ci` has no file `ci/bse.yml` (the nearest path is `ci/base.yml`)"
        )
    );
}

#[test]
fn files_that_are_there_or_that_nobody_can_know_are_silent() {
    let silent = |include: &str| {
        assert_eq!(check(&format!("  - {include}\n")), "", "{include}");
    };
    silent("local: ci/there.yml");
    silent("local: ci/*.yml");
    silent("local: ci/$KIND.yml");
    // Of another branch than was read nothing is known, nor of a project that was not crawled.
    silent("project: acme/ci\n    file: ci/gone.yml\n    ref: 1.1.0");
    silent("project: acme/ci\n    file: ci/large.yml\n    ref: 2.1.0");
    silent("project: other/ci\n    file: ci/gone.yml\n    ref: 1.1.0");
    let unknown_tree =
        check_with("tree: unknown\n", "  - local: ci/gone.yml\n  - local: gone/*.yml\n");
    assert_eq!(unknown_tree, "");
    let large = check("  - project: acme/ci\n    file: ci/large.yml\n");
    assert!(!large.contains("missing"), "{large}");
}

#[test]
fn a_circle_is_told_once_where_it_closes() {
    let text = "\
=== acme/shop
--- .gitlab-ci.yml
include:
  - local: ci/a.yml
  - local: ci/c.yml
--- ci/a.yml
include: ci/b.yml
--- ci/b.yml
include:
  - local: ci/c.yml
  - local: ci/a.yml
--- ci/c.yml
job:
  script: [make]
=== acme/store
--- .gitlab-ci.yml
include:
  - project: acme/shop
    file: ci/b.yml
    ref: HEAD
";
    let found = Scene::read(text).build().findings();
    let circles: Vec<&str> = found.lines().filter(|line| line.starts_with("circular")).collect();
    assert_eq!(
        circles,
        [
            "circular-include acme/shop/ci/b.yml:3:12 `ci/b.yml` includes `ci/a.yml`, which includes it again (remove one of the includes)"
        ]
    );
    let itself = "=== acme/shop\n--- .gitlab-ci.yml\ninclude: /.gitlab-ci.yml\n";
    assert_eq!(
        Scene::read(itself).build().findings(),
        "circular-include acme/shop/.gitlab-ci.yml:1:10 `.gitlab-ci.yml` includes itself (remove one of the includes)\n"
    );
}

#[test]
fn a_deprecated_component_names_its_replacement_if_that_was_crawled() {
    let scene = |replacement: &str, hidden: &str| {
        let text = format!(
            "=== acme/ci\ndeprecated: old {replacement}\n--- templates/old.yml\nspec:\n---\n--- templates/new.yml\nspec:\n---\n\
             === acme/next\n{hidden}--- templates/build.yml\nspec:\n---\n\
             === acme/shop\n--- .gitlab-ci.yml\ninclude:\n  - component: $CI_SERVER_FQDN/acme/ci/old@1.0.0\n  \
             - component: $CI_SERVER_FQDN/acme/ci/new@1.0.0\n"
        );
        Scene::read(&text).build().findings()
    };
    let expected = |help: &str| {
        format!(
            "deprecated-component acme/shop/.gitlab-ci.yml:2:16 `acme/ci/old` is deprecated ({help})\n"
        )
    };
    assert_eq!(scene("new", ""), expected("use `acme/ci/new` instead"));
    assert_eq!(scene("acme/next/build@2", ""), expected("use `acme/next/build` instead"));
    // What these readers may not see is not named.
    let unnamed = expected("its own page says what to do instead");
    assert_eq!(scene("acme/next/build", "hidden\n"), unnamed);
    assert_eq!(scene("acme/secret/build", ""), unnamed);
}

#[test]
fn a_project_that_is_not_shown_is_as_if_it_were_not_there() {
    let text = "\
=== acme/ci
hidden
--- templates/build.yml
spec:
---
=== acme/locked
repository: withheld
--- .gitlab-ci.yml
stages: [a]
=== acme/shop
--- .gitlab-ci.yml
include:
  - component: $CI_SERVER_FQDN/acme/ci/buidl@1.0.0
  - component: $CI_SERVER_FQDN/acme/locked/build@1.0.0
";
    let built = Scene::read(text).build();
    assert_eq!(built.findings(), "");
    let leads: Vec<String> = built
        .catalog
        .inclusions(built.project("acme/shop"))
        .iter()
        .map(|inclusion| format!("{:?}", inclusion.leads_to))
        .collect();
    assert_eq!(leads[0], "Outside");
    assert!(leads[1].starts_with("Unread"), "{leads:?}");
}

#[test]
fn what_many_pipelines_reach_is_told_once() {
    let mut text =
        "=== acme/lib\n--- ci/x.yml\ninclude: https://files.example.org/ci.yml\n".to_owned();
    for number in 0..20 {
        text += &format!(
            "=== acme/user-{number}\n--- .gitlab-ci.yml\ninclude:\n  - project: acme/lib\n    file: ci/x.yml\n    ref: HEAD\n"
        );
    }
    let found = Scene::read(&text).build().findings();
    let remote: Vec<&str> = found.lines().filter(|line| line.starts_with("remote")).collect();
    assert_eq!(remote.len(), 1, "{remote:?}");
    assert!(remote[0].starts_with("remote-integrity acme/lib/ci/x.yml:1:10 "), "{remote:?}");
}

#[test]
fn a_pattern_or_condition_that_cannot_work_is_told_to_its_authors() {
    let text = "\
=== acme/ci
--- templates/build.yml
spec:
  inputs:
    good: {regex: '^v\\d+$', default: v1}
    open: {regex: '^v', default: $VERSION}
    look: {regex: '(?=x)y'}
    poor: {regex: '^v', default: main}
    size:
      rules:
        - {if: \"$[[ inputs.good ]] = 'v1'\", default: a}
        - {if: \"$[[ inputs.good ]] == 'v1'\", default: b}
---
job: {script: [\"$[[ inputs.good ]] $[[ inputs.open ]] $[[ inputs.look ]] $[[ inputs.poor ]] $[[ inputs.size ]]\"]}
";
    assert_eq!(
        Scene::read(text).build().findings(),
        "component-spec acme/ci/templates/build.yml:5:5 the pattern of `look` is none that GitLab understands (write it in RE2's syntax, which knows no lookahead and no backreference)\n\
         component-spec acme/ci/templates/build.yml:6:5 the default `main` of `poor` does not match its own pattern (give a default that matches `^v`, or none)\n\
         component-spec acme/ci/templates/build.yml:7:5 a rule of `size` has a condition that never holds (compare inputs with texts: `$[[ inputs.name ]] == 'value'`, joined by `&&` and `||`)\n"
    );
}

#[test]
fn a_release_of_the_own_project_is_not_what_the_checkout_holds() {
    let text = "\
=== acme/ci
--- templates/build.yml
spec: {inputs: {added: {}}}
---
job: {script: [\"$[[ inputs.added ]]\"]}
--- .gitlab-ci.yml
include:
  - component: $CI_SERVER_FQDN/acme/ci/build@1.0.0
  - component: $CI_SERVER_FQDN/acme/ci/retired@1
";
    assert_eq!(Scene::read(text).build().findings(), "");
}
