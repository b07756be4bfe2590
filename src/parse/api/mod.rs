//! The API descriptions of a project: which files they are, and what each of them says.
//!
//! One reader a format turns text into the common model; none fails, and none reads a file that the project
//! does not hold.

mod asyncapi;
mod documents;
mod fields;
mod find;
mod graphql;
mod group;
mod info;
mod json_schema;
mod lines;
mod openapi;
mod project;
mod protobuf;
mod reader;
mod reading;
mod refs;
mod refs_index;
mod schemes;

pub(super) use find::format_of;
pub(super) use project::read_all;

#[cfg(test)]
mod sdl_tests;
#[cfg(test)]
mod tests;
