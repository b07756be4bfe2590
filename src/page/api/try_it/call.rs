//! What the form asks for to call one operation.

use serde::Serialize;
use serde_json::Value;

use super::servers::{self, TryServer};
use super::values;
use crate::api::{self, Direction};
use crate::model::api::{
    ApiContent, Content, Operation, Parameter, ParameterPlace, Scheme, SchemeKind,
};
use crate::page::api::{pages, security, text, tree};
use crate::page::names;

/// How many parameters the form asks for.
const MOST_PARAMETERS: usize = 200;
/// How many bodies are offered.
const MOST_BODIES: usize = 12;
/// How many fields of a body are asked for.
const MOST_FIELDS: usize = 100;
/// How many ways of proof are offered.
const MOST_PROOFS: usize = 20;
/// The longest body that the form begins with.
const LONGEST_BODY: usize = 20_000;

/// One operation as the form of the console sees it.
#[derive(Debug, Serialize)]
pub(crate) struct Call<'a> {
    /// What it is called.
    title: String,
    /// The method in upper case.
    verb: &'a str,
    /// The path, with parameters in braces.
    path: &'a str,
    /// Where it can be called, if not at the servers of the description.
    #[serde(skip_serializing_if = "Option::is_none")]
    servers: Option<Vec<TryServer>>,
    /// What it is given beside a body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<Asked<'a>>,
    /// The alternatives of proof; absent if nothing is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proofs: Vec<Vec<Proof<'a>>>,
    /// The media type that is asked for in return.
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<&'a str>,
    /// The bodies that it takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bodies: Vec<Body>,
    /// Whether there must be a body.
    #[serde(skip_serializing_if = "is_false")]
    needs_body: bool,
}

/// A field of the form.
#[derive(Debug, Default, Serialize)]
struct Asked<'a> {
    name: &'a str,
    /// `path`, `query`, `querystring`, `header`, `cookie`; of a field of a body nothing.
    #[serde(rename = "in", skip_serializing_if = "str::is_empty")]
    place: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    /// `array`, `object`, `number`, `file`; or nothing.
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    sort: &'static str,
    /// What it begins with.
    #[serde(skip_serializing_if = "String::is_empty")]
    value: String,
    /// What it might be.
    #[serde(skip_serializing_if = "String::is_empty")]
    hint: String,
    /// What it may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "String::is_empty")]
    about: String,
    /// How it is written, if not in the usual way of its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explode: Option<bool>,
    /// Whether `/`, `:` and the like stay as they are.
    #[serde(skip_serializing_if = "is_false")]
    reserved: bool,
    /// Whether it is JSON.
    #[serde(skip_serializing_if = "is_false")]
    json: bool,
}

/// A proof of who calls.
#[derive(Debug, Serialize)]
struct Proof<'a> {
    /// The name of the scheme.
    scheme: &'a str,
    /// `bearer`, `basic`, `header`, `query`; or `none` if a browser cannot give it.
    way: &'static str,
    /// The header or the parameter; the word before a token.
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    /// `API key in the header X-Key`.
    about: String,
}

/// A body of one media type: text, fields, or a file.
#[derive(Debug, Serialize)]
struct Body {
    #[serde(rename = "type")]
    media_type: String,
    /// What it begins with.
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    /// What it is made of, if it is a form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
    /// Whether it is a file.
    #[serde(skip_serializing_if = "is_false")]
    file: bool,
}

/// A field of a form that is sent.
#[derive(Debug, Serialize)]
struct Field {
    name: String,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    /// `array`, `object`, `number`, `file`; or nothing.
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    sort: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    value: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    about: String,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// What the form asks for to call an operation.
pub(super) fn call<'a>(content: &'a ApiContent, operation: &'a Operation) -> Call<'a> {
    let own = (!operation.servers.is_empty()).then(|| servers::offered(&operation.servers));
    let parameters = operation.parameters.iter().take(MOST_PARAMETERS);
    Call {
        title: pages::title(operation),
        verb: &operation.verb,
        path: &operation.address,
        servers: own,
        parameters: parameters.map(|parameter| asked(content, parameter)).collect(),
        proofs: proofs(content, operation),
        accept: accepted(operation),
        bodies: operation.bodies.iter().take(MOST_BODIES).map(|one| body(content, one)).collect(),
        needs_body: operation.body_required,
    }
}

fn asked<'a>(content: &ApiContent, parameter: &'a Parameter) -> Asked<'a> {
    let known = values::known(content, parameter.schema, &parameter.examples);
    let (style, explode) = writing(content, parameter);
    let fact = |label: &str| parameter.facts.iter().find(|fact| fact.label == label);
    let usual = known.usual.unwrap_or_default();
    // What need not be given is not given unless the reader wants it.
    let (value, hint) =
        if parameter.required { (usual, String::new()) } else { (String::new(), usual) };
    Asked {
        name: &parameter.name,
        place: parameter.place.as_str(),
        required: parameter.required,
        sort: known.sort,
        value,
        hint,
        options: if known.sort == "array" { Vec::new() } else { known.options },
        about: about(parameter.description.as_deref()),
        style,
        explode,
        reserved: fact("allowReserved").is_some_and(|fact| fact.value == Value::Bool(true)),
        json: parameter.media_type.is_some(),
    }
}

/// `style` and `explode`, as far as they are not the usual ones; those of version 2.0 in the words of version 3.
fn writing<'a>(content: &ApiContent, parameter: &'a Parameter) -> (Option<&'a str>, Option<bool>) {
    let fact = |label: &str| {
        parameter.facts.iter().find(|fact| fact.label == label).map(|fact| &fact.value)
    };
    let style = fact("style").and_then(Value::as_str);
    let explode = fact("explode").and_then(Value::as_bool);
    let is_two = content.format_version.as_deref().is_some_and(|version| version.starts_with('2'));
    if !is_two || style.is_some() {
        return (style, explode);
    }
    match fact("collectionFormat").and_then(Value::as_str) {
        Some("multi") => (None, Some(true)),
        Some("ssv") => (Some("spaceDelimited"), Some(false)),
        Some("tsv") => (Some("tabDelimited"), Some(false)),
        Some("pipes") => (Some("pipeDelimited"), Some(false)),
        _ if parameter.place == ParameterPlace::Query => (None, Some(false)),
        _ => (None, None),
    }
}

fn about(description: Option<&str>) -> String {
    names::summary(&text::cut(description.unwrap_or_default().trim(), 600))
}

/// The alternatives that the operation names; if it names none, each of the description by itself.
fn proofs<'a>(content: &'a ApiContent, operation: &'a Operation) -> Vec<Vec<Proof<'a>>> {
    let schemes = &content.schemes;
    match &operation.security {
        Some(alternatives) => {
            let known = |needs: &'a Vec<crate::model::api::SecurityNeed>| {
                let schemes = needs.iter().filter_map(|need| {
                    schemes.iter().find(|scheme| scheme.name == need.scheme).map(proof)
                });
                schemes.collect()
            };
            alternatives.iter().take(MOST_PROOFS).map(known).collect()
        }
        None if schemes.is_empty() => Vec::new(),
        None => {
            let each = schemes.iter().take(MOST_PROOFS).map(|scheme| vec![proof(scheme)]);
            std::iter::once(Vec::new()).chain(each).collect()
        }
    }
}

fn proof(scheme: &Scheme) -> Proof<'_> {
    let (way, name) = match &scheme.kind {
        SchemeKind::ApiKey { place, name } => match place.as_str() {
            "header" => ("header", name.as_str()),
            "query" => ("query", name.as_str()),
            _ => ("none", ""),
        },
        SchemeKind::Http { scheme, .. } if scheme == "basic" => ("basic", ""),
        SchemeKind::Http { scheme, .. } if scheme == "bearer" => ("bearer", "Bearer"),
        SchemeKind::Http { scheme, .. } => ("bearer", scheme.as_str()),
        SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => ("bearer", "Bearer"),
        SchemeKind::MutualTls | SchemeKind::Other(_) => ("none", ""),
    };
    Proof { scheme: &scheme.name, way, name, about: security::what(scheme) }
}

/// The first type that an answer comes in, of those that say it went well.
fn accepted(operation: &Operation) -> Option<&str> {
    let good = operation.responses.iter().filter(|response| response.status.starts_with('2'));
    let mut types = good.flat_map(|response| &response.contents).map(|one| one.media_type.as_str());
    types.find(|media_type| media_type.contains('/'))
}

fn body(content: &ApiContent, written: &Content) -> Body {
    let media_type = match written.media_type.trim() {
        // A range is not a type that can be sent.
        "" | "*/*" | "application/*" => "application/json".to_owned(),
        other => other.replace("/*", "/plain"),
    };
    let lower = media_type.to_ascii_lowercase();
    let is_form =
        lower.starts_with("multipart/") || lower.starts_with("application/x-www-form-urlencoded");
    let fields = if is_form { fields(content, written) } else { Vec::new() };
    let is_text = ["json", "xml", "yaml", "text/", "x-www-form-urlencoded", "graphql", "csv"];
    let is_bytes = !is_form && !is_text.iter().any(|part| lower.contains(part));
    let file = is_bytes || (!is_form && values::is_file(content, written.schema));
    let text = match fields.is_empty() && !file {
        true => example(content, written, &lower),
        false => String::new(),
    };
    Body { media_type, text, fields, file }
}

/// The text that a body begins with; empty if it would be too long.
fn example(content: &ApiContent, body: &Content, media_type: &str) -> String {
    let is_json = media_type.contains("json");
    let own = body.examples.iter().find_map(|example| example.value.clone());
    let made = || api::example(content, body.schema?, Direction::Request).filter(|_| is_json);
    let text = match own.or_else(made) {
        // Authors write JSON as text too.
        Some(Value::String(text)) if !is_json || text.trim_start().starts_with(['{', '[']) => text,
        Some(value) if is_json => serde_json::to_string_pretty(&value).unwrap_or_default(),
        _ => String::new(),
    };
    if text.len() <= LONGEST_BODY { text } else { String::new() }
}

/// The fields of a body that is a form, in the order of its schema.
fn fields(content: &ApiContent, body: &Content) -> Vec<Field> {
    let Some(id) = body.schema else { return Vec::new() };
    let schema = content.schema(tree::shape(content, id).core());
    let own = body.examples.iter().find_map(|example| example.value.clone());
    let value = own.or_else(|| api::example(content, id, Direction::Request)).unwrap_or_default();
    let fields = schema.properties.iter().take(MOST_FIELDS).map(|property| {
        let known = values::known(content, Some(property.schema), &[]);
        let sort = if known.is_file { "file" } else { known.sort };
        let begins = value.get(&property.name).filter(|_| !known.is_file);
        Field {
            name: property.name.clone(),
            required: property.required,
            sort,
            value: match property.required {
                true => begins.map(|value| values::text(value, sort)).unwrap_or_default(),
                false => String::new(),
            },
            options: if sort == "array" { Vec::new() } else { known.options },
            about: about(
                property
                    .description
                    .as_deref()
                    .or(content.schema(property.schema).description.as_deref()),
            ),
        }
    });
    fields.collect()
}
