//! `spec:inputs`, and where it contradicts itself.

use serde_json::Value as Json;

use crate::base::nearest;
use crate::base::yaml::{Entry, Node, Position, Value};
use crate::model::{CiInput, InputRule, InputType};
use crate::parse::text::shown;

use super::notes::Notes;

/// `Gitlab::Ci::Config::Header::Input::ALLOWED_KEYS`.
const KEYS: &[&str] = &["default", "description", "options", "regex", "rules", "type"];
/// `Gitlab::Ci::Config::Header::Input::Rules::Rule::ALLOWED_KEYS`.
const RULE_KEYS: &[&str] = &["if", "options", "default"];
/// `Gitlab::Ci::Config::Entry::BaseInput::ALLOWED_OPTIONS_LIMIT`.
const MOST_OPTIONS: usize = 50;

/// Reads the inputs of a header.
pub(super) fn inputs(inputs: &Node, notes: &mut Notes<'_>) -> Vec<CiInput> {
    match &inputs.value {
        Value::Null => Vec::new(),
        Value::Mapping(entries) => entries.iter().map(|entry| input(entry, notes)).collect(),
        _ => {
            let message = format!("`inputs` is {}, not a mapping", inputs.type_name());
            notes.unreadable(inputs.position, message);
            Vec::new()
        }
    }
}

fn input(entry: &Entry, notes: &mut Notes<'_>) -> CiInput {
    let mut input = CiInput { name: entry.key.clone(), at: entry.position, ..CiInput::default() };
    let node = &entry.value;
    let Some(entries) = node.as_mapping() else {
        if node.value != Value::Null {
            let message =
                format!("input `{}` is {}, not a mapping", shown(&input.name), node.type_name());
            let help = "write its value as `default:` below it".to_owned();
            notes.spec(node.position, message, Some(help));
        }
        return input;
    };
    unknown_keys(&input.name, entries, KEYS, notes);
    let has_type = input_type(&mut input, node, notes);
    input.description = node.get("description").and_then(text);
    input.default = node.get("default").map(Node::to_json);
    input.options = options(&input.name, node, notes);
    input.regex = node.get("regex").and_then(text);
    input.rules = rules(&input.name, node, notes);
    exclusive(&input.name, node, notes);
    if has_type {
        contradictions(&input, node, notes);
    }
    input
}

/// Reads the type; says whether it is one.
fn input_type(input: &mut CiInput, node: &Node, notes: &mut Notes<'_>) -> bool {
    let Some(written) = node.get("type").filter(|node| node.value != Value::Null) else {
        return true;
    };
    let word = text(written).unwrap_or_default();
    let known = InputType::from_exact(&word);
    input.input_type = known.unwrap_or_default();
    if known.is_none() {
        let near = nearest(&word, InputType::ALL.iter().map(|known| known.as_str()));
        let help = near
            .map_or("there are `string`, `number`, `boolean` and `array`".to_owned(), |near| {
                format!("the nearest type is `{near}`")
            });
        let message =
            format!("input `{}` has no type that exists: `{}`", shown(&input.name), shown(&word));
        notes.spec(written.position, message, Some(help));
    }
    known.is_some()
}

fn unknown_keys(name: &str, entries: &[Entry], keys: &[&str], notes: &mut Notes<'_>) {
    for entry in entries.iter().filter(|entry| !keys.contains(&entry.key.as_str())) {
        let near = nearest(&entry.key, keys.iter().copied());
        let help = near.map(|near| format!("the nearest key is `{near}`"));
        let message = format!("input `{}` has no key `{}`", shown(name), shown(&entry.key));
        notes.spec(entry.position, message, help);
    }
}

fn options(name: &str, node: &Node, notes: &mut Notes<'_>) -> Option<Vec<Json>> {
    let options = node.get("options").filter(|node| node.value != Value::Null)?;
    let Some(items) = options.as_sequence() else {
        let message =
            format!("`options` of input `{}` is {}, not a list", shown(name), options.type_name());
        notes.spec(options.position, message, None);
        return None;
    };
    if items.len() > MOST_OPTIONS {
        let message = format!(
            "input `{}` has {} options; GitLab takes {MOST_OPTIONS}",
            shown(name),
            items.len()
        );
        notes.spec(options.position, message, None);
    }
    for item in
        items.iter().filter(|item| item.as_mapping().is_some() || item.as_sequence().is_some())
    {
        let message = format!("an option of input `{}` is {}", shown(name), item.type_name());
        notes.spec(item.position, message, None);
    }
    Some(items.iter().map(Node::to_json).collect())
}

fn rules(name: &str, node: &Node, notes: &mut Notes<'_>) -> Vec<InputRule> {
    let Some(node) = node.get("rules").filter(|node| node.value != Value::Null) else {
        return Vec::new();
    };
    let Some(items) = node.as_sequence() else {
        let message =
            format!("`rules` of input `{}` is {}, not a list", shown(name), node.type_name());
        notes.spec(node.position, message, None);
        return Vec::new();
    };
    items.iter().filter_map(|item| rule(name, item, notes)).collect()
}

fn rule(name: &str, node: &Node, notes: &mut Notes<'_>) -> Option<InputRule> {
    let Some(entries) = node.as_mapping() else {
        let message =
            format!("a rule of input `{}` is {}, not a mapping", shown(name), node.type_name());
        notes.spec(node.position, message, None);
        return None;
    };
    unknown_keys(name, entries, RULE_KEYS, notes);
    let rule = InputRule {
        condition: node.get("if").and_then(text),
        options: options(name, node, notes),
        default: node.get("default").map(Node::to_json),
    };
    let lacks = match (&rule.condition, &rule.options, &rule.default) {
        (Some(_), None, None) => Some("neither `options` nor `default`"),
        (None, None, _) => Some("neither `if` nor `options`"),
        _ => None,
    };
    if let Some(lacks) = lacks {
        notes.spec(node.position, format!("a rule of input `{}` has {lacks}", shown(name)), None);
    }
    Some(rule)
}

/// `mutually_exclusive_keys` of `Gitlab::Ci::Config::Header::Input`.
fn exclusive(name: &str, node: &Node, notes: &mut Notes<'_>) {
    if node.get("rules").is_none() {
        return;
    }
    for key in ["options", "default"] {
        if let Some(entry) = node.entry(key) {
            let message = format!("input `{}` has `{key}` beside `rules`", shown(name));
            let help = format!("move `{key}` into a last rule without `if`");
            notes.spec(entry.position, message, Some(help));
        }
    }
}

/// What GitLab refuses of an input as soon as its default is used (`Ci::Inputs::BaseInput#run_validations`).
fn contradictions(input: &CiInput, node: &Node, notes: &mut Notes<'_>) {
    let name = shown(&input.name);
    let key = |key: &str| node.entry(key).map_or(node.position, |entry| entry.position);
    if input.options.is_some() && input.input_type == InputType::Boolean {
        let message = format!("input `{name}` is a boolean and has `options`");
        notes.spec(key("options"), message, None);
    }
    if input.regex.is_some() && input.input_type != InputType::String {
        let message = format!("input `{name}` has a `regex` and is no string");
        notes.spec(key("regex"), message, None);
    }
    if let Some(regex) = node.get("regex")
        && !matches!(regex.value, Value::String(_) | Value::Null)
    {
        let message = format!("`regex` of input `{name}` is {}, not a string", regex.type_name());
        notes.spec(regex.position, message, Some("write it in quotes".to_owned()));
    }
    let place = node.get("default").map_or(node.position, |default| default.position);
    default_value(input, place, notes);
}

fn default_value(input: &CiInput, at: Position, notes: &mut Notes<'_>) {
    let Some(default) = &input.default else { return };
    let name = shown(&input.name);
    // GitLab reads a text as JSON where the type is no string.
    let read = default.as_str().and_then(|text| serde_json::from_str(text).ok());
    let value: &Json = read.as_ref().unwrap_or(default);
    let fits = match input.input_type {
        // Any scalar becomes text; a list would too, and that is never what was meant.
        InputType::String => !default.is_array() && !default.is_object(),
        InputType::Number => value.is_number(),
        InputType::Boolean => value.is_boolean(),
        InputType::Array => value.is_array(),
    };
    if !fits {
        let article = if input.input_type == InputType::Array { "an" } else { "a" };
        let message =
            format!("the default of input `{name}` is not {article} {}", input.input_type);
        return notes.spec(at, message, None);
    }
    let few = |options: &&Vec<Json>| options.len() <= MOST_OPTIONS;
    let Some(options) = input.options.as_ref().filter(few) else { return };
    let is_allowed = match (input.input_type, value) {
        (InputType::Boolean, _) => true,
        (InputType::String, _) => {
            default.is_null() || options.iter().any(|option| as_text(option) == as_text(default))
        }
        (InputType::Number, value) => {
            options.iter().any(|option| option.as_f64() == value.as_f64())
        }
        (InputType::Array, Json::Array(items)) => items.iter().all(|item| options.contains(item)),
        (InputType::Array, _) => true,
    };
    if !is_allowed {
        let message = format!("the default of input `{name}` is not among its options");
        let text = as_text(default);
        let words: Vec<String> = options.iter().map(as_text).collect();
        // Likeness costs the product of the lengths.
        let short = words.iter().map(String::as_str).filter(|word| word.len() <= 100);
        let near = nearest(&text, short);
        let help = near.map(|near| format!("the nearest option is `{}`", shown(near)));
        notes.spec(at, message, help);
    }
}

fn as_text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}
