//! The overview of an API: what it is, where it is called, what it offers.

use super::file as api_file;
use super::operation;
use super::pages::{self, ApiId};
use super::reference::{self, Reference, facts};
use super::{schema, security, text};
use crate::base::RelPath;
use crate::markdown;
use crate::model::api::{ApiContent, ApiCounts, ApiDoc, ApiFormat, OperationKind};
use crate::page::names;
use crate::page::plan::{Page, SitePlan};
use crate::page::urls;
use crate::page::view::{ApiEditionView, ApiHead, ApiView, DefinitionView, GroupLink, TextLink};
use crate::page::world::World;

/// How many schemas the overview lists.
pub(super) const SCHEMAS: usize = 120;
/// How many operations an API may have whose overview lists them all.
const FEW_OPERATIONS: usize = 40;
/// The longest description.
const LONGEST_TEXT: usize = 80_000;
/// The longest description that is shown as text, in bytes.
const LONGEST_CODE: usize = 64 * 1024;

/// Makes the overview of an API on the page of its entity.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: ApiId,
    findings: usize,
) -> ApiView {
    let document = pages::document(world, id);
    match Reference::new(world, plan, page, id) {
        Some(reference) => understood(&reference, findings),
        None => as_text(world, plan, page, (id, document), findings),
    }
}

/// Makes the page of an earlier edition.
pub(crate) fn edition(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: ApiId,
) -> Option<ApiEditionView> {
    let reference = Reference::new(world, plan, page, id)?;
    Some(ApiEditionView { title: page.title.clone(), api: understood(&reference, 0) })
}

fn understood(reference: &Reference<'_>, findings: usize) -> ApiView {
    let Reference { content, document, plan, page, .. } = *reference;
    let title = content.title.as_deref().unwrap_or_default();
    let (schemas, total) = schema::first(reference, SCHEMAS);
    let all_schemas = reference.pages.lists.first().map(|list| TextLink {
        label: format!("All {total} schemas"),
        href: Some(reference.to(plan.page(*list))),
    });
    let first = first_operation(content);
    let samples = first.map(|at| operation::samples(reference, &content.operations[at as usize]));
    let samples = samples.unwrap_or_default();
    let base = urls::without_ending(&plan.page(reference.pages.overview).address);
    let changes = urls::api_changes(&base);
    ApiView {
        head: reference.head(),
        title: text::cut(if title == page.title { "" } else { title }, 200),
        problem: document.problem.clone().unwrap_or_default(),
        code: None,
        summary: text::line(content.summary.as_deref().unwrap_or_default(), 600),
        description: text::block(
            content.description.as_deref().unwrap_or_default(),
            3,
            "api-",
            LONGEST_TEXT,
        ),
        counts: counted(&content.counts),
        servers: security::servers(&content.servers),
        schemes: security::schemes(reference),
        first_operation: first
            .filter(|_| !samples.is_empty())
            .map(|at| reference.operation_link(at)),
        first_call: samples,
        groups: groups(reference, content.operations.len() <= FEW_OPERATIONS),
        schemas,
        all_schemas,
        definitions: definitions(reference),
        facts: facts(&content.facts),
        docs: reference::docs(content.docs.as_ref()),
        files: files(reference),
        download: download(page, reference.id, document),
        changes: plan
            .at(&changes)
            .map(|to| TextLink { label: "Changelog".to_owned(), href: Some(reference.to(to)) }),
        try_it: reference.pages.console.filter(|_| reference.id.edition.is_none()).map(|console| {
            TextLink { label: "Try it".to_owned(), href: Some(reference.to(plan.page(console))) }
        }),
        findings,
    }
}

/// What can be shown of a description that could not be understood.
fn as_text(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    (id, document): (ApiId, &ApiDoc),
    findings: usize,
) -> ApiView {
    let entity = plan.entity_of_api(id);
    let project = world.snapshot.project(id.project);
    let own = entity.and_then(|entity| {
        let entity = world.catalog.entity(entity);
        entity.spec_str("definition").map(str::to_owned)
    });
    let written = own.or_else(|| project.text(&document.path).map(str::to_owned));
    let written = written.filter(|text| text.len() <= LONGEST_CODE);
    let head = ApiHead {
        api: match entity {
            Some(entity) => names::entity_link(world, plan, &page.address, entity),
            None => names::nothing(),
        },
        owner: None,
        overview: TextLink { label: page.title.clone(), href: None },
        version: String::new(),
        format: reference::format_of(document, None),
        edition: String::new(),
        latest: None,
        editions: Vec::new(),
    };
    ApiView {
        head,
        title: String::new(),
        problem: document.problem.clone().unwrap_or_default(),
        code: written.map(|text| markdown::code(language(document.format, &text), &text)),
        summary: Default::default(),
        description: Default::default(),
        counts: Vec::new(),
        servers: Vec::new(),
        schemes: Vec::new(),
        first_call: Vec::new(),
        first_operation: None,
        groups: Vec::new(),
        schemas: Vec::new(),
        all_schemas: None,
        definitions: Vec::new(),
        facts: Vec::new(),
        docs: None,
        files: vec![file(world, id, &document.path)],
        download: download(page, id, document),
        changes: None,
        try_it: None,
        findings,
    }
}

fn language(format: ApiFormat, text: &str) -> &'static str {
    match format {
        ApiFormat::GraphQl if !text.trim_start().starts_with('{') => "graphql",
        ApiFormat::Protobuf => "proto",
        _ if text.trim_start().starts_with(['{', '[']) => "json",
        _ => "yaml",
    }
}

/// The operation to begin with: the first that reads and needs nothing in its path, else the first.
fn first_operation(content: &ApiContent) -> Option<u32> {
    let is_simple = |at: &usize| {
        let operation = &content.operations[*at];
        matches!(operation.kind, OperationKind::Http | OperationKind::Query)
            && matches!(operation.verb.as_str(), "GET" | "QUERY")
            && !operation.address.contains('{')
            && operation.deprecated.is_none()
            && !operation.parameters.iter().any(|parameter| parameter.required)
    };
    let mut all = 0..content.operations.len();
    let found = all.clone().find(is_simple).or_else(|| all.next());
    found.map(|at| at as u32)
}

/// The groups that have pages.
pub(super) fn groups(reference: &Reference<'_>, with_operations: bool) -> Vec<GroupLink> {
    let groups = reference.content.groups.iter().enumerate();
    let groups = groups.filter_map(|(at, group)| {
        let page = reference.plan.page(*reference.pages.groups.get(at)?.first()?);
        let members = &reference.pages.members[at];
        Some(GroupLink {
            title: page.title.clone(),
            href: reference.to(page),
            sort: group.sort,
            summary: names::summary(group.description.as_deref().unwrap_or_default()),
            count: members.len(),
            operations: match with_operations {
                true => members.iter().map(|at| reference.operation_link(*at)).collect(),
                false => Vec::new(),
            },
        })
    });
    groups.collect()
}

fn definitions(reference: &Reference<'_>) -> Vec<DefinitionView> {
    let definitions = reference.content.definitions.iter().enumerate().take(200);
    let views = definitions.map(|(at, definition)| DefinitionView {
        id: format!("definition-{}-{at}", super::anchors::plain(&definition.name)),
        sort: definition.sort,
        name: text::cut(&definition.name, 200),
        code: match reference.content.format {
            ApiFormat::GraphQl => markdown::code("graphql", &text::cut(&definition.code, 6_000)),
            ApiFormat::Protobuf => markdown::code("proto", &text::cut(&definition.code, 6_000)),
            _ => markdown::code("yaml", &text::cut(&definition.code, 6_000)),
        },
        description: text::line(definition.description.as_deref().unwrap_or_default(), 1_000),
    });
    views.collect()
}

fn files(reference: &Reference<'_>) -> Vec<TextLink> {
    let files = &reference.content.files;
    let files =
        if files.is_empty() { std::slice::from_ref(&reference.document.path) } else { files };
    files.iter().take(100).map(|path| file(reference.world, reference.id, path)).collect()
}

fn file(world: &World<'_>, id: ApiId, path: &RelPath) -> TextLink {
    let project = world.snapshot.project(id.project);
    // The files of an edition are those of its tag, not those of the commit that was read.
    let href = project.blob_url(path).filter(|_| id.edition.is_none());
    TextLink { label: path.to_string(), href }
}

/// The file itself, which lies beside the page.
fn download(page: &Page, id: ApiId, document: &ApiDoc) -> Option<TextLink> {
    let raw = api_file::raw(&page.address, document).filter(|_| id.edition.is_none())?;
    let label = format!("Download {}", document.path.name());
    Some(TextLink { label, href: Some(page.address.link_to(&raw)) })
}

/// `12 operations`, `30 schemas`.
pub(crate) fn counted(counts: &ApiCounts) -> Vec<String> {
    let all = [
        (counts.channels, "channels"),
        (counts.operations, "operations"),
        (counts.webhooks, "webhooks"),
        (counts.callbacks, "callbacks"),
        (counts.fields, "fields"),
        (counts.methods, "methods"),
        (counts.messages, "messages"),
        (counts.schemas, "schemas"),
    ];
    let some = all.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| names::counted(count, what)).collect()
}
