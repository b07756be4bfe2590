//! Includes that want to hurt: following them ends, and says little.

use super::Scene;

#[test]
fn files_that_all_include_one_another_are_told_of_once_each() {
    let files: String =
        (0..200).map(|at| format!("--- ci/f{at}.yml\ninclude: {{local: 'ci/*.yml'}}\n")).collect();
    let text =
        format!("=== acme/shop\n{files}--- .gitlab-ci.yml\ninclude: {{local: 'ci/*.yml'}}\n");
    let findings = Scene::read(&text).build().findings();
    let circles = findings.lines().filter(|line| line.starts_with("circular-include")).count();
    assert!((1..=200).contains(&circles), "{circles}");
}

#[test]
fn patterns_of_many_stars_and_many_of_them_end() {
    let long = format!("{}.yml", "*a".repeat(20_000));
    let stars = format!("{}.yml", "*a".repeat(250));
    let includes: String = (0..400).map(|at| format!("  - local: '{stars}{at}'\n")).collect();
    let files: String = (0..300)
        .map(|at| format!("--- ci/{}{at}.yml\na: {{script: [x]}}\n", "a".repeat(60)))
        .collect();
    let text = format!(
        "=== acme/shop\n{files}--- .gitlab-ci.yml\ninclude:\n  - local: '{long}'\n{includes}"
    );
    let built = Scene::read(&text).build();
    assert!(built.findings().lines().count() <= 401);
}

#[test]
fn inputs_without_end_are_judged_up_to_a_limit() {
    let inputs: String =
        (0..300).map(|at| format!("    i{at}: {{regex: '^x{at}$', default: x{at}}}\n")).collect();
    let given: String = (0..300).map(|at| format!("      i{at}: y\n")).collect();
    let includes: String =
        (0..200).map(|_| format!("  - local: part.yml\n    inputs:\n{given}")).collect();
    let text = format!(
        "=== acme/shop\n--- part.yml\nspec:\n  inputs:\n{inputs}---\njob: {{script: [x]}}\n--- .gitlab-ci.yml\ninclude:\n{includes}"
    );
    let findings = Scene::read(&text).build().findings();
    let told = findings.lines().filter(|line| line.starts_with("invalid-input")).count();
    assert_eq!(told, 200);
}
