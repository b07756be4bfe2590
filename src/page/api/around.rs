//! What the frame around a page of a reference says.

use super::pages::{self, ApiId};
use super::text;
use crate::base::RelPath;
use crate::model::Kind;
use crate::page::names;
use crate::page::plan::{Page, PageKind, SitePlan};
use crate::page::urls;
use crate::page::view::Crumb;
use crate::page::world::World;

/// The way from the home page to a page of an edition, without both.
pub(crate) fn breadcrumb(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: Option<ApiId>,
) -> Vec<Crumb> {
    let Some((id, of)) = id.and_then(|id| Some((id, plan.api_pages(id)?))) else {
        return Vec::new();
    };
    let crumb = |label: &str, to: &RelPath| Crumb {
        label: text::cut(label, 60),
        href: Some(page.address.link_to(to)),
    };
    let entity = plan.of_entity(of.entity);
    let mut crumbs = vec![crumb(Kind::Api.plural(), &urls::list(Kind::Api, 1))];
    for above in plan.ancestors(world, of.entity) {
        let above = plan.of_entity(above);
        crumbs.push(crumb(&above.title, &above.address));
    }
    crumbs.push(crumb(&entity.title, &entity.address));
    let overview = plan.page(of.overview);
    if id.edition.is_some() && overview.address != page.address {
        crumbs.push(crumb(&overview.title, &overview.address));
    }
    if let PageKind::ApiOperation { at, .. } = &page.kind
        && let Some(content) = pages::content(world, id)
    {
        let group = content.operations[*at as usize].groups.first();
        let lists = group.and_then(|group| of.groups.get(*group as usize));
        if let Some(list) = lists.and_then(|lists| lists.first()).map(|list| plan.page(*list)) {
            crumbs.push(crumb(&list.title, &list.address));
        }
    }
    if let (PageKind::ApiSchema { .. }, Some(list)) = (&page.kind, of.lists.first()) {
        let list = plan.page(*list);
        crumbs.push(crumb(&list.title, &list.address));
    }
    crumbs
}

/// One sentence on a page of a reference; or empty.
pub(crate) fn about(world: &World<'_>, page: &Page) -> String {
    let description = match &page.kind {
        PageKind::ApiOperation { api, at } => pages::content(world, *api)
            .and_then(|content| content.operations[*at as usize].description.as_deref()),
        PageKind::ApiGroup { api, at, .. } => pages::content(world, *api)
            .and_then(|content| content.groups[*at as usize].description.as_deref()),
        PageKind::ApiSchema { api, at } => pages::content(world, *api)
            .and_then(|content| content.schema(*at).description.as_deref()),
        _ => None,
    };
    // Only the beginning can be said.
    names::summary(&text::cut(description.unwrap_or_default(), 1_000))
}
