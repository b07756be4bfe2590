//! Makes values: takes what the author gives, chooses among alternatives, and hands the rest to lists and objects.

use serde_json::Value;

use crate::model::api::{
    Additional, ApiContent, ApiFormat, Discriminator, Schema, SchemaId, SchemaType,
};

use super::Direction;
use super::fits::Judge;
use super::numbers::Range;
use super::parts::{aliases, parts};
use super::text;

/// About how many bytes an example may have.
const LARGEST: usize = 6_000;
/// A value that nests deeper cannot be made.
const DEEPEST: u32 = 10;
/// How many alternatives are tried.
const BRANCHES: usize = 16;
/// How many choices are made for one value.
const CHOICES: usize = 40;

/// A value, and whether it is known to keep to its schema.
pub(super) struct Made {
    pub value: Value,
    pub is_sure: bool,
}

/// What a value is wanted to be.
#[derive(Clone, Default)]
pub(super) struct Wish {
    /// It keeps to all of these.
    pub ids: Vec<SchemaId>,
    /// The schemas whose choices are made already: of `oneOf`, of `anyOf`.
    chosen: Vec<(SchemaId, bool)>,
    /// Fields that a discriminator gives a value.
    pub forced: Vec<(String, Value)>,
    /// Whether only what must be there is.
    pub is_lean: bool,
}

/// Makes one example.
pub(super) struct Maker<'a> {
    pub judge: Judge<'a>,
    /// How many bytes may still be written.
    pub left: usize,
    /// What is being made, from the outside in.
    pub active: Vec<SchemaId>,
    /// Tells the items of a list apart.
    pub variant: u32,
}

impl<'a> Maker<'a> {
    pub(super) fn new(content: &'a ApiContent, direction: Direction) -> Maker<'a> {
        let judge = Judge::new(content, direction);
        Maker { judge, left: LARGEST, active: Vec::new(), variant: 0 }
    }

    /// An example of a schema.
    pub(super) fn make(&mut self, id: SchemaId, name: &str) -> Option<Value> {
        Some(self.value(&[id], name, 0)?.value)
    }

    /// A value that keeps to all of these.
    pub(super) fn value(&mut self, ids: &[SchemaId], name: &str, depth: u32) -> Option<Made> {
        if depth > DEEPEST || !self.judge.step() {
            return None;
        }
        if let Some(value) = self.written(ids) {
            self.left = self.left.saturating_sub(value.to_string().len());
            return Some(Made { value, is_sure: true });
        }
        let before = self.active.len();
        for id in ids {
            self.active.extend(aliases(self.judge.content, *id));
        }
        let wish = Wish { ids: ids.to_vec(), ..Wish::default() };
        let made = self.chosen(&wish, name, depth);
        self.active.truncate(before);
        made
    }

    /// Whether making a value of this schema is under way already.
    pub(super) fn is_active(&self, id: SchemaId) -> bool {
        aliases(self.judge.content, id).iter().any(|id| self.active.contains(id))
    }

    /// What the author gave, if it fits: examples, the default, the one value, the first of several.
    fn written(&self, ids: &[SchemaId]) -> Option<Value> {
        let content = self.judge.content;
        let all = parts(content, ids);
        let own = ids.iter().flat_map(|id| aliases(content, *id)).map(|id| content.schema(id));
        let mut found: Vec<&Value> = Vec::new();
        for schema in own {
            found.extend(schema.examples.iter());
            found.extend(schema.default.iter().filter(|value| says_something(value)));
        }
        for (_, part) in &all {
            found.extend(part.constant.iter());
            found.extend(part.values.iter().map(|it| &it.value));
        }
        let fitting = |value: &&Value| {
            value.to_string().len() <= self.left.max(200) && self.judge.fits(ids, value)
        };
        let turn = self.variant as usize;
        let mut fitting = found.into_iter().take(200).filter(fitting);
        fitting.nth(turn).cloned()
    }

    /// Makes the choices that are open, one after another, then the value.
    fn chosen(&mut self, wish: &Wish, name: &str, depth: u32) -> Option<Made> {
        let content = self.judge.content;
        let all = parts(content, &wish.ids);
        if all.iter().any(|(_, part)| part.is_never) || !self.judge.step() {
            return None;
        }
        let open = all.iter().find_map(|(id, part)| {
            let is_open = |is_one: bool, branches: &[SchemaId]| {
                !branches.is_empty() && !wish.chosen.contains(&(*id, is_one))
            };
            match (is_open(true, &part.one_of), is_open(false, &part.any_of)) {
                (true, _) => Some((*id, true, *part)),
                (_, true) => Some((*id, false, *part)),
                _ => None,
            }
        });
        let Some((owner, is_one, part)) = open.filter(|_| wish.chosen.len() < CHOICES) else {
            return self.tried(wish, &all, name, depth);
        };
        let branches = if is_one { &part.one_of } else { &part.any_of };
        let mut order: Vec<SchemaId> = branches.iter().copied().take(BRANCHES).collect();
        order.sort_by_key(|id| (self.is_active(*id), content.schema(*id).deprecated.is_some()));
        let mut best: Option<Made> = None;
        // With as little as may be there is less that two alternatives could share.
        let turns: &[bool] = if wish.is_lean { &[true] } else { &[false, true] };
        for (is_lean, branch) in turns.iter().flat_map(|turn| order.iter().map(|id| (*turn, *id))) {
            let mut next = Wish { is_lean, ..wish.clone() };
            next.ids.push(branch);
            next.chosen.push((owner, is_one));
            if let Some(discriminator) = &part.discriminator {
                next.forced.extend(forced(content, discriminator, branch));
            }
            let (before, left) = (self.active.len(), self.left);
            self.active.extend(aliases(content, branch));
            let made = self.chosen(&next, name, depth);
            self.active.truncate(before);
            let Some(mut made) = made else { continue };
            made.is_sure = made.is_sure && self.judge.fits(&wish.ids, &made.value);
            if made.is_sure {
                return Some(made);
            }
            self.left = left;
            best = best.or(Some(made));
        }
        best
    }

    /// The value with all that it may have; if that does not fit, with what its conditions ask for, then with as little
    /// as may be.
    fn tried(
        &mut self,
        wish: &Wish,
        all: &[(SchemaId, &Schema)],
        name: &str,
        depth: u32,
    ) -> Option<Made> {
        let left = self.left;
        let full = self.plain(wish, name, depth)?;
        let is_tricky = all.iter().any(|(_, part)| is_tricky(part));
        if !is_tricky || (full.is_sure && self.judge.fits(&wish.ids, &full.value)) {
            return Some(full);
        }
        let mut others: Vec<Wish> = Vec::new();
        let conditions = all.iter().flat_map(|(_, part)| &part.conditions);
        for (_, id) in conditions.filter(|(label, _)| label == "then" || label == "else").take(4) {
            let mut next = wish.clone();
            next.ids.push(*id);
            others.push(next);
        }
        others.push(Wish { is_lean: true, ..wish.clone() });
        for next in others {
            self.left = left;
            if let Some(made) = self.plain(&next, name, depth)
                && made.is_sure
                && self.judge.fits(&wish.ids, &made.value)
            {
                return Some(made);
            }
        }
        Some(Made { is_sure: false, ..full })
    }

    /// A value of the first type that is possible.
    fn plain(&mut self, wish: &Wish, name: &str, depth: u32) -> Option<Made> {
        let all = parts(self.judge.content, &wish.ids);
        let schemas: Vec<&Schema> = all.iter().map(|(_, part)| *part).collect();
        let fixed = schemas
            .iter()
            .flat_map(|part| part.constant.iter().chain(part.values.iter().map(|it| &it.value)));
        let fixed: Vec<&Value> = fixed.take(200).collect();
        if !fixed.is_empty() {
            let fits = |value: &&Value| self.judge.fits(&wish.ids, value);
            let is_sure = fixed.iter().copied().find(fits);
            let value = is_sure.or(fixed.first().copied())?.clone();
            return Some(Made { value, is_sure: is_sure.is_some() });
        }
        let Some(types) = self.types(&schemas) else { return null(&schemas) };
        for kind in types {
            let made = match kind {
                SchemaType::Object => self.object(wish, &schemas, depth),
                SchemaType::Array => self.array(wish, &schemas, name, depth),
                SchemaType::Boolean => sure(Value::Bool(self.variant.is_multiple_of(2))),
                SchemaType::Number | SchemaType::Integer => {
                    self.number(&schemas, name, kind == SchemaType::Integer)
                }
                SchemaType::String | SchemaType::File => {
                    let made = text::text(&schemas, name, self.variant, &self.judge.patterns);
                    made.map(|(text, is_sure)| Made { value: Value::String(text), is_sure })
                }
            };
            if let Some(made) = made {
                if !matches!(made.value, Value::Object(_) | Value::Array(_)) {
                    self.left = self.left.saturating_sub(made.value.to_string().len() + 4);
                }
                return Some(made);
            }
        }
        null(&schemas)
    }

    /// The types that all parts allow; none if they exclude one another.
    fn types(&self, schemas: &[&Schema]) -> Option<Vec<SchemaType>> {
        let mut found: Option<Vec<SchemaType>> = None;
        for part in schemas {
            found = match found {
                _ if part.types.is_empty() => found,
                None => Some(part.types.clone()),
                Some(known) => {
                    Some(known.iter().filter_map(|kind| common(*kind, &part.types)).collect())
                }
            };
        }
        let guess = || schemas.iter().find_map(|part| guessed(part));
        let types = found.unwrap_or_else(|| vec![guess().unwrap_or(SchemaType::String)]);
        (!types.is_empty()).then_some(types)
    }

    fn number(&self, schemas: &[&Schema], name: &str, is_integer: bool) -> Option<Made> {
        let is_text = |format: &str| {
            // As protobuf's JSON has them: 64 bits are more than a JavaScript number holds.
            self.judge.content.format == ApiFormat::Protobuf && format.ends_with("64")
        };
        let range = Range::of(schemas.iter().copied());
        let value = range.pick(wished(name, is_integer), is_integer, self.variant)?;
        if schemas.iter().filter_map(|part| part.format.as_deref()).any(is_text) {
            return sure(Value::String(value.to_string()));
        }
        sure(value)
    }
}

fn sure(value: Value) -> Option<Made> {
    Some(Made { value, is_sure: true })
}

/// Null, where it is allowed by all that say something of types.
fn null(schemas: &[&Schema]) -> Option<Made> {
    let is_allowed = schemas.iter().all(|part| part.nullable || part.types.is_empty());
    if is_allowed { sure(Value::Null) } else { None }
}

/// An empty default tells readers nothing.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Whether a value that is made field by field need not fit as a whole.
fn is_tricky(part: &Schema) -> bool {
    let is_rule = |keyword: &str| {
        matches!(keyword, "minProperties" | "maxProperties" | "dependentRequired" | "uniqueItems")
    };
    part.not.is_some()
        || !part.conditions.is_empty()
        || part.contains.is_some()
        || part.property_names.is_some()
        || part.constraints.iter().any(|it| is_rule(&it.keyword))
}

fn common(kind: SchemaType, others: &[SchemaType]) -> Option<SchemaType> {
    match kind {
        kind if others.contains(&kind) => Some(kind),
        SchemaType::Number if others.contains(&SchemaType::Integer) => Some(SchemaType::Integer),
        SchemaType::Integer if others.contains(&SchemaType::Number) => Some(SchemaType::Integer),
        _ => None,
    }
}

/// The type that a schema without one seems to mean.
fn guessed(part: &Schema) -> Option<SchemaType> {
    if !part.properties.is_empty()
        || !part.patterns.is_empty()
        || matches!(part.additional, Additional::Of(_))
    {
        return Some(SchemaType::Object);
    }
    if part.items.is_some() || !part.prefix_items.is_empty() || part.contains.is_some() {
        return Some(SchemaType::Array);
    }
    part.constraints.iter().find_map(|it| match it.keyword.as_str() {
        "minLength" | "maxLength" | "pattern" => Some(SchemaType::String),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            Some(SchemaType::Number)
        }
        "minItems" | "maxItems" | "uniqueItems" => Some(SchemaType::Array),
        "minProperties" | "maxProperties" | "dependentRequired" | "required" => {
            Some(SchemaType::Object)
        }
        _ => None,
    })
}

/// What tells this alternative from the others.
pub(super) fn forced(
    content: &ApiContent,
    discriminator: &Discriminator,
    branch: SchemaId,
) -> Option<(String, Value)> {
    let same = aliases(content, branch);
    let mapped =
        discriminator.mapping.iter().find(|(_, id)| id.is_some_and(|id| same.contains(&id)));
    let name = mapped.map(|(value, _)| value.clone());
    let name = name.or_else(|| same.iter().find_map(|id| content.schema(*id).name.clone()))?;
    Some((discriminator.property.clone(), Value::String(name)))
}

/// The number that fields of this name usually hold.
fn wished(name: &str, is_integer: bool) -> f64 {
    let words = text::words(name);
    match words.last().map(String::as_str) {
        Some("price" | "amount" | "total" | "cost") if !is_integer => 19.99,
        Some("latitude" | "lat") if !is_integer => 52.52,
        Some("longitude" | "lon" | "lng") if !is_integer => 13.405,
        Some("year") => 2026.0,
        Some("port") => 8080.0,
        Some("limit" | "size" | "count" | "total") => 20.0,
        Some("status" | "code") => 200.0,
        Some("id") => 42.0,
        _ if is_integer => 1.0,
        _ => 1.5,
    }
}
