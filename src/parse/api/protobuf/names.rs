//! Which imports are there, and what a package is called.

use std::collections::BTreeMap;

use crate::base::RelPath;

use super::syntax::File;

/// The files that come with protobuf and whose messages we know.
const WELL_KNOWN: &[&str] = &[
    "google/protobuf/any.proto",
    "google/protobuf/duration.proto",
    "google/protobuf/empty.proto",
    "google/protobuf/field_mask.proto",
    "google/protobuf/struct.proto",
    "google/protobuf/timestamp.proto",
    "google/protobuf/wrappers.proto",
];
/// How far public imports are followed.
const PUBLIC: usize = 16;

/// For each file whether everything that it can name is there, so that what is not found does not exist.
pub(super) fn complete(paths: &[&RelPath], files: &[File]) -> Vec<bool> {
    // A file is imported by its path below some folder that nobody tells us.
    let mut by_end: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, path) in paths.iter().enumerate() {
        let mut end = path.as_str();
        by_end.entry(end).or_insert(place);
        while let Some((_, rest)) = end.split_once('/') {
            end = rest;
            by_end.entry(end).or_insert(place);
        }
    }
    let is_there = |path: &str| WELL_KNOWN.contains(&path) || by_end.contains_key(path);
    let mut complete: Vec<bool> =
        files.iter().map(|file| file.imports.iter().all(|import| is_there(&import.path))).collect();
    // What an imported file imports publicly is seen too; each round reaches one import farther.
    for _ in 0..PUBLIC {
        let lacks = |place: usize| {
            files[place].imports.iter().any(|import| {
                let found = by_end.get(import.path.as_str()).copied();
                found.is_some_and(|found| has_public(&files[found]) && !complete[found])
            })
        };
        let newly: Vec<usize> =
            (0..files.len()).filter(|place| complete[*place] && lacks(*place)).collect();
        if newly.is_empty() {
            break;
        }
        for place in newly {
            complete[place] = false;
        }
    }
    complete
}

fn has_public(file: &File) -> bool {
    file.imports.iter().any(|import| import.modifier == "public")
}

/// What all packages begin with; none if they have nothing in common.
pub(super) fn common(packages: &[&str]) -> Option<String> {
    let (first, rest) = packages.split_first()?;
    let mut shared: Vec<&str> = first.split('.').collect();
    for package in rest {
        let same = shared.iter().zip(package.split('.')).take_while(|(a, b)| **a == *b).count();
        shared.truncate(same);
    }
    let shared = shared.join(".");
    (!shared.is_empty()).then_some(shared)
}

/// The version that packages carry in their names, if they agree.
pub(super) fn version(packages: &[&str]) -> Option<String> {
    let mut versions: Vec<&str> = packages
        .iter()
        .filter_map(|package| package.rsplit('.').next().filter(|part| is_version(part)))
        .collect();
    versions.dedup();
    match versions.as_slice() {
        [version] => Some((*version).to_owned()),
        _ => None,
    }
}

/// `v1`, `v1beta2`.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
