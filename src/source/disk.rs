//! Folders and files as they lie on disk: one pass over a folder, and reads that cannot follow a link,
//! wait on a pipe or exceed a limit.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::model::LeftOutWhy;

/// More names than any folder that people made; a folder with more is not read at all, since which of
/// them came first would depend on the file system.
const MOST_NAMES: usize = 200_000;

/// What a name in a folder stands for, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever it leads to.
    Link,
    /// A pipe, a socket or a device.
    Other,
}

/// One name in a folder.
#[derive(Debug)]
pub(super) struct Entry {
    /// The name, without slashes.
    pub(super) name: String,
    /// What it stands for.
    pub(super) sort: Sort,
}

/// What a folder holds, by name.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The entries in the order of their names.
    pub(super) entries: Vec<Entry>,
    /// Names that no path of ours can hold (not UTF-8, or with a backslash), made readable.
    pub(super) unnameable: Vec<String>,
}

impl Listing {
    /// The entry of this name.
    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
        Some(&self.entries[at])
    }
}

/// Lists a folder in one pass.
pub(super) fn list(folder: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for (count, entry) in std::fs::read_dir(folder)?.enumerate() {
        if count >= MOST_NAMES {
            return Err(io::Error::other(format!("the folder holds more than {MOST_NAMES} names")));
        }
        let entry = entry?;
        let kind = entry.file_type()?;
        let sort = if kind.is_symlink() {
            Sort::Link
        } else if kind.is_dir() {
            Sort::Folder
        } else if kind.is_file() {
            Sort::File
        } else {
            Sort::Other
        };
        match entry.file_name().into_string() {
            Ok(name) if !name.contains('\\') => listing.entries.push(Entry { name, sort }),
            Ok(name) => listing.unnameable.push(name.replace('\\', "\u{fffd}")),
            Err(name) => {
                listing.unnameable.push(name.to_string_lossy().replace('\\', "\u{fffd}"));
            }
        }
    }
    listing.entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    listing.unnameable.sort_unstable();
    Ok(listing)
}

/// Reads a regular file of at most `limit` bytes whole; never follows a link, never waits.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, LeftOutWhy> {
    let (file, size) = open(path)?;
    if size > limit {
        return Err(LeftOutWhy::TooLarge { size, limit });
    }
    // One byte more than the size, so that the read that finds the end needs no second buffer.
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| LeftOutWhy::Unreadable(error.to_string()))?;
    let size = bytes.len() as u64;
    if size > limit {
        // The file grew while it was read.
        return Err(LeftOutWhy::TooLarge { size, limit });
    }
    Ok(bytes)
}

/// Opens a regular file with its size; anything else is [`LeftOutWhy::NotAFile`].
pub(super) fn open(path: &Path) -> Result<(File, u64), LeftOutWhy> {
    let file = open_without_links(path).map_err(|error| match error.raw_os_error() {
        Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => LeftOutWhy::NotAFile,
        _ => LeftOutWhy::Unreadable(error.to_string()),
    })?;
    let metadata = file.metadata().map_err(|error| LeftOutWhy::Unreadable(error.to_string()))?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(LeftOutWhy::NotAFile) }
}

/// The listing already said that this is a file; the flags hold should it have been exchanged since.
fn open_without_links(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}
