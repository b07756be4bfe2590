//! The segment to the files that readers read, in one pass over each of its parts.
//!
//! Nothing is held as a whole: terms are merged from the dictionaries of the fields, and a file leaves once it is full.

mod columns;
mod postings;
mod terms;

use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::Directory;

use crate::base::RelPath;

use super::files::{self, Manifest};
use super::index::{Built, IndexError};

/// How many files are packed together, on all cores.
const BATCH: usize = 64;

/// Takes a published file.
pub(crate) type Put<'a, E> = &'a mut dyn FnMut(RelPath, &[u8]) -> Result<(), E>;
/// Takes one of tantivy's own files, by its name.
pub(crate) type PutNamed<'a, E> = &'a mut dyn FnMut(&str, &[u8]) -> Result<(), E>;

/// How large an index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SearchTotals {
    /// Documents that can be found.
    pub documents: usize,
    /// Words that they can be found by.
    pub terms: usize,
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

impl Built {
    /// Writes the published files.
    pub(crate) fn publish<E: From<IndexError>>(&self, sink: Put<'_, E>) -> Result<SearchTotals, E> {
        let reader = self.index.reader().map_err(IndexError::from)?;
        let searcher = reader.searcher();
        // An index without documents has no segment that says anything.
        let segment = searcher.segment_readers().first();
        let given = BTreeSet::new();
        let mut out = Files { pending: Vec::new(), given, sink, files: 0, bytes: 0 };
        let mut manifest = Manifest { format: files::FORMAT, ..Manifest::default() };
        if let Some(segment) = segment {
            manifest.documents = segment.max_doc();
        }
        columns::write(self, segment, &mut manifest, &mut out)?;
        let terms = terms::write(self, segment, &mut manifest, &mut out)?;
        out.finish(&manifest)?;
        Ok(SearchTotals {
            documents: manifest.documents as usize,
            terms,
            files: out.files,
            bytes: out.bytes,
        })
    }

    /// Hands out tantivy's own files, by their names.
    pub(crate) fn keep<E: From<IndexError>>(&self, sink: PutNamed<'_, E>) -> Result<(), E> {
        let metas = self.index.load_metas().map_err(IndexError::from)?;
        let mut paths: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
        paths.push(PathBuf::from("meta.json"));
        paths.sort();
        for path in paths {
            // A segment names files that it may do without.
            let Ok(slice) = self.directory.open_read(&path) else { continue };
            let bytes = slice.read_bytes().map_err(IndexError::from)?;
            sink(&path.to_string_lossy(), &bytes)?;
        }
        Ok(())
    }
}

/// Where finished files go: named for their content, packed, handed on.
struct Files<'a, E> {
    pending: Vec<(RelPath, Vec<u8>)>,
    /// What is on its way: two files with the same content are one.
    given: BTreeSet<RelPath>,
    sink: Put<'a, E>,
    files: usize,
    bytes: u64,
}

impl<E> Files<'_, E> {
    /// Takes a file and returns the hash that it is known by.
    fn add(&mut self, letter: char, content: Vec<u8>) -> Result<String, E> {
        let hash = files::hash(&content);
        if let Some(path) =
            files::path(letter, &hash).filter(|path| self.given.insert(path.clone()))
        {
            self.pending.push((path, content));
        }
        if self.pending.len() >= BATCH {
            self.hand_on()?;
        }
        Ok(hash)
    }

    fn finish(&mut self, manifest: &Manifest) -> Result<(), E> {
        // Strings and numbers only: nothing of it can fail.
        let json = serde_json::to_vec(manifest).unwrap_or_default();
        if let Some(path) = RelPath::new(files::MANIFEST) {
            self.pending.push((path, json));
        }
        self.hand_on()
    }

    fn hand_on(&mut self) -> Result<(), E> {
        let packed: Vec<(RelPath, Vec<u8>)> = std::mem::take(&mut self.pending)
            .into_par_iter()
            .map(|(path, content)| (path, files::pack(&content)))
            .collect();
        for (path, bytes) in packed {
            self.files += 1;
            self.bytes += bytes.len() as u64;
            (self.sink)(path, &bytes)?;
        }
        Ok(())
    }
}
