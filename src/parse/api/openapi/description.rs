//! What stands at the root of a description, and what is kept while it is read.

use std::collections::BTreeSet;

use crate::base::RelPath;
use crate::base::yaml::Node;
use crate::model::api::{ApiContent, ApiFormat, Fact, SecurityNeed};
use crate::parse::api::documents::{Documents, Spot};
use crate::parse::api::fields::{link_fact, text_fact};
use crate::parse::api::reader::Reader;
use crate::parse::api::reading::{Files, Reading};
use crate::parse::text::shown;

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
        if let Some(info) = reader.child(root, "info").and_then(|info| reader.follow(info)) {
            content.title = reader.line(info, "title");
            content.version = reader.line(info, "version");
            content.summary = reader.line(info, "summary");
            content.description = reader.markdown(info, "description");
            content.facts = info_facts(reader, info);
        }
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

/// Contact, licence, terms of service, extensions.
pub(in crate::parse::api) fn info_facts<'d>(reader: &mut Reader<'d>, info: Spot<'d>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(contact) = reader.child(info, "contact") {
        let name = reader.line(contact, "name");
        let (email, url) = (reader.line(contact, "email"), reader.line(contact, "url"));
        let mail = email.as_ref().map(|email| format!("mailto:{email}"));
        let text = name.or_else(|| email.clone()).or_else(|| url.clone());
        if let Some(text) = text {
            let href = url.or(mail);
            facts.push(Fact { href, ..text_fact("Contact", text) });
        }
    }
    if let Some(license) = reader.child(info, "license") {
        let name = reader.line(license, "name").or_else(|| reader.line(license, "identifier"));
        let url = reader.line(license, "url");
        if let Some(text) = name.or_else(|| url.clone()) {
            facts.push(Fact { href: url, ..text_fact("Licence", text) });
        }
    }
    if let Some(terms) = reader.line(info, "termsOfService") {
        facts.push(link_fact("Terms of service", &shown(&terms), &terms));
    }
    facts.extend(reader.extensions(info, &[]));
    facts
}
