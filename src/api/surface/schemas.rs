//! Schemas: what a value may be, place by place.

use crate::model::api::{Additional, ApiContent, Schema, SchemaId};

use super::BETWEEN;
use super::item::{Item, ItemKind};
use super::operations::Ways;
use super::signature::{Signature, Words};

/// Schemas without names that nest deeper are not looked into.
const DEEPEST: usize = 16;
/// How many items a whole surface may have.
const MOST: usize = 400_000;
/// How many items may stand below one named schema or operation.
const MOST_BELOW: usize = 8_000;

/// Collects items.
pub(super) struct Collector<'a> {
    pub content: &'a ApiContent,
    pub items: Vec<Item>,
    /// How many items may still be added below what is collected now.
    below: usize,
}

/// All named schemas.
pub(super) fn collect(collector: &mut Collector<'_>, ways: &Ways) {
    let content = collector.content;
    for id in &content.named {
        let schema = content.schema(*id);
        let Some(name) = &schema.name else { continue };
        let mut words = own_words(schema);
        words.add("d", ways.of_schema(*id));
        let reserved = schema.facts.iter().filter(|fact| fact.label == "reserved");
        let reserved: Vec<String> = reserved
            .map(|fact| fact.value.as_str().unwrap_or_default().replace([' ', '"', '\''], ""))
            .collect();
        if !reserved.is_empty() {
            words.add_name("res", &reserved.join(","));
        }
        collector.begin();
        let path = format!("s{BETWEEN}{}", part(name));
        collector.push(path.clone(), ItemKind::Schema, &words);
        collector.inside(&path, schema, 0);
        if let Some(target) = schema.refers {
            collector.target(&path, target, 0);
        }
    }
}

impl<'a> Collector<'a> {
    pub(super) fn new(content: &'a ApiContent) -> Collector<'a> {
        Collector { content, items: Vec::new(), below: 0 }
    }

    /// Begins with another schema or operation.
    pub(super) fn begin(&mut self) {
        self.below = MOST_BELOW;
    }

    pub(super) fn push(&mut self, path: String, kind: ItemKind, words: &Words) {
        if self.below > 0 && self.items.len() < MOST {
            self.below -= 1;
            self.items.push(Item { path, kind, signature: Signature::of(words) });
        }
    }

    /// A value of a schema that has no item of its own: adds what is asked to `words`, pushes, and goes on inside.
    pub(super) fn value(
        &mut self,
        path: String,
        kind: ItemKind,
        mut words: Words,
        id: Option<SchemaId>,
        depth: usize,
    ) {
        let Some(id) = id else {
            self.push(path, kind, &words);
            return;
        };
        let schema = self.content.schema(id);
        if let Some(name) = &schema.name {
            words.add_name("ref", name);
            self.push(path, kind, &words);
            return;
        }
        let target = schema.refers.and_then(|target| self.named(target));
        add(&mut words, schema);
        if let Some(name) = target {
            words.add_name("ref", name);
        }
        self.push(path.clone(), kind, &words);
        if depth >= DEEPEST || self.below == 0 {
            return;
        }
        self.inside(&path, schema, depth);
        if let (None, Some(target)) = (target, schema.refers) {
            self.target(&path, target, depth);
        }
    }

    /// What is asked by a schema of which another is told to be all.
    fn target(&mut self, path: &str, id: SchemaId, depth: usize) {
        let schema = self.content.schema(id);
        match &schema.name {
            Some(name) => {
                let mut words = Words::default();
                words.add_name("ref", name);
                self.push(format!("{path}{BETWEEN}&{}", part(name)), ItemKind::Part, &words);
            }
            None if depth < DEEPEST && self.below > 0 => {
                self.below -= 1;
                self.inside(path, schema, depth + 1);
                if let Some(next) = schema.refers {
                    self.target(path, next, depth + 1);
                }
            }
            None => {}
        }
    }

    fn named(&self, id: SchemaId) -> Option<&'a str> {
        self.content.schema(id).name.as_deref()
    }

    /// Everything below a schema.
    fn inside(&mut self, path: &str, schema: &'a Schema, depth: usize) {
        let below = |last: String| format!("{path}{BETWEEN}{last}");
        for property in &schema.properties {
            let place = below(format!(".{}", part(&property.name)));
            self.value(
                place.clone(),
                ItemKind::Field,
                field_words(property),
                Some(property.schema),
                depth + 1,
            );
            for argument in &property.arguments {
                let mut words = Words::default();
                words.flag("req", argument.required);
                words.flag("dep", argument.deprecated.is_some());
                let place = format!("{place}{BETWEEN}({}", part(&argument.name));
                self.value(place, ItemKind::Argument, words, argument.schema, depth + 1);
            }
        }
        let inner = schema.items.map(|id| ("[]".to_owned(), id));
        let first = schema.prefix_items.iter().enumerate().map(|(at, id)| (format!("[{at}]"), *id));
        let map = match schema.additional {
            Additional::Of(id) => Some(("{}".to_owned(), id)),
            Additional::Unsaid | Additional::Any | Additional::None => None,
        };
        let patterns =
            schema.patterns.iter().map(|(pattern, id)| (format!("{{{}", part(pattern)), *id));
        for (last, id) in inner.into_iter().chain(first).chain(map).chain(patterns) {
            self.value(below(last), ItemKind::Inner, Words::default(), Some(id), depth + 1);
        }
        for value in &schema.values {
            let mut words = Words::default();
            words.flag("dep", value.deprecated.is_some());
            if let Some(number) = value.number {
                words.add("num", &number.to_string());
            }
            let text = value.value.to_string();
            self.push(below(format!("={}", part(&text))), ItemKind::Value, &words);
        }
        // Of two lists of alternatives the value is one of each; their order does not count where they have names.
        for (mark, ids) in [('|', &schema.one_of), ('/', &schema.any_of)] {
            for (at, id) in ids.iter().enumerate() {
                let last = self
                    .named(*id)
                    .map_or_else(|| format!("{mark}{at}"), |name| format!("{mark}{}", part(name)));
                self.value(
                    below(last),
                    ItemKind::Alternative,
                    Words::default(),
                    Some(*id),
                    depth + 1,
                );
            }
        }
        for id in &schema.all_of {
            self.target(path, *id, depth + 1);
        }
        for id in &schema.implements {
            let name = self.named(*id).unwrap_or_default();
            self.push(below(format!("~{}", part(name))), ItemKind::Interface, &Words::default());
        }
    }
}

/// A part of a path: what would end it is replaced.
pub(super) fn part(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn field_words(property: &crate::model::api::Property) -> Words {
    let mut words = Words::default();
    words.flag("req", property.required);
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

fn own_words(schema: &Schema) -> Words {
    let mut words = Words::default();
    add(&mut words, schema);
    words
}

/// What a schema asks for by itself.
fn add(words: &mut Words, schema: &Schema) {
    if !schema.types.is_empty() {
        let mut types: Vec<&str> = schema.types.iter().map(|it| it.as_str()).collect();
        types.sort_unstable();
        words.add_name("t", &types.join("|"));
    }
    words.flag("n", schema.nullable);
    words.flag("ro", schema.read_only);
    words.flag("wo", schema.write_only);
    words.flag("dep", schema.deprecated.is_some());
    words.flag("e", !schema.values.is_empty());
    words.flag("x", schema.additional == Additional::None);
    if let Some(format) = &schema.format {
        words.add("f", format);
    }
    if let Some(value) = &schema.constant {
        words.value("const", value);
    }
    if let Some(value) = schema.default.as_ref() {
        words.value("def", value);
    }
    for constraint in &schema.constraints {
        if let Some(word) = CONSTRAINTS.iter().find(|word| **word == constraint.keyword) {
            words.value(word, &constraint.value);
        }
    }
}

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
    "required",
    "dependentRequired",
];
