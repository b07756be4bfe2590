//! The list of pages: light enough to hold for a hundred thousand of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::base::{RelPath, Slugs};
use crate::catalog::EntityId;
use crate::markdown;
use crate::model::api::SchemaId;
use crate::model::{Kind, RelationKind};

use super::api::{ApiId, ApiPages};
use super::urls;
use super::world::{DocSource, PastPage, World};

/// How many rows one page of a list holds.
pub(super) const LIST_ROWS: usize = 200;

/// A page's place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PageId(u32);

/// One page that will exist.
#[derive(Debug)]
pub(crate) struct Page {
    /// Where.
    pub address: RelPath,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub kind: PageKind,
    /// The ids of its text, once somebody asks.
    fragments: OnceLock<BTreeSet<String>>,
}

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageKind {
    /// The first page.
    Home,
    /// A page of the list of a kind.
    List {
        /// The kind.
        kind: Kind,
        /// Which page of the list, from 1.
        number: usize,
    },
    /// An entity.
    Entity(EntityId),
    /// A Markdown file.
    Doc {
        /// Which tree.
        source: DocSource,
        /// Which file of the tree.
        index: usize,
    },
    /// An operation of an API.
    ApiOperation {
        /// The edition of the API.
        api: ApiId,
        /// Its place in the description.
        at: u32,
    },
    /// A page of the list of a group of operations.
    ApiGroup {
        /// The edition of the API.
        api: ApiId,
        /// The group's place in the description.
        at: u32,
        /// Which page of the list, from 1.
        number: usize,
    },
    /// A schema of an API.
    ApiSchema {
        /// The edition of the API.
        api: ApiId,
        /// Its place in the description.
        at: SchemaId,
    },
    /// A page of the list of schemas.
    ApiSchemas {
        /// The edition of the API.
        api: ApiId,
        /// Which page of the list, from 1.
        number: usize,
    },
    /// What changed from version to version of an API.
    ApiChanges(ApiId),
    /// The overview of an earlier edition.
    ApiEdition(ApiId),
    /// The page from which readers call an API.
    ApiTry(ApiId),
    /// The page to search from.
    Search,
    /// Everything that is wrong.
    Health,
    /// A page that was there in an earlier build, by its place in [`SitePlan::gone`].
    Gone(usize),
    /// The page for unknown addresses.
    NotFound,
}

/// Which pages exist, and where everything is that a page may link to.
pub(crate) struct SitePlan {
    pages: Vec<Page>,
    by_address: BTreeMap<RelPath, PageId>,
    of_entity: Vec<PageId>,
    of_file: BTreeMap<(DocSource, RelPath), PageId>,
    of_tree: BTreeMap<DocSource, Vec<PageId>>,
    lists: Vec<(Kind, Vec<EntityId>)>,
    findings_of: BTreeMap<EntityId, Vec<usize>>,
    pub(super) of_api: BTreeMap<ApiId, ApiPages>,
    pub(super) of_api_entity: BTreeMap<EntityId, ApiId>,
    /// By description as it is now, understood or not, the API that it is of.
    pub(super) entity_of_api: BTreeMap<ApiId, EntityId>,
    /// Pages of earlier builds that are not there any more.
    pub gone: Vec<PastPage>,
}

impl SitePlan {
    /// The page at this place.
    pub(crate) fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// All pages.
    pub(crate) fn ids(&self) -> impl ExactSizeIterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId)
    }

    /// The page at this address.
    pub(crate) fn at(&self, address: &RelPath) -> Option<&Page> {
        self.by_address.get(address).map(|id| self.page(*id))
    }

    /// The page of an entity.
    pub(crate) fn of_entity(&self, id: EntityId) -> &Page {
        let at = id.index();
        self.page(self.of_entity[at])
    }

    /// The place of the page of an entity.
    pub(super) fn id_of_entity(&self, id: EntityId) -> PageId {
        self.of_entity[id.index()]
    }

    /// The page that shows a Markdown file.
    pub(super) fn of_file(&self, source: DocSource, file: &RelPath) -> Option<&Page> {
        self.of_file.get(&(source, file.clone())).map(|id| self.page(*id))
    }

    /// The pages of a tree, in reading order.
    pub(super) fn of_tree(&self, source: DocSource) -> impl Iterator<Item = &Page> {
        self.of_tree.get(&source).into_iter().flatten().map(|id| self.page(*id))
    }

    /// The kinds that have entities, each with them in the order of its list.
    pub(super) fn lists(&self) -> &[(Kind, Vec<EntityId>)] {
        &self.lists
    }

    /// Where the data file of an entity is.
    pub(crate) fn data_of(&self, id: EntityId) -> RelPath {
        urls::data_beside(&self.of_entity(id).address)
    }

    /// The findings about an entity, by their places in [`World::findings`].
    pub(crate) fn findings_of(&self, id: EntityId) -> &[usize] {
        self.findings_of.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The ids of the text that a page shows.
    pub(crate) fn fragments<'a>(&self, world: &World<'_>, page: &'a Page) -> &'a BTreeSet<String> {
        page.fragments.get_or_init(|| {
            let text = match &page.kind {
                PageKind::Doc { source, index } => {
                    world.project(*source).text(&world.docs(*source)[*index].path)
                }
                PageKind::Entity(id) => readme(world, *id),
                _ => None,
            };
            text.map(|text| markdown::outline(text).headings.into_iter().map(|h| h.id).collect())
                .unwrap_or_default()
        })
    }
}

/// The README that an entity's page shows.
fn readme<'a>(world: &World<'a>, id: EntityId) -> Option<&'a str> {
    if !world.catalog.is_main(id) {
        return None;
    }
    let project = world.catalog.entity(id).origin.project?;
    let doc = world.catalog.contents(project).readme.as_ref()?;
    world.snapshot.project(project).text(&doc.path)
}

/// Decides which pages exist.
pub(crate) fn plan(world: &World<'_>) -> SitePlan {
    let mut plan = SitePlan {
        pages: Vec::new(),
        by_address: BTreeMap::new(),
        of_entity: Vec::new(),
        of_file: BTreeMap::new(),
        of_tree: BTreeMap::new(),
        lists: Vec::new(),
        findings_of: BTreeMap::new(),
        of_api: BTreeMap::new(),
        of_api_entity: BTreeMap::new(),
        entity_of_api: BTreeMap::new(),
        gone: Vec::new(),
    };
    let mut slugs = Slugs::default();
    plan.add(urls::home(), world.settings.title.clone(), PageKind::Home);
    plan.add(urls::search(), "Search".to_owned(), PageKind::Search);
    plan.add(urls::health(), "Portal health".to_owned(), PageKind::Health);
    plan.add(urls::not_found(), "Page not found".to_owned(), PageKind::NotFound);
    plan.add_lists(world);
    plan.add_entities(world, &mut slugs);
    plan.add_apis(world, &mut slugs);
    plan.add_docs(world, &mut slugs);
    plan.add_gone(world);
    for (at, finding) in world.findings.iter().enumerate() {
        if let Some(id) = world.catalog.concerned(world.snapshot, finding) {
            plan.findings_of.entry(id).or_default().push(at);
        }
    }
    plan
}

impl SitePlan {
    pub(super) fn add(&mut self, address: RelPath, title: String, kind: PageKind) -> PageId {
        let id = PageId(self.pages.len() as u32);
        self.by_address.insert(address.clone(), id);
        self.pages.push(Page { address, title, kind, fragments: OnceLock::new() });
        id
    }

    fn add_lists(&mut self, world: &World<'_>) {
        for kind in Kind::ALL.iter().copied() {
            let ids = world.catalog.of_kind(kind);
            if ids.is_empty() {
                continue;
            }
            for number in 1..=ids.len().div_ceil(LIST_ROWS) {
                let address = urls::list(kind, number);
                self.add(address, kind.plural().to_owned(), PageKind::List { kind, number });
            }
            self.lists.push((kind, ids));
        }
    }

    fn add_entities(&mut self, world: &World<'_>, slugs: &mut Slugs) {
        for id in world.catalog.ids() {
            let entity = world.catalog.entity(id);
            let address = slugs.claim(urls::entity(entity), &entity.reference.canonical());
            let page =
                self.add(urls::html(&address), entity.title().to_owned(), PageKind::Entity(id));
            self.of_entity.push(page);
            if world.catalog.is_main(id)
                && let Some(project) = entity.origin.project
                && let Some(readme) = &world.catalog.contents(project).readme
            {
                self.of_file.insert((DocSource::Project(project), readme.path.clone()), page);
            }
        }
    }

    fn add_docs(&mut self, world: &World<'_>, slugs: &mut Slugs) {
        for (project, _) in world.snapshot.indexed() {
            if let Some(main) = world.catalog.of_project(project).first() {
                let tree = urls::docs(world.catalog.entity(*main));
                self.add_tree(world, DocSource::Project(project), &tree, slugs);
            }
        }
        for (at, guide) in world.guides.iter().enumerate() {
            let tree = urls::guide(at, &guide.title);
            self.add_tree(world, DocSource::Guide(at as u32), &tree, slugs);
        }
    }

    fn add_tree(&mut self, world: &World<'_>, source: DocSource, tree: &str, slugs: &mut Slugs) {
        let docs = world.docs(source);
        let top = common_folder(docs.iter().map(|doc| doc.path.parent()));
        for (index, doc) in docs.iter().enumerate() {
            let project = world.project(source);
            let below: Vec<&str> = doc.path.parts().skip(top).collect();
            let file = RelPath::new(&below.join("/")).unwrap_or_default();
            let identity = format!("{}\n{source:?}\n{}", project.path, doc.path);
            let address = slugs.claim(urls::in_tree(tree, &file), &identity);
            let title = doc
                .title
                .clone()
                .or_else(|| project.text(&doc.path).and_then(|text| markdown::outline(text).title));
            let title = title.unwrap_or_else(|| title_of_file(&doc.path));
            let page = self.add(urls::html(&address), title, PageKind::Doc { source, index });
            self.of_file.insert((source, doc.path.clone()), page);
            self.of_tree.entry(source).or_default().push(page);
        }
    }

    /// Domain and system above an entity, outermost first.
    pub(super) fn ancestors(&self, world: &World<'_>, id: EntityId) -> Vec<EntityId> {
        let mut above = Vec::new();
        let mut at = id;
        // Four levels are more than anybody draws; the bound ends cycles.
        while above.len() < 4 {
            let relation = match world.catalog.entity(at).kind {
                Kind::Group => RelationKind::ChildOf,
                _ => RelationKind::PartOf,
            };
            let Some(parent) = world.catalog.targets(at, relation).next() else { break };
            if parent == id || above.contains(&parent) {
                break;
            }
            above.push(parent);
            at = parent;
        }
        above.reverse();
        above
    }
}

/// How many leading parts all folders share.
fn common_folder(mut folders: impl Iterator<Item = RelPath>) -> usize {
    let Some(first) = folders.next() else { return 0 };
    let first: Vec<&str> = first.parts().collect();
    folders.fold(first.len(), |common, folder| {
        let same = first.iter().zip(folder.parts()).take_while(|(a, b)| **a == *b).count();
        common.min(same)
    })
}

/// What a file is called when it says nothing of itself.
fn title_of_file(path: &RelPath) -> String {
    let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(words.clone(), |first| first.to_uppercase().chain(letters).collect())
}
