//! References become edges with two ends; those that lead nowhere become findings.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Code, Diagnostic, Place, nearest};
use crate::model::{DeclaredRelation, Entity, Kind, RelationKind, Snapshot};

use super::build::place;
use super::query::{Edge, EntityId, Target};

/// Returns each entity's edges, sorted, each of them also at its other end.
pub(super) fn edges(
    snapshot: &Snapshot,
    entities: &[Entity],
    by_reference: &BTreeMap<String, EntityId>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Vec<Edge>> {
    let mut found: Vec<BTreeSet<Edge>> = vec![BTreeSet::new(); entities.len()];
    let mut names = Names::default();
    for (at, entity) in entities.iter().enumerate() {
        let from = EntityId(at as u32);
        for declared in &entity.declared {
            let canonical = declared.target.canonical();
            match by_reference.get(&canonical) {
                Some(&to) => {
                    let kind = entities[to.0 as usize].kind;
                    if declared.allowed.is_empty() || declared.allowed.contains(&kind) {
                        found[at].insert(Edge::known(declared.relation, to));
                        let inverse = declared.relation.inverse();
                        found[to.0 as usize].insert(Edge::known(inverse, from));
                    } else {
                        findings.push(wrong_kind(snapshot, entity, declared));
                        // Backstage shows such a relation at its own end only, and of people not at all.
                        if !is_about_people(declared.relation) {
                            found[at].insert(Edge::known(declared.relation, to));
                        }
                    }
                }
                None => {
                    findings.push(dangling(snapshot, entity, declared, entities, &mut names));
                    found[at].insert(Edge {
                        relation: declared.relation,
                        target: Target::Missing(declared.target.clone()),
                    });
                }
            }
        }
        let is_owned = found[at].iter().any(|edge| edge.relation == RelationKind::OwnedBy);
        let wants_owner = matches!(
            entity.kind,
            Kind::Component | Kind::Api | Kind::Resource | Kind::System | Kind::Domain
        );
        if wants_owner && !is_owned {
            findings.push(no_owner(snapshot, entity));
        }
    }
    found.into_iter().map(|edges| edges.into_iter().collect()).collect()
}

fn is_about_people(relation: RelationKind) -> bool {
    use RelationKind::{ChildOf, HasMember, OwnedBy, ParentOf};
    matches!(relation, OwnedBy | ChildOf | ParentOf | HasMember)
}

fn at(snapshot: &Snapshot, entity: &Entity, declared: &DeclaredRelation) -> Place {
    Place { line: declared.line, column: declared.column, ..place(snapshot, entity) }
}

fn wrong_kind(snapshot: &Snapshot, entity: &Entity, declared: &DeclaredRelation) -> Diagnostic {
    let allowed: Vec<&str> = declared.allowed.iter().map(|kind| kind.as_str()).collect();
    Diagnostic::new(
        Code::WrongKind,
        at(snapshot, entity, declared),
        format!("`{}` cannot name `{}`", declared.field, declared.target.short()),
    )
    .help(format!("it may name: {}", allowed.join(", ")))
}

fn no_owner(snapshot: &Snapshot, entity: &Entity) -> Diagnostic {
    Diagnostic::new(
        Code::NoOwner,
        place(snapshot, entity),
        format!("nobody owns `{}`", entity.reference.short()),
    )
    .help("add `spec.owner` to its descriptor, or a CODEOWNERS file to its repository")
}

fn dangling(
    snapshot: &Snapshot,
    entity: &Entity,
    declared: &DeclaredRelation,
    entities: &[Entity],
    names: &mut Names,
) -> Diagnostic {
    let is_owner = declared.relation == RelationKind::OwnedBy;
    let code = if is_owner { Code::DanglingOwner } else { Code::DanglingReference };
    let subject = if is_owner { "owner" } else { declared.field.as_str() };
    let message = match subject {
        "owner" => format!("owner `{}` does not exist", declared.target.short()),
        field => format!("`{}` of `{field}` does not exist", declared.target.short()),
    };
    let finding = Diagnostic::new(code, at(snapshot, entity, declared), message);
    match names.nearest(entities, declared) {
        Some(near) => finding.help(format!("the nearest name is `{near}`")),
        None if is_owner => finding.help("describe the group, or name one that exists"),
        None => finding.help("describe the entity, or name one that exists"),
    }
}

/// Short references by kind, gathered when the first of them is asked for.
#[derive(Default)]
struct Names {
    by_kind: BTreeMap<String, Vec<String>>,
}

impl Names {
    fn nearest(&mut self, entities: &[Entity], declared: &DeclaredRelation) -> Option<String> {
        let kind = declared.target.kind.to_lowercase();
        let names = self.by_kind.entry(kind.clone()).or_insert_with(|| {
            let same_kind = entities.iter().filter(|entity| entity.kind.slug() == kind);
            same_kind.map(|entity| entity.reference.short()).collect()
        });
        let wanted = declared.target.short();
        nearest(&wanted, names.iter().map(String::as_str)).map(str::to_owned)
    }
}
