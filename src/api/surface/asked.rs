//! What schemas and fields ask for by themselves, in words.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api::json_name::usual_json_name;
use crate::model::api::{Additional, Property, Schema, SchemaType};

use super::gathered::Gathered;
use super::signature::Words;

/// The constraints that count.
const CONSTRAINTS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "dependentRequired",
];

/// What a schema and its parts ask of the value itself; of two that ask the same thing the first counts.
pub(super) fn own(words: &mut Words, gathered: &Gathered<'_>) {
    let types = types(gathered);
    if !types.is_empty() {
        words.add_name("t", &types.join("|"));
    }
    for schema in gathered.parts.iter().rev() {
        words.flag("ro", schema.read_only);
        words.flag("wo", schema.write_only);
        words.flag("dep", schema.deprecated.is_some());
        words.flag("e", !schema.values.is_empty() || schema.constant.is_some());
        words.flag("x", schema.additional == Additional::None);
        words.flag("never", schema.is_never);
        if let Some(format) = &schema.format {
            words.add("f", format);
        }
        if let Some(value) = schema.default.as_ref() {
            words.value("def", value);
        }
        if let Some(discriminator) = &schema.discriminator {
            words.add("disc", &discriminator.property);
        }
        for constraint in &schema.constraints {
            if let Some(word) = CONSTRAINTS.iter().find(|word| **word == constraint.keyword) {
                words.value(word, &constraint.value);
            }
        }
    }
    required(words, gathered);
}

/// The types that all parts allow; where none is said, that of what the value is told to hold.
fn types(gathered: &Gathered<'_>) -> Vec<&'static str> {
    let mut all = gathered.parts.iter().map(|schema| &schema.types).filter(|it| !it.is_empty());
    let mut types: Vec<SchemaType> = all.next().cloned().unwrap_or_default();
    for others in all {
        let both = |is: &SchemaType| others.contains(is);
        if types.iter().any(both) {
            types.retain(both);
        }
    }
    if types.is_empty() {
        types = implied(gathered);
    }
    let mut names: Vec<&str> = types.into_iter().map(SchemaType::as_str).collect();
    names.sort_unstable();
    names
}

/// Who describes fields means an object, so that saying so later is no change.
fn implied(gathered: &Gathered<'_>) -> Vec<SchemaType> {
    let any = |has: fn(&Schema) -> bool| gathered.parts.iter().any(|schema| has(schema));
    if any(|schema| !schema.properties.is_empty()) {
        return vec![SchemaType::Object];
    }
    if any(|schema| schema.items.is_some()) {
        return vec![SchemaType::Array];
    }
    let values = gathered.parts.iter().flat_map(|schema| values(schema));
    let mut types: Vec<SchemaType> = values.filter_map(type_of).collect();
    types.sort_unstable();
    types.dedup();
    types
}

/// The values that it may be; one that it must be is a list of one.
fn values(schema: &Schema) -> impl Iterator<Item = &Value> {
    schema.values.iter().map(|value| &value.value).chain(&schema.constant)
}

fn type_of(value: &Value) -> Option<SchemaType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => SchemaType::Boolean,
        Value::Number(number) if number.is_f64() => SchemaType::Number,
        Value::Number(_) => SchemaType::Integer,
        Value::String(_) => SchemaType::String,
        Value::Array(_) => SchemaType::Array,
        Value::Object(_) => SchemaType::Object,
    })
}

/// Fields that must be there and are not among those of the form: they may be those of a named part.
fn required(words: &mut Words, gathered: &Gathered<'_>) {
    let mut left: BTreeSet<&str> = gathered.required();
    for property in gathered.parts.iter().flat_map(|schema| &schema.properties) {
        left.remove(property.name.as_str());
    }
    if !left.is_empty() {
        let names: Vec<&str> = left.into_iter().collect();
        words.add_name("required", &names.join(","));
    }
}

/// What a field asks for, apart from its form.
pub(super) fn field(property: &Property) -> Words {
    let mut words = Words::default();
    words.flag("dep", property.deprecated.is_some());
    if let Some(number) = property.number {
        words.add("num", &number.to_string());
    }
    if let Some(choice) = &property.choice {
        words.add_name("of", choice);
    }
    let json_name = property.facts.iter().find(|fact| fact.label == "JSON name");
    if let Some(name) = json_name.and_then(|fact| fact.value.as_str())
        && name != usual_json_name(&property.name)
    {
        words.add_name("json", name);
    }
    if let Some(default) = &property.default {
        words.value("def", default);
    }
    words
}
