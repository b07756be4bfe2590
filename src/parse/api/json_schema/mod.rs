//! JSON Schema, draft 4 to 2020-12, with what OpenAPI adds: each schema of the files becomes one entry of an arena.
//!
//! Entries refer to each other by their places, so that circles and diamonds cost what they are written as.

mod arena;
mod circles;
mod document;
mod keywords;
mod names;
mod words;

pub(super) use arena::{Arena, Shape};
pub(super) use document::{is_one, read};
