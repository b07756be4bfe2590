//! What stands at the root of a description, and what is kept while it is read.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::base::RelPath;
use crate::base::yaml::Node;
use crate::model::api::{ApiContent, ApiFormat, Server};
use crate::parse::api::documents::{Documents, Spot};
use crate::parse::api::info::about;
use crate::parse::api::reader::Reader;
use crate::parse::api::reading::{Files, Reading};
use crate::parse::api::schemes::scheme;

use super::channels::Channel;

/// A description while it is read.
pub(super) struct Description<'d> {
    pub reader: Reader<'d>,
    pub root: Spot<'d>,
    /// Whether it is of version 2.
    pub is_two: bool,
    pub content: ApiContent,
    pub channels: Vec<Channel<'d>>,
    /// By address of a channel, its place among them.
    pub channel_places: HashMap<usize, usize>,
    /// By address of a server, and by its name, what it says.
    pub servers: HashMap<usize, Server>,
    /// The names of the ways of proof that the description has.
    pub schemes: BTreeSet<String>,
    /// By address of a way of proof that stands where it is asked for, what it is called.
    pub inline_schemes: HashMap<usize, String>,
    /// The addresses of all messages, each once.
    pub messages: HashSet<usize>,
    /// What messages are unless they say otherwise.
    pub media_type: String,
}

/// Whether a document is a description in this format.
pub(in crate::parse::api) fn is_one(root: &Node) -> bool {
    root.get("asyncapi").is_some()
}

/// Reads a description whose root stands in the file `path`.
pub(in crate::parse::api) fn read(root: &Node, path: &RelPath, files: &Files<'_>) -> Reading {
    let documents = Documents::new(root, path, files);
    let root = documents.root(0);
    let mut description = Description {
        reader: Reader::new(&documents),
        root,
        is_two: false,
        content: ApiContent::new(ApiFormat::AsyncApi),
        channels: Vec::new(),
        channel_places: HashMap::new(),
        servers: HashMap::new(),
        schemes: BTreeSet::new(),
        inline_schemes: HashMap::new(),
        messages: HashSet::new(),
        media_type: String::new(),
    };
    description.about();
    description.components();
    description.all_servers();
    description.all_channels();
    description.all_operations();
    description.content.counts.messages = description.messages.len();
    description.reader.finish(description.content)
}

impl Description<'_> {
    fn about(&mut self) {
        let (reader, root) = (&mut self.reader, self.root);
        let version = reader.line(root, "asyncapi");
        let has_operations = reader.child(root, "operations").is_some();
        self.is_two = match &version {
            Some(version) => version.starts_with('2'),
            // A part of a description says no version; only version 3 has operations of their own.
            None => !has_operations,
        };
        self.media_type = reader.line(root, "defaultContentType").unwrap_or_default();
        self.content.format_version = version;
        self.content.docs = reader.docs(root, "externalDocs");
        about(reader, root, &mut self.content);
        self.content.facts.extend(reader.facts(root, &["id", "defaultContentType"]));
        let of = Some(root).filter(|root| root.get("tags").is_some()).or_else(|| root.get("info"));
        let tags = of.map(|of| self.tags(of)).unwrap_or_default();
        self.content.facts.extend(tags);
    }

    /// The components come first, so that schemas have their names whoever refers to them.
    fn components(&mut self) {
        let Some(components) = self.reader.child(self.root, "components") else { return };
        let schemas = self.reader.entries(components, "schemas");
        self.content.counts.schemas = schemas.len();
        let below = components.get("schemas").unwrap_or(components);
        for entry in schemas {
            let at = self.plain_schema(below.with(&entry.value));
            self.reader.named_schema(&entry.key, at, entry.position);
        }
        for entry in self.reader.entries(components, "securitySchemes") {
            self.schemes.insert(entry.key.clone());
            let at = components.with(&entry.value);
            self.content.schemes.extend(scheme(&mut self.reader, at, &entry.key));
        }
        for entry in self.reader.entries(components, "messages") {
            if let Some(message) = self.reader.follow(components.with(&entry.value)) {
                self.messages.insert(message.address());
            }
        }
    }
}
