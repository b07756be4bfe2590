//! CI/CD components and pipelines on pages: how to include one, who does, and what a pipeline is made of.
//!
//! In: the catalog's read side. Out: the view structs of `view::ci`. Judges no values and follows no includes: the catalog
//! has done both.

mod component;
mod graph;
mod inputs;
mod pipeline;
mod scalar;
mod snippet;
mod uses;
mod versions;

pub(super) use component::{gitlab_catalog, is_told_by_section, listing, summaries, view};
pub(super) use pipeline::{pipeline, used_files};

#[cfg(test)]
mod tests;
