//! Summaries of API descriptions, components, pipelines and docs.

use crate::model::{ApiDoc, IncludeTarget};

use super::*;

fn api(path: &str, text: &str) -> ApiDoc {
    let parsed = read(&files("acme/shop", &[(path, text)]));
    assert_eq!(findings(&parsed), "");
    parsed.apis.into_iter().next().expect("an API is found")
}

#[test]
fn descriptions_are_found_and_counted() {
    let one = "openapi: 3.1.0\ninfo: {title: Orders, version: 1.10}\npaths:\n  /orders:\n    parameters: []\n    get: {}\n    post: {}\n";
    let found = api("api/openapi.yaml", one).content.expect("it was read");
    let words = (found.format_version.as_deref(), found.title.as_deref());
    assert_eq!(words, (Some("3.1.0"), Some("Orders")));
    assert_eq!(found.counts.operations, 2);
    let two = "asyncapi: 2.6.0\ninfo: {title: Events, version: 1.0.0}\nchannels: {orders: {publish: {}, subscribe: {}}}\n";
    let found = api("asyncapi.yml", two).content.expect("it was read");
    assert_eq!((found.counts.channels, found.counts.operations), (1, 2));
}

#[test]
fn broken_descriptions_are_told_and_parts_are_not() {
    let parsed = read(&files(
        "acme/shop",
        &[
            ("openapi.yaml", "openapi: [\n"),
            ("api/swagger.json", "{}"),
            ("api/openapi-common.yaml", "Order: {type: object}"),
        ],
    ));
    let lines: Vec<String> = findings(&parsed).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0]
            .starts_with("warning[api-unreadable] api/swagger.json:1:1 the file has no `openapi`")
    );
    assert!(lines[1].starts_with("warning[api-unreadable] openapi.yaml:1:"));
}

#[test]
fn components_show_their_inputs() {
    let text = "# Deploys to a stage.
spec:
  inputs:
    stage: {options: [test, live], description: Where to}
    count: {type: number, default: 3}
    name:
---
deploy: {script: !reference [.a, script]}
";
    let parsed = read(&files(
        "acme/ci",
        &[
            ("templates/deploy.yml", text),
            ("templates/scan/template.yml", "spec: {}\n---\n"),
            ("templates/page.yml", "a: b"),
        ],
    ));
    assert_eq!(findings(&parsed), "");
    let names: Vec<&str> =
        parsed.components.iter().map(|component| component.name.as_str()).collect();
    assert_eq!(names, ["deploy", "scan"]);
    let component = &parsed.components[0];
    assert_eq!(component.description.as_deref(), Some("Deploys to a stage."));
    assert_eq!(component.file.inputs[0].options, Some(vec!["test".into(), "live".into()]));
    assert_eq!(component.file.inputs[1].default, Some(3.into()));
    assert_eq!(
        (component.file.inputs[2].input_type.as_str(), &component.file.inputs[2].default),
        ("string", &None)
    );
}

#[test]
fn pipelines_show_their_includes() {
    let text = "stages: [build, test]
include:
  - ci/build.yml
  - local: /ci/test.yml
  - project: acme/ci
    ref: v2
    file: [a.yml, b.yml]
  - component: $CI_SERVER_FQDN/acme/ci/deploy@1.2.0
    inputs: {stage: live}
  - template: Jobs/SAST.gitlab-ci.yml
  - https://ci.example.com/x.yml
job: &a {script: [x]}
other: {<<: *a, <<: *a}
";
    let parsed = read(&files("acme/shop", &[(".gitlab-ci.yml", text)]));
    assert_eq!(findings(&parsed), "");
    let pipeline = parsed.pipeline.values().next().expect("there is one");
    assert_eq!(pipeline.stages, ["build", "test"]);
    let text = |text: &str| text.to_owned();
    let file = |file: &str| IncludeTarget::Project {
        project: text("acme/ci"),
        file: text(file),
        ref_name: Some(text("v2")),
    };
    let targets: Vec<IncludeTarget> =
        pipeline.includes.iter().map(|include| include.target.clone()).collect();
    assert_eq!(
        targets,
        [
            IncludeTarget::Local(text("ci/build.yml")),
            IncludeTarget::Local(text("ci/test.yml")),
            file("a.yml"),
            file("b.yml"),
            IncludeTarget::Component {
                host: None,
                project: text("acme/ci"),
                name: text("deploy"),
                version: text("1.2.0")
            },
            IncludeTarget::Template(text("Jobs/SAST.gitlab-ci.yml")),
            IncludeTarget::Remote(text("https://ci.example.com/x.yml")),
        ]
    );
}

#[test]
fn documentation_has_an_order() {
    let docs = |list: &[(&str, &str)]| -> Vec<String> {
        let parsed = read(&files("acme/shop", list));
        let line = |doc: &crate::model::Doc| {
            format!("{}{} {}", doc.section.join("/"), doc.title.as_deref().unwrap_or("-"), doc.path)
        };
        parsed.docs.iter().map(line).collect()
    };
    let pages = [
        ("docs/z.md", ""),
        ("docs/README.md", ""),
        ("docs/a/b.md", ""),
        ("docs/a/index.md", ""),
        ("docs/b.png", ""),
    ];
    assert_eq!(
        docs(&pages),
        ["- docs/README.md", "- docs/z.md", "- docs/a/index.md", "- docs/a/b.md"]
    );
    let nav = "site_name: !ENV [NAME, x]\nnav:\n  - Start: README.md\n  - Guide:\n    - a/b.md\n    - Web: https://example.com\n  - Lost: lost.md\nmarkdown_extensions:\n  - emoji: {emoji_index: !!python/name:materialx.emoji.twemoji }\n";
    let mut with_nav = pages.to_vec();
    with_nav.push(("mkdocs.yml", nav));
    assert_eq!(
        docs(&with_nav),
        ["Start docs/README.md", "Guide- docs/a/b.md", "- docs/z.md", "- docs/a/index.md"]
    );
    let elsewhere =
        [("mkdocs.yml", "docs_dir: handbook"), ("handbook/x.md", ""), ("docs/y.md", "")];
    assert_eq!(docs(&elsewhere), ["- handbook/x.md"]);
}
