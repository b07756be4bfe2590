//! AsyncAPI 2 and 3.

use crate::base::RelPath;
use crate::base::yaml::Node;
use crate::model::api::{ApiContent, ApiFormat};

use super::reading::{Files, Reading, count, text};

/// Whether a document is a description in this format.
pub(super) fn is_one(root: &Node) -> bool {
    root.get("asyncapi").is_some()
}

/// Reads a description whose root stands in the file `path`.
pub(super) fn read(root: &Node, _path: &RelPath, _files: &Files<'_>) -> Reading {
    let mut content = ApiContent::new(ApiFormat::AsyncApi);
    content.format_version = text(root, &["asyncapi"]);
    content.title = text(root, &["info", "title"]);
    content.version = text(root, &["info", "version"]);
    content.counts.channels = count(root, &["channels"]);
    content.counts.operations = operations(root);
    content.counts.messages = count(root, &["components", "messages"]);
    content.counts.schemas = count(root, &["components", "schemas"]);
    Reading { content, findings: Vec::new() }
}

/// Version 3 lists operations by themselves, version 2 below their channels.
fn operations(root: &Node) -> usize {
    let channels = root.get("channels").and_then(Node::as_mapping).unwrap_or_default();
    let below =
        |key: &str| channels.iter().filter(|channel| channel.value.get(key).is_some()).count();
    count(root, &["operations"]) + below("publish") + below("subscribe")
}
