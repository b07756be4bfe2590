//! Why a source cannot go on.

use std::io;
use std::path::PathBuf;

/// A failure of the source or of a stored snapshot; what is wrong within a project is a finding instead.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// The directory that the configuration names is not there or may not be read.
    #[error("directory `{}` cannot be read: {error}", path.display())]
    Directory {
        /// The directory as it was given.
        path: PathBuf,
        /// The system's own words.
        error: io::Error,
    },
    /// The configuration names a file where a directory is meant.
    #[error("`{}` is not a directory", path.display())]
    NotADirectory {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A pattern of wanted files cannot be used.
    #[error("`{pattern}` is not a pattern of files: {error}")]
    Pattern {
        /// The pattern as it was given.
        pattern: String,
        /// What is wrong with it.
        error: globset::Error,
    },
    /// The file of a stored snapshot is not there or may not be read.
    #[error("snapshot `{}` cannot be read: {error}", path.display())]
    SnapshotUnreadable {
        /// The file as it was given.
        path: PathBuf,
        /// The system's own words.
        error: io::Error,
    },
    /// The snapshot could not be written.
    #[error("the snapshot cannot be written: {error}")]
    SnapshotUnwritable {
        /// The system's own words.
        error: io::Error,
    },
    /// A stored snapshot is not what was written.
    #[error("the snapshot is damaged: {what}")]
    SnapshotDamaged {
        /// Which part, and how that shows.
        what: String,
    },
    /// A stored snapshot was written by a later version of the program.
    #[error("the snapshot is of schema {found}; this program reads schema {known}")]
    SnapshotNewer {
        /// The schema of the file.
        found: u64,
        /// The schema we write.
        known: u64,
    },
}
