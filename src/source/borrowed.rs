//! Files that projects include from one another: which of them are still to be read.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::RelPath;
use crate::model::{FileRef, Project, Repository};

/// How often the files that came are asked what they include in turn.
pub(super) const ROUNDS: usize = 5;

/// The most files that others may want of one project.
const FILES: usize = 500;

/// By place among the projects: the files that others want of it and that nobody has tried to read.
///
/// What came to the projects of `lenders` for the sake of others may refer to their own repositories.
pub(super) fn wanted(
    projects: &[Project],
    references: &(dyn Fn(&Project) -> Vec<FileRef> + Sync),
    lenders: &BTreeSet<usize>,
) -> BTreeMap<usize, BTreeSet<RelPath>> {
    // GitLab finds a project by its path in any case.
    let places: BTreeMap<String, usize> = projects
        .iter()
        .enumerate()
        .map(|(at, project)| (project.path.to_lowercase(), at))
        .collect();
    let named: Vec<(usize, RelPath)> = projects
        .par_iter()
        .enumerate()
        .flat_map_iter(|(own, project)| {
            references(project).into_iter().map(move |reference| (own, reference))
        })
        .filter_map(|(own, reference)| {
            let at = match reference.project {
                Some(path) => *places.get(&path.to_lowercase())?,
                None => lenders.get(&own).copied()?,
            };
            let path = RelPath::new(&reference.path).filter(|path| !is_pattern(path))?;
            (!has_tried(&projects[at], &path)).then_some((at, path))
        })
        .collect();
    let mut wanted: BTreeMap<usize, BTreeSet<RelPath>> = BTreeMap::new();
    for (at, path) in named {
        let of_project = wanted.entry(at).or_default();
        if of_project.len() < FILES {
            of_project.insert(path);
        }
    }
    wanted
}

fn is_pattern(path: &RelPath) -> bool {
    path.as_str().contains(['*', '?'])
}

/// Whether a file was read, or is known not to be readable now.
fn has_tried(project: &Project, path: &RelPath) -> bool {
    project.repository != Repository::Readable
        || project.stale.is_some()
        || project.files.contains_key(path)
        || project.absent.contains(path)
        || project.left_out.iter().any(|left_out| left_out.path == *path)
}
