//! What `spec:inputs` says of one input.

use std::fmt;

use serde_json::Value as Json;

use crate::base::yaml::Position;

/// One input of a CI file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CiInput {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub input_type: InputType,
    /// What it says of itself.
    pub description: Option<String>,
    /// The value if none is given. Absent means that one must be given; null is a value.
    pub default: Option<Json>,
    /// The values it may have.
    pub options: Option<Vec<Json>>,
    /// The pattern it must match, in RE2's syntax.
    pub regex: Option<String>,
    /// Options and defaults that depend on other inputs; the first that applies counts.
    pub rules: Vec<InputRule>,
    /// Where its name stands.
    pub at: Position,
}

impl CiInput {
    /// Whether a value must be given: neither the input nor any of its rules has one (`Ci::Inputs::BaseInput#required?`).
    pub(crate) fn is_mandatory(&self) -> bool {
        let has_default = |rule: &InputRule| rule.default.is_some() || rule.condition.is_none();
        self.default.is_none() && !self.rules.iter().any(has_default)
    }
}

/// One of an input's `rules`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct InputRule {
    /// When it applies, as written; none is always.
    pub condition: Option<String>,
    /// The values that the input may have then.
    pub options: Option<Vec<Json>>,
    /// The value if none is given. Absent and null differ: null asks the user for one.
    pub default: Option<Json>,
}

/// What the values of an input are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum InputType {
    /// Text, unless something else is said.
    #[default]
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A list of anything.
    Array,
}

impl InputType {
    /// All of them.
    pub(crate) const ALL: &'static [InputType] =
        &[InputType::String, InputType::Number, InputType::Boolean, InputType::Array];

    /// The word of `spec:inputs:type`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            InputType::String => "string",
            InputType::Number => "number",
            InputType::Boolean => "boolean",
            InputType::Array => "array",
        }
    }

    /// Finds a type by its word.
    pub(crate) fn from_exact(word: &str) -> Option<InputType> {
        InputType::ALL.iter().copied().find(|known| known.as_str() == word)
    }
}

impl fmt::Display for InputType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
