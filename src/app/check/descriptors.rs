//! Descriptors, each read as a project of its own, then all of them as one catalog.

use std::fs;
use std::path::{Path, PathBuf};

use crate::base::{Area, Code, Diagnostic, Place, RelPath};
use crate::catalog::{self, Input};
use crate::model::{Project, ProjectIndex, RawFile, Snapshot};
use crate::parse::{self, DescriptorPatterns, ParseOptions};

use super::name_of;

/// A file larger than this is no descriptor.
const LARGEST: u64 = 1024 * 1024;

/// The descriptors below a path; a file that is named is one whatever it is called.
pub(super) fn below(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let usual = DescriptorPatterns::default();
    let entries = walkdir::WalkDir::new(path).follow_links(false).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !matches!(name.as_ref(), ".git" | "node_modules" | "target")
    });
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|file| {
            let below = file.strip_prefix(path).ok().and_then(|below| below.to_str());
            below.and_then(RelPath::new).is_some_and(|below| usual.matches_anywhere(&below))
        })
        .collect()
}

/// Reads each file as a project of its own, then all of them as one catalog.
pub(super) fn check(files: &[PathBuf]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut entities = Vec::new();
    let mut projects = Vec::new();
    for file in files {
        let (project, options) = match project_of(file) {
            Ok(read) => read,
            Err(finding) => {
                findings.push(finding);
                continue;
            }
        };
        let index = ProjectIndex(projects.len() as u32);
        let parsed = parse::project(index, &project, &options);
        entities.extend(parsed.entities.into_iter().filter(|entity| !entity.origin.is_inferred()));
        let found = parsed.diagnostics.into_iter();
        findings.extend(
            found.filter(|finding| matches!(finding.code.area(), Area::Document | Area::Catalog)),
        );
        projects.push(project);
    }
    let contents = projects.iter().map(|_| Default::default()).collect();
    let snapshot = Snapshot { projects, ..Snapshot::default() };
    findings.extend(catalog::build(&snapshot, Input { entities, contents }).1);
    findings.sort();
    findings.dedup();
    findings
}

/// A file and what lies beside it, as a project whose path is the folder as it was given.
fn project_of(file: &Path) -> Result<(Project, ParseOptions), Diagnostic> {
    let place = || Place::file("", name_of(file));
    let unreadable = |message: String| Diagnostic::new(Code::FileUnreadable, place(), message);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = file.parent().unwrap_or(Path::new(""));
    let size = fs::metadata(file).map_err(|error| unreadable(error.to_string()))?.len();
    if size > LARGEST {
        let message =
            format!("{size} bytes are more than the {LARGEST} that a descriptor may have");
        return Err(Diagnostic::new(Code::FileTooLarge, place(), message));
    }
    let mut project = Project {
        path: name_of(folder),
        ..Project::default()
    };
    let options =
        ParseOptions { descriptors: DescriptorPatterns::exactly(&name), ..ParseOptions::default() };
    add(&mut project, folder, &name).map_err(|error| unreadable(error.to_string()))?;
    // What the descriptor refers to is read in rounds, as for a portal.
    for _ in 0..4 {
        let mut is_new = false;
        for reference in parse::references(&project, &options) {
            let known =
                RelPath::new(&reference.path).is_none_or(|path| project.files.contains_key(&path));
            if !known && !reference.path.contains(['*', '?']) {
                is_new |= add(&mut project, folder, &reference.path).is_ok();
            }
        }
        if !is_new {
            break;
        }
    }
    Ok((project, options))
}

fn add(project: &mut Project, folder: &Path, path: &str) -> std::io::Result<()> {
    let Some(relative) = RelPath::new(path) else {
        return Err(std::io::Error::other("the path leaves its folder"));
    };
    let named = folder.join(relative.as_str());
    let metadata = named.symlink_metadata()?;
    if !metadata.is_file() || metadata.len() > LARGEST * 20 {
        return Err(std::io::Error::other("not a file that is read"));
    }
    let bytes = fs::read(named)?;
    project.files.insert(relative, RawFile { bytes: bytes.into() });
    Ok(())
}
