//! Which values the inputs of a CI file accept, by the rules of GitLab's `Ci::Inputs`.
//!
//! The form on a component's page judges by the same rules; `tests/fixtures/ci-inputs` holds the cases that both must
//! agree on.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::condition::{Condition, same};
use super::pattern::Pattern;
use crate::base::nearest;
use crate::model::{CiInput, GivenInput, InputRule, InputType};

/// How many options a message lists.
const LISTED: usize = 10;
/// How much of a value a message shows, in characters; of longer names no nearest one is looked for.
const SHOWN: usize = 60;
/// For how many names that do not exist the nearest one is looked for.
const NEAR: usize = 20;

/// What is wrong with what an include hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueProblem {
    /// The input.
    pub input: String,
    /// What sort of problem it is.
    pub kind: ValueProblemKind,
    /// What is wrong, as a finding says it.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
}

/// What sort of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ValueProblemKind {
    /// A value must be given and is not.
    Missing,
    /// There is no such input.
    Unknown,
    /// The value is not accepted.
    Invalid,
}

/// Judges what an include hands over to a file with these inputs.
pub(crate) fn problems(inputs: &[CiInput], given: &[GivenInput]) -> Vec<ValueProblem> {
    let given: BTreeMap<String, Json> =
        given.iter().map(|given| (given.name.clone(), given.value.clone())).collect();
    let mut problems: Vec<ValueProblem> = given
        .keys()
        .filter(|name| inputs.iter().all(|input| input.name != **name))
        .enumerate()
        .map(|(at, name)| unknown(name, inputs, at < NEAR))
        .collect();
    // What a rule sees: what is given, and the defaults of the inputs that stand above.
    let mut context: BTreeMap<String, Json> = given.clone();
    context.retain(|_, value| !value.is_null());
    // Whoever hands on an input of their own leaves open what the rules will see.
    let is_open = given.values().any(holds_variable);
    for input in inputs {
        let value = given.get(&input.name).filter(|value| !value.is_null());
        let rule = if is_open { None } else { rule(input, &context) };
        match value {
            None if input.is_mandatory() => problems.push(missing(input)),
            None => {
                let default =
                    rule.and_then(|rule| rule.default.as_ref()).or(input.default.as_ref());
                let default = coerced(input.input_type, default.unwrap_or(&Json::Null));
                context.insert(input.name.clone(), default);
            }
            Some(value) if holds_variable(value) => {}
            Some(value) => {
                let options = rule.and_then(|rule| rule.options.as_ref());
                let options = match (options, is_open && !input.rules.is_empty()) {
                    (_, true) => None,
                    (Some(options), false) => Some(options),
                    (None, false) => input.options.as_ref(),
                };
                problems.extend(judge(input, value, options.map(Vec::as_slice)));
            }
        }
    }
    problems
}

/// The rule that applies, if any does.
fn rule<'a>(input: &'a CiInput, context: &BTreeMap<String, Json>) -> Option<&'a InputRule> {
    input.rules.iter().find(|rule| match &rule.condition {
        None => true,
        Some(text) => Condition::parse(text).is_some_and(|condition| condition.holds(context)),
    })
}

fn missing(input: &CiInput) -> ValueProblem {
    ValueProblem {
        input: input.name.clone(),
        kind: ValueProblemKind::Missing,
        message: format!("`{}` must be given", input.name),
        help: Some(match &input.options {
            Some(options) => format!("add it below `inputs:`; {}", may_be(options)),
            None => format!("add it below `inputs:`, with a value of type {}", input.input_type),
        }),
    }
}

fn unknown(name: &str, inputs: &[CiInput], may_cost: bool) -> ValueProblem {
    let names = inputs.iter().map(|input| input.name.as_str()).take(500);
    let names = names.filter(|name| may_cost && name.len() <= SHOWN);
    let near = if name.len() <= SHOWN { nearest(name, names) } else { None };
    ValueProblem {
        input: name.to_owned(),
        kind: ValueProblemKind::Unknown,
        message: format!("there is no input `{}`", shown(name)),
        help: Some(match near {
            Some(near) => format!("the nearest input is `{near}`"),
            None if inputs.is_empty() => "remove it: there are no inputs at all".to_owned(),
            None => "remove it, or name one of the inputs".to_owned(),
        }),
    }
}

/// Judges one value: its type, then its options, then its pattern.
fn judge(input: &CiInput, value: &Json, options: Option<&[Json]>) -> Option<ValueProblem> {
    let problem = |message: String, help: Option<String>| ValueProblem {
        input: input.name.clone(),
        kind: ValueProblemKind::Invalid,
        message,
        help,
    };
    let read = coerced(input.input_type, value);
    if !is_of(input.input_type, &read)
        || (input.input_type == InputType::String && is_nested(value))
    {
        let (name, wanted) = (&input.name, input.input_type);
        let message = format!("`{name}` is {}, not of type {wanted}", told(value));
        return Some(problem(message, Some(format!("give a value of type {wanted}"))));
    }
    if let Some(options) = options.filter(|options| !accepts(input.input_type, options, &read)) {
        let name = &input.name;
        let message = format!("{} is not among the options of `{name}`", told(value));
        return Some(problem(message, Some(may_be(options))));
    }
    let pattern = input.regex.as_deref().filter(|_| input.input_type == InputType::String)?;
    let is_match = Pattern::parse(pattern)?.matches(&to_text(&read));
    let message = || format!("{} does not match the pattern of `{}`", told(value), input.name);
    (!is_match).then(|| problem(message(), Some(format!("give a value that matches `{pattern}`"))))
}

/// The value as GitLab reads it for a type: text of anything, or what JSON makes of a text.
fn coerced(input_type: InputType, value: &Json) -> Json {
    match (input_type, value) {
        (InputType::String, value) => Json::String(to_text(value)),
        (_, Json::String(text)) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        _ => value.clone(),
    }
}

fn is_of(input_type: InputType, value: &Json) -> bool {
    match input_type {
        InputType::String => value.is_string(),
        InputType::Number => value.is_number(),
        InputType::Boolean => value.is_boolean(),
        InputType::Array => value.is_array(),
    }
}

fn is_nested(value: &Json) -> bool {
    value.is_array() || value.is_object()
}

fn accepts(input_type: InputType, options: &[Json], value: &Json) -> bool {
    match (input_type, value) {
        (InputType::String, Json::String(text)) => {
            options.iter().any(|option| to_text(option) == *text)
        }
        (InputType::Array, Json::Array(items)) => {
            items.iter().all(|item| options.iter().any(|option| same(option, item)))
        }
        _ => options.iter().any(|option| same(option, value)),
    }
}

/// Whether what a value comes to is only known when the pipeline is made.
pub(super) fn holds_variable(value: &Json) -> bool {
    let is_variable = |text: &str| {
        let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '[');
        text.match_indices('$').any(|(at, _)| text[at + 1..].starts_with(begins))
    };
    match value {
        Json::String(text) => is_variable(text),
        Json::Array(items) => items.iter().any(holds_variable),
        Json::Object(entries) => entries.values().any(holds_variable),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// A value as text, as Ruby's `to_s` has it for what may stand in a text.
pub(super) fn to_text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn told(value: &Json) -> String {
    match value {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "a mapping".to_owned(),
        value => format!("`{}`", shown(&to_text(value))),
    }
}

fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SHOWN).collect();
    format!("{cut}…")
}

fn may_be(options: &[Json]) -> String {
    let names: Vec<String> = options
        .iter()
        .take(LISTED)
        .map(|option| format!("`{}`", shown(&to_text(option))))
        .collect();
    let more = options.len().saturating_sub(LISTED);
    match (names.is_empty(), more) {
        (true, _) => "it has no options that a value could be".to_owned(),
        (false, 0) => format!("it may be {}", names.join(", ")),
        (false, more) => format!("it may be {} or {more} more", names.join(", ")),
    }
}

/// What the form on a page must know of an input to judge as [`problems`] does.
///
/// A pattern or condition that a browser cannot say is left out, and then the form accepts what it cannot judge.
pub(crate) fn form_input(input: &CiInput) -> Json {
    let mut form = Map::new();
    form.insert("name".to_owned(), json!(input.name));
    form.insert("type".to_owned(), json!(input.input_type.as_str()));
    if input.is_mandatory() {
        form.insert("mandatory".to_owned(), json!(true));
    }
    form.extend(choices(input.input_type, input.options.as_deref(), input.default.as_ref()));
    let pattern = input.regex.as_deref().filter(|_| input.input_type == InputType::String);
    if let Some(script) = pattern.and_then(Pattern::parse).as_ref().and_then(Pattern::script) {
        form.insert("pattern".to_owned(), json!(script));
    }
    let is_sayable = input.rules.iter().all(|rule| {
        let read = rule.condition.as_deref().and_then(Condition::parse);
        read.is_none_or(|condition| condition.to_form().is_some())
    });
    if !is_sayable {
        form.remove("options");
    } else if !input.rules.is_empty() {
        let rules = input.rules.iter().map(|rule| {
            let mut form =
                choices(input.input_type, rule.options.as_deref(), rule.default.as_ref());
            if let Some(text) = &rule.condition {
                // A condition that nobody understands never holds.
                let condition = Condition::parse(text).and_then(|condition| condition.to_form());
                form.insert("if".to_owned(), condition.unwrap_or_else(|| json!(["value", false])));
            }
            Json::Object(form)
        });
        form.insert("rules".to_owned(), rules.collect());
    }
    Json::Object(form)
}

fn choices(
    input_type: InputType,
    options: Option<&[Json]>,
    default: Option<&Json>,
) -> Map<String, Json> {
    let mut form = Map::new();
    if let Some(options) = options {
        let as_read = |option: &Json| match input_type {
            InputType::String => Json::String(to_text(option)),
            InputType::Number | InputType::Boolean | InputType::Array => option.clone(),
        };
        form.insert("options".to_owned(), options.iter().map(as_read).collect());
    }
    if let Some(default) = default {
        form.insert("default".to_owned(), coerced(input_type, default));
    }
    form
}

#[cfg(test)]
mod tests;
