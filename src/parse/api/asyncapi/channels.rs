//! Channels: each is a group of the operations that use it.

use crate::base::yaml::Node;
use crate::model::api::{EnumValue, Group, Parameter, ParameterPlace, Schema, SchemaType};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::{scalar, text_fact};

use super::description::Description;

/// A channel, with the place of its group.
#[derive(Clone)]
pub(super) struct Channel<'d> {
    pub at: Spot<'d>,
    pub address: String,
    pub group: u32,
    /// Whether an operation names it.
    pub is_used: bool,
}

impl<'d> Description<'d> {
    pub(super) fn all_channels(&mut self) {
        for entry in self.reader.entries(self.root, "channels") {
            if entry.key.starts_with("x-") {
                continue;
            }
            self.content.counts.channels += 1;
            let Some(at) = self.reader.follow(self.root.with(&entry.value)) else { continue };
            if at.node.as_mapping().is_none() {
                self.reader.tell_type(at, "a channel", "a mapping");
                continue;
            }
            let place = self.channel(&entry.key, at);
            let group = self.channels[place].group as usize;
            self.content.groups[group].at = self.root.position(entry.position);
        }
    }

    /// Adds a channel; its place.
    pub(super) fn channel(&mut self, name: &str, at: Spot<'d>) -> usize {
        let own = if self.is_two { None } else { self.reader.text(at, "address") };
        let address = own.unwrap_or_else(|| name.to_owned());
        let mut facts = Vec::new();
        if address != name {
            facts.push(text_fact("address", address.clone()));
        }
        let names = self.channel_servers(at);
        let names: Vec<&str> = names.iter().filter_map(|server| server.name.as_deref()).collect();
        if !names.is_empty() {
            facts.push(text_fact("servers", names.join(", ")));
        }
        let parameters = self.reader.entries(at, "parameters");
        if !parameters.is_empty() {
            let names: Vec<&str> = parameters.iter().map(|entry| entry.key.as_str()).collect();
            facts.push(text_fact("parameters", names.join(", ")));
        }
        facts.extend(self.tags(at));
        facts.extend(self.bindings(at));
        facts.extend(self.reader.extensions(at, &[]));
        let (title, summary) = (self.reader.line(at, "title"), self.reader.line(at, "summary"));
        if title.is_some() {
            facts.insert(0, text_fact("channel", name));
            facts.extend(summary.as_ref().map(|summary| text_fact("summary", summary.as_str())));
        }
        let title = title.or(summary);
        let group = self.content.groups.len() as u32;
        self.content.groups.push(Group {
            name: name.to_owned(),
            title: title.filter(|title| title != name),
            sort: "channel",
            description: self.reader.markdown(at, "description"),
            docs: self.reader.docs(at, "externalDocs"),
            facts,
            at: at.at(),
        });
        let place = self.channels.len();
        self.channels.push(Channel { at, address, group, is_used: false });
        self.channel_places.entry(at.address()).or_insert(place);
        place
    }

    /// What stands between braces in a channel's address.
    pub(super) fn channel_parameters(&mut self, channel: Spot<'d>) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for entry in self.reader.entries(channel, "parameters") {
            let Some(at) = self.reader.follow(channel.with(&entry.value)) else { continue };
            if at.node.as_mapping().is_none() {
                self.reader.tell_type(at, "a parameter", "a mapping");
                continue;
            }
            parameters.push(self.channel_parameter(&entry.key, at));
        }
        parameters
    }

    fn channel_parameter(&mut self, name: &str, at: Spot<'d>) -> Parameter {
        let schema = match self.reader.child(at, "schema") {
            Some(schema) => self.reader.schema(schema),
            // Version 3: text, of which only values and default are said.
            None => {
                let default = at.node.get("default").map(Node::to_json);
                let values = values(at.node);
                let types = vec![SchemaType::String];
                let schema = Schema { types, default, values, at: at.at(), ..Schema::default() };
                self.reader.made_schema(schema)
            }
        };
        Parameter {
            name: name.to_owned(),
            place: ParameterPlace::Path,
            required: true,
            description: self.reader.markdown(at, "description"),
            schema: Some(schema),
            media_type: None,
            examples: self.reader.examples(at),
            deprecated: None,
            facts: at
                .node
                .get("location")
                .and_then(scalar)
                .map(|location| text_fact("location", location))
                .into_iter()
                .collect(),
            at: at.at(),
        }
    }
}

fn values(node: &Node) -> Vec<EnumValue> {
    let items = node.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    items.iter().map(|item| EnumValue { value: item.to_json(), ..EnumValue::default() }).collect()
}
