//! From the files of one project to entities, documents and summaries.
//!
//! [`project`] turns the bytes of a [`Project`](crate::model::Project) into a
//! [`Parsed`](crate::model::Parsed): values together with diagnostics. It never fails and never panics;
//! what cannot be understood is left out and said. [`references`] says which further files of the same
//! repository are needed, so that the source can fetch them in the next round.
//!
//! Nothing here knows other projects, the configuration, or the world: what crosses projects leaves as an
//! unresolved reference.

mod api;
mod ci;
mod codeowners;
mod descriptor;
mod entity;
mod files;
mod infer;
mod mkdocs;
mod names;
mod options;
mod project;
mod readme;
mod references;
mod schema;
mod settings;
mod substitute;
mod text;
mod validate;

use crate::base::RelPath;
use crate::model::RawFile;

pub(crate) use ci::ci_files;
pub(crate) use mkdocs::guide;
pub(crate) use options::{DescriptorPatterns, ParseOptions};
pub(crate) use project::project;
pub(crate) use references::references;

/// Whether a file is an API description, by its name and first words.
pub(crate) fn is_api(path: &RelPath, file: &RawFile) -> bool {
    api::format_of(path, file).is_some()
}

#[cfg(test)]
mod tests;
