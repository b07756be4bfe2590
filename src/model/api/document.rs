//! One description of an API: which file it is, and what was understood of it.

use std::sync::Arc;

use crate::base::{RelPath, Timestamp};
use crate::model::EntityRef;

use super::ApiContent;

/// The format of an API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ApiFormat {
    /// OpenAPI 3 or Swagger 2.
    OpenApi,
    /// AsyncAPI 2 or 3.
    AsyncApi,
    /// GraphQL schema language, or the answer to an introspection query.
    GraphQl,
    /// Protocol buffers.
    Protobuf,
    /// JSON Schema.
    JsonSchema,
}

impl ApiFormat {
    /// The name that readers know.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ApiFormat::OpenApi => "OpenAPI",
            ApiFormat::AsyncApi => "AsyncAPI",
            ApiFormat::GraphQl => "GraphQL",
            ApiFormat::Protobuf => "Protocol Buffers",
            ApiFormat::JsonSchema => "JSON Schema",
        }
    }

    /// The word that data files and descriptors use: `openapi`, `asyncapi`, `graphql`, `grpc`, `json-schema`.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            ApiFormat::OpenApi => "openapi",
            ApiFormat::AsyncApi => "asyncapi",
            ApiFormat::GraphQl => "graphql",
            ApiFormat::Protobuf => "grpc",
            ApiFormat::JsonSchema => "json-schema",
        }
    }
}

/// One API description as the project holds it now, with its earlier editions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiDoc {
    /// The file in the project; the descriptor, if the definition stands inside one; the first of several files
    /// that make one description together.
    pub path: RelPath,
    /// All files of the project that it was read from, `path` among them, sorted. Empty if it stands inside a descriptor.
    pub files: Vec<RelPath>,
    /// The API entity whose definition this is, if one claims it.
    pub entity: Option<EntityRef>,
    /// Its format.
    pub format: ApiFormat,
    /// What it says; none if it could not be understood.
    pub content: Option<Arc<ApiContent>>,
    /// Why it could not be understood.
    pub problem: Option<String>,
    /// How it was at releases, newest first.
    pub editions: Vec<ApiEdition>,
}

/// A description as it was at one release.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiEdition {
    /// The release's tag.
    pub tag: String,
    /// When it was released.
    pub released_at: Option<Timestamp>,
    /// What it said.
    pub content: Arc<ApiContent>,
}

/// How much there is in a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ApiCounts {
    /// OpenAPI: methods below `paths`. AsyncAPI: operations, of version 2 each `publish` and `subscribe`.
    pub operations: usize,
    /// OpenAPI: methods below `webhooks`.
    pub webhooks: usize,
    /// OpenAPI: methods below the callbacks of operations.
    pub callbacks: usize,
    /// AsyncAPI: channels.
    pub channels: usize,
    /// GraphQL: fields of the root types.
    pub fields: usize,
    /// Protobuf: methods of services.
    pub methods: usize,
    /// AsyncAPI: messages, each counted once. Protobuf: message types, nested ones among them.
    pub messages: usize,
    /// Named schemas: of OpenAPI and AsyncAPI components, GraphQL types, Protobuf messages and enums, JSON Schema definitions.
    pub schemas: usize,
}
