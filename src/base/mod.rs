//! Words without a domain: places in files, diagnostics, paths, slugs, digests, times, YAML trees.
//!
//! Imports nothing of ours, touches nothing of the world, and knows nothing of GitLab, entities or pages.

mod code;
mod diag;
mod digest;
mod nearest;
mod relpath;
mod slug;
mod time;
pub mod yaml;

pub use code::Code;
pub use diag::{Area, Diagnostic, Place, Severity};
pub(crate) use digest::Digest;
pub(crate) use nearest::nearest;
pub use relpath::RelPath;
pub(crate) use slug::{Slugs, slug};
pub use time::Timestamp;

#[cfg(test)]
mod tests;
