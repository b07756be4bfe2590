//! Users out of the members of groups: everybody who can be asked is a page away.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, json};

use crate::base::Digest;
use crate::model::{
    DeclaredRelation, Entity, EntityRef, Group, Kind, Member, Metadata, Origin, Provenance,
    RelationKind, group_reference, to_name,
};

use super::build::Kept;

/// Adds a User for each member of a group whom no descriptor declares.
///
/// A declared user stays as it is: whoever writes down a person also writes where the person belongs.
pub(super) fn add_members(groups: &[Group], kept: &mut Kept) {
    let mut people: BTreeMap<String, (&Member, Vec<&str>)> = BTreeMap::new();
    for group in groups {
        for member in &group.members {
            let person =
                people.entry(member.username.to_lowercase()).or_insert((member, Vec::new()));
            person.1.push(&group.path);
        }
    }
    let mut made = BTreeSet::new();
    for (username, (member, groups)) in &people {
        let mut reference = reference(&to_name(&member.username));
        if made.contains(&reference.canonical()) {
            // `anna` and `anna_` are two people, and no name ends in `_`.
            let hash = Digest::of(username.as_bytes()).short(8);
            reference = self::reference(&format!("{}-{hash}", to_name(username)));
        }
        if kept.by_reference.contains_key(&reference.canonical()) {
            continue;
        }
        made.insert(reference.canonical());
        kept.keep(person(member, groups, reference));
    }
}

fn reference(name: &str) -> EntityRef {
    EntityRef::new(Kind::User.as_str(), "default", name)
}

fn person(member: &Member, groups: &[&str], reference: EntityRef) -> Entity {
    let targets = groups.iter().map(|group| group_reference(group));
    let declared: Vec<DeclaredRelation> = targets
        .map(|target| DeclaredRelation {
            relation: RelationKind::MemberOf,
            target,
            allowed: &[Kind::Group],
            field: "spec.memberOf".to_owned(),
            line: 0,
            column: 0,
        })
        .collect();
    let names: Vec<&str> = declared.iter().map(|relation| relation.target.name.as_str()).collect();
    let mut spec = Map::new();
    spec.insert("memberOf".to_owned(), json!(names));
    if let Some(name) = &member.name {
        spec.insert("profile".to_owned(), json!({ "displayName": name }));
    }
    let fields = ["metadata.name", "spec.memberOf", "spec.profile"].into_iter();
    let facts = fields
        .filter(|field| *field != "spec.profile" || member.name.is_some())
        .map(|field| (field.to_owned(), Provenance::GitLab));
    Entity {
        kind: Kind::User,
        api_version: "backstage.io/v1alpha1".to_owned(),
        reference,
        metadata: Metadata::default(),
        spec,
        declared,
        origin: Origin { facts: facts.collect(), ..Origin::default() },
    }
}
