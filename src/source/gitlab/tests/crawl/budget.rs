//! How many requests a crawl costs; the figures are those that the guide promises.

use super::Crawl;
use crate::fake_gitlab::{Company, Options, Size, Version};

/// A thousand projects in a tree of 130 groups.
const LARGE: Size = Size {
    projects: 1_000,
    groups: 130,
    described: 300,
    documented: 230,
    components: 37,
    archived: 0,
    forks: 30,
    empty: 20,
};

fn push_to_some(crawl: &Crawl, count: usize) {
    crawl.fake.change(|company| {
        let paths: Vec<String> = company
            .projects
            .values()
            .filter(|project| project.head().is_some())
            .map(|project| project.path.clone())
            .collect();
        let step = paths.len() / count;
        for (number, path) in paths.iter().step_by(step).take(count).enumerate() {
            let text = format!("# Changed\n\nFor the {number}. time.\n");
            company.push(path, &[("README.md", Some(&text))]);
        }
    });
}

#[expect(clippy::print_stdout, reason = "the figures, for whoever runs it with --nocapture")]
fn told(what: &str, crawl: &Crawl) -> usize {
    let count = crawl.count();
    println!("{what}: {count} requests {:?}", crawl.requests());
    count
}

#[test]
fn a_thousand_projects_cost_few_requests_and_fewer_tomorrow() {
    let crawl = Crawl::of(&LARGE);
    let first = crawl.good();
    assert_eq!(first.part.projects.len(), 1_000);
    assert!(told("first", &crawl) <= 110);
    assert!(first.part.projects.iter().any(|project| project.versions.len() > 1));

    let second = crawl.good();
    assert!(told("unchanged", &crawl) <= 16);
    assert!(second.part == first.part, "nothing changed, so nothing differs");

    push_to_some(&crawl, 50);
    let third = crawl.good();
    assert!(told("5 % changed", &crawl) <= 30);
    let changed = |(now, before): &(&crate::model::Project, &crate::model::Project)| now != before;
    let pairs = third.part.projects.iter().zip(&first.part.projects);
    assert_eq!(pairs.filter(changed).count(), 50);
}

#[test]
fn without_documentation_and_versions_it_costs_less() {
    let mut crawl = Crawl::of(&LARGE);
    crawl.options.docs = false;
    crawl.options.versions = 0;
    assert_eq!(crawl.good().part.projects.len(), 1_000);
    assert!(told("without docs and versions", &crawl) <= 60);
}

#[test]
fn an_instance_that_charges_more_times_out_or_is_old_gives_the_same() {
    let expected = Crawl::of(&LARGE).good().part;
    for (what, options) in [
        ("14 a path", Options { charge_per_path: 14, ..Options::default() }),
        ("20 a page", Options { time_out_above: Some(20), ..Options::default() }),
        ("16.3", Options { version: Version::V16_3, ..Options::default() }),
    ] {
        let crawl = Crawl::at(Company::generate(&LARGE, 1), options);
        let found = crawl.good().part;
        told(what, &crawl);
        assert_eq!(found.projects.len(), expected.projects.len(), "{what}");
        for (found, expected) in found.projects.iter().zip(&expected.projects) {
            assert!(found.files == expected.files, "{what}: {}", found.path);
            assert!(found.versions == expected.versions, "{what}: {}", found.path);
        }
    }
}

#[test]
fn releases_of_apis_are_read_if_they_are_wanted() {
    let mut crawl = Crawl::small();
    let has_api = |project: &crate::model::Project| {
        project.files.keys().any(|path| path.as_str().ends_with("openapi.yaml"))
            && !project.files.keys().any(|path| path.as_str().starts_with("templates/"))
    };
    let without = crawl.whole();
    assert!(without.part.projects.iter().any(has_api));
    let unread =
        |project: &&crate::model::Project| has_api(project) && !project.versions.is_empty();
    assert_eq!(without.part.projects.iter().filter(unread).count(), 0);
    crawl.forget();
    crawl.options.api_versions = 2;
    let with = crawl.whole();
    let mut seen = 0;
    for project in with.part.projects.iter().filter(|project| has_api(project)) {
        assert!(project.versions.len() <= 2, "{}", project.path);
        for version in &project.versions {
            seen += version.files.keys().filter(|path| path.name().contains("openapi")).count();
        }
    }
    assert!(seen > 0, "a release brings the description as it was");
}
