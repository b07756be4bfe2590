//! One project while it is being read: what is known of its tree, what was fetched, and what is wanted next.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobSet, GlobSetBuilder};
use serde_json::Value;

use super::query::Ask;
use super::{GitLabOptions, wire};
use crate::base::RelPath;
use crate::model::{FileRef, LeftOut, LeftOutWhy, Project, RawFile, Repository};
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

/// How many folders of the root an answer lists at most.
const FOLDERS: usize = 100;

/// How the pointer begins that stands in the repository for a file that is kept elsewhere.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

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
    /// Whether the usual files were read.
    pub has_usual: bool,
    /// Whether its releases were read.
    pub has_versions: bool,
    /// Whether something was asked for that has not come yet.
    pub is_waiting: bool,
    /// What its tree holds as far as it was listed; whether it is a regular file.
    entries: BTreeMap<RelPath, bool>,
    /// Folders that are listed whole, with all below them.
    listed: BTreeSet<String>,
    /// Whether every file that stands at the root is known.
    is_root_listed: bool,
    /// Folders that stand at the root.
    folders: BTreeSet<String>,
    /// Folders that hold more than one answer lists.
    pub long: Vec<String>,
    /// Paths that were asked for.
    tried: BTreeSet<String>,
    /// Paths that files of the same repository refer to.
    referred: BTreeSet<RelPath>,
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
            has_usual: false,
            has_versions: false,
            is_waiting: false,
            entries: BTreeMap::new(),
            listed: BTreeSet::new(),
            is_root_listed: false,
            folders: BTreeSet::new(),
            long: Vec::new(),
            tried: BTreeSet::new(),
            referred: BTreeSet::new(),
            whole: Vec::new(),
            bytes: 0,
        }
    }

    /// Forgets all that was read, so that nothing of it is mixed with what another way brings.
    pub(super) fn begin_again(&mut self) {
        let facts = std::mem::take(&mut self.project);
        let project = Project { files: BTreeMap::new(), left_out: Vec::new(), ..facts };
        *self = Reading::new(project);
    }

    /// Whether there is something to read and nothing has gone wrong yet.
    pub(super) fn is_readable(&self) -> bool {
        self.failed.is_none() && self.project.repository == Repository::Readable
    }

    /// Whether something is to be had by REST alone.
    pub(super) fn is_unsettled(&self) -> bool {
        !self.long.is_empty() || !self.whole.is_empty()
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

    /// Notes what files of the same repository refer to.
    pub(super) fn has_referred(&mut self, references: &[FileRef]) {
        let named = references.iter().filter(|reference| !is_glob(&reference.path));
        self.referred.extend(named.filter_map(|reference| RelPath::new(&reference.path)));
    }

    /// Notes that GitLab has said of these paths all that it will: what did not come is not there, or not to be had whole.
    pub(super) fn has_answered(&mut self, paths: &[String]) {
        let whole: BTreeSet<&RelPath> = self.whole.iter().map(|whole| &whole.path).collect();
        let named = paths.iter().filter_map(|path| RelPath::new(path));
        self.referred.extend(named.filter(|path| !whole.contains(path)));
    }

    /// Takes what GitLab says a folder holds with all below it; one that holds more than it lists is noted.
    ///
    /// None if that cannot be told from the answer; a null says that there is no such folder.
    pub(super) fn take_folder(&mut self, folder: &str, tree: Option<&Value>) -> Option<()> {
        let tree = tree?;
        if !tree.is_null() && self.take_entries(tree)? {
            self.long.push(folder.to_owned());
        }
        self.listed.insert(folder.to_owned());
        Some(())
    }

    /// Takes what GitLab says stands at the root; none if that cannot be told from the answer.
    pub(super) fn take_root(&mut self, tree: Option<&Value>) -> Option<()> {
        let tree = tree?;
        let has_more = self.take_entries(tree)?;
        let folders = wire::all_rows(tree.get("trees"))?;
        if has_more || folders.len() >= FOLDERS {
            self.long.push(String::new());
        }
        self.is_root_listed = true;
        self.folders = folders.iter().filter_map(|row| wire::text(row, "path")).collect();
        Some(())
    }

    /// Takes the files of a tree; returns whether there are more.
    fn take_entries(&mut self, tree: &Value) -> Option<bool> {
        let blobs = tree.get("blobs")?;
        for row in wire::all_rows(Some(blobs))? {
            self.take_entry(row)?;
        }
        blobs.get("pageInfo")?.get("hasNextPage")?.as_bool()
    }

    /// Takes an entry of a tree, from GraphQL or REST; none if it is not one.
    pub(super) fn take_entry(&mut self, row: &Value) -> Option<()> {
        let (path, mode) = (wire::text(row, "path")?, wire::text(row, "mode")?);
        // A name that no path of ours can hold is none that anybody wants.
        if let Some(path) = RelPath::new(&path) {
            self.entries.insert(path, !matches!(mode.as_str(), "120000" | "160000"));
        }
        Some(())
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

    /// Takes files as GraphQL sends them, of which `is_wanted` says whether they were asked for; none if they are none.
    pub(super) fn take_blobs(
        &mut self,
        repository: &Value,
        options: &GitLabOptions,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<()> {
        for row in wire::all_rows(repository.get("blobs"))? {
            let path = wire::text(row, "path")?;
            let Some(path) = RelPath::new(&path).filter(|_| is_wanted(&path)) else { continue };
            let limit = options.limit_of(&path).bytes(&options.limits);
            match bytes_of(row, limit)? {
                Blob::Bytes(bytes) => self.take_file(path, bytes),
                Blob::LeftOut(why) => self.leave_out(path, why),
                Blob::Elsewhere => self.whole.push(Whole { path, limit }),
            }
        }
        Some(())
    }

    /// Takes the bytes of a file.
    pub(super) fn take_file(&mut self, path: RelPath, bytes: Vec<u8>) {
        if bytes.starts_with(LFS_POINTER) {
            return self.leave_out(path, LeftOutWhy::Lfs);
        }
        if self.bytes + bytes.len() > BYTES {
            return self.leave_out(path, LeftOutWhy::TooMany);
        }
        self.bytes += bytes.len();
        self.tried.insert(path.as_str().to_owned());
        self.project.files.insert(path, RawFile { bytes: bytes.into() });
    }

    /// Asks one by one for what GraphQL did not hand over.
    pub(super) fn ask_singly(&mut self, ask: &Ask, options: &GitLabOptions) {
        match ask {
            Ask::Folder(folder) => self.long.push(folder.clone()),
            Ask::Text(paths) | Ask::Bytes(paths) => {
                for path in paths.iter().filter_map(|path| RelPath::new(path)) {
                    let limit = options.limit_of(&path).bytes(&options.limits);
                    self.whole.push(Whole { path, limit });
                }
            }
        }
    }

    /// Asks one by one for files that are listed, were asked for and did not come.
    fn ask_for_missed(&mut self, options: &GitLabOptions) {
        let left_out: BTreeSet<&RelPath> =
            self.project.left_out.iter().map(|left_out| &left_out.path).collect();
        let files = self.entries.iter().filter(|(path, is_file)| {
            **is_file
                && self.tried.contains(path.as_str())
                && !self.project.files.contains_key(*path)
                && !left_out.contains(path)
        });
        let missed: Vec<String> = files.map(|(path, _)| path.to_string()).collect();
        self.ask_singly(&Ask::Text(missed), options);
    }

    /// Whether a file stands in a folder that was listed.
    pub(super) fn is_entry(&self, path: &RelPath) -> bool {
        self.entries.contains_key(path)
    }

    /// Notes why a wanted file is not there.
    pub(super) fn leave_out(&mut self, path: RelPath, why: LeftOutWhy) {
        self.tried.insert(path.as_str().to_owned());
        self.project.left_out.push(LeftOut { path, why });
    }

    /// What is wanted next, as far as it is known by now; `sends_bytes` if GraphQL hands over what is not text.
    pub(super) fn wants(
        &mut self,
        options: &GitLabOptions,
        sends_bytes: bool,
        references: &[FileRef],
    ) -> Vec<Ask> {
        self.ask_for_missed(options);
        let mut asks = Vec::new();
        for folder in RARE_FOLDERS {
            self.ask_for_folder(folder, &mut asks);
        }
        let globs = references.iter().filter(|reference| is_glob(&reference.path)).take(GLOBS);
        let globs: Vec<&str> = globs.map(|reference| reference.path.as_str()).collect();
        let configured = options.files.iter().chain(&options.patterns).map(String::as_str);
        // What stands at the root is known; only a pattern with a slash reaches below it.
        for pattern in globs.into_iter().chain(configured).filter(|pattern| pattern.contains('/')) {
            self.ask_for_folder(wanted::literal_folder(pattern), &mut asks);
        }
        let paths = self.wanted_paths(options, references).into_iter();
        let (images, texts): (Vec<RelPath>, Vec<RelPath>) =
            paths.partition(|path| options.limit_of(path) == Limit::Image);
        if sends_bytes {
            asks.push(Ask::Bytes(images.iter().map(ToString::to_string).collect()));
        } else {
            let whole = |path| Whole { limit: Limit::Image.bytes(&options.limits), path };
            self.whole.extend(images.into_iter().map(whole));
        }
        asks.push(Ask::Text(texts.iter().map(ToString::to_string).collect()));
        asks.retain(|ask| !ask.is_empty());
        self.is_waiting = !asks.is_empty() || !self.whole.is_empty();
        asks
    }

    /// The files that are wanted and were not asked for; they count as asked for from now on.
    pub(super) fn wanted_paths(
        &mut self,
        options: &GitLabOptions,
        references: &[FileRef],
    ) -> Vec<RelPath> {
        let (wanted, links) = self.still_wanted(options, references);
        for path in links {
            self.leave_out(path, LeftOutWhy::NotAFile);
        }
        self.has_asked(wanted.iter().map(RelPath::as_str));
        wanted.into_iter().collect()
    }

    /// The files that are wanted and were not asked for, and the links among them.
    pub(super) fn still_wanted(
        &self,
        options: &GitLabOptions,
        references: &[FileRef],
    ) -> (BTreeSet<RelPath>, Vec<RelPath>) {
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
        (wanted, links)
    }

    /// Whether it is known if there is such a file.
    fn knows(&self, path: &RelPath) -> bool {
        let path = path.as_str();
        self.is_listed(path) || (self.is_root_listed && !path.contains('/'))
    }

    /// Asks for a folder that was not listed yet.
    fn ask_for_folder(&mut self, folder: &str, asks: &mut Vec<Ask>) {
        let top = folder.split('/').next().unwrap_or_default();
        let may_exist = top.is_empty() || !self.is_root_listed || self.folders.contains(top);
        if may_exist && !self.is_listed(folder) {
            self.listed.insert(folder.to_owned());
            asks.push(Ask::Folder(folder.to_owned()));
        }
    }

    /// The project, with what was left out in order.
    pub(super) fn finish(mut self) -> Project {
        self.project.left_out.sort_by(|a, b| a.path.cmp(&b.path));
        let left_out: BTreeSet<&RelPath> =
            self.project.left_out.iter().map(|left_out| &left_out.path).collect();
        self.referred
            .retain(|path| !self.project.files.contains_key(path) && !left_out.contains(path));
        self.project.absent.append(&mut self.referred);
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

/// Reads a file of an answer; none if it does not say what sort of file it is, or how large.
fn bytes_of(row: &Value, limit: u64) -> Option<Blob> {
    let mode = wire::text(row, "mode")?;
    if matches!(mode.as_str(), "120000" | "160000") {
        return Some(Blob::LeftOut(LeftOutWhy::NotAFile));
    }
    if row.get("lfsOid").is_some_and(Value::is_string) {
        return Some(Blob::LeftOut(LeftOutWhy::Lfs));
    }
    // A number that JSON could not hold comes as text.
    let size: u64 = match row.get("size")? {
        Value::String(text) => text.parse().ok()?,
        number => number.as_u64()?,
    };
    if size > limit {
        return Some(Blob::LeftOut(LeftOutWhy::TooLarge { size, limit }));
    }
    let text = row.get("rawTextBlob").and_then(Value::as_str);
    let bytes = match (text, row.get("base64EncodedBlob").and_then(Value::as_str)) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(base64)) => base64::decode(base64),
        (None, None) => None,
    };
    Some(match bytes {
        Some(bytes) if size <= CUT_AT || bytes.len() as u64 >= size => Blob::Bytes(bytes),
        _ => Blob::Elsewhere,
    })
}

/// The wanted files of a release, as GraphQL sends them; none if the answer does not hold them.
pub(super) fn version_files(
    repository: &Value,
    options: &GitLabOptions,
) -> Option<Vec<(RelPath, RawFile)>> {
    let mut files = Vec::new();
    for row in wire::all_rows(repository.get("blobs"))? {
        let Some(path) = RelPath::new(&wire::text(row, "path")?) else { continue };
        let blob = bytes_of(row, options.limit_of(&path).bytes(&options.limits))?;
        if let Blob::Bytes(bytes) = blob {
            files.push((path, RawFile { bytes: bytes.into() }));
        }
    }
    Some(files)
}
