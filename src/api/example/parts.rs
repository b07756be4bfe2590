//! A schema taken apart: what it refers to and what it is all of, each once.

use crate::model::api::{ApiContent, Schema, SchemaId};

/// More parts are not looked at.
const MOST: usize = 500;

/// The schemas that a value of all these must keep to, without their `allOf` and references: what others say
/// first, what a schema says itself last.
pub(super) fn parts<'a>(content: &'a ApiContent, ids: &[SchemaId]) -> Vec<(SchemaId, &'a Schema)> {
    // On a list of its own instead of the stack: a chain of references may be as long as the file.
    let mut open: Vec<(SchemaId, bool)> = ids.iter().rev().map(|id| (*id, false)).collect();
    let mut seen: Vec<SchemaId> = Vec::new();
    let mut found = Vec::new();
    while let Some((id, is_done)) = open.pop() {
        let schema = content.schema(id);
        if is_done {
            found.push((id, schema));
        } else if seen.len() < MOST && !seen.contains(&id) {
            seen.push(id);
            open.push((id, true));
            open.extend(schema.all_of.iter().rev().map(|inner| (*inner, false)));
            open.extend(schema.refers.map(|inner| (inner, false)));
        }
    }
    found
}

/// The schema and those that it only stands for, itself first.
pub(super) fn aliases(content: &ApiContent, id: SchemaId) -> Vec<SchemaId> {
    let mut found = vec![id];
    let mut at = id;
    while found.len() < MOST {
        let schema = content.schema(at);
        let next = match (schema.refers, schema.all_of.as_slice()) {
            (Some(next), _) => next,
            (None, [only]) if schema.properties.is_empty() => *only,
            _ => break,
        };
        if found.contains(&next) {
            break;
        }
        found.push(next);
        at = next;
    }
    found
}
