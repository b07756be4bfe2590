//! `portolan.yaml` as text → [`Config`] and findings.
//!
//! [`reference`] is the one table of keys: what may be written, its defaults, the JSON Schema and the
//! reference page all follow from it. [`raw`] holds a file against that table, [`validate`] turns what
//! is left into a [`Config`] and is the only way to obtain one from text. Every problem is reported at once.
//!
//! Touches nothing: paths stay as written, and whoever reads the file resolves them against its folder.

#[cfg(test)]
pub(crate) mod page;
mod raw;
pub(crate) mod reference;
mod scalar;
mod schema;
mod valid;
mod validate;

pub(crate) use schema::schema;
pub(crate) use valid::{Audience, Config, Content, Folder, GitLabSource, Source};
pub(crate) use validate::parse;

#[cfg(test)]
mod tests;
