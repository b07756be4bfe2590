//! What readers may search for: documents to a tantivy index, and that to the files that a browser reads.
//!
//! FORMAT.md beside this is the contract with `js/search` of the theme; [`tokens`] and the readers of both languages
//! follow it word by word. Knows no disk and no network: files are handed to a sink and asked of a function.

mod compile;
mod document;
mod files;
mod index;
mod kinds;
mod reader;
mod tokens;

pub(crate) use compile::SearchTotals;
pub(crate) use document::{Document, documents};
pub(crate) use index::{Built, Index};
pub(crate) use reader::{Answer, Hit, ReadError, Reader};

#[cfg(test)]
mod tests;
