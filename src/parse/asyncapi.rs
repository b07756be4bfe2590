//! AsyncAPI 2 and 3: title, version and counts.

use crate::base::yaml::Node;
use crate::model::ApiFormat;

use super::apis::{Summary, count, counts, text};

pub(super) fn is_one(root: &Node) -> bool {
    root.get("asyncapi").is_some()
}

pub(super) fn summary(root: &Node) -> Summary {
    Summary {
        format: ApiFormat::AsyncApi,
        format_version: text(root, &["asyncapi"]),
        title: text(root, &["info", "title"]),
        version: text(root, &["info", "version"]),
        counts: counts(vec![
            ("channels", count(root, &["channels"])),
            ("operations", operations(root)),
            ("messages", count(root, &["components", "messages"])),
            ("schemas", count(root, &["components", "schemas"])),
        ]),
    }
}

/// Version 3 lists operations by themselves, version 2 below their channels.
fn operations(root: &Node) -> usize {
    let channels = root.get("channels").and_then(Node::as_mapping).unwrap_or_default();
    let below =
        |key: &str| channels.iter().filter(|channel| channel.value.get(key).is_some()).count();
    count(root, &["operations"]) + below("publish") + below("subscribe")
}
