//! Whom an entity belongs to; what is a part of it belongs to the same.

use super::{Document, Facet, words};
use crate::catalog::{EntityId, Target};
use crate::model::{EntityRef, Kind, RelationKind};
use crate::page::World;

/// How far up a system is looked for; the bound ends cycles.
const HIGHEST: usize = 4;

/// A document of which nothing is known but the entity that it is a part of.
pub(super) fn part_of(world: &World<'_>, id: EntityId) -> Document {
    let lifecycle = world.catalog.entity(id).spec_str("lifecycle").unwrap_or_default();
    Document {
        owner: owner(world, id),
        lifecycle: facet(&lifecycle.to_lowercase(), ""),
        system: system(world, id),
        ..Document::default()
    }
}

fn owner(world: &World<'_>, id: EntityId) -> Option<Facet> {
    let edge =
        world.catalog.edges(id).iter().find(|edge| edge.relation == RelationKind::OwnedBy)?;
    match &edge.target {
        Target::Known(owner) => entity(world, *owner),
        // Nobody has described the team; it still says whom to ask.
        Target::Missing(reference) => facet(&short(reference), ""),
    }
}

/// The system that an entity lies in, itself or as a part of something else.
fn system(world: &World<'_>, id: EntityId) -> Option<Facet> {
    let mut at = id;
    for _ in 0..HIGHEST {
        at = world.catalog.targets(at, RelationKind::PartOf).next()?;
        if world.catalog.entity(at).kind == Kind::System {
            return entity(world, at);
        }
    }
    None
}

fn entity(world: &World<'_>, id: EntityId) -> Option<Facet> {
    let entity = world.catalog.entity(id);
    facet(&short(&entity.reference), entity.title())
}

/// A value to narrow by; what it is called is only said if it differs.
fn facet(key: &str, label: &str) -> Option<Facet> {
    let (key, label) = (words::name(key), words::name(label));
    let label = if label == key { String::new() } else { label };
    (!key.is_empty()).then_some(Facet { key, label })
}

/// What stands in `owner: payments`.
fn short(reference: &EntityRef) -> String {
    match reference.namespace.eq_ignore_ascii_case("default") {
        true => reference.name.clone(),
        false => format!("{}/{}", reference.namespace, reference.name),
    }
}
