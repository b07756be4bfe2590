//! Messages, as bodies: what they hold, and what their traits add.

use crate::base::yaml::{Node, Position, Value};
use crate::model::api::{Content, Example, Schema, SchemaId};
use crate::parse::api::documents::Spot;
use crate::parse::api::reader::reference;

use super::description::Description;
use super::facts::{add, docs_fact};

impl<'d> Description<'d> {
    /// The messages of a channel of version 3.
    pub(super) fn channel_messages(&mut self, channel: Spot<'d>) -> Vec<Content> {
        if !self.reader.repeats(channel) {
            return Vec::new();
        }
        let entries = self.reader.entries(channel, "messages");
        let message = |entry: &'d crate::base::yaml::Entry| {
            self.message(channel.with(&entry.value), Some(&entry.key), Some(entry.position))
        };
        entries.iter().filter_map(message).collect()
    }

    /// The messages that an operation or a reply lists.
    pub(super) fn listed_messages(&mut self, of: Spot<'d>) -> Vec<Content> {
        let items = self.reader.items(of, "messages");
        items.iter().filter_map(|item| self.message(of.with(item), None, None)).collect()
    }

    /// The message of an operation of version 2, or one of several.
    pub(super) fn operation_message(&mut self, operation: Spot<'d>) -> Vec<Content> {
        let Some(message) = self.reader.child(operation, "message") else { return Vec::new() };
        let Some(several) = self.reader.child(message, "oneOf") else {
            return self.message(message, None, None).into_iter().collect();
        };
        let Some(items) = several.node.as_sequence() else {
            self.reader.tell_type(several, "`oneOf`", "a list");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.message(several.with(item), None, None)).collect()
    }

    fn message(
        &mut self,
        written: Spot<'d>,
        key: Option<&str>,
        position: Option<Position>,
    ) -> Option<Content> {
        let at = self.reader.follow(written)?;
        if at.node.as_mapping().is_none() {
            self.reader.tell_type(at, "a message", "a mapping");
            return None;
        }
        self.messages.insert(at.address());
        let referred = reference(written.node).and_then(|(text, _)| text.rsplit('/').next());
        let name = key.or(referred).map(str::to_owned);
        let place = position.map_or_else(|| at.at(), |position| written.position(position));
        let mut content = Content { at: place, ..Content::default() };
        let mut headers = Vec::new();
        for layer in self.with_traits(at) {
            self.say_message(&mut content, layer);
            let schema = self.reader.child(layer, "headers");
            headers.extend(schema.and_then(|schema| self.payload_schema(schema, None)));
        }
        self.payload(&mut content, at);
        content.name = content.name.take().or(name);
        content.headers = self.joined(headers);
        if content.media_type.is_empty() {
            content.media_type = self.media_type.clone();
        }
        Some(content)
    }

    /// Headers of the message and of its traits hold together.
    fn joined(&mut self, mut schemas: Vec<SchemaId>) -> Option<SchemaId> {
        if schemas.len() < 2 {
            return schemas.pop();
        }
        Some(self.reader.made_schema(Schema { all_of: schemas, ..Schema::default() }))
    }

    /// What a message or a trait says, as far as nothing before it said so.
    fn say_message(&mut self, content: &mut Content, layer: Spot<'d>) {
        let reader = &mut self.reader;
        content.name = content.name.take().or_else(|| reader.line(layer, "name"));
        content.title = content.title.take().or_else(|| reader.line(layer, "title"));
        content.summary = content.summary.take().or_else(|| reader.line(layer, "summary"));
        let description = reader.markdown(layer, "description");
        content.description = content.description.take().or(description);
        let deprecated = reader.deprecated(layer);
        content.deprecated = content.deprecated.take().or(deprecated);
        if content.media_type.is_empty() {
            content.media_type = reader.line(layer, "contentType").unwrap_or_default();
        }
        if content.examples.is_empty() {
            content.examples = self.message_examples(layer);
        }
        let mut facts = self.reader.facts(layer, &["messageId"]);
        facts.extend(self.location(layer, "correlationId"));
        facts.extend(self.tags(layer));
        facts.extend(self.bindings(layer));
        facts.extend(self.reader.extensions(layer, &[]));
        let docs = self.reader.docs(layer, "externalDocs");
        facts.extend(docs.map(|docs| docs_fact("documentation", &docs)));
        add(&mut content.facts, facts);
    }

    fn message_examples(&mut self, layer: Spot<'d>) -> Vec<Example> {
        let mut examples = Vec::new();
        for item in self.reader.items(layer, "examples") {
            let Some(at) = self.reader.follow(layer.with(item)) else { continue };
            let Value::Mapping(_) = &at.node.value else { continue };
            examples.push(Example {
                name: self.reader.line(at, "name"),
                summary: self.reader.line(at, "summary"),
                description: None,
                value: at.node.get("payload").map(Node::to_json),
                headers: at.node.get("headers").map(Node::to_json),
                href: None,
            });
        }
        examples
    }
}
