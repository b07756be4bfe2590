//! `apis.json`: every file that describes an API, with how much is in it and how well it says so.
//!
//! Of a description in several files each file is an item with what stands in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::RelPath;
use crate::model::api::{ApiContent, ApiCounts, ApiDoc, ApiFormat};
use crate::model::{Project, ProjectIndex, RelationKind};
use crate::page::{SitePlan, World};

use super::DATA_VERSION;

/// Returns the whole file: one item a line, by project and file.
pub(super) fn write(world: &World<'_>, plan: &SitePlan) -> Vec<u8> {
    let mut text = format!("{{\"version\":{DATA_VERSION},\"items\":[");
    let mut is_first = true;
    for (index, project) in world.snapshot.indexed() {
        for (at, api) in (0..).zip(&world.catalog.contents(index).apis) {
            for (file, counts) in files(api) {
                let item = item(world, plan, (index, at), project, api, (&file, &counts));
                text.push_str(if is_first { "\n" } else { ",\n" });
                text.push_str(&item.to_string());
                is_first = false;
            }
        }
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

/// The files of a description, each with what stands in it.
fn files(api: &ApiDoc) -> Vec<(RelPath, ApiCounts)> {
    let Some(content) = api.content.as_deref() else {
        return vec![(api.path.clone(), ApiCounts::default())];
    };
    match api.format {
        ApiFormat::GraphQl | ApiFormat::Protobuf if content.files.len() > 1 => by_file(content),
        _ => vec![(api.path.clone(), content.counts)],
    }
}

fn by_file(content: &ApiContent) -> Vec<(RelPath, ApiCounts)> {
    let mut counts: BTreeMap<u32, ApiCounts> = BTreeMap::new();
    for at in 0..content.files.len() as u32 {
        counts.insert(at, ApiCounts::default());
    }
    for operation in &content.operations {
        let of = counts.entry(operation.at.file).or_default();
        match content.format {
            ApiFormat::GraphQl => of.fields += 1,
            _ => of.methods += 1,
        }
    }
    for id in &content.named {
        let schema = content.schema(*id);
        let of = counts.entry(schema.at.file).or_default();
        of.schemas += 1;
        of.messages += usize::from(schema.sort == "message");
    }
    let named =
        |(at, counts): (u32, ApiCounts)| Some((content.files.get(at as usize)?.clone(), counts));
    counts.into_iter().filter_map(named).collect()
}

fn item(
    world: &World<'_>,
    plan: &SitePlan,
    (index, at): (ProjectIndex, u32),
    project: &Project,
    api: &ApiDoc,
    (file, counts): (&RelPath, &ApiCounts),
) -> Value {
    let entity = api.entity.as_ref().and_then(|entity| world.catalog.find(entity));
    let reference = entity.map(|id| world.catalog.entity(id).reference.clone());
    let owner = entity.and_then(|id| world.catalog.targets(id, RelationKind::OwnedBy).next());
    let owner = owner.map(|id| world.catalog.entity(id).reference.canonical());
    let content = api.content.as_deref();
    let record = world.apis.of(index, at);
    let current = content.and_then(|content| content.version.clone());
    let versions: Vec<Value> = current
        .into_iter()
        .map(|version| json!({ "version": version }))
        .chain(api.editions.iter().map(|edition| {
            json!({
                "version": edition.content.version,
                "tag": edition.tag,
                "released_at": edition.released_at.map(|at| at.to_string()),
            })
        }))
        .collect();
    json!({
        "name": reference.as_ref().map(|reference| reference.name.clone()),
        "entity": reference.map(|reference| reference.canonical()),
        "title": content.and_then(|content| content.title.clone()),
        "project": project.path,
        "file": file.as_str(),
        "format": api.format.slug(),
        "format_version": content.and_then(|content| content.format_version.clone()),
        "structured": content.is_some(),
        "problem": api.problem,
        "page": entity.map(|id| plan.of_entity(id).address.as_str().to_owned()),
        "versions": versions,
        "owner": owner,
        "counts": {
            "operations": counts.operations,
            "webhooks": counts.webhooks,
            "callbacks": counts.callbacks,
            "channels": counts.channels,
            "fields": counts.fields,
            "methods": counts.methods,
            "messages": counts.messages,
            "schemas": counts.schemas,
        },
        "lint": record.and_then(|record| {
            Some(json!({ "score": record.score?, "findings": record.remarks }))
        }),
    })
}
