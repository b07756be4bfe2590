//! An entity for each CI/CD component, so that owners, lists and relations know it.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use crate::base::{Digest, slug};
use crate::model::{
    CiComponent, Entity, EntityRef, Kind, Metadata, Origin, Project, ProjectIndex, Provenance,
    Snapshot,
};

use crate::catalog::build::{Kept, ProjectContents};

/// By project and component name: the reference of the entity that stands for it.
pub(in crate::catalog) type References = BTreeMap<(ProjectIndex, String), EntityRef>;

/// Adds an entity for each component; whose it is, is told when the project's own entities are linked.
pub(in crate::catalog) fn add_components(
    snapshot: &Snapshot,
    contents: &[ProjectContents],
    kept: &mut Kept,
) -> References {
    let mut references = References::new();
    for (index, project) in snapshot.indexed() {
        for component in &contents[index.0 as usize].components {
            let mut reference = reference(project, component);
            if kept.by_reference.contains_key(&reference.canonical()) {
                let whole = format!("{}/{}", project.path, component.name);
                let hash = Digest::of(whole.as_bytes()).short(8);
                reference.name = format!("component-{hash}");
            }
            references.insert((index, component.name.clone()), reference.clone());
            kept.keep(entity(index, project, component, reference));
        }
    }
    references
}

fn reference(project: &Project, component: &CiComponent) -> EntityRef {
    let top = project.path.split('/').next().filter(|top| project.path != *top);
    let namespace = top.map_or_else(|| "default".to_owned(), slug);
    let name = slug(&format!("{}-{}", project.slug(), component.name));
    EntityRef::new(Kind::CiComponent.as_str(), namespace, name)
}

fn entity(
    index: ProjectIndex,
    project: &Project,
    component: &CiComponent,
    reference: EntityRef,
) -> Entity {
    let lifecycle = match (&component.deprecation, project.archived) {
        (None, false) => "production",
        _ => "deprecated",
    };
    let mut spec = Map::new();
    spec.insert("type".to_owned(), json!("ci-component"));
    spec.insert("lifecycle".to_owned(), json!(lifecycle));
    spec.insert("address".to_owned(), json!(format!("{}/{}", project.path, component.name)));
    let because = format!("`{}` is a CI/CD component", component.path);
    let facts = [("metadata.name".to_owned(), Provenance::Inferred(because))].into();
    Entity {
        kind: Kind::CiComponent,
        api_version: "portolan/v1".to_owned(),
        reference,
        metadata: Metadata {
            title: Some(component.name.clone()),
            description: component.description.clone(),
            ..Metadata::default()
        },
        spec,
        declared: Vec::new(),
        origin: Origin { project: Some(index), facts, ..Origin::default() },
    }
}
