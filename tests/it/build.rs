//! What a build makes of repositories.

use std::fs;

use crate::harness::{Portal, component, ran, root, tree};

#[test]
fn a_project_without_any_descriptor_has_a_page_and_says_why() {
    let portal = Portal::new().file(
        "acme/shop/basket",
        "README.md",
        "# The basket\n\nHolds what people mean to buy.\n\n## Run it\n\n```sh\nmake run\n```\n",
    );
    portal.build();
    let page = portal.page("component/acme/basket.html");
    assert!(page.contains("<h1"), "{page}");
    assert!(page.contains("The basket"));
    assert!(page.contains("Holds what people mean to buy."));
    assert!(page.contains("inferred"));
}

#[test]
fn the_readme_stands_on_the_main_entity_and_nowhere_else() {
    let api = "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: orders\nspec:\n  type: openapi\n  lifecycle: production\n  owner: robots\n  definition: 'openapi: 3.1.0'\n";
    let portal = Portal::new()
        .file(
            "acme/orders",
            "catalog-info.yaml",
            format!("{}{api}", component("orders", "  providesApis: [orders]\n")),
        )
        .file("acme/orders", "README.md", "# Orders\n\nA sentence like no other.\n");
    portal.build();
    let holding: Vec<String> = portal
        .site()
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("A sentence like no other."))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(holding, ["component/default/orders.html"]);
    assert!(portal.page("api/default/orders.html").contains("../../component/default/orders.html"));
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let example = root().join("examples/acme");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let build = |name: &str, flags: &[&str], threads: &str| {
        let config = example.to_string_lossy().into_owned();
        let mut arguments = vec!["build", "-c", &config, "-o", name, "--cache"];
        let cache = format!("cache-{name}");
        arguments.push(&cache);
        arguments.extend(flags);
        let mut command = crate::harness::command(folder.path(), &arguments);
        let ran = ran(command.env("RAYON_NUM_THREADS", threads).output());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        tree(&folder.path().join(name))
    };
    let one = build("one", &["--threads", "1"], "0");
    assert!(one.len() > 200, "the example has {} files", one.len());
    for (name, flags, threads) in
        [("again", &["--threads", "1"][..], "0"), ("many", &[], "8"), ("few", &[], "1")]
    {
        let other = build(name, flags, threads);
        let differing: Vec<&String> =
            one.keys().filter(|path| one.get(*path) != other.get(*path)).collect();
        assert!(differing.is_empty() && one.len() == other.len(), "{name}: {differing:?}");
    }
}

#[test]
fn a_broken_file_costs_nothing_but_itself() {
    let with = |broken: &str| {
        Portal::new()
            .file("acme/good", "catalog-info.yaml", component("good", ""))
            .file("acme/bad", "catalog-info.yaml", broken)
            .file("acme/bad", "README.md", "# Bad\n")
    };
    let portal = with("kind: [unclosed\n");
    portal.build();
    assert!(portal.page("component/default/good.html").contains("good"));
    assert!(portal.page("component/acme/bad.html").contains("Bad"));
    assert!(
        portal
            .findings()
            .iter()
            .any(|found| found.starts_with("yaml-syntax acme/bad/catalog-info.yaml:"))
    );
}

#[test]
fn every_relation_has_two_ends_and_a_missing_one_is_told() {
    let portal = Portal::new()
        .file(
            "acme/a",
            "catalog-info.yaml",
            component("a", "  dependsOn: [component:b, component:ghost]\n"),
        )
        .file("acme/b", "catalog-info.yaml", component("b", ""));
    portal.build();
    let text = portal.page("component/default/b.json");
    let entity: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let relations = entity["relations"].as_array().expect("a list");
    assert!(relations.iter().any(|relation| {
        relation["type"] == "dependencyOf" && relation["targetRef"] == "component:default/a"
    }));
    let text = portal.page("data/v1/entities.json");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let a = all["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|item| item["metadata"]["name"] == "a");
    let relations = a.expect("a is there")["relations"].as_array().expect("a list").clone();
    assert!(relations.iter().any(|relation| relation["targetRef"] == "component:default/ghost"));
    assert!(portal.findings().iter().any(|found| found.starts_with("dangling-reference")));
}

#[test]
fn two_projects_that_describe_the_same_entity_are_both_told() {
    let portal = Portal::new().file("acme/a", "catalog-info.yaml", component("same", "")).file(
        "acme/b",
        "catalog-info.yaml",
        component("Same", ""),
    );
    portal.build();
    let duplicates: Vec<String> = portal
        .findings()
        .into_iter()
        .filter(|found| found.starts_with("duplicate-entity"))
        .collect();
    assert_eq!(
        duplicates,
        [
            "duplicate-entity acme/a/catalog-info.yaml:1",
            "duplicate-entity acme/b/catalog-info.yaml:1"
        ]
    );
}

#[test]
fn a_portal_can_be_built_again_from_its_snapshot_alone() {
    let portal = Portal::new()
        .file("acme/a", "catalog-info.yaml", component("a", ""))
        .file("acme/a", "README.md", "# A\n\n![sketch](docs/a.png)\n")
        .file("acme/a", "docs/a.png", b"\x89PNG\r\n\x1a\nrest");
    portal.build();
    let before = portal.site();
    fs::remove_dir_all(portal.path("repositories")).expect("removable");
    fs::create_dir(portal.path("repositories")).expect("writable");
    let ran =
        portal.run(&["build", "repositories", "--offline", "-o", "offline", "--cache", "cache"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(tree(&portal.path("offline")), before);
}

#[test]
fn the_report_tells_what_was_done() {
    let portal = Portal::new().file("acme/a", "catalog-info.yaml", component("a", ""));
    portal.build_with(&["--report", "report.json"]);
    let text = fs::read_to_string(portal.path("report.json")).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["projects"], 1);
    assert_eq!(report["entities"]["component"], 1);
    assert_eq!(report["findings"]["dangling-owner"], 1);
    let pages = portal.site().keys().filter(|path| path.ends_with(".html")).count();
    assert_eq!(report["pages"], pages);
    let bytes: usize = portal.site().values().map(Vec::len).sum();
    assert_eq!(report["bytes"], bytes);
    let stages: Vec<&str> = report["stages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|stage| stage["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(stages, ["read", "parse", "plan", "render", "search", "publish"]);
}

#[test]
fn findings_decide_the_exit_code_only_when_asked() {
    let portal = Portal::new().file("acme/a", "catalog-info.yaml", component("a", ""));
    let build = |flags: &[&str]| {
        let mut arguments = vec!["build", "repositories", "-o", "public", "--cache", "cache"];
        arguments.extend(flags);
        portal.run(&arguments).code
    };
    assert_eq!(build(&[]), 0);
    assert_eq!(build(&["--strict"]), 1);
    assert_eq!(build(&["--fail-on", "error"]), 0);
    assert_eq!(build(&["--fail-on", "warning"]), 1);
    assert_eq!(build(&["--no-such-flag"]), 2);
}

#[test]
fn explain_tells_where_everything_came_from() {
    let portal = Portal::new().file("acme/a", "catalog-info.yaml", component("a", ""));
    for subject in [
        "component:a",
        "component/default/a.html",
        "https://portal.acme.example/component/default/a.html",
    ] {
        let ran = portal.run(&["explain", subject, "repositories"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains("catalog-info.yaml:8"), "{}", ran.stdout);
    }
    let ran = portal.run(&["explain", "component:aa", "repositories"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("the nearest name is `component:a`"), "{}", ran.stderr);
}

#[test]
fn a_configuration_that_shows_nothing_is_refused() {
    let portal = Portal::new().file("acme/checkout", "README.md", "# Checkout\n");
    std::fs::write(portal.path("portolan.yaml"), "site: { title: Acme }\n").expect("a file");
    let ran = portal.run(&["build"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("neither `sources` nor `content`"), "{}", ran.stderr);
    assert!(!portal.path("public").exists());
    let ran = portal.run(&["build", "repositories", "-c", "portolan.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
