#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::base::RelPath;
use crate::model::{
    Access, DeclaredRelation, Entity, EntityRef, Group, Kind, Member, Metadata, Origin, Project,
    ProjectIndex, Provenance, RelationKind, Snapshot,
};

/// A snapshot of empty projects at these paths, and the groups above them.
fn snapshot(paths: &[&str]) -> Snapshot {
    let project = |path: &&str| Project { path: (*path).to_owned(), ..Project::default() };
    let mut groups: Vec<String> = paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned()))
        .collect();
    groups.sort();
    groups.dedup();
    let groups = groups.into_iter().map(|path| Group { path, ..Group::default() }).collect();
    Snapshot { projects: paths.iter().map(project).collect(), groups, ..Snapshot::default() }
}

fn entity(kind: Kind, name: &str, project: u32, path: Option<&str>) -> Entity {
    Entity {
        kind,
        api_version: "backstage.io/v1alpha1".to_owned(),
        reference: EntityRef::new(kind.as_str(), "default", name),
        metadata: Metadata::default(),
        spec: Default::default(),
        declared: Vec::new(),
        origin: Origin {
            project: Some(ProjectIndex(project)),
            path: path.map(|path| RelPath::new(path).unwrap()),
            line: u32::from(path.is_some()),
            ..Origin::default()
        },
    }
}

fn naming(
    mut entity: Entity,
    relation: RelationKind,
    target: &str,
    allowed: &'static [Kind],
) -> Entity {
    entity.declared.push(DeclaredRelation {
        relation,
        target: EntityRef::parse(target, Default::default()).unwrap(),
        allowed,
        field: "spec.owner".to_owned(),
        line: 9,
        column: 3,
    });
    entity
}

/// Builds a catalog and returns it with its findings, one a line.
fn check(snapshot: &Snapshot, entities: Vec<Entity>) -> (Catalog, String) {
    let contents = snapshot.projects.iter().map(|_| Default::default()).collect();
    let (catalog, findings) = build(snapshot, Input { entities, contents });
    let lines: Vec<String> = findings
        .iter()
        .map(|found| format!("{} {} {}", found.code, found.place, found.message))
        .collect();
    (catalog, lines.join("\n"))
}

fn find(catalog: &Catalog, reference: &str) -> Option<EntityId> {
    catalog.find(&EntityRef::parse(reference, Default::default()).unwrap())
}

#[test]
fn the_first_of_two_declarations_is_kept_whatever_the_case() {
    let snapshot = snapshot(&["acme/a", "acme/b"]);
    let (catalog, findings) = check(
        &snapshot,
        vec![
            entity(Kind::System, "Shop", 0, Some("catalog-info.yaml")),
            entity(Kind::System, "shop", 1, Some("catalog-info.yaml")),
        ],
    );
    let kept = find(&catalog, "system:default/shop").unwrap();
    assert_eq!(catalog.entity(kept).reference.name, "Shop");
    assert!(findings.contains("duplicate-entity acme/a/catalog-info.yaml:1:1"), "{findings}");
    assert!(findings.contains("duplicate-entity acme/b/catalog-info.yaml:1:1"), "{findings}");
}

#[test]
fn projects_of_the_same_name_are_told_apart_without_a_finding() {
    let snapshot = snapshot(&["acme/a/web", "acme/b/web"]);
    let (catalog, findings) = check(
        &snapshot,
        vec![entity(Kind::Component, "web", 0, None), entity(Kind::Component, "web", 1, None)],
    );
    assert!(find(&catalog, "component:default/web").is_some());
    assert!(find(&catalog, "component:default/b-web").is_some());
    assert!(!findings.contains("duplicate"), "{findings}");
}

#[test]
fn a_relation_is_seen_from_both_ends() {
    let snapshot = snapshot(&["acme/a"]);
    let file = Some("catalog-info.yaml");
    let owned = naming(
        entity(Kind::Component, "a", 0, file),
        RelationKind::OwnedBy,
        "group:default/robots",
        &[Kind::Group, Kind::User],
    );
    let (catalog, findings) = check(&snapshot, vec![owned, entity(Kind::Group, "robots", 0, file)]);
    let (a, team) = (
        find(&catalog, "component:default/a").unwrap(),
        find(&catalog, "group:default/robots").unwrap(),
    );
    assert_eq!(catalog.targets(a, RelationKind::OwnedBy).collect::<Vec<_>>(), [team]);
    assert_eq!(catalog.targets(team, RelationKind::OwnerOf).collect::<Vec<_>>(), [a]);
    assert_eq!(findings, "");
}

#[test]
fn a_dangling_owner_names_the_nearest() {
    let snapshot = snapshot(&["acme/a"]);
    let file = Some("catalog-info.yaml");
    let owned = naming(
        entity(Kind::Component, "a", 0, file),
        RelationKind::OwnedBy,
        "group:default/robot",
        &[Kind::Group, Kind::User],
    );
    let contents = vec![Default::default()];
    let entities = vec![owned, entity(Kind::Group, "robots", 0, file)];
    let (_, findings) = build(&snapshot, Input { entities, contents });
    assert_eq!(
        findings[0].to_string(),
        "warning[dangling-owner]: owner `group:robot` does not exist\n  --> acme/a/catalog-info.yaml:9:3\n  help: the nearest name is `group:robots`"
    );
}

#[test]
fn a_declared_team_stands_for_the_group_of_its_name() {
    let snapshot = snapshot(&["acme/robots/a", "acme/shop/b"]);
    let team = entity(Kind::Group, "robots", 0, Some("teams.yaml"));
    let (catalog, _) = check(&snapshot, vec![team]);
    assert_eq!(find(&catalog, "group:default/acme-robots"), find(&catalog, "group:default/robots"));
    let shop = find(&catalog, "group:default/acme-shop").unwrap();
    let parents: Vec<_> = catalog.targets(shop, RelationKind::ChildOf).collect();
    assert_eq!(parents, [find(&catalog, "group:default/acme").unwrap()]);
}

/// A snapshot whose groups have these members, by username.
#[test]
fn the_last_part_of_a_group_means_the_group_if_it_is_the_only_one() {
    let snapshot = snapshot(&["acme/payments/checkout", "acme/north/data/a", "acme/south/data/b"]);
    let owned = |name: &str, owner: &str| {
        let entity = entity(Kind::Component, name, 0, Some("catalog-info.yaml"));
        naming(entity, RelationKind::OwnedBy, owner, &[Kind::Group, Kind::User])
    };
    let entities = vec![owned("a", "group:payments"), owned("b", "group:data")];
    let (catalog, findings) = check(&snapshot, entities);
    let owners: Vec<_> = catalog
        .targets(find(&catalog, "component:default/a").unwrap(), RelationKind::OwnedBy)
        .map(|id| catalog.entity(id).reference.name.clone())
        .collect();
    assert_eq!(owners, ["acme-payments"]);
    assert!(findings.contains("owner `group:data` does not exist"), "{findings}");
    assert!(!findings.contains("group:payments"), "{findings}");
}

fn with_members(mut snapshot: Snapshot, members: &[(&str, &[&str])]) -> Snapshot {
    for (path, usernames) in members {
        let group = snapshot.groups.iter_mut().find(|group| group.path == *path).unwrap();
        let member = |username: &&str| Member {
            username: (*username).to_owned(),
            name: Some(format!("{username} of Acme")),
            access: Access::Developer,
        };
        group.members = usernames.iter().map(member).collect();
    }
    snapshot
}

#[test]
fn members_of_groups_become_users_of_their_groups() {
    let snapshot = with_members(
        snapshot(&["acme/robots/a", "acme/shop/b"]),
        &[("acme/robots", &["Ada.Quill", "bo"]), ("acme/shop", &["ada.quill"])],
    );
    let (catalog, findings) = check(&snapshot, Vec::new());
    assert_eq!(findings, "");
    let ada = find(&catalog, "user:default/ada.quill").unwrap();
    assert_eq!(catalog.entity(ada).title(), "Ada.Quill of Acme");
    assert_eq!(catalog.entity(ada).origin.facts["metadata.name"], Provenance::GitLab);
    let groups: Vec<_> = catalog.targets(ada, RelationKind::MemberOf).collect();
    let group = |name: &str| find(&catalog, &format!("group:default/{name}")).unwrap();
    assert_eq!(groups, [group("acme-robots"), group("acme-shop")]);
    let robots: Vec<_> = catalog.targets(group("acme-robots"), RelationKind::HasMember).collect();
    assert_eq!(robots, [ada, find(&catalog, "user:default/bo").unwrap()]);
    assert_eq!(catalog.of_kind(Kind::User).len(), 2);
}

#[test]
fn a_declared_user_is_not_made_again() {
    let snapshot = with_members(snapshot(&["acme/robots/a"]), &[("acme/robots", &["ada", "bo"])]);
    let declared = entity(Kind::User, "Ada", 0, Some("people.yaml"));
    let (catalog, findings) = check(&snapshot, vec![declared]);
    assert_eq!(findings, "");
    let ada = find(&catalog, "user:default/ada").unwrap();
    assert!(!catalog.entity(ada).origin.is_inferred());
    assert_eq!(catalog.targets(ada, RelationKind::MemberOf).count(), 0);
    assert_eq!(catalog.of_kind(Kind::User).len(), 2);
}

#[test]
fn two_people_whose_names_become_one_stay_two() {
    let snapshot =
        with_members(snapshot(&["acme/robots/a"]), &[("acme/robots", &["anna_", "anna"])]);
    let (catalog, _) = check(&snapshot, Vec::new());
    let names: Vec<&str> = catalog
        .of_kind(Kind::User)
        .into_iter()
        .map(|id| catalog.entity(id).reference.name.as_str())
        .collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"anna") && names.iter().any(|name| name.starts_with("anna-")));
}
