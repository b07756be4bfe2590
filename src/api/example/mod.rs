//! Example values: the author's where they fit, else made from the schema and valid against it.
//!
//! The same schema gives the same example on any machine. What an author wrote is shown only if it keeps to the
//! schema; what cannot be made is left out where it may be missing. An example is a few kilobytes at most: an
//! optional field that would lead back to its own schema is left out, and so is what would make it too large.

mod array;
mod fits;
mod formats;
mod maker;
mod numbers;
mod object;
mod parts;
mod pattern;
mod patterns;
mod text;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::model::api::{ApiContent, Content, Parameter, SchemaId};

use maker::Maker;

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Direction {
    /// Callers give it: what only comes back is left out.
    Request,
    /// Callers get it: what is only given is left out.
    Response,
}

/// An example of a schema; none if no value could be made.
pub(crate) fn example(content: &ApiContent, id: SchemaId, direction: Direction) -> Option<Value> {
    named_example(content, id, direction, "")
}

/// An example of a body or a message: its own, else one of its schema.
pub(crate) fn content_example(
    content: &ApiContent,
    body: &Content,
    direction: Direction,
) -> Option<Value> {
    let own = body.examples.iter().find_map(|example| example.value.clone());
    own.or_else(|| example(content, body.schema?, direction))
}

/// An example of a parameter: its own, else one of its schema.
pub(crate) fn parameter_example(content: &ApiContent, parameter: &Parameter) -> Option<Value> {
    let own = parameter.examples.iter().find_map(|example| example.value.clone());
    own.or_else(|| named_example(content, parameter.schema?, Direction::Request, &parameter.name))
}

fn named_example(
    content: &ApiContent,
    id: SchemaId,
    direction: Direction,
    name: &str,
) -> Option<Value> {
    Maker::new(content, direction).make(id, name)
}
