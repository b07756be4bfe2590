//! From the keywords of a schema to an entry of the arena: those that hold values.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::base::Code;
use crate::base::yaml::{Entry, Node, Value};
use crate::model::api::{Constraint, EnumValue, Fact, Schema, SchemaType};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::{boolean, fact, scalar};
use crate::parse::api::reader::Reader;
use crate::parse::text::shown;

use super::keywords::Draft;

/// What says nothing to readers of a page.
const SILENT: &[&str] =
    &["$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$comment"];

/// More explained values than that are left without, since each is looked up among all.
const MEANINGS: usize = 1_000;

impl<'d> Reader<'d> {
    /// Reads a keyword that holds a value.
    pub(super) fn word(&mut self, draft: &mut Draft, at: Spot<'d>, entry: &'d Entry) {
        let (key, node) = (entry.key.as_str(), &entry.value);
        let value = at.with(node);
        let schema = &mut draft.schema;
        match key {
            "title" => schema.title = self.line(at, key),
            "description" => schema.description = self.markdown(at, key),
            "format" => schema.format = self.line(at, key),
            "type" => self.types(schema, value),
            "nullable" | "x-nullable" => schema.nullable |= self.flag(at, key),
            "readOnly" => schema.read_only = self.flag(at, key),
            "writeOnly" => schema.write_only = self.flag(at, key),
            "deprecated" => schema.deprecated = self.deprecated(at),
            "externalDocs" => schema.docs = self.docs(at, key),
            "enum" => self.values(schema, at, value),
            "const" => schema.constant = Some(node.to_json()),
            "default" => schema.default = Some(node.to_json()),
            "example" => schema.examples.insert(0, node.to_json()),
            "examples" => schema.examples.extend(values(node)),
            "required" => self.required(draft, value),
            "exclusiveMinimum" | "exclusiveMaximum" => exclusive(draft, key, node),
            "uniqueItems" => {
                if self.flag(at, key) {
                    schema.constraints.push(constraint(key, json!(true)));
                }
            }
            "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems"
            | "maxItems" | "minProperties" | "maxProperties" | "minContains" | "maxContains" => {
                self.number(schema, value, key);
            }
            "pattern" => {
                let pattern = self.text(at, key).map(|text| constraint(key, text.into()));
                schema.constraints.extend(pattern);
            }
            "dependentRequired" => schema.constraints.push(constraint(key, node.to_json())),
            // AsyncAPI 3: a schema of another language, shown as it is written.
            "schema" if at.node.get("schemaFormat").is_some() => {
                schema.facts.push(Fact {
                    label: key.to_owned(),
                    value: node.to_json(),
                    href: None,
                });
            }
            "xml" => schema.facts.extend(fact(key, node)),
            key if SILENT.contains(&key) || key.starts_with("x-") => {}
            key => {
                let is_said = scalar(node).is_some();
                schema.facts.extend(fact(key, node).filter(|_| is_said));
            }
        }
    }

    fn types(&mut self, schema: &mut Schema, value: Spot<'d>) {
        let several = value.node.as_sequence();
        let names = several.unwrap_or_else(|| std::slice::from_ref(value.node));
        let mut is_null = false;
        for name in names {
            match name.as_str() {
                Some("null") => is_null = true,
                Some(text) => match schema_type(text) {
                    Some(known) if !schema.types.contains(&known) => schema.types.push(known),
                    Some(_) => {}
                    None => {
                        schema.written.get_or_insert_with(|| shown(text));
                        let message = format!("`{}` is no type of JSON Schema", shown(text));
                        self.tell(Code::ApiInvalid, value, name.position, message);
                    }
                },
                // `type: null` without quotes.
                None if name.value == Value::Null => is_null = true,
                None => self.tell_type(value.with(name), "`type`", "text"),
            }
        }
        if is_null && schema.types.is_empty() && schema.written.is_none() {
            schema.constant = Some(Json::Null);
        }
        schema.nullable |= is_null;
    }

    fn values(&mut self, schema: &mut Schema, at: Spot<'d>, value: Spot<'d>) {
        let Some(items) = value.node.as_sequence() else {
            self.tell_type(value, "`enum`", "a list");
            return;
        };
        let meanings = ["x-enum-descriptions", "x-enumDescriptions", "x-enum-varnames"];
        let meanings = meanings.iter().find_map(|key| at.node.get(key));
        schema.values = items
            .iter()
            .enumerate()
            .map(|(place, item)| EnumValue {
                value: item.to_json(),
                description: meanings.and_then(|meanings| meaning(meanings, place, item)),
                ..EnumValue::default()
            })
            .collect();
    }

    fn required(&mut self, draft: &mut Draft, value: Spot<'d>) {
        let Some(items) = value.node.as_sequence() else {
            self.tell_type(value, "`required`", "a list");
            return;
        };
        draft.required.extend(items.iter().filter_map(scalar));
    }

    fn number(&mut self, schema: &mut Schema, value: Spot<'d>, key: &str) {
        let number = match &value.node.value {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Bool(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        };
        match number {
            Some(number) => schema.constraints.push(constraint(key, Json::Number(number))),
            None => self.tell_type(value, &format!("`{key}`"), "a number"),
        }
    }
}

impl Draft {
    /// Puts together what stood apart.
    pub(super) fn finish(self) -> Schema {
        let Draft { mut schema, required, excluded, additional_items } = self;
        for (is_excluded, keyword, exclusive) in [
            (excluded[0], "minimum", "exclusiveMinimum"),
            (excluded[1], "maximum", "exclusiveMaximum"),
        ] {
            let bound = schema.constraints.iter_mut().find(|bound| bound.keyword == keyword);
            if let Some(bound) = bound.filter(|_| is_excluded) {
                bound.keyword = exclusive.to_owned();
            }
        }
        if !schema.prefix_items.is_empty() && schema.items.is_none() {
            schema.items = additional_items;
        }
        require(&mut schema, required);
        schema
    }
}

/// Marks the fields that must be there; those that are not described here are kept as a constraint.
fn require(schema: &mut Schema, required: Vec<String>) {
    if required.is_empty() {
        return;
    }
    let wanted: BTreeSet<&str> = required.iter().map(String::as_str).collect();
    let mut found = BTreeSet::new();
    for property in &mut schema.properties {
        property.required = wanted.contains(property.name.as_str());
        found.insert(property.name.as_str());
    }
    let left: Vec<&str> = wanted.difference(&found).copied().collect();
    if !left.is_empty() {
        schema.constraints.push(constraint("required", json!(left)));
    }
}

fn exclusive(draft: &mut Draft, key: &str, node: &Node) {
    match (boolean(node), &node.value) {
        // Draft 4 and OpenAPI 3.0: whether the bound itself is excluded.
        (Some(flag), _) => draft.excluded[usize::from(key == "exclusiveMaximum")] = flag,
        (None, Value::Number(number)) => {
            draft.schema.constraints.push(constraint(key, Json::Number(number.clone())));
        }
        _ => {}
    }
}

/// What a value of an enumeration means, by its place or by itself.
fn meaning(meanings: &Node, place: usize, item: &Node) -> Option<String> {
    match &meanings.value {
        Value::Sequence(texts) => texts.get(place).and_then(scalar),
        Value::Mapping(entries) if entries.len() <= MEANINGS => {
            meanings.get(&scalar(item)?).and_then(scalar)
        }
        _ => None,
    }
}

fn constraint(keyword: &str, value: Json) -> Constraint {
    Constraint { keyword: keyword.to_owned(), value }
}

/// A list of values; OpenAPI's named examples, where people write those.
fn values(node: &Node) -> Vec<Json> {
    match &node.value {
        Value::Sequence(items) => items.iter().map(Node::to_json).collect(),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| entry.value.get("value").unwrap_or(&entry.value).to_json())
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![node.to_json()],
    }
}

fn schema_type(text: &str) -> Option<SchemaType> {
    Some(match text {
        "object" => SchemaType::Object,
        "array" => SchemaType::Array,
        "string" => SchemaType::String,
        "number" => SchemaType::Number,
        "integer" => SchemaType::Integer,
        "boolean" => SchemaType::Boolean,
        "file" => SchemaType::File,
        _ => return None,
    })
}
