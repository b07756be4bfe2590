//! CI/CD configuration of a project: its pipeline, the files of its own that this includes, and the components of `templates/`.
//!
//! Real files are messy: what can be understood is, what cannot is a finding, and the rest still counts.
//! Who an include of another project leads to is not known here.

mod component;
mod file;
mod include;
mod input;

pub(super) use component::read_all as components;
pub(super) use file::{PATH, pipeline};
