//! Samples for GraphQL: the document with its variables, and the call that sends it.

use serde_json::{Map, Value, json};

use crate::api::example::parameter_example;
use crate::model::api::{
    ApiContent, CodeSample, Operation, OperationKind, Parameter, Property, Schema, SchemaId,
};

use super::quote::Piece;
use super::request::{Body, Request};
use super::{curl, sample, security, server};

/// How deep fields are asked for.
const DEEPEST: usize = 2;
/// How many fields of a type are asked for.
const FIELDS: usize = 25;

/// The document and the call.
pub(super) fn samples(content: &ApiContent, operation: &Operation) -> Vec<CodeSample> {
    let needed: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && is_name(&parameter.name))
        .collect();
    let document = document(content, operation, &needed);
    let variables: Map<String, Value> = needed
        .iter()
        .map(|parameter| {
            let value = parameter_example(content, parameter).unwrap_or(Value::Null);
            (parameter.name.clone(), value)
        })
        .collect();
    let mut found = vec![sample("GraphQL", document.clone())];
    let mut body = json!({"query": document});
    if !variables.is_empty() {
        let variables = Value::Object(variables);
        found.push(sample("Variables", super::quote::json(&variables)));
        body["variables"] = variables;
    }
    // A subscription is no single request.
    if operation.kind != OperationKind::Subscription {
        found.push(sample("curl", call(content, operation, body)));
    }
    found
}

fn call(content: &ApiContent, operation: &Operation, body: Value) -> String {
    let mut address = server::address(content, operation);
    if content.servers.is_empty() && operation.servers.is_empty() {
        address += "/graphql";
    }
    let mut request = Request {
        method: "POST".to_owned(),
        url: vec![Piece::Plain(address)],
        headers: Vec::new(),
        is_basic: false,
        body: Body::Json("application/json".to_owned(), body),
    };
    security::add(content, operation, &mut request);
    curl::write(&request)
}

fn document(content: &ApiContent, operation: &Operation, needed: &[&Parameter]) -> String {
    let word = match operation.kind {
        OperationKind::Mutation => "mutation",
        OperationKind::Subscription => "subscription",
        _ => "query",
    };
    let field = operation.address.rsplit(['.', '/']).next().unwrap_or_default();
    let mut capital = field.chars();
    let name: String =
        capital.next().into_iter().flat_map(char::to_uppercase).chain(capital).collect();
    let variables: Vec<String> =
        needed.iter().map(|it| format!("${}: {}", it.name, written(content, it.schema))).collect();
    let arguments: Vec<String> = needed.iter().map(|it| format!("{0}: ${0}", it.name)).collect();
    let wrap = |parts: &[String]| {
        if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
    };
    let result =
        operation.responses.first().and_then(|it| it.contents.first()).and_then(|it| it.schema);
    let inner = result.map(|id| selection(content, id, 1)).unwrap_or_default();
    format!("{word} {name}{} {{\n  {field}{}{inner}\n}}", wrap(&variables), wrap(&arguments))
}

/// The type as the schema writes it.
fn written(content: &ApiContent, id: Option<SchemaId>) -> String {
    let schema = id.map(|id| content.schema(id));
    let text = schema.and_then(|schema| schema.written.clone().or_else(|| schema.name.clone()));
    let is_type =
        |text: &String| text.chars().all(|c| c.is_ascii_alphanumeric() || "_[]!".contains(c));
    text.filter(is_type).unwrap_or_else(|| "String!".to_owned())
}

/// ` { … }` behind a field; nothing behind one that has no fields.
fn selection(content: &ApiContent, id: SchemaId, depth: usize) -> String {
    let schema = named(content, id);
    let members: Vec<&Schema> = schema.one_of.iter().map(|id| named(content, *id)).collect();
    if schema.properties.is_empty() && members.is_empty() {
        return String::new();
    }
    let indent = "  ".repeat(depth + 1);
    let mut lines = fields(content, schema, depth, &[]);
    if !members.is_empty() {
        lines.insert(0, "__typename".to_owned());
    }
    for member in members.iter().take(5) {
        let Some(name) = member.name.as_deref().filter(|name| is_name(name)) else { continue };
        let own = fields(content, member, DEEPEST, &schema.properties);
        if !own.is_empty() {
            let inner: String = own.iter().map(|field| format!("\n{indent}  {field}")).collect();
            lines.push(format!("... on {name} {{{inner}\n{indent}}}"));
        }
    }
    if lines.is_empty() {
        lines.push("__typename".to_owned());
    }
    let lines: String = lines.iter().map(|line| format!("\n{indent}{line}")).collect();
    format!(" {{{lines}\n{}}}", "  ".repeat(depth))
}

/// The fields that can be asked for without an argument.
fn fields(content: &ApiContent, schema: &Schema, depth: usize, known: &[Property]) -> Vec<String> {
    let mut lines = Vec::new();
    for property in &schema.properties {
        let needs = property.arguments.iter().any(|argument| argument.required);
        let is_known = known.iter().any(|it| it.name == property.name);
        if needs || is_known || property.deprecated.is_some() || !is_name(&property.name) {
            continue;
        }
        let target = named(content, property.schema);
        let is_leaf = target.properties.is_empty() && target.one_of.is_empty();
        if is_leaf {
            lines.push(property.name.clone());
        } else if depth < DEEPEST {
            lines.push(format!(
                "{}{}",
                property.name,
                selection(content, property.schema, depth + 1)
            ));
        }
        if lines.len() >= FIELDS {
            break;
        }
    }
    lines
}

/// The type that a reference is of, lists of it aside.
fn named(content: &ApiContent, id: SchemaId) -> &Schema {
    let mut schema = content.schema(id);
    for _ in 0..20 {
        match schema.refers.or(schema.items) {
            Some(inner) => schema = content.schema(inner),
            None => break,
        }
    }
    schema
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
