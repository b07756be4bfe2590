//! `spec:inputs`.

use crate::base::yaml::{Node, Value};
use crate::model::{CiInput, InputRule, InputType};

/// Reads the inputs of a header.
pub(super) fn inputs(spec: &Node) -> Vec<CiInput> {
    let entries = spec.get("inputs").and_then(Node::as_mapping).unwrap_or_default();
    let input = |entry: &crate::base::yaml::Entry| CiInput {
        at: entry.position,
        ..input(&entry.key, &entry.value)
    };
    entries.iter().map(input).collect()
}

fn input(name: &str, node: &Node) -> CiInput {
    let rules = node.get("rules").and_then(Node::as_sequence).unwrap_or_default();
    CiInput {
        name: name.to_owned(),
        input_type: text(node, "type")
            .and_then(|word| InputType::from_exact(&word))
            .unwrap_or_default(),
        description: text(node, "description"),
        default: node.get("default").map(Node::to_json),
        options: options(node),
        regex: text(node, "regex"),
        rules: rules.iter().map(rule).collect(),
        ..CiInput::default()
    }
}

fn rule(node: &Node) -> InputRule {
    InputRule {
        condition: text(node, "if"),
        options: options(node),
        default: node.get("default").map(Node::to_json),
    }
}

fn options(node: &Node) -> Option<Vec<serde_json::Value>> {
    let options = node.get("options")?.as_sequence()?;
    Some(options.iter().map(Node::to_json).collect())
}

fn text(node: &Node, key: &str) -> Option<String> {
    let node = node.get(key)?;
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}
