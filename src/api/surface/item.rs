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

/// Sorted paths have long beginnings in common: each is written without what it shares with the one before.
pub(super) mod coded {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::api::surface::Signature;

    use super::{Item, ItemKind};

    pub(crate) fn serialize<S: Serializer>(
        items: &[Item],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut before = "";
        let mut rows = Vec::with_capacity(items.len());
        for item in items {
            let shared = shared(before, &item.path);
            rows.push((shared, &item.path[shared..], item.kind, item.signature.as_str()));
            before = &item.path;
        }
        rows.serialize(serializer)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(
        deserializer: D,
    ) -> Result<Vec<Item>, D::Error> {
        let rows: Vec<(usize, String, ItemKind, String)> = Vec::deserialize(deserializer)?;
        let mut items: Vec<Item> = Vec::with_capacity(rows.len());
        for (shared, rest, kind, signature) in rows {
            let before = items.last().map_or("", |item| item.path.as_str());
            let begin =
                before.get(..shared).ok_or_else(|| D::Error::custom("a path shares too much"))?;
            let path = format!("{begin}{rest}");
            items.push(Item { path, kind, signature: Signature::from_text(signature) });
        }
        Ok(items)
    }

    /// How many bytes two texts have in common at their beginnings.
    fn shared(left: &str, right: &str) -> usize {
        let pairs = left.char_indices().zip(right.chars());
        let differing = pairs.into_iter().find(|((_, left), right)| left != right);
        differing.map_or(left.len().min(right.len()), |((at, _), _)| at)
    }
}
