//! Which pages a reference has, and where.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::tree::{self, Limits};
use super::uses::{self, Users};
use super::{exchange, text, try_it};
use crate::base::Slugs;
use crate::catalog::EntityId;
use crate::model::ProjectIndex;
use crate::model::api::{ApiContent, ApiDoc, ApiFormat, Group, Operation, OperationKind, SchemaId};
use crate::page::plan::{PageId, PageKind, SitePlan};
use crate::page::urls;
use crate::page::world::World;

/// How many earlier editions have pages.
const EDITIONS: usize = 3;
/// How many operations one page of a list holds.
pub(super) const LIST_ROWS: usize = 120;
/// How many schemas one page of a list holds.
pub(super) const SCHEMA_ROWS: usize = 250;
/// How many lines one page of an operation holds in all its trees.
pub(super) const PAGE_ROWS: usize = 1_000;

/// One edition of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ApiId {
    /// The project that holds it.
    pub project: ProjectIndex,
    /// Its place among the descriptions of the project.
    pub index: u32,
    /// Its place among the editions of the description; none for what is in the repository now.
    pub edition: Option<u32>,
}

/// The pages of one edition.
#[derive(Debug)]
pub(crate) struct ApiPages {
    /// The API.
    pub entity: EntityId,
    /// The overview.
    pub overview: PageId,
    /// Of each operation of the description.
    pub operations: Vec<PageId>,
    /// The pages of the list of each group; of those without operations, those have one that say something.
    pub groups: Vec<Vec<PageId>>,
    /// The operations of each group.
    pub members: Vec<Vec<u32>>,
    /// Of those schemas that have one.
    pub schemas: BTreeMap<SchemaId, PageId>,
    /// The pages of the list of schemas; none if the overview lists them all.
    pub lists: Vec<PageId>,
    /// Who refers to named schemas.
    pub uses: BTreeMap<SchemaId, Users>,
    /// The page from which readers call it.
    pub console: Option<PageId>,
}

/// The description that an edition is an edition of.
pub(super) fn document<'a>(world: &World<'a>, id: ApiId) -> &'a ApiDoc {
    &world.catalog.contents(id.project).apis[id.index as usize]
}

/// What an edition says; none if it could not be understood.
pub(super) fn content<'a>(world: &World<'a>, id: ApiId) -> Option<&'a ApiContent> {
    let document = document(world, id);
    match id.edition {
        None => document.content.as_deref(),
        Some(at) => Some(&*document.editions.get(at as usize)?.content),
    }
}

impl SitePlan {
    /// The description of an API, as it is now.
    pub(crate) fn api_of(&self, entity: EntityId) -> Option<ApiId> {
        self.of_api_entity.get(&entity).copied()
    }

    /// The descriptions that have pages, as they are now.
    pub(crate) fn apis(&self) -> impl Iterator<Item = ApiId> {
        self.of_api_entity.values().copied()
    }

    /// The API that a description is of.
    pub(crate) fn entity_of_api(&self, id: ApiId) -> Option<EntityId> {
        self.entity_of_api.get(&ApiId { edition: None, ..id }).copied()
    }

    /// The pages of one edition.
    pub(crate) fn api_pages(&self, id: ApiId) -> Option<&ApiPages> {
        self.of_api.get(&id)
    }

    /// Adds the pages of all references; those of entities are there already.
    pub(in crate::page) fn add_apis(&mut self, world: &World<'_>, slugs: &mut Slugs) {
        for (project, _) in world.snapshot.indexed() {
            for (index, document) in world.catalog.contents(project).apis.iter().enumerate() {
                let claimed =
                    document.entity.as_ref().and_then(|entity| world.catalog.find(entity));
                let Some(entity) = claimed else { continue };
                if self.of_api_entity.contains_key(&entity) {
                    continue;
                }
                let id = ApiId { project, index: index as u32, edition: None };
                self.of_api_entity.insert(entity, id);
                self.entity_of_api.insert(id, entity);
                self.add_api(world, slugs, entity, id);
            }
        }
    }

    fn add_api(&mut self, world: &World<'_>, slugs: &mut Slugs, entity: EntityId, id: ApiId) {
        let base = urls::without_ending(&self.of_entity(entity).address);
        let overview = self.id_of_entity(entity);
        if let Some(content) = content(world, id) {
            self.add_edition(slugs, content, Edition { id, entity, overview, base: base.clone() });
        }
        self.add_console(world, entity, id, &base);
        let has_changed =
            world.apis.of(id.project, id.index).is_some_and(|record| !record.steps.is_empty());
        if has_changed && self.api_pages(id).is_some() {
            let title = format!("Changes of {}", self.of_entity(entity).title);
            self.add(urls::api_changes(&base), text::cut(&title, 160), PageKind::ApiChanges(id));
        }
        let document = document(world, id);
        let title = world.catalog.entity(entity).title();
        for (at, edition) in document.editions.iter().take(EDITIONS).enumerate() {
            let id = ApiId { edition: Some(at as u32), ..id };
            let base = slugs.claim(urls::api_edition(&base, &edition.tag), &edition.tag);
            let title = format!("{title} {}", text::cut(&edition.tag, 60));
            let overview = self.add(urls::html(&base), title, PageKind::ApiEdition(id));
            self.add_edition(slugs, &edition.content, Edition { id, entity, overview, base });
        }
    }

    fn add_console(&mut self, world: &World<'_>, entity: EntityId, id: ApiId, base: &str) {
        let content = content(world, id).filter(|_| try_it::is_wanted(world, entity));
        if content.is_some_and(|content| !try_it::origins(content).is_empty()) {
            let title = format!("Try {}", self.of_entity(entity).title);
            let page = self.add(urls::api_try(base), text::cut(&title, 160), PageKind::ApiTry(id));
            if let Some(pages) = self.of_api.get_mut(&id) {
                pages.console = Some(page);
            }
        }
    }

    fn add_edition(&mut self, slugs: &mut Slugs, content: &ApiContent, edition: Edition) {
        let Edition { id, entity, overview, ref base } = edition;
        let mut pages = ApiPages {
            entity,
            overview,
            operations: Vec::with_capacity(content.operations.len()),
            groups: Vec::with_capacity(content.groups.len()),
            members: members(content),
            schemas: BTreeMap::new(),
            lists: Vec::new(),
            uses: uses::uses(content),
            console: None,
        };
        let mut names = Names { slugs, base, seen: BTreeMap::new() };
        for (at, operation) in content.operations.iter().enumerate() {
            let address = names.claim("op", &urls::operation(operation), &operation.key());
            let kind = PageKind::ApiOperation { api: id, at: at as u32 };
            pages.operations.push(self.add(urls::html(&address), title(operation), kind));
        }
        for (at, group) in content.groups.iter().enumerate() {
            let count = pages.members[at].len();
            let title = text::cut(group.title.as_ref().unwrap_or(&group.name), 120);
            let mut list = Vec::new();
            for number in 1..=count.div_ceil(LIST_ROWS).max(usize::from(is_told(group))) {
                let wanted = if number == 1 {
                    group.name.clone()
                } else {
                    format!("{} {number}", group.name)
                };
                let address = names.claim("tag", &wanted, &format!("{}\n{number}", group.name));
                let kind = PageKind::ApiGroup { api: id, at: at as u32, number };
                list.push(self.add(urls::html(&address), title.clone(), kind));
            }
            pages.groups.push(list);
        }
        for (schema, title) in shown_alone(content, &pages.uses) {
            let address = names.claim("schema", &title, &title);
            let kind = PageKind::ApiSchema { api: id, at: schema };
            pages.schemas.insert(schema, self.add(urls::html(&address), title, kind));
        }
        let named = content.named.iter().filter(|id| pages.schemas.contains_key(id)).count();
        if named > super::overview::SCHEMAS {
            for number in 1..=named.div_ceil(SCHEMA_ROWS) {
                let address = urls::numbered(&format!("{base}/schemas"), number);
                let kind = PageKind::ApiSchemas { api: id, number };
                pages.lists.push(self.add(address, "Schemas".to_owned(), kind));
            }
        }
        self.of_api.insert(id, pages);
    }
}

/// One edition whose pages are to be added.
struct Edition {
    id: ApiId,
    entity: EntityId,
    overview: PageId,
    base: String,
}

/// Addresses below one edition.
struct Names<'s> {
    slugs: &'s mut Slugs,
    base: &'s str,
    seen: BTreeMap<String, usize>,
}

impl Names<'_> {
    fn claim(&mut self, folder: &str, wanted: &str, identity: &str) -> String {
        let identity = format!("{folder}\n{identity}");
        // What a description says twice are two things, of which each has a page.
        let times = self.seen.entry(identity.clone()).or_default();
        *times += 1;
        let identity = if *times == 1 { identity } else { format!("{identity}\n{times}") };
        self.slugs.claim(urls::in_api(self.base, folder, wanted), &identity)
    }
}

/// What an operation is called.
pub(super) fn title(operation: &Operation) -> String {
    let summary = operation.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
    match summary {
        Some(summary) => text::cut(summary, 160),
        None => match operation.kind {
            OperationKind::Query | OperationKind::Mutation | OperationKind::Subscription => {
                text::cut(&operation.address, 160)
            }
            // The service is the page's group.
            OperationKind::Rpc => {
                let (_, method) = operation.address.rsplit_once('/').unwrap_or_default();
                text::cut(if method.is_empty() { &operation.address } else { method }, 160)
            }
            _ => text::cut(&format!("{} {}", operation.verb, operation.address), 160),
        },
    }
}

/// Whether a group says more than its name.
fn is_told(group: &Group) -> bool {
    group.description.is_some() || group.docs.is_some() || !group.facts.is_empty()
}

fn members(content: &ApiContent) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); content.groups.len()];
    for (at, operation) in content.operations.iter().enumerate() {
        let mut groups = operation.groups.clone();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            if let Some(members) = members.get_mut(group as usize) {
                members.push(at as u32);
            }
        }
    }
    members
}

/// The schemas that have pages, with what those are called.
fn shown_alone(
    content: &ApiContent,
    uses: &BTreeMap<SchemaId, Users>,
) -> BTreeMap<SchemaId, String> {
    let every = !matches!(content.format, ApiFormat::OpenApi | ApiFormat::AsyncApi);
    let mut shown: BTreeMap<SchemaId, String> = BTreeMap::new();
    let mut open: Vec<SchemaId> = Vec::new();
    let mut cut: Vec<(SchemaId, String)> = Vec::new();
    for id in &content.named {
        // What is used once stands where it is used; what is never used would stand nowhere.
        if every || uses.get(id).is_none_or(|users| users.count != 1) {
            shown.insert(*id, name(content, *id, String::new()));
            open.push(*id);
        }
    }
    for operation in &content.operations {
        let of = operation.id.as_deref().unwrap_or(&operation.address);
        exchange::cuts(content, operation, &mut |id, trail| {
            cut.push((id, format!("{of} {trail}")))
        });
    }
    let limits = Limits::of_schema(content.format);
    let mut done: BTreeSet<SchemaId> = BTreeSet::new();
    loop {
        for (id, trail) in cut.drain(..) {
            if let Entry::Vacant(entry) = shown.entry(id) {
                entry.insert(name(content, id, trail));
                open.push(id);
            }
        }
        let Some(id) = open.pop() else { break };
        if !done.insert(id) {
            continue;
        }
        let of = shown[&id].clone();
        let tree = tree::tree(content, id, &limits, &mut limits.rows.clone());
        for node in tree.nodes.iter().filter(|node| node.is_cut) {
            let core = tree::shape(content, node.schema).core();
            cut.push((core, format!("{of} {}", node.trail)));
        }
    }
    shown
}

fn name(content: &ApiContent, id: SchemaId, trail: String) -> String {
    let schema = content.schema(id);
    let named = schema.name.as_ref().or(schema.title.as_ref());
    text::cut(named.unwrap_or(&trail).trim(), 120)
}
