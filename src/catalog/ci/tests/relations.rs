//! What includes mean for entities.

use super::Scene;
use super::scene::Built;
use crate::catalog::EntityId;
use crate::model::{Kind, RelationKind};

fn titles(built: &Built, ids: impl Iterator<Item = EntityId>) -> Vec<String> {
    ids.map(|id| built.catalog.entity(id).title().to_owned()).collect()
}

const OWNED: &str = "\
=== acme/ci
--- catalog-info.yaml
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ci-parts
spec:
  type: library
  lifecycle: production
  owner: group:ghosts
--- templates/build.yml
spec:
---
--- templates/test.yml
spec:
---
--- ci/base.yml
stages: [a]
=== acme/shop
--- .gitlab-ci.yml
include:
  - component: $CI_SERVER_FQDN/acme/ci/build@1.0.0
  - project: acme/ci
    file: ci/base.yml
    ref: 1.0.0
";

#[test]
fn a_component_is_part_of_its_project_and_included_by_its_users() {
    let built = Scene::read(OWNED).build();
    let (ci, shop) = (built.project("acme/ci"), built.project("acme/shop"));
    let catalog = &built.catalog;
    let build = catalog.of_component(ci, "build").expect("an entity");
    let targets = |id, relation| titles(&built, catalog.targets(id, relation));
    assert_eq!(targets(build, RelationKind::PartOf), ["ci-parts"]);
    assert_eq!(targets(build, RelationKind::IncludedBy), ["shop"]);
    let shop = catalog.of_project(shop)[0];
    assert_eq!(targets(shop, RelationKind::Includes), ["ci-parts", "build"]);
    let parts = catalog.of_project(ci)[0];
    assert_eq!(targets(parts, RelationKind::HasPart), ["build", "test"]);
    assert_eq!(targets(parts, RelationKind::IncludedBy), ["shop"]);
}

#[test]
fn an_owner_that_does_not_exist_is_told_where_it_is_written_and_nowhere_else() {
    let built = Scene::read(OWNED).build();
    let owners: Vec<_> =
        built.findings.iter().filter(|found| found.code.as_str() == "dangling-owner").collect();
    assert_eq!(owners.len(), 1);
    assert_eq!(owners[0].place.line, 8);
    let build = built.catalog.of_component(built.project("acme/ci"), "build").expect("an entity");
    let edges = built.catalog.edges(build);
    assert!(edges.iter().any(|edge| edge.relation == RelationKind::OwnedBy));
    assert_eq!(built.catalog.entity(build).spec_str("owner"), Some("group:ghosts"));
}

#[test]
fn a_component_belongs_to_whoever_owns_its_project() {
    let text = "\
=== acme/ci
--- catalog-info.yaml
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: robots
spec:
  type: team
  children: []
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ci-parts
spec:
  type: library
  lifecycle: production
  owner: robots
--- templates/build.yml
spec:
---
";
    let built = Scene::read(text).build();
    let build = built.catalog.of_component(built.project("acme/ci"), "build").expect("an entity");
    assert_eq!(titles(&built, built.catalog.targets(build, RelationKind::OwnedBy)), ["robots"]);
    let robots = built.catalog.targets(build, RelationKind::OwnedBy).next().expect("the owner");
    assert_eq!(
        titles(&built, built.catalog.targets(robots, RelationKind::OwnerOf)),
        ["ci-parts", "build"]
    );
}

#[test]
fn a_component_never_speaks_for_its_project() {
    // One project describes only a team; all that the other describes was described before.
    let group = "--- catalog-info.yaml\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: robots\nspec:\n  \
                 type: team\n  children: []\n--- templates/build.yml\nspec:\n---\n";
    let text = format!("=== acme/a\n{group}=== acme/b\n{group}");
    let built = Scene::read(&text).build();
    for (path, kind) in [("acme/a", Kind::Group), ("acme/b", Kind::Component)] {
        let index = built.project(path);
        let main = built.catalog.of_project(index)[0];
        assert_eq!(built.catalog.entity(main).kind, kind, "{path}");
        let build = built.catalog.of_component(index, "build").expect("an entity");
        let part_of: Vec<_> = built.catalog.targets(build, RelationKind::PartOf).collect();
        assert_eq!(part_of, [main], "{path}");
    }
}

#[test]
fn the_replacement_of_a_deprecated_component_is_found() {
    let text = "=== acme/ci\ndeprecated: old $CI_SERVER_FQDN/acme/ci/new@2\n--- templates/old.yml\nspec:\n---\n\
                --- templates/new.yml\nspec:\n---\n";
    let built = Scene::read(text).build();
    let ci = built.project("acme/ci");
    assert_eq!(built.catalog.replacement(ci, "old"), built.catalog.of_component(ci, "new"));
    assert!(built.catalog.replacement(ci, "old").is_some());
    assert_eq!(built.catalog.replacement(ci, "new"), None);
}
