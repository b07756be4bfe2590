//! A company of forty components and two hundred pipelines: who uses what is written down in `users.txt`.

use std::collections::BTreeSet;

use super::Scene;
use super::scene::Built;

const COMPANY: &str = include_str!("../../../../tests/fixtures/ci-company/company.txt");
const USERS: &str = include_str!("../../../../tests/fixtures/ci-company/users.txt");

/// Every use of a component or of another project's file, in the form of `users.txt`.
fn users(built: &Built) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, project) in built.snapshot.indexed() {
        for component in &built.catalog.contents(index).components {
            for usage in built.catalog.users_of_component(index, &component.name) {
                lines.push(format!("{}/{} {}", project.path, component.name, built.usage(usage)));
            }
        }
        for (path, users) in built.catalog.used_files(index) {
            let of_file = |usage| format!("{}:{path} {}", project.path, built.usage(usage));
            lines.extend(users.iter().map(of_file));
        }
    }
    lines.sort();
    lines
}

#[test]
fn who_uses_what_is_what_is_written_down() {
    let built = Scene::read(COMPANY).build();
    let projects = built.snapshot.indexed();
    let components: usize =
        projects.map(|(index, _)| built.catalog.contents(index).components.len()).sum();
    assert_eq!((components, built.snapshot.projects.len()), (40, 200));

    let found: Vec<String> = users(&built);
    let expected: Vec<&str> = USERS.lines().collect();
    let (found_set, expected_set): (BTreeSet<&str>, BTreeSet<&str>) =
        (found.iter().map(String::as_str).collect(), expected.iter().copied().collect());
    let missing: Vec<_> = expected_set.difference(&found_set).collect();
    let surplus: Vec<_> = found_set.difference(&expected_set).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing {missing:#?}\nsurplus {surplus:#?}");
    assert_eq!(found.len(), expected.len(), "nothing is told twice");
}

#[test]
fn what_is_wrong_in_the_company_is_told_once() {
    let built = Scene::read(COMPANY).build();
    let count =
        |code: &str| built.findings.iter().filter(|finding| finding.code.as_str() == code).count();
    assert_eq!(count("circular-include"), 1);
    assert_eq!(count("deprecated-component"), DEPRECATED);
    for code in ["unknown-component", "unknown-version", "missing-include", "missing-input"] {
        assert_eq!(count(code), 0, "{code}");
    }
}

/// How many includes of `docs/old-site` are written.
const DEPRECATED: usize = 4;
