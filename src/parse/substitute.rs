//! `$text`, `$json` and `$yaml`: placeholders that stand for a file of the same repository.
//!
//! The rules are those of Backstage's `PlaceholderProcessor`: a placeholder is a mapping with exactly
//! one key that we know and a string as its value; a mapping with several keys of which one begins with
//! `$` is left alone together with all below it. What a placeholder brings in is not searched again.

use std::collections::BTreeSet;

use crate::base::yaml::{self, Budget, Node, Position, Value};
use crate::base::{Code, RelPath};
use crate::model::Project;

use super::files::{self, Target};
use super::text::shown;
use super::validate::Problem;

/// Bytes that the placeholders of one project may bring in.
const BYTES: usize = 32 << 20;

/// A tree takes about this many times the memory of its text.
const TREE_WEIGHT: usize = 8;

/// What placeholders of one project may still bring in, and what they asked for in vain.
pub(super) struct Substitution<'a> {
    project: &'a Project,
    left: usize,
    /// Files that are named and not there.
    pub wanted: BTreeSet<RelPath>,
}

/// What became of one document's placeholders.
#[derive(Default)]
pub(super) struct Outcome {
    /// The fields that a file filled, as in `spec.definition`.
    pub filled: Vec<(String, RelPath)>,
    /// The placeholders that could not be replaced.
    pub problems: Vec<Problem>,
}

impl<'a> Substitution<'a> {
    pub(super) fn new(project: &'a Project) -> Substitution<'a> {
        Substitution { project, left: BYTES, wanted: BTreeSet::new() }
    }

    /// Replaces the placeholders of a document whose file stands in `folder`.
    pub(super) fn document(&mut self, root: &mut Node, folder: &RelPath) -> Outcome {
        let mut outcome = Outcome::default();
        self.node(root, folder, "", &mut outcome);
        outcome
    }

    fn node(&mut self, node: &mut Node, folder: &RelPath, path: &str, outcome: &mut Outcome) {
        if let Some((key, target)) = placeholder(node) {
            let (key, target) = (key.to_owned(), target.to_owned());
            match self.resolve(&key, &target, folder, node.position) {
                Ok((value, file)) => {
                    node.value = value;
                    outcome.filled.push((path.to_owned(), file));
                }
                Err(problem) => outcome.problems.push(problem),
            }
            return;
        }
        match &mut node.value {
            Value::Sequence(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.node(item, folder, &format!("{path}[{index}]"), outcome);
                }
            }
            Value::Mapping(entries) if entries.iter().any(|entry| entry.key.starts_with('$')) => {}
            Value::Mapping(entries) => {
                for entry in entries {
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{}", entry.key);
                    self.node(&mut entry.value, folder, &path, outcome);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn resolve(
        &mut self,
        key: &str,
        target: &str,
        folder: &RelPath,
        position: Position,
    ) -> Result<(Value, RelPath), Problem> {
        let problem = |message: String, help: Option<&str>| Problem {
            code: Code::Substitution,
            position,
            message,
            help: help.map(str::to_owned),
        };
        let name = shown(target);
        let file = match files::target(self.project, folder, target) {
            Target::File(file) | Target::Glob(file) => file,
            Target::Outward => {
                let message = format!("`{key}` names `{name}`, which is not in this repository");
                let help = "commit the file beside the descriptor and name it by its path";
                return Err(problem(message, Some(help)));
            }
            Target::Escapes => {
                let message = format!("`{key}` names `{name}`, which leaves the repository");
                return Err(problem(message, Some("commit the file within the repository")));
            }
        };
        let Some(text) = self.project.text(&file) else {
            let why = files::why_missing(self.project, &file);
            if !self.project.files.contains_key(&file) {
                self.wanted.insert(file);
            }
            return Err(problem(format!("`{key}` names `{name}`, which {why}"), None));
        };
        let weight = text.len() * if key == "$text" { 1 } else { TREE_WEIGHT };
        let Some(left) = self.left.checked_sub(weight) else {
            let message =
                format!("`{key}` names `{name}`: all placeholders together bring in too much");
            return Err(problem(message, Some("link to the files rather than bring them in")));
        };
        self.left = left;
        let value = match key {
            "$text" => Ok(Value::String(text.to_owned())),
            "$json" => json(text),
            _ => yaml(text),
        };
        match value {
            Ok(value) => Ok((at(value, position), file)),
            Err(why) => Err(problem(format!("`{key}` names `{file}`: {why}"), None)),
        }
    }
}

/// The key and the target, if the node is a placeholder.
fn placeholder(node: &Node) -> Option<(&str, &str)> {
    let [entry] = node.as_mapping()? else { return None };
    let known = matches!(entry.key.as_str(), "$text" | "$json" | "$yaml");
    Some((entry.key.as_str(), entry.value.as_str()?)).filter(|_| known)
}

fn json(text: &str) -> Result<Value, String> {
    // Whether it is JSON is the JSON reader's word; the tree comes from the one reader we have.
    serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| error.to_string())?;
    yaml(text)
}

fn yaml(text: &str) -> Result<Value, String> {
    let budget = Budget { nodes: 1_000_000, ..Budget::API };
    let documents = yaml::documents(text, budget);
    match <[_; 1]>::try_from(documents) {
        Ok([Ok(node)]) => Ok(node.value),
        Ok([Err(problem)]) => Err(format!(
            "{} (line {}, column {})",
            problem.message, problem.position.line, problem.position.column
        )),
        Err(documents) => Err(format!("{} documents where one is expected", documents.len())),
    }
}

/// The value with every position that of the placeholder, since they would be lines of another file.
fn at(value: Value, position: Position) -> Value {
    match value {
        Value::Sequence(items) => Value::Sequence(
            items
                .into_iter()
                .map(|item| Node { position, value: at(item.value, position) })
                .collect(),
        ),
        Value::Mapping(mut entries) => {
            for entry in &mut entries {
                entry.position = position;
                let value = std::mem::replace(&mut entry.value.value, Value::Null);
                entry.value = Node { position, value: at(value, position) };
            }
            Value::Mapping(entries)
        }
        other => other,
    }
}
