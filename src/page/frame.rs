//! The frame around every page, and the pages that are hardly more than a frame.

use crate::base::RelPath;
use crate::model::Kind;

use super::api::ApiId;
use super::plan::{Page, PageKind, SitePlan};
use super::view::{Crumb, Frame, GoneView, NavItem, NotFoundView, TextLink, View};
use super::world::{DocSource, World};
use super::{api, names, urls};

/// Makes the frame of a page.
pub(super) fn frame(world: &World<'_>, plan: &SitePlan, page: &Page, view: &View) -> Frame {
    let settings = world.settings;
    let data_href = match &page.kind {
        PageKind::Entity(id) => Some(page.address.link_to(&plan.data_of(*id))),
        _ => None,
    };
    Frame {
        site_title: settings.title.clone(),
        title: page.title.clone(),
        description: description(world, page),
        page: page_type(view),
        address: page.address.to_string(),
        root: "../".repeat(page.address.parent().parts().count()),
        nav: nav(world, plan, page),
        breadcrumb: breadcrumb(world, plan, page),
        language: settings.language.clone(),
        image_hosts: settings
            .images
            .iter()
            .map(|host| format!("https://{host}"))
            .collect::<Vec<_>>()
            .join(" "),
        connect_origins: match view {
            View::ApiTry(console) => console.origins.join(" "),
            _ => String::new(),
        },
        brand: settings.brand.clone(),
        data_href,
        health_href: page.address.link_to(&urls::health()),
        search_href: page.address.link_to(&urls::search()),
        noindex: !settings.is_public,
    }
}

fn page_type(view: &View) -> &'static str {
    match view {
        View::Home(_) => "home",
        View::List(_) => "list",
        View::Entity(_) => "entity",
        View::Doc(_) => "doc",
        View::ApiOperation(_) => "api-operation",
        View::ApiGroup(_) => "api-group",
        View::ApiSchema(_) => "api-schema",
        View::ApiSchemas(_) => "api-schemas",
        View::ApiEdition(_) => "api-edition",
        View::ApiChanges(_) => "api-changes",
        View::ApiTry(_) => "api-try",
        View::Search(_) => "search",
        View::Health(_) => "health",
        View::Gone(gone) if gone.moved_to.is_some() => "moved",
        View::Gone(_) => "gone",
        View::NotFound(_) => "not-found",
    }
}

fn description(world: &World<'_>, page: &Page) -> String {
    match &page.kind {
        PageKind::Home => world.settings.description.clone(),
        PageKind::List { kind, .. } => names::meaning(*kind).to_owned(),
        PageKind::Entity(id) => {
            let entity = world.catalog.entity(*id);
            names::summary(entity.metadata.description.as_deref().unwrap_or_default())
        }
        _ => api::about(world, page),
    }
}

/// The edition of an API that a page is about.
fn api_of(page: &Page) -> Option<ApiId> {
    match &page.kind {
        PageKind::ApiOperation { api, .. }
        | PageKind::ApiGroup { api, .. }
        | PageKind::ApiSchema { api, .. }
        | PageKind::ApiSchemas { api, .. } => Some(*api),
        PageKind::ApiEdition(api) | PageKind::ApiChanges(api) | PageKind::ApiTry(api) => Some(*api),
        _ => None,
    }
}

/// The section that a page belongs to.
fn section(world: &World<'_>, page: &Page) -> Option<RelPath> {
    match &page.kind {
        PageKind::List { kind, .. } => Some(urls::list(*kind, 1)),
        PageKind::Entity(id) => Some(urls::list(world.catalog.entity(*id).kind, 1)),
        PageKind::Doc { source: DocSource::Project(project), .. } => {
            let main = world.catalog.of_project(*project).first()?;
            Some(urls::list(world.catalog.entity(*main).kind, 1))
        }
        PageKind::Doc { source: DocSource::Guide(at), .. } => {
            Some(urls::html(&urls::guide(*at as usize, &world.guides[*at as usize].title)))
        }
        _ => api_of(page).map(|_| urls::list(Kind::Api, 1)),
    }
}

fn nav(world: &World<'_>, plan: &SitePlan, page: &Page) -> Vec<NavItem> {
    let section = section(world, page);
    let mut items: Vec<NavItem> = plan
        .lists()
        .iter()
        // People and pointers are reached from teams and the home page; the bar is for what is looked for.
        .filter(|(kind, _)| !matches!(kind, Kind::User | Kind::Location))
        .map(|(kind, ids)| {
            let address = urls::list(*kind, 1);
            NavItem {
                label: kind.plural(),
                current: section.as_ref() == Some(&address),
                address: address.to_string(),
                count: Some(ids.len()),
            }
        })
        .collect();
    for (at, guide) in world.guides.iter().enumerate() {
        if let Some(first) = plan.of_tree(DocSource::Guide(at as u32)).next() {
            let tree = urls::html(&urls::guide(at, &guide.title));
            items.push(NavItem {
                label: "Guide",
                current: section.as_ref() == Some(&tree),
                address: first.address.to_string(),
                count: None,
            });
        }
    }
    items
}

fn breadcrumb(world: &World<'_>, plan: &SitePlan, page: &Page) -> Vec<Crumb> {
    let here = &page.address;
    if page.kind == PageKind::Home {
        return Vec::new();
    }
    let crumb =
        |label: &str, to: &RelPath| Crumb { label: label.to_owned(), href: Some(here.link_to(to)) };
    let mut crumbs = vec![crumb("Home", &urls::home())];
    match &page.kind {
        PageKind::Entity(id) => {
            let kind = world.catalog.entity(*id).kind;
            crumbs.push(crumb(kind.plural(), &urls::list(kind, 1)));
            for above in plan.ancestors(world, *id) {
                let page = plan.of_entity(above);
                crumbs.push(crumb(&page.title, &page.address));
            }
        }
        PageKind::Doc { source: DocSource::Project(project), .. } => {
            if let Some(main) = world.catalog.of_project(*project).first() {
                let kind = world.catalog.entity(*main).kind;
                let owner = plan.of_entity(*main);
                crumbs.push(crumb(kind.plural(), &urls::list(kind, 1)));
                crumbs.push(crumb(&owner.title, &owner.address));
            }
        }
        PageKind::Doc { source: DocSource::Guide(at), .. } => {
            let tree = DocSource::Guide(*at);
            if let Some(first) = plan.of_tree(tree).next().filter(|first| first.address != *here) {
                crumbs.push(crumb(&world.guides[*at as usize].title, &first.address));
            }
        }
        _ => crumbs.extend(api::breadcrumb(world, plan, page, api_of(page))),
    }
    crumbs.push(Crumb { label: page.title.clone(), href: None });
    crumbs
}

/// The sign where a page was.
pub(super) fn gone(world: &World<'_>, plan: &SitePlan, page: &Page, at: usize) -> GoneView {
    let past = &plan.gone[at];
    let here = &page.address;
    let successor = plan.successor(world, past);
    let kind = past.reference.split(':').next().and_then(Kind::from_any_case);
    let list = match kind.filter(|kind| plan.lists().iter().any(|(listed, _)| listed == kind)) {
        Some(kind) => (kind.plural(), urls::list(kind, 1)),
        None => ("Home", urls::home()),
    };
    GoneView {
        title: past.title.clone(),
        reference: past.reference.clone(),
        moved_to: successor.map(|(id, _)| names::entity_link(world, plan, here, id)),
        target: successor.map(|(_, page)| TextLink {
            label: page.title.clone(),
            href: Some(here.link_to(&page.address)),
        }),
        list: TextLink { label: list.0.to_owned(), href: Some(here.link_to(&list.1)) },
    }
}

/// The page for unknown addresses; it is shown at any depth, so its links must be absolute.
pub(super) fn not_found(world: &World<'_>, plan: &SitePlan) -> NotFoundView {
    let Some(site_url) = world.settings.url.clone() else {
        return NotFoundView { site_url: None, search_href: None, nav: Vec::new() };
    };
    let nav = plan
        .lists()
        .iter()
        .map(|(kind, _)| TextLink {
            label: kind.plural().to_owned(),
            href: Some(format!("{site_url}{}", urls::list(*kind, 1))),
        })
        .collect();
    let search_href = Some(format!("{site_url}{}", urls::search()));
    NotFoundView { site_url: Some(site_url), search_href, nav }
}
