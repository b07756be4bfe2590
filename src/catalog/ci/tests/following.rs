//! Pipelines followed through files and components.

use super::Scene;
use super::scene::Built;
use crate::base::RelPath;
use crate::base::yaml::Position;
use crate::catalog::{LeadsTo, wanted_ci};
use crate::model::{CiFile, Include, IncludeTarget, IncludeVia};

/// The inclusions of a project, one a line, indented below the one whose file says it.
fn tree(built: &Built, project: &str) -> String {
    let inclusions = built.catalog.inclusions(built.project(project));
    let mut text = String::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let below = |parent: Option<usize>| {
        (0..inclusions.len()).rev().filter(move |at| inclusions[*at].parent == parent)
    };
    open.extend(below(None).map(|at| (at, 0)));
    while let Some((at, depth)) = open.pop() {
        let inclusion = &inclusions[at];
        let path = |index| built.snapshot.project(index).path.as_str();
        let leads = match &inclusion.leads_to {
            LeadsTo::File { project, path: file } => format!("file {}:{file}", path(*project)),
            LeadsTo::Unread { project, path: file } => format!("unread {}:{file}", path(*project)),
            LeadsTo::Component { project, component } => {
                let components = &built.catalog.contents(*project).components;
                format!("component {}:{}", path(*project), components[*component].name)
            }
            other => format!("{other:?}").to_lowercase(),
        };
        text += &format!("{}{leads}\n", "  ".repeat(depth));
        open.extend(below(Some(at)).map(|at| (at, depth + 1)));
    }
    text
}

#[test]
fn includes_are_followed_through_files_of_others_and_components() {
    let text = "\
=== acme/ci
branch: main
releases: 1.0.0
--- templates/build.yml
spec:
---
include:
  - local: ci/base.yml
  - component: $CI_SERVER_FQDN/acme/tools/lint@2
--- 1.0.0:templates/build.yml
spec:
---
include:
  - local: ci/base.yml
  - local: ci/gone-since.yml
--- ci/base.yml
include: https://files.example.org/ci.yml
=== acme/tools
releases: 2.0.0
--- templates/lint.yml
spec:
---
--- 2.0.0:templates/lint.yml
spec:
---
include:
  - template: Jobs/Build.gitlab-ci.yml
=== acme/shop
--- .gitlab-ci.yml
include:
  - local: ci/*.yml
  - component: $CI_SERVER_FQDN/acme/ci/build@1.0.0
  - component: $CI_SERVER_FQDN/acme/ci/build@9
--- ci/one.yml
include:
  - project: acme/ci
    file: /ci/base.yml
    ref: HEAD
--- ci/two.yml
include:
  - component: $CI_SERVER_FQDN/acme/ci/build@main
  - project: acme/ci
    file: /ci/base.yml
    ref: 1.0.0
";
    let built = Scene::read(text).build();
    assert_eq!(
        tree(&built, "acme/shop"),
        "file acme/shop:ci/one.yml
  file acme/ci:ci/base.yml
    outside
file acme/shop:ci/two.yml
  component acme/ci:build
    file acme/ci:ci/base.yml
      outside
    component acme/tools:lint
      outside
  unread acme/ci:ci/base.yml
component acme/ci:build
  unread acme/ci:ci/base.yml
  unread acme/ci:ci/gone-since.yml
missing
"
    );
    assert_eq!(
        built.users("acme/tools", "lint"),
        "acme/ci 2 2.0.0 range current - acme/ci/templates/build.yml:5:16\n\
         acme/shop 2 2.0.0 range current acme/ci acme/ci/templates/build.yml:5:16\n"
    );
    assert_eq!(
        built.users("acme/ci", "build"),
        "acme/shop 1.0.0 1.0.0 version current - acme/shop/.gitlab-ci.yml:3:16\n\
         acme/shop main - branch unknown - acme/shop/ci/two.yml:2:16\n"
    );
    let ci = built.project("acme/ci");
    let files: Vec<String> = built
        .catalog
        .used_files(ci)
        .flat_map(|(path, users)| users.iter().map(move |usage| (path, usage)))
        .map(|(path, usage)| format!("{path} {}", built.usage(usage)))
        .collect();
    assert_eq!(
        files,
        [
            "ci/base.yml acme/shop HEAD - branch unknown -",
            "ci/base.yml acme/shop 1.0.0 1.0.0 version current -"
        ]
    );
}

#[test]
fn a_circle_ends_where_it_closes() {
    let text = "\
=== acme/shop
--- .gitlab-ci.yml
include: ci/a.yml
--- ci/a.yml
include: ci/b.yml
--- ci/b.yml
include: ci/a.yml
";
    let built = Scene::read(text).build();
    assert_eq!(
        tree(&built, "acme/shop"),
        "file acme/shop:ci/a.yml\n  file acme/shop:ci/b.yml\n    cycle\n"
    );
}

#[test]
fn a_pipeline_that_doubles_at_every_file_ends() {
    let mut text = "=== acme/shop\n--- .gitlab-ci.yml\ninclude: [ci/0.yml, ci/0.yml]\n".to_owned();
    for number in 0..40 {
        let next = number + 1;
        text += &format!("--- ci/{number}.yml\ninclude: [ci/{next}.yml, ci/{next}.yml]\n");
    }
    let built = Scene::read(&text).build();
    assert_eq!(built.catalog.inclusions(built.project("acme/shop")).len(), 500);
}

#[test]
fn a_chain_without_end_is_left_at_a_hundred() {
    let mut text = "=== acme/shop\n--- .gitlab-ci.yml\ninclude: ci/0.yml\n".to_owned();
    for number in 0..300 {
        text += &format!("--- ci/{number}.yml\ninclude: ci/{}.yml\n", number + 1);
    }
    let built = Scene::read(&text).build();
    assert_eq!(built.catalog.inclusions(built.project("acme/shop")).len(), 101);
    assert!(built.findings().starts_with("missing-include acme/shop/ci/299.yml:1:10 "));
}

/// A project whose `.gitlab-ci.yml` includes a local file like this.
fn with_via(via: IncludeVia, target: IncludeTarget) -> Built {
    let text = "=== acme/shop\n--- .gitlab-ci.yml\nstages: [a]\n--- ci/child.yml\nstages: [a]\n\
                === acme/next\n--- .gitlab-ci.yml\nstages: [a]\n";
    let mut scene = Scene::read(text);
    let shop = scene.snapshot.projects.iter().position(|project| project.path == "acme/shop");
    let pipeline = &mut scene.contents[shop.expect("the project")].pipeline;
    let include = Include {
        target,
        via,
        inputs: Vec::new(),
        rules: Vec::new(),
        has_integrity: false,
        at: Position { line: 7, column: 3 },
    };
    let main = RelPath::new(".gitlab-ci.yml").expect("a path");
    let file = CiFile { includes: vec![include], ..CiFile::default() };
    pipeline.insert(main, file.clone());
    pipeline.insert(RelPath::new("ci/child.yml").expect("a path"), file);
    scene.build()
}

#[test]
fn a_pipeline_that_triggers_itself_is_no_circle_of_includes() {
    let trigger = IncludeVia::Trigger("child".to_owned());
    let built = with_via(trigger, IncludeTarget::Local("ci/child.yml".to_owned()));
    assert_eq!(tree(&built, "acme/shop"), "file acme/shop:ci/child.yml\n  cycle\n");
    assert_eq!(built.findings(), "");
    let body = with_via(IncludeVia::Body, IncludeTarget::Local("ci/child.yml".to_owned()));
    assert!(body.findings().starts_with("circular-include acme/shop/ci/child.yml:7:3 "));
}

#[test]
fn the_pipeline_of_another_project_is_told_but_is_none_of_ours() {
    let target = |project: &str| IncludeTarget::Project {
        project: project.to_owned(),
        file: ".gitlab-ci.yml".to_owned(),
        ref_name: None,
    };
    let via = || IncludeVia::Downstream("next".to_owned());
    let built = with_via(via(), target("acme/next"));
    assert_eq!(tree(&built, "acme/shop"), "file acme/next:.gitlab-ci.yml\n");
    assert_eq!(built.findings(), "");
    assert_eq!(built.catalog.used_files(built.project("acme/next")).count(), 0);
    assert_eq!(tree(&with_via(via(), target("acme/gone")), "acme/shop"), "outside\n");
}

#[test]
fn what_was_read_and_not_understood_is_asked_for_once_understood_no_more() {
    let text = "\
=== acme/ci
--- ci/a.yml
include: ci/b.yml
--- ci/b.yml
stages: [a]
--- ci/c.yml
stages: [a]
=== acme/shop
--- .gitlab-ci.yml
include:
  - project: acme/ci
    file: ci/a.yml
  - project: acme/ci
    file: ci/c.yml
    ref: 1.0.0
";
    let mut scene = Scene::read(text);
    assert!(wanted_ci(&scene.snapshot, &scene.contents).is_empty());
    let ci = &mut scene.contents[0].pipeline;
    let held: Vec<String> = ci.keys().map(ToString::to_string).collect();
    // `ci/c.yml` is asked for as it was at another state than was read.
    assert_eq!(held, ["ci/a.yml", "ci/b.yml"]);
    ci.clear();
    let wanted = wanted_ci(&scene.snapshot, &scene.contents);
    let paths: Vec<&str> = wanted.values().flatten().map(RelPath::as_str).collect();
    assert_eq!(paths, ["ci/a.yml"]);
}
