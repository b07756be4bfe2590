//! A page for a project that lost all it declared to others that declared it first.

use serde_json::{Map, json};

use crate::base::slug;
use crate::model::{
    DeclaredRelation, Entity, EntityRef, Kind, Metadata, Origin, Project, ProjectIndex, Provenance,
    RelationKind, group_reference,
};

/// Returns a component that stands for the project: no project is missing from the site.
pub(super) fn stand_in(index: ProjectIndex, project: &Project) -> Entity {
    let because = "all that the project describes is described by another project first";
    let inferred = |field: &str| (field.to_owned(), Provenance::Inferred(because.to_owned()));
    let group = project.group();
    let namespace = match group.split('/').next() {
        Some(top) if !top.is_empty() => slug(top),
        _ => "default".to_owned(),
    };
    let lifecycle = if project.archived { "deprecated" } else { "production" };
    let mut spec = Map::new();
    spec.insert("type".to_owned(), json!("project"));
    spec.insert("lifecycle".to_owned(), json!(lifecycle));
    let mut declared = Vec::new();
    if !group.is_empty() {
        let target = group_reference(group);
        spec.insert("owner".to_owned(), json!(target.canonical()));
        declared.push(DeclaredRelation {
            relation: RelationKind::OwnedBy,
            target,
            allowed: &[Kind::Group, Kind::User],
            field: "spec.owner".to_owned(),
            line: 0,
            column: 0,
        });
    }
    let facts = ["metadata.name", "spec.type", "spec.lifecycle", "spec.owner"].map(inferred);
    Entity {
        kind: Kind::Component,
        api_version: "backstage.io/v1alpha1".to_owned(),
        reference: EntityRef::new("Component", namespace, slug(project.slug())),
        metadata: Metadata { description: project.description.clone(), ..Metadata::default() },
        spec,
        declared,
        origin: Origin { project: Some(index), facts: facts.into(), ..Origin::default() },
    }
}
