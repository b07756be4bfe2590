//! References of APIs: overviews, operations and schemas. Earlier editions say the same again and are left out.

use super::keys::{self, Keys};
use super::words::{self, Words};
use super::{Document, belonging, entity, kind};
use crate::model::api::{ApiContent, Operation, OperationKind};
use crate::page::view::{
    ApiFact, ApiOperationView, ApiSchemaView, ApiView, ContentView, OperationView, SchemaRow,
    ServerView, TreeView,
};
use crate::page::{ApiId, PageView, SitePlan, World};

/// How many servers an operation is known by.
const MOST_SERVERS: usize = 3;

/// Makes the document of an operation.
pub(super) fn operation(
    world: &World<'_>,
    plan: &SitePlan,
    (api, at): (ApiId, u32),
    page: &PageView,
    view: &ApiOperationView,
) -> Option<Document> {
    let content = content(world, api)?;
    let operation = content.operations.get(at as usize)?;
    let tags: Vec<String> = operation
        .groups
        .iter()
        .filter_map(|group| content.groups.get(*group as usize))
        .filter(|group| group.sort == "tag")
        .map(|group| group.name.clone())
        .collect();
    let called = format!("{} {}", view.operation.verb, view.operation.address);
    let mut body = Words::default();
    body.say_all([view.head.api.title.as_str(), &view.list.group.label, &called]);
    say_operation(&mut body, &view.operation);
    Some(Document {
        address: page.frame.address.clone(),
        title: words::name(&view.title),
        keys: names(content, operation),
        kind: kind("operation", "Operations"),
        tags: entity::tags(&tags),
        description: words::first_description([&|| page.frame.description.clone(), &|| {
            if view.title == called { String::new() } else { called.clone() }
        }]),
        place: words::name(&view.head.api.title),
        body: body.end(),
        ..belonging::part_of(world, plan.api_pages(api)?.entity)
    })
}

/// Makes the document of a schema.
pub(super) fn schema(
    world: &World<'_>,
    plan: &SitePlan,
    api: ApiId,
    page: &PageView,
    view: &ApiSchemaView,
) -> Option<Document> {
    content(world, api)?;
    let mut body = Words::default();
    body.say_all([view.head.api.title.as_str(), &view.subtitle, view.sort]);
    say_tree(&mut body, &view.tree);
    Some(Document {
        address: page.frame.address.clone(),
        title: words::name(&view.title),
        kind: kind("schema", "Schemas"),
        description: words::first_description([&|| page.frame.description.clone(), &|| {
            view.subtitle.clone()
        }]),
        place: words::name(&view.head.api.title),
        body: body.end(),
        ..belonging::part_of(world, plan.api_pages(api)?.entity)
    })
}

/// What a description says now; none of an earlier edition.
fn content<'a>(world: &World<'a>, api: ApiId) -> Option<&'a ApiContent> {
    let document = world.catalog.contents(api.project).apis.get(api.index as usize)?;
    document.content.as_deref().filter(|_| api.edition.is_none())
}

/// What an operation is known by in code, logs and configurations.
fn names(content: &ApiContent, operation: &Operation) -> Vec<String> {
    let mut keys = Keys::default();
    operation.id.iter().for_each(|id| keys.add(id));
    keys.add(&format!("{} {}", operation.verb, operation.address));
    keys.add(&operation.address);
    if let (OperationKind::Rpc, Some((service, method))) =
        (operation.kind, operation.address.rsplit_once('/'))
    {
        let service = service.rsplit('.').next().unwrap_or_default();
        keys.add(&format!("{service}/{method}"));
    }
    if operation.kind == OperationKind::Http {
        let own = if operation.servers.is_empty() { &content.servers } else { &operation.servers };
        for server in own.iter().filter_map(|server| keys::server(&server.url)).take(MOST_SERVERS) {
            keys.add(&format!("{server}{}", operation.address));
        }
    }
    keys.end()
}

/// Adds what the overview of an API says; operations and schemas have documents of their own.
pub(super) fn say_overview(body: &mut Words, api: &ApiView) {
    body.say_all([api.title.as_str(), &api.head.format, &api.head.version]);
    body.say_all(
        [&api.summary, &api.description].map(|html| html.to_text()).iter().map(|it| &**it),
    );
    say_servers(body, &api.servers);
    for scheme in &api.schemes {
        body.say_all([scheme.name.as_str(), &scheme.what, &scheme.description.to_text()]);
        for scope in scheme.flows.iter().flat_map(|flow| &flow.scopes) {
            body.say_all([scope.name.as_str(), &scope.description.to_text()]);
        }
    }
    for group in &api.groups {
        body.say_all([group.title.as_str(), &group.summary]);
    }
    for definition in &api.definitions {
        body.say_all([definition.name.as_str(), &definition.description.to_text()]);
    }
    say_facts(body, &api.facts);
    if let Some(code) = &api.code {
        body.say(&code.to_text());
    }
}

fn say_operation(body: &mut Words, operation: &OperationView) {
    body.say_all([operation.operation_id.as_str(), operation.what, &operation.summary]);
    body.say(&operation.description.to_text());
    if let Some(reason) = &operation.deprecated {
        body.say(&reason.to_text());
    }
    for need in operation.security.iter().flat_map(|it| &it.alternatives).flatten() {
        body.say_all([need.scheme.label.as_str(), &need.what]);
        body.say_all(need.scopes.iter().map(String::as_str));
    }
    say_servers(body, &operation.servers);
    for group in &operation.parameters {
        say_rows(body, &group.rows);
    }
    body.say(&operation.body_description.to_text());
    say_contents(body, &operation.bodies);
    for response in &operation.responses {
        body.say_all([response.status.as_str(), &response.title]);
        body.say(&response.description.to_text());
        say_rows(body, &response.headers);
        say_contents(body, &response.contents);
        for next in &response.links {
            body.say_all([next.name.as_str(), &next.description.to_text()]);
        }
        say_facts(body, &response.facts);
    }
    for callback in &operation.callbacks {
        body.say(&callback.name);
        for called in &callback.operations {
            body.say_all([called.verb.as_str(), &called.address]);
            say_operation(body, called);
        }
    }
    body.say_all(operation.docs.iter().map(|docs| docs.label.as_str()));
    say_facts(body, &operation.facts);
}

fn say_servers(body: &mut Words, servers: &[ServerView]) {
    for server in servers {
        body.say_all([server.name.as_str(), &server.url, &server.description.to_text()]);
    }
}

fn say_contents(body: &mut Words, contents: &[ContentView]) {
    for content in contents {
        body.say_all(content.media_types.iter().map(String::as_str));
        body.say_all([content.title.as_str(), &content.name, &content.summary]);
        body.say(&content.description.to_text());
        content.tree.iter().chain(&content.headers).for_each(|tree| say_tree(body, tree));
        say_facts(body, &content.facts);
    }
}

fn say_tree(body: &mut Words, tree: &TreeView) {
    say_rows(body, std::slice::from_ref(&tree.root));
    say_rows(body, &tree.rows);
}

fn say_rows(body: &mut Words, rows: &[SchemaRow]) {
    for row in rows {
        body.say(&row.name);
        let named = &row.value_type.name;
        // That something is a string or an object tells it from nothing.
        if named.href.is_some() || named.label.starts_with(char::is_uppercase) {
            body.say(&named.label);
        }
        body.say(&row.description.to_text());
        body.say(&row.deprecated.to_text());
        for value in &row.values {
            body.say_all([value.value.as_str(), &value.description.to_text()]);
        }
        body.say_all(row.notes.iter().map(|note| note.code.as_str()));
    }
}

fn say_facts(body: &mut Words, facts: &[ApiFact]) {
    for fact in facts {
        body.say_all([fact.label.as_str(), &fact.value.label]);
    }
}
