//! The API descriptions of a project: which files they are, and a summary of each.

use std::collections::BTreeMap;

use crate::base::yaml::{self, Budget, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{ApiDoc, ApiFormat, Entity, EntityRef, Kind, Project, Provenance};

use super::{asyncapi, files, graphql, openapi, protobuf};

/// Finds and summarises the API descriptions that stand as files, then those inside descriptors.
pub(super) fn read_all(
    project: &Project,
    entities: &[Entity],
    budget: Budget,
) -> (Vec<ApiDoc>, Vec<Diagnostic>) {
    let mut apis = Vec::new();
    let mut findings = Vec::new();
    for path in project.files.keys() {
        let (Some(format), Some(text)) = (format_of_file(path), project.text(path)) else {
            continue;
        };
        if files::is_skeleton(path) {
            continue;
        }
        match summary(format, text, path, budget) {
            Ok(api) => apis.extend(api),
            Err(problem) => findings.push(finding(project, path, problem)),
        }
    }
    let mut definitions = Definitions { project, budget, by_file: BTreeMap::new() };
    for api in &apis {
        definitions.by_file.insert(api.path.clone(), Some(api.clone()));
    }
    for entity in entities.iter().filter(|entity| entity.kind == Kind::Api) {
        match definitions.of(entity) {
            Ok(Some(api)) => claim(&mut apis, api, &entity.reference),
            Ok(None) => {}
            Err(finding) => findings.push(finding),
        }
    }
    (apis, findings)
}

/// Ties a description to the entity that it defines; a second entity gets a copy.
fn claim(apis: &mut Vec<ApiDoc>, api: ApiDoc, reference: &EntityRef) {
    let entity = Some(reference.clone());
    match apis.iter_mut().find(|known| known.path == api.path && known.entity.is_none()) {
        Some(known) => known.entity = entity,
        None => apis.push(ApiDoc { entity, ..api }),
    }
}

/// The definitions of API entities; a file that several of them name is read once.
struct Definitions<'a> {
    project: &'a Project,
    budget: Budget,
    by_file: BTreeMap<RelPath, Option<ApiDoc>>,
}

impl Definitions<'_> {
    fn of(&mut self, entity: &Entity) -> Result<Option<ApiDoc>, Diagnostic> {
        let format = entity.spec_str("type").and_then(format_of_type);
        let from = entity.origin.facts.get("spec.definition");
        let (Some(format), Some(Provenance::File { path, line, column })) = (format, from) else {
            return Ok(None);
        };
        let is_inside = entity.origin.path.as_ref() == Some(&**path);
        if !is_inside && let Some(known) = self.by_file.get(&**path) {
            return Ok(known.clone());
        }
        let Some(text) = entity.spec_str("definition") else { return Ok(None) };
        let summary = summary(format, text, path, self.budget);
        if !is_inside {
            let known = summary.as_ref().ok().cloned().flatten();
            self.by_file.insert(RelPath::clone(path), known);
        }
        summary.map_err(|problem| {
            if !is_inside {
                return finding(self.project, path, problem);
            }
            // The line is one of the text inside the descriptor; the field is where to look.
            let inner = problem.position.line;
            let position = yaml::Position { line: *line, column: *column };
            let message = format!("{} (line {inner} of the definition)", problem.message);
            finding(self.project, path, yaml::Problem { position, message, ..problem })
        })
    }
}

fn finding(project: &Project, path: &RelPath, problem: yaml::Problem) -> Diagnostic {
    let yaml::Position { line, column } = problem.position;
    let place = Place::at(&project.path, path.as_str(), line, column);
    Diagnostic::new(Code::ApiUnreadable, place, problem.message)
}

/// The format that a file's name promises.
pub(super) fn format_of_file(path: &RelPath) -> Option<ApiFormat> {
    let name = path.name().to_ascii_lowercase();
    match path.extension().as_str() {
        "yaml" | "yml" | "json" if name.contains("asyncapi") => Some(ApiFormat::AsyncApi),
        "yaml" | "yml" | "json" if name.contains("openapi") || name.contains("swagger") => {
            Some(ApiFormat::OpenApi)
        }
        "graphql" | "graphqls" | "gql" => Some(ApiFormat::GraphQl),
        "proto" => Some(ApiFormat::Protobuf),
        _ => None,
    }
}

/// The format of an API entity with this `spec.type`.
fn format_of_type(spec_type: &str) -> Option<ApiFormat> {
    match spec_type {
        "openapi" | "swagger" => Some(ApiFormat::OpenApi),
        "asyncapi" => Some(ApiFormat::AsyncApi),
        "graphql" => Some(ApiFormat::GraphQl),
        "grpc" | "protobuf" => Some(ApiFormat::Protobuf),
        _ => None,
    }
}

/// Summarises a description; nothing if the file is of another kind after all.
fn summary(
    format: ApiFormat,
    text: &str,
    path: &RelPath,
    budget: Budget,
) -> Result<Option<ApiDoc>, yaml::Problem> {
    let summary = match format {
        ApiFormat::GraphQl => graphql::summary(text),
        ApiFormat::Protobuf => Some(protobuf::summary(text)),
        ApiFormat::OpenApi | ApiFormat::AsyncApi => {
            let root = yaml::document(text, budget)?;
            match (format, openapi::is_one(&root), asyncapi::is_one(&root)) {
                (_, true, _) => Some(openapi::summary(&root)),
                (_, _, true) => Some(asyncapi::summary(&root)),
                // Parts of a description often carry its name: `openapi-common.yaml`.
                _ if !is_whole(path) => None,
                _ => {
                    return Err(yaml::Problem {
                        position: root.position,
                        message: "the file has no `openapi`, `swagger` or `asyncapi` at its root"
                            .to_owned(),
                        over_budget: false,
                    });
                }
            }
        }
    };
    Ok(summary.map(|summary| ApiDoc {
        path: path.clone(),
        entity: None,
        format: summary.format,
        format_version: summary.format_version,
        title: summary.title,
        version: summary.version,
        counts: summary.counts,
    }))
}

fn is_whole(path: &RelPath) -> bool {
    let stem = path.name().split('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(stem.as_str(), "openapi" | "swagger" | "asyncapi")
}

/// What the readers of the formats return.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub format: ApiFormat,
    pub format_version: Option<String>,
    pub title: Option<String>,
    pub version: Option<String>,
    pub counts: Vec<(&'static str, usize)>,
}

/// A field that people write as text or as a number.
pub(super) fn text(node: &Node, path: &[&str]) -> Option<String> {
    let mut node = node;
    for key in path {
        node = node.get(key)?;
    }
    match &node.value {
        Value::String(text) => super::text::one_line(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

/// How many entries the mapping at this path has.
pub(super) fn count(node: &Node, path: &[&str]) -> usize {
    let mut node = node;
    for key in path {
        let Some(inner) = node.get(key) else { return 0 };
        node = inner;
    }
    node.as_mapping().map_or(0, <[_]>::len)
}

/// The counts without those that are nought, except the first.
pub(super) fn counts(all: Vec<(&'static str, usize)>) -> Vec<(&'static str, usize)> {
    (0..).zip(all).filter(|(at, (_, count))| *at == 0 || *count > 0).map(|(_, pair)| pair).collect()
}
