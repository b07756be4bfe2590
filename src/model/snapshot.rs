//! The raw bytes and facts of one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, RelPath, Timestamp};

/// Everything that was read, sorted, not yet understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Snapshot {
    /// When the reading ended; none for directories without `SOURCE_DATE_EPOCH`.
    pub taken: Option<Timestamp>,
    /// Groups by path, parents before children.
    pub groups: Vec<Group>,
    /// Projects by path.
    pub projects: Vec<Project>,
    /// What the source noticed: what was left out, settings that it could not use. Kept with the rest, so
    /// that a portal built from a stored snapshot reports the same.
    pub findings: Vec<Diagnostic>,
    /// How much was left out because the readers of the portal may not see it.
    pub withheld: Withheld,
    /// Whom it was read for: nobody who sees less may be shown it.
    pub audience: Visibility,
}

/// What was left out because it is less visible than the portal: counts only, since a name would tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Withheld {
    /// Whole projects.
    pub projects: usize,
    /// Repositories of projects that are shown.
    pub repositories: usize,
    /// Other features (releases, pipelines, merge requests) of projects that are shown.
    pub features: usize,
}

impl Withheld {
    /// Both together.
    pub(crate) fn plus(self, other: Withheld) -> Withheld {
        Withheld {
            projects: self.projects + other.projects,
            repositories: self.repositories + other.repositories,
            features: self.features + other.features,
        }
    }
}

/// A project's place in [`Snapshot::projects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ProjectIndex(pub u32);

impl Snapshot {
    /// The project at this place.
    pub(crate) fn project(&self, index: ProjectIndex) -> &Project {
        &self.projects[index.0 as usize]
    }

    /// All projects with their places.
    pub(crate) fn indexed(&self) -> impl Iterator<Item = (ProjectIndex, &Project)> {
        self.projects.iter().enumerate().map(|(at, project)| (ProjectIndex(at as u32), project))
    }
}

/// A GitLab group or subgroup, or the folder that stands for one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Group {
    /// `acme/payments`.
    pub path: String,
    /// The name people see, when it differs from the path's last part.
    pub name: Option<String>,
    /// What the group says of itself.
    pub description: Option<String>,
    /// Where it lives.
    pub web_url: Option<String>,
    /// The people in it, if they were asked for.
    #[serde(default)]
    pub members: Vec<Member>,
}

/// How much of the world may see a project. Ordered from the least to the most visible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Visibility {
    /// Members only.
    #[default]
    Private,
    /// Everybody who is signed in.
    Internal,
    /// Everybody.
    Public,
}

/// One project: its facts and the files we wanted of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Project {
    /// GitLab's number, which survives renames.
    pub id: Option<u64>,
    /// The whole path, `acme/payments/checkout`.
    pub path: String,
    /// The name people see, when it differs from the path's last part.
    pub name: Option<String>,
    /// What it says of itself.
    pub description: Option<String>,
    /// Topics.
    pub topics: Vec<String>,
    /// Who may see it.
    pub visibility: Visibility,
    /// No longer worked on.
    pub archived: bool,
    /// The branch that counts.
    pub default_branch: Option<String>,
    /// Where it lives on GitLab (`https://gitlab.example.com/acme/payments/checkout`).
    pub web_url: Option<String>,
    /// The commit that was read; none for a repository without commits.
    pub head: Option<Head>,
    /// Share of each language in per cent, largest first.
    pub languages: Vec<(String, f64)>,
    /// Releases, newest first.
    pub releases: Vec<Release>,
    /// People with access, as far as known.
    pub members: Vec<Member>,
    /// The latest pipeline of the default branch.
    pub pipeline: Option<PipelineRun>,
    /// Open merge requests, when counted.
    pub open_merge_requests: Option<u32>,
    /// The path of every file when the repository was listed whole; what a link may name. None if there
    /// were more than are listed.
    pub tree: Option<BTreeSet<RelPath>>,
    /// The wanted files.
    #[serde(skip)]
    pub files: BTreeMap<RelPath, RawFile>,
    /// Wanted files that were not read, and why.
    pub left_out: Vec<LeftOut>,
    /// Files that something refers to and that are known not to be there, where `tree` does not tell.
    #[serde(default)]
    pub absent: BTreeSet<RelPath>,
    /// Whether there is a repository to read.
    #[serde(default)]
    pub repository: Repository,
    /// Set when this run could not read the project and the content of an earlier one stands in.
    #[serde(default)]
    pub stale: Option<Stale>,
    /// Whether it publishes its components in the CI/CD catalog.
    #[serde(default)]
    pub is_catalog_resource: bool,
    /// Where it runs, if that was asked for.
    #[serde(default)]
    pub environments: Vec<Environment>,
    /// The wanted files of its releases, in the order of `releases`; only for what has versions of its own.
    #[serde(skip)]
    pub versions: Vec<Version>,
}

impl Project {
    /// The last part of the path.
    pub(crate) fn slug(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, last)| last)
    }

    /// The path of the group that holds the project; empty at the top.
    pub(crate) fn group(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(group, _)| group)
    }

    /// A wanted file as text, if it was read and is UTF-8.
    pub(crate) fn text(&self, path: &RelPath) -> Option<&str> {
        std::str::from_utf8(&self.files.get(path)?.bytes).ok()
    }

    /// Where a file can be seen on GitLab at the commit that was read.
    pub(crate) fn blob_url(&self, path: &RelPath) -> Option<String> {
        self.file_url("blob", path)
    }

    /// Where a folder can be seen on GitLab at the commit that was read.
    pub(crate) fn tree_url(&self, path: &RelPath) -> Option<String> {
        self.file_url("tree", path)
    }

    fn file_url(&self, view: &str, path: &RelPath) -> Option<String> {
        let web_url = self.web_url.as_deref()?.trim_end_matches('/');
        let commit = &self.head.as_ref()?.sha;
        let mut url = url::Url::parse(web_url).ok()?;
        url.path_segments_mut().ok()?.extend(["-", view, commit]).extend(path.parts());
        Some(url.into())
    }
}

/// Whether a project has a repository that can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Repository {
    /// There is one.
    #[default]
    Readable,
    /// It has no commits, or none on its default branch.
    Empty,
    /// The readers of the portal may not see it.
    Withheld,
    /// The token may not see it.
    NoAccess,
    /// This run could not read it, and no earlier one did.
    Unread,
}

/// Content of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stale {
    /// When the content was last known to be current.
    pub since: Timestamp,
    /// Why this run could not read it.
    pub cause: String,
}

/// A place where a project runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Environment {
    /// `production`.
    pub name: String,
    /// GitLab's word in lower case: `production`, `staging`, `testing`, `development`, `other`.
    pub tier: Option<String>,
    /// Where it can be reached.
    pub url: Option<String>,
    /// The last successful deployment.
    pub deployment: Option<Deployment>,
}

/// What runs in an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deployment {
    /// The branch or tag.
    pub ref_name: Option<String>,
    /// The commit.
    pub sha: Option<String>,
    /// When it was done.
    pub finished_at: Option<Timestamp>,
}

/// Wanted files as they were at one release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The release's tag.
    pub tag: String,
    /// The commit of the tag.
    pub sha: Option<String>,
    /// The files.
    pub files: BTreeMap<RelPath, RawFile>,
}

/// The commit that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// 40 hexadecimal digits; 64 in a repository of SHA-256.
    pub sha: String,
    /// When it was committed.
    pub committed_at: Option<Timestamp>,
}

/// One release or tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Release {
    /// The tag.
    pub tag: String,
    /// Its title, when it has one.
    pub name: Option<String>,
    /// When it was released.
    pub released_at: Option<Timestamp>,
}

/// A person's role in a project. Ordered from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Access {
    /// May read.
    Guest,
    /// May read code.
    Reporter,
    /// May push branches.
    Developer,
    /// May push to protected branches.
    Maintainer,
    /// May do everything.
    Owner,
}

/// A person with access to a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Member {
    /// The GitLab user name.
    pub username: String,
    /// The person's name.
    pub name: Option<String>,
    /// What they may do.
    pub access: Access,
}

/// The latest pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PipelineRun {
    /// GitLab's word: `success`, `failed`, `running`, `canceled`, …
    pub status: String,
    /// The branch or tag.
    pub ref_name: Option<String>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// The bytes of one file, shared rather than copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawFile {
    /// What the file holds.
    pub bytes: Arc<[u8]>,
}

/// A wanted file that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftOut {
    /// Which.
    pub path: RelPath,
    /// Why.
    pub why: LeftOutWhy,
}

/// Why a wanted file was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeftOutWhy {
    /// Larger than its limit; both in bytes.
    TooLarge {
        /// Its size.
        size: u64,
        /// What it may have.
        limit: u64,
    },
    /// A symbolic link, a device, a pipe or a socket.
    NotAFile,
    /// Kept in Git LFS: the repository holds a pointer only.
    Lfs,
    /// The system's own message.
    Unreadable(String),
    /// The project has more files than are read.
    TooMany,
}

/// Folders of tools, whose content nobody wrote: no source lists them.
pub(crate) const UNLISTED: &[&str] = &[".git", "node_modules", ".venv", "target", "vendor"];

/// Whether a file may be there although no tree shows it.
pub(crate) fn is_unlisted(path: &RelPath) -> bool {
    path.parts().any(|part| UNLISTED.contains(&part))
}

/// A file that another file refers to, to be fetched in the next round.
///
/// `path` may hold `*` and `?` (a Location's glob); the source expands it over the repository's tree, but not over
/// another project's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileRef {
    /// The path of the project that holds the file, if it is another one of the same source.
    pub project: Option<String>,
    /// The path or glob within the repository.
    pub path: String,
}
