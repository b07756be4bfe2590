//! GraphQL: schema language and the answers to introspection queries.
//!
//! All definitions and extensions of all files are merged by name, so that a schema that is split over files, a
//! subgraph that only extends and a text with mistakes give what is in them. Nothing is validated but that what is
//! named exists.

mod introspection;
mod operations;
mod read;
mod sdl;
mod types;
mod values;

pub(super) use read::read;

#[cfg(test)]
mod tests;
