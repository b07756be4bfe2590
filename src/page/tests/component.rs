//! The page of a CI/CD component, from files to what its template sees.

use std::collections::BTreeMap;

use crate::base::{RelPath, Timestamp};
use crate::catalog::{self, Input, ProjectContents};
use crate::model::{Head, Project, ProjectIndex, RawFile, Release, Snapshot, Version};
use crate::page::*;
use crate::parse::ParseOptions;

const FIRST: &str =
    "spec:\n  inputs:\n    target:\n      options: [test, live]\n---\nship:\n  script: ship\n";

const SECOND: &str = r"spec:
  inputs:
    target:
      description: Where `it` goes.
      options: [test, live]
    speed:
      type: number
      default: 2
---
ship:
  script: ship
";

const NOW: &str = r#"spec:
  inputs:
    target:
      description: Where `it` goes.
      options: [test, live]
    speed:
      type: number
      default: 3
    tag:
      regex: ^v\d+\.\d+$
    gate:
      rules:
        - if: $[[ inputs.target ]] == 'live'
          options: [nobody, owner]
          default: owner
        - options: [nobody]
          default: nobody
---
"ship $[[ inputs.target ]]":
  stage: deploy
  image: shipper:3
  services: [postgres:17]
  when: manual
  script:
    - ship "$SHIP_TOKEN"
"#;

const README: &str =
    "# Ship\n\n## Components\n\n### ship\n\nBrings *everything* to where it belongs.\n";

fn files(files: &[(&str, &str)]) -> BTreeMap<RelPath, RawFile> {
    let file = |(name, text): &(&str, &str)| {
        (RelPath::new(name).unwrap(), RawFile { bytes: text.as_bytes().into() })
    };
    files.iter().map(file).collect()
}

fn project(path: &str, texts: &[(&str, &str)]) -> Project {
    let files = files(texts);
    Project {
        path: path.to_owned(),
        web_url: Some(format!("https://gitlab.example.com/{path}")),
        default_branch: Some("main".to_owned()),
        head: Some(Head { sha: super::SHA.to_owned(), committed_at: None }),
        tree: Some(files.keys().cloned().collect()),
        files,
        ..Project::default()
    }
}

fn provider() -> Project {
    let released = |(tag, at): (&str, &str)| Release {
        tag: tag.to_owned(),
        name: None,
        released_at: Some(Timestamp::parse(at).unwrap()),
    };
    let version = |(tag, text): (&str, &str)| Version {
        tag: tag.to_owned(),
        sha: None,
        files: files(&[("templates/ship.yml", text)]),
    };
    let marks = "components:\n  ship:\n    deprecated: It ends in *2027*.\n    replacement: haul\n";
    Project {
        releases: [
            ("2.0.0", "2026-10-02T09:20:00Z"),
            ("1.1.0", "2026-05-01T08:00:00Z"),
            ("1.0.0", "2026-01-05T07:30:00Z"),
        ]
        .map(released)
        .to_vec(),
        versions: [("2.0.0", NOW), ("1.1.0", SECOND), ("1.0.0", FIRST)].map(version).to_vec(),
        ..project(
            "acme/ci/ship",
            &[
                (".portolan.yaml", marks),
                ("README.md", README),
                ("templates/haul.yml", "spec: {}\n---\nhaul:\n  script: haul\n"),
                ("templates/ship.yml", NOW),
            ],
        )
    }
}

fn user(path: &str, version: &str, given: &str) -> Project {
    let text = format!(
        "include:\n  - component: gitlab.example.com/acme/ci/ship/ship@{version}\n    inputs: {given}\n"
    );
    project(path, &[(".gitlab-ci.yml", &text)])
}

/// What the template of the page at `address` sees.
fn check(mut projects: Vec<Project>, address: &str) -> String {
    projects.sort_by(|one, other| one.path.cmp(&other.path));
    let snapshot = Snapshot { projects, ..Snapshot::default() };
    let mut entities = Vec::new();
    let mut contents = Vec::new();
    for (at, project) in snapshot.projects.iter().enumerate() {
        let parsed =
            crate::parse::project(ProjectIndex(at as u32), project, &ParseOptions::default());
        entities.extend(parsed.entities);
        contents.push(ProjectContents {
            readme: parsed.readme,
            docs: parsed.docs,
            apis: parsed.apis,
            components: parsed.components,
            pipeline: parsed.pipeline,
            ..ProjectContents::default()
        });
    }
    let (catalog, _) = catalog::build(&snapshot, Input { entities, contents });
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[],
        settings: &SiteSettings::default(),
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let id = plan.ids().find(|id| plan.page(*id).address.as_str() == address).unwrap();
    let View::Entity(entity) = view(&world, &plan, id).unwrap().view else {
        panic!("a page of an entity")
    };
    serde_json::to_string_pretty(entity.ci.as_ref().unwrap()).unwrap()
}

#[test]
fn a_component_tells_its_inputs_versions_and_users() {
    let users = [
        user("acme/shop/basket", "2.0.0", "{target: test, tag: v1.0}"),
        user("acme/shop/checkout", "2.0.0", "{target: live, tag: v1.0}"),
        user("acme/shop/prices", "1", "{target: test}"),
        user("acme/shop/search", "~latest", "{target: test, tag: v2.0}"),
    ];
    let projects = users.into_iter().chain([provider()]).collect();
    insta::assert_snapshot!(check(projects, "cicomponent/acme/ship-ship.html"));
}
