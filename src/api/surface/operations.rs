//! Operations: what is given and what comes back; and which schemas are used which way.

use std::collections::BTreeSet;

use crate::model::api::{
    Additional, ApiContent, ApiFormat, Content, Operation, OperationKind, Parameter,
    ParameterPlace, SchemaId, SchemaType, SecurityNeed,
};

use super::BETWEEN;
use super::forms::part;
use super::item::ItemKind;
use super::schemas::Collector;
use super::signature::Words;

/// Everything but schemas.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let content = collector.content;
    for server in &content.servers {
        let mut words = Words::default();
        words.add_name("at", &server.url);
        let name = server.name.as_deref().unwrap_or(&server.url);
        collector.push(format!("v{BETWEEN}{}", part(name)), ItemKind::Server, words);
    }
    for scheme in &content.schemes {
        let mut words = Words::default();
        words.add("is", &kind_of(&scheme.kind));
        collector.push(format!("x{BETWEEN}{}", part(&scheme.name)), ItemKind::Scheme, words);
    }
    for group in content
        .groups
        .iter()
        .filter(|group| matches!(group.sort, "channel" | "package" | "service"))
    {
        let mut words = Words::default();
        words.add_name("is", group.sort);
        for fact in group.facts.iter().filter(|fact| fact.label.eq_ignore_ascii_case("address")) {
            words.value("at", &fact.value);
        }
        collector.push(format!("g{BETWEEN}{}", part(&group.name)), ItemKind::Group, words);
    }
    for package in packages(content) {
        collector.push(
            format!("g{BETWEEN}{}", part(package)),
            ItemKind::Group,
            Words::of_name("is", "package"),
        );
    }
    for operation in &content.operations {
        let key = operation.key();
        one(collector, operation, &format!("o{BETWEEN}{}", part(&key)), false);
    }
}

/// The packages of protocol buffers: what stands before the first name in upper case, or before the last.
fn packages(content: &ApiContent) -> BTreeSet<&str> {
    if content.format != ApiFormat::Protobuf {
        return BTreeSet::new();
    }
    let services = content.groups.iter().map(|group| group.name.as_str());
    let types = content.named.iter().filter_map(|id| content.schema(*id).name.as_deref());
    let package = |name: &str| {
        let starts = std::iter::once(0).chain(name.match_indices('.').map(|(at, _)| at + 1));
        let mut starts = starts.filter(|at| name[*at..].starts_with(char::is_uppercase));
        starts.next().or_else(|| name.rfind('.').map(|at| at + 1)).unwrap_or_default()
    };
    let names = services.chain(types).map(|name| &name[..package(name).saturating_sub(1)]);
    names.filter(|name| !name.is_empty()).collect()
}

/// What a scheme asks of callers; its description aside.
fn kind_of(kind: &crate::model::api::SchemeKind) -> String {
    use crate::model::api::SchemeKind;
    match kind {
        SchemeKind::ApiKey { place, name } => format!("key:{place}:{name}"),
        SchemeKind::Http { scheme, .. } => format!("http:{scheme}"),
        SchemeKind::OAuth2(_) => "oauth2".to_owned(),
        SchemeKind::OpenIdConnect(_) => "openid".to_owned(),
        SchemeKind::MutualTls => "mtls".to_owned(),
        SchemeKind::Other(word) => format!("other:{word}"),
    }
}

fn one(collector: &mut Collector<'_>, operation: &Operation, path: &str, is_called_back: bool) {
    let mut words = Words::default();
    words.flag("dep", operation.deprecated.is_some());
    // Turned round: what the API sends is what its users get.
    words.flag("out", is_called_back || is_outward(operation.kind));
    // Nobody says who sends to a channel that no operation names.
    words.flag("both", operation.kind == OperationKind::Channel);
    if let Some(alternatives) = operation.security.as_ref() {
        words.add_name("sec", &security(alternatives));
    }
    words.flag("in-stream", operation.streams.0);
    words.flag("out-stream", operation.streams.1);
    collector.push(path.to_owned(), ItemKind::Operation, words);
    parameters(collector, operation, path);
    if !operation.bodies.is_empty() {
        let mut words = Words::default();
        words.flag("req", operation.body_required);
        let path = format!("{path}{BETWEEN}b");
        collector.push(path.clone(), ItemKind::Body, words);
        contents(collector, &operation.bodies, &path);
    }
    for response in &operation.responses {
        let path = format!("{path}{BETWEEN}r{}", part(&response.status));
        collector.push(path.clone(), ItemKind::Response, Words::default());
        contents(collector, &response.contents, &path);
        for header in &response.headers {
            let path = format!("{path}{BETWEEN}h{}", part(&header.name.to_ascii_lowercase()));
            collector.value(
                path,
                ItemKind::Header,
                parameter_words(collector.content, header),
                header.schema,
            );
        }
    }
    if is_called_back {
        return;
    }
    for callback in &operation.callbacks {
        for inner in &callback.operations {
            let path = format!("{path}{BETWEEN}c{} {}", part(&callback.name), part(&inner.key()));
            one(collector, inner, &path, true);
        }
    }
}

fn is_outward(kind: OperationKind) -> bool {
    matches!(kind, OperationKind::Webhook | OperationKind::Callback | OperationKind::Send)
}

fn contents(collector: &mut Collector<'_>, contents: &[Content], path: &str) {
    for content in contents {
        let name = content.name.as_deref().unwrap_or(&content.media_type);
        let mut words = Words::default();
        words.flag("dep", content.deprecated.is_some());
        if content.name.is_some() {
            words.add_name("msg", &content.media_type);
        }
        let path = format!("{path}{BETWEEN}m{}", part(name));
        collector.value(path.clone(), ItemKind::Content, words, content.schema);
        if let Some(headers) = content.headers {
            collector.value(
                format!("{path}{BETWEEN}headers"),
                ItemKind::Inner,
                Words::default(),
                Some(headers),
            );
        }
    }
}

fn parameters(collector: &mut Collector<'_>, operation: &Operation, path: &str) {
    for parameter in &operation.parameters {
        let name = match parameter.place {
            // Nobody calls a path's variable by its name: its place counts.
            ParameterPlace::Path => {
                let mark = format!("{{{}}}", parameter.name);
                let at = operation
                    .address
                    .find(&mark)
                    .map(|at| operation.address[..at].matches('{').count());
                at.map_or_else(|| parameter.name.clone(), |at| (at + 1).to_string())
            }
            ParameterPlace::Header => parameter.name.to_ascii_lowercase(),
            ParameterPlace::Query
            | ParameterPlace::QueryString
            | ParameterPlace::Cookie
            | ParameterPlace::Argument => parameter.name.clone(),
        };
        let path = format!("{path}{BETWEEN}p{} {}", parameter.place.as_str(), part(&name));
        collector.value(
            path,
            ItemKind::Parameter,
            parameter_words(collector.content, parameter),
            parameter.schema,
        );
    }
}

fn parameter_words(content: &ApiContent, parameter: &Parameter) -> Words {
    let mut words = Words::default();
    words.flag("req", parameter.required);
    words.flag("dep", parameter.deprecated.is_some());
    if let Some(style) =
        style(content, parameter).filter(|_| is_compound(content, parameter.schema))
    {
        words.add_name("style", &style);
    }
    words
}

/// How a list or an object is written, if not in the way of its place (OpenAPI 3, Parameter Object).
fn style(content: &ApiContent, parameter: &Parameter) -> Option<String> {
    let said = |label: &str| {
        let fact = parameter.facts.iter().find(|fact| fact.label == label)?;
        Some(fact.value.as_str().map_or_else(|| fact.value.to_string(), str::to_owned))
    };
    let usual = match parameter.place {
        ParameterPlace::Query | ParameterPlace::Cookie => "form",
        ParameterPlace::Path | ParameterPlace::Header => "simple",
        ParameterPlace::QueryString | ParameterPlace::Argument => return None,
    };
    // Version 2.0 had one word for both, and another way unless it was said.
    let is_old = content.format_version.as_deref().is_some_and(|version| version.starts_with('2'));
    let format = said("collectionFormat").or_else(|| is_old.then(|| "csv".to_owned()));
    let (style, is_exploded) = match format.as_deref() {
        Some("csv") => (usual.to_owned(), false),
        Some("multi") => (usual.to_owned(), true),
        Some("ssv") => ("spaceDelimited".to_owned(), false),
        Some("pipes") => ("pipeDelimited".to_owned(), false),
        Some(other) => (other.to_owned(), false),
        None => {
            let style = said("style").unwrap_or_else(|| usual.to_owned());
            let is_exploded = said("explode").map_or(style == "form", |word| word == "true");
            (style, is_exploded)
        }
    };
    let is_usual = style == usual && is_exploded == (usual == "form");
    (!is_usual).then(|| format!("{style},{}", if is_exploded { "explode" } else { "whole" }))
}

/// Whether a value may be a list or an object; others are written alike in all ways.
fn is_compound(content: &ApiContent, schema: Option<SchemaId>) -> bool {
    let types = schema.map(|id| content.schema(id).types.as_slice()).unwrap_or_default();
    let is_simple = |of: &SchemaType| !matches!(of, SchemaType::Array | SchemaType::Object);
    types.is_empty() || !types.iter().all(is_simple)
}

/// Alternatives in order of their text: `a+b(read,write)|-`.
fn security(alternatives: &[Vec<SecurityNeed>]) -> String {
    let mut texts: Vec<String> = alternatives
        .iter()
        .map(|needs| {
            let mut names: Vec<String> = needs
                .iter()
                .map(|need| {
                    let mut scopes = need.scopes.clone();
                    scopes.sort();
                    if scopes.is_empty() {
                        need.scheme.clone()
                    } else {
                        format!("{}({})", need.scheme, scopes.join(","))
                    }
                })
                .collect();
            names.sort();
            if names.is_empty() { "-".to_owned() } else { names.join("+") }
        })
        .collect();
    texts.sort();
    texts.join("|")
}

/// Which way each schema goes.
pub(super) struct Ways {
    request: Vec<bool>,
    response: Vec<bool>,
}

impl Ways {
    /// Follows operations through everything that they refer to; each schema is looked at once a way.
    pub(super) fn of(content: &ApiContent) -> Ways {
        let mut ways = Ways {
            request: vec![false; content.arena.len()],
            response: vec![false; content.arena.len()],
        };
        let mut given = Vec::new();
        let mut got = Vec::new();
        for operation in &content.operations {
            roots(operation, &mut given, &mut got);
            // A callback of a callback is described but hardly ever used.
            for inner in operation.callbacks.iter().flat_map(|callback| &callback.operations) {
                roots(inner, &mut given, &mut got);
            }
        }
        mark(content, given, &mut ways.request);
        mark(content, got, &mut ways.response);
        // Arguments of fields are given, wherever the field is.
        let arguments =
            content.arena.iter().flat_map(|schema| &schema.properties).flat_map(|it| &it.arguments);
        mark(
            content,
            arguments.filter_map(|argument| argument.schema).collect(),
            &mut ways.request,
        );
        ways
    }

    /// `q` for what is given, `r` for what comes back, `qr` for both, `-` for neither.
    pub(super) fn of_schema(&self, id: SchemaId) -> &'static str {
        match (self.request[id.0 as usize], self.response[id.0 as usize]) {
            (true, true) => "qr",
            (true, false) => "q",
            (false, true) => "r",
            (false, false) => "-",
        }
    }
}

fn roots(operation: &Operation, given: &mut Vec<SchemaId>, got: &mut Vec<SchemaId>) {
    let is_out = is_outward(operation.kind);
    let bodies = operation.bodies.iter().flat_map(|body| [body.schema, body.headers]).flatten();
    if operation.kind == OperationKind::Channel {
        got.extend(bodies.clone());
    }
    let parameters = operation.parameters.iter().filter_map(|parameter| parameter.schema);
    if is_out {
        got.extend(bodies.chain(parameters))
    } else {
        given.extend(bodies.chain(parameters))
    }
    for response in &operation.responses {
        let contents =
            response.contents.iter().flat_map(|body| [body.schema, body.headers]).flatten();
        let headers = response.headers.iter().filter_map(|header| header.schema);
        if is_out {
            given.extend(contents.chain(headers))
        } else {
            got.extend(contents.chain(headers))
        }
    }
}

fn mark(content: &ApiContent, mut open: Vec<SchemaId>, seen: &mut [bool]) {
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            continue;
        }
        let schema = content.schema(id);
        open.extend(
            schema.refers.iter().chain(&schema.items).chain(&schema.contains).chain(&schema.not),
        );
        open.extend(schema.properties.iter().map(|property| property.schema));
        open.extend(schema.patterns.iter().chain(&schema.conditions).map(|(_, id)| *id));
        for ids in [
            &schema.prefix_items,
            &schema.all_of,
            &schema.any_of,
            &schema.one_of,
            &schema.implements,
        ] {
            open.extend(ids);
        }
        if let Additional::Of(id) = schema.additional {
            open.push(id);
        }
    }
}
