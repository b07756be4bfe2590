//! Files of other projects that includes lead to and that nobody has understood yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::RelPath;
use crate::catalog::build::ProjectContents;
use crate::model::{ProjectIndex, Snapshot};

use super::follow::Graph;
use super::inclusion::{LeadsTo, Pin};
use super::projects::Projects;

/// Returns, by project, the files that includes lead to, that were read and that `contents` does not hold understood.
///
/// What is understood may include more: ask again until an answer brings nothing new.
pub(crate) fn wanted_ci(
    snapshot: &Snapshot,
    contents: &[ProjectContents],
) -> BTreeMap<ProjectIndex, BTreeSet<RelPath>> {
    let projects = Projects::new(snapshot, contents);
    let graph = Graph::new(&projects);
    let mut wanted: BTreeMap<ProjectIndex, BTreeSet<RelPath>> = BTreeMap::new();
    for (source, links) in &graph.links {
        for link in links.iter().filter(|link| link.is_followed()) {
            let LeadsTo::Unread { project, path } = &link.leads_to else { continue };
            let is_head = match &link.version {
                None => source.version.is_none(),
                Some(version) if version.pin == Pin::Own => {
                    *project == source.project && source.version.is_none()
                }
                Some(version) => projects.releases(*project).is_head(version),
            };
            if is_head && projects.project(*project).files.contains_key(path) {
                wanted.entry(*project).or_default().insert(path.clone());
            }
        }
    }
    wanted
}
