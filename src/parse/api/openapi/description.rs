//! What stands at the root of a description, and what is kept while it is read.

use std::collections::BTreeSet;

use crate::base::RelPath;
use crate::base::yaml::Node;
use crate::model::api::{ApiContent, ApiFormat, SecurityNeed};
use crate::parse::api::documents::{Documents, Spot};
use crate::parse::api::info::about;
use crate::parse::api::reader::Reader;
use crate::parse::api::reading::{Files, Reading};

use super::groups::Groups;
use super::links::Links;

/// The folders of named schemas: of versions 3 and 2.
const SCHEMAS: &[&[&str]] = &[&["components", "schemas"], &["definitions"]];

/// A description while it is read.
pub(super) struct Description<'d> {
    pub reader: Reader<'d>,
    pub root: Spot<'d>,
    /// Whether it is of version 2.0.
    pub is_two: bool,
    pub content: ApiContent,
    /// The names of the ways of proof that the description has.
    pub schemes: BTreeSet<String>,
    /// The proofs that the root asks for, once they were read.
    pub global: Option<Vec<Vec<SecurityNeed>>>,
    pub groups: Groups,
    pub links: Links<'d>,
}

/// Whether a document is a description in this format.
pub(in crate::parse::api) fn is_one(root: &Node) -> bool {
    root.get("openapi").is_some() || root.get("swagger").is_some()
}

/// Reads a description whose root stands in the file `path`.
pub(in crate::parse::api) fn read(root: &Node, path: &RelPath, files: &Files<'_>) -> Reading {
    let documents = Documents::new(root, path, files);
    let root = documents.root(0);
    let mut description = Description {
        reader: Reader::new(&documents),
        root,
        is_two: root.get("openapi").is_none(),
        content: ApiContent::new(ApiFormat::OpenApi),
        schemes: BTreeSet::new(),
        global: None,
        groups: Groups::default(),
        links: Links::default(),
    };
    description.about();
    description.named_schemas();
    description.content.servers = description.root_servers();
    description.security_schemes();
    description.global = description.needs(root);
    description.declared_groups();
    description.paths();
    description.webhooks();
    description.assign_groups();
    description.resolve_links();
    description.reader.finish(description.content)
}

impl Description<'_> {
    fn about(&mut self) {
        let (reader, root) = (&mut self.reader, self.root);
        let content = &mut self.content;
        let version = reader.line(root, "openapi");
        content.format_version = version.or_else(|| reader.line(root, "swagger"));
        content.docs = reader.docs(root, "externalDocs");
        about(reader, root, content);
        content.facts.extend(reader.facts(root, &["$self", "jsonSchemaDialect"]));
    }

    /// The components come first, so that they have their names whoever refers to them.
    fn named_schemas(&mut self) {
        for path in SCHEMAS {
            let reader = &mut self.reader;
            let below = path.iter().try_fold(self.root, |at, key| {
                let inner = reader.child(at, key)?;
                reader.follow(inner)
            });
            let Some(below) = below else { continue };
            let entries = reader.own_entries(below, path[path.len() - 1]);
            for entry in entries {
                reader.named_schema(&entry.key, below.with(&entry.value), entry.position);
            }
            self.content.counts.schemas += entries.len();
        }
    }
}
