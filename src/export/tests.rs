#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::base::RelPath;
use crate::catalog::{self, Input, ProjectContents};
use crate::model::{
    CiComponent, CiFile, CiInput, ComponentVersion, Deprecation, InputRule, InputType, Project,
    Snapshot,
};
use crate::page::{Past, SiteSettings};

fn input(name: &str, default: Option<Value>) -> CiInput {
    CiInput { name: name.to_owned(), default, ..CiInput::default() }
}

fn component(name: &str, inputs: Vec<CiInput>) -> CiComponent {
    CiComponent {
        name: name.to_owned(),
        path: RelPath::new(&format!("templates/{name}.yml")).unwrap(),
        file: CiFile { inputs, ..CiFile::default() },
        ..CiComponent::default()
    }
}

fn written(components: Vec<CiComponent>) -> String {
    let project = Project {
        path: "acme/ci/deploy".to_owned(),
        default_branch: Some("main".to_owned()),
        ..Project::default()
    };
    let snapshot = Snapshot { projects: vec![project], ..Snapshot::default() };
    let contents = vec![ProjectContents { components, ..ProjectContents::default() }];
    let (catalog, _) = catalog::build(&snapshot, Input { entities: Vec::new(), contents });
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[],
        settings: &SiteSettings::default(),
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = crate::page::plan(&world);
    let (path, bytes) = super::components(&world, &plan);
    assert_eq!(path.as_str(), "data/v1/components.json");
    String::from_utf8(bytes).unwrap()
}

/// A component with all that can be said of one.
fn whole() -> CiComponent {
    let now = vec![
        input("none", None),
        input("null", Some(Value::Null)),
        input("empty", Some(json!(""))),
        CiInput {
            input_type: InputType::Array,
            description: Some("Where \"to\"\n</script>".to_owned()),
            options: Some(vec![json!("a"), json!(1.5), json!({ "b": null })]),
            regex: Some("^\\d+$".to_owned()),
            rules: vec![
                InputRule {
                    condition: Some("$[[ inputs.none ]] == 'x'".to_owned()),
                    ..InputRule::default()
                },
                InputRule {
                    options: Some(vec![]),
                    default: Some(Value::Null),
                    ..InputRule::default()
                },
            ],
            ..input("all", Some(json!([])))
        },
    ];
    let version = |tag: &str, file: Option<CiFile>| ComponentVersion {
        tag: tag.to_owned(),
        file,
        ..ComponentVersion::default()
    };
    let file = |inputs| Some(CiFile { inputs, ..CiFile::default() });
    CiComponent {
        description: Some("Rolls out.".to_owned()),
        deprecation: Some(Deprecation { message: None, replacement: Some("rollout".to_owned()) }),
        versions: vec![
            ComponentVersion {
                sha: Some("0123abcd".to_owned()),
                released_at: crate::base::Timestamp::parse("2026-10-28T09:30:00Z"),
                ..version("2.0.0", file(now.clone()))
            },
            version("1.0.0", file(vec![])),
            version("0.1.0", None),
        ],
        ..component("kubernetes", now)
    }
}

#[test]
fn what_is_published_is_read_again_as_it_was() {
    let components = vec![component("bare", vec![]), whole()];
    let read = super::components::read(&written(components.clone())).unwrap();
    assert_eq!(read.iter().map(|one| one.component.clone()).collect::<Vec<_>>(), components);
    assert!(read.iter().all(|one| one.project == "acme/ci/deploy"));
    assert_eq!(read[0].default_branch.as_deref(), Some("main"));
}

#[test]
fn each_component_is_a_line_in_the_order_of_names() {
    let text = written(vec![whole(), component("bare", vec![input("none", None)])]);
    insta::assert_snapshot!(text);
}

#[test]
fn a_later_portal_may_say_more_and_must_not_say_less() {
    let item = json!({ "name": "a", "project": "p", "path": "templates/a.yml", "stars": 3,
        "inputs": [{ "name": "i", "type": "string", "colour": "red" }] });
    let file = |item: &Value| json!({ "version": 1, "more": {}, "items": [item] }).to_string();
    let read = super::components::read(&file(&item)).unwrap();
    assert_eq!(read[0].component.file.inputs, [input("i", None)]);
    for (key, wrong) in [
        ("name", json!(3)),
        ("path", json!("../x")),
        ("inputs", json!([{ "name": "i", "type": "rope" }])),
    ] {
        let mut broken = item.clone();
        broken[key] = wrong;
        assert!(super::components::read(&file(&broken)).unwrap_err().contains("item 1"), "{key}");
    }
    for text in ["", "[]", "{\"version\":2,\"items\":[]}", "{\"version\":1}"] {
        assert!(super::components::read(text).is_err(), "{text}");
    }
}

#[test]
fn the_schema_knows_every_field_of_a_component() {
    let schema = schema::schema();
    let text = written(vec![whole()]);
    let file: Value = serde_json::from_str(&text).unwrap();
    check(&schema["$defs"], &schema["$defs"]["components"], &file, "components.json");
}

/// Checks types, required fields and that nothing is written that the schema does not tell.
fn check(all: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return check(all, &all[name.rsplit('/').next().unwrap()], value, at);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let schema = if value.is_null() { &either[1] } else { &either[0] };
        return check(all, schema, value, at);
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(key.as_str().unwrap()).is_some(), "{at}: {key} is missing");
    }
    if let (Some(known), Some(fields)) = (schema["properties"].as_object(), value.as_object()) {
        for (key, value) in fields {
            let schema = known.get(key).unwrap_or_else(|| panic!("{at}: {key} is not told"));
            check(all, schema, value, &format!("{at}.{key}"));
        }
    }
    for item in value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
        check(all, &schema["items"], item, at);
    }
}
