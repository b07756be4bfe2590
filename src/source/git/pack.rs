//! Objects in packs: the index of version 2, whole objects and both kinds of deltas (gitformat-pack(5)).

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::object::{Budget, Kind, Object, inflate};
use super::{ObjectId, disk};

/// Git makes chains of 50 and, asked to try hard, of 250.
const LONGEST_CHAIN: usize = 256;

/// The most bytes that the deltas of one chain may have together.
const CHAIN: usize = 4 << 20;

const MAGIC: [u8; 8] = [0xff, b't', b'O', b'c', 0, 0, 0, 2];
const FANOUT: u64 = MAGIC.len() as u64;
const NAMES: u64 = FANOUT + 256 * 4;

const OFFSET_DELTA: u8 = 6;
const NAME_DELTA: u8 = 7;

/// The packs of a repository, and of those it borrows from.
pub(super) struct Packs {
    /// Folders, and names without their endings.
    places: Vec<(PathBuf, String)>,
    /// Where the last object was found; the next one most likely is there too. One alone is kept open, since many
    /// repositories are read at the same time.
    open: Option<Pack>,
}

impl Packs {
    pub(super) fn of(folders: &[PathBuf]) -> Packs {
        let mut places = Vec::new();
        for folder in folders.iter().map(|folder| folder.join("pack")) {
            let Ok(listing) = disk::list(&folder) else { continue };
            let names = listing.entries.iter().filter_map(|entry| entry.name.strip_suffix(".idx"));
            places.extend(names.map(|name| (folder.clone(), name.to_owned())));
        }
        Packs { places, open: None }
    }

    /// Looks for an object of at most `limit` bytes.
    pub(super) fn object(
        &mut self,
        id: &ObjectId,
        limit: u64,
        budget: &mut Budget,
    ) -> Option<Object> {
        let name = id.to_bytes();
        if let Some(pack) = &mut self.open
            && pack.index.name == name.len() as u64
            && let Some(offset) = pack.index.offset(&name)
        {
            return pack.object(offset, limit, budget);
        }
        for (folder, pack) in &self.places {
            budget.look()?;
            let index = Index::open(&folder.join(format!("{pack}.idx")), name.len() as u64);
            let Some(mut index) = index else { continue };
            if let Some(offset) = index.offset(&name) {
                let (file, size) = disk::open(&folder.join(format!("{pack}.pack"))).ok()?;
                let pack = Pack { index, file: BufReader::new(file), size };
                return self.open.insert(pack).object(offset, limit, budget);
            }
        }
        None
    }
}

/// The index of a pack, read where it is needed rather than whole.
struct Index {
    file: File,
    /// Bytes of an object's name.
    name: u64,
    count: u64,
}

impl Index {
    fn open(path: &Path, name: u64) -> Option<Index> {
        let (file, size) = disk::open(path).ok()?;
        let mut index = Index { file, name, count: 0 };
        if index.bytes::<8>(0)? != MAGIC {
            return None;
        }
        index.count = u64::from(index.number(NAMES - 4)?);
        // Names, checksums, offsets and the two digests at the end; 64-bit offsets may follow.
        let least = NAMES + index.count * (name + 8) + 2 * name;
        (size >= least).then_some(index)
    }

    /// Where in the pack the object of this name begins.
    fn offset(&mut self, id: &[u8]) -> Option<u64> {
        let first = u64::from(id[0]);
        let mut low = match first {
            0 => 0,
            _ => u64::from(self.number(FANOUT + (first - 1) * 4)?),
        };
        let mut high = u64::from(self.number(FANOUT + first * 4)?).min(self.count);
        let mut found = vec![0; id.len()];
        while low < high {
            let middle = low + (high - low) / 2;
            self.file.seek(SeekFrom::Start(NAMES + middle * self.name)).ok()?;
            self.file.read_exact(&mut found).ok()?;
            match found.as_slice().cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.offset_at(middle),
            }
        }
        None
    }

    fn offset_at(&mut self, position: u64) -> Option<u64> {
        let offsets = NAMES + self.count * (self.name + 4);
        let offset = self.number(offsets + position * 4)?;
        if offset >> 31 == 0 {
            return Some(u64::from(offset));
        }
        // The offset does not fit and stands in a table of its own.
        let wide = offsets + self.count * 4 + u64::from(offset & 0x7fff_ffff) * 8;
        self.bytes(wide).map(u64::from_be_bytes)
    }

    fn number(&mut self, at: u64) -> Option<u32> {
        self.bytes(at).map(u32::from_be_bytes)
    }

    fn bytes<const N: usize>(&mut self, at: u64) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.file.seek(SeekFrom::Start(at)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

struct Pack {
    index: Index,
    file: BufReader<File>,
    size: u64,
}

impl Pack {
    /// Reads the object at an offset, down the chain of deltas to its base and up again.
    ///
    /// The limit holds for everything that it is made of.
    fn object(&mut self, mut offset: u64, limit: u64, budget: &mut Budget) -> Option<Object> {
        let mut deltas = Vec::new();
        let mut spent = 0;
        let (kind, mut content) = loop {
            if offset >= self.size || deltas.len() > LONGEST_CHAIN || spent > CHAIN {
                return None;
            }
            self.file.seek(SeekFrom::Start(offset)).ok()?;
            let (kind, size) = self.header()?;
            if size > limit {
                return None;
            }
            budget.spend(size)?;
            let base = match kind {
                OFFSET_DELTA => offset.checked_sub(self.distance()?.max(1))?,
                NAME_DELTA => {
                    let mut name = vec![0; self.index.name as usize];
                    self.file.read_exact(&mut name).ok()?;
                    self.index.offset(&name)?
                }
                whole => break (kind_of(whole)?, self.inflate(size)?),
            };
            let delta = self.inflate(size)?;
            spent += delta.len();
            deltas.push(delta);
            offset = base;
        };
        while let Some(delta) = deltas.pop() {
            content = apply(&content, &delta, limit, budget)?;
        }
        Some(Object { kind, content })
    }

    /// Three bits of kind, then the size, seven bits a byte after the first four.
    fn header(&mut self) -> Option<(u8, u64)> {
        let first = self.byte()?;
        let mut size = u64::from(first & 15);
        let (mut byte, mut shift) = (first, 4);
        while byte & 0x80 != 0 {
            byte = self.byte()?;
            if shift > 32 {
                return None;
            }
            size |= u64::from(byte & 0x7f) << shift;
            shift += 7;
        }
        Some((first >> 4 & 7, size))
    }

    /// How far before a delta its base begins.
    fn distance(&mut self) -> Option<u64> {
        let mut byte = self.byte()?;
        let mut distance = u64::from(byte & 0x7f);
        while byte & 0x80 != 0 {
            byte = self.byte()?;
            distance = (distance + 1).checked_mul(128)? | u64::from(byte & 0x7f);
        }
        Some(distance)
    }

    fn inflate(&mut self, size: u64) -> Option<Vec<u8>> {
        let bytes = inflate(self.file.by_ref(), size)?;
        (bytes.len() as u64 == size).then_some(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.file.fill_buf().ok()?.first()?;
        self.file.consume(1);
        Some(byte)
    }
}

fn kind_of(number: u8) -> Option<Kind> {
    match number {
        1 => Some(Kind::Commit),
        2 => Some(Kind::Tree),
        3 => Some(Kind::Blob),
        4 => Some(Kind::Tag),
        _ => None,
    }
}

/// Rebuilds an object from its base: copies of stretches of the base, and new bytes.
fn apply(base: &[u8], delta: &[u8], limit: u64, budget: &mut Budget) -> Option<Vec<u8>> {
    let mut delta = delta.iter().copied();
    if delta_size(&mut delta)? != base.len() as u64 {
        return None;
    }
    let size = delta_size(&mut delta)?;
    if size > limit {
        return None;
    }
    budget.spend(size)?;
    let size = size as usize;
    let mut object = Vec::with_capacity(size);
    while let Some(instruction) = delta.next() {
        if instruction & 0x80 != 0 {
            let mut number = |bits: std::ops::Range<u32>| {
                let mut number = 0;
                for (at, bit) in bits.enumerate() {
                    if instruction >> bit & 1 == 1 {
                        number |= usize::from(delta.next()?) << (8 * at);
                    }
                }
                Some(number)
            };
            let start: usize = number(0..4)?;
            let length = match number(4..7)? {
                0 => 0x1_0000,
                length => length,
            };
            object.extend_from_slice(base.get(start..start.checked_add(length)?)?);
        } else if instruction > 0 {
            let before = object.len();
            object.extend(delta.by_ref().take(usize::from(instruction)));
            if object.len() - before != usize::from(instruction) {
                return None;
            }
        } else {
            return None;
        }
        if object.len() > size {
            return None;
        }
    }
    (object.len() == size).then_some(object)
}

fn delta_size(delta: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let (mut size, mut shift) = (0, 0);
    loop {
        let byte = delta.next()?;
        if shift > 32 {
            return None;
        }
        size |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
}
