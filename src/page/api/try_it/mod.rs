//! The console of an API: a page from which readers call its operations, and the small files that its form is made of.
//!
//! Only APIs over HTTP that the configuration names have one, and only if their description says where they are: the
//! page may speak with the origins of those servers and with nothing else. What the reader types stays in the browser.

mod call;
mod servers;
mod values;
mod view;

use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::catalog::EntityId;
use crate::model::api::{ApiContent, ApiFormat, Operation, OperationKind};
use crate::page::plan::{Page, SitePlan};
use crate::page::urls;
use crate::page::view::TextLink;
use crate::page::world::World;

use super::pages::{self, ApiId};
use super::reference::Reference;

pub(crate) use call::Call;
pub(crate) use view::view;

#[cfg(test)]
mod tests;

/// The origins that the console of a description may speak with, sorted; none if there can be no console.
pub(super) fn origins(content: &ApiContent) -> Vec<String> {
    if content.format != ApiFormat::OpenApi {
        return Vec::new();
    }
    let own = content.operations.iter().filter(|one| is_called(one)).flat_map(|one| &one.servers);
    servers::origins(content.servers.iter().chain(own))
}

/// Whether the console can call an operation.
fn is_called(operation: &Operation) -> bool {
    operation.kind == OperationKind::Http
}

/// Whether the configuration asks for a console: by name, or because it asks for all.
pub(super) fn is_wanted(world: &World<'_>, entity: EntityId) -> bool {
    let chosen = &world.settings.try_it;
    !chosen.is_empty() && (is_named(world, entity) || chosen.iter().any(|one| one == "*"))
}

fn is_named(world: &World<'_>, entity: EntityId) -> bool {
    let reference = world.catalog.entity(entity).reference.canonical();
    world.settings.try_it.contains(&reference)
}

/// The anchor of an operation on the console; that of the page at `operation`.
pub(super) fn anchor(operation: &Page) -> String {
    let name = urls::without_ending(&operation.address);
    format!("op-{}", name.rsplit('/').next().unwrap_or_default())
}

/// The way from the page of an operation to the console with this operation chosen.
pub(super) fn link(reference: &Reference<'_>, operation: &Operation) -> Option<TextLink> {
    let console = reference.pages.console.filter(|_| is_called(operation))?;
    let to = reference.to(reference.plan.page(console));
    let href = format!("{to}#{}", anchor(reference.page));
    Some(TextLink { label: "Try it".to_owned(), href: Some(href) })
}

/// The files that the form of a console is made of, one for each operation, beside the operation's page.
pub(crate) fn calls<'a>(
    world: &World<'a>,
    plan: &'a SitePlan,
    id: ApiId,
) -> impl Iterator<Item = (RelPath, Call<'a>)> {
    let pages = plan.api_pages(id).filter(|pages| pages.console.is_some());
    let both = pages.zip(pages::content(world, id));
    both.into_iter().flat_map(move |(pages, content)| {
        let operations = content.operations.iter().zip(&pages.operations);
        let called = operations.filter(|(operation, _)| is_called(operation));
        called.map(move |(operation, page)| {
            let address = urls::data_beside(&plan.page(*page).address);
            (address, call::call(content, operation))
        })
    })
}

/// Says why an API has no console although the configuration asks for one.
pub(crate) fn problem(world: &World<'_>, plan: &SitePlan, entity: EntityId) -> Option<Diagnostic> {
    let id = plan.api_of(entity).filter(|_| is_wanted(world, entity))?;
    let document = pages::document(world, id);
    if plan.api_pages(id).is_some_and(|pages| pages.console.is_some()) {
        return None;
    }
    // Who asks for all asks for those that can have one.
    if document.format != ApiFormat::OpenApi && !is_named(world, entity) {
        return None;
    }
    let reference = world.catalog.entity(entity).reference.short();
    let reason = match (document.format, pages::content(world, id)) {
        (ApiFormat::OpenApi, Some(_)) => {
            "its description names no server with an absolute address that a browser can call"
        }
        (ApiFormat::OpenApi, None) => "its description could not be understood",
        _ => "only APIs over HTTP can have one",
    };
    let project = world.snapshot.project(id.project);
    let place = Place::at(&project.path, document.path.as_str(), 1, 1);
    let message = format!("`{reference}` has no console: {reason}");
    let help = match document.format {
        ApiFormat::OpenApi => {
            "add a server such as `https://api.example.com` to `servers`, or take the API out of `apis.try_it`"
        }
        _ => "take the API out of `apis.try_it`",
    };
    Some(Diagnostic::new(Code::ApiTryIt, place, message).help(help))
}
