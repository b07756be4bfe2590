//! An entity for each API description that nobody declared, so that owners, lists and relations know it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, json};

use crate::base::{Digest, slug};
use crate::model::{
    ApiDoc, Entity, EntityRef, Kind, Metadata, Origin, Project, ProjectIndex, Provenance,
    RelationKind, Snapshot,
};

use super::build::{Kept, ProjectContents};
use super::query::{Edge, EntityId, Target};

/// The longest name of an entity.
const LONGEST: usize = 63;

/// File names that say nothing of the API: their folder does.
const USUAL: &[&str] =
    &["openapi", "swagger", "asyncapi", "schema", "spec", "api", "apispec", "index", "service"];

/// Adds an entity for each description that no entity claims, and ties the two together.
pub(super) fn add_descriptions(
    snapshot: &Snapshot,
    contents: &mut [ProjectContents],
    kept: &mut Kept,
) {
    for (index, project) in snapshot.indexed() {
        let apis = &mut contents[index.0 as usize].apis;
        let is_only = apis.len() == 1;
        for api in apis.iter_mut().filter(|api| api.entity.is_none()) {
            let reference = free_reference(project, api, is_only, kept);
            kept.keep(entity(index, project, api, reference.clone()));
            api.entity = Some(reference);
        }
    }
}

fn free_reference(project: &Project, api: &ApiDoc, is_only: bool, kept: &Kept) -> EntityRef {
    let top = project.path.split('/').next().filter(|top| project.path != *top);
    let namespace = top.map_or_else(|| "default".to_owned(), slug);
    let named = |name: &str| {
        let name: String = slug(name).chars().take(LONGEST).collect();
        let name = name.trim_matches(['-', '.', '_']).to_owned();
        EntityRef::new(Kind::Api.as_str(), namespace.clone(), name)
    };
    let is_free = |reference: &EntityRef| {
        !reference.name.is_empty() && !kept.by_reference.contains_key(&reference.canonical())
    };
    let short = named(project.slug());
    let long = named(&format!("{}-{}", project.slug(), label(api)));
    let wishes = if is_only { vec![short, long] } else { vec![long] };
    wishes.into_iter().find(is_free).unwrap_or_else(|| {
        let whole = format!("{}/{}", project.path, api.path);
        named(&format!("api-{}", Digest::of(whole.as_bytes()).short(8)))
    })
}

/// What tells the description from the others of its project.
fn label(api: &ApiDoc) -> String {
    let stem = api.path.name().split('.').next().unwrap_or_default().to_lowercase();
    if api.files.len() > 1 && api.format == crate::model::ApiFormat::Protobuf {
        return "grpc".to_owned();
    }
    if !USUAL.contains(&stem.as_str()) {
        return stem;
    }
    let folder = api.path.parent();
    match folder.parts().last().filter(|part| !USUAL.contains(&part.to_lowercase().as_str())) {
        Some(part) => part.to_owned(),
        None => stem,
    }
}

fn entity(index: ProjectIndex, project: &Project, api: &ApiDoc, reference: EntityRef) -> Entity {
    let lifecycle = if project.archived { "deprecated" } else { "production" };
    let content = api.content.as_deref();
    let mut spec = Map::new();
    spec.insert("type".to_owned(), json!(api.format.slug()));
    spec.insert("lifecycle".to_owned(), json!(lifecycle));
    // As a descriptor would say it; the definition itself stands in the file.
    spec.insert("definition".to_owned(), json!({ "$text": format!("./{}", api.path) }));
    let because = format!("`{}` describes an API", api.path);
    let facts = ["metadata.name", "spec.type", "spec.definition"]
        .map(|field| (field.to_owned(), Provenance::Inferred(because.clone())));
    let description = content.and_then(|content| {
        content.summary.clone().or_else(|| first_paragraph(content.description.as_deref()?))
    });
    Entity {
        kind: Kind::Api,
        api_version: "backstage.io/v1alpha1".to_owned(),
        reference,
        metadata: Metadata {
            title: content.and_then(|content| content.title.clone()),
            description,
            ..Metadata::default()
        },
        spec,
        declared: Vec::new(),
        origin: Origin { project: Some(index), facts: facts.into(), ..Origin::default() },
    }
}

/// The first paragraph of a text, if it is one that can stand alone.
fn first_paragraph(text: &str) -> Option<String> {
    const LONGEST: usize = 400;
    let first = text.trim().split("\n\n").next()?.trim();
    let is_prose = first.starts_with(|c: char| c.is_alphanumeric() || c == '`' || c == '*');
    (is_prose && first.len() <= LONGEST).then(|| first.to_owned())
}

/// Whether an entity stands for a description that nobody declared.
pub(super) fn is_found(entity: &Entity) -> bool {
    entity.kind == Kind::Api && entity.origin.is_inferred()
}

/// Gives found APIs the owners and the system of what speaks for their project, which provides them.
pub(super) fn relate(
    entities: &mut [Entity],
    edges: &mut [Vec<Edge>],
    by_project: &[Vec<EntityId>],
) {
    let mut inherited: BTreeMap<EntityId, Vec<Edge>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for of_project in by_project {
        let Some(&speaker) = of_project.first() else { continue };
        let found = of_project.iter().filter(|id| is_found(&entities[id.index()]));
        for id in found.filter(|id| **id != speaker) {
            let given = inherited.entry(*id).or_default();
            given.extend(
                edges[speaker.index()]
                    .iter()
                    .filter(|edge| {
                        matches!(edge.relation, RelationKind::OwnedBy | RelationKind::PartOf)
                    })
                    .cloned(),
            );
            if entities[speaker.index()].kind == Kind::Component {
                given.push(Edge::known(RelationKind::ApiProvidedBy, speaker));
            }
        }
    }
    for (id, given) in inherited {
        for edge in given {
            if let Target::Known(to) = edge.target {
                edges[to.index()].push(Edge::known(edge.relation.inverse(), id));
                changed.insert(to);
                let word = entities[to.index()].reference.short();
                let field = match edge.relation {
                    RelationKind::OwnedBy => Some("owner"),
                    RelationKind::PartOf => Some("system"),
                    _ => None,
                };
                if let Some(field) = field {
                    entities[id.index()].spec.insert(field.to_owned(), json!(word));
                }
            }
            edges[id.index()].push(edge);
        }
        changed.insert(id);
    }
    for id in changed {
        edges[id.index()].sort();
        edges[id.index()].dedup();
    }
}
