//! The page of one entity, of any kind.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, RelPath};
use crate::catalog::{Edge, EntityId, Target};
use crate::markdown::{self, SafeHtml};
use crate::model::{Entity, Kind, LocationRef, ProjectIndex, RelationKind, Repository};

use super::plan::{Page, SitePlan};
use super::view::{
    ApiSummary, EntityLink, EntityView, FindingView, KindGroup, RelationGroup, TemplateParameter,
    TextLink, View,
};
use super::world::{DocSource, World};
use super::{api, ci, doc, facts, health, names, origin};

/// The longest definition that is shown whole, in bytes.
const LONGEST_DEFINITION: usize = 64 * 1024;

/// Makes the page of an entity.
pub(super) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: EntityId,
) -> (View, Vec<Diagnostic>, Vec<RelPath>) {
    let entity = world.catalog.entity(id);
    let project = entity.origin.project;
    let is_main = world.catalog.is_main(id);
    let contents = project.map(|index| world.catalog.contents(index));
    let readme = contents.and_then(|contents| contents.readme.as_ref());
    let shown = readme.filter(|_| is_main).zip(project).map(|(readme, project)| {
        doc::show(world, plan, page, DocSource::Project(project), &readme.path)
    });
    // A component shows its own part of the README, with a link to the project.
    let elsewhere = readme
        .filter(|_| !is_main && entity.kind != Kind::CiComponent)
        .and_then(|_| world.catalog.main_of(id))
        .map(|main| names::entity_link(world, plan, &page.address, main));
    let (prose, title_id, mut findings, mut media) = match shown {
        Some(shown) => (Some(shown.prose), shown.title_id, shown.findings, shown.media),
        None => (None, String::new(), Vec::new(), Vec::new()),
    };
    let component = ci::view(world, plan, page, id).map(|(component, shown)| {
        media.extend(shown);
        component
    });
    findings.extend(api::try_it_problem(world, plan, id));
    let mut findings_shown: Vec<FindingView> = Vec::new();
    let known = plan.findings_of(id).iter().map(|at| &world.findings[*at]);
    for finding in known.chain(&findings) {
        findings_shown.push(health::finding_view(world, plan, &page.address, finding));
    }
    let (parts_label, parts) = parts(world, plan, page, id);
    let main_project = project.filter(|_| is_main);
    let reference =
        plan.api_of(id).map(|it| api::view(world, plan, page, it, findings_shown.len()));
    let view = EntityView {
        kind: entity.kind.slug(),
        kind_label: entity.kind.singular(),
        title: entity.title().to_owned(),
        title_id,
        reference: entity.reference.short(),
        subtype: entity.spec_str("type").unwrap_or_default().to_owned(),
        lifecycle: entity.spec_str("lifecycle").unwrap_or_default().to_owned(),
        summary: match &entity.metadata.description {
            Some(text) if !ci::is_told_by_section(world, id) => markdown::inline(text),
            _ => SafeHtml::default(),
        },
        inferred: entity.origin.is_inferred(),
        archived: project.is_some_and(|index| world.snapshot.project(index).archived),
        stale: project.and_then(|index| origin::stale(world.snapshot.project(index))),
        facts: facts::strip(world, plan, page, id),
        tags: tags(world, entity, main_project),
        links: links(world, entity),
        relations: relations(world, plan, page, id),
        parts,
        parts_label,
        people: people(world, plan, page, id),
        environments: main_project
            .map(|index| origin::environments(world.snapshot.project(index)))
            .unwrap_or_default(),
        apis: match &reference {
            Some(_) => Vec::new(),
            None => apis(world, plan, page, id, main_project),
        },
        definition: definition(entity).filter(|_| reference.is_none()),
        api: reference,
        ci: component,
        components: main_project
            .map(|index| ci::summaries(world, plan, page, index))
            .unwrap_or_default(),
        pipeline: main_project.and_then(|index| ci::pipeline(world, plan, page, index)),
        used_files: main_project
            .map(|index| ci::used_files(world, plan, page, index))
            .unwrap_or_default(),
        docs: main_project
            .map(|index| doc::tree_links(plan, page, DocSource::Project(index)))
            .unwrap_or_default(),
        readme: prose,
        readme_elsewhere: elsewhere,
        repository_note: main_project
            .map(|index| origin::repository_note(world.snapshot.project(index).repository))
            .unwrap_or_default(),
        parameters: parameters(entity),
        provenance: facts::provenance(world, entity),
        findings: findings_shown,
        descriptor_hint: if has_files(world, project) {
            facts::descriptor_hint(entity)
        } else {
            String::new()
        },
    };
    (View::Entity(Box::new(view)), findings, media)
}

/// Whether there are files from which something could have been inferred.
fn has_files(world: &World<'_>, project: Option<ProjectIndex>) -> bool {
    project.is_none_or(|index| world.snapshot.project(index).repository == Repository::Readable)
}

/// Its own tags, then the topics of the project that it speaks for.
fn tags(world: &World<'_>, entity: &Entity, project: Option<ProjectIndex>) -> Vec<String> {
    let mut tags = entity.metadata.tags.clone();
    let topics = project.map(|index| world.snapshot.project(index).topics.as_slice());
    for topic in topics.unwrap_or_default() {
        if !tags.contains(topic) {
            tags.push(topic.clone());
        }
    }
    tags
}

/// Its own links, then those that its annotations make.
fn links(world: &World<'_>, entity: &Entity) -> Vec<TextLink> {
    let own = entity.metadata.links.iter().map(|link| TextLink {
        label: link.title.clone().unwrap_or_else(|| link.url.clone()),
        href: Some(link.url.clone()),
    });
    let made = world.settings.links.iter().filter_map(|template| {
        let value = entity.metadata.annotations.get(&template.annotation)?;
        let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        // In a path a plus is a plus; `%20` is right everywhere.
        let value = value.replace('+', "%20");
        let href = template.url.replace("{value}", &value.replace("%2F", "/"));
        let is_shown = !value.is_empty() && markdown::is_safe_url(&href);
        is_shown.then(|| TextLink { label: template.title.clone(), href: Some(href) })
    });
    let project = entity.origin.project.map(|index| world.snapshot.project(index));
    let in_catalog =
        project.filter(|_| entity.kind == Kind::CiComponent).and_then(ci::gitlab_catalog);
    own.chain(located(entity)).chain(made).chain(in_catalog).collect()
}

/// Links to the source, as Backstage's own annotations name it.
fn located(entity: &Entity) -> impl Iterator<Item = TextLink> {
    let annotation = |key: &str| entity.metadata.annotations.get(key).cloned();
    let source = annotation("backstage.io/source-location")
        .and_then(|text| LocationRef::parse(&text).ok())
        .filter(|location| location.location_type == "url")
        .map(|location| location.target);
    let named = [
        ("Source", source),
        ("View", annotation("backstage.io/view-url")),
        ("Edit", annotation("backstage.io/edit-url")),
    ];
    named.into_iter().filter_map(|(label, href)| {
        let href = href.filter(|href| markdown::is_safe_url(href))?;
        Some(TextLink { label: label.to_owned(), href: Some(href) })
    })
}

/// Whether a relation is told by another section of the page.
fn is_told_elsewhere(kind: Kind, relation: RelationKind) -> bool {
    match kind {
        Kind::Group => matches!(relation, RelationKind::OwnerOf | RelationKind::HasMember),
        Kind::User => relation == RelationKind::OwnerOf,
        Kind::CiComponent => relation == RelationKind::IncludedBy,
        Kind::System | Kind::Domain => relation == RelationKind::HasPart,
        _ => false,
    }
}

fn relations(world: &World<'_>, plan: &SitePlan, page: &Page, id: EntityId) -> Vec<RelationGroup> {
    let kind = world.catalog.entity(id).kind;
    let mut groups: BTreeMap<RelationKind, Vec<&Edge>> = BTreeMap::new();
    for edge in world.catalog.edges(id) {
        let is_told = match &edge.target {
            Target::Missing(_) => false,
            // The components that a project offers have cards of their own.
            Target::Known(to) => {
                let is_component = world.catalog.entity(*to).kind == Kind::CiComponent;
                is_told_elsewhere(kind, edge.relation)
                    || (is_component && edge.relation == RelationKind::HasPart)
            }
        };
        if !is_told {
            groups.entry(edge.relation).or_default().push(edge);
        }
    }
    let groups = groups.into_iter().map(|(relation, edges)| {
        let mut items: Vec<EntityLink> = edges
            .into_iter()
            .map(|edge| names::target_link(world, plan, &page.address, &edge.target))
            .collect();
        items.sort_by_cached_key(|item| (item.title.to_lowercase(), item.reference.clone()));
        RelationGroup { label: relation.label(), items }
    });
    groups.collect()
}

/// What a team owns, or what a system or domain is made of, by kind.
fn parts(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: EntityId,
) -> (&'static str, Vec<KindGroup>) {
    let (label, relation) = match world.catalog.entity(id).kind {
        Kind::Group | Kind::User => ("Owns", RelationKind::OwnerOf),
        Kind::System | Kind::Domain => ("Parts", RelationKind::HasPart),
        _ => return ("", Vec::new()),
    };
    let mut by_kind: BTreeMap<Kind, Vec<EntityId>> = BTreeMap::new();
    for part in world.catalog.targets(id, relation) {
        by_kind.entry(world.catalog.entity(part).kind).or_default().push(part);
    }
    let groups = by_kind.into_iter().map(|(kind, mut ids)| {
        ids.sort_by_cached_key(|id| world.catalog.order(*id));
        let link = |id| names::entity_link(world, plan, &page.address, id);
        KindGroup { label: kind.plural(), items: ids.into_iter().map(link).collect() }
    });
    (label, groups.collect())
}

fn people(world: &World<'_>, plan: &SitePlan, page: &Page, id: EntityId) -> Vec<EntityLink> {
    let mut people: Vec<EntityId> = world.catalog.targets(id, RelationKind::HasMember).collect();
    people.sort_by_cached_key(|id| world.catalog.order(*id));
    people.into_iter().map(|id| names::entity_link(world, plan, &page.address, id)).collect()
}

/// The API descriptions that the page tells of: an API its own, a project's main entity all.
fn apis(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: EntityId,
    main: Option<ProjectIndex>,
) -> Vec<ApiSummary> {
    let entity = world.catalog.entity(id);
    let Some(index) = entity.origin.project else { return Vec::new() };
    let project = world.snapshot.project(index);
    let apis = world.catalog.contents(index).apis.iter().filter(|one| match entity.kind {
        Kind::Api => one.entity.as_ref() == Some(&entity.reference),
        _ => main.is_some(),
    });
    let summaries = apis.map(|one| {
        let content = one.content.as_deref();
        let title = content.and_then(|content| content.title.clone());
        let of = one.entity.as_ref().and_then(|entity| world.catalog.find(entity));
        ApiSummary {
            title: title.unwrap_or_else(|| one.path.name().to_owned()),
            format: api::format_of(one, content),
            version: content.and_then(|content| content.version.clone()).unwrap_or_default(),
            counts: content.map(|it| api::counted(&it.counts)).unwrap_or_default(),
            source: TextLink { label: one.path.to_string(), href: project.blob_url(&one.path) },
            page: of.filter(|of| *of != id).map(|of| {
                let to = plan.of_entity(of);
                TextLink { label: to.title.clone(), href: Some(page.address.link_to(&to.address)) }
            }),
        }
    });
    summaries.collect()
}

fn definition(entity: &Entity) -> Option<SafeHtml> {
    let text = entity.spec_str("definition").filter(|_| entity.kind == Kind::Api)?;
    let language = match entity.spec_str("type").unwrap_or_default() {
        "graphql" => "graphql",
        "grpc" => "proto",
        _ if text.trim_start().starts_with('{') => "json",
        _ => "yaml",
    };
    (text.len() <= LONGEST_DEFINITION).then(|| markdown::code(language, text))
}

/// The fields that a template's form asks for, over all its steps.
fn parameters(entity: &Entity) -> Vec<TemplateParameter> {
    let steps = match (entity.kind, entity.spec.get("parameters")) {
        (Kind::Template, Some(serde_json::Value::Array(steps))) => steps.iter().collect(),
        (Kind::Template, Some(step)) => vec![step],
        _ => Vec::new(),
    };
    let mut parameters = Vec::new();
    for step in steps {
        let required: Vec<&str> = step
            .get("required")
            .and_then(|names| names.as_array())
            .map(|names| names.iter().filter_map(|name| name.as_str()).collect())
            .unwrap_or_default();
        let Some(properties) = step.get("properties").and_then(|all| all.as_object()) else {
            continue;
        };
        for (name, field) in properties {
            let text =
                |key: &str| field.get(key).and_then(|value| value.as_str()).unwrap_or_default();
            parameters.push(TemplateParameter {
                name: name.clone(),
                title: text("title").to_owned(),
                value_type: text("type").to_owned(),
                required: required.contains(&name.as_str()),
                description: text("description").to_owned(),
            });
        }
    }
    parameters
}
