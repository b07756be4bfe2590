//! What includes hand over, judged by the file that they come to.

use super::Scene;

const PROVIDER: &str = "\
=== acme/ci
releases: 2.0.0 1.0.0 0.9.0
branch: main
--- templates/build.yml
spec:
  inputs:
    stage:
      default: build
    image:
    level:
      type: number
      default: 1
---
job:
  script: [make]
--- 1.0.0:templates/build.yml
spec:
  inputs:
    stage:
      default: build
    picture:
---
--- ci/base.yml
spec:
  inputs:
    name:
---
job:
  script: [make]
";

fn check(include: &str) -> Vec<String> {
    let text = format!("{PROVIDER}=== acme/shop\n--- .gitlab-ci.yml\ninclude:\n  - {include}\n");
    let found = Scene::read(&text).build().findings();
    let inputs = found.lines().filter(|line| line.contains("-input "));
    // The words are those of the values' own tests.
    inputs.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn inputs_are_judged_by_the_file_as_it_is_at_the_version_asked_for() {
    assert_eq!(
        check("component: $CI_SERVER_FQDN/acme/ci/build@1.0.0\n    inputs:\n      image: rust"),
        [
            "missing-input acme/shop/.gitlab-ci.yml:2:16",
            "unknown-input acme/shop/.gitlab-ci.yml:4:7"
        ]
    );
    assert_eq!(
        check("component: $CI_SERVER_FQDN/acme/ci/build@1\n    inputs:\n      picture: rust"),
        [] as [&str; 0]
    );
    assert_eq!(
        check(
            "component: $CI_SERVER_FQDN/acme/ci/build@main\n    inputs:\n      image: rust\n      level: high"
        ),
        ["invalid-input acme/shop/.gitlab-ci.yml:5:14"]
    );
    assert_eq!(
        check(
            "component: $CI_SERVER_FQDN/acme/ci/build@main\n    inputs:\n      image: $[[ inputs.image ]]\n      level: 2"
        ),
        [] as [&str; 0]
    );
}

#[test]
fn nothing_is_claimed_of_a_version_that_was_not_read() {
    for asked in
        ["0.9.0", "2.0.0", "0.1.0", "other", "$VERSION", "0123456789abcdef0123456789abcdef01234567"]
    {
        let include = format!(
            "component: $CI_SERVER_FQDN/acme/ci/build@{asked}\n    inputs:\n      nonsense: 1"
        );
        assert_eq!(check(&include), [] as [&str; 0], "{asked}");
    }
}

#[test]
fn files_that_ask_for_inputs_are_judged_alike() {
    assert_eq!(
        check("project: acme/ci\n    file: /ci/base.yml"),
        ["missing-input acme/shop/.gitlab-ci.yml:3:11"]
    );
    assert_eq!(
        check("project: acme/ci\n    file: /ci/base.yml\n    inputs:\n      nmae: shop"),
        [
            "missing-input acme/shop/.gitlab-ci.yml:3:11",
            "unknown-input acme/shop/.gitlab-ci.yml:5:7"
        ]
    );
    assert_eq!(
        check("project: acme/ci\n    file: /ci/base.yml\n    inputs:\n      name: shop"),
        [] as [&str; 0]
    );
    // As it was at a release, it may have asked for something else.
    assert_eq!(check("project: acme/ci\n    ref: 1.0.0\n    file: /ci/base.yml"), [] as [&str; 0]);
}
