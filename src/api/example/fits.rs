//! Whether a value keeps to a schema, as far as the model knows what the schema asks for.

use std::cell::Cell;

use serde_json::{Map, Value};

use crate::api::json_name::json_name;
use crate::model::api::{Additional, ApiContent, ApiFormat, Schema, SchemaId, SchemaType};

use super::Direction;
use super::formats;
use super::parts::parts;
use super::patterns::Patterns;

/// A value that nests deeper is not judged.
const DEEPEST: u32 = 40;
/// How many schemas are looked at for one example.
const STEPS: u32 = 60_000;

/// Judges values.
pub(super) struct Judge<'a> {
    pub content: &'a ApiContent,
    pub direction: Direction,
    pub patterns: Patterns,
    steps: Cell<u32>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(content: &'a ApiContent, direction: Direction) -> Judge<'a> {
        Judge { content, direction, patterns: Patterns::default(), steps: Cell::new(STEPS) }
    }

    /// Whether there is time for another step.
    pub(super) fn step(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether the value keeps to all of these; false as well if that cannot be told in time.
    pub(super) fn fits(&self, ids: &[SchemaId], value: &Value) -> bool {
        self.fits_at(ids, value, 0)
    }

    fn fits_at(&self, ids: &[SchemaId], value: &Value, depth: u32) -> bool {
        depth < DEEPEST
            && self.step()
            && parts(self.content, ids).iter().all(|(_, part)| self.fits_part(part, value, depth))
    }

    fn fits_part(&self, part: &Schema, value: &Value, depth: u32) -> bool {
        if part.is_never {
            return false;
        }
        let is_null = value.is_null() && part.nullable;
        let is_named = |named: &Value| is_same(named, value);
        (is_null || has_type(part, value))
            && (part.values.is_empty()
                || is_null
                || part.values.iter().any(|it| is_named(&it.value)))
            && part.constant.as_ref().is_none_or(is_named)
            && self.fits_constraints(part, value)
            && match value {
                Value::Object(fields) => self.fits_object(part, fields, depth),
                Value::Array(items) => self.fits_array(part, items, depth),
                Value::String(text) => {
                    part.format.as_deref().is_none_or(|format| formats::holds(format, text))
                }
                Value::Number(_) => has_width(part.format.as_deref(), value),
                Value::Null | Value::Bool(_) => true,
            }
            && (is_null || self.fits_choices(part, value, depth))
    }

    fn fits_choices(&self, part: &Schema, value: &Value, depth: u32) -> bool {
        let fits = |id: &SchemaId| self.fits_at(&[*id], value, depth + 1);
        // Members of a union need not exclude one another outside JSON Schema.
        let is_json = !matches!(self.content.format, ApiFormat::GraphQl | ApiFormat::Protobuf);
        let one = part.one_of.iter().filter(|id| fits(id)).count();
        (part.any_of.is_empty() || part.any_of.iter().any(fits))
            && (part.one_of.is_empty() || one == 1 || (one > 1 && !is_json))
            && part.not.as_ref().is_none_or(|not| !fits(not))
            && self.fits_conditions(part, value, depth)
    }

    fn fits_conditions(&self, part: &Schema, value: &Value, depth: u32) -> bool {
        let named = |name: &str| part.conditions.iter().find(|(label, _)| label == name);
        let fits = |id: &SchemaId| self.fits_at(&[*id], value, depth + 1);
        let is_met = named("if").is_none_or(|(_, condition)| {
            let branch = named(if fits(condition) { "then" } else { "else" });
            branch.is_none_or(|(_, id)| fits(id))
        });
        let depends = part.conditions.iter().filter_map(|(label, id)| {
            let field = label.strip_prefix("dependentSchemas: ")?;
            value.get(field).map(|_| id)
        });
        is_met && depends.into_iter().all(fits)
    }

    fn fits_constraints(&self, part: &Schema, value: &Value) -> bool {
        part.constraints.iter().all(|constraint| {
            let limit = constraint.value.as_f64();
            let least = |size: usize| limit.is_none_or(|limit| size as f64 >= limit);
            let most = |size: usize| limit.is_none_or(|limit| size as f64 <= limit);
            match (constraint.keyword.as_str(), value) {
                ("minLength", Value::String(text)) => least(text.chars().count()),
                ("maxLength", Value::String(text)) => most(text.chars().count()),
                ("pattern", Value::String(text)) => {
                    let pattern = constraint.value.as_str().unwrap_or_default();
                    // What cannot be read here was read by whoever wrote the example.
                    self.patterns.matches(pattern, text).unwrap_or(true)
                }
                ("minItems", Value::Array(items)) => least(items.len()),
                ("maxItems", Value::Array(items)) => most(items.len()),
                ("uniqueItems", Value::Array(items)) => {
                    constraint.value != Value::Bool(true) || are_unique(items)
                }
                ("minProperties", Value::Object(fields)) => least(fields.len()),
                ("maxProperties", Value::Object(fields)) => most(fields.len()),
                ("required", Value::Object(fields)) => {
                    let names = constraint.value.as_array().into_iter().flatten();
                    names.filter_map(Value::as_str).all(|name| fields.contains_key(name))
                }
                ("dependentRequired", Value::Object(fields)) => depend(&constraint.value, fields),
                _ => true,
            }
        }) && value
            .as_f64()
            .is_none_or(|number| super::numbers::Range::of(std::iter::once(part)).holds(number))
    }

    fn fits_object(&self, part: &Schema, fields: &Map<String, Value>, depth: u32) -> bool {
        let is_complete = part.properties.iter().all(|property| {
            let is_there = fields.contains_key(json_name(self.content.format, property).as_ref());
            is_there || !property.required || self.is_left_out(property.schema)
        });
        is_complete
            && fields.iter().all(|(name, value)| {
                let key = Value::String(name.clone());
                part.property_names.is_none_or(|id| self.fits_at(&[id], &key, depth + 1))
                    && self.field(part, name).is_some_and(|ids| {
                        ids.iter().all(|id| self.fits_at(&[*id], value, depth + 1))
                    })
            })
    }

    /// What a part asks of the field of this name; none if there may be no such field.
    pub(super) fn field(&self, part: &Schema, name: &str) -> Option<Vec<SchemaId>> {
        let mut ids: Vec<SchemaId> = part
            .properties
            .iter()
            .filter(|property| json_name(self.content.format, property) == name)
            .map(|property| property.schema)
            .collect();
        for (pattern, id) in &part.patterns {
            if self.patterns.matches(pattern, name).unwrap_or(false) {
                ids.push(*id);
            }
        }
        match part.additional {
            Additional::None if ids.is_empty() => return None,
            Additional::Of(id) if ids.is_empty() => ids.push(id),
            Additional::Of(_) | Additional::None | Additional::Any | Additional::Unsaid => {}
        }
        Some(ids)
    }

    /// Whether a field of this form does not go in this direction.
    pub(super) fn is_left_out(&self, id: SchemaId) -> bool {
        parts(self.content, &[id]).iter().any(|(_, part)| match self.direction {
            Direction::Request => part.read_only,
            Direction::Response => part.write_only,
        })
    }

    fn fits_array(&self, part: &Schema, items: &[Value], depth: u32) -> bool {
        let fits = |id: SchemaId, item: &Value| self.fits_at(&[id], item, depth + 1);
        let first = items.iter().zip(&part.prefix_items).all(|(item, id)| fits(*id, item));
        let rest = items.iter().skip(part.prefix_items.len());
        let contains = part.contains.is_none_or(|id| {
            let count = items.iter().filter(|item| fits(id, item)).count() as f64;
            let limit = |keyword: &str| {
                let found = part.constraints.iter().find(|it| it.keyword == keyword);
                found.and_then(|it| it.value.as_f64())
            };
            count >= limit("minContains").unwrap_or(1.0)
                && limit("maxContains").is_none_or(|most| count <= most)
        });
        first && contains && part.items.is_none_or(|id| rest.into_iter().all(|item| fits(id, item)))
    }
}

fn has_type(part: &Schema, value: &Value) -> bool {
    part.types.is_empty()
        || part.types.iter().any(|kind| match kind {
            SchemaType::Object => value.is_object(),
            SchemaType::Array => value.is_array(),
            SchemaType::String | SchemaType::File => value.is_string(),
            SchemaType::Number => value.is_number(),
            SchemaType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            SchemaType::Boolean => value.is_boolean(),
        })
}

/// Whether a number has room in its format.
fn has_width(format: Option<&str>, value: &Value) -> bool {
    match format {
        Some("int32") => value.as_f64().is_none_or(|number| number.abs() <= 2_147_483_647.0),
        Some("uint32") => {
            value.as_f64().is_none_or(|number| (0.0..=4_294_967_295.0).contains(&number))
        }
        Some("uint64") => value.as_f64().is_none_or(|number| number >= 0.0),
        _ => true,
    }
}

fn depend(rules: &Value, fields: &Map<String, Value>) -> bool {
    rules.as_object().is_none_or(|rules| {
        rules.iter().filter(|(field, _)| fields.contains_key(*field)).all(|(_, needed)| {
            let names = needed.as_array().into_iter().flatten().filter_map(Value::as_str);
            names.into_iter().all(|name| fields.contains_key(name))
        })
    })
}

/// Equality as JSON Schema has it: 1 is 1.0.
pub(super) fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        _ => left == right,
    }
}

fn are_unique(items: &[Value]) -> bool {
    // Long lists come only from authors; whether their items are unique is theirs to know.
    items.len() > 500
        || items
            .iter()
            .enumerate()
            .all(|(at, item)| !items[..at].iter().any(|it| is_same(it, item)))
}
