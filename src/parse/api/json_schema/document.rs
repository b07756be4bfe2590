//! A file that is a JSON Schema by itself.

use crate::base::RelPath;
use crate::base::yaml::Node;
use crate::model::api::{ApiContent, ApiFormat};
use crate::parse::api::documents::Documents;
use crate::parse::api::reader::Reader;
use crate::parse::api::reading::{Files, Reading};

use super::names::stem;

/// Below these keys a schema keeps others.
const DEFINITIONS: &[&str] = &["$defs", "definitions"];

/// Whether a document says that it is a schema.
pub(in crate::parse::api) fn is_one(root: &Node) -> bool {
    root.get("$schema").and_then(Node::as_str).is_some_and(|of| of.contains("json-schema.org"))
}

/// Reads a schema whose root stands in the file `path`.
pub(in crate::parse::api) fn read(root: &Node, path: &RelPath, files: &Files<'_>) -> Reading {
    let documents = Documents::new(root, path, files);
    let mut reader = Reader::new(&documents);
    let root = documents.root(0);
    let mut content = ApiContent::new(ApiFormat::JsonSchema);
    content.format_version = reader.line(root, "$schema").map(|of| draft(&of).to_owned());
    content.title = reader.line(root, "title");
    content.description = reader.markdown(root, "description");
    let name = content.title.clone().unwrap_or_else(|| stem(path.name()).to_owned());
    reader.named_schema(&name, root, root.node.position);
    for key in DEFINITIONS {
        let Some(below) = reader.child(root, key) else { continue };
        for entry in reader.own_entries(below, key) {
            reader.named_schema(&entry.key, below.with(&entry.value), entry.position);
            content.counts.schemas += 1;
        }
    }
    reader.finish(content)
}

/// `https://json-schema.org/draft/2020-12/schema` is draft 2020-12, `http://json-schema.org/draft-07/schema#` draft 07.
fn draft(address: &str) -> &str {
    let rest = address.split_once("json-schema.org/").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("draft").unwrap_or(rest).trim_start_matches(['/', '-']);
    rest.split('/').next().unwrap_or(rest)
}
