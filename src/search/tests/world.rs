//! Documents of a small company, and an index of them in memory.

use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::search::document::Facet;
use crate::search::index::IndexError;
use crate::search::{Answer, Document, Index, ReadError, Reader, SearchTotals};

/// The files of an index.
pub(super) type Files = BTreeMap<RelPath, Vec<u8>>;

/// A document of a kind with a title and a text.
pub(super) fn document(kind: &str, title: &str, body: &str) -> Document {
    Document {
        address: format!("{kind}/{}.html", title.to_lowercase().replace(' ', "-")),
        title: title.to_owned(),
        kind: facet(kind, ""),
        body: body.to_owned(),
        ..Document::default()
    }
}

/// A value of a facet.
pub(super) fn facet(key: &str, label: &str) -> Facet {
    Facet { key: key.to_owned(), label: label.to_owned() }
}

/// The files of an index of these documents.
pub(super) fn files(documents: &[Document]) -> (Files, SearchTotals) {
    let mut index = Index::new().expect("an empty index is no trouble");
    for document in documents {
        index.add(document).expect("memory takes it");
    }
    let mut files = Files::new();
    let built = index.finish().expect("memory takes it");
    let mut sink = |path: RelPath, bytes: &[u8]| -> Result<(), IndexError> {
        assert!(files.insert(path.clone(), bytes.to_vec()).is_none(), "{path} is written twice");
        Ok(())
    };
    let totals = built.publish(&mut sink).expect("the index was just made");
    (files, totals)
}

/// The answer of an index of these documents.
pub(super) fn ask(documents: &[Document], query: &str) -> Answer {
    let (files, _) = files(documents);
    ask_files(&files, query)
}

/// The answer of the index in these files.
pub(super) fn ask_files(files: &Files, query: &str) -> Answer {
    try_files(files, query).expect("the files are whole")
}

/// The answer of the index in these files, which may be damaged.
pub(super) fn try_files(files: &Files, query: &str) -> Result<Answer, ReadError> {
    let reader = Reader::open(Box::new(|path| {
        files.get(path).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }));
    reader?.search(query, 0, 10)
}

/// The titles of the hits.
pub(super) fn titles(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.title.as_str()).collect()
}
