//! Whether what a page shows is fresh and whole, and where the project runs.

use super::*;
use crate::base::Timestamp;
use crate::model::{Deployment, Environment, ProjectIndex, Repository, Stale, Withheld};

/// The views of the pages of one project, by address.
fn views(project: Project, withheld: Withheld) -> std::collections::BTreeMap<String, View> {
    let snapshot = Snapshot { projects: vec![project], withheld, ..Snapshot::default() };
    let parsed =
        crate::parse::project(ProjectIndex(0), &snapshot.projects[0], &ParseOptions::default());
    let (readme, docs) = (parsed.readme, parsed.docs);
    let contents = vec![ProjectContents { readme, docs, ..ProjectContents::default() }];
    let (catalog, _) = catalog::build(&snapshot, Input { entities: parsed.entities, contents });
    let world = World {
        snapshot: &snapshot,
        catalog: &catalog,
        guides: &[],
        settings: &SiteSettings::default(),
        findings: &[],
        past: &Past::default(),
        apis: &Default::default(),
    };
    let plan = plan(&world);
    let made = plan.ids().filter_map(|id| {
        let page = view(&world, &plan, id).or_else(|| health_view(&world, &plan, &[]))?;
        Some((plan.page(id).address.to_string(), page.view))
    });
    made.collect()
}

fn entity(views: &std::collections::BTreeMap<String, View>) -> &view::EntityView {
    match &views[README] {
        View::Entity(entity) => entity,
        _ => panic!("not the page of an entity"),
    }
}

#[test]
fn content_of_an_earlier_run_says_so_wherever_it_is_shown() {
    let files: &[(&str, &[u8])] = &[("README.md", b"# Mole\n"), ("docs/dig.md", b"# Digging\n")];
    let cause = "GitLab answered 502".to_owned();
    let stale = Some(Stale { since: Timestamp(1_700_000_000), cause });
    let views = views(Project { stale, ..project(files, GITLAB) }, Withheld::default());
    let told = entity(&views).stale.as_ref().expect("a banner");
    assert_eq!((&*told.at, &*told.date), ("2023-11-14T22:13:20Z", "2023-11-14"));
    assert_eq!(told.cause, "GitLab answered 502");
    let View::Doc(doc) = &views["docs/acme/mole/dig.html"] else { panic!("a page of docs") };
    assert_eq!(doc.stale.as_ref().map(|stale| &*stale.date), Some("2023-11-14"));
    let View::List(list) = &views["component.html"] else { panic!("a list") };
    assert!(list.rows[0].stale);
    let View::Health(health) = &views["health.html"] else { panic!("the health page") };
    assert_eq!(health.summary.stale, 1);
}

#[test]
fn a_page_without_files_says_why_in_one_sentence() {
    for (repository, sentence) in [
        (Repository::Empty, "The repository is empty."),
        (Repository::Withheld, "The repository is not shown to the readers of this portal."),
        (Repository::NoAccess, "This portal has no access to the repository."),
        (Repository::Unread, "The repository could not be read yet."),
    ] {
        let views = views(Project { repository, ..project(&[], GITLAB) }, Withheld::default());
        assert_eq!(entity(&views).repository_note, sentence);
        assert_eq!(entity(&views).descriptor_hint, "", "nothing was inferred from files");
    }
    let readable = views(project(&[("README.md", b"# Mole\n")], GITLAB), Withheld::default());
    assert_eq!(entity(&readable).repository_note, "");
    assert_ne!(entity(&readable).descriptor_hint, "");
}

#[test]
fn environments_lead_only_to_safe_addresses() {
    let environment = |name: &str, url: &str, deployment| Environment {
        name: name.to_owned(),
        tier: Some("production".to_owned()),
        url: Some(url.to_owned()),
        deployment,
    };
    let deployment = Deployment {
        ref_name: Some("v1.2".to_owned()),
        sha: Some(SHA.to_owned()),
        finished_at: Some(Timestamp(1_700_000_000)),
    };
    let environments = vec![
        environment("live", "https://mole.example.com/", Some(deployment)),
        environment("trap", "javascript:alert(1)", None),
    ];
    let views = views(Project { environments, ..project(&[], GITLAB) }, Withheld::default());
    let [live, trap] = entity(&views).environments.as_slice() else { panic!("two rows") };
    assert_eq!(live.name.href.as_deref(), Some("https://mole.example.com/"));
    assert_eq!((&*live.date, &*live.ref_name), ("2023-11-14", "v1.2"));
    let commit = live.commit.as_ref().expect("a commit");
    assert_eq!(commit.label, "01234567");
    let href = format!("https://gitlab.example.com/acme/robots/mole/-/commit/{SHA}");
    assert_eq!(commit.href.as_ref(), Some(&href));
    assert_eq!((trap.name.href.as_ref(), &*trap.at), (None, ""));
}

#[test]
fn what_is_not_shown_is_counted_and_not_named() {
    let withheld = Withheld { projects: 3, repositories: 1, features: 0 };
    let views = views(project(&[], GITLAB), withheld);
    let View::Health(health) = &views["health.html"] else { panic!("the health page") };
    assert_eq!(health.summary.withheld, ["3 projects", "1 repository"]);
}
