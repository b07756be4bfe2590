//! CI/CD components: what `templates/` offers to other pipelines.

use std::collections::BTreeMap;
use std::ops::Range;

use super::CiFile;
use crate::base::{RelPath, Timestamp};

/// One component.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CiComponent {
    /// The name by which it is included.
    pub name: String,
    /// The file in the project.
    pub path: RelPath,
    /// What it says of itself, in a sentence or two.
    pub description: Option<String>,
    /// The file as it stands on the default branch.
    pub file: CiFile,
    /// The part of the README that is about it.
    pub section: Option<Section>,
    /// Set when nobody should begin to use it.
    pub deprecation: Option<Deprecation>,
    /// Its versions, newest first in semantic order; those that are no versions come last, in the order of the releases.
    pub versions: Vec<ComponentVersion>,
}

/// A component as it was at a release.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ComponentVersion {
    /// The release's tag.
    pub tag: String,
    /// The commit of the tag.
    pub sha: Option<String>,
    /// When it was released.
    pub released_at: Option<Timestamp>,
    /// The file as it was then; none if that release's files were not read.
    pub file: Option<CiFile>,
}

/// A part of a Markdown file: a heading and all below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Section {
    /// The file.
    pub path: RelPath,
    /// Its bytes below the heading, up to the next one of the same level or above.
    pub bytes: Range<usize>,
}

/// What its authors say of a component that is on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deprecation {
    /// Why, or until when.
    pub message: Option<String>,
    /// What to use instead: `project/path/name`, `name` of the same project, or a URL.
    pub replacement: Option<String>,
}

/// Which of a project's components are on their way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deprecations {
    /// All of them, those apart of which something else is said.
    pub all: Option<Deprecation>,
    /// By name; none is one that stays.
    pub by_name: BTreeMap<String, Option<Deprecation>>,
}
