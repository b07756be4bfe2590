//! `.gitlab-ci.yml`: its stages and what it includes.

use crate::base::yaml::{self, Budget, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{Include, Pipeline, Project};

pub(super) const PATH: &str = ".gitlab-ci.yml";

/// Reads the project's CI configuration.
pub(super) fn read(project: &Project) -> (Option<Pipeline>, Vec<Diagnostic>) {
    let Some(text) = RelPath::new(PATH).and_then(|path| project.text(&path)) else {
        return (None, Vec::new());
    };
    let documents: Result<Vec<Node>, yaml::Problem> =
        yaml::documents(text, Budget::FOREIGN).into_iter().collect();
    match documents {
        Ok(documents) => {
            // With a `spec:` header the configuration is the second document.
            let root = documents.iter().find(|root| root.get("spec").is_none());
            (root.map(pipeline), Vec::new())
        }
        Err(problem) => {
            let yaml::Position { line, column } = problem.position;
            let place = Place::at(&project.path, PATH, line, column);
            (None, vec![Diagnostic::new(Code::PipelineUnreadable, place, problem.message)])
        }
    }
}

fn pipeline(root: &Node) -> Pipeline {
    let stages = root.get("stages").and_then(Node::as_sequence).unwrap_or_default();
    let include = root.get("include");
    let items = match include.map(|node| &node.value) {
        Some(Value::Sequence(items)) => items.as_slice(),
        Some(_) => include.map(std::slice::from_ref).unwrap_or_default(),
        None => &[],
    };
    Pipeline {
        stages: stages.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
        includes: items.iter().flat_map(includes).collect(),
    }
}

fn includes(item: &Node) -> Vec<Include> {
    let text = |key: &str| item.get(key)?.as_str().map(str::to_owned);
    if let Some(text) = item.as_str() {
        return vec![if is_remote(text) {
            Include::Remote(text.to_owned())
        } else {
            Include::Local(text.to_owned())
        }];
    }
    let include = if let Some(project) = text("project") {
        let files = texts(item.get("file"));
        Include::Project { project, files, ref_name: text("ref") }
    } else if let Some(component) = text("component") {
        return component_include(&component).into_iter().collect();
    } else if let Some(template) = text("template") {
        Include::Template(template)
    } else if let Some(remote) = text("remote") {
        Include::Remote(remote)
    } else {
        return texts(item.get("local")).into_iter().map(Include::Local).collect();
    };
    vec![include]
}

fn is_remote(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn texts(node: Option<&Node>) -> Vec<String> {
    let items = match node.map(|node| &node.value) {
        Some(Value::Sequence(items)) => items.as_slice(),
        Some(_) => node.map(std::slice::from_ref).unwrap_or_default(),
        None => &[],
    };
    items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
}

/// Reads `host/group/project/name@version`; the host is often `$CI_SERVER_FQDN`.
fn component_include(text: &str) -> Option<Include> {
    let (address, version) = text.rsplit_once('@').unwrap_or((text, ""));
    let (_, path) = address.split_once('/')?;
    let (project, name) = path.rsplit_once('/')?;
    let (project, name, version) = (project.to_owned(), name.to_owned(), version.to_owned());
    Some(Include::Component { project, name, version })
}
