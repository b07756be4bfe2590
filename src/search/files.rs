//! What all files of the index are made of: numbers, strings, streams, names.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::base::{Digest, RelPath};

/// The version of the format.
pub(super) const FORMAT: u32 = 1;
/// What keys begin with: behind the digits, before the letters.
pub(super) const KEY: &str = "=";
/// How many documents lie in one file.
pub(super) const DOCUMENTS_A_FILE: usize = 64;
/// The one file with a fixed name.
pub(super) const MANIFEST: &str = "search/manifest.bin";
/// No file of the index comes near; a stream that goes on longer is not ours.
const MOST_BYTES: u64 = 256 << 20;

/// What every query reads first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// How many documents there are.
    pub documents: u32,
    /// First term and hash of each file of terms.
    pub terms: Vec<(String, String)>,
    /// The files of documents.
    pub document_files: Vec<String>,
    /// First norm and hash of each file of names.
    pub names: Vec<(String, String)>,
    /// The file of facets.
    pub facets: String,
    /// The list of the files of positions.
    pub positions: String,
    /// The file of frequent words.
    pub vocabulary: String,
}

/// The hash in the name of a file.
pub(super) fn hash(content: &[u8]) -> String {
    Digest::of(content).short(12)
}

/// Where the file with this hash lies.
pub(super) fn path(letter: char, hash: &str) -> Option<RelPath> {
    RelPath::new(&format!("search/{letter}-{hash}.bin"))
}

/// Packs the content of a file; the same content gives the same bytes.
pub(super) fn pack(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(content.len() / 2), Compression::best());
    // Memory takes whatever is written to it.
    let _ = encoder.write_all(content);
    encoder.finish().unwrap_or_default()
}

/// The content of a packed file.
pub(super) fn unpack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    GzDecoder::new(bytes).take(MOST_BYTES).read_to_end(&mut content)?;
    Ok(content)
}

/// Appends a number.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a string.
pub(super) fn put_string(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

/// Appends ascending numbers, each less the one before it.
pub(super) fn put_ascending(out: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    let mut before = 0;
    for number in numbers {
        put_number(out, number - before);
        before = number;
    }
}

/// Terms in order, each without what it shares with the one before.
#[derive(Default)]
pub(super) struct Terms {
    before: String,
}

impl Terms {
    /// Appends a term.
    pub(super) fn put(&mut self, out: &mut Vec<u8>, term: &str) {
        let shared = shared(&self.before, term);
        put_number(out, shared as u32);
        put_string(out, &term[shared..]);
        term.clone_into(&mut self.before);
    }
}

/// How many bytes of whole characters two texts begin with alike.
pub(super) fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// As much of `text` as tells it from `before`, which stands in front of it.
pub(super) fn distinguishing(before: &str, text: &str) -> String {
    let shared = shared(before, text);
    let next = text[shared..].chars().next().map_or(0, char::len_utf8);
    text[..shared + next].to_owned()
}

/// Reads what the functions above wrote; an end too early is [`Damaged`].
pub(super) struct Bytes<'a> {
    left: &'a [u8],
}

/// A file is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

impl<'a> Bytes<'a> {
    /// Reads from the first byte on.
    pub(super) fn new(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { left: bytes }
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.left
    }

    /// The next bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, left) = self.left.split_at_checked(count).ok_or(Damaged)?;
        self.left = left;
        Ok(taken)
    }

    /// The next number.
    pub(super) fn number(&mut self) -> Result<u32, Damaged> {
        let mut number = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let (byte, left) = self.left.split_first().ok_or(Damaged)?;
            self.left = left;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Damaged)
    }

    /// So many ascending numbers, all below `end`.
    pub(super) fn ascending(&mut self, count: usize, end: u32) -> Result<Vec<u32>, Damaged> {
        // Every number takes a byte at least, so a false count costs nothing.
        let mut numbers = Vec::with_capacity(count.min(self.left.len()));
        let mut before = 0_u32;
        for at in 0..count {
            let step = self.number()?;
            before = before.checked_add(step).filter(|next| *next < end).ok_or(Damaged)?;
            if at > 0 && step == 0 {
                return Err(Damaged);
            }
            numbers.push(before);
        }
        Ok(numbers)
    }

    /// The next string.
    pub(super) fn string(&mut self) -> Result<&'a str, Damaged> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| Damaged)
    }

    /// The term behind `term`, which it becomes.
    pub(super) fn term(&mut self, term: &mut String) -> Result<(), Damaged> {
        let shared = self.number()? as usize;
        if !term.is_char_boundary(shared) {
            return Err(Damaged);
        }
        term.truncate(shared);
        term.push_str(self.string()?);
        Ok(())
    }
}
