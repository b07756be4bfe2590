//! Which projects are read: groups, globs, topics, and what is archived, forked or about to go.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Crawl;
use crate::fake_gitlab::{Company, Options, Size};
use crate::source::Wanted;

fn globs(patterns: &[&str]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(GlobBuilder::new(pattern).literal_separator(true).build().expect("a glob"));
    }
    set.build().expect("globs")
}

fn paths(crawl: &Crawl) -> Vec<String> {
    crawl.good().part.projects.into_iter().map(|project| project.path).collect()
}

/// A company of a few named projects.
fn named() -> Crawl {
    let crawl = Crawl::small();
    crawl.fake.change(|company| {
        company.projects.clear();
        for path in ["acme/a", "acme/b", "acme/sub/a", "acme/sub/c", "acme/sub/deep/d"] {
            company.add_project(path);
            company.push(path, &[("README.md", Some("# One of them\n"))]);
        }
    });
    crawl
}

#[test]
fn overlapping_groups_give_each_project_once() {
    let mut crawl = named();
    crawl.options.groups = vec!["acme".into(), "acme/sub".into(), "acme/sub/deep".into()];
    assert_eq!(paths(&crawl).len(), 5);
    crawl.options.groups = vec!["acme/sub".into()];
    assert_eq!(paths(&crawl), ["acme/sub/a", "acme/sub/c", "acme/sub/deep/d"]);
}

#[test]
fn globs_are_over_whole_paths_and_stop_at_slashes() {
    let mut crawl = named();
    crawl.options.include = Some(globs(&["acme/*"]));
    assert_eq!(paths(&crawl), ["acme/a", "acme/b"]);
    crawl.options.include = Some(globs(&["acme/sub/**", "acme/b"]));
    crawl.options.exclude = globs(&["*/*/c"]);
    assert_eq!(paths(&crawl), ["acme/b", "acme/sub/a", "acme/sub/deep/d"]);
}

#[test]
fn topics_choose_and_leave_out() {
    let mut crawl = named();
    crawl.fake.change(|company| {
        company.edit("acme/a").topics = vec!["service".into(), "experiment".into()];
        company.edit("acme/b").topics = vec!["service".into()];
        company.edit("acme/sub/c").topics = vec!["library".into()];
    });
    crawl.options.topics = vec!["service".into(), "library".into()];
    assert_eq!(paths(&crawl), ["acme/a", "acme/b", "acme/sub/c"]);
    crawl.options.exclude_topics = vec!["experiment".into()];
    assert_eq!(paths(&crawl), ["acme/b", "acme/sub/c"]);
}

#[test]
fn archived_forked_and_going_projects_are_left_out_as_configured() {
    let mut crawl = named();
    crawl.fake.change(|company| {
        company.archive("acme/a");
        let origin = company.edit("acme/sub/c").id;
        company.edit("acme/b").forked_from = Some(origin);
        company.mark_for_deletion("acme/sub/a");
    });
    assert_eq!(paths(&crawl), ["acme/b", "acme/sub/c", "acme/sub/deep/d"]);
    crawl.options.forks = false;
    assert_eq!(paths(&crawl), ["acme/sub/c", "acme/sub/deep/d"]);
    crawl.options.archived = true;
    assert_eq!(paths(&crawl), ["acme/a", "acme/sub/c", "acme/sub/deep/d"]);
}

#[test]
fn an_instance_below_a_path_gives_the_same() {
    let size = Size::of(40, 8);
    let options = Options { relative_root: "/gitlab".to_owned(), ..Options::default() };
    let crawl = Crawl::at(Company::generate(&size, 1), options);
    let crawled = crawl.whole();
    for project in &crawled.part.projects {
        let url = project.web_url.as_deref().unwrap_or_default();
        assert!(url.contains(&format!("/gitlab/{}", project.path)), "{url}");
    }
    assert!(crawl.fake.requests().iter().all(|request| request.path.starts_with("/gitlab/api/")));
}

#[test]
fn no_more_requests_are_on_their_way_than_allowed() {
    let options = Options {
        latency: std::time::Duration::from_millis(5),
        time_out_above: Some(5),
        ..Options::default()
    };
    let crawl = Crawl::at(Company::generate(&Size::of(60, 8), 1), options);
    crawl.whole();
    assert!((2..=4).contains(&crawl.fake.most_in_flight()), "{}", crawl.fake.most_in_flight());
}

#[test]
fn a_configured_glob_lists_its_folder_only_where_there_is_one() {
    let pattern = "entities/**/*.yaml".to_owned();
    let mut crawl = named();
    crawl.fake.change(|company| {
        company.push("acme/a", &[("entities/deep/team.yaml", Some("kind: Group\n"))]);
        company.push("acme/b", &[("other/team.yaml", Some("kind: Group\n"))]);
    });
    crawl.options.wanted = Wanted::new(std::slice::from_ref(&pattern)).expect("a glob");
    crawl.options.patterns = vec![pattern];
    let crawled = crawl.good();
    let has_team = |project: &&crate::model::Project| {
        project.files.keys().any(|file| file.name() == "team.yaml")
    };
    let paths: Vec<&str> = crawled
        .part
        .projects
        .iter()
        .filter(has_team)
        .map(|project| project.path.as_str())
        .collect();
    assert_eq!(paths, ["acme/a"]);
    let asked = crawl.fake.requests();
    let listings = asked
        .iter()
        .filter(|request| request.json()["query"].to_string().contains("recursive: true, ref"));
    assert_eq!(listings.count(), 1, "{:?}", crawl.requests());
}
