//! What of a description its users depend on, as a sorted list: small, and comparable with another one.
//!
//! One item is a place with what is asked there: an operation, a parameter, a field, a value. Words for people are
//! not among it, so that editing them changes nothing. Named schemas stand once, wherever they are used; so do forms
//! without names that stand in several places, by a digest of what they ask.

mod asked;
mod coded;
mod forms;
mod gathered;
mod item;
mod operations;
mod schemas;
mod signature;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::model::api::ApiContent;

pub(crate) use item::{Item, ItemKind};
pub(crate) use signature::Signature;

use operations::Ways;
use schemas::Collector;

/// The form that is written; a surface of another one is made again.
pub(crate) const SURFACE_VERSION: u32 = 2;
/// What stands between the parts of a path: less than any character of a part, so that what is below an item follows it.
pub(crate) const BETWEEN: char = '\t';

/// What of a description its users depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Surface {
    /// The form that it is written in.
    pub version: u32,
    /// The word of the format that data files use.
    pub format: String,
    /// The items, sorted by path.
    #[serde(with = "coded")]
    pub items: Vec<Item>,
}

/// The surface of a description.
pub(crate) fn surface(content: &ApiContent) -> Surface {
    let ways = Ways::of(content);
    let mut collector = Collector::new(content);
    operations::collect(&mut collector);
    schemas::collect(&mut collector, &ways);
    let mut items = collector.finish();
    items.sort();
    // The first of those with one path counts, as for clients.
    items.dedup_by(|later, first| later.path == first.path);
    Surface { version: SURFACE_VERSION, format: content.format.slug().to_owned(), items }
}
