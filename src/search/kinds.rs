//! The kinds of documents as readers care for them.

/// The kinds in order; entities of kinds that are not named stand at [`OTHER`].
const ORDER: [&str; 12] = [
    "component",
    "api",
    "cicomponent",
    "system",
    "domain",
    "resource",
    "group",
    "user",
    "doc",
    "operation",
    "schema",
    "input",
];
/// Before groups.
const OTHER: u8 = 6;

/// A kind's place in the order.
pub(super) fn rank(kind: &str) -> u8 {
    let at = ORDER.iter().position(|known| *known == kind);
    at.map_or(OTHER, |at| if at < usize::from(OTHER) { at as u8 } else { at as u8 + 1 })
}

/// How much a document counts for its kind alone.
pub(super) fn points(kind: &str) -> u32 {
    match kind {
        "operation" | "schema" | "input" => 0,
        "doc" => 1,
        _ => 3,
    }
}

/// Whether documents of the kind are parts of pages, which have no name of their own.
pub(super) fn is_part(kind: &str) -> bool {
    kind == "input"
}
