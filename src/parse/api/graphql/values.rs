//! Values and directives of schema language as values of the model.

use apollo_compiler::ast::{DirectiveList, Value as Written};
use serde_json::{Map, Value};

use crate::model::api::Fact;

/// A default as JSON; names of enumerations become texts.
pub(super) fn json(value: &Written) -> Value {
    match value {
        Written::Null => Value::Null,
        Written::Boolean(value) => Value::Bool(*value),
        Written::String(text) => Value::String(text.clone()),
        Written::Enum(name) => Value::String(name.to_string()),
        Written::Variable(name) => Value::String(format!("${name}")),
        Written::Int(number) => number_of(number.as_str()),
        Written::Float(number) => number_of(number.as_str()),
        Written::List(items) => Value::Array(items.iter().map(|item| json(item)).collect()),
        Written::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.to_string(), json(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

/// Numbers that JSON cannot hold stay as written.
fn number_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// What directives say.
#[derive(Default)]
pub(super) struct Applied {
    /// All that have no place of their own.
    pub facts: Vec<Fact>,
    /// Why nobody should begin to use it.
    pub deprecated: Option<String>,
    /// Where a scalar is specified.
    pub specified_by: Option<String>,
}

/// Sorts applied directives into what the model knows and rows.
pub(super) fn applied(directives: &DirectiveList) -> Applied {
    let mut applied = Applied::default();
    for directive in &directives.0 {
        let argument = |name: &str| {
            let argument = directive.arguments.iter().find(|argument| argument.name == name)?;
            argument.value.as_str().map(str::to_owned)
        };
        match directive.name.as_str() {
            "deprecated" => applied.deprecated = Some(argument("reason").unwrap_or_default()),
            "specifiedBy" if argument("url").is_some() => applied.specified_by = argument("url"),
            _ => applied.facts.push(Fact {
                label: "directive".to_owned(),
                value: Value::String(directive.serialize().no_indent().to_string()),
                href: None,
            }),
        }
    }
    applied
}
