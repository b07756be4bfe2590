//! Commits by their names, loose or packed.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::bufread::ZlibDecoder;

use super::{LINE, ObjectId, disk, pack, text};

/// The most bytes of a commit, packed or not. Commits are a few hundred bytes.
pub(super) const LARGEST: u64 = 1 << 20;

/// The most places that alternates may name.
const PLACES: usize = 16;

/// Where a repository keeps its objects.
pub(super) struct Objects {
    folders: Vec<PathBuf>,
}

impl Objects {
    /// The objects of a repository, with those it borrows from others.
    pub(super) fn of(common: &Path) -> Objects {
        let mut folders = vec![common.join("objects")];
        let mut next = 0;
        while next < folders.len() {
            let folder = folders[next].clone();
            next += 1;
            let alternates = text(&folder.join("info/alternates"), LINE).unwrap_or_default();
            for line in alternates.lines().filter(|line| !line.is_empty()) {
                let place = folder.join(line);
                if folders.len() < PLACES && !folders.contains(&place) {
                    folders.push(place);
                }
            }
        }
        Objects { folders }
    }

    /// Returns the content of a commit.
    pub(super) fn commit(&self, id: &ObjectId) -> Option<Vec<u8>> {
        let loose = self.folders.iter().find_map(|folder| loose(folder, id));
        loose.or_else(|| self.folders.iter().find_map(|folder| pack::commit(folder, id)))
    }
}

/// A loose object is `commit <size>`, a zero and the content, deflated.
fn loose(folder: &Path, id: &ObjectId) -> Option<Vec<u8>> {
    let (first, rest) = id.0.split_at(2);
    let deflated = disk::read(&folder.join(first).join(rest), LARGEST).ok()?;
    let mut object = inflate(deflated.as_slice(), LARGEST)?;
    let end = object.iter().position(|byte| *byte == 0)?;
    let size = std::str::from_utf8(object[..end].strip_prefix(b"commit ")?).ok()?;
    let size: usize = size.parse().ok()?;
    let content = object.split_off(end + 1);
    (content.len() == size).then_some(content)
}

/// Returns what a zlib stream holds, if that is at most `limit` bytes.
pub(super) fn inflate(deflated: impl std::io::BufRead, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(deflated).take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}
