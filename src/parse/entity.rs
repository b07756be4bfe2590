//! From a valid document to an [`Entity`] with the place of each of its facts.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use url::Url;

use crate::base::yaml::{Node, Position};
use crate::base::{Code, RelPath};
use crate::model::{
    DeclaredRelation, Entity, EntityRef, Kind, Link, Metadata, Origin, ProjectIndex, Provenance,
    RefDefaults, RelationField,
};

use super::text::shown;
use super::validate::Problem;

/// Schemes that a link on a page may have.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Builds the entity that a valid document describes, and what else is to be said about it.
pub(super) fn build(
    kind: Kind,
    root: &Node,
    index: ProjectIndex,
    path: &RelPath,
    filled: &[(String, RelPath)],
) -> (Entity, Vec<Problem>) {
    let mut problems = Vec::new();
    let metadata_node = root.get("metadata");
    let text = |field: &str| metadata_node?.get(field)?.as_str().map(str::to_owned);
    let namespace = text("namespace").unwrap_or_else(|| "default".to_owned());
    let name = text("name").unwrap_or_default();
    let spec = root.get("spec");
    let entity = Entity {
        kind,
        api_version: root.get("apiVersion").and_then(Node::as_str).unwrap_or_default().to_owned(),
        reference: EntityRef::new(kind.as_str(), &namespace, name),
        metadata: metadata(metadata_node, &mut problems),
        declared: declared(kind, spec, &namespace, &mut problems),
        spec: object(spec),
        origin: Origin {
            project: Some(index),
            path: Some(path.clone()),
            line: root.position.line,
            facts: facts(root, path, filled),
        },
    };
    (entity, problems)
}

fn object(node: Option<&Node>) -> Map<String, Json> {
    match node.map(Node::to_json) {
        Some(Json::Object(object)) => object,
        _ => Map::new(),
    }
}

fn metadata(node: Option<&Node>, problems: &mut Vec<Problem>) -> Metadata {
    let text = |field: &str| node?.get(field)?.as_str().map(str::to_owned);
    let items =
        |field: &str| node.and_then(|node| node.get(field)?.as_sequence()).unwrap_or_default();
    let texts = |field: &str| -> BTreeMap<String, String> {
        let entries = node.and_then(|node| node.get(field)?.as_mapping()).unwrap_or_default();
        let pair = |key: &String, value: &Node| Some((key.clone(), value.as_str()?.to_owned()));
        entries.iter().filter_map(|entry| pair(&entry.key, &entry.value)).collect()
    };
    Metadata {
        title: text("title"),
        description: text("description"),
        labels: texts("labels"),
        annotations: texts("annotations"),
        tags: items("tags").iter().filter_map(Node::as_str).map(str::to_owned).collect(),
        links: items("links").iter().filter_map(|node| link(node, problems)).collect(),
        written: object(node),
    }
}

/// Returns the link if its address may be shown.
fn link(node: &Node, problems: &mut Vec<Problem>) -> Option<Link> {
    let text = |field: &str| node.get(field)?.as_str().map(str::to_owned);
    let url = text("url")?;
    let scheme = Url::parse(&url).ok()?.scheme().to_owned();
    if !SCHEMES.contains(&scheme.as_str()) {
        let position = node.get("url").map_or(node.position, |url| url.position);
        let message = format!("a link with the scheme `{scheme}:` is not shown");
        problems.push(Problem { code: Code::UnsafeLink, position, message, help: None });
        return None;
    }
    Some(Link { url, title: text("title"), icon: text("icon"), link_type: text("type") })
}

/// What `spec` says of other entities; what cannot be understood is left out with a problem.
fn declared(
    kind: Kind,
    spec: Option<&Node>,
    namespace: &str,
    problems: &mut Vec<Problem>,
) -> Vec<DeclaredRelation> {
    let mut declared = Vec::new();
    for field in kind.relation_fields() {
        let Some(value) = spec.and_then(|spec| spec.get(field.name)) else { continue };
        // Fields that no schema checks may hold one reference where a list is meant.
        let items = value.as_sequence().unwrap_or(std::slice::from_ref(value));
        for item in items {
            match relation(field, item, namespace) {
                Ok(relation) => declared.push(relation),
                Err(message) => problems.push(Problem {
                    code: Code::InvalidReference,
                    position: item.position,
                    message: format!("`spec.{}`: {message}", field.name),
                    help: help(field, item),
                }),
            }
        }
    }
    declared
}

fn relation(
    field: &RelationField,
    item: &Node,
    namespace: &str,
) -> Result<DeclaredRelation, String> {
    let text = item.as_str().ok_or_else(|| format!("{} is not a reference", item.type_name()))?;
    let defaults =
        RefDefaults { kind: field.default_kind.map(Kind::as_str), namespace: Some(namespace) };
    let target = EntityRef::parse(text, defaults).map_err(|error| shown(&error))?;
    let Position { line, column } = item.position;
    Ok(DeclaredRelation {
        relation: field.relation,
        target,
        allowed: field.allowed,
        field: format!("spec.{}", field.name),
        line,
        column,
    })
}

fn help(field: &RelationField, item: &Node) -> Option<String> {
    let text = item.as_str().filter(|text| !text.contains(':') && !text.is_empty())?;
    let missing = field.default_kind.is_none();
    missing.then(|| {
        let text = shown(text);
        format!("write the kind: `component:{text}`, `resource:{text}` or what it is")
    })
}

/// Where each field of `metadata` and `spec` is written.
fn facts(
    root: &Node,
    path: &RelPath,
    filled: &[(String, RelPath)],
) -> BTreeMap<String, Provenance> {
    let own = Arc::new(path.clone());
    let mut facts = BTreeMap::new();
    for part in ["metadata", "spec"] {
        let entries = root.get(part).and_then(Node::as_mapping).unwrap_or_default();
        for entry in entries {
            let field = format!("{part}.{}", entry.key);
            let Position { line, column } = entry.position;
            let provenance = match filled.iter().find(|(name, _)| *name == field) {
                Some((_, path)) => {
                    Provenance::File { path: Arc::new(path.clone()), line: 1, column: 1 }
                }
                None => Provenance::File { path: Arc::clone(&own), line, column },
            };
            facts.insert(field, provenance);
        }
    }
    facts
}
