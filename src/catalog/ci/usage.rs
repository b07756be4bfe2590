//! Each project's pipeline, followed; and the same seen from what is included.

use std::collections::BTreeMap;

use crate::base::{Place, RelPath};
use crate::model::{IncludeTarget, ProjectIndex, Snapshot};

use super::inclusion::{Behind, Inclusion, LeadsTo, Pin, Usage, VersionUse};
use crate::catalog::build::ProjectContents;

/// What following every pipeline came to.
#[derive(Default)]
pub(in crate::catalog) struct CiUses {
    /// By project.
    pub inclusions: Vec<Vec<Inclusion>>,
    /// By project and component name.
    pub of_components: BTreeMap<(ProjectIndex, String), Vec<Usage>>,
    /// By project and file: those that other projects include.
    pub of_files: BTreeMap<(ProjectIndex, RelPath), Vec<Usage>>,
}

/// Follows the pipeline of every project.
pub(in crate::catalog) fn follow(snapshot: &Snapshot, contents: &[ProjectContents]) -> CiUses {
    let mut uses = CiUses { inclusions: vec![Vec::new(); contents.len()], ..CiUses::default() };
    for (user, project) in snapshot.indexed() {
        for (path, file) in &contents[user.0 as usize].pipeline {
            for include in &file.includes {
                let IncludeTarget::Component { project: provider, name, version, .. } =
                    &include.target
                else {
                    continue;
                };
                let found =
                    snapshot.projects.binary_search_by(|other| other.path.cmp(provider)).ok();
                let found = found.and_then(|at| {
                    let of_name = |component: &crate::model::CiComponent| component.name == *name;
                    Some((at, contents[at].components.iter().position(of_name)?))
                });
                let version = VersionUse {
                    asked: version.clone(),
                    pin: Pin::Version,
                    resolved: None,
                    behind: Behind::Unknown,
                };
                let leads_to = match found {
                    Some((at, component)) => {
                        LeadsTo::Component { project: ProjectIndex(at as u32), component }
                    }
                    None => LeadsTo::Outside,
                };
                if let LeadsTo::Component { project: provider, .. } = leads_to {
                    let place =
                        Place::at(&project.path, path.as_str(), include.at.line, include.at.column);
                    let usage = Usage { user, place, version: version.clone(), through: None };
                    uses.of_components.entry((provider, name.clone())).or_default().push(usage);
                }
                uses.inclusions[user.0 as usize].push(Inclusion {
                    parent: None,
                    project: user,
                    path: path.clone(),
                    include: include.clone(),
                    leads_to,
                    version: Some(version),
                });
            }
        }
    }
    uses
}
