#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value as Json, json};

use super::graph::{self, Item, MOST_NODES};
use super::{inputs, scalar, snippet};
use crate::base::RelPath;
use crate::model::{
    CiComponent, CiFile, CiInput, ComponentVersion, Head, InputRule, InputType, Project,
};
use crate::page::view::GraphNode;

fn input(name: &str, input_type: InputType) -> CiInput {
    CiInput { name: name.to_owned(), input_type, ..CiInput::default() }
}

fn project() -> Project {
    Project {
        path: "acme/ci/deploy".to_owned(),
        web_url: Some("https://gitlab.example.com:8443/git/acme/ci/deploy".to_owned()),
        default_branch: Some("main".to_owned()),
        ..Project::default()
    }
}

fn component(tags: &[&str], inputs: Vec<CiInput>) -> CiComponent {
    let version = |tag: &&str| ComponentVersion { tag: (*tag).to_owned(), ..Default::default() };
    CiComponent {
        name: "kubernetes".to_owned(),
        path: RelPath::new("templates/kubernetes.yml").unwrap(),
        file: CiFile { inputs, ..CiFile::default() },
        versions: tags.iter().map(version).collect(),
        ..CiComponent::default()
    }
}

fn check(inputs: Vec<CiInput>) -> String {
    snippet::snippet(&project(), &component(&["1.0.0"], inputs)).text
}

#[test]
fn every_mandatory_input_has_a_placeholder_that_is_accepted() {
    let options = |options: &[Json]| Some(options.to_vec());
    let rule = |condition: Option<&str>, options: &[Json]| InputRule {
        condition: condition.map(str::to_owned),
        options: Some(options.to_vec()),
        default: None,
    };
    let text = |name: &str| input(name, InputType::String);
    let of = |pattern: &str, name: &str| CiInput { regex: Some(pattern.to_owned()), ..text(name) };
    insta::assert_snapshot!(check(vec![
        text("image"),
        input("count", InputType::Number),
        input("push", InputType::Boolean),
        input("paths", InputType::Array),
        CiInput { default: Some(Json::Null), ..text("not-asked") },
        CiInput { options: options(&[json!("yes"), json!("no")]), ..text("answer") },
        CiInput { options: options(&[json!(8), json!(9)]), ..input("size", InputType::Number) },
        CiInput {
            rules: vec![
                rule(Some("$[[ inputs.answer ]] == 'yes'"), &[json!("only")]),
                rule(Some("$[[ inputs.answer ]] == 'no'"), &[json!("other")]),
            ],
            ..text("ruled")
        },
        of("^v\\d+\\.\\d+\\.\\d+$", "tag"),
        of("^[a-z]$", "letter"),
        of("^impossible-\\d{7}$", "number"),
        of("^(?:#\u{2028}x)\n: y$", "hostile"),
    ]));
}

#[test]
fn names_and_values_stay_what_they_are() {
    let named = |name: &str| CiInput {
        options: Some(vec![json!("a: b\n# c"), json!("d")]),
        ..input(name, InputType::String)
    };
    insta::assert_snapshot!(check(vec![named("no"), named("a b: c"), named("\"x\"\n- y")]));
}

#[test]
fn the_newest_release_is_pinned() {
    let version = |tags: &[&str]| {
        let snippet = snippet::snippet(&project(), &component(tags, vec![]));
        (snippet.version, snippet.note)
    };
    assert_eq!(version(&["1.9.0", "v1.10.0", "2.0.0-rc.1", "nightly"]), ("v1.10.0".to_owned(), ""));
    assert_eq!(version(&["nightly"]).0, "nightly");
    let (first, note) = version(&["1.0.0-rc.2", "1.0.0-rc.10"]);
    assert_eq!(first, "1.0.0-rc.10");
    assert!(!note.is_empty());
}

#[test]
fn without_a_release_nothing_is_pinned_that_would_fail() {
    let version = |project: &Project| {
        let snippet = snippet::snippet(project, &component(&[], vec![]));
        assert!(snippet.note.starts_with("Nothing was released yet"), "{}", snippet.note);
        snippet.text
    };
    let place = "include:\n  - component: gitlab.example.com:8443/acme/ci/deploy/kubernetes@";
    assert_eq!(version(&project()), format!("{place}main\n"));
    let head = Some(Head { sha: "0123abcd".to_owned(), committed_at: None });
    let unnamed = Project { default_branch: None, head, ..project() };
    assert_eq!(version(&unnamed), format!("{place}0123abcd\n"));
    let nowhere = Project { web_url: None, default_branch: None, ..project() };
    let place = "include:\n  - component: $CI_SERVER_FQDN/acme/ci/deploy/kubernetes@main\n";
    assert_eq!(version(&nowhere), place);
}

/// The same table is read by the test of the form.
#[test]
fn values_are_written_such_that_all_readers_agree() {
    let cases = include_str!("../../../tests/fixtures/ci-scalars/cases.json");
    let cases: Vec<(Json, String)> = serde_json::from_str(cases).unwrap();
    for (value, expected) in cases {
        assert_eq!(scalar::scalar(&value), expected, "{value}");
    }
    assert_eq!(scalar::scalar(&json!(1e21)), "1.0e+21");
    assert_eq!(scalar::scalar(&json!(-1.5e-9)), "-1.5e-9");
}

#[test]
fn our_own_reader_of_yaml_gets_the_same_texts() {
    let cases = include_str!("../../../tests/fixtures/ci-scalars/cases.json");
    let cases: Vec<(Json, String)> = serde_json::from_str(cases).unwrap();
    for (value, _) in cases.iter().filter(|(value, _)| value.is_string()) {
        let text = format!("key: {} # string\n", scalar::scalar(value));
        let document =
            crate::base::yaml::document(&text, crate::base::yaml::Budget::DESCRIPTOR).unwrap();
        let read = &document.get("key").unwrap().value;
        assert!(
            matches!(read, crate::base::yaml::Value::String(read) if read == value.as_str().unwrap()),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn no_two_inputs_share_an_anchor() {
    let names = ["a b", "a-b", "a-b-2", "a\tb", ""];
    let rows = inputs::rows(&names.map(|name| input(name, InputType::String)));
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["input-a-b", "input-a-b-2", "input-a-b-2-2", "input-a-b-3", "input-"]);
}

#[test]
fn none_null_and_empty_are_three_defaults() {
    let of = |default| CiInput { default, ..input("x", InputType::String) };
    let rows = inputs::rows(&[of(None), of(Some(Json::Null)), of(Some(json!("")))]);
    let shown: Vec<Option<&str>> = rows.iter().map(|row| row.default.as_deref()).collect();
    assert_eq!(shown, [None, Some("null"), Some("\"\"")]);
    assert_eq!(rows.iter().map(|row| row.mandatory).collect::<Vec<_>>(), [true, false, false]);
}

fn items(parents: &[usize]) -> Vec<Item> {
    let item = |(at, parent): (usize, &usize)| Item {
        parent: *parent,
        label: format!("box-{at}-with-a-name-that-is-far-too-long-for-it"),
        ..Item::default()
    };
    parents.iter().enumerate().map(item).collect()
}

fn overlap(one: &GraphNode, other: &GraphNode) -> bool {
    let apart = one.x + one.width <= other.x
        || other.x + other.width <= one.x
        || one.y + one.height <= other.y
        || other.y + other.height <= one.y;
    !apart
}

#[test]
fn boxes_lie_beside_each_other_within_the_picture() {
    let chain: Vec<usize> = (0..200_usize).map(|at| at.saturating_sub(1)).collect();
    let star = vec![0; 300];
    let mixed: Vec<usize> = (0..150_usize).map(|at| at * 7 / 13 / 2).collect();
    for parents in [vec![0], vec![0, 0, 0, 1, 1, 4, 2], chain, star, mixed] {
        let graph = graph::layout(&items(&parents));
        assert_eq!(graph.nodes.len(), parents.len().min(MOST_NODES));
        assert_eq!(graph.left_out, parents.len() - graph.nodes.len());
        assert_eq!(graph.edges.len(), graph.nodes.len() - 1);
        for (at, node) in graph.nodes.iter().enumerate() {
            assert!(node.x + node.width <= graph.width && node.y + node.height <= graph.height);
            assert!(node.label.chars().count() <= 26, "{}", node.label);
            assert!(graph.nodes[..at].iter().all(|other| !overlap(node, other)), "{at}");
        }
    }
}
