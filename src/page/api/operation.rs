//! The page of one operation.

use super::exchange;
use super::pages::{ApiId, PAGE_ROWS};
use super::reference::{self, Reference, facts, tone};
use super::rows::Rows;
use super::tree::Limits;
use super::{security, text, try_it};
use crate::api::{self, Direction};
use crate::markdown::{self, SafeHtml};
use crate::model::api::{
    Callback, CodeSample, Operation, OperationKind, Parameter, ParameterPlace,
};
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{
    ApiOperationView, CallbackView, OperationLink, OperationList, OperationView, ParameterGroup,
    SampleView, TextLink,
};
use crate::page::world::World;

/// How many operations of the group stand beside the current one.
const NEIGHBOURS: usize = 30;
/// How many samples are shown.
const MOST_SAMPLES: usize = 12;
/// The longest description.
const LONGEST_TEXT: usize = 40_000;

/// Makes the page of an operation.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: ApiId,
    at: u32,
) -> Option<ApiOperationView> {
    let reference = Reference::new(world, plan, page, id)?;
    let operation = reference.content.operations.get(at as usize)?;
    let limits = Limits::of_operation(reference.content.format);
    let mut rows = Rows::new(&reference, limits, PAGE_ROWS);
    let shown = said(&mut rows, operation, "", 2);
    let list = neighbours(&reference, operation, at);
    let position = list.items.iter().position(|item| item.current);
    let beside = |at: Option<usize>| {
        let item: &OperationLink = list.items.get(at?)?;
        let label = match item.title.is_empty() {
            true => format!("{} {}", item.verb, item.address),
            false => item.title.clone(),
        };
        Some(TextLink { label, href: Some(item.href.clone()) })
    };
    Some(ApiOperationView {
        head: reference.head(),
        title: page.title.clone(),
        samples: samples(&reference, operation),
        try_it: try_it::link(&reference, operation),
        previous: beside(position.and_then(|at| at.checked_sub(1))),
        next: beside(position.map(|at| at + 1)),
        source: reference.source(operation.at),
        operation: shown,
        list,
    })
}

/// What an operation says; ids begin with `prefix`, headings of its text at `level`.
fn said<'a>(
    rows: &mut Rows<'a>,
    operation: &'a Operation,
    prefix: &str,
    level: u8,
) -> OperationView {
    let reference = rows.reference;
    let (body_label, responses_label) = labels(operation);
    let description = operation.description.as_deref().unwrap_or_default();
    let body_description = operation.body_description.as_deref().unwrap_or_default();
    // Trees share how much may be shown: their order is that of `exchange::cuts`.
    let parameters = parameters(rows, &operation.parameters, prefix);
    let direction = match operation.kind {
        OperationKind::Webhook | OperationKind::Callback => Direction::Response,
        _ => Direction::Request,
    };
    let bodies = exchange::contents(rows, &operation.bodies, &format!("{prefix}body-"), direction);
    let responses = exchange::responses(rows, operation, prefix);
    let callbacks = match prefix {
        "" => operation.callbacks.iter().map(|callback| called(rows, callback)).collect(),
        _ => Vec::new(),
    };
    OperationView {
        id: prefix.trim_end_matches('-').to_owned(),
        verb: text::cut(&operation.verb, 20),
        tone: tone(operation),
        address: text::cut(&operation.address, 1_000),
        what: what(operation),
        operation_id: text::cut(operation.id.as_deref().unwrap_or_default(), 200),
        summary: match prefix {
            "" => String::new(),
            _ => text::cut(operation.summary.as_deref().unwrap_or_default(), 200),
        },
        description: rows.block(description, level, LONGEST_TEXT),
        deprecated: operation.deprecated.as_deref().map(|reason| text::line(reason, 1_000)),
        security: security::needs(reference, operation),
        servers: security::servers(&operation.servers),
        parameters,
        body_label,
        body_required: operation.body_required,
        body_description: rows.block(body_description, level + 1, 8_000),
        bodies,
        responses_label,
        responses,
        callbacks,
        docs: reference::docs(operation.docs.as_ref()),
        facts: facts(&operation.facts),
    }
}

fn labels(operation: &Operation) -> (&'static str, &'static str) {
    match operation.kind {
        OperationKind::Http | OperationKind::Webhook | OperationKind::Callback => {
            ("Request body", "Responses")
        }
        OperationKind::Send | OperationKind::Receive | OperationKind::Channel => {
            (if operation.bodies.len() == 1 { "Message" } else { "Messages" }, "Reply")
        }
        OperationKind::Query | OperationKind::Mutation | OperationKind::Subscription => {
            ("Body", "Result")
        }
        OperationKind::Rpc => match operation.streams {
            (false, false) => ("Request", "Response"),
            (true, false) => ("Stream of requests", "Response"),
            (false, true) => ("Request", "Stream of responses"),
            (true, true) => ("Stream of requests", "Stream of responses"),
        },
    }
}

fn what(operation: &Operation) -> &'static str {
    match operation.kind {
        OperationKind::Http => "",
        OperationKind::Webhook => "Webhook: the API calls this",
        OperationKind::Callback => "Callback: the API calls this",
        OperationKind::Send => "The application sends",
        OperationKind::Receive => "The application receives",
        OperationKind::Channel => "Channel",
        OperationKind::Query => "Query",
        OperationKind::Mutation => "Mutation",
        OperationKind::Subscription => "Subscription",
        OperationKind::Rpc => match operation.streams {
            (false, false) => "Remote procedure",
            (true, false) => "Remote procedure, takes a stream",
            (false, true) => "Remote procedure, answers with a stream",
            (true, true) => "Remote procedure, streams both ways",
        },
    }
}

/// Parameters by place, in the order in which a call has them.
fn parameters<'a>(
    rows: &mut Rows<'a>,
    parameters: &'a [Parameter],
    prefix: &str,
) -> Vec<ParameterGroup> {
    let mut groups: Vec<ParameterGroup> = Vec::new();
    for parameter in parameters {
        let place = parameter.place.as_str();
        let lines = rows.parameter(parameter, &format!("{prefix}param-{place}-"));
        match groups.iter_mut().find(|group| group.place == place) {
            Some(group) => group.rows.extend(lines),
            None => {
                groups.push(ParameterGroup { label: label(parameter.place), place, rows: lines })
            }
        }
    }
    groups.sort_by_key(|group| {
        ["path", "query", "querystring", "argument", "header", "cookie"]
            .iter()
            .position(|place| *place == group.place)
    });
    groups
}

fn label(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "Path parameters",
        ParameterPlace::Query => "Query parameters",
        ParameterPlace::QueryString => "Query string",
        ParameterPlace::Header => "Headers",
        ParameterPlace::Cookie => "Cookies",
        ParameterPlace::Argument => "Arguments",
    }
}

fn called<'a>(rows: &mut Rows<'a>, callback: &'a Callback) -> CallbackView {
    let name = text::cut(&callback.name, 120);
    let operations = callback.operations.iter().map(|operation| {
        let id = rows.anchors.claim(&format!("callback-{name}-{}", operation.verb.to_lowercase()));
        said(rows, operation, &format!("{id}-"), 5)
    });
    CallbackView { operations: operations.collect(), name }
}

/// The operations of the same group around this one.
fn neighbours(reference: &Reference<'_>, operation: &Operation, at: u32) -> OperationList {
    let Some(group) = operation.groups.first().map(|group| *group as usize) else {
        return OperationList::default();
    };
    let Some(members) = reference.pages.members.get(group) else {
        return OperationList::default();
    };
    let position = members.binary_search(&at).unwrap_or_default();
    let first = position.saturating_sub(NEIGHBOURS / 2);
    let first = first.min(members.len().saturating_sub(NEIGHBOURS));
    let around = members.iter().skip(first).take(NEIGHBOURS);
    let page = reference.pages.groups[group].get(position / super::pages::LIST_ROWS);
    let page = page.map(|page| reference.plan.page(*page));
    OperationList {
        group: TextLink {
            label: page.map(|page| page.title.clone()).unwrap_or_default(),
            href: page.map(|page| reference.to(page)),
        },
        total: members.len(),
        items: around.map(|at| reference.operation_link(*at)).collect(),
    }
}

/// Calls in several languages.
pub(super) fn samples(reference: &Reference<'_>, operation: &Operation) -> Vec<SampleView> {
    let samples = api::samples(reference.content, operation);
    let views = samples
        .iter()
        .take(MOST_SAMPLES)
        .map(|sample| sample_view(sample, sample.label.as_deref().unwrap_or(&sample.language)));
    views.collect()
}

fn sample_view(sample: &CodeSample, label: &str) -> SampleView {
    let language = sample.language.to_lowercase();
    let lexer = match language.as_str() {
        "curl" | "httpie" | "grpcurl" | "shell" => "sh",
        other => other,
    };
    let code: SafeHtml = markdown::code(lexer, &text::cut(&sample.code, 20_000));
    SampleView { language: text::cut(&language, 40), label: text::cut(label, 60), code }
}
