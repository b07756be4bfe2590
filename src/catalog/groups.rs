//! Teams out of the namespace tree: every GitLab group is somebody one can ask.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use crate::base::slug;
use crate::model::{
    DeclaredRelation, Entity, EntityRef, Group, Kind, Metadata, Origin, Provenance, RelationKind,
    group_reference,
};

use super::build::Kept;
use super::query::EntityId;

/// Other names of teams: a canonical reference that is nobody's own, and whom it means.
pub(super) type Aliases = BTreeMap<String, String>;

/// Adds a Group for each namespace, unless a declared team already stands for it.
///
/// A declared team stands for the namespace of the same reference, or for the one namespace whose last part is its name.
/// Without such a team that last part means the namespace itself: `owner: payments` is what people write.
pub(super) fn add_namespaces(groups: &[Group], kept: &mut Kept) -> Aliases {
    let mut last_parts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for group in groups {
        let last = group.path.rsplit('/').next().unwrap_or_default();
        last_parts.entry(slug(last)).or_default().push(&group.path);
    }
    let mut aliases = Aliases::new();
    for group in groups {
        let reference = group_reference(&group.path);
        if kept.by_reference.contains_key(&reference.canonical()) {
            continue;
        }
        let last = slug(group.path.rsplit('/').next().unwrap_or_default());
        let team = EntityRef::new("group", "default", &last).canonical();
        let is_only_one = last_parts.get(&last).is_some_and(|paths| paths.len() == 1);
        if is_only_one && kept.by_reference.contains_key(&team) {
            aliases.insert(reference.canonical(), team);
        } else {
            let canonical = reference.canonical();
            kept.keep(namespace(group, reference));
            if is_only_one && !kept.by_reference.contains_key(&team) {
                aliases.insert(team, canonical);
            }
        }
    }
    aliases
}

/// Lets the other names lead to the teams that they mean.
pub(super) fn with_aliases(
    mut by_reference: BTreeMap<String, EntityId>,
    aliases: &Aliases,
) -> BTreeMap<String, EntityId> {
    for (alias, team) in aliases {
        if let Some(id) = by_reference.get(team).copied() {
            by_reference.insert(alias.clone(), id);
        }
    }
    by_reference
}

fn namespace(group: &Group, reference: EntityRef) -> Entity {
    let because = format!("`{}` is a group that holds projects", group.path);
    let mut spec = Map::new();
    spec.insert("type".to_owned(), json!("gitlab-group"));
    spec.insert("children".to_owned(), json!([]));
    let mut declared = Vec::new();
    if let Some((parent, _)) = group.path.rsplit_once('/') {
        let target = group_reference(parent);
        spec.insert("parent".to_owned(), json!(target.name));
        declared.push(DeclaredRelation {
            relation: RelationKind::ChildOf,
            target,
            allowed: &[Kind::Group],
            field: "spec.parent".to_owned(),
            line: 0,
            column: 0,
        });
    }
    let title = group.name.clone().unwrap_or_else(|| group.path.clone());
    let metadata = Metadata {
        title: Some(title),
        description: group.description.clone(),
        ..Metadata::default()
    };
    let facts = [("metadata.name".to_owned(), Provenance::Inferred(because))].into();
    Entity {
        kind: Kind::Group,
        api_version: "backstage.io/v1alpha1".to_owned(),
        reference,
        metadata,
        spec,
        declared,
        origin: Origin { facts, ..Origin::default() },
    }
}
