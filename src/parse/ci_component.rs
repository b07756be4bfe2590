//! CI/CD components: the `spec:` headers of `templates/*.yml` and `templates/*/template.yml`.

use crate::base::yaml::{self, Budget, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{CiComponent, CiInput, Project};

use super::text::{one_line, shortened};

/// Reads the components that a project offers.
pub(super) fn read_all(project: &Project) -> (Vec<CiComponent>, Vec<Diagnostic>) {
    let mut components = Vec::new();
    let mut findings = Vec::new();
    for path in project.files.keys() {
        let (Some(name), Some(text)) = (component_name(path), project.text(path)) else { continue };
        match read(name, path, text) {
            Ok(component) => components.extend(component),
            Err(problem) => {
                let yaml::Position { line, column } = problem.position;
                let place = Place::at(&project.path, path.as_str(), line, column);
                let message = problem.message;
                findings.push(Diagnostic::new(Code::ComponentUnreadable, place, message));
            }
        }
    }
    (components, findings)
}

/// The name by which the file at this path is included, if it can be a component.
fn component_name(path: &RelPath) -> Option<&str> {
    let rest = path.as_str().strip_prefix("templates/")?;
    match rest.split_once('/') {
        None => rest.strip_suffix(".yml").filter(|name| !name.is_empty()),
        Some((name, "template.yml")) => Some(name),
        Some(_) => None,
    }
}

/// Reads one file; nothing if it has no `spec:` header and so is some other kind of template.
fn read(name: &str, path: &RelPath, text: &str) -> Result<Option<CiComponent>, yaml::Problem> {
    let has_header =
        text.lines().any(|line| line.trim_end() == "spec:" || line.starts_with("spec: "));
    if !has_header {
        return Ok(None);
    }
    // The jobs below the header are no business of ours, broken or not.
    let header = yaml::documents(text, Budget::FOREIGN).into_iter().next().transpose()?;
    let Some(spec) = header.as_ref().and_then(|header| header.entry("spec")) else {
        return Ok(None);
    };
    let inputs = match spec.value.entry("inputs") {
        None => Vec::new(),
        Some(entry) => match &entry.value.value {
            Value::Null => Vec::new(),
            Value::Mapping(entries) => {
                entries.iter().map(|entry| input(&entry.key, &entry.value)).collect()
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Sequence(_) => {
                return Err(yaml::Problem {
                    position: entry.value.position,
                    message: format!("`spec.inputs` is {}, not a mapping", entry.value.type_name()),
                    over_budget: false,
                });
            }
        },
    };
    let (name, path) = (name.to_owned(), path.clone());
    Ok(Some(CiComponent { name, path, description: leading_comment(text), inputs }))
}

fn input(name: &str, node: &Node) -> CiInput {
    let text = |key: &str| node.get(key).and_then(as_text);
    let options = node.get("options").and_then(Node::as_sequence).unwrap_or_default();
    CiInput {
        name: name.to_owned(),
        input_type: text("type").unwrap_or_else(|| "string".to_owned()),
        description: text("description"),
        default: node.get("default").map(Node::to_json),
        options: options.iter().filter_map(as_text).collect(),
        regex: text("regex"),
    }
}

fn as_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

/// The comment that the file begins with, which is where authors say what a component does.
fn leading_comment(text: &str) -> Option<String> {
    let comment: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix('#'))
        .map(|line| line.trim_matches(['#', ' ', '-', '=']))
        .filter(|line| !line.is_empty() && !line.starts_with("yaml-language-server"))
        .collect();
    one_line(&comment.join(" ")).map(|text| shortened(&text))
}
