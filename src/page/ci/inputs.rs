//! The table of a component's inputs, which is also what the form is made from.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::scalar;
use crate::catalog;
use crate::markdown;
use crate::model::CiInput;
use crate::page::view::{InputRow, RuleRow};

/// Returns a row for each input.
pub(super) fn rows(inputs: &[CiInput]) -> Vec<InputRow> {
    let mut taken = BTreeSet::new();
    inputs.iter().map(|input| row(input, &mut taken)).collect()
}

fn row(input: &CiInput, taken: &mut BTreeSet<String>) -> InputRow {
    let rules = input.rules.iter().map(|rule| RuleRow {
        condition: rule.condition.clone().unwrap_or_default(),
        options: values(rule.options.as_deref()),
        default: rule.default.as_ref().map(scalar::scalar),
    });
    InputRow {
        id: anchor(&input.name, taken),
        name: input.name.clone(),
        input_type: input.input_type.as_str(),
        default: input.default.as_ref().map(scalar::scalar),
        mandatory: input.is_mandatory(),
        description: markdown::inline(input.description.as_deref().unwrap_or_default()),
        options: values(input.options.as_deref()),
        pattern: input.regex.clone().unwrap_or_default(),
        rules: rules.collect(),
        form: catalog::form_input(input).to_string(),
    }
}

fn values(options: Option<&[Json]>) -> Vec<String> {
    options.unwrap_or_default().iter().map(scalar::scalar).collect()
}

/// An id that no other input of the page has.
fn anchor(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '-' };
    let wanted: String = format!("input-{name}").chars().map(plain).collect();
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let id = [wanted.clone()].into_iter().chain(numbered).find(|id| !taken.contains(id));
    let id = id.expect("numbers never run out");
    taken.insert(id.clone());
    id
}
