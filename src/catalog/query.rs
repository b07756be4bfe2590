//! The read side: all that pages, search, data files and rules may ask.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, RelPath};
use crate::model::{CiComponent, Entity, EntityRef, Kind, ProjectIndex, RelationKind, Snapshot};

use super::build::ProjectContents;
use super::ci::{CiUses, Inclusion, Usage};

/// An entity's place in the catalog; stable within one build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntityId(pub(super) u32);

impl EntityId {
    /// The number, for tables beside the catalog.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One end of a relation, as its entity sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// How the entity relates to the target.
    pub relation: RelationKind,
    /// The other end.
    pub target: Target,
}

/// The other end of a relation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// An entity of the catalog.
    Known(EntityId),
    /// A name that leads nowhere.
    Missing(EntityRef),
}

impl Edge {
    pub(super) fn known(relation: RelationKind, to: EntityId) -> Edge {
        Edge { relation, target: Target::Known(to) }
    }
}

/// The graph; never changed after it is built.
pub(crate) struct Catalog {
    pub(super) entities: Vec<Entity>,
    pub(super) by_reference: BTreeMap<String, EntityId>,
    pub(super) edges: Vec<Vec<Edge>>,
    pub(super) by_project: Vec<Vec<EntityId>>,
    pub(super) contents: Vec<ProjectContents>,
    pub(super) of_component: BTreeMap<(ProjectIndex, String), EntityId>,
    pub(super) ci_uses: CiUses,
}

impl Catalog {
    /// All entities, by kind and reference.
    pub(crate) fn ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..self.entities.len() as u32).map(EntityId)
    }

    /// The entity at this place.
    pub(crate) fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// Finds an entity by its reference, in any case.
    pub(crate) fn find(&self, reference: &EntityRef) -> Option<EntityId> {
        self.by_reference.get(&reference.canonical()).copied()
    }

    /// The entities of a kind, by title.
    pub(crate) fn of_kind(&self, kind: Kind) -> Vec<EntityId> {
        let mut ids: Vec<EntityId> =
            self.ids().filter(|id| self.entity(*id).kind == kind).collect();
        ids.sort_by_cached_key(|id| self.order(*id));
        ids
    }

    /// What lists are sorted by: the title as a reader would look it up, then the reference.
    pub(crate) fn order(&self, id: EntityId) -> (String, String) {
        let entity = self.entity(id);
        (entity.title().to_lowercase(), entity.reference.canonical())
    }

    /// An entity's relations, in both directions.
    pub(crate) fn edges(&self, id: EntityId) -> &[Edge] {
        &self.edges[id.0 as usize]
    }

    /// The entities that a relation of this kind leads to and that exist.
    pub(crate) fn targets(
        &self,
        id: EntityId,
        relation: RelationKind,
    ) -> impl Iterator<Item = EntityId> {
        self.edges(id).iter().filter(move |edge| edge.relation == relation).filter_map(|edge| {
            match &edge.target {
                Target::Known(to) => Some(*to),
                Target::Missing(_) => None,
            }
        })
    }

    /// The entities that a project declares or stands for, the one that speaks for it first.
    pub(crate) fn of_project(&self, project: ProjectIndex) -> &[EntityId] {
        &self.by_project[project.0 as usize]
    }

    /// Whether the entity speaks for its project: it shows the README and the docs.
    pub(crate) fn is_main(&self, id: EntityId) -> bool {
        self.main_of(id) == Some(id)
    }

    /// The entity that speaks for the project of this one.
    pub(crate) fn main_of(&self, id: EntityId) -> Option<EntityId> {
        self.of_project(self.entity(id).origin.project?).first().copied()
    }

    /// What a project holds besides entities.
    pub(crate) fn contents(&self, project: ProjectIndex) -> &ProjectContents {
        &self.contents[project.0 as usize]
    }

    /// The CI/CD component that an entity stands for, and its project.
    pub(crate) fn component(&self, id: EntityId) -> Option<(ProjectIndex, &CiComponent)> {
        let project = self.entity(id).origin.project?;
        let is_this = |one: &&CiComponent| self.of_component(project, &one.name) == Some(id);
        Some((project, self.contents(project).components.iter().find(is_this)?))
    }

    /// The entity that stands for a CI/CD component.
    pub(crate) fn of_component(&self, project: ProjectIndex, name: &str) -> Option<EntityId> {
        self.of_component.get(&(project, name.to_owned())).copied()
    }

    /// The component to use instead of a deprecated one, if its authors name one that was crawled.
    pub(crate) fn replacement(&self, project: ProjectIndex, name: &str) -> Option<EntityId> {
        let (project, name) = self.ci_uses.replacements.get(&(project, name.to_owned()))?;
        self.of_component(*project, name)
    }

    /// What the pipeline of a project includes, followed: nearer ones first, each behind the one whose file says it.
    pub(crate) fn inclusions(&self, project: ProjectIndex) -> &[Inclusion] {
        self.ci_uses.inclusions.get(project.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Who includes a component of a project.
    pub(crate) fn users_of_component(&self, project: ProjectIndex, name: &str) -> &[Usage] {
        self.ci_uses.of_components.get(&(project, name.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The files of a project that other projects include, and who does.
    pub(crate) fn used_files(
        &self,
        project: ProjectIndex,
    ) -> impl Iterator<Item = (&RelPath, &[Usage])> {
        let from = (project, RelPath::root());
        let below =
            self.ci_uses.of_files.range(from..).take_while(move |((of, _), _)| *of == project);
        below.map(|((_, path), users)| (path, users.as_slice()))
    }

    /// The entity that a finding is about: the last one declared above it in its file, else the one that speaks for the project.
    pub(crate) fn concerned(&self, snapshot: &Snapshot, finding: &Diagnostic) -> Option<EntityId> {
        let path = &finding.place.project;
        let at = snapshot.projects.binary_search_by(|project| project.path.cmp(path)).ok()?;
        let ids = self.of_project(ProjectIndex(at as u32));
        let in_file = ids.iter().copied().filter(|id| {
            let origin = &self.entity(*id).origin;
            origin.path.as_ref().is_some_and(|path| path.as_str() == finding.place.path)
                && origin.line <= finding.place.line
        });
        in_file.max_by_key(|id| self.entity(*id).origin.line).or(ids.first().copied())
    }
}
