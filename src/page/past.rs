//! What one build tells the next, so that old addresses lead on.
//!
//! A page that went leaves a sign at its address, unless the sign would tell of something that readers
//! may no longer see. A project of GitLab keeps its number for ever: where the number is not in the
//! snapshot any more the project was deleted, or hidden, and nobody can say which of the two.

use std::collections::BTreeSet;

use crate::catalog::EntityId;
use crate::model::{EntityRef, ProjectIndex, Repository};

use super::plan::{Page, PageKind, SitePlan};
use super::world::{DocSource, Past, PastPage, World};

/// How many signs of vanished pages are kept.
const MOST_GONE: usize = 5_000;

impl SitePlan {
    /// What the next build should know of this one.
    pub(crate) fn remember(&self, world: &World<'_>) -> Past {
        let mut pages: Vec<PastPage> =
            self.ids().filter_map(|id| past_page(world, self.page(id))).collect();
        pages.sort();
        Past { pages, gone: self.gone.clone(), apis: world.apis.remember() }
    }

    /// Leaves a sign wherever a page was and no page is now.
    pub(super) fn add_gone(&mut self, world: &World<'_>) {
        let mut seen = BTreeSet::new();
        let before = world.past.pages.iter().chain(&world.past.gone);
        let gone: Vec<PastPage> = before
            .filter(|page| self.at(&page.address).is_none() && may_be_told(world, page))
            .filter(|page| seen.insert(page.address.clone()))
            .take(MOST_GONE)
            .cloned()
            .collect();
        for (at, page) in gone.iter().enumerate() {
            self.add(page.address.clone(), page.title.clone(), PageKind::Gone(at));
        }
        self.gone = gone;
    }

    /// What a vanished page was about and the page to go to: the same reference, else the same project,
    /// and there the same document if the page was one.
    pub(super) fn successor(
        &self,
        world: &World<'_>,
        past: &PastPage,
    ) -> Option<(EntityId, &Page)> {
        let same_project = past.project.and_then(|number| numbered(world, number));
        let reference = EntityRef::parse(&past.reference, Default::default()).ok()?;
        let main = || world.catalog.of_project(same_project?).first().copied();
        let entity = world.catalog.find(&reference).or_else(main)?;
        // Without a number the project is that of the entity that has the name.
        let project = same_project.or(world.catalog.entity(entity).origin.project);
        let document = project
            .zip(past.document.as_ref())
            .and_then(|(at, file)| self.of_file(DocSource::Project(at), file));
        Some((entity, document.unwrap_or_else(|| self.of_entity(entity))))
    }
}

/// What is kept of a page; nothing of those that belong to the portal itself.
fn past_page(world: &World<'_>, page: &Page) -> Option<PastPage> {
    let (id, document) = match &page.kind {
        PageKind::Entity(id) => (*id, None),
        PageKind::Doc { source: DocSource::Project(project), index } => {
            let main = *world.catalog.of_project(*project).first()?;
            (main, Some(world.catalog.contents(*project).docs[*index].path.clone()))
        }
        _ => return None,
    };
    let entity = world.catalog.entity(id);
    let project = entity.origin.project.map(|at| world.snapshot.project(at));
    // A group or a person of GitLab has no number here that would tell later whether it may be named.
    if project.is_none() && world.snapshot.projects.iter().any(|project| project.id.is_some()) {
        return None;
    }
    Some(PastPage {
        address: page.address.clone(),
        title: page.title.clone(),
        reference: entity.reference.canonical(),
        project: project.and_then(|project| project.id),
        document,
    })
}

/// Whether readers may be told that the page was there.
fn may_be_told(world: &World<'_>, page: &PastPage) -> bool {
    let Some(number) = page.project else { return true };
    numbered(world, number).is_some_and(|at| {
        let repository = world.snapshot.project(at).repository;
        !matches!(repository, Repository::Withheld | Repository::NoAccess)
    })
}

/// The project with this number.
fn numbered(world: &World<'_>, number: u64) -> Option<ProjectIndex> {
    let mut projects = world.snapshot.indexed();
    projects.find(|(_, project)| project.id == Some(number)).map(|(at, _)| at)
}
