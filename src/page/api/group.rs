//! The list of the operations of a group.

use super::pages::{ApiId, LIST_ROWS};
use super::reference::{self, Reference, facts};
use super::{overview, text};
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{ApiGroupView, PageLink};
use crate::page::world::World;

/// Makes one page of the list of a group.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    api: ApiId,
    (at, number): (u32, usize),
) -> Option<ApiGroupView> {
    let reference = Reference::new(world, plan, page, api)?;
    let group = reference.content.groups.get(at as usize)?;
    let members = &reference.pages.members[at as usize];
    let operations = members.iter().skip((number - 1) * LIST_ROWS).take(LIST_ROWS);
    let lists = &reference.pages.groups[at as usize];
    let pages = lists.iter().enumerate().map(|(other, list)| PageLink {
        number: other + 1,
        href: reference.to(plan.page(*list)),
        current: other + 1 == number,
    });
    let description = match number {
        1 => group.description.as_deref().unwrap_or_default(),
        _ => "",
    };
    Some(ApiGroupView {
        head: reference.head(),
        title: page.title.clone(),
        sort: group.sort,
        description: text::block(description, 2, "", 40_000),
        docs: reference::docs(group.docs.as_ref()),
        facts: facts(&group.facts),
        total: members.len(),
        operations: operations.map(|at| reference.operation_link(*at)).collect(),
        pages: if lists.len() > 1 { pages.collect() } else { Vec::new() },
        groups: overview::groups(&reference, false),
        source: reference.source(group.at),
    })
}
