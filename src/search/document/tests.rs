#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::catalog::{self, Input, ProjectContents};
use crate::model::{Doc, Group, Head, Project, ProjectIndex, RawFile, Snapshot, Version};
use crate::page::{Guide, Past, SiteSettings, World, plan, view};
use crate::parse::{self, ParseOptions};

use super::{Document, documents};

const DESCRIPTOR: &str = r"
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: mole
  title: The Mole
  description: Digs *holes* wherever somebody asks for one.
  tags: [robots, garden]
  annotations: { pager.example/service-id: MOLE007, colour.example/mood: brown }
  links: [{ url: 'https://dash.example.com/d/mole/', title: Dashboard }]
spec: { type: service, lifecycle: Production, owner: diggers, system: yard, providesApis: [holes] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: holes }
spec: { type: openapi, lifecycle: production, owner: diggers, system: yard, definition: { $text: ./api.yaml } }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: diggers, title: Digging Crew }
spec: { type: team, children: [], profile: { email: diggers@acme.example } }
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: yard, title: Back yard }
spec: { owner: diggers }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: shed, namespace: tools }
spec: { type: shed, owner: ghosts, dependencyOf: ['component:default/mole'] }
";

const OPENAPI: &str = r##"openapi: 3.1.0
info: { title: Holes, version: 1.2.0, description: All about holes in the ground. }
servers: [{ url: "https://api.acme.example/v1/" }, { url: "{scheme}://nowhere.example" }, { url: "http://127.0.0.1:8080" }]
tags: [{ name: burrows }]
paths:
  /holes/{id}:
    get:
      operationId: readHole
      tags: [burrows]
      summary: Look into a hole
      description: Says how **deep** it is.
      parameters: [{ name: id, in: path, required: true, description: Which one., schema: { type: string } }]
      responses:
        "200":
          description: The hole.
          content: { application/json: { schema: { $ref: "#/components/schemas/Hole" } } }
    delete:
      responses: { "204": { description: Filled. } }
components:
  schemas:
    Hole:
      type: object
      description: Something that is not there.
      properties: { depth: { type: integer, description: In shovels. }, next: { $ref: "#/components/schemas/Hole" } }
"##;

const COMPONENT: &str = "spec:\n  inputs:\n    depth:\n      description: How far `down`.\n      options: [shallow, abyss]\n---\ndig-now:\n  stage: earth\n  image: shovel:3\n  script: dig\n";

const README: &str = "# The Mole\n\n| tool | use |\n|-|-|\n| spade | soft |\n\n```sh\nmole --dig\n```\n\n## Below\n\nSee [how](docs/how.md).\n";

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

fn files(files: &[(&str, &str)]) -> BTreeMap<RelPath, RawFile> {
    let file =
        |(name, text): &(&str, &str)| (path(name), RawFile { bytes: text.as_bytes().into() });
    files.iter().map(file).collect()
}

fn project(texts: &[(&str, &str)]) -> Project {
    let files = files(texts);
    Project {
        path: "acme/garden/mole".to_owned(),
        web_url: Some("https://gitlab.example.com/acme/garden/mole".to_owned()),
        default_branch: Some("main".to_owned()),
        head: Some(Head { sha: "0123456789abcdef".to_owned(), committed_at: None }),
        tree: Some(files.keys().cloned().collect()),
        files,
        ..Project::default()
    }
}

/// The documents of a portal of one project, by address.
fn check(project: Project) -> BTreeMap<String, Document> {
    check_pages(project).0
}

/// The documents of a portal of one project, by address, and the addresses of all its pages.
fn check_pages(project: Project) -> (BTreeMap<String, Document>, Vec<String>) {
    let groups = vec![Group { path: "acme/garden".to_owned(), ..Group::default() }];
    let snapshot = Snapshot { groups, projects: vec![project], ..Snapshot::default() };
    let parsed = parse::project(ProjectIndex(0), &snapshot.projects[0], &ParseOptions::default());
    let contents = vec![ProjectContents {
        readme: parsed.readme,
        docs: parsed.docs,
        apis: parsed.apis,
        components: parsed.components,
        pipeline: parsed.pipeline,
        ..ProjectContents::default()
    }];
    let (catalog, _) = catalog::build(&snapshot, Input { entities: parsed.entities, contents });
    let guide = Guide {
        title: "Handbook".to_owned(),
        project: Project {
            files: files(&[("start/first.md", "# First steps\n\nOne foot before the other.\n")]),
            ..Project::default()
        },
        docs: vec![Doc { path: path("start/first.md"), markdown: true, ..Doc::default() }],
    };
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[guide],
        settings: &SiteSettings::default(),
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let pages = plan.ids().filter_map(|id| Some((id, view(&world, &plan, id)?)));
    let all: Vec<Document> =
        pages.flat_map(|(id, page)| documents(&world, &plan, id, &page)).collect();
    let count = all.len();
    let by_address: BTreeMap<String, Document> =
        all.into_iter().map(|document| (document.address.clone(), document)).collect();
    assert_eq!(by_address.len(), count, "no two documents share an address");
    (by_address, plan.ids().map(|id| plan.page(id).address.to_string()).collect())
}

fn mole() -> BTreeMap<String, Document> {
    check(project(&[
        ("catalog-info.yaml", DESCRIPTOR),
        ("api.yaml", OPENAPI),
        ("README.md", README),
        ("docs/how.md", "# How to dig\n\n[All about it](../README.md)\n\nWith *both* hands.\n"),
        ("templates/dig.yml", COMPONENT),
    ]))
}

fn facet(facet: &Option<super::Facet>) -> (&str, &str) {
    facet.as_ref().map(|facet| (facet.key.as_str(), facet.label.as_str())).unwrap_or_default()
}

#[test]
fn every_thing_is_one_document_and_lists_are_none() {
    let documents = mole();
    let kinds: Vec<String> =
        documents.values().map(|one| format!("{} {}", one.kind.key, one.address)).collect();
    let mut kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "api api/default/holes.html",
            "cicomponent cicomponent/acme/mole-dig.html",
            "component component/default/mole.html",
            "doc docs/default/mole/how.html",
            "doc guide/first.html",
            "group group/default/acme-garden.html",
            "group group/default/diggers.html",
            "input cicomponent/acme/mole-dig.html#input-depth",
            "operation api/default/holes/op/delete-holes-id.html",
            "operation api/default/holes/op/readhole.html",
            "resource resource/tools/shed.html",
            "schema api/default/holes/schema/hole.html",
            "system system/default/yard.html",
        ]
    );
}

#[test]
fn an_entity_says_what_it_is_whose_and_where() {
    let documents = mole();
    let mole = &documents["component/default/mole.html"];
    assert_eq!(mole.title, "The Mole");
    assert_eq!((mole.kind.key.as_str(), mole.kind.label.as_str()), ("component", "Components"));
    assert_eq!(facet(&mole.owner), ("diggers", "Digging Crew"));
    assert_eq!(facet(&mole.lifecycle), ("production", ""));
    assert_eq!(facet(&mole.system), ("yard", "Back yard"));
    assert_eq!(mole.tags, ["robots", "garden"]);
    assert_eq!(mole.description, "Digs holes wherever somebody asks for one.");
    assert_eq!(mole.place, "acme/garden/mole");
    for word in ["spade", "mole --dig", "Below", "Dashboard", "MOLE007", "Back yard", "holes"] {
        assert!(mole.body.contains(word), "{word} is not in {}", mole.body);
    }
    let shed = &documents["resource/tools/shed.html"];
    assert_eq!(facet(&shed.owner), ("tools/ghosts", ""), "an owner that nobody described");
    assert_eq!(documents["system/default/yard.html"].place, "");
}

#[test]
fn a_pasted_name_means_its_entity() {
    let documents = mole();
    let mole = &documents["component/default/mole.html"];
    for key in [
        "component:mole",
        "component:default/mole",
        "mole",
        "acme/garden/mole",
        "gitlab.example.com/acme/garden/mole",
        "gitlab.example.com/acme/garden/mole/-/blob/main/README.md",
        "dash.example.com/d/mole",
        "MOLE007",
    ] {
        assert!(mole.keys.iter().any(|one| one == key), "{key} is none of {:?}", mole.keys);
    }
    assert!(!mole.keys.iter().any(|key| key == "brown"), "what many share is no name");
    let api = &documents["api/default/holes.html"];
    for key in ["api.acme.example/v1", "api.acme.example"] {
        assert!(api.keys.iter().any(|one| one == key), "{key} is none of {:?}", api.keys);
    }
    let local = |key: &&String| key.contains("127.") || key.contains("nowhere");
    assert_eq!(api.keys.iter().find(local), None, "addresses that are no one place");
    assert!(!api.keys.iter().any(|key| key == "acme/garden/mole"), "only of the main entity");
    let team = &documents["group/default/diggers.html"];
    assert!(team.keys.iter().any(|key| key == "diggers@acme.example"), "{:?}", team.keys);
    let component = &documents["cicomponent/acme/mole-dig.html"];
    for key in ["gitlab.example.com/acme/garden/mole/dig", "acme/garden/mole/dig"] {
        assert!(component.keys.iter().any(|one| one == key), "{:?}", component.keys);
    }
}

#[test]
fn an_operation_is_known_by_its_id_its_path_and_its_summary() {
    let documents = mole();
    let read = &documents["api/default/holes/op/readhole.html"];
    assert_eq!(read.title, "Look into a hole");
    assert_eq!(
        read.keys,
        ["readHole", "GET /holes/{id}", "/holes/{id}", "api.acme.example/v1/holes/{id}"]
    );
    assert_eq!(read.description, "Says how deep it is.");
    assert_eq!((read.place.as_str(), facet(&read.owner)), ("holes", ("diggers", "Digging Crew")));
    assert_eq!(
        (facet(&read.lifecycle), facet(&read.system)),
        (("production", ""), ("yard", "Back yard"))
    );
    assert_eq!(read.tags, ["burrows"]);
    for word in ["GET /holes/{id}", "Which one.", "The hole.", "depth", "In shovels.", "Hole"] {
        assert!(read.body.contains(word), "{word} is not in {}", read.body);
    }
    let delete = &documents["api/default/holes/op/delete-holes-id.html"];
    assert_eq!((delete.title.as_str(), delete.description.as_str()), ("DELETE /holes/{id}", ""));
}

#[test]
fn schemas_and_inputs_belong_to_what_they_are_a_part_of() {
    let documents = mole();
    let hole = &documents["api/default/holes/schema/hole.html"];
    assert_eq!((hole.title.as_str(), hole.place.as_str()), ("Hole", "holes"));
    assert_eq!(hole.description, "Something that is not there.");
    assert!(hole.body.contains("In shovels."), "{}", hole.body);
    assert_eq!(facet(&hole.owner), ("diggers", "Digging Crew"));
    let input = &documents["cicomponent/acme/mole-dig.html#input-depth"];
    let component = &documents["cicomponent/acme/mole-dig.html"];
    assert_eq!((input.title.as_str(), &input.place), ("depth", &component.title));
    assert_eq!(input.description, "How far down.");
    assert!(input.body.contains("abyss"), "{}", input.body);
    assert_eq!(input.owner, component.owner);
    for word in ["depth", "dig-now", "shovel:3", "earth"] {
        assert!(component.body.contains(word), "{word} is not in {}", component.body);
    }
}

#[test]
fn a_page_of_docs_belongs_to_the_project_or_the_guide() {
    let documents = mole();
    let how = &documents["docs/default/mole/how.html"];
    assert_eq!((how.title.as_str(), how.place.as_str()), ("How to dig", "acme/garden/mole/docs"));
    assert_eq!(how.description, "With both hands.", "the line of links is passed over");
    assert_eq!(facet(&how.owner), ("diggers", "Digging Crew"));
    assert!(how.keys.iter().any(|key| key == "docs/how.md"), "{:?}", how.keys);
    let first = &documents["guide/first.html"];
    assert_eq!((first.title.as_str(), first.place.as_str()), ("First steps", "Handbook/start"));
    assert_eq!((first.owner.as_ref(), first.keys.as_slice()), (None, [].as_slice()));
}

#[test]
fn earlier_editions_are_not_said_again() {
    let texts = [("catalog-info.yaml", DESCRIPTOR), ("api.yaml", OPENAPI), ("README.md", README)];
    let now = check(project(&texts));
    let released = crate::model::Release { tag: "1.0.0".to_owned(), name: None, released_at: None };
    let version = Version {
        tag: "1.0.0".to_owned(),
        sha: None,
        files: files(&[("api.yaml", &OPENAPI.replace("In shovels.", "In feet."))]),
    };
    let project = Project { releases: vec![released], versions: vec![version], ..project(&texts) };
    let (with_past, pages) = check_pages(project);
    assert!(pages.iter().any(|page| page.contains("/at/") && page.contains("/op/")), "{pages:?}");
    assert_eq!(now.keys().collect::<Vec<_>>(), with_past.keys().collect::<Vec<_>>());
}

#[test]
fn nothing_grows_without_bound() {
    let long = "größer ".repeat(100_000);
    let endless = "ß".repeat(1_000_000);
    let documents = check(project(&[("README.md", &format!("# {endless}\n\n{long}\n{endless}"))]));
    let one = documents.values().find(|one| one.kind.key == "component").unwrap();
    assert_eq!(one.body.chars().count(), 200_000);
    assert!(one.description.chars().count() <= 160, "{}", one.description);
    assert!(one.description.ends_with("größer…"), "{}", one.description);
    for document in documents.values() {
        assert!(document.title.chars().count() <= 200);
        assert!(document.keys.iter().all(|key| key.chars().count() <= 200));
        let lines = [&document.title, &document.place, &document.description];
        assert!(lines.iter().all(|text| !text.contains('\n')));
    }
}
