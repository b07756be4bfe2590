//! One item, and how many of them are written in little room.

use serde::{Deserialize, Serialize};

use super::Signature;

/// A place of a surface, and what is asked there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    /// Where: the parts from the outside in, with [`BETWEEN`](super::BETWEEN) between them.
    pub path: String,
    /// What stands there.
    pub kind: ItemKind,
    /// What is asked.
    pub signature: Signature,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum ItemKind {
    /// Something that can be called.
    #[serde(rename = "o")]
    Operation,
    /// What an operation is given beside a body.
    #[serde(rename = "p")]
    Parameter,
    /// Whether there is a body.
    #[serde(rename = "b")]
    Body,
    /// A body of one media type, or a message.
    #[serde(rename = "m")]
    Content,
    /// What may come back.
    #[serde(rename = "r")]
    Response,
    /// A header that comes back.
    #[serde(rename = "h")]
    Header,
    /// A place where the API can be called.
    #[serde(rename = "v")]
    Server,
    /// A way of proving who calls.
    #[serde(rename = "x")]
    Scheme,
    /// A channel, a package.
    #[serde(rename = "g")]
    Group,
    /// A named schema.
    #[serde(rename = "s")]
    Schema,
    /// A form without a name that stands in several places.
    #[serde(rename = "t")]
    Form,
    /// A field of an object.
    #[serde(rename = "f")]
    Field,
    /// An argument of a field.
    #[serde(rename = "a")]
    Argument,
    /// What a list or a map holds.
    #[serde(rename = "i")]
    Inner,
    /// One of the values of an enumeration.
    #[serde(rename = "e")]
    Value,
    /// One of several schemas, of which a value is one.
    #[serde(rename = "c")]
    Alternative,
    /// One of several schemas, of which a value is all.
    #[serde(rename = "l")]
    Part,
    /// An interface that a type implements.
    #[serde(rename = "n")]
    Interface,
}
