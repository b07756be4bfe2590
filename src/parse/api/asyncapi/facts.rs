//! What servers, channels, operations and messages say alike: bindings and tags.

use serde_json::Value as Json;

use crate::base::yaml::{Node, Value};
use crate::model::api::{ExternalDocs, Fact};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::{link_fact, scalar, text_fact};
use crate::parse::text::shown;

use super::description::Description;

/// The values of bindings that are shown; a binding may hold whole schemas.
const BINDING: usize = 400;

impl<'d> Description<'d> {
    /// A row for each protocol.
    pub(super) fn bindings(&mut self, of: Spot<'d>) -> Vec<Fact> {
        let Some(written) = self.reader.child(of, "bindings") else { return Vec::new() };
        let Some(at) = self.reader.follow(written) else { return Vec::new() };
        let mut facts = Vec::new();
        for entry in self.reader.own_entries(at, "bindings") {
            let Some(inner) = self.reader.follow(at.with(&entry.value)) else { continue };
            let is_empty = inner.node.as_mapping().is_none_or(<[_]>::is_empty);
            if is_empty || crate::parse::api::reader::weight(inner.node) > BINDING {
                facts.extend(is_empty.then(|| text_fact(&binding_label(&entry.key), "")));
                continue;
            }
            let (label, value) = (binding_label(&entry.key), inner.node.to_json());
            facts.push(Fact { label, value, href: None });
        }
        facts
    }

    /// The names of the tags, as one row, and a row for each that is documented elsewhere.
    pub(super) fn tags(&mut self, of: Spot<'d>) -> Vec<Fact> {
        let Some(tags) = self.reader.child(of, "tags") else { return Vec::new() };
        let Value::Sequence(items) = &tags.node.value else { return Vec::new() };
        let (mut names, mut documented) = (Vec::new(), Vec::new());
        for item in items {
            let Some(at) = self.reader.follow(tags.with(item)) else { continue };
            let name = scalar(at.node).or_else(|| at.node.get("name").and_then(scalar));
            let description = self.reader.line(at, "description");
            let docs = self.reader.docs(at, "externalDocs");
            if let (Some(name), Some(docs)) = (&name, docs) {
                documented.push(docs_fact(&format!("documentation of {}", shown(name)), &docs));
            }
            names.extend(name.map(|name| match description {
                Some(description) => format!("{name} ({description})"),
                None => name,
            }));
        }
        let names = (!names.is_empty()).then(|| text_fact("tags", names.join(", ")));
        names.into_iter().chain(documented).collect()
    }

    /// Where a value stands in the messages: `correlationId`, a reply's address.
    pub(super) fn location(&mut self, of: Spot<'d>, key: &str) -> Option<Fact> {
        let written = self.reader.child(of, key)?;
        let at = self.reader.follow(written)?;
        let location = at.node.get("location").and_then(scalar)?;
        let description = at.node.get("description").and_then(Node::as_str);
        let text = match description {
            Some(description) => format!("{location}: {description}"),
            None => location,
        };
        Some(Fact { label: key.to_owned(), value: Json::String(text), href: None })
    }
}

/// A row that leads to documentation.
pub(super) fn docs_fact(label: &str, docs: &ExternalDocs) -> Fact {
    link_fact(label, docs.description.as_deref().unwrap_or(&docs.url), &docs.url)
}

/// Adds what a trait says to what was said before, which counts more; bindings of one protocol hold together.
pub(super) fn add(known: &mut Vec<Fact>, more: Vec<Fact>) {
    for fact in more {
        match known.iter_mut().find(|other| other.label == fact.label) {
            None => known.push(fact),
            Some(other) => {
                if let (Json::Object(said), Json::Object(further)) = (&mut other.value, fact.value)
                {
                    for (key, value) in further {
                        said.entry(key).or_insert(value);
                    }
                }
            }
        }
    }
}

fn binding_label(protocol: &str) -> String {
    format!("{protocol} binding")
}
