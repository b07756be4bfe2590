//! Which files of a project are API descriptions, and which entity each of them defines.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::yaml::{self, Budget, Node};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::api::{ApiDoc, ApiFormat};
use crate::model::{Entity, EntityRef, Kind, Project, Provenance};
use crate::parse::files;

use super::reading::{Files, Outcome};
use super::{asyncapi, graphql, openapi, protobuf};

/// Finds and reads the API descriptions that stand as files, then those inside descriptors.
pub(crate) fn read_all(
    project: &Project,
    entities: &[Entity],
    budget: Budget,
) -> (Vec<ApiDoc>, Vec<Diagnostic>) {
    let sources = Files { project: &project.path, files: &project.files, budget };
    let mut apis = Vec::new();
    let mut findings = Vec::new();
    for path in project.files.keys() {
        let (Some(format), Some(text)) = (format_of_file(path), project.text(path)) else {
            continue;
        };
        if files::is_skeleton(path) {
            continue;
        }
        match document(format, text, path, &sources, &mut findings) {
            Ok(api) => apis.extend(api),
            Err(problem) => findings.push(finding(project, path, problem)),
        }
    }
    let mut definitions =
        Definitions { project, sources: &sources, by_file: BTreeMap::new(), findings: Vec::new() };
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
    findings.extend(definitions.findings);
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
    sources: &'a Files<'a>,
    by_file: BTreeMap<RelPath, Option<ApiDoc>>,
    findings: Vec<Diagnostic>,
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
        let read = document(format, text, path, self.sources, &mut self.findings);
        if !is_inside {
            let known = read.as_ref().ok().cloned().flatten();
            self.by_file.insert(RelPath::clone(path), known);
        }
        read.map_err(|problem| {
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
pub(crate) fn format_of_file(path: &RelPath) -> Option<ApiFormat> {
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

/// Reads a description; nothing if the file is of another kind after all.
fn document(
    format: ApiFormat,
    text: &str,
    path: &RelPath,
    sources: &Files<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<ApiDoc>, yaml::Problem> {
    let outcome: Outcome = match format {
        ApiFormat::GraphQl => graphql::read(&[(path, text)], sources),
        ApiFormat::Protobuf => protobuf::read(&[(path, text)], sources),
        ApiFormat::OpenApi | ApiFormat::AsyncApi | ApiFormat::JsonSchema => {
            let root = yaml::document(text, sources.budget)?;
            match (openapi::is_one(&root), asyncapi::is_one(&root)) {
                (true, _) => Ok(Some(openapi::read(&root, path, sources))),
                (_, true) => Ok(Some(asyncapi::read(&root, path, sources))),
                // Parts of a description often carry its name: `openapi-common.yaml`.
                _ if !is_whole(path) => Ok(None),
                _ => Err(not_one(&root)),
            }
        }
    };
    let Some(reading) = outcome? else { return Ok(None) };
    findings.extend(reading.findings);
    Ok(Some(ApiDoc {
        path: path.clone(),
        files: vec![path.clone()],
        entity: None,
        format: reading.content.format,
        content: Some(Arc::new(reading.content)),
        problem: None,
        editions: Vec::new(),
    }))
}

fn not_one(root: &Node) -> yaml::Problem {
    yaml::Problem {
        position: root.position,
        message: "the file has no `openapi`, `swagger` or `asyncapi` at its root".to_owned(),
        over_budget: false,
    }
}

fn is_whole(path: &RelPath) -> bool {
    let stem = path.name().split('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(stem.as_str(), "openapi" | "swagger" | "asyncapi")
}
