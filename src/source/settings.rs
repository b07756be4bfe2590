//! The section `gitlab:` of a project's `.portolan.yaml`, which says of a local tree what GitLab would.
//!
//! What a key cannot hold is a finding, and the rest counts. The other sections, and a file that is not YAML at all, are
//! left to `parse`, which sees the settings of projects from every source.

mod facts;

use crate::base::yaml::{self, Budget, Entry, Node, Position, Value};
use crate::base::{Code, Diagnostic, Place, RelPath, nearest};
use crate::model::Project;

const FILE: &str = ".portolan.yaml";

/// Takes the facts that a project's settings state.
pub(super) fn apply(project: &mut Project) -> Vec<Diagnostic> {
    let path = RelPath::new(FILE).expect("the name of a file is a path");
    let Some(file) = project.files.get(&path) else { return Vec::new() };
    let root =
        std::str::from_utf8(&file.bytes).ok().map(|text| yaml::document(text, Budget::DESCRIPTOR));
    let Some(Ok(root)) = root else { return Vec::new() };
    let mut reader = Reader { project: project.path.clone(), findings: Vec::new() };
    if let Some(section) = root.get("gitlab").filter(|section| section.value != Value::Null) {
        facts::apply(&mut reader, section, project);
    }
    reader.findings
}

/// Reads values from a tree, noting each that it cannot use.
struct Reader {
    project: String,
    findings: Vec<Diagnostic>,
}

impl Reader {
    fn place(&self, position: Position) -> Place {
        Place::at(self.project.as_str(), FILE, position.line, position.column)
    }

    fn invalid(&mut self, position: Position, message: String, help: Option<String>) {
        let mut finding = Diagnostic::new(Code::SettingsInvalid, self.place(position), message);
        finding.help = help;
        self.findings.push(finding);
    }

    /// Notes that a value is not of the form that its key needs.
    fn not<T>(&mut self, key: &str, node: &Node, form: &str) -> Option<T> {
        let found = match &node.value {
            Value::String(text) => format!("`{}`", text.chars().take(80).collect::<String>()),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Sequence(_)
            | Value::Mapping(_) => node.type_name().to_owned(),
        };
        self.invalid(node.position, format!("`{key}` is {found}, not {form}"), None);
        None
    }

    /// The same of a value that may hold a secret and is not repeated.
    fn not_shown<T>(&mut self, key: &str, node: &Node, form: &str) -> Option<T> {
        self.invalid(node.position, format!("`{key}` is not {form}"), None);
        None
    }

    /// The values of a mapping below the keys that are known; those without a value are left out.
    fn section<'n>(
        &mut self,
        name: &str,
        node: &'n Node,
        keys: &[&str],
    ) -> Vec<(&'n str, &'n Node)> {
        let Some(entries) = node.as_mapping() else {
            self.not::<()>(name, node, "a mapping");
            return Vec::new();
        };
        let mut values = Vec::new();
        for Entry { key, position, value } in entries {
            if !keys.contains(&key.as_str()) {
                self.unknown(name, key, *position, keys);
            } else if value.value != Value::Null {
                values.push((key.as_str(), value));
            }
        }
        values
    }

    fn unknown(&mut self, section: &str, key: &str, position: Position, keys: &[&str]) {
        let key: String = key.chars().take(80).collect();
        let message = format!("`{section}` has no key `{key}`");
        let help = match nearest(&key, keys.iter().copied()) {
            Some(near) => format!("the nearest name is `{near}`"),
            None => format!("the keys are `{}`", keys.join("`, `")),
        };
        self.invalid(position, message, Some(help));
    }

    fn items<'n>(&mut self, key: &str, node: &'n Node) -> &'n [Node] {
        match node.as_sequence() {
            Some(items) => items,
            None => {
                self.not::<()>(key, node, "a list");
                &[]
            }
        }
    }

    fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => self.not(key, node, "text; write it in quotes"),
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => self.not(key, node, "text"),
        }
    }
}
