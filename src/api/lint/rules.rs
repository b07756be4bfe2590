//! Questions about operations, bodies and types.

use std::collections::BTreeMap;

use crate::base::Code;
use crate::model::api::{
    ApiContent, ApiFormat, Content, Operation, OperationKind, Schema, SchemaId, SourcePosition,
};

use super::Asked;

/// Asks all of them.
pub(super) fn ask(content: &ApiContent, asked: &mut Asked<'_>) {
    whole(content, asked);
    let mut ids: BTreeMap<&str, &Operation> = BTreeMap::new();
    for operation in &content.operations {
        one(content, operation, asked);
        let Some(id) = operation.id.as_deref().filter(|_| is_of_openapi(operation.kind)) else {
            continue;
        };
        let first = *ids.entry(id).or_insert(operation);
        asked.ask(Code::ApiDuplicateId, std::ptr::eq(first, operation), operation.at, || {
            let message =
                format!("`{}` has the id `{id}`, as `{}` has", name(operation), name(first));
            (message, "give each operation an id of its own".to_owned())
        });
    }
    for id in &content.named {
        named(content, *id, asked);
    }
}

/// The description as a whole.
fn whole(content: &ApiContent, asked: &mut Asked<'_>) {
    // Neither format has a place where the whole is described that people use.
    if matches!(content.format, ApiFormat::GraphQl | ApiFormat::Protobuf) {
        return;
    }
    let is_described = is_said(&content.description) || is_said(&content.summary);
    let at = SourcePosition { file: 0, line: 1, column: 1 };
    asked.ask(Code::ApiDescription, is_described, at, || {
        let help = match content.format {
            ApiFormat::JsonSchema => "add `description` at the root",
            _ => "add `description` below `info`",
        };
        ("the API is not described".to_owned(), help.to_owned())
    });
}

fn one(content: &ApiContent, operation: &Operation, asked: &mut Asked<'_>) {
    let at = operation.at;
    match operation.kind {
        OperationKind::Http | OperationKind::Webhook => {
            asked.ask(Code::ApiOperationId, is_said(&operation.id), at, || {
                (
                    format!("`{}` has no `operationId`", name(operation)),
                    "add `operationId`".to_owned(),
                )
            });
            asked.ask(Code::ApiSummary, is_said(&operation.summary), at, || {
                (
                    format!("`{}` has no summary", name(operation)),
                    "add `summary`: one line".to_owned(),
                )
            });
            if operation.kind == OperationKind::Http {
                of_callers(operation, asked);
            }
            bodies(content, operation, asked);
        }
        OperationKind::Send | OperationKind::Receive => {
            let is_told = is_said(&operation.summary) || is_said(&operation.description);
            asked.ask(Code::ApiSummary, is_told, at, || {
                (
                    format!("`{}` has no summary", name(operation)),
                    "add `summary`: one line".to_owned(),
                )
            });
            messages(content, operation, asked);
        }
        OperationKind::Query
        | OperationKind::Mutation
        | OperationKind::Subscription
        | OperationKind::Rpc => {
            let is_told = is_said(&operation.description) || is_said(&operation.summary);
            asked.ask(Code::ApiDescription, is_told, at, || {
                let help = match operation.kind {
                    OperationKind::Rpc => "write a comment above the method",
                    _ => "write a description above the field, in `\"\"\"`",
                };
                (format!("`{}` is not described", name(operation)), help.to_owned())
            });
        }
        OperationKind::Channel => messages(content, operation, asked),
        OperationKind::Callback => {}
    }
}

/// What matters to those who call.
fn of_callers(operation: &Operation, asked: &mut Asked<'_>) {
    let is_error = |status: &str| status.starts_with(['4', '5']) || status == "default";
    let has_errors = operation.responses.iter().any(|response| is_error(&response.status));
    asked.ask(Code::ApiErrors, has_errors, operation.at, || {
        let message =
            format!("`{}` does not say what comes back when it goes wrong", name(operation));
        (message, "describe a response of `4XX`, or `default`".to_owned())
    });
    asked.ask(Code::ApiSecurity, operation.security.is_some(), operation.at, || {
        let message = format!("`{}` does not say how callers prove who they are", name(operation));
        (message, "add `security`; `[]` says that anybody may call".to_owned())
    });
}

/// Bodies of requests and responses.
fn bodies(content: &ApiContent, operation: &Operation, asked: &mut Asked<'_>) {
    let answers = operation.responses.iter().flat_map(|response| {
        let status = format!("the response {}", response.status);
        response.contents.iter().map(move |body| (status.clone(), body))
    });
    let given = operation.bodies.iter().map(|body| ("the request".to_owned(), body));
    for (what, body) in given.chain(answers) {
        asked.ask(Code::ApiExample, has_example(content, body), place(body, operation), || {
            let message = format!(
                "{what} of `{}` has neither an example nor a schema that says its form",
                name(operation)
            );
            (message, "add `example`, or a schema".to_owned())
        });
    }
}

fn messages(content: &ApiContent, operation: &Operation, asked: &mut Asked<'_>) {
    for message in &operation.bodies {
        let title = message.name.as_deref().unwrap_or(&operation.address);
        let at = place(message, operation);
        let is_told = is_said(&message.summary) || is_said(&message.description);
        asked.ask(Code::ApiDescription, is_told, at, || {
            (
                format!("message `{title}` is not described"),
                "add `summary` to the message".to_owned(),
            )
        });
        asked.ask(Code::ApiExample, has_example(content, message), at, || {
            let text = format!(
                "message `{title}` has neither an example nor a payload that says its form"
            );
            (text, "add `examples` to the message, or a payload".to_owned())
        });
    }
}

/// Types of the formats in which a type is described where it stands.
fn named(content: &ApiContent, id: SchemaId, asked: &mut Asked<'_>) {
    let schema = content.schema(id);
    let help = match content.format {
        ApiFormat::GraphQl => "write a description above the type, in `\"\"\"`",
        ApiFormat::Protobuf => "write a comment above it",
        ApiFormat::OpenApi | ApiFormat::AsyncApi | ApiFormat::JsonSchema => return,
    };
    let Some(name) = schema.name.as_deref().filter(|_| schema.broken.is_none()) else { return };
    asked.ask(Code::ApiDescription, is_said(&schema.description), schema.at, || {
        (format!("`{name}` is not described"), help.to_owned())
    });
}

/// Whether readers see what a body looks like.
fn has_example(content: &ApiContent, body: &Content) -> bool {
    let is_file = !body.media_type.is_empty() && !body.media_type.contains("json");
    !body.examples.is_empty()
        || body.schema.is_some_and(|id| is_file || says_something(content.schema(id)))
}

fn says_something(schema: &Schema) -> bool {
    // A name or a place may differ; what counts is whether anything is asked.
    let empty = Schema {
        name: schema.name.clone(),
        title: schema.title.clone(),
        description: schema.description.clone(),
        at: schema.at,
        ..Schema::default()
    };
    *schema != empty
}

fn place(body: &Content, operation: &Operation) -> SourcePosition {
    if body.at.line == 0 { operation.at } else { body.at }
}

fn is_of_openapi(kind: OperationKind) -> bool {
    matches!(kind, OperationKind::Http | OperationKind::Webhook | OperationKind::Callback)
}

/// As people call it: `GET /orders`, `Query.orders`.
pub(super) fn name(operation: &Operation) -> String {
    match operation.kind {
        OperationKind::Rpc
        | OperationKind::Query
        | OperationKind::Mutation
        | OperationKind::Subscription => operation.address.clone(),
        _ => format!("{} {}", operation.verb, operation.address),
    }
}

fn is_said(text: &Option<String>) -> bool {
    text.as_deref().is_some_and(|text| !text.trim().is_empty())
}
