//! Who may see what: three visibilities, three levels of the repository and three audiences, each in eight outputs.

use std::collections::{BTreeMap, BTreeSet};

use super::crawl::{Crawl, unpacked};
use crate::fake_gitlab::{
    Company, Deployment, Environment, Feature, Files, Level, Options, Role, Size, TOKEN, Visibility,
};
use crate::harness::{Ran, tree};

const VISIBILITIES: [Visibility; 3] =
    [Visibility::Public, Visibility::Internal, Visibility::Private];
const LEVELS: [Level; 3] = [Level::Enabled, Level::Private, Level::Disabled];

/// What carries a mark: facts of the project, and what stands in its repository.
const FACTS: [&str; 3] = ["path", "name", "about"];
const CODE: [&str; 5] = ["readme", "entity", "guide", "interface", "language"];

/// Which repository levels let the audience see code, for each visibility; none if the project itself is hidden.
/// The table that the outputs are held against.
fn allowed(audience: &str, visibility: Visibility) -> Option<&'static [Level]> {
    const OPEN: &[Level] = &[Level::Enabled];
    const MEMBERS: &[Level] = &[Level::Enabled, Level::Private];
    match (audience, visibility) {
        ("public", Visibility::Public) => Some(OPEN),
        ("public", Visibility::Internal | Visibility::Private) => None,
        ("internal", Visibility::Public | Visibility::Internal) => Some(OPEN),
        ("internal", Visibility::Private) => None,
        _ => Some(MEMBERS),
    }
}

/// `zqpublicenabled`, followed by what it marks.
fn mark(visibility: Visibility, level: Level, of: &str) -> String {
    format!("zq{}{}{of}", visibility.word(), level.word())
}

fn path(visibility: Visibility, level: Level) -> String {
    format!("acme/{}", mark(visibility, level, "path"))
}

/// The name of a project's entity. Others name it too, and so it may stand on their pages.
fn entity(visibility: Visibility, level: Level) -> String {
    format!("{}-{}", visibility.word(), level.word())
}

fn files(visibility: Visibility, level: Level) -> Files {
    let mark = |of: &str| mark(visibility, level, of);
    let name = entity(visibility, level);
    let mut files = Files::default();
    files.insert("README.md", format!("# Hello\n\nThe {} of it.\n", mark("readme")));
    files.insert("docs/index.md", format!("# Guide\n\nThe {} of it.\n", mark("guide")));
    files.insert(
        "api.yaml",
        format!(
            "openapi: 3.0.0\ninfo: {{title: {}, version: '1'}}\npaths: {{}}\n",
            mark("interface")
        ),
    );
    files.insert(
        "catalog-info.yaml",
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n  title: {}\nspec:\n  \
             type: service\n  lifecycle: production\n  owner: group:acme\n  providesApis: [{name}-api]\n---\n\
             apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: {name}-api\nspec:\n  type: openapi\n  \
             lifecycle: production\n  owner: group:acme\n  definition:\n    $text: ./api.yaml\n",
            mark("entity")
        ),
    );
    files
}

/// Nine projects, one for each visibility and level, and a public one that depends on all of them.
fn company() -> Company {
    let mut company = Company::generate(&Size { groups: 1, ..Size::of(0, 1) }, 1);
    company.tokens.clear();
    company.add_token(TOKEN, &["read_api"], &[("acme", Role::Reporter)]);
    let mut depends = String::new();
    for visibility in VISIBILITIES {
        for level in LEVELS {
            let path = path(visibility, level);
            let project = company.add_project(&path);
            project.visibility = visibility;
            project.name = mark(visibility, level, "name");
            project.description = Some(mark(visibility, level, "about"));
            project.levels.insert(Feature::Repository, level);
            if level != Level::Disabled {
                project.languages = vec![(mark(visibility, level, "language"), 100.0)];
            }
            project.write("main", files(visibility, level), "Begin", "2026-10-01T08:00:00Z");
            depends += &format!("    - component:{}\n", entity(visibility, level));
        }
    }
    let watcher = company.add_project("acme/watcher");
    watcher.visibility = Visibility::Public;
    let mut files = Files::default();
    files.insert(
        "catalog-info.yaml",
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: watcher\nspec:\n  type: service\n  \
             lifecycle: production\n  owner: group:acme\n  dependsOn:\n{depends}"
        ),
    );
    watcher.write("main", files, "Begin", "2026-10-01T08:00:00Z");
    company
}

/// Everything that comes out of a run, by what it is.
fn outputs(crawl: &Crawl, ran: &Ran) -> BTreeMap<&'static str, Vec<u8>> {
    let mut outputs: BTreeMap<&'static str, Vec<u8>> = BTreeMap::new();
    for (path, bytes) in crawl.site() {
        let kind = match path.as_str() {
            "component/default/watcher.html" => "relations of others",
            "404.html" | "health.html" | "sitemap.xml" | "robots.txt" => "indexes",
            path if path.starts_with("data/") => "data",
            path if path.starts_with("search/") => "search",
            path if !path.contains('/') => "lists",
            _ => "pages",
        };
        let output = outputs.entry(kind).or_default();
        output.extend(path.as_bytes());
        output.extend(if kind == "search" { unpacked(&bytes) } else { bytes });
    }
    for (path, bytes) in tree(&crawl.path("cache")) {
        let kind = if path.starts_with("snapshot") { "snapshot" } else { "cache" };
        outputs.entry(kind).or_default().extend(unpacked(&bytes));
    }
    let report = std::fs::read(crawl.path("report.json")).expect("a report");
    outputs.insert("logs", [ran.stdout.as_bytes(), ran.stderr.as_bytes(), &report].concat());
    outputs
}

/// The marks that stand in some bytes.
fn marks(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for visibility in VISIBILITIES {
        for level in LEVELS {
            let all = FACTS.iter().chain(&CODE).map(|of| mark(visibility, level, of));
            found.extend(all.filter(|mark| memchr::memmem::find(bytes, mark.as_bytes()).is_some()));
        }
    }
    found
}

fn check_cells(audience: &str) {
    let crawl = Crawl::at(company(), Options::default());
    crawl.configure(&crawl.source(""), audience);
    let ran = crawl.try_build(&["-v"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut may = BTreeSet::new();
    for visibility in VISIBILITIES {
        let Some(open) = allowed(audience, visibility) else { continue };
        for level in LEVELS {
            may.extend(FACTS.map(|of| mark(visibility, level, of)));
            if open.contains(&level) {
                may.extend(CODE.map(|of| mark(visibility, level, of)));
            }
        }
    }
    let outputs = outputs(&crawl, &ran);
    assert_eq!(outputs.len(), 9, "{:?}", outputs.keys());
    let mut all = BTreeSet::new();
    for (output, bytes) in &outputs {
        let found = marks(bytes);
        let leaked: Vec<&String> = found.difference(&may).collect();
        assert!(leaked.is_empty(), "{audience}: {leaked:?} in {output}");
        all.extend(found);
    }
    check_not_found(audience, &crawl, &may);
    // A name is seen where there is no better title, so what must be found somewhere is found in the snapshot.
    let missing: Vec<&String> = may.difference(&all).collect();
    assert!(missing.is_empty(), "{audience}: nobody finds {missing:?}");
    for visibility in VISIBILITIES {
        for level in LEVELS {
            let page = format!("component/default/{}.html", entity(visibility, level));
            let is_open = allowed(audience, visibility).is_some_and(|open| open.contains(&level));
            assert_eq!(crawl.site().contains_key(&page), is_open, "{audience}: {page}");
        }
    }
}

/// Asks the search for what readers may not see: of terms, files hold only what tells them from the one before.
fn check_not_found(audience: &str, crawl: &Crawl, may: &BTreeSet<String>) {
    let mut has_found = false;
    for visibility in VISIBILITIES {
        for level in LEVELS {
            let all = FACTS.iter().chain(&CODE).map(|of| mark(visibility, level, of));
            for mark in all {
                let ran =
                    crawl.run(&["search", "--site", "site", "--json", &format!("\"{mark}\"")]);
                assert_eq!(ran.code, 0, "{}", ran.stderr);
                let answer: serde_json::Value =
                    serde_json::from_str(&ran.stdout).expect("an answer");
                let is_found = answer["total"] != 0;
                // A path alone is a fact that may be said elsewhere; whatever is found may be seen.
                assert!(may.contains(&mark) || !is_found, "{audience}: `{mark}` is found");
                has_found |= is_found;
            }
        }
    }
    assert!(has_found, "{audience}: what may be seen is found");
}

#[test]
fn t10_everybody_sees_what_is_open_to_everybody() {
    check_cells("public");
}

#[test]
fn t10_who_is_signed_in_sees_what_is_open_to_those_who_are() {
    check_cells("internal");
}

#[test]
fn t10_members_see_what_the_token_sees() {
    check_cells("members");
}

#[test]
fn t10_what_is_left_out_is_counted() {
    let crawl = Crawl::at(company(), Options::default());
    crawl.configure(&crawl.source(""), "public");
    crawl.build();
    let withheld = &crawl.report()["withheld"];
    assert_eq!((&withheld["projects"], &withheld["repositories"]), (&6.into(), &1.into()));
}

/// Runs, changes the one public project, runs again and returns the marks that are left of it and all that came out.
fn after(change: impl FnOnce(&mut Company)) -> (BTreeSet<String>, Vec<u8>) {
    let crawl = Crawl::at(company(), Options::default());
    crawl.configure(&crawl.source(""), "public");
    crawl.build();
    let mark = mark(Visibility::Public, Level::Enabled, "");
    let stands = |bytes: &[u8]| memchr::memmem::find(bytes, mark.as_bytes()).is_some();
    assert!(crawl.site().values().any(|bytes| stands(bytes)));
    crawl.fake.change(change);
    let ran = crawl.try_build(&["--accept-shrink", "-v"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let all = outputs(&crawl, &ran).into_values().flatten().collect::<Vec<u8>>();
    let left = marks(&all).into_iter().filter(|found| found.starts_with(&mark)).collect();
    (left, all)
}

#[test]
fn t10_a_project_that_turned_private_is_gone_everywhere() {
    let path = path(Visibility::Public, Level::Enabled);
    let (left, _) = after(|company| company.set_visibility(&path, Visibility::Private));
    assert_eq!(left, BTreeSet::new());
}

#[test]
fn t10_a_repository_that_turned_private_is_gone_everywhere_and_the_facts_stay() {
    let path = path(Visibility::Public, Level::Enabled);
    let (left, _) = after(|company| company.set_level(&path, Feature::Repository, Level::Private));
    let facts = FACTS.map(|of| mark(Visibility::Public, Level::Enabled, of));
    assert_eq!(left, BTreeSet::from(facts));
}

#[test]
fn t10_a_private_group_is_no_name_on_a_public_portal() {
    let mut company = company();
    let hidden = company.add_project("acme/zqvault/safe");
    hidden.visibility = Visibility::Private;
    company.add_group("acme/zqempty");
    for group in ["acme/zqvault", "acme/zqempty"] {
        company.groups.get_mut(group).expect("a group").visibility = Visibility::Private;
    }
    for audience in ["public", "internal"] {
        let crawl = Crawl::at(company.clone(), Options::default());
        crawl.configure(&crawl.source("      members: true\n"), audience);
        let ran = crawl.try_build(&["-v"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        for (output, bytes) in outputs(&crawl, &ran) {
            for group in ["zqvault", "zqempty"] {
                let is_there = memchr::memmem::find(&bytes, group.as_bytes()).is_some();
                assert!(!is_there, "{audience}: {group} in {output}");
            }
        }
    }
}

/// The public project with a release and an environment, each marked.
fn running(company: &mut Company) {
    let path = path(Visibility::Public, Level::Enabled);
    company.add_release(&path, "zqrelease");
    let project = company.edit(&path);
    let sha = project.head().expect("a commit").sha.clone();
    project.environments.push(Environment {
        id: 7,
        name: "zqplace".to_owned(),
        state: "available".to_owned(),
        tier: "production".to_owned(),
        external_url: Some("https://zqplace.acme.example".to_owned()),
        deployed: Some(Deployment {
            id: 8,
            sha,
            reference: "main".to_owned(),
            finished_at: "2026-10-02T08:00:00Z".to_owned(),
        }),
    });
}

fn holds(outputs: &BTreeMap<&'static str, Vec<u8>>, what: &str) -> Vec<&'static str> {
    let holds = |bytes: &Vec<u8>| memchr::memmem::find(bytes, what.as_bytes()).is_some();
    outputs.iter().filter(|(_, bytes)| holds(bytes)).map(|(output, _)| *output).collect()
}

/// Gives the public project a component, whose releases have files of their own.
fn publishing(company: &mut Company) {
    let path = path(Visibility::Public, Level::Enabled);
    company.push(&path, &[("templates/deploy.yml", Some("spec: {}\n---\ndeploy: {script: x}\n"))]);
}

#[test]
fn t10_releases_that_turned_private_are_gone_everywhere_at_once() {
    for has_component in [false, true] {
        let mut company = company();
        if has_component {
            publishing(&mut company);
        }
        running(&mut company);
        let crawl = Crawl::at(company, Options::default());
        crawl.configure(&crawl.source(""), "public");
        let ran = crawl.build();
        assert!(!holds(&outputs(&crawl, &ran), "zqrelease").is_empty());
        let path = path(Visibility::Public, Level::Enabled);
        crawl.fake.change(|company| company.set_level(&path, Feature::Releases, Level::Private));
        let ran = crawl.build();
        let found = holds(&outputs(&crawl, &ran), "zqrelease");
        assert_eq!(found, Vec::<&str>::new(), "component: {has_component}");
    }
}

#[test]
fn t10_environments_are_shown_if_asked_for_to_whoever_may_see_them() {
    const ASKED: &str = "      environments: true\n";
    for (audience, level, more, is_there) in [
        ("members", Level::Enabled, ASKED, true),
        ("members", Level::Enabled, "", false),
        ("members", Level::Private, ASKED, true),
        ("internal", Level::Enabled, ASKED, false),
        ("public", Level::Enabled, ASKED, true),
        ("public", Level::Private, ASKED, false),
    ] {
        let mut company = company();
        running(&mut company);
        let path = path(Visibility::Public, Level::Enabled);
        company.set_level(&path, Feature::Environments, level);
        let crawl = Crawl::at(company, Options::default());
        crawl.configure(&crawl.source(more), audience);
        let ran = crawl.build();
        let found = holds(&outputs(&crawl, &ran), "zqplace");
        assert_eq!(!found.is_empty(), is_there, "{audience}, {level:?}: {found:?}");
    }
}

#[test]
fn t10_a_snapshot_for_members_makes_no_site_for_everybody() {
    let crawl = Crawl::at(company(), Options::default());
    // Not one private project, but a repository that only members see.
    crawl.fake.change(|company| {
        company.projects.retain(|_, project| project.visibility == Visibility::Public);
    });
    crawl.configure(&crawl.source(""), "members");
    crawl.build();
    crawl.configure(&crawl.source(""), "public");
    let ran = crawl.try_build(&["--offline"]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("was read for members"), "{}", ran.stderr);
}
