//! Projects from a directory whose tree mirrors `group/subgroup/project`.
//!
//! A project is the topmost folder that holds `.git` or `.portolan.yaml`, or every folder at a given depth.
//! Folders above a project are its groups. Each folder is listed once; projects are read in parallel and come
//! back in the order of their paths. Knows nothing of what the files mean: what they refer to is asked of
//! the function that the caller hands in.

mod borrowed;
mod project;
mod tree;
mod versions;

use std::path::{Path, PathBuf};

use globset::GlobSet;
use rayon::prelude::*;

use super::disk::{self, Listing, Sort};
use super::merge::{Part, groups_above};
use super::{Limits, SourceError, Wanted};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{FileRef, Group, Project, Visibility};

/// Names that make a folder a project.
const MARKERS: &[&str] = &[".git", ".portolan.yaml"];

/// GitLab nests groups at most 20 deep; below that no project is looked for.
const LEVELS: usize = 21;

/// Folders that are looked into while searching for projects, before the search ends with a finding.
const FOLDERS: usize = 200_000;

/// How a directory is read.
#[derive(Clone, Debug)]
pub(crate) struct LocalOptions {
    /// Which files are read.
    pub(crate) wanted: Wanted,
    /// Every folder this many levels below the directory is a project; none looks for markers.
    pub(crate) depth: Option<usize>,
    /// Folders below the directory that are not looked into.
    pub(crate) exclude: GlobSet,
    /// How large a file of each sort may be.
    pub(crate) limits: Limits,
    /// What a project is taken to be whose settings do not say. A tree on disk carries no visibility, and whoever
    /// names it as a source has chosen to show it: the caller passes the portal's own audience.
    pub(crate) visibility: Visibility,
    /// The most files and folders that are listed of one project.
    pub(crate) entries: usize,
}

impl LocalOptions {
    /// Returns the usual options: projects by their markers, 50,000 entries each.
    pub(crate) fn new(wanted: Wanted, visibility: Visibility) -> LocalOptions {
        LocalOptions {
            wanted,
            depth: None,
            exclude: GlobSet::empty(),
            limits: Limits::default(),
            visibility,
            entries: 50_000,
        }
    }
}

/// Returns the files that the files of a project refer to; asked again until it names nothing new.
pub(crate) type References<'a> = &'a (dyn Fn(&Project) -> Vec<FileRef> + Sync);

/// Reads every project of a directory.
///
/// With no marker anywhere, each immediate subfolder that holds a wanted file (a README, a descriptor) is a project,
/// else the directory itself if it holds one: a folder of plain folders is still worth a portal.
pub(crate) fn read(
    directory: &Path,
    options: &LocalOptions,
    references: References<'_>,
) -> Result<Part, SourceError> {
    let unreadable = |error| SourceError::Directory { path: directory.to_owned(), error };
    let root = directory.canonicalize().map_err(unreadable)?;
    if !root.is_dir() {
        return Err(SourceError::NotADirectory { path: directory.to_owned() });
    }
    let listing = disk::list(&root).map_err(unreadable)?;
    let search = Search { root: &root, options, references };
    let mut found = Found::default();
    search.run(listing, &mut found);
    if found.projects.is_empty() {
        let place = Place::file("", directory.to_string_lossy());
        let message = format!("no project was found in `{}`", directory.display());
        found
            .findings
            .push(Diagnostic::new(Code::SourceEmpty, place, message).help(Code::SourceEmpty.fix()));
    }
    found.projects.sort_by(|a, b| a.path.cmp(&b.path));
    borrowed::read(&root, &mut found.projects, options, references);
    found.findings.sort();
    let groups = groups(&found.projects);
    Ok(Part { groups, projects: found.projects, findings: found.findings, ..Part::default() })
}

/// Every folder above a project.
fn groups(projects: &[Project]) -> Vec<Group> {
    let group = |path: &str| Group { path: path.to_owned(), ..Group::default() };
    groups_above(projects).into_iter().map(group).collect()
}

/// A folder that may be a group or a project.
struct Folder {
    /// Below the directory; empty for the directory itself.
    path: RelPath,
    disk: PathBuf,
}

/// What a folder turned out to be.
enum Visit {
    Project(Box<(Project, Vec<Diagnostic>)>),
    Group(Folder, Listing),
    Unreadable(Diagnostic),
}

#[derive(Default)]
struct Found {
    projects: Vec<Project>,
    findings: Vec<Diagnostic>,
}

impl Found {
    fn add(&mut self, (project, findings): (Project, Vec<Diagnostic>)) {
        self.projects.push(project);
        self.findings.extend(findings);
    }
}

struct Search<'a> {
    root: &'a Path,
    options: &'a LocalOptions,
    references: References<'a>,
}

impl Search<'_> {
    /// Goes down level by level, each level in parallel.
    fn run(&self, listing: Listing, found: &mut Found) {
        let root = Folder { path: RelPath::root(), disk: self.root.to_owned() };
        let mut visits = vec![self.visit(root, listing, 0)];
        let mut unmarked = Vec::new();
        let mut seen = 0;
        for level in 1..=LEVELS + 1 {
            let mut folders = Vec::new();
            for visit in visits {
                match visit {
                    Visit::Project(project) => found.add(*project),
                    Visit::Unreadable(finding) => found.findings.push(finding),
                    Visit::Group(folder, listing) => {
                        let below = subfolders(&folder, &listing).into_iter();
                        let exclude = &self.options.exclude;
                        folders
                            .extend(below.filter(|folder| !exclude.is_match(folder.path.as_str())));
                        if level <= 2 {
                            unmarked.push((folder, listing));
                        }
                    }
                }
            }
            seen += folders.len();
            if seen > FOLDERS {
                let message = format!("more than {FOLDERS} folders lie outside of projects");
                let finding = Diagnostic::new(Code::TooManyFiles, Place::default(), message)
                    .help("name the folders of the groups as sources of their own, or set `depth`");
                found.findings.push(finding);
                break;
            }
            if folders.is_empty() || level > LEVELS {
                break;
            }
            visits = folders
                .into_par_iter()
                .map(|folder| match disk::list(&folder.disk) {
                    Ok(listing) => self.visit(folder, listing, level),
                    Err(error) => Visit::Unreadable(cannot_list(&folder, &error)),
                })
                .collect();
        }
        if found.projects.is_empty() && self.options.depth.is_none() {
            self.take_unmarked(unmarked, found);
        }
    }

    fn visit(&self, folder: Folder, listing: Listing, level: usize) -> Visit {
        let is_project = match self.options.depth {
            Some(depth) => level == depth,
            None => MARKERS.iter().any(|name| {
                listing.entry(name).is_some_and(|entry| {
                    entry.sort == Sort::File || (entry.sort == Sort::Folder && *name == ".git")
                })
            }),
        };
        if is_project {
            Visit::Project(Box::new(self.read(&folder, listing)))
        } else if self.options.depth.is_some_and(|depth| level > depth) {
            Visit::Group(folder, Listing::default())
        } else {
            Visit::Group(folder, listing)
        }
    }

    /// Nothing is marked: takes what looks like a project.
    fn take_unmarked(&self, unmarked: Vec<(Folder, Listing)>, found: &mut Found) {
        let (root, mut below): (Vec<_>, Vec<_>) = unmarked
            .into_iter()
            .filter(|(_, listing)| self.holds_wanted(listing))
            .partition(|(folder, _)| folder.path.as_str().is_empty());
        if below.is_empty() {
            below = root;
        }
        let read: Vec<_> =
            below.into_par_iter().map(|(folder, listing)| self.read(&folder, listing)).collect();
        read.into_iter().for_each(|project| found.add(project));
    }

    fn holds_wanted(&self, listing: &Listing) -> bool {
        listing.entries.iter().filter(|entry| entry.sort == Sort::File).any(|entry| {
            RelPath::new(&entry.name).is_some_and(|path| self.options.wanted.wants(&path).is_some())
        })
    }

    fn read(&self, folder: &Folder, listing: Listing) -> (Project, Vec<Diagnostic>) {
        let path = if folder.path.as_str().is_empty() {
            // The directory itself is the project; the root of a file system has no name.
            let name = self.root.file_name().map(|name| name.to_string_lossy());
            name.map_or("project".to_owned(), |name| name.replace('\\', "\u{fffd}"))
        } else {
            folder.path.to_string()
        };
        project::read(path, &folder.disk, listing, self.options, self.references)
    }
}

/// The folders below a group that may be groups or projects.
fn subfolders(group: &Folder, listing: &Listing) -> Vec<Folder> {
    listing
        .entries
        .iter()
        .filter(|entry| entry.sort == Sort::Folder && !tree::is_skipped(&entry.name))
        .filter_map(|entry| {
            let path = group.path.join(&entry.name)?;
            Some(Folder { path, disk: group.disk.join(&entry.name) })
        })
        .collect()
}

fn cannot_list(folder: &Folder, error: &std::io::Error) -> Diagnostic {
    let message = format!("folder `{}` cannot be read: {error}", folder.path);
    Diagnostic::new(Code::FileUnreadable, Place::file("", folder.path.as_str()), message)
        .help(Code::FileUnreadable.fix())
}
