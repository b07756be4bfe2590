//! What we wrote last time: the files that are ours, and how to tell that they are untouched.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::base::{Digest, RelPath};

/// The files of one published site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// By path.
    pub files: BTreeMap<RelPath, FileRecord>,
}

/// One file as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    /// The hash of its bytes.
    pub digest: Digest,
    /// Its size.
    pub size: u64,
    /// When the system says it was written, in nanoseconds since 1970.
    pub modified: u64,
}

impl Manifest {
    /// Whether every file still stands below `root` with the size and time it was published with.
    pub(crate) fn is_untouched(&self, root: &Path) -> bool {
        self.files.iter().all(|(path, record)| record.is_untouched(&root.join(path.as_str())))
    }
}

impl FileRecord {
    /// Whether the file at `path` has the size and time it was published with.
    pub(super) fn is_untouched(&self, path: &Path) -> bool {
        let Ok(metadata) = path.symlink_metadata() else { return false };
        metadata.is_file() && metadata.len() == self.size && modified(&metadata) == self.modified
    }
}

/// The time of the last write in nanoseconds since 1970; 0 if the system does not tell.
pub(super) fn modified(metadata: &std::fs::Metadata) -> u64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}
