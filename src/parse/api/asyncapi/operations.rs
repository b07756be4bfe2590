//! Operations: their own in version 3, below the channels in version 2; and channels that none of them names.

use crate::base::yaml::{Entry, Node};
use crate::model::api::{Content, Fact, Operation, OperationKind, Response};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::{scalar, text_fact};
use crate::parse::api::reader::reference;

use super::description::Description;
use super::facts::add;

impl<'d> Description<'d> {
    pub(super) fn all_operations(&mut self) {
        for entry in self.reader.entries(self.root, "operations") {
            self.content.counts.operations += 1;
            let Some(at) = self.reader.follow(self.root.with(&entry.value)) else { continue };
            if at.node.as_mapping().is_none() {
                self.reader.tell_type(at, "an operation", "a mapping");
                continue;
            }
            let operation = self.three(entry, at);
            self.content.operations.push(operation);
        }
        for place in 0..self.channels.len() {
            self.below_channel(place);
            if !self.channels[place].is_used {
                let operation = self.unused(place);
                self.content.operations.push(operation);
            }
        }
    }

    /// An operation of version 3.
    fn three(&mut self, entry: &'d Entry, at: Spot<'d>) -> Operation {
        let place = self.operation_channel(&entry.key, at);
        let is_send = at.node.get("action").and_then(Node::as_str) != Some("receive");
        let mut operation = self.started(is_send, place);
        operation.id = Some(entry.key.clone());
        operation.at = self.root.position(entry.position);
        self.say(&mut operation, at);
        operation.bodies = match self.reader.child(at, "messages") {
            Some(_) => self.listed_messages(at),
            None => self.channel_messages(self.channels[place].at),
        };
        operation.responses.extend(self.reply(at));
        operation
    }

    /// The channel that an operation names; one of which only the name is known, if it is not there.
    fn operation_channel(&mut self, operation: &str, at: Spot<'d>) -> usize {
        let channel = self.reader.child(at, "channel");
        let name = channel.and_then(|channel| reference(channel.node)).map(|(text, _)| text);
        let name = name.and_then(|text| text.rsplit('/').next()).unwrap_or(operation).to_owned();
        let end = channel.and_then(|channel| self.reader.follow(channel));
        let known = end.and_then(|end| self.channel_places.get(&end.address()).copied());
        let place = match (known, end) {
            (Some(place), _) => place,
            (None, Some(end)) => self.channel(&name, end),
            // Nothing more is said of it than what the operation itself says.
            (None, None) => {
                let place = self.channel(&name, at);
                self.channels[place].address = name;
                place
            }
        };
        self.channels[place].is_used = true;
        place
    }

    /// The operations of version 2 that stand below a channel.
    fn below_channel(&mut self, place: usize) {
        let channel = self.channels[place].at;
        // What the application receives is what others publish.
        for (key, is_send) in [("publish", false), ("subscribe", true)] {
            let Some(entry) = channel.node.entry(key).filter(|_| self.is_two) else { continue };
            self.content.counts.operations += 1;
            self.channels[place].is_used = true;
            let Some(at) = self.reader.follow(channel.with(&entry.value)) else { continue };
            if at.node.as_mapping().is_none() {
                self.reader.tell_type(at, "an operation", "a mapping");
                continue;
            }
            let mut operation = self.started(is_send, place);
            operation.id = self.reader.line(at, "operationId");
            operation.at = channel.position(entry.position);
            self.say(&mut operation, at);
            operation.bodies = self.operation_message(at);
            self.content.operations.push(operation);
        }
    }

    /// A channel that no operation names, with all its messages.
    fn unused(&mut self, place: usize) -> Operation {
        let channel = self.channels[place].clone();
        let mut operation = Operation::new(OperationKind::Channel, "CHANNEL", &channel.address);
        operation.groups = vec![channel.group];
        let group = &self.content.groups[channel.group as usize];
        operation.at = group.at;
        operation.description = group.description.clone();
        operation.summary = group.title.clone();
        operation.parameters = self.channel_parameters(channel.at);
        operation.servers = self.channel_servers(channel.at);
        operation.bodies = self.channel_messages(channel.at);
        operation
    }

    fn started(&mut self, is_send: bool, place: usize) -> Operation {
        let (kind, verb) = match is_send {
            true => (OperationKind::Send, "SEND"),
            false => (OperationKind::Receive, "RECEIVE"),
        };
        let channel = self.channels[place].clone();
        let mut operation = Operation::new(kind, verb, &channel.address);
        operation.groups = vec![channel.group];
        // Each operation shows what its channel says.
        if self.reader.repeats(channel.at) {
            operation.parameters = self.channel_parameters(channel.at);
            operation.servers = self.channel_servers(channel.at);
        }
        operation
    }

    /// What an operation says of itself, and what its traits add.
    fn say(&mut self, operation: &mut Operation, at: Spot<'d>) {
        for layer in self.with_traits(at) {
            let reader = &mut self.reader;
            let (summary, title) = (reader.line(layer, "summary"), reader.line(layer, "title"));
            let second = title.clone().filter(|_| summary.is_some());
            operation.summary = operation.summary.take().or(summary).or(title);
            let description = reader.markdown(layer, "description");
            operation.description = operation.description.take().or(description);
            let docs = reader.docs(layer, "externalDocs");
            operation.docs = operation.docs.take().or(docs);
            operation.id = operation.id.take().or_else(|| reader.line(layer, "operationId"));
            let deprecated = reader.deprecated(layer);
            operation.deprecated = operation.deprecated.take().or(deprecated);
            if operation.security.is_none() {
                operation.security = self.needs(layer);
            }
            let mut facts: Vec<Fact> =
                second.into_iter().map(|title| text_fact("title", title)).collect();
            facts.extend(self.bindings(layer));
            facts.extend(self.tags(layer));
            facts.extend(self.reader.extensions(layer, &[]));
            add(&mut operation.facts, facts);
        }
    }

    /// A value, then its traits, of which the last counts most.
    pub(super) fn with_traits(&mut self, at: Spot<'d>) -> Vec<Spot<'d>> {
        let mut layers = vec![at];
        for item in self.reader.items(at, "traits").iter().rev() {
            let layer = self.reader.follow(at.with(item));
            layers.extend(layer.filter(|layer| layer.node.as_mapping().is_some()));
        }
        layers
    }

    /// What comes back to who sent the first message.
    fn reply(&mut self, operation: Spot<'d>) -> Option<Response> {
        let written = self.reader.child(operation, "reply")?;
        let at = self.reader.follow(written)?;
        if at.node.as_mapping().is_none() {
            self.reader.tell_type(at, "`reply`", "a mapping");
            return None;
        }
        let mut response =
            Response { status: "reply".to_owned(), at: at.at(), ..Response::default() };
        response.facts.extend(self.location(at, "address"));
        let channel =
            self.reader.child(at, "channel").and_then(|channel| self.reader.follow(channel));
        if let Some(channel) = channel {
            let place = self.channel_places.get(&channel.address()).copied();
            let own = channel.node.get("address").and_then(scalar);
            let address = own.or_else(|| Some(self.channels[place?].address.clone()));
            response.facts.extend(address.map(|address| text_fact("channel", address)));
            if let Some(place) = place {
                self.channels[place].is_used = true;
            }
        }
        response.contents = match (self.reader.child(at, "messages"), channel) {
            (Some(_), _) => self.listed_messages(at),
            (None, Some(channel)) => self.channel_messages(channel),
            (None, None) => Vec::<Content>::new(),
        };
        Some(response)
    }
}
