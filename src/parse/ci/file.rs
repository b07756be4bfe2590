//! One CI file: its header, and what its body defines and includes.

use std::collections::BTreeMap;

use crate::base::yaml::{self, Budget, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{CiFile, Include, IncludeVia, Project};

use super::{include, input};

pub(in crate::parse) const PATH: &str = ".gitlab-ci.yml";

/// Reads the project's CI configuration.
pub(in crate::parse) fn pipeline(
    project: &Project,
) -> (BTreeMap<RelPath, CiFile>, Vec<Diagnostic>) {
    let mut files = BTreeMap::new();
    let mut findings = Vec::new();
    if let Some(path) = RelPath::new(PATH)
        && let Some(text) = project.text(&path)
    {
        match read(text) {
            Ok(file) => {
                files.insert(path, file);
            }
            Err(problem) => {
                let yaml::Position { line, column } = problem.position;
                let place = Place::at(&project.path, PATH, line, column);
                findings.push(Diagnostic::new(Code::PipelineUnreadable, place, problem.message));
            }
        }
    }
    (files, findings)
}

/// Reads the documents of one file.
pub(super) fn read(text: &str) -> Result<CiFile, yaml::Problem> {
    let documents: Vec<Node> =
        yaml::documents(text, Budget::FOREIGN).into_iter().collect::<Result<_, _>>()?;
    let mut file = CiFile::default();
    // With a `spec:` header the configuration is the second document.
    for document in &documents {
        match document.get("spec") {
            Some(spec) => file.inputs = input::inputs(spec),
            None => body(document, &mut file),
        }
    }
    Ok(file)
}

fn body(root: &Node, file: &mut CiFile) {
    let stages = root.get("stages").and_then(Node::as_sequence).unwrap_or_default();
    file.stages = stages.iter().filter_map(Node::as_str).map(str::to_owned).collect();
    file.includes = includes(root.get("include"), &IncludeVia::Body);
}

fn includes(node: Option<&Node>, via: &IncludeVia) -> Vec<Include> {
    let items = match node.map(|node| &node.value) {
        Some(Value::Sequence(items)) => items.as_slice(),
        Some(_) => node.map(std::slice::from_ref).unwrap_or_default(),
        None => &[],
    };
    items.iter().flat_map(|item| include::item(item, via)).collect()
}
