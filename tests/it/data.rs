//! The data files of the example keep to the schema that is published beside them, and it speaks of all that is in them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{command, ran, root, tree};

/// The same schema without room for what it does not name.
fn closed(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let mut fields: serde_json::Map<String, Value> =
                fields.iter().map(|(key, value)| (key.clone(), closed(value))).collect();
            let is_record = fields.get("properties").is_some_and(Value::is_object)
                && fields.get("type").is_some_and(|kind| kind == "object" || kind.is_array());
            if is_record && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
            Value::Object(fields)
        }
        Value::Array(items) => Value::Array(items.iter().map(closed).collect()),
        other => other.clone(),
    }
}

/// Entities carry what their authors wrote, whatever that is.
const OPEN: &[&str] = &["entities"];

fn problems(schema: &Value, definition: &str, file: &str, bytes: &[u8]) -> Vec<String> {
    let schema = if OPEN.contains(&definition) { schema.clone() } else { closed(schema) };
    let asked = json!({ "$defs": schema["$defs"], "$ref": format!("#/$defs/{definition}") });
    let validator = jsonschema::validator_for(&asked).expect("a schema");
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    let told = validator.iter_errors(&value).take(5);
    told.map(|error| format!("{file}: {}: {error:.300}", error.instance_path())).collect()
}

#[test]
fn data_files_are_as_their_schema_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = root().join("examples/acme");
    let arguments =
        ["build", "-c", config.to_str().expect("UTF-8"), "-o", "public", "--cache", "c"];
    let built = ran(command(folder.path(), &arguments).output());
    assert_eq!(built.code, 0, "{}", built.stderr);
    let site = tree(&folder.path().join("public"));
    let schema: Value = serde_json::from_slice(&site["data/v1/schema.json"]).expect("JSON");
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, bytes) in &site {
        let definition = match path.as_str() {
            "data/v1/schema.json" => continue,
            path if path.ends_with("/description.json") => "apiDescription",
            path if path.ends_with("/surface.json") => "apiSurface",
            path if path.ends_with(".json") && path.starts_with("data/v1/") => {
                path.trim_start_matches("data/v1/").trim_end_matches(".json")
            }
            _ => continue,
        };
        *seen.entry(definition).or_default() += 1;
        found.extend(problems(&schema, definition, path, bytes));
    }
    assert_eq!(found, Vec::<String>::new());
    for definition in
        ["apis", "apiDescription", "apiSurface", "build", "components", "entities", "findings"]
    {
        assert!(seen.contains_key(definition), "no file of {definition}");
    }
}
