//! The page to search from: a list of all lists, which a script turns into the results.

use super::home;
use super::plan::{Page, SitePlan};
use super::view::{SearchView, TextLink};
use super::world::{DocSource, World};

/// How many trees of documentation are listed; the page of an entity leads to its own in any case.
const MOST_LISTED: usize = 200;

/// Makes the page.
pub(super) fn view(world: &World<'_>, plan: &SitePlan, page: &Page) -> SearchView {
    let link = |label: &str, to: &Page| TextLink {
        label: label.to_owned(),
        href: Some(page.address.link_to(&to.address)),
    };
    let guides = (0..world.guides.len()).filter_map(|at| {
        let first = plan.of_tree(DocSource::Guide(at as u32)).next()?;
        Some(link(&world.guides[at].title, first))
    });
    let mut docs: Vec<TextLink> = world
        .snapshot
        .indexed()
        .filter_map(|(project, _)| {
            let first = plan.of_tree(DocSource::Project(project)).next()?;
            let main = world.catalog.of_project(project).first()?;
            Some(link(world.catalog.entity(*main).title(), first))
        })
        .take(MOST_LISTED + 1)
        .collect();
    let has_more_docs = docs.len() > MOST_LISTED;
    docs.truncate(MOST_LISTED);
    SearchView { kinds: home::kinds(plan, page), guides: guides.collect(), docs, has_more_docs }
}
