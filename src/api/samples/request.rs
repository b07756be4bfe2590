//! One call, before it is written in a language.

use serde_json::Value;

use crate::api::example::{Direction, content_example, parameter_example};
use crate::model::api::{
    ApiContent, Content, Operation, Parameter, ParameterPlace, SchemaId, SchemaType,
};

use super::quote::{Piece, is_invisible};
use super::{security, server, url};

/// One call.
#[derive(Debug)]
pub(super) struct Request {
    /// The method in upper case.
    pub method: String,
    /// The whole address.
    pub url: Vec<Piece>,
    /// Headers in order, each once; the type of the body is among them if a language must be told.
    pub headers: Vec<(String, Vec<Piece>)>,
    /// Whether a user and a password are sent.
    pub is_basic: bool,
    /// What is sent.
    pub body: Body,
}

/// What is sent.
#[derive(Debug)]
pub(super) enum Body {
    /// Nothing.
    None,
    /// A value as JSON, of this media type.
    Json(String, Value),
    /// Fields as `a=b&c=d`.
    Form(Vec<(String, String)>),
    /// Fields, each a part; a field without a text is a file.
    Multipart(Vec<(String, Option<String>)>),
    /// A text of this media type.
    Text(String, String),
    /// A file of this media type.
    File(String),
}

impl Request {
    /// The call of an operation with what it must be given.
    pub(super) fn of(content: &ApiContent, operation: &Operation) -> Request {
        let mut address = server::address(content, operation);
        address += &path(content, operation);
        let query = query(content, operation);
        if !query.is_empty() {
            address.push(if address.contains('?') { '&' } else { '?' });
            address += &query;
        }
        let mut request = Request {
            method: operation.verb.clone(),
            url: vec![Piece::Plain(address)],
            headers: Vec::new(),
            is_basic: false,
            body: body(content, operation),
        };
        if let Some(accepted) = accepted(operation) {
            request.set_header("Accept", vec![Piece::Plain(accepted)]);
        }
        for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
            let value = || Piece::Plain(text(&value(content, parameter)));
            match parameter.place {
                ParameterPlace::Header => request.set_header(&parameter.name, vec![value()]),
                ParameterPlace::Cookie => request.add_cookie(&parameter.name, value()),
                ParameterPlace::Path
                | ParameterPlace::Query
                | ParameterPlace::QueryString
                | ParameterPlace::Argument => {}
            }
        }
        security::add(content, operation, &mut request);
        request
    }

    /// Sets a header; one that cannot be sent is left out.
    pub(super) fn set_header(&mut self, name: &str, value: Vec<Piece>) {
        if !is_token(name) {
            return;
        }
        let value = value.into_iter().map(|piece| match piece {
            Piece::Plain(text) => {
                Piece::Plain(text.chars().filter(|c| !is_invisible(*c)).collect())
            }
            variable @ Piece::Variable(_) => variable,
        });
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.collect()));
    }

    /// Adds to the header of cookies.
    pub(super) fn add_cookie(&mut self, name: &str, value: Piece) {
        if !is_token(name) {
            return;
        }
        let known = self.headers.iter().find(|(known, _)| known == "Cookie");
        let mut pieces = known.map(|(_, pieces)| pieces.clone()).unwrap_or_default();
        let before = if pieces.is_empty() { "" } else { "; " };
        pieces.push(Piece::Plain(format!("{before}{name}=")));
        pieces.push(match value {
            Piece::Plain(text) => Piece::Plain(url::part(&text)),
            variable @ Piece::Variable(_) => variable,
        });
        self.set_header("Cookie", pieces);
    }

    /// Whether there is a `?` in the address.
    pub(super) fn has_query(&self) -> bool {
        self.url.iter().any(|piece| matches!(piece, Piece::Plain(text) if text.contains('?')))
    }

    /// The media type that the header must say where the language does not say it by itself.
    pub(super) fn media_type(&self) -> Option<&str> {
        match &self.body {
            Body::Json(media_type, _) | Body::Text(media_type, _) | Body::File(media_type) => {
                Some(media_type)
            }
            Body::Form(_) => Some("application/x-www-form-urlencoded"),
            Body::None | Body::Multipart(_) => None,
        }
    }
}

/// RFC 9110, section 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The path with examples in the places of its variables.
fn path(content: &ApiContent, operation: &Operation) -> String {
    let mut out = String::new();
    let mut rest = operation.address.as_str();
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + end];
        out += &url::whole(&rest[..start]);
        let known = operation
            .parameters
            .iter()
            .find(|parameter| parameter.place == ParameterPlace::Path && parameter.name == name);
        let value =
            known.and_then(|parameter| parameter_example(content, parameter)).map(|it| text(&it));
        let value = value.filter(|value| !value.is_empty());
        out += &url::part(&value.unwrap_or_else(|| format!("{{{name}}}")));
        rest = &rest[start + end + 1..];
    }
    out += &url::whole(rest);
    if out.starts_with('/') || out.is_empty() { out } else { format!("/{out}") }
}

fn query(content: &ApiContent, operation: &Operation) -> String {
    let mut fields = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
        match parameter.place {
            ParameterPlace::Query => {
                fields.extend(query_fields(parameter, &value(content, parameter)))
            }
            ParameterPlace::QueryString => {
                fields.extend(flat(&value(content, parameter)).unwrap_or_default());
            }
            ParameterPlace::Path
            | ParameterPlace::Header
            | ParameterPlace::Cookie
            | ParameterPlace::Argument => {}
        }
    }
    url::form(&fields)
}

/// As `style` and `explode` have it; form and exploded unless said.
fn query_fields(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let name = &parameter.name;
    let fact = |label: &str| {
        parameter.facts.iter().find(|fact| fact.label == label).map(|fact| &fact.value)
    };
    let is_whole =
        fact("explode").is_some_and(|value| *value == Value::Bool(false) || *value == "false");
    match value {
        _ if parameter.media_type.is_some() => vec![(name.clone(), value.to_string())],
        Value::Array(items) if !is_whole => {
            items.iter().map(|item| (name.clone(), text(item))).collect()
        }
        Value::Object(fields) if fact("style").is_some_and(|style| style == "deepObject") => {
            fields.iter().map(|(key, value)| (format!("{name}[{key}]"), text(value))).collect()
        }
        Value::Object(_) if !is_whole => flat(value).unwrap_or_default(),
        _ => vec![(name.clone(), text(value))],
    }
}

fn value(content: &ApiContent, parameter: &Parameter) -> Value {
    parameter_example(content, parameter)
        .unwrap_or_else(|| Value::String(format!("{{{}}}", parameter.name)))
}

/// A value where there is room for a text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

fn flat(value: &Value) -> Option<Vec<(String, String)>> {
    let fields = value.as_object()?.iter();
    Some(
        fields
            .flat_map(|(name, value)| match value {
                Value::Array(items) => {
                    items.iter().map(|item| (name.clone(), text(item))).collect()
                }
                value => vec![(name.clone(), text(value))],
            })
            .collect(),
    )
}

/// The first type that an answer comes in, of those that say it went well.
fn accepted(operation: &Operation) -> Option<String> {
    let good = operation.responses.iter().filter(|response| response.status.starts_with('2'));
    let types = good.flat_map(|response| &response.contents).map(|content| &content.media_type);
    types.into_iter().find(|media_type| media_type.contains('/')).cloned()
}

/// The body of the media type that is told best.
fn body(content: &ApiContent, operation: &Operation) -> Body {
    let rank = |body: &&Content| match body.media_type.to_ascii_lowercase().as_str() {
        "application/json" => 0,
        media_type if media_type.contains("json") => 1,
        "application/x-www-form-urlencoded" => 2,
        media_type if media_type.starts_with("multipart/") => 3,
        media_type if media_type.starts_with("text/") => 4,
        _ => 5,
    };
    let Some(chosen) = operation.bodies.iter().min_by_key(rank) else { return Body::None };
    let media_type: String = chosen.media_type.chars().filter(|c| !is_invisible(*c)).collect();
    let example = content_example(content, chosen, Direction::Request);
    match (rank(&chosen), example) {
        (0 | 1, Some(value)) => Body::Json(media_type, value),
        (2, Some(value)) => Body::Form(flat(&value).unwrap_or_default()),
        (3, Some(value)) => Body::Multipart(parts(content, chosen.schema, &value)),
        (4, Some(Value::String(text))) => Body::Text(media_type, text),
        (5, Some(Value::String(text))) if !is_file(content, chosen.schema) => {
            Body::Text(media_type, text)
        }
        (0 | 1, None) => Body::Json(media_type, Value::Object(serde_json::Map::new())),
        (2 | 3, None) => Body::None,
        _ => Body::File(media_type),
    }
}

fn parts(
    content: &ApiContent,
    schema: Option<SchemaId>,
    value: &Value,
) -> Vec<(String, Option<String>)> {
    let fields = value.as_object().into_iter().flatten();
    fields
        .map(|(name, value)| {
            let properties = schema.map(|id| &content.schema(id).properties).into_iter().flatten();
            let form = properties.into_iter().find(|it| it.name == *name).map(|it| it.schema);
            let is_file = is_file(content, form);
            (name.clone(), (!is_file).then(|| text(value)))
        })
        .collect()
}

/// Whether a value is bytes as a file holds them.
fn is_file(content: &ApiContent, id: Option<SchemaId>) -> bool {
    let Some(mut schema) = id.map(|id| content.schema(id)) else { return true };
    for _ in 0..20 {
        match schema.refers.or(schema.items) {
            Some(inner) => schema = content.schema(inner),
            None => break,
        }
    }
    schema.types.contains(&SchemaType::File)
        || schema.format.as_deref() == Some("binary")
        || schema.facts.iter().any(|fact| fact.label == "contentMediaType")
}
