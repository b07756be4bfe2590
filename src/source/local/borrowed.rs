//! Files that projects of one directory include from one another.

use std::collections::BTreeSet;
use std::path::Path;

use super::{LocalOptions, References};
use crate::model::{LeftOut, Project, RawFile};
use crate::source::borrowed;
use crate::source::disk;
use crate::source::wanted::Limit;

/// Reads what others include of each project, as far as its listing holds it.
pub(super) fn read(
    root: &Path,
    projects: &mut [Project],
    options: &LocalOptions,
    references: References<'_>,
) {
    let mut lenders = BTreeSet::new();
    for _ in 0..borrowed::ROUNDS {
        let wanted = borrowed::wanted(projects, references, &lenders);
        lenders.extend(wanted.keys().copied());
        if wanted.is_empty() {
            break;
        }
        for (at, paths) in wanted {
            let project = &mut projects[at];
            let below = root.join(&project.path);
            // A directory that is itself the one project has its name in no path below it.
            let folder = if below.is_dir() { below } else { root.to_owned() };
            for path in paths {
                // Only what the listing holds can be named: nothing leads through a link or out of the project.
                if project.tree.as_ref().is_none_or(|tree| !tree.contains(&path)) {
                    project.absent.insert(path);
                    continue;
                }
                let limit = Limit::by_extension(&path).bytes(&options.limits);
                match disk::read(&folder.join(path.as_str()), limit) {
                    Ok(bytes) => {
                        project.files.insert(path, RawFile { bytes: bytes.into() });
                    }
                    Err(why) => project.left_out.push(LeftOut { path, why }),
                }
            }
        }
    }
}
