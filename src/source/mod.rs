//! The world, inward: directories become a [`Snapshot`](crate::model::Snapshot).
//!
//! In go a folder and what is wanted of it, out come the bytes and facts of one moment, sorted.
//! Nothing here understands a file but a project's own settings; nothing here writes to disk, and nothing
//! but [`gitlab`] opens a connection or asks for the time. Links are never followed, and every read has a
//! limit.
//!
//! A source hands over a [`Part`]; [`snapshot`] joins the parts of all sources into one snapshot, which
//! [`store`] writes and reads back.

mod base64;
mod disk;
mod error;
mod findings;
mod git;
#[allow(
    dead_code,
    unused_imports,
    reason = "the crawl, which will speak through it, is still to come"
)]
pub(crate) mod gitlab;
mod local;
mod merge;
#[allow(dead_code, reason = "only the crawl has a token, and it is still to come")]
mod secret;
mod settings;
pub(crate) mod store;
mod wanted;

pub(crate) use error::SourceError;
pub(crate) use local::{LocalOptions, read};
pub(crate) use merge::snapshot;
#[allow(unused_imports, reason = "only the crawl has a token, and it is still to come")]
pub(crate) use secret::{Secret, SecretError};
pub(crate) use wanted::{Limits, Wanted, glob_set};

#[cfg(test)]
mod tests;
