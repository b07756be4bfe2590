//! CI/CD components and pipelines.

use super::keys::Keys;
use super::words::{self, Words};
use super::{Document, kind};
use crate::page::view::{CiView, InputRow, PipelineView};

/// What a component is included by: with the host, and as pipelines of the same GitLab write it.
pub(super) fn add_keys(keys: &mut Keys, ci: &CiView) {
    let (host, path) = ci.address.split_once('/').unwrap_or_default();
    if !host.starts_with('$') {
        keys.add(&ci.address);
    }
    keys.add(path);
}

/// Adds what a component says; who uses it is told by the users.
pub(super) fn say(body: &mut Words, ci: &CiView) {
    if let Some(deprecation) = &ci.deprecation {
        body.say(&deprecation.message.to_text());
        body.say_all(deprecation.replacement.iter().map(|link| link.label.as_str()));
    }
    if let Some(section) = &ci.section {
        body.say(&section.html.to_text());
    }
    for input in &ci.inputs {
        body.say_all([input.name.as_str(), &input.description.to_text()]);
    }
    for job in &ci.jobs {
        body.say_all([job.name.label.as_str(), &job.stage, &job.image]);
        body.say_all(job.services.iter().map(String::as_str));
    }
    for list in &ci.needs {
        body.say_all(list.words.iter().map(String::as_str));
    }
    body.say_all(ci.includes.iter().map(|include| include.what.label.as_str()));
    body.say(&ci.source.label);
}

/// Adds what the pipeline of a project is made of.
pub(super) fn say_pipeline(body: &mut Words, pipeline: &PipelineView) {
    body.say_all(pipeline.stages.iter().map(String::as_str));
    body.say_all(pipeline.includes.iter().map(|include| include.what.label.as_str()));
}

/// Makes the documents of a component's inputs, each with its place on the page.
pub(super) fn inputs<'a>(
    component: &'a Document,
    ci: &'a CiView,
) -> impl Iterator<Item = Document> + use<'a> {
    ci.inputs.iter().map(|input| Document {
        address: format!("{}#{}", component.address, input.id),
        title: words::name(&input.name),
        kind: kind("input", "Inputs"),
        owner: component.owner.clone(),
        lifecycle: component.lifecycle.clone(),
        system: component.system.clone(),
        description: words::description(&input.description.to_text()),
        place: component.title.clone(),
        body: body(component, input),
        ..Document::default()
    })
}

fn body(component: &Document, input: &InputRow) -> String {
    let mut body = Words::default();
    body.say_all([component.title.as_str(), &component.place, input.input_type]);
    body.say_all(input.default.iter().map(String::as_str));
    body.say_all(input.options.iter().map(String::as_str));
    body.say(&input.pattern);
    for rule in &input.rules {
        body.say(&rule.condition);
        body.say_all(rule.options.iter().chain(&rule.default).map(String::as_str));
    }
    // A long description says more than its beginning.
    body.say(&input.description.to_text());
    body.end()
}
