//! One project from its folder: facts, wanted files, and what these refer to.

use std::path::Path;

use globset::GlobSetBuilder;

use super::tree::{self, Tree};
use super::{LocalOptions, References, versions};
use crate::base::{Diagnostic, RelPath};
use crate::model::{FileRef, LeftOut, LeftOutWhy, Project, RawFile};
use crate::source::disk::{self, Listing, Sort};
use crate::source::wanted::{self, Limit, Limits};
use crate::source::{findings, git, settings};

/// How often the files are asked what they refer to.
const ROUNDS: usize = 4;

/// The most globs that one round may expand.
const GLOBS: usize = 200;

/// The most bytes that are read of one project.
const BYTES: u64 = 256 << 20;

/// Reads the project that lies in the folder `disk`, whose listing is given.
pub(super) fn read(
    path: String,
    disk: &Path,
    listing: Listing,
    options: &LocalOptions,
    references: References<'_>,
) -> (Project, Vec<Diagnostic>) {
    let marker = listing.entry(".git").map(|entry| entry.sort);
    let git = marker.and_then(|marker| git::read(disk, marker)).unwrap_or_default();
    let project = Project {
        path,
        visibility: options.visibility,
        head: git.head,
        default_branch: git.branch,
        web_url: git.web_url,
        ..Project::default()
    };
    let tree = tree::walk(disk, listing, options.entries);
    let mut reading = Reading { project, disk, tree: &tree, limits: &options.limits, bytes: 0 };
    reading.take_wanted(options);
    let mut findings = settings::apply(&mut reading.project);
    reading.project.tree = tree.paths();
    for _ in 0..ROUNDS {
        let mut named = references(&reading.project);
        named.retain(|reference| reference.project.is_none());
        let wanted = reading.unread(&named);
        if wanted.is_empty() {
            break;
        }
        for path in wanted {
            reading.take(path, Limit::by_extension(path));
        }
    }
    let mut project = reading.project;
    if let Some(marker) = marker {
        versions::read(&mut project, disk, marker, &options.limits);
    }
    project.left_out.extend_from_slice(&tree.left_out);
    project.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    findings.extend(findings::of_left_out(&project));
    (project, findings)
}

struct Reading<'a> {
    project: Project,
    disk: &'a Path,
    tree: &'a Tree,
    limits: &'a Limits,
    /// Read so far.
    bytes: u64,
}

impl<'a> Reading<'a> {
    fn take_wanted(&mut self, options: &LocalOptions) {
        for (path, sort) in &self.tree.files {
            if *sort == Sort::File {
                if let Some(limit) = options.wanted.wants(path) {
                    self.take(path, limit);
                }
            } else if options.wanted.misses(path) {
                self.leave_out(path, LeftOutWhy::NotAFile);
            }
        }
        for path in self.tree.unnameable.iter().filter(|path| options.wanted.misses(path)) {
            let why = "its name is not UTF-8, or holds a backslash".to_owned();
            self.leave_out(path, LeftOutWhy::Unreadable(why));
        }
    }

    /// Reads one file of the tree, or notes why not.
    fn take(&mut self, path: &RelPath, limit: Limit) {
        if self.tree.files.get(path) != Some(&Sort::File) {
            return self.leave_out(path, LeftOutWhy::NotAFile);
        }
        if self.bytes >= BYTES {
            return self.leave_out(path, LeftOutWhy::TooMany);
        }
        match disk::read(&self.disk.join(path.as_str()), limit.bytes(self.limits)) {
            Ok(bytes) => {
                self.bytes += bytes.len() as u64;
                self.project.files.insert(path.clone(), RawFile { bytes: bytes.into() });
            }
            Err(why) => self.leave_out(path, why),
        }
    }

    fn leave_out(&mut self, path: &RelPath, why: LeftOutWhy) {
        self.project.left_out.push(LeftOut { path: path.clone(), why });
    }

    /// Returns the files of the tree that are referred to and that nobody has tried to read.
    ///
    /// Only what the listing holds can be named, so no reference leads out of the project, through a link or into
    /// `.git`, whatever it says.
    fn unread(&self, references: &[FileRef]) -> Vec<&'a RelPath> {
        let mut globs = GlobSetBuilder::new();
        let mut count = 0;
        let mut paths = Vec::new();
        for reference in references {
            let Some(path) = RelPath::new(&reference.path) else { continue };
            if !path.as_str().contains(['*', '?']) {
                paths.extend(self.tree.files.get_key_value(&path).map(|(path, _)| path));
            } else if count < GLOBS
                && let Ok(glob) = wanted::glob(&wanted::without_classes(path.as_str()))
            {
                globs.add(glob);
                count += 1;
            }
        }
        if count > 0
            && let Ok(globs) = globs.build()
        {
            paths.extend(self.tree.files.keys().filter(|path| globs.is_match(path.as_str())));
        }
        paths.sort();
        paths.dedup();
        paths.retain(|path| !self.has_tried(path));
        paths
    }

    fn has_tried(&self, path: &RelPath) -> bool {
        self.project.files.contains_key(path)
            || self.project.left_out.iter().any(|left_out| left_out.path == *path)
    }
}
