//! The types of a schema, merged by name while they are read.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::api::{
    Definition, EnumValue, Property, Schema, SchemaId, SchemaType, SourcePosition,
};

/// The three root types, in reading order: the operation's word, the usual name.
pub(super) const ROOTS: [(&str, &str); 3] =
    [("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")];

/// What is known so far.
#[derive(Default)]
pub(super) struct Types {
    /// All schemas; those of types that are named but not yet defined are empty.
    pub arena: Vec<Schema>,
    /// Types by name, defined or only named.
    pub names: BTreeMap<String, SchemaId>,
    /// Where a type was named first, for those that nobody defines.
    pub named_at: BTreeMap<SchemaId, SourcePosition>,
    /// References by how they are written, so that each is one schema however often it is used.
    references: BTreeMap<String, SchemaId>,
    /// The types that are defined, not only extended.
    defined: BTreeSet<SchemaId>,
    /// Fields and values that are there, and in which file.
    members: BTreeMap<(SchemaId, String), u32>,
    /// By the operation's word, the root types that are named.
    pub roots: BTreeMap<&'static str, (String, SourcePosition)>,
    /// Whether the schema itself says which types are its roots.
    pub says_roots: bool,
    /// What the schema says of itself.
    pub description: Option<String>,
    /// Directives of the schema.
    pub schema_facts: Vec<crate::model::api::Fact>,
    /// Definitions of directives.
    pub directives: Vec<Definition>,
    /// What contradicts itself.
    pub contradictions: Vec<(SourcePosition, String)>,
}

impl Types {
    /// Whether any type is defined or extended.
    pub(super) fn has_any(&self) -> bool {
        self.arena.iter().any(|schema| !schema.sort.is_empty())
    }

    /// The place of a type of this name, whether it is defined or not.
    pub(super) fn named(&mut self, name: &str, at: SourcePosition) -> SchemaId {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let id = self.add(Schema::default());
        self.names.insert(name.to_owned(), id);
        self.named_at.insert(id, at);
        id
    }

    /// Puts a schema that has no name into the arena.
    pub(super) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.arena.len()).unwrap_or(u32::MAX));
        self.arena.push(schema);
        id
    }

    /// The schema of a reference as it is written: `[User!]!`.
    pub(super) fn reference(&mut self, written: &str, at: SourcePosition) -> SchemaId {
        if let Some(id) = self.references.get(written) {
            return *id;
        }
        let (inner, nullable) = match written.strip_suffix('!') {
            Some(inner) => (inner, false),
            None => (written, true),
        };
        let mut schema =
            Schema { written: Some(written.to_owned()), nullable, at, ..Schema::default() };
        let item = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        match (item, built_in(inner)) {
            (Some(item), _) => {
                schema.types = vec![SchemaType::Array];
                schema.items = Some(self.reference(item, at));
            }
            (None, Some((is, format))) => {
                schema.types = vec![is];
                schema.format = format.map(str::to_owned);
            }
            (None, None) => schema.refers = Some(self.named(inner, at)),
        }
        let id = self.add(schema);
        self.references.insert(written.to_owned(), id);
        id
    }

    /// Begins or goes on with a type; nothing if it cannot be of this sort.
    pub(super) fn define(
        &mut self,
        sort: &'static str,
        name: &str,
        at: SourcePosition,
        is_extension: bool,
    ) -> Option<SchemaId> {
        if built_in(name).is_some() || name.starts_with("__") {
            return None;
        }
        let id = self.named(name, at);
        let schema = &mut self.arena[id.0 as usize];
        if schema.sort.is_empty() {
            schema.sort = sort;
            schema.name = Some(name.to_owned());
            schema.at = at;
            schema.types = match sort {
                "enum" => vec![SchemaType::String],
                "object" | "interface" | "input" => vec![SchemaType::Object],
                _ => Vec::new(),
            };
            if sort == "scalar" {
                schema.format = Some(name.to_owned());
            }
        } else if schema.sort != sort {
            let message = format!("`{name}` is defined as `{}` and as `{sort}`", schema.sort);
            self.contradictions.push((at, message));
            return None;
        }
        if !is_extension {
            // Over several files types are split on purpose, and merged by the server that loads them.
            if !self.defined.insert(id) && self.arena[id.0 as usize].at.file == at.file {
                self.contradictions.push((at, format!("type `{name}` is defined twice")));
            }
            // An extension may stand before what it extends.
            self.arena[id.0 as usize].at = at;
        }
        Some(id)
    }

    /// The type that is being read.
    pub(super) fn get(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.arena[id.0 as usize]
    }

    /// Adds a field; the first of a name counts.
    pub(super) fn add_property(&mut self, id: SchemaId, property: Property) {
        if self.is_new(id, &property.name, property.at) {
            self.get(id).properties.push(property);
        }
    }

    /// Adds a value of an enumeration; the first of a name counts.
    pub(super) fn add_value(&mut self, id: SchemaId, value: EnumValue, at: SourcePosition) {
        let name = value.value.as_str().unwrap_or_default().to_owned();
        if self.is_new(id, &name, at) {
            self.get(id).values.push(value);
        }
    }

    /// Adds an interface that a type implements.
    pub(super) fn add_interface(&mut self, id: SchemaId, name: &str, at: SourcePosition) {
        let interface = self.named(name, at);
        // A type may be extended by what another file says already; `&` keeps it apart from fields.
        if self.members.insert((id, format!("&{name}")), at.file).is_none() {
            self.get(id).implements.push(interface);
        }
    }

    /// Adds a member of a union.
    pub(super) fn add_member(&mut self, id: SchemaId, name: &str, at: SourcePosition) {
        let member = self.named(name, at);
        if self.members.insert((id, name.to_owned()), at.file).is_none() {
            self.get(id).one_of.push(member);
        }
    }

    /// Names a root type.
    pub(super) fn add_root(&mut self, operation: &str, name: &str, at: SourcePosition) {
        if let Some((word, _)) = ROOTS.iter().find(|(word, _)| *word == operation) {
            self.roots.entry(word).or_insert_with(|| (name.to_owned(), at));
        }
    }

    fn is_new(&mut self, id: SchemaId, name: &str, at: SourcePosition) -> bool {
        let known = self.members.insert((id, name.to_owned()), at.file);
        if known == Some(at.file) {
            let of = self.arena[id.0 as usize].name.clone().unwrap_or_default();
            self.contradictions.push((at, format!("`{name}` of `{of}` is defined twice")));
        }
        known.is_none()
    }
}

/// What a scalar is that every schema has (GraphQL October 2021 §3.5).
pub(super) fn built_in(name: &str) -> Option<(SchemaType, Option<&'static str>)> {
    Some(match name {
        "Int" => (SchemaType::Integer, Some("int32")),
        "Float" => (SchemaType::Number, Some("double")),
        "String" => (SchemaType::String, None),
        "Boolean" => (SchemaType::Boolean, None),
        "ID" => (SchemaType::String, Some("ID")),
        _ => return None,
    })
}
