//! Who includes something: grouped by the version that is asked for, with how that stands to the newest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Place, RelPath, Semver};
use crate::catalog::{Behind, LeadsTo, Pin, Usage, VersionUse};
use crate::model::{Project, ProjectIndex, RelationKind};
use crate::page::names;
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{StateChip, TextLink, UserGroup, UserRow};
use crate::page::world::World;

/// How many users are listed of one thing; a page of thousands helps nobody.
const MOST_USERS: usize = 500;

/// Returns the users by version, the newest version first.
pub(super) fn groups(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    users: &[Usage],
) -> Vec<UserGroup> {
    let mut by_version: BTreeMap<_, Vec<&Usage>> = BTreeMap::new();
    for usage in users.iter().take(MOST_USERS) {
        let version = &usage.version;
        by_version.entry((order(version), version.asked.clone())).or_default().push(usage);
    }
    let groups = by_version.into_values().map(|users| {
        let version = &users[0].version;
        let mut rows: Vec<UserRow> =
            users.iter().map(|usage| row(world, plan, page, usage)).collect();
        rows.sort_by_cached_key(|row| (row.project.label.to_lowercase(), row.place.label.clone()));
        UserGroup {
            asked: asked(version),
            resolved: resolved(version),
            state: state(Some(version), None),
            users: rows,
        }
    });
    groups.collect()
}

/// How many projects they are: one may include the same thing twice.
pub(super) fn count(users: &[Usage]) -> usize {
    users.iter().map(|usage| usage.user).collect::<BTreeSet<_>>().len()
}

/// What is asked for, in a word.
pub(super) fn asked(version: &VersionUse) -> String {
    match (version.asked.as_str(), version.pin) {
        ("", Pin::Own) => "its own commit".to_owned(),
        ("", _) => "default branch".to_owned(),
        // A commit is known by its beginning.
        (asked, Pin::Commit) => asked.chars().take(8).collect(),
        (asked, _) => asked.to_owned(),
    }
}

/// What that comes to now, where that says more than what is asked for.
pub(super) fn resolved(version: &VersionUse) -> String {
    version.resolved.clone().filter(|resolved| *resolved != version.asked).unwrap_or_default()
}

/// Moving targets first, then the newest version, commits and other names last.
fn order(version: &VersionUse) -> (u8, Reverse<(u64, u64, u64)>, Reverse<bool>) {
    let rank = match version.pin {
        Pin::Own => 0,
        Pin::Latest => 1,
        Pin::Branch => 2,
        Pin::Range | Pin::Version => 3,
        Pin::Commit => 4,
        Pin::Variable => 5,
    };
    if let Some(whole) = Semver::parse(&version.asked) {
        let numbers = (whole.major, whole.minor, whole.patch);
        return (rank, Reverse(numbers), Reverse(!whole.is_prerelease()));
    }
    // A range stands before the versions within.
    let mut parts = version.asked.split('.').map(|part| part.parse().unwrap_or(0));
    let numbers = (parts.next().unwrap_or(0), parts.next().unwrap_or(u64::MAX), u64::MAX);
    let is_known = version.pin == Pin::Range || rank < 3;
    (if is_known { rank } else { 5 }, Reverse(numbers), Reverse(true))
}

/// What readers are told of a version, or of an include that leads nowhere.
pub(super) fn state(version: Option<&VersionUse>, leads_to: Option<&LeadsTo>) -> StateChip {
    let chip = |state, label| StateChip { state, label };
    match leads_to {
        Some(LeadsTo::Missing) => return chip("missing", "not found"),
        Some(LeadsTo::Cycle) => return chip("missing", "includes itself"),
        _ => {}
    }
    let Some(version) = version else { return chip("", "") };
    match (version.pin, version.behind) {
        (Pin::Own, _) => chip("own", "same commit"),
        (Pin::Latest | Pin::Branch, _) => chip("floating", "floating"),
        (_, Behind::Major) => chip("major", "major behind"),
        (_, Behind::Minor) => chip("behind", "behind"),
        (_, Behind::Current) => chip("current", "current"),
        (Pin::Commit, Behind::Unknown) => chip("commit", "commit"),
        (Pin::Version | Pin::Range | Pin::Variable, Behind::Unknown) => chip("", ""),
    }
}

fn row(world: &World<'_>, plan: &SitePlan, page: &Page, usage: &Usage) -> UserRow {
    let main = world.catalog.of_project(usage.user).first();
    let owner = main.and_then(|id| {
        let edges = world.catalog.edges(*id).iter();
        let owned = edges.into_iter().find(|edge| edge.relation == RelationKind::OwnedBy)?;
        Some(names::target_link(world, plan, &page.address, &owned.target))
    });
    UserRow {
        project: project_link(world, plan, page, usage.user),
        owner,
        through: usage.through.map(|index| project_link(world, plan, page, index)),
        place: place_link(world, &usage.place),
    }
}

/// A project as the page at hand names it: its path, which leads to the page of its main entity.
pub(super) fn project_link(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    index: ProjectIndex,
) -> TextLink {
    let main = world.catalog.of_project(index).first();
    TextLink {
        label: world.snapshot.project(index).path.clone(),
        href: main.map(|id| page.address.link_to(&plan.of_entity(*id).address)),
    }
}

/// A line of a file: `.gitlab-ci.yml:3`, on GitLab where that is known.
pub(super) fn line_link(project: &Project, path: &RelPath, line: u32) -> TextLink {
    TextLink {
        label: format!("{path}:{line}"),
        href: project.blob_url(path).map(|url| format!("{url}#L{line}")),
    }
}

fn place_link(world: &World<'_>, place: &Place) -> TextLink {
    let projects = &world.snapshot.projects;
    let found = projects.binary_search_by(|project| project.path.cmp(&place.project)).ok();
    match (found, RelPath::new(&place.path)) {
        (Some(at), Some(path)) => line_link(&projects[at], &path, place.line),
        _ => TextLink { label: place.to_string(), href: None },
    }
}
