//! The world, inward: directories become a [`Snapshot`](crate::model::Snapshot).
//!
//! In go a folder and what is wanted of it, out come the bytes and facts of one moment, sorted.
//! Nothing here understands a file but a project's own settings; nothing here writes to disk, opens a
//! connection or asks for the time. Links are never followed, and every read has a limit.
//!
//! A source hands over a [`Part`]; [`snapshot`] joins the parts of all sources into one snapshot, which
//! [`store`] writes and reads back.

mod base64;
mod disk;
mod error;
mod findings;
mod git;
mod local;
mod merge;
mod settings;
pub(crate) mod store;
mod wanted;

pub(crate) use error::SourceError;
pub(crate) use local::{LocalOptions, read};
pub(crate) use merge::snapshot;
pub(crate) use wanted::{Limits, Wanted, glob_set};

#[cfg(test)]
mod tests;
