//! CI/CD configuration of a project: its pipeline, the files of its own that this includes, and the components of `templates/`.
//!
//! Real files are messy: what can be understood is, what cannot is a finding, and the rest still counts.
//! Who an include of another project leads to is not known here.

mod closure;
mod component;
mod deprecation;
mod describe;
mod file;
mod include;
mod input;
mod interpolation;
mod job;
mod merge;
mod notes;
mod scripts;
mod shell;
mod variables;

/// Where GitLab looks for a project's configuration.
const PATH: &str = ".gitlab-ci.yml";

pub(crate) use closure::ci_files;
pub(super) use closure::{local_includes, outward, pipeline};
pub(super) use component::read_all as components;
pub(super) use deprecation::{KEYS as DEPRECATION_KEYS, check as check_deprecations};
