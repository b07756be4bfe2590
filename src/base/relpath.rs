//! Paths that cannot leave their root.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A relative path with forward slashes: no `.`, no `..`, no empty part, no NUL, never absolute.
///
/// The empty path is the root itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct RelPath(String);

impl RelPath {
    /// Returns the root.
    pub(crate) fn root() -> RelPath {
        RelPath::default()
    }

    /// Returns the path, normalised, or nothing if it is absolute or leaves the root.
    pub(crate) fn new(path: &str) -> Option<RelPath> {
        RelPath::root().join(path)
    }

    /// Resolves `path` against this folder; nothing if the result would leave the root.
    pub(crate) fn join(&self, path: &str) -> Option<RelPath> {
        if path.starts_with('/') || path.contains(['\0', '\\']) {
            return None;
        }
        let mut parts: Vec<&str> = self.parts().collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(RelPath(parts.join("/")))
    }

    /// The parts between the slashes; none for the root.
    pub(crate) fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// The folder that holds this path; the root for the root.
    pub(crate) fn parent(&self) -> RelPath {
        RelPath(self.0.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned())
    }

    /// The last part.
    pub(crate) fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The part of the name behind its last dot, in lower case; empty if there is none.
    pub(crate) fn extension(&self) -> String {
        self.name().rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase())
    }

    /// The whole path.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the relative link that leads from the page at this path to `target`.
    pub(crate) fn link_to(&self, target: &RelPath) -> String {
        let here = self.parent();
        let from: Vec<&str> = here.parts().collect();
        let to: Vec<&str> = target.parts().collect();
        let folders = to.len().saturating_sub(1);
        let common = from.iter().zip(&to[..folders]).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(from.len() - common);
        link.push_str(&to[common..].join("/"));
        link
    }
}

impl TryFrom<String> for RelPath {
    type Error = String;

    fn try_from(path: String) -> Result<RelPath, String> {
        RelPath::new(&path).ok_or_else(|| format!("`{path}` leaves its root"))
    }
}

impl From<RelPath> for String {
    fn from(path: RelPath) -> String {
        path.0
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
