//! What is common to API descriptions of every format; for now a summary.

use crate::base::RelPath;

use super::EntityRef;

/// The format of an API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ApiFormat {
    /// OpenAPI 3 or Swagger 2.
    OpenApi,
    /// AsyncAPI 2 or 3.
    AsyncApi,
    /// GraphQL schema language.
    GraphQl,
    /// Protocol buffers.
    Protobuf,
}

impl ApiFormat {
    /// The name that readers know.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ApiFormat::OpenApi => "OpenAPI",
            ApiFormat::AsyncApi => "AsyncAPI",
            ApiFormat::GraphQl => "GraphQL",
            ApiFormat::Protobuf => "Protocol Buffers",
        }
    }
}

/// A summary of one API description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiDoc {
    /// The file in the project; the descriptor, if the definition stands inside one.
    pub path: RelPath,
    /// The API entity whose definition this is, if one claims it.
    pub entity: Option<EntityRef>,
    /// Its format.
    pub format: ApiFormat,
    /// The version of the format, as in `3.1.0`.
    pub format_version: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The version of the API.
    pub version: Option<String>,
    /// What is in it: (`operations`, 12), (`schemas`, 30), …
    pub counts: Vec<(&'static str, usize)>,
}
