//! A schema together with all that it is told to be.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::api::{ApiContent, ApiFormat, Schema, SchemaId};

/// More parts are not looked at.
const MOST: usize = 1_000;
/// How deep parts may nest for their nullability to be known.
const DEEPEST: usize = 100;

/// A schema with its parts that have no names of their own.
pub(super) struct Gathered<'a> {
    /// The schema first, then its parts in the order written.
    pub parts: Vec<&'a Schema>,
    /// The named schemas that it is told to be, each once.
    pub names: Vec<&'a str>,
}

impl<'a> Gathered<'a> {
    /// Each schema is looked at once, however many ways lead to it.
    pub(super) fn of(content: &'a ApiContent, root: SchemaId) -> Gathered<'a> {
        let mut gathered = Gathered { parts: Vec::new(), names: Vec::new() };
        let mut seen = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            let schema = content.schema(id);
            match &schema.name {
                Some(name) if id != root => gathered.names.push(name),
                _ => {
                    gathered.parts.push(schema);
                    let next = is_also(content, schema).into_iter().rev();
                    open.extend(next.filter(|id| seen.insert(*id)));
                }
            }
            if gathered.parts.len() + gathered.names.len() >= MOST {
                break;
            }
        }
        gathered
    }

    /// The alternatives of a schema, those aside that are nothing but `null`. Whether it is one of them or some of
    /// them hardly ever matters, so that only of two lists the second has another mark.
    pub(super) fn alternatives(content: &ApiContent, schema: &Schema) -> Vec<(char, SchemaId)> {
        // Types that implement an interface say so themselves.
        if schema.sort == "interface" {
            return Vec::new();
        }
        let second = if schema.one_of.is_empty() { '|' } else { '/' };
        let one = schema.one_of.iter().map(|id| ('|', *id));
        let any = schema.any_of.iter().map(|id| (second, *id));
        one.chain(any).filter(|(_, id)| !is_null(content.schema(*id))).collect()
    }

    /// Whether it says itself that there may be nothing, whatever the schemas say that it names.
    pub(super) fn is_told_nullable(&self, content: &ApiContent) -> bool {
        self.parts.iter().any(|schema| schema.nullable || has_null(content, schema))
    }

    /// Names of fields that a part asks for, which may stand in another part.
    pub(super) fn required(&self) -> BTreeSet<&'a str> {
        let lists = self.parts.iter().flat_map(|schema| &schema.constraints);
        let lists = lists.filter(|constraint| constraint.keyword == "required");
        let names = lists.filter_map(|constraint| constraint.value.as_array()).flatten();
        let own = self.parts.iter().flat_map(|schema| &schema.properties);
        let own = own.filter(|property| property.required).map(|property| property.name.as_str());
        names.filter_map(Value::as_str).chain(own).collect()
    }
}

/// What a schema is told to be besides: a lone alternative is none.
fn is_also(content: &ApiContent, schema: &Schema) -> Vec<SchemaId> {
    let mut ids: Vec<SchemaId> = schema.refers.iter().chain(&schema.all_of).copied().collect();
    if let [(_, lone)] = Gathered::alternatives(content, schema).as_slice()
        && has_forms(content)
    {
        ids.push(*lone);
    }
    ids
}

/// Whether a form counts, whatever its name: a union of one type is a type of its own.
pub(super) fn has_forms(content: &ApiContent) -> bool {
    !matches!(content.format, ApiFormat::GraphQl | ApiFormat::Protobuf)
}

fn is_null(schema: &Schema) -> bool {
    schema.name.is_none() && schema.types.is_empty() && schema.constant == Some(Value::Null)
}

/// Whether one of the alternatives, or of the values, is `null`.
fn has_null(content: &ApiContent, schema: &Schema) -> bool {
    schema.one_of.iter().chain(&schema.any_of).any(|id| is_null(content.schema(*id)))
        || (schema.types.is_empty() && schema.values.iter().any(|value| value.value.is_null()))
}

/// Which schemas allow `null`; each is asked once.
pub(super) struct Nullability<'a> {
    content: &'a ApiContent,
    known: Vec<Option<bool>>,
}

impl<'a> Nullability<'a> {
    pub(super) fn new(content: &'a ApiContent) -> Nullability<'a> {
        Nullability { content, known: vec![None; content.arena.len()] }
    }

    pub(super) fn of(&mut self, id: SchemaId) -> bool {
        self.at(id, 0)
    }

    /// What says so itself is nullable, and what is only made of parts that all are.
    fn at(&mut self, id: SchemaId, depth: usize) -> bool {
        let place = id.0 as usize;
        if let Some(known) = self.known[place] {
            return known;
        }
        // Whatever leads back here does not decide.
        self.known[place] = Some(false);
        let schema = self.content.schema(id);
        let mut is_nullable = schema.nullable || has_null(self.content, schema);
        if !is_nullable && schema.types.is_empty() && depth < DEEPEST {
            let parts = is_also(self.content, schema);
            let saying: Vec<SchemaId> = parts.into_iter().filter(|id| self.says(*id)).collect();
            is_nullable = !saying.is_empty() && saying.into_iter().all(|id| self.at(id, depth + 1));
        }
        self.known[place] = Some(is_nullable);
        is_nullable
    }

    /// Whether a schema says what a value may be; a part that only describes does not count.
    fn says(&self, id: SchemaId) -> bool {
        let schema = self.content.schema(id);
        schema.nullable
            || !schema.types.is_empty()
            || !schema.values.is_empty()
            || !is_also(self.content, schema).is_empty()
            || !schema.one_of.is_empty()
            || !schema.any_of.is_empty()
    }
}
