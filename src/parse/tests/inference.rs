//! What is said of a project that says nothing of itself.

use crate::model::{Entity, Provenance};

use super::*;

fn inferred(project: &Project) -> Entity {
    let parsed = read(project);
    assert_eq!(parsed.entities.len(), 1);
    assert!(parsed.entities[0].origin.is_inferred());
    parsed.entities[0].clone()
}

fn why(entity: &Entity, field: &str) -> String {
    match entity.origin.facts.get(field) {
        Some(Provenance::Inferred(why)) => why.clone(),
        Some(Provenance::GitLab) => "GitLab".to_owned(),
        other => format!("{other:?}"),
    }
}

const README: &str = "[![build](https://ci.example.com/b.svg)](https://ci.example.com)

# Checkout `2`

Takes **orders** and
[charges](docs/charges.md) them.

More text.
";

#[test]
fn a_project_without_a_descriptor_becomes_a_component() {
    let mut project = files(
        "acme/shop/Checkout Service",
        &[("readme.md", README), ("Dockerfile", "FROM scratch")],
    );
    project.topics = vec!["Java".to_owned(), "être".to_owned()];
    let entity = inferred(&project);
    assert_eq!(entity.reference.to_string(), "component:acme/checkout-service");
    assert_eq!(entity.metadata.title.as_deref(), Some("Checkout 2"));
    assert_eq!(entity.metadata.description.as_deref(), Some("Takes orders and charges them."));
    assert_eq!(entity.metadata.tags, ["java"]);
    assert_eq!(entity.spec_str("type"), Some("service"));
    assert_eq!(entity.spec_str("lifecycle"), Some("production"));
    assert_eq!(entity.spec_str("owner"), Some("group:default/acme-shop"));
    assert_eq!(entity.declared[0].target, crate::model::group_reference("acme/shop"));
    assert_eq!(why(&entity, "metadata.title"), "it is the first heading of `readme.md`");
    assert_eq!(why(&entity, "spec.type"), "`Dockerfile` is at the root");
    assert_eq!(why(&entity, "spec.owner"), "the project stands in the group `acme/shop`");
}

#[test]
fn what_gitlab_says_comes_first() {
    let mut project = files("solo", &[("README.md", README)]);
    project.description = Some("Charges\n cards.".to_owned());
    project.archived = true;
    let entity = inferred(&project);
    assert_eq!(entity.reference.to_string(), "component:default/solo");
    assert_eq!(entity.metadata.description.as_deref(), Some("Charges cards."));
    assert_eq!(why(&entity, "metadata.description"), "GitLab");
    assert_eq!(entity.spec_str("lifecycle"), Some("deprecated"));
    assert_eq!(entity.spec_str("owner"), None);
    let options =
        ParseOptions { default_owner: Some("platform".to_owned()), ..ParseOptions::default() };
    let parsed = super::super::project(ProjectIndex(0), &project, &options);
    assert_eq!(parsed.entities[0].spec_str("owner"), Some("group:default/platform"));
}

#[test]
fn code_owners_own() {
    let owner = |text: &str| {
        let entity = inferred(&files("acme/shop/cart", &[(".gitlab/CODEOWNERS", text)]));
        entity.spec_str("owner").unwrap_or_default().to_owned()
    };
    assert_eq!(
        owner("# all\n* @acme/payments @mira\n/docs @acme/docs\n"),
        "group:default/acme-payments"
    );
    assert_eq!(owner("* @mira\n* @noor # later counts"), "user:default/noor");
    assert_eq!(owner("* @acme"), "group:default/acme");
    assert_eq!(owner("* mira.holm@acme.example"), "user:default/mira.holm");
    assert_eq!(
        owner("[Back end][2] @acme/payments\n*\n*.css @acme/web"),
        "group:default/acme-payments"
    );
    assert_eq!(owner("^[Docs] @acme/docs\n*.md\n* @@maintainer"), "group:default/acme-docs");
    assert_eq!(owner("*.rs @mira"), "group:default/acme-shop");
}

#[test]
fn the_type_follows_from_the_files() {
    let type_of = |paths: &[&str]| {
        let list: Vec<(&str, &str)> = paths.iter().map(|path| (*path, "")).collect();
        inferred(&files("acme/x", &list)).spec_str("type").unwrap_or_default().to_owned()
    };
    assert_eq!(type_of(&["Cargo.toml", "src/lib.rs", "Dockerfile"]), "library");
    assert_eq!(type_of(&["package.json"]), "service");
    assert_eq!(type_of(&["README.md", "docs/index.md", "docs/a.png", "LICENSE"]), "documentation");
    assert_eq!(type_of(&["index.html", "main.js"]), "website");
    assert_eq!(type_of(&["modules/vpc/main.tf"]), "infrastructure");
    assert_eq!(type_of(&["main.py"]), "project");
    let component = files(
        "acme/ci",
        &[("templates/deploy.yml", "spec:\n  inputs: {}\n---\njob: {}\n"), ("package.json", "{}")],
    );
    assert_eq!(inferred(&component).spec_str("type"), Some("ci-component"));
}

#[test]
fn readmes_open_in_many_ways() {
    let opening = |name: &str, text: &str| {
        let entity = inferred(&files("acme/x", &[(name, text)]));
        (entity.metadata.title.unwrap_or_default(), entity.metadata.description.unwrap_or_default())
    };
    let pair = |title: &str, text: &str| (title.to_owned(), text.to_owned());
    assert_eq!(
        opening("README.md", "<h1 align=center>\n<img src=a.png> Cart\n</h1>\n\nHolds goods."),
        pair("Cart", "Holds goods.")
    );
    assert_eq!(opening("README.md", "Holds goods.\n\n## Install\n"), pair("", "Holds goods."));
    assert_eq!(
        opening("README.md", "---\ntags: [a]\n---\n# Cart\n\nHolds goods.\n"),
        pair("Cart", "Holds goods.")
    );
    assert_eq!(
        opening("README.rst", ".. image:: b.svg\n\nCart\n====\n\nHolds\ngoods."),
        pair("Cart", "Holds goods.")
    );
    assert_eq!(opening("README", "Cart\nHolds goods."), pair("Cart", "Holds goods."));
    assert_eq!(opening("README.md", "- one\n\n  two\n\n> Quoted."), pair("", "Quoted."));
    let (_, long) = opening("README.md", &"word ".repeat(100));
    assert!(long.chars().count() <= 300 && long.ends_with("word…"));
}

#[test]
fn the_best_readme_is_taken() {
    let project = files("acme/x", &[("README.rst", "a"), ("Readme.MD", "b"), ("README", "c")]);
    let readme = read(&project).readme.expect("there is one");
    assert_eq!((readme.path.as_str(), readme.markdown), ("Readme.MD", true));
}
