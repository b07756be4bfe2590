//! One project while it is being read: what is known of its tree, what was fetched, and what is wanted next.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobSet, GlobSetBuilder};
use serde_json::Value;

use super::query::Ask;
use super::{GitLabOptions, wire};
use crate::base::RelPath;
use crate::model::{FileRef, LeftOut, LeftOutWhy, Project, RawFile};
use crate::source::base64;
use crate::source::wanted::{self, Limit};

/// Folders that are listed of every project, in the same request as the usual files.
pub(super) const USUAL_FOLDERS: &[&str] = &["", "docs", "templates", "api"];

/// Folders that are listed where the root shows them.
const RARE_FOLDERS: &[&str] = &[".backstage", "proto", "spec"];

/// The most globs that one round may expand.
const GLOBS: usize = 200;

/// The most bytes that are read of one project.
const BYTES: usize = 256 << 20;

/// GitLab sends no more than this of a file in an answer of GraphQL.
const CUT_AT: u64 = 10_000_000;

/// A file that GraphQL did not hand over whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub path: RelPath,
    pub limit: u64,
}

/// A project while it is being read.
pub(super) struct Reading {
    pub project: Project,
    /// Why it could not be read to the end.
    pub failed: Option<String>,
    /// Whether its files are read; else only its releases.
    pub wants_files: bool,
    /// What its tree holds as far as it was listed; whether it is a regular file.
    entries: BTreeMap<RelPath, bool>,
    /// Folders that are listed whole, with all below them.
    listed: BTreeSet<String>,
    /// Whether every file that stands at the root is known.
    is_root_listed: bool,
    /// Folders that are there and not listed yet.
    unlisted: BTreeSet<String>,
    /// Folders that hold more than one answer lists.
    pub long: Vec<String>,
    /// Paths that were asked for.
    tried: BTreeSet<String>,
    /// Files to be fetched whole, one by one.
    pub whole: Vec<Whole>,
    bytes: usize,
}

impl Reading {
    pub(super) fn new(project: Project) -> Reading {
        Reading {
            project,
            failed: None,
            wants_files: true,
            entries: BTreeMap::new(),
            listed: BTreeSet::new(),
            is_root_listed: false,
            unlisted: BTreeSet::new(),
            long: Vec::new(),
            tried: BTreeSet::new(),
            whole: Vec::new(),
            bytes: 0,
        }
    }

    /// GitLab's number.
    pub(super) fn id(&self) -> u64 {
        self.project.id.unwrap_or_default()
    }

    /// The commit that is read.
    pub(super) fn sha(&self) -> &str {
        self.project.head.as_ref().map_or("", |head| &head.sha)
    }

    /// Notes that these paths were asked for, whether or not they are there.
    pub(super) fn has_asked<'p>(&mut self, paths: impl IntoIterator<Item = &'p str>) {
        self.tried.extend(paths.into_iter().map(str::to_owned));
    }

    /// Takes what GitLab says a folder holds; one that holds more than it lists is noted.
    pub(super) fn take_folder(&mut self, folder: &str, tree: &Value) {
        let Some(blobs) = tree.get("blobs") else { return };
        for row in wire::rows(blobs) {
            self.take_entry(row);
        }
        let has_more = blobs.get("pageInfo").is_some_and(|info| wire::flag(info, "hasNextPage"));
        if !folder.is_empty() {
            self.listed.insert(folder.to_owned());
            if has_more {
                self.long.push(folder.to_owned());
            }
            return;
        }
        self.is_root_listed = !has_more;
        let trees = tree.get("trees").map(wire::rows).into_iter().flatten();
        let paths = trees.filter_map(|row| wire::text(row, "path"));
        self.unlisted.extend(paths.filter(|path| RARE_FOLDERS.contains(&path.as_str())));
    }

    /// Takes an entry of a tree, from GraphQL or REST.
    pub(super) fn take_entry(&mut self, row: &Value) {
        let path = wire::text(row, "path").and_then(|path| RelPath::new(&path));
        let Some(path) = path else { return };
        let mode = wire::text(row, "mode").unwrap_or_default();
        let is_file = !matches!(mode.as_str(), "120000" | "160000");
        self.entries.insert(path, is_file);
    }

    /// Notes that a folder is known with all below it.
    pub(super) fn has_listed(&mut self, folder: &str) {
        self.listed.insert(folder.to_owned());
    }

    /// Whether all that stands at or below this path is known.
    fn is_listed(&self, path: &str) -> bool {
        let is_below = |folder: &String| {
            folder.is_empty()
                || path == folder
                || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        self.listed.iter().any(is_below)
    }

    /// Takes a file as GraphQL sends it.
    pub(super) fn take_blob(&mut self, row: &Value, options: &GitLabOptions) {
        let Some(path) = wire::text(row, "path").and_then(|path| RelPath::new(&path)) else {
            return;
        };
        let limit = options.limit_of(&path).bytes(&options.limits);
        match bytes_of(row, limit) {
            Blob::Bytes(bytes) => self.take_file(path, bytes),
            Blob::LeftOut(why) => self.leave_out(path, why),
            Blob::Elsewhere => self.whole.push(Whole { path, limit }),
        }
    }

    /// Takes the bytes of a file.
    pub(super) fn take_file(&mut self, path: RelPath, bytes: Vec<u8>) {
        if self.bytes + bytes.len() > BYTES {
            return self.leave_out(path, LeftOutWhy::TooMany);
        }
        self.bytes += bytes.len();
        self.tried.insert(path.as_str().to_owned());
        self.project.files.insert(path, RawFile { bytes: bytes.into() });
    }

    /// Notes why a wanted file is not there.
    pub(super) fn leave_out(&mut self, path: RelPath, why: LeftOutWhy) {
        self.tried.insert(path.as_str().to_owned());
        self.project.left_out.push(LeftOut { path, why });
    }

    /// What is wanted next, as far as it is known by now.
    pub(super) fn wants(&mut self, options: &GitLabOptions, references: &[FileRef]) -> Vec<Ask> {
        let mut asks = Vec::new();
        for folder in std::mem::take(&mut self.unlisted) {
            self.ask_for_folder(&folder, &mut asks);
        }
        let globs = references.iter().filter(|reference| is_glob(&reference.path)).take(GLOBS);
        let globs: Vec<&str> = globs.map(|reference| reference.path.as_str()).collect();
        for pattern in globs.into_iter().chain(options.files.iter().map(String::as_str)) {
            self.ask_for_folder(wanted::literal_folder(pattern), &mut asks);
        }
        let paths = self.wanted_paths(options, references).into_iter();
        let (images, texts): (Vec<RelPath>, Vec<RelPath>) =
            paths.partition(|path| options.limit_of(path) == Limit::Image);
        if options.sends_bytes {
            asks.push(Ask::Bytes(images.iter().map(ToString::to_string).collect()));
        } else {
            let whole = |path| Whole { limit: Limit::Image.bytes(&options.limits), path };
            self.whole.extend(images.into_iter().map(whole));
        }
        asks.push(Ask::Text(texts.iter().map(ToString::to_string).collect()));
        asks.retain(|ask| !ask.is_empty());
        asks
    }

    /// The files that are wanted and were not asked for; they count as asked for from now on.
    pub(super) fn wanted_paths(
        &mut self,
        options: &GitLabOptions,
        references: &[FileRef],
    ) -> Vec<RelPath> {
        let mut named: BTreeSet<RelPath> = BTreeSet::new();
        let mut globs = GlobSetBuilder::new();
        for reference in references {
            let Some(path) = RelPath::new(&reference.path) else { continue };
            if !is_glob(path.as_str()) {
                named.insert(path);
            } else if let Ok(glob) = wanted::glob(&wanted::without_classes(path.as_str())) {
                globs.add(glob);
            }
        }
        let globs = globs.build().unwrap_or_else(|_| GlobSet::empty());
        let mut wanted: BTreeSet<RelPath> = named
            .iter()
            .filter(|path| !self.knows(path) && !self.tried.contains(path.as_str()))
            .cloned()
            .collect();
        let mut links = Vec::new();
        for (path, is_file) in &self.entries {
            let is_wanted = options.wants(path).is_some()
                || named.contains(path)
                || globs.is_match(path.as_str());
            if !is_wanted || self.tried.contains(path.as_str()) {
                continue;
            }
            if *is_file {
                wanted.insert(path.clone());
            } else {
                links.push(path.clone());
            }
        }
        for path in links {
            self.leave_out(path, LeftOutWhy::NotAFile);
        }
        self.has_asked(wanted.iter().map(RelPath::as_str));
        wanted.into_iter().collect()
    }

    /// Whether it is known if there is such a file.
    fn knows(&self, path: &RelPath) -> bool {
        let path = path.as_str();
        self.is_listed(path) || (self.is_root_listed && !path.contains('/'))
    }

    /// Asks for a folder that was not listed yet.
    fn ask_for_folder(&mut self, folder: &str, asks: &mut Vec<Ask>) {
        if !self.is_listed(folder) {
            self.listed.insert(folder.to_owned());
            asks.push(Ask::Folder(folder.to_owned()));
        }
    }

    /// The project, with what was left out in order.
    pub(super) fn finish(mut self) -> Project {
        self.project.left_out.sort_by(|a, b| a.path.cmp(&b.path));
        self.project
    }
}

fn is_glob(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// A file of an answer.
enum Blob {
    Bytes(Vec<u8>),
    LeftOut(LeftOutWhy),
    /// It is not text, or longer than GraphQL sends.
    Elsewhere,
}

fn bytes_of(row: &Value, limit: u64) -> Blob {
    let mode = row.get("mode").and_then(Value::as_str).unwrap_or_default();
    if matches!(mode, "120000" | "160000") {
        return Blob::LeftOut(LeftOutWhy::NotAFile);
    }
    if row.get("lfsOid").is_some_and(Value::is_string) {
        return Blob::LeftOut(LeftOutWhy::Lfs);
    }
    // A number that JSON could not hold comes as text.
    let size = row.get("size").and_then(|size| match size {
        Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    });
    if let Some(size) = size.filter(|size| *size > limit) {
        return Blob::LeftOut(LeftOutWhy::TooLarge { size, limit });
    }
    let text = row.get("rawTextBlob").and_then(Value::as_str);
    let bytes = match (text, row.get("base64EncodedBlob").and_then(Value::as_str)) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(base64)) => base64::decode(base64),
        (None, None) => None,
    };
    match bytes {
        Some(bytes) if size.is_none_or(|size| size <= CUT_AT || bytes.len() as u64 >= size) => {
            Blob::Bytes(bytes)
        }
        _ => Blob::Elsewhere,
    }
}

/// The wanted files of a release, as GraphQL sends them.
pub(super) fn version_files(row: &Value, options: &GitLabOptions) -> Vec<(RelPath, RawFile)> {
    let rows = row.get("blobs").map(wire::rows).into_iter().flatten();
    rows.filter_map(|row| {
        let path = RelPath::new(&wire::text(row, "path")?)?;
        match bytes_of(row, options.limit_of(&path).bytes(&options.limits)) {
            Blob::Bytes(bytes) => Some((path, RawFile { bytes: bytes.into() })),
            Blob::LeftOut(_) | Blob::Elsewhere => None,
        }
    })
    .collect()
}
