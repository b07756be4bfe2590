//! What a project's folder holds: paths, without the bytes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::base::RelPath;
use crate::model::{LeftOut, LeftOutWhy, UNLISTED};
use crate::source::disk::{self, Listing, Sort};

/// Of those, the ones that are also plain words: below `docs/` somebody may well write about vendors.
const WORDS: &[&str] = &["target", "vendor"];

/// Deeper than any tree that people made.
const DEEPEST: usize = 64;

/// Every path of a project, links not followed.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// All but folders, by path.
    pub(super) files: BTreeMap<RelPath, Sort>,
    /// Files that are there under a name that no path can hold.
    pub(super) unnameable: Vec<RelPath>,
    /// Folders that could not be listed.
    pub(super) left_out: Vec<LeftOut>,
    count: usize,
}

/// A folder that is yet to be listed.
struct Folder {
    path: RelPath,
    disk: PathBuf,
    depth: usize,
}

/// Lists a project level by level, so that what a limit cuts off lies deepest.
///
/// `listing` is the root's. Folders of tools and repositories within the repository are not entered.
pub(super) fn walk(root: &Path, listing: Listing, most: usize) -> Tree {
    let mut tree = Tree::default();
    let root = Folder { path: RelPath::root(), disk: root.to_owned(), depth: 0 };
    let mut folders = VecDeque::new();
    tree.enter(&root, listing, most, &mut folders);
    while tree.count <= most
        && let Some(folder) = folders.pop_front()
    {
        if folder.depth > DEEPEST {
            tree.leave_out(&folder, LeftOutWhy::TooMany);
            continue;
        }
        match disk::list(&folder.disk) {
            // A submodule belongs to another project.
            Ok(listing) if listing.entry(".git").is_some() => {}
            Ok(listing) => tree.enter(&folder, listing, most, &mut folders),
            Err(error) => tree.leave_out(&folder, LeftOutWhy::Unreadable(error.to_string())),
        }
    }
    tree
}

/// Whether a folder of this name is never looked into.
pub(super) fn is_skipped(name: &str) -> bool {
    UNLISTED.contains(&name)
}

impl Tree {
    /// The paths that a link may name, if all are known: what git would hold, so neither pipes nor devices.
    pub(super) fn paths(&self) -> Option<BTreeSet<RelPath>> {
        let known = self.files.iter().filter(|(_, sort)| **sort != Sort::Other);
        self.left_out.is_empty().then(|| known.map(|(path, _)| path.clone()).collect())
    }

    /// Takes the entries of one folder, up to the limit.
    fn enter(
        &mut self,
        folder: &Folder,
        listing: Listing,
        most: usize,
        folders: &mut VecDeque<Folder>,
    ) {
        self.unnameable.extend(listing.unnameable.iter().filter_map(|name| folder.path.join(name)));
        for entry in listing.entries {
            let in_docs = folder.path.parts().next() == Some("docs");
            let is_word = in_docs && WORDS.contains(&entry.name.as_str());
            let is_folder = entry.sort == Sort::Folder;
            // In a worktree, `.git` is a file.
            if entry.name == ".git" || (is_folder && is_skipped(&entry.name) && !is_word) {
                continue;
            }
            let Some(path) = folder.path.join(&entry.name) else { continue };
            self.count += 1;
            if self.count > most {
                self.leave_out(folder, LeftOutWhy::TooMany);
                return;
            }
            if is_folder {
                let disk = folder.disk.join(&entry.name);
                folders.push_back(Folder { path, disk, depth: folder.depth + 1 });
            } else {
                self.files.insert(path, entry.sort);
            }
        }
    }

    fn leave_out(&mut self, folder: &Folder, why: LeftOutWhy) {
        self.left_out.push(LeftOut { path: folder.path.clone(), why });
    }
}
