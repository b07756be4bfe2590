//! What the pipeline of a project is made of, as a list and as a picture; and the files that other projects include.

use super::graph::{self, Item};
use super::uses;
use crate::base::RelPath;
use crate::catalog::{Inclusion, LeadsTo};
use crate::markdown;
use crate::model::{CiFile, Include, IncludeTarget, IncludeVia, Project, ProjectIndex};
use crate::page::names;
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{IncludeRow, PipelineView, TextLink, UsedFile};
use crate::page::world::World;

/// How many includes are listed.
const MOST_ROWS: usize = 200;

/// The file that GitLab begins with.
const MAIN: &str = ".gitlab-ci.yml";

/// Returns what the pipeline of a project is made of; none if it has no pipeline.
pub(crate) fn pipeline(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    project: ProjectIndex,
) -> Option<PipelineView> {
    let path = RelPath::new(MAIN).expect("a plain name");
    let file = world.catalog.contents(project).pipeline.get(&path)?;
    let inclusions = world.catalog.inclusions(project);
    let order = in_reading_order(inclusions);
    let rows: Vec<IncludeRow> = order
        .iter()
        .take(MOST_ROWS)
        .map(|(at, depth)| {
            let row = row(world, plan, page, project, &inclusions[*at]);
            IncludeRow { depth: *depth, ..row }
        })
        .collect();
    let left_out = order.len() - rows.len();
    let source =
        TextLink { label: MAIN.to_owned(), href: world.snapshot.project(project).blob_url(&path) };
    Some(PipelineView {
        graph: (order.len() > 1).then(|| picture(&source, inclusions, &order, &rows)),
        source,
        stages: file.stages.clone(),
        counts: counts(world, project, file, inclusions),
        left_out,
        includes: rows,
    })
}

/// Each inclusion followed by those of what it leads to, with how deep it lies.
fn in_reading_order(inclusions: &[Inclusion]) -> Vec<(usize, usize)> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); inclusions.len()];
    let mut stack = Vec::new();
    for (at, inclusion) in inclusions.iter().enumerate() {
        match inclusion.parent.filter(|parent| *parent < at) {
            Some(parent) => children[parent].push(at),
            None => stack.push((at, 0)),
        }
    }
    stack.reverse();
    let mut order = Vec::with_capacity(inclusions.len());
    while let Some((at, depth)) = stack.pop() {
        order.push((at, depth));
        stack.extend(children[at].iter().rev().map(|child| (*child, depth + 1)));
    }
    order
}

fn picture(
    source: &TextLink,
    inclusions: &[Inclusion],
    order: &[(usize, usize)],
    rows: &[IncludeRow],
) -> crate::page::view::GraphView {
    let mut place_of = vec![0; inclusions.len()];
    let mut items =
        vec![Item { label: source.label.clone(), href: source.href.clone(), ..Item::default() }];
    for ((at, _), row) in order.iter().zip(rows) {
        place_of[*at] = items.len();
        let parent = inclusions[*at].parent.map_or(0, |parent| place_of[parent]);
        let note = match (row.asked.as_str(), row.from.label.as_str()) {
            ("", "") => row.sort.to_owned(),
            ("", from) => from.to_owned(),
            (asked, "") => format!("@{asked}"),
            (asked, from) => format!("{}@{asked}", from.rsplit('/').next().unwrap_or(from)),
        };
        items.push(Item {
            parent,
            label: row.what.label.clone(),
            note,
            href: row.what.href.clone(),
            state: row.state.state,
        });
    }
    let graph = graph::layout(&items);
    let left_out = graph.left_out + (order.len() - rows.len());
    crate::page::view::GraphView { left_out, ..graph }
}

/// How many jobs there are: those of the project's own files, and those that come from elsewhere.
fn counts(
    world: &World<'_>,
    project: ProjectIndex,
    file: &CiFile,
    inclusions: &[Inclusion],
) -> Vec<String> {
    let jobs = |file: &CiFile| file.jobs.iter().filter(|job| !job.is_hidden()).count();
    let (mut own, mut others) = (jobs(file), 0);
    for inclusion in inclusions {
        if !matches!(inclusion.include.via, IncludeVia::Body | IncludeVia::Header) {
            continue;
        }
        match &inclusion.leads_to {
            LeadsTo::Component { project, component } => {
                let component = &world.catalog.contents(*project).components[*component];
                others += jobs(&component.file);
            }
            LeadsTo::File { project: of, path } => {
                let count = world.catalog.contents(*of).pipeline.get(path).map_or(0, jobs);
                if *of == project {
                    own += count;
                } else {
                    others += count;
                }
            }
            LeadsTo::Unread { .. } | LeadsTo::Missing | LeadsTo::Outside | LeadsTo::Cycle => {}
        }
    }
    let own = (own > 0).then(|| format!("{} of its own", names::counted(own, "jobs")));
    let others =
        (others > 0).then(|| format!("{} from what it includes", names::counted(others, "jobs")));
    own.into_iter().chain(others).collect()
}

fn row(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    own: ProjectIndex,
    inclusion: &Inclusion,
) -> IncludeRow {
    let (what, from) = match &inclusion.leads_to {
        LeadsTo::Component { project, component } => {
            let name = &world.catalog.contents(*project).components[*component].name;
            let page_of = world.catalog.of_component(*project, name);
            let href = page_of.map(|id| page.address.link_to(&plan.of_entity(id).address));
            (
                TextLink { label: name.clone(), href },
                uses::project_link(world, plan, page, *project),
            )
        }
        LeadsTo::File { project, path } | LeadsTo::Unread { project, path } => {
            let href = world.snapshot.project(*project).blob_url(path);
            let from = match *project == own {
                true => TextLink::default(),
                false => uses::project_link(world, plan, page, *project),
            };
            (TextLink { label: path.to_string(), href }, from)
        }
        LeadsTo::Missing | LeadsTo::Outside | LeadsTo::Cycle => {
            named(world, plan, page, &inclusion.include.target)
        }
    };
    let version = inclusion.version.as_ref();
    let said_by = world.snapshot.project(inclusion.project);
    IncludeRow {
        what,
        from,
        asked: version.map(uses::asked).unwrap_or_default(),
        resolved: version.map(uses::resolved).unwrap_or_default(),
        state: uses::state(version, Some(&inclusion.leads_to)),
        ..bare_row(said_by, &inclusion.path, &inclusion.include)
    }
}

/// What an include says, whoever it leads to.
fn bare_row(project: &Project, path: &RelPath, include: &Include) -> IncludeRow {
    IncludeRow {
        depth: 0,
        what: TextLink::default(),
        from: TextLink::default(),
        sort: match (&include.via, &include.target) {
            (IncludeVia::Downstream(_), _) => "other pipeline",
            (_, IncludeTarget::Local(_)) => "own file",
            (_, IncludeTarget::Project { .. }) => "project file",
            (_, IncludeTarget::Component { .. }) => "component",
            (_, IncludeTarget::Template(_)) => "GitLab template",
            (_, IncludeTarget::Remote(_)) => "remote file",
            (_, IncludeTarget::Artifact(_)) => "artifact",
        },
        asked: String::new(),
        resolved: String::new(),
        state: uses::state(None, None),
        conditions: include.rules.clone(),
        place: uses::line_link(project, path, include.at.line),
        trigger: match &include.via {
            IncludeVia::Trigger(job) | IncludeVia::Downstream(job) => job.clone(),
            IncludeVia::Body | IncludeVia::Header => String::new(),
        },
    }
}

/// What a component's file includes: not followed, since that happens where it is used.
pub(super) fn unfollowed(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    project: ProjectIndex,
    path: &RelPath,
    include: &Include,
) -> IncludeRow {
    let (what, from) = named(world, plan, page, &include.target);
    let asked = match &include.target {
        IncludeTarget::Component { version, .. } => version.clone(),
        IncludeTarget::Project { ref_name, .. } => ref_name.clone().unwrap_or_default(),
        _ => String::new(),
    };
    IncludeRow { what, from, asked, ..bare_row(world.snapshot.project(project), path, include) }
}

/// What an include names, and where that is from, as far as the portal knows it.
fn named(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    target: &IncludeTarget,
) -> (TextLink, TextLink) {
    let plain = |label: &str| TextLink { label: label.to_owned(), href: None };
    let of = |path: &str| {
        let projects = &world.snapshot.projects;
        let found = projects.binary_search_by(|project| project.path.as_str().cmp(path)).ok();
        let found = found.map(|at| ProjectIndex(at as u32));
        found.filter(|index| !world.catalog.of_project(*index).is_empty())
    };
    let from = |path: &str| match of(path) {
        Some(index) => uses::project_link(world, plan, page, index),
        None => plain(path),
    };
    match target {
        IncludeTarget::Component { project, name, .. } => {
            let id = of(project).and_then(|index| world.catalog.of_component(index, name));
            let href = id.map(|id| page.address.link_to(&plan.of_entity(id).address));
            (TextLink { label: name.clone(), href }, from(project))
        }
        IncludeTarget::Project { project, file, .. } => {
            let path = RelPath::new(file);
            let href = of(project).zip(path).and_then(|(index, path)| {
                let project = world.snapshot.project(index);
                project
                    .tree
                    .as_ref()
                    .is_some_and(|tree| tree.contains(&path))
                    .then(|| project.blob_url(&path))?
            });
            (TextLink { label: file.clone(), href }, from(project))
        }
        IncludeTarget::Local(path) | IncludeTarget::Artifact(path) => {
            (plain(path), TextLink::default())
        }
        IncludeTarget::Template(name) => (plain(name), plain("GitLab")),
        IncludeTarget::Remote(address) => {
            let parsed = url::Url::parse(address).ok().filter(|_| markdown::is_safe_url(address));
            let host = parsed.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
            let label = parsed.as_ref().map_or(address.as_str(), |url| url.path());
            let label = label.rsplit('/').find(|part| !part.is_empty()).unwrap_or(address);
            let href = parsed.as_ref().map(|url| url.to_string());
            (TextLink { label: label.to_owned(), href }, plain(host))
        }
    }
}

/// Returns the files of a project that other projects include.
pub(crate) fn used_files(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    project: ProjectIndex,
) -> Vec<UsedFile> {
    let files = world.catalog.used_files(project).map(|(path, users)| UsedFile {
        file: TextLink {
            label: path.to_string(),
            href: world.snapshot.project(project).blob_url(path),
        },
        users: uses::groups(world, plan, page, users),
        user_count: uses::count(users),
    });
    files.collect()
}
