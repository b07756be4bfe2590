//! Things in words.

use crate::api::changes::words::Whereabouts;
use crate::api::surface::{Item, ItemKind};

pub(super) fn field_of(at: &Whereabouts<'_>) -> String {
    let field = at.parts.iter().rev().find_map(|part| part.strip_prefix('.')).unwrap_or_default();
    at.schema.map_or_else(|| field.to_owned(), |schema| format!("{schema}.{field}"))
}

/// What an operation is given: its place stands before its name.
pub(super) fn parameter(name: &str) -> String {
    match name.split_once(' ') {
        Some(("path", place)) => format!("variable {place} of the path"),
        Some(("argument", name)) => format!("argument `{name}`"),
        Some((place, name)) => format!("{place} parameter `{name}`"),
        None => format!("parameter `{name}`"),
    }
}

/// What stands in words: `` field `price` of `Order` ``.
pub(super) fn thing(item: &Item, at: &Whereabouts<'_>) -> String {
    let (name, of) = (at.last(), at.of());
    match item.kind {
        ItemKind::Parameter => parameter(name),
        ItemKind::Field => format!("field `{name}`{of}"),
        ItemKind::Argument => format!("argument `{name}` of `{}`", field_of(at)),
        ItemKind::Schema => format!("`{}`", at.schema.unwrap_or_default()),
        ItemKind::Content if item.signature.has("msg") => format!("message `{name}`"),
        ItemKind::Content if name.is_empty() => of.trim_start_matches(" of ").to_owned(),
        ItemKind::Content => format!("`{name}`{of}"),
        ItemKind::Header => format!("header `{name}`{of}"),
        ItemKind::Inner => format!("`{}`{of}", at.place()),
        ItemKind::Value => format!("value `{name}`{of}"),
        ItemKind::Alternative => format!("alternative `{name}`{of}"),
        _ => format!("`{name}`"),
    }
}
