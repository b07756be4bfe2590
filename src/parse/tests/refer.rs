//! Which files are fetched in the next round.

use std::collections::BTreeSet;

use super::*;

fn wanted(project: &Project) -> Vec<String> {
    references(project, &ParseOptions::default()).into_iter().map(|file| file.path).collect()
}

#[test]
fn descriptors_name_their_files() {
    let text = "apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: all}
spec: {targets: [./services/*/catalog-info.yaml, other.yaml, ../out.yaml, 'https://gitlab.example.com/x/y']}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders, annotations: {backstage.io/techdocs-ref: 'dir:./guide'}}
spec: {type: openapi, lifecycle: production, owner: payments, definition: {$text: api%20s/orders.yaml}}
";
    let project = files("acme/shop", &[("catalog-info.yaml", text)]);
    assert_eq!(
        wanted(&project),
        [
            "api s/orders.yaml",
            "guide/docs/**/*.md",
            "guide/mkdocs.yml",
            "other.yaml",
            "services/*/catalog-info.yaml"
        ]
    );
}

#[test]
fn descriptors_in_folders_bring_their_documentation() {
    let location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec: {target: ./cart/catalog-info.yaml}\n";
    let component = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart}\nspec: {type: service, lifecycle: production, owner: payments}\n";
    let project = files(
        "acme/shop",
        &[
            ("catalog-info.yaml", location),
            ("cart/catalog-info.yaml", component),
            ("cart/README.md", "# Cart"),
        ],
    );
    assert_eq!(
        wanted(&project),
        ["cart/Readme.md", "cart/docs/**/*.md", "cart/mkdocs.yml", "cart/readme.md"]
    );
    let parsed = read(&project);
    assert_eq!(parsed.folder_readmes[0].path.as_str(), "cart/README.md");
    assert_eq!(parsed.folder_readmes[0].root.as_str(), "cart");
}

#[test]
fn pictures_of_pages_are_raster_files_of_the_repository() {
    let readme = "![a](img/a.png?raw=true) ![b](/b.JPG \"t\") ![c](https://example.com/c.png) ![d](d.svg)\n![e][e] <img width=3 src='e%20e.webp'> `![no](no.png)`\n\n[e]: <e e.gif>\n\n<p><IMG\n src=f.avif></p>\n\n| ![g](../g.png) | ![h](x/../h.jpeg#y) |\n";
    let project =
        files("acme/shop", &[("README.md", readme), ("docs/a.md", "![i](i.png)"), ("h.jpeg", "")]);
    assert_eq!(
        wanted(&project),
        ["b.JPG", "docs/i.png", "e e.gif", "e e.webp", "f.avif", "img/a.png"]
    );
}

#[test]
fn schemas_name_their_parts() {
    let yaml = "openapi: 3.1.0\npaths:\n  /a: {$ref: './paths/a.yaml#/x'}\n  /b:\n    $ref: paths/b.yaml\n  /c: {$ref: '#/components/x'}\n  /d: {$ref: 'https://example.com/d.yaml'}\n";
    let json = r#"{"$ref":"../shared/s.json#/defs/A", "b": {"$ref" : "t.json"}}"#;
    let project = files("acme/shop", &[("api/openapi.yaml", yaml), ("api/x/part.json", json)]);
    assert_eq!(
        wanted(&project),
        ["api/paths/a.yaml", "api/paths/b.yaml", "api/shared/s.json", "api/x/t.json"]
    );
}

#[test]
fn only_what_is_there_and_not_yet_read_is_wanted() {
    let ci = "include: [ci/a.yml, {local: 'ci/*.yml'}, {local: /ci/b.yml}, {local: 'ci/$X.yml'}]\n";
    let mut project = files(
        "acme/shop",
        &[(".gitlab-ci.yml", ci), ("ci/a.yml", ""), ("mkdocs.yml", "docs_dir: handbook")],
    );
    assert_eq!(wanted(&project), ["ci/*.yml", "ci/b.yml", "handbook/**/*.md"]);
    project.tree = Some(BTreeSet::new());
    assert_eq!(wanted(&project), ["ci/*.yml", "handbook/**/*.md"]);
}
