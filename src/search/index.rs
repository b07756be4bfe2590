//! The index of record: documents to one segment of tantivy, kept in memory.

use std::collections::BTreeMap;

use tantivy::directory::RamDirectory;
use tantivy::indexer::DocIdMapping;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{BoxTokenStream, TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{IndexBuilder, IndexSettings, SingleSegmentIndexWriter, TantivyDocument};

use super::document::{Document, Facet};
use super::tokens::{norm, tokens};

/// How our tokenizer is called in the schema.
const TOKENIZER: &str = "words";
/// What the tables of the writer are sized for; the writer takes more where it must.
const WRITER_BYTES: usize = 32 << 20;
/// Keys of fewer characters mean nothing exactly.
pub(super) const SHORTEST_KEY: usize = 3;

/// An index could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the search index cannot be made: {0}")]
pub(crate) struct IndexError(#[from] tantivy::TantivyError);

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> IndexError {
        IndexError(error.into())
    }
}

/// The fields of the index.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// The fields of words: title, owner, description, tags, body.
    pub words: [Field; 5],
    /// What means a document exactly, as norms.
    pub keys: Field,
    /// Values to narrow down to: kind, owner, lifecycle, system.
    pub facets: [Field; 4],
    /// Where the document is.
    pub address: Field,
    /// Where it belongs.
    pub place: Field,
}

/// An index in the making.
pub(crate) struct Index {
    writer: SingleSegmentIndexWriter,
    directory: RamDirectory,
    fields: Fields,
    /// What documents are ordered by.
    order: Vec<(String, u8, String, String)>,
    labels: Labels,
}

/// What readers see for the keys of each facet field.
pub(super) type Labels = [BTreeMap<String, String>; 4];

/// An index that is complete: one segment.
pub(crate) struct Built {
    pub(super) index: tantivy::Index,
    pub(super) directory: RamDirectory,
    pub(super) fields: Fields,
    pub(super) labels: Labels,
}

impl Index {
    /// An empty index.
    pub(crate) fn new() -> Result<Index, IndexError> {
        let (schema, fields) = schema();
        let settings = IndexSettings { manual_doc_id_mapping: true, ..IndexSettings::default() };
        let directory = RamDirectory::create();
        let manager = tantivy::tokenizer::TokenizerManager::default();
        manager.register(TOKENIZER, TextAnalyzer::from(Words));
        let writer = IndexBuilder::new()
            .schema(schema)
            .settings(settings)
            .tokenizers(manager)
            .single_segment_index_writer(directory.clone(), WRITER_BYTES)?;
        Ok(Index { writer, directory, fields, order: Vec::new(), labels: Labels::default() })
    }

    /// Takes a document.
    pub(crate) fn add(&mut self, document: &Document) -> Result<(), IndexError> {
        let mut stored = TantivyDocument::default();
        let [title, owner, description, tags, body] = self.fields.words;
        stored.add_text(title, line(&document.title));
        stored.add_text(description, line(&document.description));
        stored.add_text(body, &document.body);
        if let Some(facet) = &document.owner {
            stored.add_text(owner, line(&format!("{} {}", facet.key, facet.label)));
        }
        for tag in &document.tags {
            stored.add_text(tags, line(tag));
        }
        let values = [
            Some(&document.kind),
            document.owner.as_ref(),
            document.lifecycle.as_ref(),
            document.system.as_ref(),
        ];
        for (at, facet) in values.into_iter().enumerate() {
            let Some(Facet { key, label }) = facet else { continue };
            let (key, label) = (line(key), line(label));
            stored.add_text(self.fields.facets[at], &key);
            self.labels[at].entry(key).or_insert(label);
        }
        let mut keys: Vec<String> = document.keys.iter().map(|key| norm(key)).collect();
        keys.retain(|key| key.chars().nth(SHORTEST_KEY - 1).is_some());
        keys.sort();
        keys.dedup();
        for key in keys {
            stored.add_text(self.fields.keys, key);
        }
        stored.add_text(self.fields.address, &document.address);
        stored.add_text(self.fields.place, line(&document.place));
        self.order.push((
            document.owner.as_ref().map(|owner| owner.key.clone()).unwrap_or_default(),
            super::kinds::rank(&document.kind.key),
            norm(&document.title),
            document.address.clone(),
        ));
        Ok(self.writer.add_document(stored)?)
    }

    /// Puts the documents in order and ends the segment.
    pub(crate) fn finish(self) -> Result<Built, IndexError> {
        let mut order: Vec<u32> = (0..self.order.len() as u32).collect();
        order.sort_by(|a, b| self.order[*a as usize].cmp(&self.order[*b as usize]));
        let mapping = DocIdMapping::new_permutation(order)?;
        let index = self.writer.finalize_with_doc_id_mapping(&mapping)?;
        Ok(Built { index, directory: self.directory, fields: self.fields, labels: self.labels })
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default().set_indexing_options(words);
    let kept = words.clone() | STORED;
    let fields = Fields {
        words: [
            schema.add_text_field("title", kept.clone()),
            schema.add_text_field("owner", words.clone()),
            schema.add_text_field("description", kept.clone()),
            schema.add_text_field("tags", kept),
            schema.add_text_field("body", words),
        ],
        keys: schema.add_text_field("keys", STRING),
        facets: ["kind", "owner_key", "lifecycle", "system"]
            .map(|name| schema.add_text_field(name, STRING | STORED)),
        address: schema.add_text_field("address", STRING | STORED),
        place: schema.add_text_field("place", STORED),
    };
    (schema.build(), fields)
}

/// The text in one line, with single spaces.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`tokens`] as tantivy asks for them.
#[derive(Clone)]
struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = BoxTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BoxTokenStream<'a> {
        BoxTokenStream::new(Stream { left: tokens(text).into_iter(), token: Token::default() })
    }
}

struct Stream {
    left: std::vec::IntoIter<super::tokens::Token>,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(next) = self.left.next() else { return false };
        self.token.text = next.text;
        self.token.position = next.position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
