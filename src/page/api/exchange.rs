//! What goes in and what comes back: bodies, messages, responses, with their examples.

use super::pages::PAGE_ROWS;
use super::reference::{self, Reference, facts};
use super::rows::Rows;
use super::text;
use super::tree::{self, Limits, Tree};
use crate::api::{self, Direction};
use crate::markdown::{self, SafeHtml};
use crate::model::api::{
    ApiContent, Content, Example, Operation, OperationKind, Response, ResponseLink, SchemaId,
};
use crate::page::view::{ContentView, ExampleView, NextView, ResponseView, TextLink};

/// How many examples of one body are shown.
const MOST_EXAMPLES: usize = 8;
/// The longest example.
const LONGEST_EXAMPLE: usize = 6_000;
/// The longest description of a body or an answer.
const LONGEST_TEXT: usize = 8_000;

/// Calls `found` with each schema that the page of an operation cuts, and the way to it.
///
/// It goes through the trees in the order in which the page shows them, because they share how much may be shown.
pub(super) fn cuts(
    content: &ApiContent,
    operation: &Operation,
    found: &mut dyn FnMut(SchemaId, String),
) {
    let limits = Limits::of_operation(content.format);
    let mut left = PAGE_ROWS;
    cuts_of(content, operation, &limits, &mut left, found);
    for callback in &operation.callbacks {
        for called in &callback.operations {
            cuts_of(content, called, &limits, &mut left, found);
        }
    }
}

fn cuts_of(
    content: &ApiContent,
    operation: &Operation,
    limits: &Limits,
    left: &mut usize,
    found: &mut dyn FnMut(SchemaId, String),
) {
    let mut tell = |root: SchemaId, tree: Tree<'_>, what: &str| {
        if tree.is_cut {
            found(tree::shape(content, root).core(), what.to_owned());
        }
        for node in tree.nodes.iter().filter(|node| node.is_cut) {
            let core = tree::shape(content, node.schema).core();
            found(core, format!("{what}.{}", node.trail));
        }
    };
    for schema in operation.parameters.iter().filter_map(|parameter| parameter.schema) {
        tell(schema, tree::parameter(content, schema, limits, left), "parameter");
    }
    let mut exchange = |contents: &[Content], what: &str, left: &mut usize| {
        for alike in merged(contents) {
            let first = alike[0];
            for schema in first.headers.iter().chain(&first.schema) {
                tell(*schema, tree::tree(content, *schema, limits, left), what);
            }
        }
    };
    exchange(&operation.bodies, "body", left);
    for response in &operation.responses {
        exchange(&response.contents, &response.status, left);
    }
}

/// Bodies that differ in nothing but their media types, together.
fn merged(contents: &[Content]) -> Vec<Vec<&Content>> {
    let mut merged: Vec<Vec<&Content>> = Vec::new();
    for content in contents {
        let is_same = |other: &Content| {
            other.schema == content.schema
                && other.headers == content.headers
                && other.is_item == content.is_item
                && other.name == content.name
                && other.description == content.description
        };
        match merged.iter_mut().find(|alike| is_same(alike[0])) {
            Some(alike) => alike.push(content),
            None => merged.push(vec![content]),
        }
    }
    merged
}

/// Bodies or messages; ids of their fields begin with `prefix`.
pub(super) fn contents<'a>(
    rows: &mut Rows<'a>,
    contents: &'a [Content],
    prefix: &str,
    direction: Direction,
) -> Vec<ContentView> {
    merged(contents).into_iter().map(|alike| one(rows, &alike, prefix, direction)).collect()
}

fn one<'a>(
    rows: &mut Rows<'a>,
    alike: &[&'a Content],
    prefix: &str,
    direction: Direction,
) -> ContentView {
    let content = alike[0];
    let named = content.name.as_deref();
    let title = content.title.as_deref().or(named).unwrap_or_default();
    let types = alike.iter().map(|content| text::cut(&content.media_type, 120));
    let headers = content.headers.map(|id| rows.tree(id, &prefix.replacen("body-", "header-", 1)));
    let tree = content.schema.map(|id| rows.tree(id, prefix));
    let description = match &content.description {
        Some(description) => rows.block(description, 4, LONGEST_TEXT),
        None => SafeHtml::default(),
    };
    ContentView {
        media_types: types.filter(|media_type| !media_type.is_empty()).collect(),
        title: text::cut(title, 120),
        name: text::cut(named.filter(|name| *name != title).unwrap_or_default(), 120),
        summary: text::cut(content.summary.as_deref().unwrap_or_default(), 300),
        description,
        deprecated: content.deprecated.as_deref().map(|reason| text::line(reason, 500)),
        is_item: content.is_item,
        tree,
        headers,
        examples: examples(rows.reference, alike, direction),
        facts: alike.iter().flat_map(|content| facts(&content.facts)).collect(),
    }
}

/// The author's examples, else one that is made.
fn examples(
    reference: &Reference<'_>,
    alike: &[&Content],
    direction: Direction,
) -> Vec<ExampleView> {
    let mut shown: Vec<ExampleView> = Vec::new();
    for content in alike {
        for (at, example) in content.examples.iter().enumerate().take(MOST_EXAMPLES) {
            let media_type = &content.media_type;
            let mut view = of_author(example, at, media_type);
            if alike.len() > 1 {
                view.title = format!("{} · {media_type}", view.title);
            }
            // The same example in several media types is one.
            if !shown.iter().any(|other| other.code == view.code && other.code.is_some()) {
                shown.push(view);
            }
        }
    }
    shown.truncate(MOST_EXAMPLES);
    let is_json = |content: &&&Content| {
        let media_type = content.media_type.to_ascii_lowercase();
        media_type.is_empty() || media_type.contains("json") || media_type.contains("form")
    };
    if shown.is_empty()
        && let Some(content) = alike.iter().find(is_json)
        && let Some(schema) = content.schema
        && let Some(value) = api::example(reference.content, schema, direction)
    {
        let code = code(&value, "application/json");
        shown.push(ExampleView {
            title: "Example".to_owned(),
            code: Some(code),
            is_generated: true,
            ..ExampleView::default()
        });
    }
    shown
}

fn of_author(example: &Example, at: usize, media_type: &str) -> ExampleView {
    let title = match (called(example), at) {
        (Some(name), _) => text::cut(&name, 120),
        (None, 0) => "Example".to_owned(),
        (None, at) => format!("Example {}", at + 1),
    };
    let value = match (&example.headers, &example.value) {
        (Some(headers), value) => Some(serde_json::json!({ "headers": headers, "payload": value })),
        (None, value) => value.clone(),
    };
    ExampleView {
        title,
        description: text::line(example.description.as_deref().unwrap_or_default(), 600),
        code: value.map(|value| code(&value, media_type)),
        elsewhere: example.href.as_deref().map(|url| text::link("", url)),
        is_generated: false,
    }
}

/// What an example is called: people look for the name, and understand the summary.
pub(super) fn called(example: &Example) -> Option<String> {
    match (&example.summary, &example.name) {
        (Some(summary), Some(name)) if summary != name => Some(format!("{summary} ({name})")),
        (Some(one), _) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

/// An example as a block of code in the language of its media type.
pub(super) fn code(value: &serde_json::Value, media_type: &str) -> SafeHtml {
    let written = match value {
        serde_json::Value::String(written) => {
            let language = match media_type.to_ascii_lowercase() {
                kind if kind.contains("xml") || kind.contains("html") => "xml",
                kind if kind.contains("yaml") => "yaml",
                kind if kind.contains("json") && written.trim_start().starts_with(['{', '[']) => {
                    "json"
                }
                kind if kind.contains("json") => {
                    return markdown::code("json", &text::cut(&value.to_string(), LONGEST_EXAMPLE));
                }
                _ => "text",
            };
            return markdown::code(language, &text::cut(written, LONGEST_EXAMPLE));
        }
        value => serde_json::to_string_pretty(value).unwrap_or_default(),
    };
    markdown::code("json", &text::cut(&written, LONGEST_EXAMPLE))
}

/// The answers of an operation.
pub(super) fn responses<'a>(
    rows: &mut Rows<'a>,
    operation: &'a Operation,
    prefix: &str,
) -> Vec<ResponseView> {
    operation.responses.iter().map(|response| answer(rows, operation, response, prefix)).collect()
}

fn answer<'a>(
    rows: &mut Rows<'a>,
    operation: &Operation,
    response: &'a Response,
    prefix: &str,
) -> ResponseView {
    let status = text::cut(&response.status, 40);
    let id = rows.anchors.claim(&format!("{prefix}res-{status}"));
    let description = response.description.as_deref().unwrap_or_default().trim();
    // A short description is the title.
    let is_title = !description.contains('\n') && description.chars().count() <= 120;
    let contents = contents(rows, &response.contents, &format!("{id}-"), Direction::Response);
    let headers = response.headers.iter();
    let headers = headers.flat_map(|header| rows.parameter(header, &format!("{id}-header-")));
    let headers = headers.collect();
    let title = match response.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary.to_owned(),
        _ if is_title && !description.is_empty() => {
            markdown::plain_text(description).trim().to_owned()
        }
        _ => meaning(&response.status).to_owned(),
    };
    let is_told = is_title && response.summary.is_none();
    ResponseView {
        tone: tone(operation, &response.status),
        title: text::cut(&title, 200),
        description: match is_told {
            true => SafeHtml::default(),
            false => rows.block(description, 4, LONGEST_TEXT),
        },
        headers,
        contents,
        links: response.links.iter().map(|link| next(rows.reference, link)).collect(),
        facts: facts(&response.facts),
        status,
        id,
    }
}

fn tone(operation: &Operation, status: &str) -> &'static str {
    if operation.kind != OperationKind::Http && !status.starts_with(|c: char| c.is_ascii_digit()) {
        return "";
    }
    match status.as_bytes().first() {
        Some(b'2') => "good",
        Some(b'3') => "moved",
        Some(b'4' | b'5') => "bad",
        _ => "",
    }
}

/// What a status means (RFC 9110, section 15), for authors who did not say.
fn meaning(status: &str) -> &'static str {
    match status {
        "200" => "OK",
        "201" => "Created",
        "202" => "Accepted",
        "204" => "No content",
        "301" => "Moved permanently",
        "302" => "Found",
        "303" => "See other",
        "304" => "Not modified",
        "400" => "Bad request",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "Not found",
        "405" => "Method not allowed",
        "406" => "Not acceptable",
        "409" => "Conflict",
        "410" => "Gone",
        "412" => "Precondition failed",
        "415" => "Unsupported media type",
        "422" => "Unprocessable content",
        "429" => "Too many requests",
        "500" => "Internal server error",
        "502" => "Bad gateway",
        "503" => "Service unavailable",
        "504" => "Gateway timeout",
        "default" => "Any other status",
        _ => "",
    }
}

/// What can be called next.
fn next(reference: &Reference<'_>, link: &ResponseLink) -> NextView {
    let operation = link.operation.filter(|at| (*at as usize) < reference.content.operations.len());
    let operation = match operation {
        Some(at) => {
            let page = reference.plan.page(reference.pages.operations[at as usize]);
            TextLink { label: page.title.clone(), href: Some(reference.to(page)) }
        }
        None => TextLink { label: text::cut(&link.target, 200), href: None },
    };
    NextView {
        name: text::cut(&link.name, 120),
        operation,
        description: text::line(link.description.as_deref().unwrap_or_default(), 600),
        facts: reference::facts(&link.facts),
    }
}
