//! What a description says as a whole.

use serde::Serialize;
use serde_json::Value;

use crate::base::RelPath;

use super::{ApiCounts, ApiFormat, Operation, Schema, SchemaId};

/// Markdown as its author wrote it.
pub(crate) type Text = String;

/// Everything that a description says, whatever its format.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiContent {
    /// Its format.
    pub format: ApiFormat,
    /// The version of the format, as in `3.1.0`; `proto3`.
    pub format_version: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The version of the API.
    pub version: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// What it is.
    pub description: Option<Text>,
    /// Contact, licence, terms of service, identifier: label, text, address.
    pub facts: Vec<Fact>,
    /// Where more is written.
    pub docs: Option<ExternalDocs>,
    /// Where it can be called.
    pub servers: Vec<Server>,
    /// How callers prove who they are.
    pub schemes: Vec<Scheme>,
    /// What the operations are grouped by, in reading order: tags, packages with services, channels, root types.
    pub groups: Vec<Group>,
    /// What can be called, in reading order.
    pub operations: Vec<Operation>,
    /// All schemas, named or not; [`SchemaId`]s point into it.
    pub arena: Vec<Schema>,
    /// The named ones, sorted by name, each once.
    pub named: Vec<SchemaId>,
    /// What else is defined: GraphQL directives, protobuf extensions, reusable AsyncAPI bindings.
    pub definitions: Vec<Definition>,
    /// The files that positions speak of; the first is that of the description.
    pub files: Vec<RelPath>,
    /// How much there is.
    pub counts: ApiCounts,
}

impl ApiContent {
    /// A description of a format of which nothing is known yet.
    pub(crate) fn new(format: ApiFormat) -> ApiContent {
        ApiContent {
            format,
            format_version: None,
            title: None,
            version: None,
            summary: None,
            description: None,
            facts: Vec::new(),
            docs: None,
            servers: Vec::new(),
            schemes: Vec::new(),
            groups: Vec::new(),
            operations: Vec::new(),
            arena: Vec::new(),
            named: Vec::new(),
            definitions: Vec::new(),
            files: Vec::new(),
            counts: ApiCounts::default(),
        }
    }

    /// The schema at this place.
    pub(crate) fn schema(&self, id: SchemaId) -> &Schema {
        &self.arena[id.0 as usize]
    }
}

/// Where something stands in the files of a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SourcePosition {
    /// The place of the file in [`ApiContent::files`].
    pub file: u32,
    /// Line, from 1; 0 if it is not known.
    pub line: u32,
    /// Column in characters, from 1; 0 if it is not known.
    pub column: u32,
}

/// Anything that deserves a row: a label, what it says, and where that leads.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fact {
    /// What it is: `Contact`, `Kafka binding`, `reserved`.
    pub label: String,
    /// What it says. Text that is no string is shown as code.
    pub value: Value,
    /// An address as written, not yet judged.
    pub href: Option<String>,
}

/// Documentation elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalDocs {
    /// The address as written, not yet judged.
    pub url: String,
    /// What stands there.
    pub description: Option<Text>,
}

/// Where an API can be called.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Server {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The address as written, with `{variables}`; relative ones too.
    pub url: String,
    /// `https`, `kafka`, `mqtt`, …
    pub protocol: Option<String>,
    /// What it is for.
    pub description: Option<Text>,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
    /// What else is said: bindings, security, tags.
    pub facts: Vec<Fact>,
}

/// A part of a server's address that callers choose.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServerVariable {
    /// Its name.
    pub name: String,
    /// What it is unless chosen.
    pub default: Option<String>,
    /// What it may be; empty if anything.
    pub options: Vec<String>,
    /// What it is for.
    pub description: Option<Text>,
}

/// A way of proving who calls.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Scheme {
    /// Its name in the description.
    pub name: String,
    /// Which way.
    pub kind: SchemeKind,
    /// What it is.
    pub description: Option<Text>,
    /// What else is said.
    pub facts: Vec<Fact>,
    /// Whether nobody should begin to use it.
    pub deprecated: bool,
}

/// Which way callers prove who they are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// `header`, `query`, `cookie`, `user`, `password`.
        place: String,
        /// The name of the header, parameter or cookie.
        name: String,
    },
    /// The header `Authorization`: `basic`, `bearer`, …
    Http {
        /// The scheme in lower case.
        scheme: String,
        /// What a bearer token looks like: `JWT`.
        format: Option<String>,
    },
    /// OAuth 2.
    OAuth2(Vec<Flow>),
    /// OpenID Connect, discovered at this address.
    OpenIdConnect(String),
    /// A certificate of the client.
    MutualTls,
    /// Any other word: `plain`, `scramSha256`, `X509`, …
    Other(String),
}

/// A flow of OAuth 2.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Flow {
    /// `authorizationCode`, `clientCredentials`, `implicit`, `password`, `deviceAuthorization`.
    pub name: String,
    /// Where people consent.
    pub authorization_url: Option<String>,
    /// Where tokens come from.
    pub token_url: Option<String>,
    /// Where tokens are renewed.
    pub refresh_url: Option<String>,
    /// What may be asked for.
    pub scopes: Vec<Scope>,
}

/// A right that a caller may ask for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Scope {
    /// Its name.
    pub name: String,
    /// What it allows.
    pub description: String,
}

/// What operations are grouped by.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Group {
    /// Its name: the tag, the channel's name, `acme.shop.v1.Orders`, `Query`.
    pub name: String,
    /// What people call it, if that differs.
    pub title: Option<String>,
    /// What it is: `tag`, `path`, `channel`, `service`, `root type`.
    pub sort: &'static str,
    /// What it is for.
    pub description: Option<Text>,
    /// Where more is written.
    pub docs: Option<ExternalDocs>,
    /// What else is said: a channel's address and bindings, a service's options.
    pub facts: Vec<Fact>,
    /// Where it stands.
    pub at: SourcePosition,
}

/// Something that is defined beside operations and schemas.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Definition {
    /// What it is: `directive`, `extension`.
    pub sort: &'static str,
    /// Its name.
    pub name: String,
    /// Its text in the format's own language.
    pub code: String,
    /// What it is for.
    pub description: Option<Text>,
    /// Where it stands.
    pub at: SourcePosition,
}
