//! What a message holds: a JSON Schema, or a schema of another language, which is shown as it is written.

use serde_json::Value as Json;

use crate::base::yaml::{Node, Value};
use crate::model::api::{Content, Fact, SchemaId};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::text_fact;
use crate::parse::api::reader::weight;

use super::description::Description;

/// The largest foreign schema that is shown.
const FOREIGN: usize = 20_000;

impl<'d> Description<'d> {
    /// The payload of a message or, if the message has none, of one of its traits.
    pub(super) fn payload(&mut self, content: &mut Content, message: Spot<'d>) {
        let layers = self.with_traits(message);
        let Some(payload) = layers.iter().find_map(|at| self.reader.child(*at, "payload")) else {
            return;
        };
        // Version 2 says the format beside the payload.
        let format = layers.iter().find_map(|at| self.reader.line(*at, "schemaFormat"));
        content.schema = self.payload_schema(payload, Some((content, format)));
    }

    /// The schema at a place, which may be wrapped with its format; what is no JSON Schema becomes a row of the message.
    pub(super) fn payload_schema(
        &mut self,
        written: Spot<'d>,
        message: Option<(&mut Content, Option<String>)>,
    ) -> Option<SchemaId> {
        let (content, beside) = message.unzip();
        let wrapped = self.wrapped(written);
        let (schema, inside) = match wrapped {
            Some((schema, format)) => (schema, Some(format)),
            None => (written, None),
        };
        let format = inside.or(beside.flatten());
        let Some(format) = format.filter(|format| !is_json_schema(format)) else {
            return Some(self.reader.schema(schema));
        };
        let content = content?;
        content.facts.push(text_fact("schemaFormat", format));
        let schema = self.reader.follow(schema)?;
        let value = match &schema.node.value {
            Value::String(text) => Json::String(text.clone()),
            _ if weight(schema.node) > FOREIGN => return None,
            _ => schema.node.to_json(),
        };
        content.facts.push(Fact { label: "schema".to_owned(), value, href: None });
        None
    }

    /// What a component is once its format is taken off, if it is JSON Schema.
    pub(super) fn plain_schema(&mut self, at: Spot<'d>) -> Spot<'d> {
        match self.wrapped(at) {
            Some((schema, format)) if is_json_schema(&format) => schema,
            _ => at,
        }
    }

    /// Version 3: a schema together with its format.
    fn wrapped(&mut self, written: Spot<'d>) -> Option<(Spot<'d>, String)> {
        let mut at = written;
        if at.node.get("schemaFormat").is_none() {
            let text = at.node.get("$ref").and_then(Node::as_str)?;
            at = self.reader.target(at, text).ok()?;
        }
        let format = at.node.get("schemaFormat").and_then(Node::as_str)?;
        Some((at.get("schema")?, format.to_owned()))
    }
}

/// Whether a format is JSON Schema, or one that builds upon it.
fn is_json_schema(format: &str) -> bool {
    ["vnd.aai.asyncapi", "schema+json", "schema+yaml", "vnd.oai.openapi"]
        .iter()
        .any(|known| format.contains(known))
}
