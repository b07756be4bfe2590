//! The first page: what there is, who is there, what changed.

use crate::base::Timestamp;
use crate::catalog::EntityId;
use crate::model::{Kind, RelationKind};

use super::health;
use super::plan::{Page, SitePlan};
use super::view::{DomainTile, HomeView, KindTile, RecentItem, TeamTile, TextLink};
use super::world::{DocSource, World};
use super::{names, urls};

const RECENT: usize = 10;

/// Makes the first page.
pub(super) fn view(world: &World<'_>, plan: &SitePlan, page: &Page) -> HomeView {
    HomeView {
        description: world.settings.description.clone(),
        kinds: kinds(plan, page),
        domains: domains(world, plan, page),
        teams: teams(world, plan, page),
        recent: recent(world, plan, page),
        guides: guides(world, plan, page),
        health: health::summary(world, world.findings),
    }
}

/// The lists of all kinds that there are.
pub(super) fn kinds(plan: &SitePlan, page: &Page) -> Vec<KindTile> {
    let tiles = plan.lists().iter().map(|(kind, ids)| KindTile {
        kind: kind.slug(),
        label: kind.plural(),
        href: page.address.link_to(&urls::list(*kind, 1)),
        count: ids.len(),
        meaning: names::meaning(*kind),
    });
    tiles.collect()
}

fn domains(world: &World<'_>, plan: &SitePlan, page: &Page) -> Vec<DomainTile> {
    let catalog = world.catalog;
    let tiles = catalog.of_kind(Kind::Domain).into_iter().map(|domain| {
        let mut systems: Vec<EntityId> = catalog
            .targets(domain, RelationKind::HasPart)
            .filter(|id| catalog.entity(*id).kind == Kind::System)
            .collect();
        systems.sort_by_cached_key(|id| catalog.order(*id));
        DomainTile {
            domain: names::entity_link(world, plan, &page.address, domain),
            parts: systems
                .iter()
                .map(|id| catalog.targets(*id, RelationKind::HasPart).count())
                .sum(),
            systems: systems
                .into_iter()
                .map(|id| names::entity_link(world, plan, &page.address, id))
                .collect(),
        }
    });
    tiles.collect()
}

fn teams(world: &World<'_>, plan: &SitePlan, page: &Page) -> Vec<TeamTile> {
    let tiles = world.catalog.of_kind(Kind::Group).into_iter().filter_map(|team| {
        let owns = world.catalog.targets(team, RelationKind::OwnerOf).count();
        (owns > 0)
            .then(|| TeamTile { team: names::entity_link(world, plan, &page.address, team), owns })
    });
    tiles.collect()
}

/// The last releases and commits of projects, newest first.
fn recent(world: &World<'_>, plan: &SitePlan, page: &Page) -> Vec<RecentItem> {
    let mut changes: Vec<(Timestamp, String, EntityId)> = Vec::new();
    for (index, project) in world.snapshot.indexed() {
        let Some(main) = world.catalog.of_project(index).first() else { continue };
        let released = project.releases.first().and_then(|release| {
            Some((release.released_at?, format!("release {}", release.tag), *main))
        });
        let committed = project.head.as_ref().and_then(|head| {
            let sha: String = head.sha.chars().take(8).collect();
            Some((head.committed_at?, format!("commit {sha}"), *main))
        });
        changes.extend(released.max(committed));
    }
    changes.sort_by(|a, b| b.cmp(a));
    let items = changes.into_iter().take(RECENT).map(|(at, what, id)| RecentItem {
        entity: names::entity_link(world, plan, &page.address, id),
        what,
        at: at.to_string(),
        date: at.date(),
    });
    items.collect()
}

fn guides(world: &World<'_>, plan: &SitePlan, page: &Page) -> Vec<TextLink> {
    let sources = (0..world.guides.len() as u32).map(DocSource::Guide);
    let pages = sources.flat_map(|source| plan.of_tree(source).take(6));
    pages
        .map(|doc| TextLink {
            label: doc.title.clone(),
            href: Some(page.address.link_to(&doc.address)),
        })
        .collect()
}
