//! The files of terms, those of positions beside them, and the vocabulary.

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::Files;
use super::postings::{LEVELS, TermPostings, WordField};
use crate::search::files::{self, KEY, Manifest, Terms};
use crate::search::index::{Built, IndexError};

/// A file of words is closed once it has so many bytes.
const WORDS_FILE: usize = 24 << 10;
/// A file of keys is: they are looked up beside words and should cost little.
const KEYS_FILE: usize = 8 << 10;
/// A word of the vocabulary is in so many documents.
const FREQUENT: usize = 3;

/// Writes all of it and tells how many words there are.
pub(super) fn write<E: From<IndexError>>(
    built: &Built,
    segment: Option<&SegmentReader>,
    manifest: &mut Manifest,
    out: &mut Files<'_, E>,
) -> Result<usize, E> {
    let mut shelf = Shelf::default();
    let mut vocabulary = Vocabulary::default();
    let mut words = 0;
    if let Some(segment) = segment {
        let fields = WordField::all(built, segment)?;
        let mut merge = Merge::new(&fields)?;
        let mut postings = TermPostings::default();
        let mut has_keys = false;
        while let Some((term, having)) = merge.next() {
            if !has_keys && *term > *KEY {
                write_keys(built, segment, &mut shelf, manifest, out)?;
                has_keys = true;
            }
            postings.read(&fields, &having)?;
            let (list, positions) = (&postings.list, &postings.positions);
            shelf.put(&term, postings.documents, list, positions);
            vocabulary.put(&term, postings.documents);
            words += 1;
            shelf.close(WORDS_FILE, manifest, out)?;
        }
        if !has_keys {
            write_keys(built, segment, &mut shelf, manifest, out)?;
        }
        shelf.close(1, manifest, out)?;
    }
    let positions = serde_json::to_vec(&shelf.position_files).unwrap_or_default();
    manifest.positions = out.add('p', positions)?;
    manifest.vocabulary = out.add('v', vocabulary.file)?;
    Ok(words)
}

/// Keys stand between the words that begin with a digit and the others, in files of their own.
fn write_keys<E: From<IndexError>>(
    built: &Built,
    segment: &SegmentReader,
    shelf: &mut Shelf,
    manifest: &mut Manifest,
    out: &mut Files<'_, E>,
) -> Result<(), E> {
    shelf.close(1, manifest, out)?;
    let keys = segment.inverted_index(built.fields.keys).map_err(IndexError::from)?;
    let mut stream = keys.terms().stream().map_err(IndexError::from)?;
    while let Some((key, info)) = stream.next() {
        let key = format!("{KEY}{}", String::from_utf8_lossy(key));
        let mut postings = keys
            .read_postings_from_terminfo(info, IndexRecordOption::Basic)
            .map_err(IndexError::from)?;
        let mut documents = Vec::new();
        while postings.doc() != TERMINATED {
            documents.push(postings.doc());
            postings.advance();
        }
        let count = documents.len();
        let mut list = Vec::new();
        files::put_ascending(&mut list, documents);
        list.resize(list.len() + count, LEVELS as u8);
        shelf.put(&key, count, &list, &[]);
        shelf.close(KEYS_FILE, manifest, out)?;
    }
    shelf.close(1, manifest, out)
}

/// The terms of all fields, in order, each once.
struct Merge<'a> {
    streams: Vec<Option<TermStreamer<'a>>>,
}

impl<'a> Merge<'a> {
    fn new(fields: &'a [WordField]) -> Result<Merge<'a>, IndexError> {
        let streams = fields.iter().map(|field| {
            let mut stream = field.inverted.terms().stream()?;
            Ok(stream.advance().then_some(stream))
        });
        Ok(Merge { streams: streams.collect::<Result<_, IndexError>>()? })
    }

    /// The next term and where each field that has it keeps it.
    fn next(&mut self) -> Option<(String, Vec<(usize, TermInfo)>)> {
        let term = self.streams.iter().flatten().map(TermStreamer::key).min()?.to_vec();
        let mut having = Vec::new();
        for (at, place) in self.streams.iter_mut().enumerate() {
            let Some(stream) = place.as_mut().filter(|stream| stream.key() == term) else {
                continue;
            };
            having.push((at, stream.value().clone()));
            if !stream.advance() {
                *place = None;
            }
        }
        Some((String::from_utf8_lossy(&term).into_owned(), having))
    }
}

/// The file of terms that is being filled, and that of positions beside it.
#[derive(Default)]
struct Shelf {
    terms: Terms,
    entries: Vec<u8>,
    positions: Vec<u8>,
    /// The first term, as much as is needed.
    first: String,
    /// The last term of all.
    last: String,
    position_files: Vec<String>,
}

impl Shelf {
    fn put(&mut self, term: &str, documents: usize, list: &[u8], positions: &[u8]) {
        if self.entries.is_empty() {
            self.first = files::distinguishing(&self.last, term);
        }
        self.terms.put(&mut self.entries, term);
        files::put_number(&mut self.entries, documents as u32);
        files::put_number(&mut self.entries, list.len() as u32);
        self.entries.extend_from_slice(list);
        files::put_number(&mut self.positions, positions.len() as u32);
        self.positions.extend_from_slice(positions);
        term.clone_into(&mut self.last);
    }

    /// Hands the file on if it has so many bytes.
    fn close<E>(
        &mut self,
        full: usize,
        manifest: &mut Manifest,
        out: &mut Files<'_, E>,
    ) -> Result<(), E> {
        if self.entries.len() < full {
            return Ok(());
        }
        let hash = out.add('t', std::mem::take(&mut self.entries))?;
        manifest.terms.push((std::mem::take(&mut self.first), hash));
        self.position_files.push(out.add('p', std::mem::take(&mut self.positions))?);
        self.terms = Terms::default();
        Ok(())
    }
}

/// The words among which a misspelt one is looked for.
#[derive(Default)]
struct Vocabulary {
    terms: Terms,
    file: Vec<u8>,
}

impl Vocabulary {
    fn put(&mut self, term: &str, documents: usize) {
        let is_latin = term.starts_with(|c: char| c.is_ascii_lowercase());
        if documents >= FREQUENT && is_latin && (4..=40).contains(&term.chars().count()) {
            self.terms.put(&mut self.file, term);
            files::put_number(&mut self.file, documents as u32);
        }
    }
}
