//! OpenAPI 3 and Swagger 2: title, version and counts.

use crate::base::yaml::Node;
use crate::model::ApiFormat;

use super::apis::{Summary, count, counts, text};

const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

pub(super) fn is_one(root: &Node) -> bool {
    root.get("openapi").is_some() || root.get("swagger").is_some()
}

pub(super) fn summary(root: &Node) -> Summary {
    let schemas = count(root, &["components", "schemas"]) + count(root, &["definitions"]);
    Summary {
        format: ApiFormat::OpenApi,
        format_version: text(root, &["openapi"]).or_else(|| text(root, &["swagger"])),
        title: text(root, &["info", "title"]),
        version: text(root, &["info", "version"]),
        counts: counts(vec![
            ("operations", operations(root)),
            ("webhooks", count(root, &["webhooks"])),
            ("schemas", schemas),
        ]),
    }
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
