//! The files of an index as a reader needs them: asked for once, checked, understood.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::ReadError;
use crate::base::RelPath;
use crate::search::files::{self, Bytes, DOCUMENTS_A_FILE, Damaged, Manifest};

/// Asks for a file of the site.
pub(crate) type Fetch<'a> = Box<dyn Fn(&RelPath) -> std::io::Result<Vec<u8>> + 'a>;

/// All files of an index.
pub(super) struct Store<'a> {
    fetch: Fetch<'a>,
    /// What every query needs.
    pub manifest: Manifest,
    facets: OnceCell<Facets>,
    term_files: RefCell<BTreeMap<usize, Rc<TermFile>>>,
}

/// A file of terms.
pub(super) struct TermFile {
    /// In order.
    pub entries: Vec<Entry>,
    content: Vec<u8>,
}

/// A term and where its list lies.
pub(super) struct Entry {
    /// The term.
    pub term: String,
    /// How many documents have it.
    pub documents: u32,
    list: std::ops::Range<usize>,
}

/// The documents that have a term.
pub(super) struct List {
    /// Ascending.
    pub documents: Vec<u32>,
    /// How much each is about the term.
    pub levels: Vec<u8>,
}

/// A value of a facet.
pub(super) struct Value {
    /// What readers type.
    pub key: String,
    /// What they see.
    pub label: String,
}

/// The values of all documents.
pub(super) struct Facets {
    /// Of each field of [`super::query::FIELDS`].
    pub dictionaries: Vec<Vec<Value>>,
    /// Of kind, owner, lifecycle, system: 0 or the place from 1.
    pub columns: Vec<Vec<u32>>,
    /// Of each document, places from 1.
    pub tags: Vec<Vec<u32>>,
}

impl Facets {
    /// The places that a document has in the dictionary of a field.
    pub(super) fn of(&self, document: u32, field: usize) -> &[u32] {
        let at = document as usize;
        match self.columns.get(field) {
            Some(column) if column[at] == 0 => &[],
            Some(column) => std::slice::from_ref(&column[at]),
            None => &self.tags[at],
        }
    }

    /// The place of a document's kind in the order of kinds, from 1.
    pub(super) fn kind(&self, document: u32) -> u32 {
        self.columns[0][document as usize]
    }
}

impl<'a> Store<'a> {
    /// Reads the manifest.
    pub(super) fn open(fetch: Fetch<'a>) -> Result<Store<'a>, ReadError> {
        let path = RelPath::new(files::MANIFEST).ok_or(ReadError::Missing)?;
        let bytes = fetch(&path).map_err(|_| ReadError::Missing)?;
        let damaged = |_| ReadError::Damaged(path.to_string());
        let content = files::unpack(&bytes).map_err(damaged)?;
        let version: Version =
            serde_json::from_slice(&content).map_err(|_| ReadError::Damaged(path.to_string()))?;
        if version.format != files::FORMAT {
            return Err(ReadError::Version(version.format));
        }
        let manifest: Manifest =
            serde_json::from_slice(&content).map_err(|_| ReadError::Damaged(path.to_string()))?;
        Ok(Store { fetch, manifest, facets: OnceCell::new(), term_files: RefCell::default() })
    }

    /// The content of a file, understood by `read`.
    fn file<T>(
        &self,
        letter: char,
        hash: &str,
        read: impl FnOnce(Vec<u8>) -> Result<T, Damaged>,
    ) -> Result<T, ReadError> {
        let damaged = || ReadError::Damaged(format!("search/{letter}-{hash}.bin"));
        let path = files::path(letter, hash).ok_or_else(damaged)?;
        let bytes = (self.fetch)(&path).map_err(|_| damaged())?;
        let content = files::unpack(&bytes).map_err(|_| damaged())?;
        read(content).map_err(|_| damaged())
    }

    /// The values of all documents.
    pub(super) fn facets(&self) -> Result<&Facets, ReadError> {
        if let Some(facets) = self.facets.get() {
            return Ok(facets);
        }
        let count = self.manifest.documents;
        let facets = self.file('f', &self.manifest.facets, |content| facets(&content, count))?;
        Ok(self.facets.get_or_init(|| facets))
    }

    /// The titles that matter for a query with this norm, by document.
    pub(super) fn names(&self, norm: &str) -> Result<Vec<(u32, String)>, ReadError> {
        let all = &self.manifest.names;
        let Some(at) = place_of(all, norm) else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for (place, (first, hash)) in all.iter().enumerate().skip(at).take(2) {
            if place == at || first.starts_with(norm) {
                let count = self.manifest.documents;
                names.extend(self.file('n', hash, |content| name_file(&content, count))?);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The files of terms to which a term belongs, and so many behind it that may go on with it.
    pub(super) fn term_files(
        &self,
        term: &str,
        behind: usize,
    ) -> Result<Vec<(usize, Rc<TermFile>)>, ReadError> {
        let all = &self.manifest.terms;
        let Some(at) = place_of(all, term) else { return Ok(Vec::new()) };
        let going_on = all[at + 1..].iter().take(behind);
        let going_on = going_on.take_while(|(first, _)| first.starts_with(term)).count();
        (at..=at + going_on).map(|at| Ok((at, self.term_file(at)?))).collect()
    }

    fn term_file(&self, at: usize) -> Result<Rc<TermFile>, ReadError> {
        if let Some(known) = self.term_files.borrow().get(&at) {
            return Ok(Rc::clone(known));
        }
        let file = Rc::new(self.file('t', &self.manifest.terms[at].1, TermFile::read)?);
        self.term_files.borrow_mut().insert(at, Rc::clone(&file));
        Ok(file)
    }

    /// The list of an entry.
    pub(super) fn list(&self, file: &TermFile, entry: &Entry) -> Result<List, ReadError> {
        let read = || {
            let mut bytes = Bytes::new(&file.content[entry.list.clone()]);
            let count = entry.documents as usize;
            let documents = bytes.ascending(count, self.manifest.documents)?;
            Ok::<_, Damaged>(List { documents, levels: bytes.take(count)?.to_vec() })
        };
        read().map_err(|_| ReadError::Damaged(format!("the list of `{}`", entry.term)))
    }

    /// Where a term stands in its documents: of each, the places in each field.
    pub(super) fn positions(&self, term: &str) -> Result<Vec<[Vec<u32>; 5]>, ReadError> {
        let Some((at, file)) = self.term_files(term, 0)?.pop() else { return Ok(Vec::new()) };
        let Some(entry) = file.entries.iter().position(|entry| entry.term == term) else {
            return Ok(Vec::new());
        };
        let hashes: Vec<String> = self.file('p', &self.manifest.positions, |content| {
            serde_json::from_slice(&content).map_err(|_| Damaged)
        })?;
        let hash = hashes.get(at).map(String::as_str).unwrap_or_default();
        let documents = file.entries[entry].documents;
        self.file('p', hash, |content| positions(&content, entry, documents))
    }

    /// The frequent words and in how many documents each is.
    pub(super) fn vocabulary(&self) -> Result<Vec<(String, u32)>, ReadError> {
        self.file('v', &self.manifest.vocabulary, |content| {
            let mut bytes = Bytes::new(&content);
            let (mut words, mut term) = (Vec::new(), String::new());
            while !bytes.is_empty() {
                bytes.term(&mut term)?;
                words.push((term.clone(), bytes.number()?));
            }
            Ok(words)
        })
    }

    /// What a hit on this document shows: title, description, place, address.
    pub(super) fn shown(&self, document: u32) -> Result<[String; 4], ReadError> {
        let at = document as usize;
        let files = &self.manifest.document_files;
        let hash = files.get(at / DOCUMENTS_A_FILE).map(String::as_str).unwrap_or_default();
        self.file('d', hash, |content| {
            let text = std::str::from_utf8(&content).map_err(|_| Damaged)?;
            let mut lines = text.split('\n').skip(at % DOCUMENTS_A_FILE * 4);
            let mut line = || lines.next().map(str::to_owned).ok_or(Damaged);
            Ok([line()?, line()?, line()?, line()?])
        })
    }
}

/// The one thing that all versions of the manifest have.
#[derive(serde::Deserialize)]
struct Version {
    format: u32,
}

/// The last file that does not begin behind `key`.
fn place_of(files: &[(String, String)], key: &str) -> Option<usize> {
    if files.is_empty() {
        return None;
    }
    Some(files.partition_point(|(first, _)| first.as_str() <= key).saturating_sub(1))
}

impl TermFile {
    fn read(content: Vec<u8>) -> Result<TermFile, Damaged> {
        let mut bytes = Bytes::new(&content);
        let (mut entries, mut term) = (Vec::new(), String::new());
        while !bytes.is_empty() {
            bytes.term(&mut term)?;
            let documents = bytes.number()?;
            let length = bytes.number()? as usize;
            let start = content.len() - bytes.rest().len();
            bytes.take(length)?;
            entries.push(Entry { term: term.clone(), documents, list: start..start + length });
        }
        Ok(TermFile { entries, content })
    }
}

fn name_file(content: &[u8], documents: u32) -> Result<Vec<(u32, String)>, Damaged> {
    let mut bytes = Bytes::new(content);
    let count = bytes.number()? as usize;
    let ids = bytes.ascending(count, documents)?;
    let titles = std::str::from_utf8(bytes.rest()).map_err(|_| Damaged)?;
    let names: Vec<_> =
        ids.into_iter().zip(titles.split_terminator('\n').map(str::to_owned)).collect();
    if names.len() == count { Ok(names) } else { Err(Damaged) }
}

fn facets(content: &[u8], documents: u32) -> Result<Facets, Damaged> {
    let mut bytes = Bytes::new(content);
    let mut dictionaries = Vec::new();
    for _ in super::query::FIELDS {
        let mut dictionary = Vec::new();
        for _ in 0..bytes.number()? {
            let (key, label) = (bytes.string()?, bytes.string()?);
            let label = if label.is_empty() { key } else { label };
            dictionary.push(Value { key: key.to_owned(), label: label.to_owned() });
        }
        dictionaries.push(dictionary);
    }
    let mut columns = Vec::new();
    for dictionary in &dictionaries[..4] {
        let mut column = Vec::new();
        for _ in 0..documents {
            column.push(place(&mut bytes, dictionary)?);
        }
        columns.push(column);
    }
    let mut tags = Vec::new();
    for _ in 0..documents {
        let mut own = Vec::new();
        for _ in 0..bytes.number()? {
            let place = place(&mut bytes, &dictionaries[4])?;
            own.push(if place > 0 { place } else { return Err(Damaged) });
        }
        tags.push(own);
    }
    Ok(Facets { dictionaries, columns, tags })
}

fn place(bytes: &mut Bytes<'_>, dictionary: &[Value]) -> Result<u32, Damaged> {
    let place = bytes.number()?;
    if place as usize <= dictionary.len() { Ok(place) } else { Err(Damaged) }
}

fn positions(content: &[u8], entry: usize, documents: u32) -> Result<Vec<[Vec<u32>; 5]>, Damaged> {
    let mut bytes = Bytes::new(content);
    for _ in 0..entry {
        let length = bytes.number()? as usize;
        bytes.take(length)?;
    }
    let length = bytes.number()? as usize;
    let mut bytes = Bytes::new(bytes.take(length)?);
    let mut all = Vec::new();
    for _ in 0..documents {
        let fields = bytes.take(1)?[0];
        let mut places: [Vec<u32>; 5] = Default::default();
        for (field, places) in places.iter_mut().enumerate() {
            if fields & (1 << field) != 0 {
                let count = bytes.number()? as usize;
                *places = bytes.ascending(count, u32::MAX)?;
            }
        }
        all.push(places);
    }
    Ok(all)
}
