//! The world, outward: files become a directory, all of them or none.
//!
//! In: a stream of `(RelPath, bytes)`, each path once. Out: a staged tree that takes the place of the
//! last one in a single step. Files that are the same stay the very same files; files that we did not
//! write are carried over untouched. Knows nothing of pages, HTML or entities.

mod guard;
mod kept;
mod manifest;
mod memory;
mod stage;

pub(crate) use guard::{Shrink, check_shrink};
pub(crate) use kept::KeptIndex;
pub(crate) use manifest::Manifest;
pub(crate) use memory::{recall, remember};
pub(crate) use stage::Stage;

use std::path::PathBuf;

use thiserror::Error;

/// Why a site was not published.
#[derive(Debug, Error)]
pub(crate) enum SiteError {
    /// The system refused.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's own words.
        source: std::io::Error,
    },
    /// The output holds files of somebody else.
    #[error(
        "`{}` holds files that portolan did not write (`{example}`, for one); name an empty folder with `--output`",
        path.display()
    )]
    Foreign {
        /// The output folder.
        path: PathBuf,
        /// One of the files.
        example: String,
    },
    /// The folder for the index holds something else.
    #[error(
        "`{}` holds what is no search index (`{example}`, for one); name an empty folder with `--keep-index`",
        path.display()
    )]
    NoIndex {
        /// The folder.
        path: PathBuf,
        /// What else it holds.
        example: String,
    },
    /// The output is a link or a file.
    #[error("`{}` is not a folder; name a folder with `--output`", path.display())]
    NotAFolder {
        /// The output.
        path: PathBuf,
    },
    /// A path was written twice: a defect of ours.
    #[error("`{0}` was written twice")]
    Twice(String),
    /// A staged file is not what was written.
    #[error("`{0}` changed while it was staged")]
    Damaged(String),
    /// Too much would vanish.
    #[error(
        "{what} went from {before} to {now}, more than the {limit} % that may vanish at once; look at the source, or accept it with `--accept-shrink`"
    )]
    Shrunk {
        /// `projects` or `entities`.
        what: &'static str,
        /// How many there were.
        before: usize,
        /// How many there are.
        now: usize,
        /// Per cent.
        limit: u8,
    },
}

impl SiteError {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> SiteError {
        let path = path.into();
        move |source| SiteError::Io { path, source }
    }

    /// Whether a guard refused, rather than the system.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            SiteError::Foreign { .. }
                | SiteError::NoIndex { .. }
                | SiteError::NotAFolder { .. }
                | SiteError::Shrunk { .. }
        )
    }
}

#[cfg(test)]
mod tests;
