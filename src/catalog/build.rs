//! From declarations to the graph: who stays, under which name, and who is related to whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Code, Diagnostic, Digest, Place, RelPath};
use crate::model::{
    ApiDoc, CiComponent, CiFile, Doc, Entity, Kind, ProjectIndex, Provenance, Snapshot,
};

use super::query::{Catalog, EntityId};
use super::{apis, ci, groups, infer, people, resolve};

/// What the graph is made of.
pub(crate) struct Input {
    /// Declared and inferred entities, by project and file.
    pub entities: Vec<Entity>,
    /// What else each project holds, in the order of the snapshot.
    pub contents: Vec<ProjectContents>,
}

/// What a project holds besides entities.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProjectContents {
    /// Its README.
    pub readme: Option<Doc>,
    /// The pages of its docs tree, in reading order.
    pub docs: Vec<Doc>,
    /// Its API descriptions.
    pub apis: Vec<ApiDoc>,
    /// The CI/CD components it offers.
    pub components: Vec<CiComponent>,
    /// Its CI files: `.gitlab-ci.yml`, what this includes of the project's own, and what other projects include of it.
    pub pipeline: BTreeMap<RelPath, CiFile>,
    /// Whether its own settings keep it off the site.
    pub is_hidden: bool,
}

/// Builds the graph; what does not fit is a finding, never an error.
pub(crate) fn build(snapshot: &Snapshot, mut input: Input) -> (Catalog, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    // What somebody declared comes before what we concluded; both stay in the order of project and file.
    let mut entities = input.entities;
    entities.sort_by_key(|entity| entity.origin.is_inferred());
    let mut kept = Kept::with_room_for(entities.len());
    let mut lost: BTreeSet<ProjectIndex> = BTreeSet::new();
    for entity in entities {
        let project = entity.origin.project;
        if entity.origin.is_inferred() {
            kept.infer(snapshot, entity);
        } else if !kept.declare(snapshot, entity, &mut findings) {
            lost.extend(project);
        }
    }
    for (index, project) in snapshot.indexed() {
        let is_shown = |entity: &Entity| entity.origin.project == Some(index);
        let is_hidden = input.contents[index.0 as usize].is_hidden;
        if !is_hidden && lost.contains(&index) && !kept.entities.iter().any(is_shown) {
            kept.infer(snapshot, infer::stand_in(index, project));
        }
    }
    let aliases = groups::add_namespaces(&snapshot.groups, &mut kept);
    people::add_members(&snapshot.groups, &mut kept);
    let components = ci::add_components(snapshot, &input.contents, &mut kept);
    apis::add_descriptions(snapshot, &mut input.contents, &mut kept);

    let mut entities = kept.entities;
    // The order of addresses, lists and data files.
    entities.sort_by_cached_key(|entity| (entity.kind, entity.reference.canonical()));
    let by_reference: BTreeMap<String, EntityId> = entities
        .iter()
        .enumerate()
        .map(|(at, entity)| (key(entity), EntityId(at as u32)))
        .collect();
    let by_reference = groups::with_aliases(by_reference, &aliases);
    let mut edges = resolve::edges(snapshot, &entities, &by_reference, &mut findings);
    let by_project = by_project(&entities, snapshot.projects.len());
    apis::relate(&mut entities, &mut edges, &by_project);
    let of_component = components
        .into_iter()
        .filter_map(|(key, reference)| Some((key, *by_reference.get(&reference.canonical())?)))
        .collect();
    let (ci_uses, wrong_includes) = ci::follow(snapshot, &input.contents);
    findings.extend(wrong_includes);
    ci::relate(&mut entities, &mut edges, &by_project, &of_component, &ci_uses);
    let contents = input.contents;
    let catalog =
        Catalog { entities, by_reference, edges, by_project, contents, of_component, ci_uses };
    (catalog, findings)
}

fn key(entity: &Entity) -> String {
    entity.reference.canonical()
}

/// The entities that stay, by canonical reference.
pub(super) struct Kept {
    pub(super) entities: Vec<Entity>,
    pub(super) by_reference: BTreeMap<String, usize>,
}

impl Kept {
    fn with_room_for(count: usize) -> Kept {
        Kept { entities: Vec::with_capacity(count), by_reference: BTreeMap::new() }
    }

    pub(super) fn keep(&mut self, entity: Entity) {
        self.by_reference.insert(key(&entity), self.entities.len());
        self.entities.push(entity);
    }

    /// Keeps a declared entity and says so, unless another file declared it first.
    fn declare(
        &mut self,
        snapshot: &Snapshot,
        entity: Entity,
        findings: &mut Vec<Diagnostic>,
    ) -> bool {
        let Some(&first) = self.by_reference.get(&key(&entity)) else {
            self.keep(entity);
            return true;
        };
        let here = place(snapshot, &entity);
        let there = place(snapshot, &self.entities[first]);
        let name = entity.reference.short();
        findings.push(
            Diagnostic::new(
                Code::DuplicateEntity,
                here.clone(),
                format!("`{name}` is already described in `{there}`"),
            )
            .help("rename one of the two, or remove this one"),
        );
        findings.push(Diagnostic::new(
            Code::DuplicateEntity,
            there,
            format!("`{name}` is described again in `{here}`; this one is kept"),
        ));
        false
    }

    /// Keeps an inferred entity; if its name is taken, the path of its project tells them apart.
    fn infer(&mut self, snapshot: &Snapshot, mut entity: Entity) {
        if self.by_reference.contains_key(&key(&entity))
            && let Some(project) = entity.origin.project
        {
            let path = &snapshot.project(project).path;
            let below_top = path.split_once('/').map_or(path.as_str(), |(_, rest)| rest);
            let longer = crate::base::slug(below_top);
            let longer = longer.trim_matches(['-', '.', '_']);
            longer.clone_into(&mut entity.reference.name);
            if longer.is_empty()
                || longer.len() > 63
                || self.by_reference.contains_key(&key(&entity))
            {
                entity.reference.name = format!("project-{}", Digest::of(path.as_bytes()).short(8));
            }
            entity.origin.facts.insert(
                "metadata.name".to_owned(),
                Provenance::Inferred(format!("another entity has the name of project `{path}`")),
            );
        }
        self.keep(entity);
    }
}

/// Where an entity is declared.
pub(super) fn place(snapshot: &Snapshot, entity: &Entity) -> Place {
    let project = entity.origin.project.map(|index| snapshot.project(index).path.clone());
    let path = entity.origin.path.as_ref().map(ToString::to_string);
    Place {
        project: project.unwrap_or_default(),
        path: path.unwrap_or_default(),
        line: entity.origin.line,
        column: u32::from(entity.origin.line > 0),
    }
}

/// Which kind speaks for a project that has several entities; smaller is earlier.
fn rank(entity: &Entity) -> usize {
    const ORDER: &[Kind] = &[
        Kind::Component,
        Kind::Template,
        Kind::Api,
        Kind::Resource,
        Kind::AiResource,
        Kind::System,
        Kind::Domain,
        Kind::Location,
        Kind::Group,
        Kind::User,
        Kind::CiComponent,
    ];
    ORDER.iter().position(|kind| *kind == entity.kind).unwrap_or(ORDER.len())
}

/// The entities of each project, the one that speaks for it first.
fn by_project(entities: &[Entity], projects: usize) -> Vec<Vec<EntityId>> {
    let mut found = vec![Vec::new(); projects];
    for (at, entity) in entities.iter().enumerate() {
        if let Some(ProjectIndex(project)) = entity.origin.project {
            found[project as usize].push(EntityId(at as u32));
        }
    }
    for ids in &mut found {
        // Nearest to the root of the repository first, then by kind, then as written.
        ids.sort_by_key(|id| {
            let entity = &entities[id.0 as usize];
            // What a project offers never speaks for the project.
            let is_offered = entity.kind == Kind::CiComponent || apis::is_found(entity);
            let depth = entity.origin.path.as_ref().map_or(0, |path| path.parts().count());
            (
                if is_offered { 7 } else { rank(entity).min(7) },
                is_offered,
                depth,
                entity.origin.path.clone(),
                entity.origin.line,
                id.0,
            )
        });
    }
    found
}
