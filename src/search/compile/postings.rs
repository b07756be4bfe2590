//! What one term says of the documents that have it, put together from the fields.

use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, index::InvertedIndexReader};

use crate::search::files;
use crate::search::index::{Built, IndexError};

/// How much a word counts in each field, and how much the field's length takes away from that.
const FIELDS: [(f64, f64); 5] = [(10.0, 0.5), (4.0, 0.2), (3.0, 0.6), (2.0, 0.2), (1.0, 0.75)];
/// Where more of the same word ceases to matter.
const K1: f64 = 1.2;
/// The highest level.
pub(super) const LEVELS: f64 = 31.0;

/// A field of words.
pub(super) struct WordField {
    weight: f64,
    flattening: f64,
    average: f64,
    lengths: FieldNormReader,
    pub(super) inverted: Arc<InvertedIndexReader>,
}

impl WordField {
    /// The five fields of a segment.
    pub(super) fn all(
        built: &Built,
        segment: &SegmentReader,
    ) -> Result<Vec<WordField>, IndexError> {
        let fields = built.fields.words.iter().zip(FIELDS);
        let fields = fields.map(|(field, (weight, flattening))| {
            let inverted = segment.inverted_index(*field)?;
            let documents = f64::from(segment.max_doc().max(1));
            Ok(WordField {
                weight,
                flattening,
                average: (inverted.total_num_tokens() as f64 / documents).max(f64::MIN_POSITIVE),
                lengths: segment.get_fieldnorms_reader(*field)?,
                inverted,
            })
        });
        fields.collect()
    }

    /// What so many occurrences in a document add to what it is about.
    fn share(&self, document: u32, count: u32) -> f64 {
        let length = f64::from(self.lengths.fieldnorm(document)) / self.average;
        self.weight * f64::from(count) / (1.0 - self.flattening + self.flattening * length)
    }
}

/// One term's documents, ready to be written.
#[derive(Default)]
pub(super) struct TermPostings {
    /// Of each occurrence in a field: the document, the field, its share, its places.
    found: Vec<(u32, u8, f64, std::ops::Range<usize>)>,
    places: Vec<u32>,
    /// The number of documents.
    pub(super) documents: usize,
    /// The list for the file of terms.
    pub(super) list: Vec<u8>,
    /// The places for the file of positions.
    pub(super) positions: Vec<u8>,
}

impl TermPostings {
    /// Reads a term from the fields that have it.
    pub(super) fn read(
        &mut self,
        fields: &[WordField],
        having: &[(usize, TermInfo)],
    ) -> Result<(), IndexError> {
        self.found.clear();
        self.places.clear();
        let mut places = Vec::new();
        for (at, info) in having {
            let field = &fields[*at];
            let mut postings = field
                .inverted
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
            while postings.doc() != TERMINATED {
                postings.positions(&mut places);
                // Two parts of one word may be the same word, in the same place.
                places.dedup();
                let start = self.places.len();
                self.places.extend_from_slice(&places);
                let share = field.share(postings.doc(), postings.term_freq());
                self.found.push((postings.doc(), *at as u8, share, start..self.places.len()));
                postings.advance();
            }
        }
        self.found.sort_by_key(|(document, field, ..)| (*document, *field));
        self.write();
        Ok(())
    }

    fn write(&mut self) {
        let (mut documents, mut levels) = (Vec::new(), Vec::new());
        self.positions.clear();
        for group in self.found.chunk_by(|a, b| a.0 == b.0) {
            let mut about = 0.0;
            let mut fields = 0_u8;
            for (_, field, share, _) in group {
                about += share;
                fields |= 1 << field;
            }
            documents.push(group[0].0);
            levels.push((LEVELS * about / (K1 + about)).round().max(1.0) as u8);
            self.positions.push(fields);
            for (.., places) in group {
                files::put_number(&mut self.positions, places.len() as u32);
                files::put_ascending(
                    &mut self.positions,
                    self.places[places.clone()].iter().copied(),
                );
            }
        }
        self.documents = documents.len();
        self.list.clear();
        files::put_ascending(&mut self.list, documents);
        self.list.extend_from_slice(&levels);
    }
}
