//! Markdown files that become pages, or parts of pages.

use crate::base::RelPath;

/// A text that is read as a page, nearly always Markdown; it stays in the snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doc {
    /// The file in the project.
    pub path: RelPath,
    /// The title that the navigation gives it; else its first heading counts.
    pub title: Option<String>,
    /// Headings of the navigation above it.
    pub section: Vec<String>,
    /// The folder whose documentation it is part of: the root, or one below it that holds a
    /// descriptor or is named by `backstage.io/techdocs-ref: dir:…`.
    pub root: RelPath,
    /// Whether the text is Markdown; else it is shown as it is.
    pub markdown: bool,
}
