//! The form of a value.

use serde::Serialize;
use serde_json::Value;

use super::{ExternalDocs, Fact, Parameter, SourcePosition, Text};

/// A schema's place in the arena of its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct SchemaId(pub u32);

/// The form of a value.
///
/// A reference without siblings is no schema of its own: whoever refers has the id of what is referred to. A
/// reference with siblings is a schema whose `refers` is set and whose other fields are what the siblings say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Schema {
    /// Its name, if it has one: that of the component, type or message, unique within the description.
    pub name: Option<String>,
    /// What sort of named thing it is where the format tells: `interface`, `input`, `message`, `enum`, …; else empty.
    pub sort: &'static str,
    /// The type as the format itself writes it, where that says more than `types`: `[User!]!`, `repeated int32`.
    pub written: Option<String>,
    /// The schema that this one is, apart from what it says itself.
    pub refers: Option<SchemaId>,
    /// What people call it.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<Text>,
    /// What the value may be; empty if anything.
    pub types: Vec<SchemaType>,
    /// Whether it may be null besides.
    pub nullable: bool,
    /// `date-time`, `int64`, the name of a scalar.
    pub format: Option<String>,
    /// The fields of an object, in the order written.
    pub properties: Vec<Property>,
    /// What other fields an object may have.
    pub additional: Additional,
    /// The fields whose names match a pattern.
    pub patterns: Vec<(String, SchemaId)>,
    /// What the names of fields must be.
    pub property_names: Option<SchemaId>,
    /// What a list holds.
    pub items: Option<SchemaId>,
    /// What a list begins with, one by one.
    pub prefix_items: Vec<SchemaId>,
    /// What at least one item of a list must be.
    pub contains: Option<SchemaId>,
    /// All of these at once.
    pub all_of: Vec<SchemaId>,
    /// At least one of these.
    pub any_of: Vec<SchemaId>,
    /// Exactly one of these; members of a union; types that implement an interface.
    pub one_of: Vec<SchemaId>,
    /// Not this.
    pub not: Option<SchemaId>,
    /// `if`, `then`, `else`, `dependentSchemas`, `$defs` that somebody must see: label and schema.
    pub conditions: Vec<(String, SchemaId)>,
    /// Interfaces that it implements.
    pub implements: Vec<SchemaId>,
    /// The field that tells the alternatives apart.
    pub discriminator: Option<Discriminator>,
    /// The values that it may be.
    pub values: Vec<EnumValue>,
    /// The one value that it is.
    pub constant: Option<Value>,
    /// What it is unless given.
    pub default: Option<Value>,
    /// Examples.
    pub examples: Vec<Value>,
    /// What the value must keep to: `minimum`, `maxLength`, `pattern`, `uniqueItems`, …
    pub constraints: Vec<Constraint>,
    /// Comes back, but is not given.
    pub read_only: bool,
    /// Is given, but does not come back.
    pub write_only: bool,
    /// Why nobody should begin to use it; an empty text if no reason is given.
    pub deprecated: Option<Text>,
    /// Where more is written.
    pub docs: Option<ExternalDocs>,
    /// What else is said: `xml`, `contentEncoding`, directives, options, reserved numbers.
    pub facts: Vec<Fact>,
    /// What is wrong: `#/components/schemas/Gone does not exist`. Shown in its place.
    pub broken: Option<String>,
    /// Whether nothing is valid (`false`).
    pub is_never: bool,
    /// Where it stands.
    pub at: SourcePosition,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SchemaType {
    /// Fields by name.
    Object,
    /// A list.
    Array,
    /// Text.
    String,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Bytes as a file.
    File,
}

impl SchemaType {
    /// The word that descriptions use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            SchemaType::Object => "object",
            SchemaType::Array => "array",
            SchemaType::String => "string",
            SchemaType::Number => "number",
            SchemaType::Integer => "integer",
            SchemaType::Boolean => "boolean",
            SchemaType::File => "file",
        }
    }
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Property {
    /// Its name.
    pub name: String,
    /// Its form.
    pub schema: SchemaId,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for, where the format says that of the field and not of its form.
    pub description: Option<Text>,
    /// Why nobody should begin to use it; an empty text if no reason is given.
    pub deprecated: Option<Text>,
    /// Its number (protobuf).
    pub number: Option<i64>,
    /// The `oneof` that it belongs to (protobuf).
    pub choice: Option<String>,
    /// Its arguments (GraphQL).
    pub arguments: Vec<Parameter>,
    /// What it is unless given, where the format says that of the field.
    pub default: Option<Value>,
    /// What else is said: options, directives, the JSON name.
    pub facts: Vec<Fact>,
    /// Where it stands.
    pub at: SourcePosition,
}

impl Property {
    /// A field of which only name and form are known.
    pub(crate) fn new(name: &str, schema: SchemaId) -> Property {
        Property {
            name: name.to_owned(),
            schema,
            required: false,
            description: None,
            deprecated: None,
            number: None,
            choice: None,
            arguments: Vec::new(),
            default: None,
            facts: Vec::new(),
            at: SourcePosition::default(),
        }
    }
}

/// What fields an object may have beside those that are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Additional {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// Any.
    Any,
    /// None.
    None,
    /// Any of this form.
    Of(SchemaId),
}

/// The field that tells alternatives apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Discriminator {
    /// Its name.
    pub property: String,
    /// Which value means which schema, as far as it is there.
    pub mapping: Vec<(String, Option<SchemaId>)>,
}

/// One of the values that something may be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnumValue {
    /// The value; a name in GraphQL and protobuf.
    pub value: Value,
    /// Its number (protobuf).
    pub number: Option<i64>,
    /// What it means.
    pub description: Option<Text>,
    /// Why nobody should begin to use it; an empty text if no reason is given.
    pub deprecated: Option<Text>,
    /// What else is said: options, directives.
    pub facts: Vec<Fact>,
}

/// What a value must keep to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Constraint {
    /// The keyword as of JSON Schema 2020-12: `exclusiveMinimum` is a number.
    pub keyword: String,
    /// Its value.
    pub value: Value,
}
