//! Each project's pipeline, followed; and the same seen from what is included.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Diagnostic, Place, RelPath};
use crate::catalog::build::ProjectContents;
use crate::model::{IncludeTarget, ProjectIndex, Snapshot};

use super::findings;
use super::follow::{Graph, Step, sources};
use super::inclusion::{Inclusion, LeadsTo, Usage};
use super::projects::{Projects, Source};

/// What following every pipeline came to.
#[derive(Default)]
pub(in crate::catalog) struct CiUses {
    /// By project.
    pub inclusions: Vec<Vec<Inclusion>>,
    /// By project and component name.
    pub of_components: BTreeMap<(ProjectIndex, String), Vec<Usage>>,
    /// By project and file: those that other projects include.
    pub of_files: BTreeMap<(ProjectIndex, RelPath), Vec<Usage>>,
    /// By project and name of a deprecated component: the one to use instead, if it was crawled.
    pub replacements: BTreeMap<(ProjectIndex, String), (ProjectIndex, String)>,
}

/// Follows the pipeline of every project; what is wrong with their includes is a finding.
pub(in crate::catalog) fn follow(
    snapshot: &Snapshot,
    contents: &[ProjectContents],
) -> (CiUses, Vec<Diagnostic>) {
    let projects = Projects::new(snapshot, contents);
    let graph = Graph::new(&projects);
    let mut uses = CiUses {
        inclusions: vec![Vec::new(); contents.len()],
        replacements: replacements(&projects),
        ..CiUses::default()
    };
    for user in projects.shown() {
        let mut counted = Counted { user, projects: &projects, seen: BTreeSet::new() };
        let mut reached: BTreeSet<Source<'_>> = BTreeSet::new();
        for source in sources(&projects, user) {
            let is_pipeline = source.path.as_str() == ".gitlab-ci.yml";
            // What an earlier walk has come through is counted, with all that is below.
            if reached.contains(&source) {
                continue;
            }
            let steps = graph.walk(source);
            counted.count(&steps, &mut uses);
            reached.extend(steps.iter().filter_map(|step| step.link.file));
            if is_pipeline {
                uses.inclusions[user.0 as usize] = steps.iter().map(Step::inclusion).collect();
            }
        }
    }
    let found = findings::find(&projects, &graph, &uses.replacements);
    (uses, found)
}

/// What one project was counted as a user of: what it uses, the version asked for and the way.
struct Counted<'p, 'a> {
    user: ProjectIndex,
    projects: &'p Projects<'a>,
    seen: BTreeSet<(Used, String, Option<ProjectIndex>)>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Used {
    Component(ProjectIndex, String),
    File(ProjectIndex, RelPath),
}

impl Counted<'_, '_> {
    fn count(&mut self, steps: &[Step<'_, '_>], uses: &mut CiUses) {
        for step in steps.iter().filter(|step| step.link.is_followed()) {
            let (Some(version), Some(used)) = (&step.link.version, self.used(step)) else {
                continue;
            };
            let through = Some(step.from.project).filter(|project| *project != self.user);
            if !self.seen.insert((used.clone(), version.asked.clone(), through)) {
                continue;
            }
            let at = step.link.include.at;
            let says = &self.projects.project(step.from.project).path;
            let place = Place::at(says, step.from.path.as_str(), at.line, at.column);
            let usage = Usage { user: self.user, place, version: version.clone(), through };
            match used {
                Used::Component(provider, name) => {
                    uses.of_components.entry((provider, name)).or_default().push(usage);
                }
                Used::File(provider, path) => {
                    uses.of_files.entry((provider, path)).or_default().push(usage);
                }
            }
        }
    }

    fn used(&self, step: &Step<'_, '_>) -> Option<Used> {
        let is_component = matches!(step.link.include.target, IncludeTarget::Component { .. });
        match &step.link.leads_to {
            LeadsTo::Component { project, component } => {
                let component = &self.projects.contents(*project).components[*component];
                Some(Used::Component(*project, component.name.clone()))
            }
            LeadsTo::File { project, path } | LeadsTo::Unread { project, path } => {
                let is_foreign = *project != self.user && *project != step.from.project;
                (is_foreign && !is_component).then(|| Used::File(*project, path.clone()))
            }
            LeadsTo::Missing | LeadsTo::Outside | LeadsTo::Cycle => None,
        }
    }
}

/// The components that authors of deprecated ones name instead, where they were crawled.
fn replacements(
    projects: &Projects<'_>,
) -> BTreeMap<(ProjectIndex, String), (ProjectIndex, String)> {
    let mut found = BTreeMap::new();
    for index in projects.shown() {
        for component in &projects.contents(index).components {
            let deprecation = component.deprecation.as_ref();
            let named = deprecation.and_then(|deprecation| deprecation.replacement.as_deref());
            let Some((provider, name)) =
                named.and_then(|named| named_component(projects, index, named))
            else {
                continue;
            };
            // Whoever names itself names nothing else.
            if (provider, name) != (index, component.name.as_str()) {
                found.insert((index, component.name.clone()), (provider, name.to_owned()));
            }
        }
    }
    found
}

/// Finds `name`, `project/path/name` or the same behind a host or a variable for one, with or without a version.
fn named_component<'t>(
    projects: &Projects<'_>,
    index: ProjectIndex,
    named: &'t str,
) -> Option<(ProjectIndex, &'t str)> {
    let address = named.split('@').next().unwrap_or(named).trim();
    let Some((path, name)) = address.rsplit_once('/') else {
        projects.component(index, address)?;
        return Some((index, address));
    };
    let path = path.strip_prefix("https://").unwrap_or(path);
    let behind_host = || {
        let (host, path) = path.split_once('/')?;
        let is_ours = host.starts_with('$') || projects.is_our_host(host);
        projects.find(path).filter(|_| is_ours)
    };
    let provider = projects.find(path).or_else(behind_host)?;
    projects.component(provider, name)?;
    Some((provider, name))
}
