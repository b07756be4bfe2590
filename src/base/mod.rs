//! Words without a domain: places in files, diagnostics, paths, slugs, digests, times, YAML trees.
//!
//! Imports nothing of ours, touches nothing of the world, and knows nothing of GitLab, entities or pages.

mod code;
mod diag;
mod digest;
mod nearest;
mod relpath;
mod semver;
mod slug;
mod time;
mod wildcard;
pub(crate) mod yaml;

pub(crate) use code::Code;
pub(crate) use diag::{Area, Diagnostic, Place, Severity};
pub(crate) use digest::{Digest, Hasher};
pub(crate) use nearest::nearest;
pub(crate) use relpath::RelPath;
pub(crate) use semver::{Semver, SemverRange};
pub(crate) use slug::{Slugs, slug};
pub(crate) use time::Timestamp;
pub(crate) use wildcard::Wildcard;

#[cfg(test)]
mod tests;
