//! What to write in a pipeline to include a component: the newest release, every mandatory input.

use serde_json::{Value as Json, json};

use super::scalar;
use crate::base::Semver;
use crate::catalog::values;
use crate::model::{CiComponent, CiInput, ComponentVersion, GivenInput, InputType, Project};

/// How many values are tried for one page: each may cost a pattern.
const MOST_TRIES: usize = 500;

/// Texts of the sorts that patterns ask for.
const SAMPLES: [&str; 13] = [
    "v1.0",
    "1.0.0",
    "v1.0.0",
    "1.0",
    "main",
    "a",
    "A",
    "1",
    "10",
    "123456",
    "true",
    "a/b",
    "https://example.com",
];

/// The lines to write.
pub(super) struct Snippet {
    /// What stands before the `@`.
    pub address: String,
    /// What stands behind it.
    pub version: String,
    /// One sentence on that version if it is no release; or empty.
    pub note: &'static str,
    /// All of it.
    pub text: String,
}

/// Makes the snippet of a component.
pub(super) fn snippet(project: &Project, component: &CiComponent) -> Snippet {
    let address = format!("{}/{}/{}", host(project), project.path, component.name);
    let (version, note) = version(project, component);
    let place = scalar::string(&format!("{address}@{version}"));
    let mut text = format!("include:\n  - component: {place}\n");
    let inputs = placeholders(inputs(component));
    if !inputs.is_empty() {
        text.push_str("    inputs:\n");
    }
    for (input, value, is_right) in inputs {
        text.push_str(&line(input, &value, is_right));
    }
    Snippet { address, version, note, text }
}

/// The GitLab that the component lives on, as its own pipelines know it: a relative URL is no part of that.
fn host(project: &Project) -> String {
    let url = project.web_url.as_deref().and_then(|url| url::Url::parse(url).ok());
    let host = url.as_ref().and_then(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!("{}{port}", url.host_str()?))
    });
    host.unwrap_or_else(|| "$CI_SERVER_FQDN".to_owned())
}

/// The newest version that one may rely on.
pub(super) fn newest(component: &CiComponent) -> Option<&ComponentVersion> {
    let known =
        || component.versions.iter().filter_map(|one| Some((Semver::parse(&one.tag)?, one)));
    let stable = known().filter(|(version, _)| !version.is_prerelease());
    let newest = stable.max_by(|one, other| one.0.cmp(&other.0));
    let newest = newest.or_else(|| known().max_by(|one, other| one.0.cmp(&other.0)));
    newest.map(|(_, version)| version).or(component.versions.first())
}

/// The inputs of what the snippet includes: those of the newest version, if its file was read.
pub(super) fn inputs(component: &CiComponent) -> &[CiInput] {
    let file = newest(component).and_then(|version| version.file.as_ref());
    &file.unwrap_or(&component.file).inputs
}

/// What to pin, and a sentence if that is no release: `~latest` is an error as long as there is none.
fn version(project: &Project, component: &CiComponent) -> (String, &'static str) {
    if let Some(newest) = newest(component) {
        let is_before = Semver::parse(&newest.tag).is_some_and(|version| version.is_prerelease());
        let note = if is_before { "Only versions before a first release exist." } else { "" };
        return (newest.tag.clone(), note);
    }
    if let Some(branch) = &project.default_branch {
        return (branch.clone(), "Nothing was released yet: this follows the default branch.");
    }
    match &project.head {
        Some(head) => (head.sha.clone(), "Nothing was released yet: this is the newest commit."),
        None => (
            "main".to_owned(),
            "Nothing was released yet: put a branch, tag or commit behind the `@`.",
        ),
    }
}

fn line(input: &CiInput, value: &Json, is_right: bool) -> String {
    let mut comment = input.input_type.to_string();
    if let (false, Some(regex)) = (is_right, &input.regex) {
        // A comment ends with its line.
        let regex: String = regex.chars().filter(|c| !c.is_control() && !is_line_end(*c)).collect();
        comment.push_str(&format!(", must match {regex}"));
    }
    format!("      {}: {} # {comment}\n", scalar::string(&input.name), scalar::scalar(value))
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// For each mandatory input a value to begin with, and whether it is one that the component takes.
fn placeholders(inputs: &[CiInput]) -> Vec<(&CiInput, Json, bool)> {
    let mut given: Vec<GivenInput> = Vec::new();
    let mut chosen = Vec::new();
    let mut tries = 0;
    for input in inputs.iter().filter(|input| input.is_mandatory()) {
        let candidates = candidates(input);
        let accepted = candidates.iter().find(|candidate| {
            tries += 1;
            tries <= MOST_TRIES && is_accepted(inputs, &given, input, candidate)
        });
        let value = accepted.or(candidates.first()).cloned().unwrap_or_default();
        chosen.push((input, value.clone(), accepted.is_some()));
        given.push(given_input(input, value));
    }
    chosen
}

fn given_input(input: &CiInput, value: Json) -> GivenInput {
    GivenInput { name: input.name.clone(), value, at: input.at, value_at: input.at }
}

/// Whether the component takes a value; beside those chosen before if its rules may look at them.
fn is_accepted(inputs: &[CiInput], before: &[GivenInput], input: &CiInput, value: &Json) -> bool {
    let own = given_input(input, value.clone());
    let problems = if input.rules.is_empty() {
        values::problems(std::slice::from_ref(input), &[own])
    } else {
        let all: Vec<GivenInput> = before.iter().cloned().chain([own]).collect();
        values::problems(inputs, &all)
    };
    problems.iter().all(|problem| problem.input != input.name)
}

/// Values that an input may take, the likeliest first.
fn candidates(input: &CiInput) -> Vec<Json> {
    let fallback = input.rules.iter().filter(|rule| rule.condition.is_none());
    let others = input.rules.iter().filter(|rule| rule.condition.is_some());
    let options =
        input.options.iter().chain(fallback.chain(others).filter_map(|rule| rule.options.as_ref()));
    let options: Vec<&Json> = options.flatten().collect();
    if !options.is_empty() {
        let is_list = input.input_type == InputType::Array;
        return options
            .into_iter()
            .map(|one| if is_list { json!([one]) } else { one.clone() })
            .collect();
    }
    match input.input_type {
        InputType::Number => vec![json!(0)],
        InputType::Boolean => vec![json!(false)],
        InputType::Array => vec![json!([])],
        InputType::String => {
            let own = [format!("my-{}", input.name), input.name.clone()];
            own.into_iter().chain(SAMPLES.map(str::to_owned)).map(Json::String).collect()
        }
    }
}

#[cfg(test)]
mod tests;
