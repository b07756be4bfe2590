//! Patterns and conditions of `spec:inputs` that GitLab refuses, or that never hold.

use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::catalog::build::ProjectContents;
use crate::model::{CiFile, CiInput, InputType, Snapshot};

use super::condition::Condition;
use super::pattern::Pattern;
use super::values;

/// Looks at the inputs of every component, and of every CI file that has some.
pub(super) fn find(snapshot: &Snapshot, contents: &[ProjectContents]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, project) in snapshot.indexed() {
        let contents = &contents[index.0 as usize];
        let components = contents.components.iter().map(|one| (&one.path, &one.file));
        let files: Vec<(&RelPath, &CiFile)> = components.chain(&contents.pipeline).collect();
        for (path, file) in files {
            for input in &file.inputs {
                let place = Place::at(&project.path, path.as_str(), input.at.line, input.at.column);
                found.extend(of_input(input).into_iter().map(|(message, help)| {
                    Diagnostic::new(Code::ComponentSpec, place.clone(), message).help(help)
                }));
            }
        }
    }
    found
}

/// What is wrong with one input, and what to do about it.
fn of_input(input: &CiInput) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    let name = &input.name;
    if let Some(regex) = input.regex.as_deref().filter(|_| input.input_type == InputType::String) {
        match Pattern::parse(regex) {
            None if Pattern::is_refused(regex) => wrong.push((
                format!("the pattern of `{name}` is none that GitLab understands"),
                "write it in RE2's syntax, which knows no lookahead and no backreference"
                    .to_owned(),
            )),
            None => {}
            Some(pattern) => {
                let default = input.default.as_ref().filter(|value| !values::holds_variable(value));
                let default = default.map(values::to_text);
                if let Some(text) = default.filter(|text| !pattern.matches(text)) {
                    wrong.push((
                        format!("the default `{text}` of `{name}` does not match its own pattern"),
                        format!("give a default that matches `{regex}`, or none"),
                    ));
                }
            }
        }
    }
    for condition in input.rules.iter().filter_map(|rule| rule.condition.as_deref()) {
        if Condition::parse(condition).is_none() {
            wrong.push((
                format!("a rule of `{name}` has a condition that never holds"),
                "compare inputs with texts: `$[[ inputs.name ]] == 'value'`, joined by `&&` and `||`"
                    .to_owned(),
            ));
        }
    }
    wrong
}
