//! The CI files that projects include from one another: which ones is only seen when all projects are.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::base::Diagnostic;
use crate::catalog::{self, ProjectContents};
use crate::model::Snapshot;
use crate::parse;

/// How far includes may lead from project to project; GitLab itself ends at 150 files.
const ROUNDS: usize = 20;

/// Reads what is included from other projects, until there is nothing new.
pub(super) fn read(
    snapshot: &Snapshot,
    contents: &mut [ProjectContents],
    findings: &mut Vec<Diagnostic>,
) {
    for _ in 0..ROUNDS {
        let wanted: Vec<_> = catalog::wanted_ci(snapshot, contents).into_iter().collect();
        let read: Vec<_> = wanted
            .par_iter()
            .map(|(index, paths)| {
                let read = || parse::ci_files(snapshot.project(*index), paths);
                // A defect of ours costs the files that show it.
                (*index, catch_unwind(AssertUnwindSafe(read)).unwrap_or_default())
            })
            .collect();
        let mut is_new = false;
        for (index, (files, found)) in read {
            findings.extend(found);
            let known = &mut contents[index.0 as usize].pipeline;
            let before = known.len();
            known.extend(files);
            is_new |= known.len() > before;
        }
        if !is_new {
            break;
        }
    }
}
