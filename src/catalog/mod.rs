//! Entities become one immutable graph, whose read side is all that pages ask.
//!
//! In: what each project declares, the namespace tree. Out: a [`Catalog`] and findings about what
//! does not fit together. Knows nothing of files' formats, configuration, pages or HTML.

mod apis;
mod build;
mod ci;
mod groups;
mod infer;
mod people;
mod query;
mod resolve;

pub(crate) use build::{Input, ProjectContents, build};
pub(crate) use ci::{
    Behind, Change, ChangeKind, Inclusion, LeadsTo, Pin, Usage, VersionUse, changes, form_input,
    values, wanted_ci,
};
pub(crate) use query::{Catalog, Edge, EntityId, Target};

#[cfg(test)]
mod tests;
