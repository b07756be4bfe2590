//! The schemas of messages, enumerations and of the types of fields.

use std::collections::BTreeMap;

use crate::model::api::{Additional, Schema, SchemaId, SchemaType, SourcePosition};

/// All schemas of a tree.
#[derive(Default)]
pub(super) struct Types {
    /// They.
    pub arena: Vec<Schema>,
    /// Messages and enumerations by full name.
    pub named: BTreeMap<String, SchemaId>,
    /// Types of fields, so that each is one schema however often it is used.
    memo: BTreeMap<String, SchemaId>,
    /// Types that are missing though all imports are there: where, and the name as written.
    pub missing: Vec<(SourcePosition, String)>,
}

/// Where a type is named.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The package and the messages around, with dots.
    pub name: &'a str,
    /// Whether all imports of the file are there.
    pub is_complete: bool,
    /// Where the field or method stands.
    pub at: SourcePosition,
}

impl Types {
    /// Puts a schema into the arena.
    pub(super) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.arena.len()).unwrap_or(u32::MAX));
        self.arena.push(schema);
        id
    }

    /// A message, an enumeration or a scalar by itself.
    pub(super) fn plain(&mut self, written: &str, scope: Scope<'_>) -> SchemaId {
        if let Some((is, format)) = scalar(written) {
            let format = (format != written || is != SchemaType::Boolean)
                .then(|| format.to_owned())
                .filter(|format| format != "string");
            return self.memoised(written.to_owned(), || Schema {
                written: Some(written.to_owned()),
                types: vec![is],
                format,
                ..Schema::default()
            });
        }
        if let Some(id) = self.resolve(scope.name, written) {
            return id;
        }
        let bare = written.trim_start_matches('.');
        if let Some((is, format, description)) = well_known(bare) {
            return self.memoised(bare.to_owned(), || Schema {
                written: Some(bare.to_owned()),
                types: is.into_iter().collect(),
                format: format.map(str::to_owned),
                description: Some(description.to_owned()),
                additional: match bare {
                    "google.protobuf.Struct" => Additional::Any,
                    _ => Additional::Unsaid,
                },
                ..Schema::default()
            });
        }
        let is_broken = scope.is_complete && !bare.starts_with("google.protobuf.");
        if is_broken {
            self.missing.push((scope.at, bare.to_owned()));
        }
        self.memoised(format!("{is_broken} {bare}"), || Schema {
            written: Some(bare.to_owned()),
            broken: is_broken.then(|| format!("type `{bare}` does not exist")),
            at: scope.at,
            ..Schema::default()
        })
    }

    /// A type with its label: `repeated string`.
    pub(super) fn labelled(&mut self, label: &str, written: &str, scope: Scope<'_>) -> SchemaId {
        let plain = self.plain(written, scope);
        if label.is_empty() {
            return plain;
        }
        let is_scalar = scalar(written).is_some();
        let inner = self.arena[plain.0 as usize].clone();
        let written = format!("{label} {written}");
        self.memoised(format!("{written} {}", plain.0), || {
            let schema = Schema { written: Some(written.clone()), ..Schema::default() };
            match label {
                "repeated" => {
                    Schema { types: vec![SchemaType::Array], items: Some(plain), ..schema }
                }
                _ if is_scalar => Schema { types: inner.types, format: inner.format, ..schema },
                _ => Schema { refers: Some(plain), ..schema },
            }
        })
    }

    /// `map<string, Order>`.
    pub(super) fn map(&mut self, key: &str, value: &str, scope: Scope<'_>) -> SchemaId {
        let (keys, values) = (self.plain(key, scope), self.plain(value, scope));
        let written = format!("map<{key}, {value}>");
        self.memoised(format!("{written} {} {}", keys.0, values.0), || Schema {
            written: Some(written.clone()),
            types: vec![SchemaType::Object],
            additional: Additional::Of(values),
            property_names: Some(keys),
            ..Schema::default()
        })
    }

    /// Looks a name up from the innermost scope outwards (protobuf.dev, Type Name Resolution).
    fn resolve(&self, scope: &str, written: &str) -> Option<SchemaId> {
        if let Some(full) = written.strip_prefix('.') {
            return self.named.get(full).copied();
        }
        let mut scope = scope;
        while !scope.is_empty() {
            if let Some(id) = self.named.get(&format!("{scope}.{written}")) {
                return Some(*id);
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        self.named.get(written).copied()
    }

    fn memoised(&mut self, key: String, schema: impl FnOnce() -> Schema) -> SchemaId {
        if let Some(id) = self.memo.get(&key) {
            return *id;
        }
        let id = self.add(schema());
        self.memo.insert(key, id);
        id
    }
}

/// What a scalar is, and its format.
fn scalar(written: &str) -> Option<(SchemaType, &str)> {
    Some(match written {
        "double" | "float" => (SchemaType::Number, written),
        "int32" | "int64" | "uint32" | "uint64" | "sint32" | "sint64" | "fixed32" | "fixed64"
        | "sfixed32" | "sfixed64" => (SchemaType::Integer, written),
        "bool" => (SchemaType::Boolean, written),
        "string" | "bytes" => (SchemaType::String, written),
        _ => return None,
    })
}

/// The messages that come with protobuf, as its JSON mapping has them.
fn well_known(name: &str) -> Option<(Option<SchemaType>, Option<&'static str>, &'static str)> {
    use SchemaType::{Array, Boolean, Integer, Number, Object, String};
    Some(match name.strip_prefix("google.protobuf.")? {
        "Timestamp" => {
            (Some(String), Some("date-time"), "A point in time, in UTC, to the nanosecond.")
        }
        "Duration" => {
            (Some(String), Some("duration"), "A span of time, as seconds with a fraction: `3.5s`.")
        }
        "Any" => {
            (Some(Object), None, "A message of any type, together with the address of its type.")
        }
        "Empty" => (Some(Object), None, "A message without fields."),
        "Struct" => (Some(Object), None, "An object of any fields, as in JSON."),
        "Value" => (None, None, "Any value of JSON."),
        "ListValue" => (Some(Array), None, "A list of any values of JSON."),
        "NullValue" => (None, None, "The value `null` of JSON."),
        "FieldMask" => (Some(String), None, "Names of fields, separated by commas."),
        "DoubleValue" => (Some(Number), Some("double"), "A `double`, or nothing."),
        "FloatValue" => (Some(Number), Some("float"), "A `float`, or nothing."),
        "Int64Value" => (Some(Integer), Some("int64"), "An `int64`, or nothing."),
        "UInt64Value" => (Some(Integer), Some("uint64"), "A `uint64`, or nothing."),
        "Int32Value" => (Some(Integer), Some("int32"), "An `int32`, or nothing."),
        "UInt32Value" => (Some(Integer), Some("uint32"), "A `uint32`, or nothing."),
        "BoolValue" => (Some(Boolean), None, "A `bool`, or nothing."),
        "StringValue" => (Some(String), None, "A `string`, or nothing."),
        "BytesValue" => (Some(String), Some("bytes"), "A `bytes`, or nothing."),
        _ => return None,
    })
}
