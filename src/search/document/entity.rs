//! Entities of every kind, and the inputs of CI/CD components.

use super::keys::Keys;
use super::words::{self, Words};
use super::{Document, belonging, component, doc, entity_kind, reference};
use crate::catalog::EntityId;
use crate::model::{Entity, Kind, RelationKind};
use crate::page::view::{EntityLink, EntityView};
use crate::page::{DocSource, PageView, World};

/// How many tags count.
const MOST_TAGS: usize = 60;
/// Words in the key of an annotation whose value is a name for the thing: `pagerduty.com/service-id`.
const IDENTIFYING: [&str; 6] = ["id", "key", "slug", "image", "package", "repository"];
/// Facts that say what a thing is, and not how it is doing.
const LASTING_FACTS: [&str; 5] = ["Repository", "Described in", "Release", "E-mail", "Language"];

/// Makes the document of an entity, and those of what is a part of its page.
pub(super) fn documents(
    world: &World<'_>,
    id: EntityId,
    page: &PageView,
    view: &EntityView,
) -> Vec<Document> {
    let entity = world.catalog.entity(id);
    let place = place(world, id);
    let mut body = Words::default();
    body.say_all([place.as_str(), &view.reference, &view.subtype]);
    say(&mut body, view);
    body.say_all(entity.metadata.annotations.values().map(String::as_str));
    body.say_all(entity.metadata.labels.values().map(String::as_str));
    let document = Document {
        address: page.frame.address.clone(),
        title: words::name(&view.title),
        keys: keys(world, id, view),
        kind: entity_kind(entity.kind),
        tags: tags(&view.tags),
        description: description(page, view),
        place: words::name(&place),
        body: body.end(),
        ..belonging::part_of(world, id)
    };
    let inputs = view.ci.iter().flat_map(|ci| component::inputs(&document, ci));
    let inputs: Vec<Document> = inputs.collect();
    [document].into_iter().chain(inputs).collect()
}

/// The words that people put on something, each once.
pub(super) fn tags(written: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in written.iter().map(|tag| words::name(tag)) {
        if !tag.is_empty() && tags.len() < MOST_TAGS && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// What it says of itself; else what is said first on its page.
fn description(page: &PageView, view: &EntityView) -> String {
    words::first_description([
        &|| page.frame.description.clone(),
        &|| view.api.as_ref().map(|api| api.summary.to_text()).unwrap_or_default(),
        &|| view.api.as_ref().map(|api| api.description.to_opening()).unwrap_or_default(),
        &|| {
            let section = view.ci.as_ref().and_then(|ci| ci.section.as_ref());
            section.map(|section| section.html.to_opening()).unwrap_or_default()
        },
        &|| view.readme.as_ref().map(|readme| readme.html.to_opening()).unwrap_or_default(),
    ])
}

/// Where readers would look for it: who is above people, systems and domains; the repository of all else.
fn place(world: &World<'_>, id: EntityId) -> String {
    let entity = world.catalog.entity(id);
    let above = |relation| {
        let above = world.catalog.targets(id, relation).next();
        above.map(|above| world.catalog.entity(above).title().to_owned()).unwrap_or_default()
    };
    match (entity.kind, entity.origin.project) {
        (Kind::Group, _) => above(RelationKind::ChildOf),
        (Kind::User, _) => above(RelationKind::MemberOf),
        (Kind::System | Kind::Domain, _) | (_, None) => above(RelationKind::PartOf),
        (_, Some(project)) => world.snapshot.project(project).path.clone(),
    }
}

fn keys(world: &World<'_>, id: EntityId, view: &EntityView) -> Vec<String> {
    let entity = world.catalog.entity(id);
    let mut keys = Keys::default();
    keys.add(&view.reference);
    keys.add(&entity.reference.canonical());
    keys.add(&entity.reference.name);
    if let Some(index) = entity.origin.project.filter(|_| world.catalog.is_main(id)) {
        let project = world.snapshot.project(index);
        keys.add(&project.path);
        project.web_url.iter().for_each(|url| keys.add_url(url));
        if let Some(readme) = &world.catalog.contents(index).readme {
            doc::add_file(&mut keys, world, DocSource::Project(index), &readme.path);
        }
    }
    if let Some(ci) = &view.ci {
        component::add_keys(&mut keys, ci);
    }
    if let Some(api) = &view.api {
        api.servers.iter().for_each(|server| keys.add_server(&server.url));
    }
    view.environments.iter().filter_map(|one| one.name.href.as_ref()).for_each(|url| {
        keys.add_server(url);
    });
    view.links.iter().filter_map(|link| link.href.as_ref()).for_each(|url| keys.add_url(url));
    identifiers(entity).for_each(|name| keys.add(name));
    let emails = view.facts.iter().filter(|fact| fact.label == "E-mail");
    emails.for_each(|fact| keys.add(&fact.value));
    keys.end()
}

/// The values of annotations that are names for the thing in other programs.
fn identifiers(entity: &Entity) -> impl Iterator<Item = &str> {
    let is_identifying = |key: &str| {
        let name = key.rsplit('/').next().unwrap_or_default();
        name.split(['-', '_', '.']).any(|word| IDENTIFYING.contains(&word))
    };
    let annotations = entity.metadata.annotations.iter();
    annotations.filter(move |(key, _)| is_identifying(key)).map(|(_, value)| value.as_str())
}

/// All words of the page but those that every page has, and those that have pages of their own.
fn say(body: &mut Words, view: &EntityView) {
    body.say(&view.summary.to_text());
    let facts = view.facts.iter().filter(|fact| LASTING_FACTS.contains(&fact.label));
    body.say_all(facts.map(|fact| fact.value.as_str()));
    body.say_all(view.links.iter().map(|link| link.label.as_str()));
    for group in &view.relations {
        say_links(body, &group.items);
    }
    for group in &view.parts {
        say_links(body, &group.items);
    }
    say_links(body, &view.people);
    for row in &view.environments {
        body.say_all([row.name.label.as_str(), &row.tier, &row.ref_name]);
    }
    for api in &view.apis {
        body.say_all([api.title.as_str(), &api.format, &api.version, &api.source.label]);
    }
    if let Some(definition) = &view.definition {
        body.say(&definition.to_text());
    }
    if let Some(api) = &view.api {
        reference::say_overview(body, api);
    }
    if let Some(ci) = &view.ci {
        component::say(body, ci);
    }
    for component in &view.components {
        say_links(body, std::slice::from_ref(&component.entity));
    }
    if let Some(pipeline) = &view.pipeline {
        component::say_pipeline(body, pipeline);
    }
    body.say_all(view.used_files.iter().map(|used| used.file.label.as_str()));
    for parameter in &view.parameters {
        body.say_all([parameter.name.as_str(), &parameter.title, &parameter.description]);
    }
    if let Some(readme) = &view.readme {
        body.say(&readme.html.to_text());
    }
}

fn say_links(body: &mut Words, links: &[EntityLink]) {
    body.say_all(links.iter().map(|link| link.title.as_str()));
}
