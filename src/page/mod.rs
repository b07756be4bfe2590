//! The catalog becomes a site: which pages exist, at which addresses, and what each of them says.
//!
//! In: a snapshot, its catalog, the guide. Out: a light [`SitePlan`], and on demand one page's view.
//! Writes no HTML of its own beyond what `markdown` made safe; knows nothing of templates and files.

mod api;
mod check;
mod ci;
mod doc;
mod entity;
mod facts;
mod frame;
mod health;
mod home;
mod links;
mod list;
mod names;
mod origin;
mod past;
mod plan;
mod search;
mod settings;
mod urls;
pub(crate) mod view;
mod world;

pub(crate) use api::file as api_file;
pub(crate) use api::{
    ApiId, ApiRecord, ApiRecords, ApiStep, PastApi, RecordOptions, calls, records,
};
pub(crate) use check::check_links;
pub(crate) use health::view as health_view;
pub(crate) use links::media_of;
pub(crate) use plan::{Page, PageId, PageKind, SitePlan, plan};
pub(crate) use settings::{LinkTemplate, SiteSettings};
pub(crate) use view::{Frame, VIEW_VERSION, View};
pub(crate) use world::{DocSource, Guide, Past, World};

use crate::base::Diagnostic;

/// One page, ready for a template.
pub(crate) struct PageView {
    /// The frame around it.
    pub frame: Frame,
    /// What it says.
    pub view: View,
    /// What was found wrong while it was made.
    pub findings: Vec<Diagnostic>,
    /// The images it shows, by their addresses.
    pub media: Vec<crate::base::RelPath>,
}

/// Makes one page's view; nothing is kept.
///
/// The health page is made by [`health_view`], because it tells what making the others found.
pub(crate) fn view(world: &World<'_>, plan: &SitePlan, id: PageId) -> Option<PageView> {
    let page = plan.page(id);
    let (view, findings, media) = match &page.kind {
        PageKind::Home => (View::Home(home::view(world, plan, page)), Vec::new(), Vec::new()),
        PageKind::List { kind, number } => {
            (View::List(list::view(world, plan, page, *kind, *number)), Vec::new(), Vec::new())
        }
        PageKind::Entity(entity) => entity::view(world, plan, page, *entity),
        PageKind::Doc { source, index } => doc::view(world, plan, page, *source, *index),
        PageKind::ApiOperation { api, at } => {
            let view = api::operation(world, plan, page, *api, *at)?;
            (View::ApiOperation(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::ApiGroup { api, at, number } => {
            let view = api::group(world, plan, page, *api, (*at, *number))?;
            (View::ApiGroup(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::ApiSchema { api, at } => {
            let view = api::schema(world, plan, page, *api, *at)?;
            (View::ApiSchema(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::ApiSchemas { api, number } => {
            let view = api::schemas(world, plan, page, *api, *number)?;
            (View::ApiSchemas(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::ApiChanges(api) => {
            let view = api::changes(world, plan, page, *api)?;
            (View::ApiChanges(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::ApiEdition(api) => {
            let view = api::edition(world, plan, page, *api)?;
            (View::ApiEdition(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::ApiTry(api) => {
            let view = api::try_it(world, plan, page, *api)?;
            (View::ApiTry(Box::new(view)), Vec::new(), Vec::new())
        }
        PageKind::Search => (View::Search(search::view(world, plan, page)), Vec::new(), Vec::new()),
        PageKind::Gone(at) => {
            (View::Gone(frame::gone(world, plan, page, *at)), Vec::new(), Vec::new())
        }
        PageKind::NotFound => {
            (View::NotFound(frame::not_found(world, plan)), Vec::new(), Vec::new())
        }
        PageKind::Health => return None,
    };
    Some(PageView { frame: frame::frame(world, plan, page, &view), view, findings, media })
}

#[cfg(test)]
mod tests;
