//! What old addresses lead to.

use super::*;
use crate::model::{Group, Member, Repository, Visibility};

/// A project of GitLab with a README and a docs tree that says its name.
fn numbered(id: u64, path: &str) -> Project {
    let name = path.rsplit('/').next().unwrap();
    let text = |words: String| RawFile { bytes: words.into_bytes().into() };
    let path_of = |text: &str| RelPath::new(text).unwrap();
    Project {
        id: Some(id),
        path: path.to_owned(),
        visibility: Visibility::Public,
        files: [
            (path_of("README.md"), text(format!("# The {name}\n"))),
            (path_of("docs/index.md"), text(format!("# Docs of {name}\n"))),
            (path_of("docs/dig.md"), text("# Digging\n".to_owned())),
        ]
        .into(),
        ..Project::default()
    }
}

/// The pages of signs as (address, where they lead), and what the next build is told.
fn signs(snapshot: &Snapshot, past: &Past) -> (Vec<(String, Option<String>)>, Past) {
    let mut entities = Vec::new();
    let mut contents = Vec::new();
    for (index, project) in snapshot.indexed() {
        let parsed = crate::parse::project(index, project, &ParseOptions::default());
        entities.extend(parsed.entities);
        let (readme, docs) = (parsed.readme, parsed.docs);
        contents.push(ProjectContents { readme, docs, ..ProjectContents::default() });
    }
    let (catalog, _) = catalog::build(snapshot, Input { entities, contents });
    let settings = SiteSettings::default();
    let (guides, findings) = (&[], &[]);
    let world = World {
        snapshot,
        catalog: &catalog,
        guides,
        settings: &settings,
        findings,
        past,
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let signs = plan.ids().filter_map(|id| match view(&world, &plan, id)?.view {
        View::Gone(gone) => {
            Some((plan.page(id).address.to_string(), gone.target.and_then(|target| target.href)))
        }
        _ => None,
    });
    (signs.collect(), plan.remember(&world))
}

fn after(first: &Snapshot, second: &Snapshot) -> (Vec<(String, Option<String>)>, Past) {
    let (none, past) = signs(first, &Past::default());
    assert_eq!(none, []);
    signs(second, &past)
}

fn of(projects: Vec<Project>) -> Snapshot {
    let groups = vec![Group { path: "acme".to_owned(), ..Group::default() }];
    Snapshot { projects, groups, ..Snapshot::default() }
}

#[test]
fn the_pages_of_a_renamed_project_lead_to_its_new_ones() {
    let mut renamed = numbered(7, "acme/badger");
    renamed.files.remove(&RelPath::new("docs/dig.md").unwrap());
    let (signs, _) = after(&of(vec![numbered(7, "acme/mole")]), &of(vec![renamed]));
    let leads = |from: &str| {
        let sign = signs.iter().find(|(address, _)| address == from);
        sign.unwrap_or_else(|| panic!("{signs:?}")).1.as_deref()
    };
    assert_eq!(leads("component/acme/mole.html"), Some("badger.html"));
    assert_eq!(leads("docs/acme/mole/index.html"), Some("../badger/index.html"));
    // A document that is not there any more leads to the project.
    assert_eq!(leads("docs/acme/mole/dig.html"), Some("../../../component/acme/badger.html"));
}

#[test]
fn a_project_that_can_no_longer_be_seen_leaves_nothing() {
    let both = of(vec![numbered(1, "acme/badger"), numbered(7, "acme/mole")]);
    let (signs, past) = after(&both, &of(vec![numbered(1, "acme/badger")]));
    assert_eq!(signs, []);
    assert!(!format!("{past:?}").contains("mole"), "{past:?}");
}

#[test]
fn a_repository_that_can_no_longer_be_seen_leaves_nothing() {
    for repository in [Repository::Withheld, Repository::NoAccess] {
        let hidden = Project { repository, files: Default::default(), ..numbered(7, "acme/mole") };
        let (signs, past) = after(&of(vec![numbered(7, "acme/mole")]), &of(vec![hidden]));
        assert_eq!(signs, []);
        assert!(!format!("{past:?}").contains("Digging"), "{past:?}");
    }
}

#[test]
fn a_group_and_its_people_that_can_no_longer_be_seen_leave_nothing() {
    let secret = |path: &str| {
        let member =
            Member { username: "mole".to_owned(), name: None, access: crate::model::Access::Owner };
        Group { path: path.to_owned(), members: vec![member], ..Group::default() }
    };
    let mut first = of(vec![numbered(1, "acme/badger")]);
    first.groups.push(secret("acme/molehill"));
    let (signs, past) = after(&first, &of(vec![numbered(1, "acme/badger")]));
    assert_eq!(signs, []);
    assert!(!format!("{past:?}").contains("mole"), "{past:?}");
}

#[test]
fn a_folder_that_went_leaves_its_signs() {
    let folder = |id, path| Project { id: None, ..numbered(id, path) };
    let both = of(vec![folder(1, "acme/badger"), folder(7, "acme/mole")]);
    let (signs, _) = after(&both, &of(vec![folder(1, "acme/badger")]));
    let addresses: Vec<&str> = signs.iter().map(|(address, _)| address.as_str()).collect();
    let expected =
        ["component/acme/mole.html", "docs/acme/mole/dig.html", "docs/acme/mole/index.html"];
    assert_eq!(addresses, expected);
    assert!(signs.iter().all(|(_, leads)| leads.is_none()));
}

#[test]
fn what_cannot_be_read_of_an_api_costs_nothing_else() {
    use serde_json::json;
    let page = json!({ "address": "component/default/a.html", "title": "A", "reference": "component:default/a" });
    let surface = json!({ "version": 1, "format": "openapi", "items": [[0, "o", "o", ""]] });
    let past = json!({
        "pages": [page], "gone": [],
        "apis": { "acme/a": [{ "version": "1", "at": null, "surface": surface }] },
    });
    let read: Past = serde_json::from_value(past).expect("it is read");
    assert_eq!((read.pages.len(), read.apis["acme/a"].len()), (1, 0));
}
