//! The parts of all sources as one snapshot.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Code, Diagnostic, Place, Timestamp};
use crate::model::{Group, Project, Snapshot, Visibility, Withheld};

/// What one source read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// Groups, in any order.
    pub(crate) groups: Vec<Group>,
    /// Projects, in any order.
    pub(crate) projects: Vec<Project>,
    /// What the source noticed while reading.
    pub(crate) findings: Vec<Diagnostic>,
    /// What the source left out because the portal's readers may not see it.
    pub(crate) withheld: Withheld,
}

/// The path of every group above one of these projects.
pub(crate) fn groups_above(projects: &[Project]) -> BTreeSet<&str> {
    let mut paths = BTreeSet::new();
    for project in projects {
        let mut path = project.group();
        while !path.is_empty() && paths.insert(path) {
            path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    }
    paths
}

/// Joins the parts of several sources, sorted.
///
/// Where two sources hold a project of the same path, the one of the first source stays and a finding says so;
/// of groups the first stays silently, since folders of one group commonly lie in several places.
pub(crate) fn snapshot(
    parts: Vec<Part>,
    taken: Option<Timestamp>,
    audience: Visibility,
) -> Snapshot {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut projects: BTreeMap<String, Project> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut withheld = Withheld::default();
    for part in parts {
        for group in part.groups {
            groups.entry(group.path.clone()).or_insert(group);
        }
        for project in part.projects {
            match projects.entry(project.path.clone()) {
                Entry::Vacant(place) => {
                    place.insert(project);
                }
                Entry::Occupied(place) => findings.push(
                    Diagnostic::new(
                        Code::DuplicateProject,
                        Place::file(place.key().as_str(), ""),
                        format!("two sources hold a project `{}`; the first is kept", place.key()),
                    )
                    .help(Code::DuplicateProject.fix()),
                ),
            }
        }
        findings.extend(part.findings);
        withheld = withheld.plus(part.withheld);
    }
    findings.sort();
    findings.dedup();
    Snapshot {
        taken,
        groups: groups.into_values().collect(),
        projects: projects.into_values().collect(),
        findings,
        withheld,
        audience,
    }
}
