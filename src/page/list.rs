//! The list of a kind.

use crate::catalog::EntityId;
use crate::model::{Kind, RelationKind};

use super::plan::{LIST_ROWS, Page, SitePlan};
use super::view::{EntityLink, ListRow, ListView, PageLink};
use super::world::World;
use super::{ci, names, urls};

/// Makes one page of the list of a kind.
pub(super) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    kind: Kind,
    number: usize,
) -> ListView {
    let ids =
        plan.lists().iter().find(|(listed, _)| *listed == kind).map_or(&[][..], |(_, ids)| ids);
    let last = ids.len().div_ceil(LIST_ROWS);
    let rows: Vec<ListRow> = ids
        .iter()
        .skip((number - 1) * LIST_ROWS)
        .take(LIST_ROWS)
        .map(|id| row(world, plan, page, *id))
        .collect();
    let pages = (1..=last).map(|other| PageLink {
        number: other,
        href: page.address.link_to(&urls::list(kind, other)),
        current: other == number,
    });
    let is_ci = kind == Kind::CiComponent;
    ListView {
        kind: kind.slug(),
        label: kind.plural(),
        meaning: names::meaning(kind),
        total: ids.len(),
        pages: if last > 1 { pages.collect() } else { Vec::new() },
        has_owner: rows.iter().any(|row| row.owner.is_some()),
        // Of CI/CD components these say the same of each, what the row marks, or what its project says.
        has_system: !is_ci && rows.iter().any(|row| row.system.is_some()),
        has_lifecycle: !is_ci && rows.iter().any(|row| !row.lifecycle.is_empty()),
        has_subtype: !is_ci && rows.iter().any(|row| !row.entity.subtype.is_empty()),
        rows,
    }
}

fn row(world: &World<'_>, plan: &SitePlan, page: &Page, id: EntityId) -> ListRow {
    let entity = world.catalog.entity(id);
    let first = |relation: RelationKind| -> Option<EntityLink> {
        let edge = world.catalog.edges(id).iter().find(|edge| edge.relation == relation)?;
        Some(names::target_link(world, plan, &page.address, &edge.target))
    };
    ListRow {
        entity: names::entity_link(world, plan, &page.address, id),
        owner: first(RelationKind::OwnedBy),
        system: first(RelationKind::PartOf),
        lifecycle: entity.spec_str("lifecycle").unwrap_or_default().to_owned(),
        // A component is never declared otherwise than by its file.
        inferred: entity.origin.is_inferred() && entity.kind != Kind::CiComponent,
        stale: entity
            .origin
            .project
            .is_some_and(|index| world.snapshot.project(index).stale.is_some()),
        ci: match entity.kind {
            Kind::CiComponent => ci::listing(world, plan, page, id),
            _ => None,
        },
    }
}
