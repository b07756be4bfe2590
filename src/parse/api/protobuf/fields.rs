//! Fields of messages and of extensions in the model.

use serde_json::Value;

use crate::model::api::{Definition, EnumValue, Property};

use super::facts::{fact, of_options};
use super::syntax::{Extension, Field};
use super::types::{Scope, Types};

/// A field of a message.
pub(super) fn property(field: &Field, scope: Scope<'_>, types: &mut Types) -> Property {
    let scope = Scope { at: field.at, ..scope };
    let schema = match &field.key {
        Some(key) => types.map(key, &field.is, scope),
        None => types.labelled(field.label, &field.is, scope),
    };
    let (deprecated, facts) = of_options(&field.options);
    let mut property = Property {
        required: field.label == "required",
        description: field.description.clone(),
        deprecated,
        number: field.number,
        choice: field.choice.clone(),
        at: field.at,
        ..Property::new(&field.name, schema)
    };
    for known in facts {
        match known.label.as_str() {
            "default" => property.default = Some(known.value),
            "json_name" => property.facts.push(fact("JSON name", known.value)),
            "(google.api.field_behavior)" => {
                property.required |= says_required(&known.value);
                property.facts.push(known);
            }
            _ => property.facts.push(known),
        }
    }
    property
}

fn says_required(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(says_required),
        other => other.as_str() == Some("REQUIRED"),
    }
}

/// A value of an enumeration.
pub(super) fn value(field: &Field) -> EnumValue {
    let (deprecated, facts) = of_options(&field.options);
    EnumValue {
        value: Value::String(field.name.clone()),
        number: field.number,
        description: field.description.clone(),
        deprecated,
        facts,
    }
}

/// The fields that are added to somebody else's message, each in the format's own language.
pub(super) fn definitions(extension: &Extension, scope: &str) -> Vec<Definition> {
    let definition = |field: &Field| Definition {
        sort: "extension",
        name: joined(scope, &field.name),
        code: format!("extend {} {{\n  {}\n}}", extension.extended, source(field)),
        description: field.description.clone(),
        at: field.at,
    };
    extension.fields.iter().map(definition).collect()
}

fn source(field: &Field) -> String {
    let label = if field.label.is_empty() { String::new() } else { format!("{} ", field.label) };
    let number = field.number.unwrap_or_default();
    let options: Vec<String> =
        field.options.iter().map(|option| format!("{} = {}", option.name, option.value)).collect();
    let options =
        if options.is_empty() { String::new() } else { format!(" [{}]", options.join(", ")) };
    format!("{label}{} {} = {number}{options};", field.is, field.name)
}

/// A name within a scope.
pub(super) fn joined(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
