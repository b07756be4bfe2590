//! The fields that descriptions of all JSON-like formats have: texts, flags, facts, documentation, examples.

use serde_json::Value as Json;

use crate::base::yaml::{Entry, Node, Value};
use crate::model::api::{Example, ExternalDocs, Fact};
use crate::parse::text::{one_line, shown};

use super::documents::Spot;
use super::reader::{Reader, weight};

/// How much a value may weigh that is shown in a row.
const SMALL: usize = 40;

impl<'d> Reader<'d> {
    /// A text as written; a number or a boolean is taken for the text that it is.
    pub(super) fn text(&mut self, of: Spot<'d>, key: &str) -> Option<String> {
        let inner = self.child(of, key)?;
        let text = scalar(inner.node);
        if text.is_none() {
            self.tell_type(inner, &format!("`{key}`"), "text");
        }
        text
    }

    /// A text on one line; nothing if it says nothing.
    pub(super) fn line(&mut self, of: Spot<'d>, key: &str) -> Option<String> {
        one_line(&self.text(of, key)?)
    }

    /// A text that says something.
    pub(super) fn markdown(&mut self, of: Spot<'d>, key: &str) -> Option<String> {
        self.text(of, key).filter(|text| !text.trim().is_empty())
    }

    /// Whether something is true.
    pub(super) fn flag(&mut self, of: Spot<'d>, key: &str) -> bool {
        let Some(inner) = self.child(of, key) else { return false };
        let flag = boolean(inner.node);
        if flag.is_none() {
            self.tell_type(inner, &format!("`{key}`"), "true or false");
        }
        flag.unwrap_or(false)
    }

    /// `deprecated`: true, or in some hands the reason.
    pub(super) fn deprecated(&mut self, of: Spot<'d>) -> Option<String> {
        let inner = self.child(of, "deprecated")?;
        match (boolean(inner.node), inner.node.as_str()) {
            (Some(flag), _) => flag.then(String::new),
            (None, Some(reason)) => Some(reason.to_owned()),
            (None, None) => {
                self.tell_type(inner, "`deprecated`", "true or false");
                None
            }
        }
    }

    /// The texts of a list.
    pub(super) fn texts(&mut self, of: Spot<'d>, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items(of, key) {
            match scalar(item) {
                Some(text) => texts.push(text),
                None => self.tell_type(of.with(item), &format!("an item of `{key}`"), "text"),
            }
        }
        texts
    }

    /// `externalDocs`.
    pub(super) fn docs(&mut self, of: Spot<'d>, key: &str) -> Option<ExternalDocs> {
        let inner = self.child(of, key)?;
        let docs = self.follow(inner)?;
        let url = self.line(docs, "url")?;
        Some(ExternalDocs { url, description: self.markdown(docs, "description") })
    }

    /// `example` and `examples` of a parameter, a header or a media type.
    pub(super) fn examples(&mut self, of: Spot<'d>) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(value) = of.get("example") {
            examples.push(Example { value: Some(value.node.to_json()), ..Example::default() });
        }
        let Some(several) = self.child(of, "examples") else { return examples };
        match &several.node.value {
            Value::Mapping(entries) => {
                for entry in entries {
                    examples.extend(self.example(of.with(&entry.value), &entry.key));
                }
            }
            // JSON Schema's form, often seen where OpenAPI wants names.
            Value::Sequence(items) => examples.extend(
                items
                    .iter()
                    .map(|item| Example { value: Some(item.to_json()), ..Example::default() }),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.tell_type(several, "`examples`", "a mapping");
            }
        }
        examples
    }

    fn example(&mut self, spot: Spot<'d>, name: &str) -> Option<Example> {
        let at = self.follow(spot)?;
        let name = Some(name.to_owned());
        if at.node.as_mapping().is_none() {
            // The value itself, where an object with `value` is expected.
            return Some(Example { name, value: Some(at.node.to_json()), ..Example::default() });
        }
        let value = ["value", "dataValue"].iter().find_map(|key| at.node.get(key));
        let written = at.node.get("serializedValue");
        // Since 3.1 a reference may describe what it refers to in its own words.
        let summary = self.line(spot, "summary").or_else(|| self.line(at, "summary"));
        let description = self.markdown(spot, "description");
        Some(Example {
            name,
            summary,
            description: description.or_else(|| self.markdown(at, "description")),
            value: value.or(written).map(Node::to_json),
            headers: None,
            href: self.line(at, "externalValue"),
        })
    }

    /// Extensions (`x-…`) with values that fit in a row.
    pub(super) fn extensions(&mut self, of: Spot<'d>, but: &[&str]) -> Vec<Fact> {
        let entries = of.node.as_mapping().unwrap_or_default();
        entries
            .iter()
            .filter(|entry| entry.key.starts_with("x-") && !but.contains(&entry.key.as_str()))
            .filter_map(|entry| entry_fact(entry, &entry.key))
            .collect()
    }

    /// The values below these keys, as rows.
    pub(super) fn facts(&mut self, of: Spot<'d>, keys: &[&str]) -> Vec<Fact> {
        keys.iter().filter_map(|key| entry_fact(of.node.entry(key)?, key)).collect()
    }
}

fn entry_fact(entry: &Entry, label: &str) -> Option<Fact> {
    fact(label, &entry.value)
}

/// A row, if the value is small enough for one.
pub(super) fn fact(label: &str, node: &Node) -> Option<Fact> {
    let is_small = node.value != Value::Null && weight(node) <= SMALL;
    is_small.then(|| Fact { label: shown(label), value: node.to_json(), href: None })
}

/// A row of text.
pub(super) fn text_fact(label: &str, text: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), value: Json::String(text.into()), href: None }
}

/// A row that leads somewhere.
pub(super) fn link_fact(label: &str, text: &str, href: &str) -> Fact {
    Fact { href: Some(href.to_owned()), ..text_fact(label, text) }
}

/// A scalar as text.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

/// True or false, also in quotes.
pub(super) fn boolean(node: &Node) -> Option<bool> {
    match &node.value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.to_ascii_lowercase().parse().ok(),
        Value::Null | Value::Number(_) | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}
