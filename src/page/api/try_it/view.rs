//! The page of the console: what works without a script are links to the operations, of which the script makes a form.

use serde_json::json;

use super::{anchor, is_called, origins, servers};
use crate::page::api::pages::ApiId;
use crate::page::api::reference::Reference;
use crate::page::api::text;
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{ApiTryView, OperationLink, TryGroup, TryOperation};
use crate::page::world::World;

/// Makes the page.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: ApiId,
) -> Option<ApiTryView> {
    let reference = Reference::new(world, plan, page, id)?;
    let content = reference.content;
    let origins = origins(content);
    let data = json!({ "servers": servers::offered(&content.servers), "origins": origins });
    Some(ApiTryView {
        head: reference.head(),
        data: data.to_string(),
        origins,
        groups: groups(&reference),
    })
}

/// The operations, each once: with the first of its groups.
fn groups(reference: &Reference<'_>) -> Vec<TryGroup> {
    let content = reference.content;
    let title = |at: usize| {
        let group = content.groups.get(at)?;
        Some(text::cut(group.title.as_ref().unwrap_or(&group.name), 120))
    };
    let mut groups: Vec<TryGroup> = (0..content.groups.len().max(1))
        .map(|at| TryGroup { title: title(at).unwrap_or_default(), operations: Vec::new() })
        .collect();
    let called = (0..).zip(&content.operations).filter(|(_, operation)| is_called(operation));
    for (at, operation) in called {
        let group = operation.groups.first().map_or(0, |group| *group as usize);
        let group = group.min(groups.len() - 1);
        let page = reference.plan.page(reference.pages.operations[at as usize]);
        // Titles would double the page of a large API; the form shows the one that is chosen.
        let link = OperationLink { title: String::new(), ..reference.operation_link(at) };
        groups[group].operations.push(TryOperation { id: anchor(page), link });
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}
