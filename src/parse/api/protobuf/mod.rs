//! Protocol buffers: `.proto` files of every syntax and edition, without what they import.
//!
//! The parser is our own: it goes on behind a mistake, keeps comments and knows editions, where the parsers that
//! exist refuse the whole file. Nothing is linked; names are resolved over the files that are there.

mod build;
mod comments;
mod facts;
mod fields;
mod message;
mod names;
mod options;
mod parser;
mod read;
mod syntax;
mod tokens;
mod types;

pub(super) use read::read;

#[cfg(test)]
mod tests;
