//! What schemas and fields ask for by themselves, in words.

use std::collections::BTreeSet;

use crate::model::api::{Additional, Property, SchemaType};

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
        words.flag("e", !schema.values.is_empty());
        words.flag("x", schema.additional == Additional::None);
        words.flag("never", schema.is_never);
        if let Some(format) = &schema.format {
            words.add("f", format);
        }
        if let Some(value) = &schema.constant {
            words.value("const", value);
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

/// The types that all parts allow.
fn types(gathered: &Gathered<'_>) -> Vec<&'static str> {
    let mut all = gathered.parts.iter().map(|schema| &schema.types).filter(|it| !it.is_empty());
    let mut types: Vec<SchemaType> = all.next().cloned().unwrap_or_default();
    for others in all {
        let both = |is: &SchemaType| others.contains(is);
        if types.iter().any(both) {
            types.retain(both);
        }
    }
    let mut names: Vec<&str> = types.into_iter().map(SchemaType::as_str).collect();
    names.sort_unstable();
    names
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
    if let Some(fact) = property.facts.iter().find(|fact| fact.label == "JSON name") {
        words.value("json", &fact.value);
    }
    if let Some(default) = &property.default {
        words.value("def", default);
    }
    words
}
