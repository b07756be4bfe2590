//! What includes mean for entities: who owns a component, what it is part of, and whose pipeline includes it.

use std::collections::BTreeMap;

use serde_json::json;

use crate::catalog::query::{Edge, EntityId, Target};
use crate::model::{Entity, ProjectIndex, RelationKind};

use super::inclusion::Usage;
use super::usage::CiUses;

/// By project and component name: the entity that stands for it.
type OfComponent = BTreeMap<(ProjectIndex, String), EntityId>;

/// Adds components' relations, each also at its other end.
pub(in crate::catalog) fn relate(
    entities: &mut [Entity],
    edges: &mut [Vec<Edge>],
    by_project: &[Vec<EntityId>],
    of_component: &OfComponent,
    uses: &CiUses,
) {
    let main = |project: ProjectIndex| by_project.get(project.0 as usize)?.first().copied();
    let mut added: Vec<(EntityId, RelationKind, EntityId)> = Vec::new();
    for ((project, _), component) in of_component {
        let Some(speaker) = main(*project).filter(|speaker| speaker != component) else { continue };
        added.push((*component, RelationKind::PartOf, speaker));
        own(entities, edges, *component, by_project[project.0 as usize].as_slice());
    }
    let of_components = uses.of_components.iter().filter_map(|((provider, name), users)| {
        let component = of_component.get(&(*provider, name.clone()))?;
        Some((*provider, *component, users))
    });
    let of_files = uses.of_files.iter();
    let of_files =
        of_files.filter_map(|((provider, _), users)| Some((*provider, main(*provider)?, users)));
    for (provider, included, users) in of_components.chain(of_files) {
        for user in users.iter().filter_map(|usage| includer(usage, provider)).filter_map(main) {
            added.push((user, RelationKind::Includes, included));
        }
    }
    for (from, relation, to) in added {
        edges[from.index()].push(Edge::known(relation, to));
        edges[to.index()].push(Edge::known(relation.inverse(), from));
    }
    for edges in edges {
        edges.sort();
        edges.dedup();
    }
}

/// Whose own files include it: what comes through others is theirs to say, and a project's own needs no saying.
fn includer(usage: &Usage, provider: ProjectIndex) -> Option<ProjectIndex> {
    (usage.through.is_none() && usage.user != provider).then_some(usage.user)
}

/// Gives a component the owners of the entity that speaks for its project.
///
/// Not as a declaration of its own: an owner that does not exist is found once, where somebody wrote it.
fn own(
    entities: &mut [Entity],
    edges: &mut [Vec<Edge>],
    component: EntityId,
    of_project: &[EntityId],
) {
    let is_owner = |edge: &&Edge| edge.relation == RelationKind::OwnedBy;
    let owned = of_project.iter().find(|id| edges[id.index()].iter().any(|edge| is_owner(&edge)));
    let Some(&owned) = owned else { return };
    let owners: Vec<Edge> = edges[owned.index()].iter().filter(is_owner).cloned().collect();
    let declared = entities[owned.index()].declared.iter();
    let word = declared
        .filter(|one| one.relation == RelationKind::OwnedBy)
        .map(|one| one.target.short())
        .next();
    if let Some(word) = word {
        entities[component.index()].spec.insert("owner".to_owned(), json!(word));
    }
    for owner in owners {
        if let Target::Known(team) = owner.target {
            edges[team.index()].push(Edge::known(RelationKind::OwnerOf, component));
        }
        edges[component.index()].push(owner);
    }
}
