//! The files beside an API's page: its surface, what it says in one form for all formats, the file itself, a feed of
//! what changed, and what the form of its console asks for.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::api::ChangeClass;
use crate::base::RelPath;
use crate::model::Project;
use crate::model::api::{ApiContent, ApiDoc};
use crate::page::{self, ApiId, ApiRecord, ApiStep, SitePlan, World, api_file};

use super::DATA_VERSION;

/// How many changes the feed tells of one step.
const TOLD: usize = 100;

/// Where files go.
type Sink<'a, E> = &'a mut dyn FnMut(RelPath, &[u8]) -> Result<(), E>;

/// Hands the files beside the page of an API to `write`.
pub(crate) fn api_files<E>(
    world: &World<'_>,
    plan: &SitePlan,
    id: ApiId,
    write: Sink<'_, E>,
) -> Result<(), E> {
    let api = &world.catalog.contents(id.project).apis[id.index as usize];
    let project = world.snapshot.project(id.project);
    let Some(entity) = plan.entity_of_api(id) else { return Ok(()) };
    let page = &plan.of_entity(entity).address;
    if let Some(raw) = api_file::raw(page, api)
        && let Some(file) = project.files.get(&api.path)
    {
        write(raw, &file.bytes)?;
    }
    if let Some(content) = api.content.as_deref() {
        write(api_file::description(page), description(content).as_bytes())?;
    }
    for (path, call) in page::calls(world, plan, id) {
        write(path, &serde_json::to_vec(&call).expect("JSON values can be written to memory"))?;
    }
    let Some(record) = world.apis.of(id.project, id.index) else { return Ok(()) };
    let surface = serde_json::to_vec(&record.surface);
    write(api_file::surface(page), &surface.expect("JSON values can be written to memory"))?;
    if !record.steps.is_empty() {
        let title = &plan.of_entity(entity).title;
        let feed = feed(world, page, title, project, api, record);
        write(api_file::feed(page), feed.as_bytes())?;
    }
    Ok(())
}

/// Where these files are.
pub(crate) fn api_paths(world: &World<'_>, plan: &SitePlan, id: ApiId) -> Vec<RelPath> {
    let api = &world.catalog.contents(id.project).apis[id.index as usize];
    let Some(entity) = plan.entity_of_api(id) else { return Vec::new() };
    let page = &plan.of_entity(entity).address;
    let others = [api_file::description(page), api_file::surface(page), api_file::feed(page)];
    api_file::raw(page, api).into_iter().chain(others).collect()
}

/// What a description says, in one form for all formats; a schema a line, so that two can be compared.
fn description(content: &ApiContent) -> String {
    let counts = content.counts;
    let head = json!({
        "version": DATA_VERSION,
        "format": content.format.slug(),
        "formatVersion": content.format_version,
        "title": content.title,
        "apiVersion": content.version,
        "summary": content.summary,
        "description": content.description,
        "facts": content.facts,
        "docs": content.docs,
        "servers": content.servers,
        "schemes": content.schemes,
        "groups": content.groups,
        "definitions": content.definitions,
        "files": content.files.iter().map(RelPath::as_str).collect::<Vec<_>>(),
        "counts": {
            "operations": counts.operations, "webhooks": counts.webhooks, "callbacks": counts.callbacks,
            "channels": counts.channels, "fields": counts.fields, "methods": counts.methods,
            "messages": counts.messages, "schemas": counts.schemas,
        },
        "named": content.named,
    });
    let head = without_nothing(head).to_string();
    let mut text = head.strip_suffix('}').unwrap_or(&head).to_owned();
    lines(&mut text, "operations", &content.operations);
    lines(&mut text, "schemas", &content.arena);
    text.push_str("}\n");
    text
}

fn lines<T: serde::Serialize>(text: &mut String, key: &str, items: &[T]) {
    write!(text, ",\"{key}\":[").expect("text grows");
    for (at, item) in items.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        let value = serde_json::to_value(item).expect("the model is made of text and numbers");
        text.push_str(&without_nothing(value).to_string());
    }
    text.push_str("\n]");
}

/// Leaves out what says nothing: null, false, empty text and empty lists of the model. What authors wrote stays.
fn without_nothing(value: Value) -> Value {
    const WRITTEN: &[&str] = &["value", "default", "constant", "examples", "example", "headers"];
    // These say something by being there: deprecated without a reason, callable without proof.
    const SAYING: &[&str] = &["value", "deprecated", "security"];
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter_map(|(key, value)| {
                let value = match WRITTEN.contains(&key.as_str()) {
                    true => value,
                    false => without_nothing(value),
                };
                let is_nothing = match &value {
                    Value::Null => true,
                    Value::Bool(value) => !value,
                    Value::String(text) => text.is_empty(),
                    Value::Array(items) => items.is_empty(),
                    Value::Object(_) | Value::Number(_) => false,
                };
                let says = SAYING.contains(&key.as_str())
                    && !matches!(value, Value::Null | Value::Bool(false));
                (!is_nothing || says).then_some((key, value))
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

/// An Atom feed (RFC 4287) with an entry for each step.
fn feed(
    world: &World<'_>,
    page: &RelPath,
    title: &str,
    project: &Project,
    api: &ApiDoc,
    record: &ApiRecord,
) -> String {
    let site = world.settings.url.as_deref().unwrap_or_default();
    let changes = api_file::changes(page);
    let id = format!("urn:portolan:api:{}:{}", project.path, api.path);
    let updated = record.steps.iter().find_map(|step| step.at);
    let updated = updated.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |at| at.to_string());
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    let mut line = |text: String| {
        feed.push_str(&text);
        feed.push('\n');
    };
    line(format!("<title>Changes of {}</title>", escaped(title)));
    line(format!("<id>{}</id>", escaped(&id)));
    line(format!("<updated>{updated}</updated>"));
    line(format!("<author><name>{}</name></author>", escaped(&world.settings.title)));
    if !site.is_empty() {
        line(format!("<link href=\"{}{}\"/>", escaped(site), escaped(changes.as_str())));
    }
    for step in &record.steps {
        line("<entry>".to_owned());
        line(format!("<title>{} → {}</title>", escaped(&step.from), escaped(&step.to)));
        line(format!("<id>{}:{}:{}</id>", escaped(&id), escaped(&step.from), escaped(&step.to)));
        let at = step.at.map_or_else(|| updated.clone(), |at| at.to_string());
        line(format!("<updated>{at}</updated>"));
        if !site.is_empty() {
            line(format!("<link href=\"{}{}\"/>", escaped(site), escaped(changes.as_str())));
        }
        line(format!("<content type=\"text\">{}</content>", escaped(&told(step))));
        line("</entry>".to_owned());
    }
    line("</feed>".to_owned());
    feed
}

fn told(step: &ApiStep) -> String {
    let mut text = String::new();
    for change in step.changes.iter().take(TOLD) {
        let class = match change.class {
            ChangeClass::Breaking => "breaking",
            ChangeClass::Risky => "risky",
            ChangeClass::Safe => "safe",
        };
        writeln!(text, "{class}: {}", change.message).expect("text grows");
    }
    if step.changes.len() > TOLD {
        writeln!(text, "and {} more", step.changes.len() - TOLD).expect("text grows");
    }
    text
}

/// Text as XML may hold it; what XML 1.0 cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
