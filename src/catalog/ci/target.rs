//! Where one include leads.

use crate::base::{RelPath, Wildcard};
use crate::model::{Include, IncludeTarget, IncludeVia, ProjectIndex, Repository};

use super::inclusion::{Behind, LeadsTo, Pin, VersionUse};
use super::projects::{Presence, Projects, Source};
use super::version::Releases;

/// How many files one pattern may stand for.
const MATCHES: usize = 500;
/// How many includes of one file are looked at; GitLab itself refuses more than 150 in all.
const INCLUDES: usize = 500;
/// How long a pattern may be.
const LONGEST: usize = 512;
/// What listing one file for a pattern costs, in the steps of matching.
const LISTING: usize = 32;

/// What the includes of one project may cost, all of its files together.
pub(super) struct Budget {
    /// Steps of matching patterns.
    steps: usize,
    /// Places to which includes lead.
    links: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { steps: 50_000_000, links: 20_000 }
    }
}

/// One written include and one place where it leads.
pub(super) struct Link<'a> {
    /// What is written.
    pub include: &'a Include,
    /// Where it leads; never [`LeadsTo::Cycle`], which depends on the way there.
    pub leads_to: LeadsTo,
    /// Which version it asks for.
    pub version: Option<VersionUse>,
    /// The file there, if it is known as it was asked for.
    pub file: Option<Source<'a>>,
}

impl Link<'_> {
    /// Whether what is there becomes part of the pipeline, or a pipeline below it.
    pub(super) fn is_followed(&self) -> bool {
        !matches!(self.include.via, IncludeVia::Downstream(_))
    }
}

/// Where the includes of a file lead, in the order written; a pattern leads to each file that matches.
pub(super) fn links<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    budget: &mut Budget,
) -> Vec<Link<'a>> {
    let includes = projects.file(from).map_or(&[][..], |file| file.includes.as_slice());
    let mut links = Vec::with_capacity(includes.len());
    for include in includes.iter().take(INCLUDES) {
        let found = match &include.target {
            IncludeTarget::Local(path) => local(projects, from, path, budget),
            IncludeTarget::Project { project, file, ref_name } => {
                let found = file_of(projects, from, project, file, ref_name.as_deref());
                vec![found.of_via(&include.via)]
            }
            IncludeTarget::Component { host, project, name, version } => {
                vec![component(projects, from, host.as_deref(), project, name, version)]
            }
            IncludeTarget::Template(_) | IncludeTarget::Remote(_) | IncludeTarget::Artifact(_) => {
                vec![Found::to(LeadsTo::Outside)]
            }
        };
        let found = found.into_iter().take(budget.links);
        let before = links.len();
        links.extend(found.map(|found| found.link(include)));
        budget.links -= links.len() - before;
    }
    links
}

struct Found<'a> {
    leads_to: LeadsTo,
    version: Option<VersionUse>,
    file: Option<Source<'a>>,
}

impl<'a> Found<'a> {
    fn to(leads_to: LeadsTo) -> Found<'a> {
        Found { leads_to, version: None, file: None }
    }

    fn read(file: Source<'a>) -> Found<'a> {
        let leads_to = LeadsTo::File { project: file.project, path: file.path.clone() };
        Found { leads_to, version: None, file: Some(file) }
    }

    fn asking(self, version: VersionUse) -> Found<'a> {
        Found { version: Some(version), ..self }
    }

    /// A project may keep its configuration elsewhere, so that a pipeline is there though `.gitlab-ci.yml` is not.
    fn of_via(self, via: &IncludeVia) -> Found<'a> {
        match (via, &self.leads_to) {
            (IncludeVia::Downstream(_), LeadsTo::Missing) => {
                Found { leads_to: LeadsTo::Outside, ..self }
            }
            _ => self,
        }
    }

    fn link(self, include: &'a Include) -> Link<'a> {
        let Found { leads_to, version, file } = self;
        Link { include, leads_to, version, file }
    }
}

fn local<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    text: &str,
    budget: &mut Budget,
) -> Vec<Found<'a>> {
    let is_pattern = text.contains('*');
    if text.contains('$') || (is_pattern && (text.len() > LONGEST || budget.steps == 0)) {
        return vec![Found::to(LeadsTo::Outside)];
    }
    let found = match Wildcard::parse(text) {
        None => return vec![plain_local(projects, from, text)],
        Some(pattern) => matching(projects, from, &pattern, budget),
    };
    if !found.is_empty() {
        return found;
    }
    let project = projects.project(from.project);
    let is_known = from.version.is_none() && project.tree.is_some();
    vec![Found::to(if is_known { LeadsTo::Missing } else { LeadsTo::Outside })]
}

fn plain_local<'a>(projects: &Projects<'a>, from: Source<'a>, text: &str) -> Found<'a> {
    match RelPath::new(text.trim_start_matches('/')) {
        None => Found::to(LeadsTo::Missing),
        Some(path) => match from.version {
            None => at_head(projects, from.project, path),
            Some(tag) => at_release(projects, from.project, path, Some(tag)),
        },
    }
}

fn matching<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    pattern: &Wildcard,
    budget: &mut Budget,
) -> Vec<Found<'a>> {
    let files = projects.files_from(from.project, pattern.prefix());
    budget.steps = budget.steps.saturating_sub(files.len() * LISTING);
    let is_meant = |path: &&RelPath| {
        budget.steps = budget.steps.saturating_sub(pattern.len() * path.as_str().len());
        budget.steps > 0 && pattern.matches(path.as_str())
    };
    let files: Vec<&RelPath> = files.into_iter().filter(is_meant).take(MATCHES).collect();
    let found = |path: &RelPath| match from.version {
        None => at_head(projects, from.project, path.clone()),
        Some(tag) => at_release(projects, from.project, path.clone(), Some(tag)),
    };
    files.into_iter().map(found).collect()
}

fn at_head<'a>(projects: &Projects<'a>, project: ProjectIndex, path: RelPath) -> Found<'a> {
    if let Some(file) = projects.head(project, &path) {
        return Found::read(file);
    }
    Found::to(match projects.presence(project, &path) {
        Presence::Gone => LeadsTo::Missing,
        Presence::There | Presence::Unknown => LeadsTo::Unread { project, path },
    })
}

/// Of releases only components' templates are read, so nothing else can be said to be missing.
fn at_release<'a>(
    projects: &Projects<'a>,
    project: ProjectIndex,
    path: RelPath,
    tag: Option<&str>,
) -> Found<'a> {
    match tag.and_then(|tag| projects.at(project, &path, tag)) {
        Some(file) => Found::read(file),
        None => Found::to(LeadsTo::Unread { project, path }),
    }
}

fn file_of<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    project: &str,
    file: &str,
    ref_name: Option<&str>,
) -> Found<'a> {
    let path = RelPath::new(file.trim_start_matches('/')).filter(|_| !file.contains('$'));
    let (Some(index), Some(path)) = (projects.find(project), path) else {
        return Found::to(LeadsTo::Outside).asking(Releases::default().of_file(ref_name));
    };
    let releases = projects.releases(index);
    let version = of_own(releases.of_file(ref_name), index == from.project);
    let found = if version.pin == Pin::Own {
        own(projects, from, index, path)
    } else if releases.is_head(&version) {
        at_head(projects, index, path)
    } else {
        at_release(projects, index, path, version.resolved.as_deref())
    };
    found.asking(version)
}

/// A file of the state that includes it, which is nothing to go by if it is another project's.
fn own<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    project: ProjectIndex,
    path: RelPath,
) -> Found<'a> {
    match from.version {
        _ if project != from.project => Found::to(LeadsTo::Unread { project, path }),
        None => at_head(projects, project, path),
        Some(tag) => at_release(projects, project, path, Some(tag)),
    }
}

fn component<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    host: Option<&str>,
    project: &str,
    name: &str,
    asked: &str,
) -> Found<'a> {
    let is_ours = host.is_none_or(|host| projects.is_our_host(host)) && !name.contains('$');
    let Some(index) = projects.find(project).filter(|_| is_ours) else {
        return Found::to(LeadsTo::Outside).asking(Releases::default().of_component(asked));
    };
    let version = projects.releases(index).of_component(asked);
    let version = of_own(version, index == from.project);
    match projects.component(index, name) {
        None => Found::to(without(projects, from, index, name, &version)).asking(version),
        Some(_) if projects.releases(index).certainly_lacks(&version) => {
            Found::to(LeadsTo::Missing).asking(version)
        }
        Some(component) => {
            let file = template(projects, from, index, component, &version);
            let leads_to = LeadsTo::Component { project: index, component };
            Found { leads_to, version: Some(version), file }
        }
    }
}

/// Nothing of a project is newer than the commit that includes it.
fn of_own(version: VersionUse, is_same: bool) -> VersionUse {
    match version.pin {
        Pin::Own if is_same => VersionUse { behind: Behind::Current, ..version },
        _ => version,
    }
}

/// The component's file at the version asked for, if that is known.
///
/// Where nothing of any release was read, the newest one is taken to be what the default branch holds: a folder of
/// repositories knows no more, and silence would help nobody.
fn template<'a>(
    projects: &Projects<'a>,
    from: Source<'a>,
    project: ProjectIndex,
    component: usize,
    version: &VersionUse,
) -> Option<Source<'a>> {
    let component = &projects.contents(project).components[component];
    let path = &component.path;
    let is_unread = component.versions.iter().all(|version| version.file.is_none());
    match (&version.resolved, version.pin) {
        (_, Pin::Own) if project != from.project => None,
        (_, Pin::Own) => match from.version {
            None => projects.head(project, path),
            Some(tag) => projects.at(project, path, tag),
        },
        // A merge request may change what a release of the same project had otherwise.
        _ if is_unread
            && project != from.project
            && projects.releases(project).is_newest(version) =>
        {
            projects.head(project, path)
        }
        (Some(tag), _) => projects.at(project, path, tag),
        (None, _) if projects.releases(project).is_head(version) => projects.head(project, path),
        (None, _) => None,
    }
}

/// Where an include leads whose component the default branch does not have.
///
/// A release may have had it, or a branch may bring it; only what is certainly nowhere is missing.
fn without(
    projects: &Projects<'_>,
    from: Source<'_>,
    index: ProjectIndex,
    name: &str,
    version: &VersionUse,
) -> LeadsTo {
    let project = projects.project(index);
    let paths = [format!("templates/{name}.yml"), format!("templates/{name}/template.yml")];
    let paths: Vec<RelPath> = paths.iter().filter_map(|path| RelPath::new(path)).collect();
    let Some(unread) =
        paths.first().map(|path| LeadsTo::Unread { project: index, path: path.clone() })
    else {
        return LeadsTo::Missing;
    };
    let is_at_head = paths.iter().any(|path| projects.presence(index, path) == Presence::There);
    let is_readable = matches!(project.repository, Repository::Readable | Repository::Empty);
    if is_at_head || !is_readable {
        return unread;
    }
    let has_it = |files: &std::collections::BTreeMap<RelPath, _>| {
        paths.iter().any(|path| files.contains_key(path))
    };
    let is_certain = match (version.pin, &version.resolved) {
        (Pin::Variable, _) => false,
        _ if projects.releases(index).is_head(version) => true,
        (Pin::Branch | Pin::Commit, None) | (Pin::Own, _) => false,
        (_, Some(tag)) => project
            .versions
            .iter()
            .any(|known| known.tag == *tag && !known.files.is_empty() && !has_it(&known.files)),
        // A folder knows no releases; and what was never released has no components.
        (_, None) => {
            let is_unreleased = project.releases.is_empty() && from.project != index;
            is_unreleased || projects.releases(index).certainly_lacks(version)
        }
    };
    if is_certain { LeadsTo::Missing } else { unread }
}
