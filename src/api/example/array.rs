//! Lists: one item, or as many as there must be.

use serde_json::Value;

use crate::model::api::{Schema, SchemaId};

use super::maker::{Made, Maker, Wish};
use super::object::limit;

/// A list that must be longer cannot be shown.
const LONGEST: usize = 500;

impl Maker<'_> {
    /// A list that keeps to all of these parts.
    pub(super) fn array(
        &mut self,
        wish: &Wish,
        schemas: &[&Schema],
        name: &str,
        depth: u32,
    ) -> Option<Made> {
        let least = limit(schemas, "minItems").unwrap_or(0);
        let most = limit(schemas, "maxItems").unwrap_or(usize::MAX);
        if least > most || least > LONGEST {
            return None;
        }
        let first = schemas.iter().map(|part| part.prefix_items.len()).max().unwrap_or(0);
        let wanted_contained = schemas.iter().filter(|part| part.contains.is_some()).count();
        let contained = limit(schemas, "minContains").unwrap_or(1) * wanted_contained;
        let usual = if wish.is_lean { 0 } else { first.max(1) };
        let wanted =
            usual.max(least).max(first.min(most)).max(first.max(contained)).min(most).min(LONGEST);
        let is_unique = schemas
            .iter()
            .flat_map(|part| &part.constraints)
            .any(|it| it.keyword == "uniqueItems" && it.value == Value::Bool(true));
        let name = singular(name);
        let mut items: Vec<Value> = Vec::new();
        let mut is_sure = true;
        let variant = self.variant;
        let mut turn = 0;
        while items.len() < wanted && turn < 2 * LONGEST as u32 {
            let ids = item(schemas, items.len(), turn as usize);
            let is_optional = items.len() >= least.max(contained);
            if is_optional && ids.iter().any(|id| self.is_active(*id)) {
                break;
            }
            self.variant = if is_unique { variant + turn } else { variant };
            turn += 1;
            let Some(made) = self.value(&ids, name, depth + 1) else {
                // Authors' values run out before the numbers do.
                if is_unique && turn < 50 { continue } else { break }
            };
            if is_optional && !made.is_sure {
                break;
            }
            if is_unique && items.contains(&made.value) {
                continue;
            }
            is_sure &= made.is_sure;
            items.push(made.value);
        }
        self.variant = variant;
        (items.len() >= least).then_some(Made { value: Value::Array(items), is_sure })
    }
}

/// What the item at this place must be.
fn item(schemas: &[&Schema], at: usize, turn: usize) -> Vec<SchemaId> {
    let mut ids = Vec::new();
    for part in schemas {
        ids.extend(part.prefix_items.get(at).copied().or(part.items));
        let least = limit(&[*part], "minContains").unwrap_or(1).max(1);
        ids.extend(
            part.contains.filter(|_| {
                turn < least + part.prefix_items.len() && at >= part.prefix_items.len()
            }),
        );
    }
    ids.dedup();
    ids
}

/// `names` holds names.
fn singular(name: &str) -> &str {
    match name.strip_suffix('s') {
        Some(one) if one.len() > 2 && !one.ends_with('s') => one,
        _ => name,
    }
}
