//! What types and constraints are called.

use serde_json::Value;

use super::reference::{Reference, text_of};
use super::text;
use super::tree::{self, Shape};
use crate::model::api::{Additional, Constraint, Schema, SchemaId, SchemaType};
use crate::page::view::{NoteView, TextLink, TypeView};

/// How many alternatives a type names.
const MOST_ALTERNATIVES: usize = 6;

/// The type of a value.
pub(super) fn type_of(reference: &Reference<'_>, shape: &Shape) -> TypeView {
    let outer = reference.content.schema(shape.chain[0].0);
    if let Some(written) =
        shape.chain.iter().find_map(|(id, _)| reference.content.schema(*id).written.as_deref())
    {
        return as_written(reference, written, shape);
    }
    let is_nullable = |at: usize| {
        shape
            .chain
            .iter()
            .filter(|(_, layers)| *layers == at)
            .any(|(id, _)| reference.content.schema(*id).nullable)
    };
    let last = shape.layers.len();
    let core = shape.core();
    let named = shape.chain.iter().rev().map(|(id, _)| *id);
    let named = named
        .take_while(|id| !is_wrapper(reference.content.schema(*id)) || *id == core)
        .find(|id| reference.content.schema(*id).name.is_some());
    let word = word(reference, reference.content.schema(core), 0);
    let mut after = String::new();
    let name = match named {
        Some(id) => {
            if tree::children(reference.content, core, 1).is_empty() && word != "object" {
                after = format!(" ({word})");
            }
            let name = reference.content.schema(id).name.as_deref().unwrap_or_default();
            TextLink { label: text::cut(name, 120), href: reference.schema_href(id) }
        }
        None => TextLink { label: word, href: None },
    };
    if is_nullable(last) {
        after.push_str(" or null");
    }
    if last > 0 && is_nullable(0) {
        after.push_str(", or null");
    }
    let _ = outer;
    TypeView { before: shape.layers.concat(), name, after }
}

fn is_wrapper(schema: &Schema) -> bool {
    schema.items.is_some() || matches!(schema.additional, Additional::Of(_))
}

/// The type as its format writes it, with a link where the name of the schema stands.
fn as_written(reference: &Reference<'_>, written: &str, shape: &Shape) -> TypeView {
    let written = text::cut(written, 200);
    let named = shape.chain.iter().rev().find_map(|(id, _)| {
        let name = reference.content.schema(*id).name.as_deref()?;
        // Protobuf writes names shorter than they are.
        let short = name.rsplit('.').next().unwrap_or(name);
        let found = [name, short].into_iter().find_map(|name| Some((written.find(name)?, name)));
        found.map(|(at, name)| (at, name.len(), reference.schema_href(*id)))
    });
    match named {
        Some((at, length, href)) => TypeView {
            before: written[..at].to_owned(),
            name: TextLink { label: written[at..at + length].to_owned(), href },
            after: written[at + length..].to_owned(),
        },
        None => TypeView { name: TextLink { label: written, href: None }, ..TypeView::default() },
    }
}

/// The word for what a schema without a name may be.
fn word(reference: &Reference<'_>, schema: &Schema, depth: usize) -> String {
    if schema.is_never {
        return "nothing".to_owned();
    }
    let mut words: Vec<String> = schema.types.iter().map(|one| one.as_str().to_owned()).collect();
    if words.is_empty() {
        let alternatives = [("one of", &schema.one_of), ("any of", &schema.any_of)];
        if let Some((_, list)) = alternatives.into_iter().find(|(_, list)| !list.is_empty()) {
            return alternatives_of(reference, list, depth);
        }
        words.extend(guessed(schema).map(str::to_owned));
    }
    let word = if words.is_empty() { "any".to_owned() } else { words.join(" or ") };
    match &schema.format {
        Some(format) => format!("{word}, {}", text::cut(format, 60)),
        None => word,
    }
}

fn alternatives_of(reference: &Reference<'_>, list: &[SchemaId], depth: usize) -> String {
    let names = list.iter().take(MOST_ALTERNATIVES).map(|id| {
        let shape = tree::shape(reference.content, *id);
        let schema = reference.content.schema(shape.core());
        let name = schema.name.clone().or_else(|| schema.title.clone());
        let name = name.unwrap_or_else(|| match depth {
            0..3 => word(reference, schema, depth + 1),
            _ => "any".to_owned(),
        });
        format!("{}{}", shape.layers.concat(), text::cut(&name, 60))
    });
    let mut names: Vec<String> = names.collect();
    names.dedup();
    let left = list.len().saturating_sub(MOST_ALTERNATIVES);
    match left {
        0 => names.join(" or "),
        _ => format!("{} or {left} more", names.join(", ")),
    }
}

/// What a schema means that does not say its type.
fn guessed(schema: &Schema) -> Option<&'static str> {
    let of_value = |value: &Value| match value {
        Value::String(_) => "string",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    };
    let is_object = !schema.properties.is_empty()
        || !schema.patterns.is_empty()
        || !schema.all_of.is_empty()
        || schema.additional != Additional::Unsaid;
    if is_object {
        return Some(SchemaType::Object.as_str());
    }
    if schema.items.is_some() || !schema.prefix_items.is_empty() {
        return Some(SchemaType::Array.as_str());
    }
    let value = schema.constant.as_ref().or_else(|| schema.values.first().map(|one| &one.value));
    value.map(of_value)
}

/// What a value must keep to, in words; `each` if it is said of the items of a list.
pub(super) fn constraint(constraint: &Constraint, each: bool) -> Option<NoteView> {
    let value = text_of(&constraint.value);
    let is_one = value == "1";
    let (label, after) = match constraint.keyword.as_str() {
        "minimum" => ("≥", ""),
        "maximum" => ("≤", ""),
        "exclusiveMinimum" => (">", ""),
        "exclusiveMaximum" => ("<", ""),
        "multipleOf" => ("a multiple of", ""),
        "minLength" => ("at least", if is_one { "character" } else { "characters" }),
        "maxLength" => ("at most", if is_one { "character" } else { "characters" }),
        "minItems" => ("at least", if is_one { "item" } else { "items" }),
        "maxItems" => ("at most", if is_one { "item" } else { "items" }),
        "minProperties" => ("at least", if is_one { "field" } else { "fields" }),
        "maxProperties" => ("at most", if is_one { "field" } else { "fields" }),
        "minContains" => ("at least", "such items"),
        "maxContains" => ("at most", "such items"),
        "pattern" => ("matches", ""),
        "uniqueItems" => {
            let is_unique = constraint.value == Value::Bool(true);
            return is_unique.then(|| note("no item twice", ""));
        }
        keyword => {
            let label = text::cut(keyword, 60);
            return Some(NoteView { label: in_items(&label, each), code: value, after: "" });
        }
    };
    Some(NoteView { label: in_items(label, each), code: value, after })
}

fn in_items(label: &str, each: bool) -> String {
    if each { format!("each {label}") } else { label.to_owned() }
}

/// A remark.
pub(super) fn note(label: &str, code: &str) -> NoteView {
    NoteView { label: label.to_owned(), code: code.to_owned(), after: "" }
}
