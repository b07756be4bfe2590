//! Options as rows, and those that mean something to every reader.

use serde_json::{Map, Value};

use crate::model::api::Fact;

use super::syntax::Choice;

/// The verbs of `google.api.HttpRule`.
const VERBS: &[&str] = &["get", "put", "post", "delete", "patch"];
/// Additional bindings that are told.
const BINDINGS: usize = 20;

/// A row.
pub(super) fn fact(label: &str, value: impl Into<Value>) -> Fact {
    Fact { label: label.to_owned(), value: value.into(), href: None }
}

/// Whether it is deprecated, and all else that options say.
pub(super) fn of_options(options: &[Choice]) -> (Option<String>, Vec<Fact>) {
    let mut deprecated = None;
    let mut facts = Vec::new();
    for option in options {
        match (option.name.as_str(), &option.value) {
            ("deprecated", Value::Bool(value)) => deprecated = value.then(String::new),
            ("(google.api.http)", Value::Object(rule)) => bindings(rule, &mut facts),
            (name, value) => facts.push(fact(name, value.clone())),
        }
    }
    (deprecated, facts)
}

/// `reserved` and `extensions` as rows.
pub(super) fn of_ranges(ranges: &[(&'static str, String)]) -> impl Iterator<Item = Fact> {
    ranges.iter().map(|(keyword, text)| fact(keyword, text.as_str()))
}

/// How a method is called by HTTP: `GET /v1/{name=orders/*}`.
fn bindings(rule: &Map<String, Value>, facts: &mut Vec<Fact>) {
    binding(rule, facts);
    let others = match rule.get("additional_bindings") {
        Some(Value::Array(others)) => others.as_slice(),
        Some(other) => std::slice::from_ref(other),
        None => &[],
    };
    for other in others.iter().filter_map(Value::as_object).take(BINDINGS) {
        binding(other, facts);
    }
}

fn binding(rule: &Map<String, Value>, facts: &mut Vec<Fact>) {
    let custom = rule.get("custom").and_then(Value::as_object);
    let custom = custom.and_then(|custom| {
        Some((custom.get("kind")?.as_str()?.to_owned(), custom.get("path")?.as_str()?))
    });
    let usual = VERBS.iter().find_map(|verb| {
        rule.get(*verb).and_then(Value::as_str).map(|path| (verb.to_ascii_uppercase(), path))
    });
    let Some((verb, path)) = usual.or(custom) else { return };
    let mut text = format!("{verb} {path}");
    for (key, label) in [("body", "body"), ("response_body", "answer")] {
        let field = rule.get(key).and_then(Value::as_str).filter(|field| !field.is_empty());
        text += &field.map(|field| format!(" ({label}: {field})")).unwrap_or_default();
    }
    facts.push(fact("HTTP", text));
}
