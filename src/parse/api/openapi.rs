//! OpenAPI 3 and Swagger 2.

use crate::base::RelPath;
use crate::base::yaml::Node;
use crate::model::api::{ApiContent, ApiFormat};

use super::reading::{Files, Reading, count, text};

const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Whether a document is a description in this format.
pub(super) fn is_one(root: &Node) -> bool {
    root.get("openapi").is_some() || root.get("swagger").is_some()
}

/// Reads a description whose root stands in the file `path`.
pub(super) fn read(root: &Node, _path: &RelPath, _files: &Files<'_>) -> Reading {
    let mut content = ApiContent::new(ApiFormat::OpenApi);
    content.format_version = text(root, &["openapi"]).or_else(|| text(root, &["swagger"]));
    content.title = text(root, &["info", "title"]);
    content.version = text(root, &["info", "version"]);
    content.counts.operations = operations(root);
    content.counts.webhooks = count(root, &["webhooks"]);
    content.counts.schemas =
        count(root, &["components", "schemas"]) + count(root, &["definitions"]);
    Reading { content, findings: Vec::new() }
}

fn operations(root: &Node) -> usize {
    let paths = root.get("paths").and_then(Node::as_mapping).unwrap_or_default();
    paths
        .iter()
        .filter_map(|path| path.value.as_mapping())
        .flatten()
        .filter(|entry| METHODS.contains(&entry.key.as_str()))
        .count()
}
