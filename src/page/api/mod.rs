//! API references on pages: an overview, a page for each operation, lists by group, pages of schemas.
//!
//! In: the common model of descriptions and the catalog's read side. Out: the view structs of `view::api`. Which
//! page shows what of a schema is decided once, by [`tree`], for the plan and for the pages alike.

mod anchors;
mod around;
mod changes;
mod exchange;
pub(crate) mod file;
mod group;
mod operation;
mod overview;
mod pages;
mod records;
mod reference;
mod rows;
mod schema;
mod security;
mod text;
mod tree;
mod try_it;
mod uses;
mod words;

pub(super) use around::{about, breadcrumb};
pub(super) use changes::view as changes;
pub(super) use group::view as group;
pub(super) use operation::view as operation;
pub(super) use overview::{counted, edition, view};
pub(crate) use pages::{ApiId, ApiPages};
pub(crate) use records::{ApiRecord, ApiRecords, ApiStep, PastApi, RecordOptions, records};
pub(super) use reference::format_of;
pub(super) use schema::{list as schemas, view as schema};
pub(crate) use try_it::calls;
pub(super) use try_it::{problem as try_it_problem, view as try_it};

#[cfg(test)]
mod tests;
