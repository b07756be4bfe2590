//! The JSON Schema of `portolan.yaml`, for editors.

use serde_json::{Map, Value, json};

use super::reference::{self, Key, Shape};

/// Returns the schema (draft 2020-12), made of the table of keys.
pub(crate) fn schema() -> Value {
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "portolan.yaml",
        "description": "The configuration of a portal made by portolan.",
    });
    if let Value::Object(root) = &mut root {
        root.extend(mapping(""));
    }
    root
}

/// What a mapping may hold: the keys below `path`, and no other.
fn mapping(path: &str) -> Map<String, Value> {
    let children: Vec<&Key> = reference::children(path).collect();
    let properties: Map<String, Value> =
        children.iter().map(|key| (key.name().to_owned(), described(key))).collect();
    let required: Vec<&str> =
        children.iter().filter(|key| key.required).map(|key| key.name()).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(["object", "null"]));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("required".to_owned(), json!(required));
    }
    if let Some(choice) = reference::ONE_OF.iter().find(|choice| choice.path == path) {
        let one_of: Vec<Value> =
            choice.names.iter().map(|name| json!({ "required": [name] })).collect();
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("oneOf".to_owned(), json!(one_of));
    }
    schema
}

/// The schema of one key's value with its explanation, default and example.
fn described(key: &Key) -> Value {
    let mut schema = value(key);
    if !key.text.is_empty() {
        schema.insert("description".to_owned(), json!(key.text));
    }
    schema.insert("$comment".to_owned(), json!(format!("since {}", key.since)));
    if !key.default.is_empty() {
        schema.insert("default".to_owned(), json_of(key.default));
    }
    if !key.example.is_empty() {
        schema.insert("examples".to_owned(), json!([json_of(key.example)]));
    }
    Value::Object(schema)
}

fn value(key: &Key) -> Map<String, Value> {
    let schema = match key.shape {
        Shape::Section => return mapping(key.path),
        Shape::List => {
            let item = reference::find(&format!("{}[]", key.path));
            json!({ "type": ["array", "null"], "items": item.map(described) })
        }
        Shape::Text | Shape::Path | Shape::Glob => json!({ "type": "string", "minLength": 1 }),
        Shape::Url => json!({ "type": "string", "format": "uri", "pattern": "^https?://" }),
        Shape::UrlTemplate => {
            json!({ "type": "string", "pattern": "^https?://.*\\{value\\}" })
        }
        Shape::Host => json!({ "type": "string", "pattern": "^[^/*@?#\\s]+$" }),
        Shape::Variable => json!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" }),
        Shape::Color => {
            json!({ "type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$" })
        }
        Shape::Language => {
            json!({ "type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" })
        }
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::Size => json!({
            "type": ["integer", "string"],
            "minimum": 1,
            "pattern": "^[0-9.]+ *(B|[kK]B|MB|GB|[kK]iB|MiB|GiB)?$",
        }),
        Shape::Count => json!({ "type": "integer", "minimum": 1 }),
        Shape::Between(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Shape::Bool => json!({ "type": "boolean" }),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

fn json_of(text: &str) -> Value {
    use crate::base::yaml::{Budget, document};
    document(text, Budget::DESCRIPTOR).expect("the table's values are YAML").to_json()
}
