//! The world, inward: directories and GitLab groups become a [`Snapshot`](crate::model::Snapshot).
//!
//! In go a folder or groups and what is wanted of them, out come the bytes and facts of one moment, sorted.
//! Nothing here understands a file but a project's own settings. Only [`gitlab`] opens connections and asks for the
//! time, only [`cache`] writes to disk. Links are never followed, and every read has a limit.
//!
//! A source hands over a [`Part`]; [`snapshot`] joins the parts of all sources into one snapshot, which
//! [`store`] writes and reads back.

mod base64;
mod borrowed;
mod cache;
mod disk;
mod error;
mod findings;
mod git;
pub(crate) mod gitlab;
mod local;
mod merge;
mod secret;
mod settings;
pub(crate) mod store;
mod wanted;

pub(crate) use error::SourceError;
pub(crate) use local::{LocalOptions, read};
pub(crate) use merge::{Part, snapshot};
pub(crate) use secret::Secret;
pub(crate) use wanted::{Limits, Wanted, glob_set};

#[cfg(test)]
mod tests;
