//! How a page names an entity, and what the kinds mean to readers.

use crate::base::RelPath;
use crate::catalog::{EntityId, Target};
use crate::markdown;
use crate::model::{EntityRef, Kind};

use super::view::EntityLink;
use super::{SitePlan, World};

/// One sentence on what a kind is, for people who did not choose the word.
pub(super) fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Component => "Software that is built and run: services, websites, libraries.",
        Kind::Api => "What components offer to each other, and how to call it.",
        Kind::CiComponent => "Pieces of pipelines that other pipelines include.",
        Kind::Resource => "Infrastructure that components need: databases, queues, buckets.",
        Kind::System => "Components and resources that do one job together.",
        Kind::Domain => "Parts of the business, and the systems that serve them.",
        Kind::Group => "Teams and departments: who to ask.",
        Kind::User => "People, and the teams they belong to.",
        Kind::Template => "Recipes for new projects.",
        Kind::AiResource => "Skills, rules and plugins for coding agents.",
        Kind::Location => "Files that point to further descriptors.",
    }
}

/// An entity as the page at `here` names it.
pub(super) fn entity_link(
    world: &World<'_>,
    plan: &SitePlan,
    here: &RelPath,
    id: EntityId,
) -> EntityLink {
    let entity = world.catalog.entity(id);
    EntityLink {
        title: entity.title().to_owned(),
        href: Some(here.link_to(&plan.of_entity(id).address)),
        reference: entity.reference.short(),
        kind: entity.kind.slug(),
        kind_label: entity.kind.singular(),
        subtype: entity.spec_str("type").unwrap_or_default().to_owned(),
        summary: summary(entity.metadata.description.as_deref().unwrap_or_default()),
    }
}

/// The other end of a relation as the page at `here` names it.
pub(super) fn target_link(
    world: &World<'_>,
    plan: &SitePlan,
    here: &RelPath,
    target: &Target,
) -> EntityLink {
    match target {
        Target::Known(id) => entity_link(world, plan, here, *id),
        Target::Missing(reference) => missing_link(reference),
    }
}

fn missing_link(reference: &EntityRef) -> EntityLink {
    let kind = Kind::from_any_case(&reference.kind);
    EntityLink {
        title: reference.name.clone(),
        href: None,
        reference: reference.short(),
        kind: kind.map_or("unknown", Kind::slug),
        kind_label: kind.map_or("Unknown kind", Kind::singular),
        subtype: String::new(),
        summary: String::new(),
    }
}

/// What stands where no entity is known.
pub(super) fn nothing() -> EntityLink {
    EntityLink {
        title: String::new(),
        href: None,
        reference: String::new(),
        kind: "unknown",
        kind_label: "Unknown kind",
        subtype: String::new(),
        summary: String::new(),
    }
}

/// A description without its markup, on one line.
pub(super) fn summary(description: &str) -> String {
    // Most descriptions are plain sentences, and lists hold hundreds of them.
    if description.contains(['*', '_', '`', '[', '<', '#', '&', '\\', '\n']) {
        return one_line(&markdown::plain_text(description));
    }
    one_line(description)
}

/// `1 operation`, `12 operations`; `what` is the plural.
pub(super) fn counted(count: usize, what: &str) -> String {
    match (count, what.strip_suffix("ies"), what.strip_suffix('s')) {
        (1, Some(stem), _) => format!("1 {stem}y"),
        (1, None, Some(singular)) => format!("1 {singular}"),
        _ => format!("{count} {what}"),
    }
}

/// The first sentence or so of a text, on one line.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
