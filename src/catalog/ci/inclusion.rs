//! What following an include comes to.

use crate::base::{Place, RelPath};
use crate::model::{Include, ProjectIndex};

/// One include that the pipeline of a project comes to, directly or through what it includes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Inclusion {
    /// The inclusion whose file says this one, by its place in the same list; none for the project's own `.gitlab-ci.yml`.
    pub parent: Option<usize>,
    /// The project whose file says it.
    pub project: ProjectIndex,
    /// The file that says it.
    pub path: RelPath,
    /// What it says.
    pub include: Include,
    /// Where it leads.
    pub leads_to: LeadsTo,
    /// Which version it asks for, if it names a component or a file of another project.
    pub version: Option<VersionUse>,
}

/// Where an include leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LeadsTo {
    /// A file that was read.
    File {
        /// The project.
        project: ProjectIndex,
        /// The file.
        path: RelPath,
    },
    /// A component, by its place among those of its project.
    Component {
        /// The project.
        project: ProjectIndex,
        /// Which of the project's components.
        component: usize,
    },
    /// A file that is there, but whose content was not read: it is of another branch, or too large.
    Unread {
        /// The project.
        project: ProjectIndex,
        /// The file.
        path: RelPath,
    },
    /// Nothing: its project was read and holds no such file, component or version.
    Missing,
    /// Somewhere that was not crawled, a template of GitLab's, a file that a job makes, or a name with variables.
    Outside,
    /// A file through which one has come here.
    Cycle,
}

/// Which version an include asks for, and what that comes to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VersionUse {
    /// As written: what stands behind the `@`, or `ref`; empty if nothing does.
    pub asked: String,
    /// What sort of name that is.
    pub pin: Pin,
    /// The release that it comes to now, as far as known.
    pub resolved: Option<String>,
    /// How far that is behind the newest release.
    pub behind: Behind,
}

/// How firmly a version is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pin {
    /// A whole version or another tag: it does not move.
    Version,
    /// A commit.
    Commit,
    /// `1` or `1.2`: the newest release within.
    Range,
    /// `~latest`.
    Latest,
    /// A branch, or the default branch by not naming any.
    Branch,
    /// The commit that the pipeline runs on: a project that includes its own.
    Own,
    /// What a variable holds that only GitLab knows.
    Variable,
}

impl Pin {
    /// Whether a change of the component reaches the pipeline without anybody changing the pipeline, a range apart.
    pub(crate) fn is_floating(self) -> bool {
        matches!(self, Pin::Latest | Pin::Branch)
    }

    /// The word of data files and pages.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Pin::Version => "version",
            Pin::Commit => "commit",
            Pin::Range => "range",
            Pin::Latest => "latest",
            Pin::Branch => "branch",
            Pin::Own => "own",
            Pin::Variable => "variable",
        }
    }
}

/// How far a version is behind the newest release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Behind {
    /// It cannot be said.
    Unknown,
    /// It is the newest.
    Current,
    /// There are newer ones of the same major version.
    Minor,
    /// There is a newer major version.
    Major,
}

impl Behind {
    /// The word of data files and pages.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Behind::Unknown => "unknown",
            Behind::Current => "current",
            Behind::Minor => "minor",
            Behind::Major => "major",
        }
    }
}

/// One project that includes a component or file, at one version and by one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Usage {
    /// The project whose pipeline it is.
    pub user: ProjectIndex,
    /// Where the include stands: in the user's file, or in that of `through`.
    pub place: Place,
    /// The version asked for.
    pub version: VersionUse,
    /// The other project whose file or component includes it, if the user's own files do not.
    pub through: Option<ProjectIndex>,
}
