//! What can be called: an HTTP operation, a message sent or received, a GraphQL field, a remote procedure.

use serde::Serialize;
use serde_json::Value;

use super::{ExternalDocs, Fact, SchemaId, Server, SourcePosition, Text};

/// Something that can be called.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Operation {
    /// What sort of thing it is.
    pub kind: OperationKind,
    /// The method in upper case, `SEND`, `RECEIVE`, `QUERY`, `MUTATION`, `SUBSCRIPTION`, `RPC`.
    pub verb: String,
    /// The path as written, the channel's address, the field's name, `acme.shop.v1.Orders/Create`.
    pub address: String,
    /// The id as written: `operationId`, the operation's key.
    pub id: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// What it does.
    pub description: Option<Text>,
    /// The places of its groups in the description; at least one.
    pub groups: Vec<u32>,
    /// Why nobody should begin to use it; an empty text if no reason is given.
    pub deprecated: Option<Text>,
    /// What it is given beside a body: path, query, headers, arguments.
    pub parameters: Vec<Parameter>,
    /// What the body is for.
    pub body_description: Option<Text>,
    /// Whether there must be a body.
    pub body_required: bool,
    /// The bodies that it takes, one for each media type; messages that are sent or received; a procedure's request.
    pub bodies: Vec<Content>,
    /// What may come back: by status; a field's type; a procedure's answer; a reply.
    pub responses: Vec<Response>,
    /// The alternatives of proof, of which one suffices; each is a list of which all are needed.
    /// None if nothing is said, and then anybody may call; an empty alternative is "no proof".
    pub security: Option<Vec<Vec<SecurityNeed>>>,
    /// Where it can be called, if not at the servers of the description.
    pub servers: Vec<Server>,
    /// What the API calls in return.
    pub callbacks: Vec<Callback>,
    /// Samples that its author wrote (`x-codeSamples`).
    pub samples: Vec<CodeSample>,
    /// Where more is written.
    pub docs: Option<ExternalDocs>,
    /// What else is said: bindings, options, directives, extensions.
    pub facts: Vec<Fact>,
    /// Whether it exchanges streams: of requests, of responses.
    pub streams: (bool, bool),
    /// Where it stands.
    pub at: SourcePosition,
}

impl Operation {
    /// An operation of which only the name is known.
    pub(crate) fn new(kind: OperationKind, verb: &str, address: &str) -> Operation {
        Operation {
            kind,
            verb: verb.to_owned(),
            address: address.to_owned(),
            id: None,
            summary: None,
            description: None,
            groups: Vec::new(),
            deprecated: None,
            parameters: Vec::new(),
            body_description: None,
            body_required: false,
            bodies: Vec::new(),
            responses: Vec::new(),
            security: None,
            servers: Vec::new(),
            callbacks: Vec::new(),
            samples: Vec::new(),
            docs: None,
            facts: Vec::new(),
            streams: (false, false),
            at: SourcePosition::default(),
        }
    }

    /// What tells it from all others of its description, the same from version to version: `GET /orders/{}`.
    ///
    /// Names of path parameters do not count: nobody calls them.
    pub(crate) fn key(&self) -> String {
        let mut address = String::with_capacity(self.address.len());
        let mut depth = 0_u32;
        for c in self.address.chars() {
            match c {
                '{' => {
                    depth += 1;
                    address.push(c);
                }
                '}' => {
                    depth = depth.saturating_sub(1);
                    address.push(c);
                }
                c if depth == 0 => address.push(c),
                _ => {}
            }
        }
        match self.kind {
            OperationKind::Webhook => format!("webhook {} {address}", self.verb),
            // Two operations may send to one channel; their ids tell them apart.
            OperationKind::Send | OperationKind::Receive => {
                format!("{} {address} {}", self.verb, self.id.as_deref().unwrap_or_default())
            }
            _ => format!("{} {address}", self.verb),
        }
    }
}

/// What sort of thing can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum OperationKind {
    /// A method of a path.
    Http,
    /// A method that the API calls on its own account.
    Webhook,
    /// A method that the API calls in return.
    Callback,
    /// The application sends messages.
    Send,
    /// The application receives messages.
    Receive,
    /// A channel that no operation names.
    Channel,
    /// A field of GraphQL's query type.
    Query,
    /// A field of GraphQL's mutation type.
    Mutation,
    /// A field of GraphQL's subscription type.
    Subscription,
    /// A method of a protobuf service.
    Rpc,
}

/// What an operation is given beside a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub place: ParameterPlace,
    /// Whether it must be given.
    pub required: bool,
    /// What it is for.
    pub description: Option<Text>,
    /// Its type.
    pub schema: Option<SchemaId>,
    /// The media type, if it is serialised by one.
    pub media_type: Option<String>,
    /// Examples.
    pub examples: Vec<Example>,
    /// Why nobody should begin to use it; an empty text if no reason is given.
    pub deprecated: Option<Text>,
    /// How it is written: `style`, `explode`, `allowReserved`, `allowEmptyValue`, a location.
    pub facts: Vec<Fact>,
    /// Where it stands.
    pub at: SourcePosition,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ParameterPlace {
    /// In the path, or the channel's address.
    Path,
    /// Behind the `?`, by name.
    Query,
    /// The whole of what is behind the `?` (OpenAPI 3.2).
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// An argument of a GraphQL field.
    Argument,
}

impl ParameterPlace {
    /// The word that descriptions and anchors use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ParameterPlace::Path => "path",
            ParameterPlace::Query => "query",
            ParameterPlace::QueryString => "querystring",
            ParameterPlace::Header => "header",
            ParameterPlace::Cookie => "cookie",
            ParameterPlace::Argument => "argument",
        }
    }
}

/// A body of one media type, or a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Content {
    /// `application/json`; empty where there is no choice.
    pub media_type: String,
    /// The message's name, if it is one.
    pub name: Option<String>,
    /// What people call it.
    pub title: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// What it is.
    pub description: Option<Text>,
    /// Its form; of a stream that of one item, if `is_item`.
    pub schema: Option<SchemaId>,
    /// Whether `schema` is that of each item of a stream (`itemSchema`).
    pub is_item: bool,
    /// A message's headers.
    pub headers: Option<SchemaId>,
    /// Examples.
    pub examples: Vec<Example>,
    /// Why nobody should begin to use it; an empty text if no reason is given.
    pub deprecated: Option<Text>,
    /// What else is said: encodings, bindings, correlation, tags.
    pub facts: Vec<Fact>,
    /// Where it stands.
    pub at: SourcePosition,
}

/// An example of a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Example {
    /// Its name.
    pub name: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// What it shows.
    pub description: Option<Text>,
    /// The value; none if it stands elsewhere.
    pub value: Option<Value>,
    /// A message's example headers.
    pub headers: Option<Value>,
    /// Where the value stands, as written, not yet judged.
    pub href: Option<String>,
}

/// What may come back.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Response {
    /// `200`, `4XX`, `default`; `reply`, `result` where there are no codes.
    pub status: String,
    /// One line.
    pub summary: Option<String>,
    /// What it means.
    pub description: Option<Text>,
    /// Its headers.
    pub headers: Vec<Parameter>,
    /// Its bodies, one for each media type.
    pub contents: Vec<Content>,
    /// What can be called next with what it holds.
    pub links: Vec<ResponseLink>,
    /// What else is said.
    pub facts: Vec<Fact>,
    /// Where it stands.
    pub at: SourcePosition,
}

/// What can be called next.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResponseLink {
    /// Its name.
    pub name: String,
    /// The place of the operation in the description, if it is there.
    pub operation: Option<u32>,
    /// What it says of the operation, as written: an id or a reference.
    pub target: String,
    /// What it is for.
    pub description: Option<Text>,
    /// Parameters and body, as written.
    pub facts: Vec<Fact>,
}

/// A proof that is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecurityNeed {
    /// The name of the scheme.
    pub scheme: String,
    /// The rights that are needed.
    pub scopes: Vec<String>,
}

/// What the API calls in return.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Callback {
    /// Its name.
    pub name: String,
    /// What is called; each one's address is the expression as written.
    pub operations: Vec<Operation>,
}

/// A sample in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeSample {
    /// `Python`.
    pub language: String,
    /// What it is called, if that is not the language.
    pub label: Option<String>,
    /// The code.
    pub code: String,
}
