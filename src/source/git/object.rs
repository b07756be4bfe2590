//! Objects by their names, loose or packed.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::bufread::ZlibDecoder;

use super::pack::Packs;
use super::{LINE, ObjectId, disk, text};

/// The most bytes of a commit, a tag or a tree, packed or not. Commits are a few hundred bytes; a folder of this
/// size lists some 20,000 files.
pub(super) const LARGEST: u64 = 1 << 20;

/// The most bytes that are unpacked of one repository, with what looking for them costs.
const WORK: u64 = 256 << 20;

/// What looking for an object in one place costs, as if it were bytes.
const LOOK: u64 = 4 << 10;

/// The most places that alternates may name.
const PLACES: usize = 16;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl Kind {
    fn of_word(word: &[u8]) -> Option<Kind> {
        match word {
            b"commit" => Some(Kind::Commit),
            b"tree" => Some(Kind::Tree),
            b"blob" => Some(Kind::Blob),
            b"tag" => Some(Kind::Tag),
            _ => None,
        }
    }
}

/// An object without its header.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) content: Vec<u8>,
}

/// How much work is left: the bytes of every object on the way to those that are asked for count.
#[derive(Debug)]
pub(super) struct Budget(u64);

impl Budget {
    /// Takes work of this many bytes; none if there is not that much left.
    pub(super) fn spend(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.checked_sub(bytes)?;
        Some(())
    }

    /// Takes what one look into one place costs.
    pub(super) fn look(&mut self) -> Option<()> {
        self.spend(LOOK)
    }
}

/// Where a repository keeps its objects.
pub(in crate::source) struct Objects {
    folders: Vec<PathBuf>,
    /// None before the first object that is not loose.
    packs: Option<Packs>,
    budget: Budget,
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
        Objects { folders, packs: None, budget: Budget(WORK) }
    }

    /// Returns the content of an object of this kind and of at most `limit` bytes.
    pub(super) fn content(&mut self, id: &ObjectId, kind: Kind, limit: u64) -> Option<Vec<u8>> {
        let object = self.object(id, limit)?;
        (object.kind == kind).then_some(object.content)
    }

    /// Returns an object of at most `limit` bytes.
    pub(super) fn object(&mut self, id: &ObjectId, limit: u64) -> Option<Object> {
        for folder in &self.folders {
            self.budget.look()?;
            if let Some(object) = loose(folder, id, limit) {
                self.budget.spend(object.content.len() as u64)?;
                return Some(object);
            }
        }
        let packs = self.packs.get_or_insert_with(|| Packs::of(&self.folders));
        packs.object(id, limit, &mut self.budget)
    }
}

/// A loose object is `commit <size>`, a zero and the content, deflated.
fn loose(folder: &Path, id: &ObjectId, limit: u64) -> Option<Object> {
    const HEADER: u64 = 32;
    let (first, rest) = id.0.split_at(2);
    let deflated = disk::read(&folder.join(first).join(rest), limit.max(LARGEST)).ok()?;
    let mut object = inflate(deflated.as_slice(), limit + HEADER)?;
    let end = object.iter().position(|byte| *byte == 0)?;
    let space = object[..end].iter().position(|byte| *byte == b' ')?;
    let kind = Kind::of_word(&object[..space])?;
    let size: u64 = std::str::from_utf8(&object[space + 1..end]).ok()?.parse().ok()?;
    let content = object.split_off(end + 1);
    (content.len() as u64 == size && size <= limit).then_some(Object { kind, content })
}

/// Returns what a zlib stream holds, if that is at most `limit` bytes.
pub(super) fn inflate(deflated: impl std::io::BufRead, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(deflated).take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}
