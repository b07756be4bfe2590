//! Markdown files that become pages, or parts of pages.

use crate::base::RelPath;

/// A Markdown source; its text stays in the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doc {
    /// The file in the project.
    pub path: RelPath,
    /// The title that the navigation gives it; else its first heading counts.
    pub title: Option<String>,
    /// Headings of the navigation above it.
    pub section: Vec<String>,
}
