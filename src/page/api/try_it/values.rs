//! What a field of the form holds and offers, concluded from the schema of its value.

use serde_json::Value;

use crate::model::api::{ApiContent, Example, Schema, SchemaId, SchemaType};

/// How many values a field offers.
const MOST_OPTIONS: usize = 200;
/// How often a schema may mean another one.
const MOST_STEPS: usize = 20;
/// The longest text that a field begins with.
const LONGEST: usize = 2_000;

/// What can be said of a value.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// `array`, `object`, `number`; or empty for text.
    pub sort: &'static str,
    /// What it may be; empty if anything of its sort.
    pub options: Vec<String>,
    /// What its author says that it is: the default, else an example.
    pub usual: Option<String>,
    /// Whether it is bytes as a file holds them.
    pub is_file: bool,
}

/// What can be said of a value with this schema and these examples.
pub(super) fn known(content: &ApiContent, id: Option<SchemaId>, examples: &[Example]) -> Known {
    let layers: Vec<&Schema> = id.map(|id| layers(content, id)).unwrap_or_default();
    let types = || layers.iter().flat_map(|schema| &schema.types);
    let is = |wanted: SchemaType| types().any(|one| *one == wanted);
    let options = layers.iter().map(|schema| options(schema)).find(|options| !options.is_empty());
    let is_boolean = is(SchemaType::Boolean) && types().count() == 1;
    let options = match options {
        None if is_boolean => vec!["true".to_owned(), "false".to_owned()],
        other => other.unwrap_or_default(),
    };
    let sort = if is(SchemaType::Array) || layers.iter().any(|schema| schema.items.is_some()) {
        "array"
    } else if is(SchemaType::Object) || layers.iter().any(|schema| !schema.properties.is_empty()) {
        "object"
    } else if types().all(|one| matches!(one, SchemaType::Number | SchemaType::Integer))
        && types().next().is_some()
    {
        "number"
    } else {
        ""
    };
    let defaults = layers.iter().filter_map(|schema| schema.default.as_ref());
    let written = examples.iter().filter_map(|example| example.value.as_ref());
    let of_schema = layers.iter().flat_map(|schema| schema.examples.iter().chain(&schema.constant));
    let usual = defaults.chain(written).chain(of_schema).next().map(|value| text(value, sort));
    Known {
        sort,
        options,
        usual: usual.filter(|text| !text.is_empty() && text.len() <= LONGEST),
        is_file: is_file(content, id),
    }
}

/// The schema, and those that it is another word for.
fn layers(content: &ApiContent, id: SchemaId) -> Vec<&Schema> {
    let mut layers = vec![content.schema(id)];
    for _ in 0..MOST_STEPS {
        let Some(last) = layers.last() else { break };
        let only = match last.all_of.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        match last.refers.or(only) {
            Some(next) => layers.push(content.schema(next)),
            None => break,
        }
    }
    layers
}

fn options(schema: &Schema) -> Vec<String> {
    let values = schema.values.iter().map(|one| &one.value).take(MOST_OPTIONS);
    let plain = values.filter(|value| !value.is_array() && !value.is_object() && !value.is_null());
    plain.map(|value| text(value, "")).filter(|text| text.len() <= LONGEST).collect()
}

/// A value as people type it: of a list a line each, of an object JSON.
pub(super) fn text(value: &Value, sort: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) if sort == "array" => {
            let lines: Vec<String> = items.iter().map(|item| text(item, "")).collect();
            lines.join("\n")
        }
        value => value.to_string(),
    }
}

/// Whether a value is bytes as a file holds them.
pub(super) fn is_file(content: &ApiContent, id: Option<SchemaId>) -> bool {
    let Some(mut schema) = id.map(|id| content.schema(id)) else { return false };
    for _ in 0..MOST_STEPS {
        match schema.refers.or(schema.items) {
            Some(inner) => schema = content.schema(inner),
            None => break,
        }
    }
    schema.types.contains(&SchemaType::File)
        || schema.format.as_deref() == Some("binary")
        || schema.facts.iter().any(|fact| fact.label == "contentMediaType")
}
