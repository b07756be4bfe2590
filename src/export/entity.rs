//! One entity in Backstage's shape.

use serde_json::{Map, Value, json};

use crate::base::Diagnostic;
use crate::catalog::{EntityId, Target};
use crate::model::{Entity, Project, Provenance};
use crate::page::{SitePlan, World};

/// Annotations of ours begin so.
const OURS: &str = "portolan/";

/// Returns the entity with its relations, the findings about it and where its facts came from.
pub(super) fn json(
    world: &World<'_>,
    plan: &SitePlan,
    id: EntityId,
    findings: &[&Diagnostic],
) -> Value {
    let entity = world.catalog.entity(id);
    let mut object = Map::new();
    object.insert("apiVersion".to_owned(), json!(entity.api_version));
    object.insert("kind".to_owned(), json!(entity.kind.as_str()));
    object.insert("metadata".to_owned(), metadata(world, plan, id));
    object.insert("spec".to_owned(), Value::Object(entity.spec.clone()));
    object.insert("relations".to_owned(), relations(world, id));
    if !findings.is_empty() {
        let items: Vec<Value> = findings.iter().map(|finding| status_item(finding)).collect();
        object.insert("status".to_owned(), json!({ "items": items }));
    }
    Value::Object(object)
}

fn metadata(world: &World<'_>, plan: &SitePlan, id: EntityId) -> Value {
    let entity = world.catalog.entity(id);
    let mut metadata = entity.metadata.written.clone();
    metadata.insert("namespace".to_owned(), json!(entity.reference.namespace));
    metadata.insert("name".to_owned(), json!(entity.reference.name));
    for (field, value) in
        [("title", &entity.metadata.title), ("description", &entity.metadata.description)]
    {
        if let Some(value) = value {
            metadata.insert(field.to_owned(), json!(value));
        }
    }
    let mut annotations: Map<String, Value> = entity
        .metadata
        .annotations
        .iter()
        .map(|(key, value)| (key.clone(), json!(value)))
        .collect();
    annotations.insert(format!("{OURS}page"), json!(plan.of_entity(id).address.as_str()));
    let project = entity.origin.project.map(|index| world.snapshot.project(index));
    if let Some(project) = project {
        annotate_project(&mut annotations, entity, project);
    }
    for (field, provenance) in &entity.origin.facts {
        let name: String = field
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
            .collect();
        let key = format!("{OURS}source-of-{name}");
        let told = match provenance {
            Provenance::File { path, line, column } => format!("{path}:{line}:{column}"),
            Provenance::Inferred(because) => format!("inferred because {because}"),
            Provenance::GitLab => "gitlab".to_owned(),
        };
        annotations.insert(key, json!(told));
    }
    metadata.insert("annotations".to_owned(), Value::Object(annotations));
    Value::Object(metadata)
}

fn annotate_project(annotations: &mut Map<String, Value>, entity: &Entity, project: &Project) {
    annotations.insert(format!("{OURS}project"), json!(project.path));
    annotations.insert(format!("{OURS}inferred"), json!(entity.origin.is_inferred().to_string()));
    if let Some(head) = &project.head {
        annotations.insert(format!("{OURS}commit"), json!(head.sha));
    }
    if let Some(path) = &entity.origin.path {
        annotations.insert(format!("{OURS}file"), json!(format!("{path}:{}", entity.origin.line)));
        if let Some(url) = project.blob_url(path) {
            let location = format!("url:{url}");
            annotations.entry("backstage.io/managed-by-location").or_insert(json!(location));
        }
    }
}

/// All relations, those whose target is missing included, in a fixed order.
fn relations(world: &World<'_>, id: EntityId) -> Value {
    let mut relations: Vec<(&str, String)> = world
        .catalog
        .edges(id)
        .iter()
        .map(|edge| {
            let target = match &edge.target {
                Target::Known(to) => world.catalog.entity(*to).reference.canonical(),
                Target::Missing(reference) => reference.canonical(),
            };
            (edge.relation.as_str(), target)
        })
        .collect();
    relations.sort();
    let relations = relations.into_iter();
    relations.map(|(kind, target)| json!({ "type": kind, "targetRef": target })).collect()
}

fn status_item(finding: &Diagnostic) -> Value {
    json!({
        "type": format!("{OURS}{}", finding.code),
        "level": finding.severity.as_str(),
        "message": finding.message,
        "place": finding.place.to_string(),
        "help": finding.help,
    })
}
