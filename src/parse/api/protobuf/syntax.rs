//! What a file says, as it is written: names are not yet resolved.

use serde_json::Value;

use crate::model::api::SourcePosition;

/// A file.
#[derive(Debug, Default)]
pub(super) struct File {
    /// `proto3`, `proto2`, `editions 2023`; none if nothing is said.
    pub syntax: Option<String>,
    /// Its package; empty if it has none.
    pub package: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// Whom it imports.
    pub imports: Vec<Import>,
    /// Options of the file.
    pub options: Vec<Choice>,
    /// Its messages.
    pub messages: Vec<Message>,
    /// Its enumerations.
    pub enums: Vec<Enum>,
    /// Its services.
    pub services: Vec<Service>,
    /// What it adds to others.
    pub extensions: Vec<Extension>,
    /// What the parser did not understand.
    pub problems: Vec<(SourcePosition, String)>,
}

/// An import.
#[derive(Debug)]
pub(super) struct Import {
    /// The path as written.
    pub path: String,
    /// `public` if those who import this file see that one too, `weak`, `option`; or empty.
    pub modifier: String,
}

/// An option: name and value.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The name as written: `deprecated`, `(google.api.http)`.
    pub name: String,
    /// The value.
    pub value: Value,
}

/// A message.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub name: String,
    pub description: Option<String>,
    pub fields: Vec<Field>,
    /// Choices of which one is made: name, description, options.
    pub choices: Vec<(String, Option<String>, Vec<Choice>)>,
    pub messages: Vec<Message>,
    pub enums: Vec<Enum>,
    pub extensions: Vec<Extension>,
    pub options: Vec<Choice>,
    /// `reserved` and `extensions` as written: keyword and ranges.
    pub ranges: Vec<(&'static str, String)>,
    pub at: SourcePosition,
}

/// A field.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub name: String,
    /// `repeated`, `optional`, `required` or nothing.
    pub label: &'static str,
    /// The type, or the type of a map's values.
    pub is: String,
    /// The type of a map's keys.
    pub key: Option<String>,
    pub number: Option<i64>,
    /// The `oneof` that it belongs to.
    pub choice: Option<String>,
    pub description: Option<String>,
    pub options: Vec<Choice>,
    pub at: SourcePosition,
}

/// An enumeration.
#[derive(Debug, Default)]
pub(super) struct Enum {
    pub name: String,
    pub description: Option<String>,
    pub values: Vec<Field>,
    pub options: Vec<Choice>,
    pub ranges: Vec<(&'static str, String)>,
    pub at: SourcePosition,
}

/// A service.
#[derive(Debug, Default)]
pub(super) struct Service {
    pub name: String,
    pub description: Option<String>,
    pub methods: Vec<Method>,
    pub options: Vec<Choice>,
    pub at: SourcePosition,
}

/// A method of a service.
#[derive(Debug, Default)]
pub(super) struct Method {
    pub name: String,
    pub description: Option<String>,
    pub request: String,
    pub response: String,
    pub streams: (bool, bool),
    pub options: Vec<Choice>,
    pub at: SourcePosition,
}

/// Fields that are added to a message of somebody else.
#[derive(Debug, Default)]
pub(super) struct Extension {
    pub extended: String,
    pub fields: Vec<Field>,
}
