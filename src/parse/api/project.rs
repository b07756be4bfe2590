//! A project's API descriptions: those that stand as files, then those inside descriptors, each as it is now and
//! as it was at releases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::yaml::{self, Node, Position};
use crate::base::{Code, Diagnostic, RelPath};
use crate::model::api::{ApiDoc, ApiEdition, ApiFormat};
use crate::model::{Entity, EntityRef, Kind, Project, Provenance};
use crate::parse::ParseOptions;

use super::reading::{Files, Outcome, Reading};
use super::{asyncapi, find, graphql, group, json_schema, openapi, protobuf};

/// Reads all descriptions of a project.
pub(crate) fn read_all(
    project: &Project,
    entities: &[Entity],
    options: &ParseOptions,
) -> (Vec<ApiDoc>, Vec<Diagnostic>) {
    let budget = options.api_budget;
    let files = Files { project: &project.path, files: &project.files, budget };
    let mut findings = Vec::new();
    let claims = claims(entities);
    let mut apis = Vec::new();
    for source in sources(project, &claims) {
        let is_claimed = source.paths.iter().any(|path| claims.files.contains_key(path));
        if !is_claimed && !options.reads_unclaimed_apis {
            continue;
        }
        let Some(api) = document(&source, &files, &mut findings) else { continue };
        let editions = editions(project, &source, &api, options);
        let api = ApiDoc { editions, ..api };
        let named: Vec<&EntityRef> = source
            .paths
            .iter()
            .filter_map(|path| claims.files.get(path))
            .flat_map(|(_, entities)| entities)
            .collect();
        for entity in &named[named.len().min(1)..] {
            apis.push(ApiDoc { entity: Some(EntityRef::clone(entity)), ..api.clone() });
        }
        apis.push(ApiDoc { entity: named.first().map(|entity| EntityRef::clone(entity)), ..api });
    }
    without_parts(&mut apis);
    for inside in &claims.inside {
        let api = inside_descriptor(inside, &files, &mut findings);
        apis.extend(api);
    }
    apis.sort_by(|a, b| (&a.path, &a.entity).cmp(&(&b.path, &b.entity)));
    (apis, findings)
}

/// One description: its format, and the files that make it, the one that stands for them first.
struct Source {
    format: ApiFormat,
    paths: Vec<RelPath>,
}

/// What API entities say is their definition.
#[derive(Default)]
struct Claims<'a> {
    /// Files, each with its format and the entities.
    files: BTreeMap<RelPath, (ApiFormat, Vec<EntityRef>)>,
    /// Definitions within descriptors.
    inside: Vec<Inside<'a>>,
}

/// A definition within a descriptor.
struct Inside<'a> {
    entity: &'a EntityRef,
    format: ApiFormat,
    text: &'a str,
    path: RelPath,
    at: Position,
}

fn claims(entities: &[Entity]) -> Claims<'_> {
    let mut claims = Claims::default();
    for entity in entities.iter().filter(|entity| entity.kind == Kind::Api) {
        let format = entity.spec_str("type").and_then(format_of_type);
        let from = entity.origin.facts.get("spec.definition");
        let (Some(format), Some(Provenance::File { path, line, column })) = (format, from) else {
            continue;
        };
        if entity.origin.path.as_ref() != Some(&**path) {
            let named = claims.files.entry(RelPath::clone(path));
            named.or_insert((format, Vec::new())).1.push(entity.reference.clone());
        } else if let Some(text) = entity.spec_str("definition") {
            let at = Position { line: *line, column: *column };
            let (entity, path) = (&entity.reference, RelPath::clone(path));
            claims.inside.push(Inside { entity, format, text, path, at });
        }
    }
    claims
}

/// The format of an API entity with this `spec.type`.
fn format_of_type(spec_type: &str) -> Option<ApiFormat> {
    match spec_type {
        "openapi" | "swagger" => Some(ApiFormat::OpenApi),
        "asyncapi" => Some(ApiFormat::AsyncApi),
        "graphql" => Some(ApiFormat::GraphQl),
        "grpc" | "protobuf" => Some(ApiFormat::Protobuf),
        "json-schema" | "jsonschema" => Some(ApiFormat::JsonSchema),
        _ => None,
    }
}

/// The descriptions that stand as files.
fn sources(project: &Project, claims: &Claims<'_>) -> Vec<Source> {
    let mut formats = find::candidates(project);
    for (path, (format, _)) in &claims.files {
        formats.entry(path.clone()).or_insert(*format);
    }
    let of = |wanted: ApiFormat| -> BTreeMap<RelPath, &str> {
        let paths = formats
            .iter()
            .filter(|(path, format)| **format == wanted && path.extension() != "json");
        paths.filter_map(|(path, _)| Some((path.clone(), project.text(path)?))).collect()
    };
    let claimed: Vec<&RelPath> = claims.files.keys().collect();
    let (graphql, protobuf) = (of(ApiFormat::GraphQl), of(ApiFormat::Protobuf));
    let mut sources: Vec<Source> = Vec::new();
    for paths in group::of_graphql(&graphql) {
        sources.push(Source { format: ApiFormat::GraphQl, paths });
    }
    for paths in group::of_protobuf(&protobuf, &claimed) {
        sources.push(Source { format: ApiFormat::Protobuf, paths });
    }
    for (path, format) in &formats {
        if !graphql.contains_key(path) && !protobuf.contains_key(path) {
            sources.push(Source { format: *format, paths: vec![path.clone()] });
        }
    }
    sources
}

/// Reads one description; nothing if the file is of another kind after all.
fn document(source: &Source, files: &Files<'_>, findings: &mut Vec<Diagnostic>) -> Option<ApiDoc> {
    let path = &source.paths[0];
    let mut api = ApiDoc {
        path: path.clone(),
        files: source.paths.clone(),
        entity: None,
        format: source.format,
        content: None,
        problem: None,
        editions: Vec::new(),
    };
    api.files.sort();
    let texts: Vec<(&RelPath, &str)> =
        source.paths.iter().filter_map(|path| Some((path, files.text(path)?))).collect();
    match outcome(source.format, &texts, files) {
        Ok(None) => return None,
        Ok(Some(reading)) => take(&mut api, reading, findings),
        Err(problem) => {
            let at = problem.position;
            findings.push(files.finding(Code::ApiUnreadable, path, at, problem.message.clone()));
            api.problem = Some(format!("{} (line {})", problem.message, at.line));
        }
    }
    Some(api)
}

fn take(api: &mut ApiDoc, reading: Reading, findings: &mut Vec<Diagnostic>) {
    findings.extend(reading.findings);
    api.format = reading.content.format;
    api.files.extend(reading.content.files.iter().cloned());
    api.files.sort();
    api.files.dedup();
    api.content = Some(Arc::new(reading.content));
}

/// Reads what stands inside a descriptor. Its lines are those of the definition; the field is where to look.
fn inside_descriptor(
    inside: &Inside<'_>,
    files: &Files<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<ApiDoc> {
    let mut api = ApiDoc {
        path: inside.path.clone(),
        files: Vec::new(),
        entity: Some(inside.entity.clone()),
        format: inside.format,
        content: None,
        problem: None,
        editions: Vec::new(),
    };
    let mut found = Vec::new();
    match outcome(inside.format, &[(&inside.path, inside.text)], files) {
        Ok(None) => return None,
        Ok(Some(reading)) => take(&mut api, reading, &mut found),
        Err(problem) => {
            let message = problem.message.clone();
            let at = problem.position;
            found.push(files.finding(Code::ApiUnreadable, &inside.path, at, message));
            api.problem = Some(format!("{} (line {})", problem.message, at.line));
        }
    }
    api.files.retain(|path| *path != inside.path);
    for mut finding in found {
        if finding.place.path == inside.path.as_str() {
            let line = finding.place.line;
            finding.message = format!("{} (line {line} of the definition)", finding.message);
            (finding.place.line, finding.place.column) = (inside.at.line, inside.at.column);
        }
        findings.push(finding);
    }
    Some(api)
}

/// Hands the texts to the reader of their format.
fn outcome(format: ApiFormat, texts: &[(&RelPath, &str)], files: &Files<'_>) -> Outcome {
    let Some((path, text)) = texts.first() else { return Ok(None) };
    match format {
        ApiFormat::GraphQl => graphql::read(texts, files),
        ApiFormat::Protobuf => protobuf::read(texts, files),
        ApiFormat::OpenApi | ApiFormat::AsyncApi | ApiFormat::JsonSchema => {
            let root = yaml::document(text, files.budget)?;
            if openapi::is_one(&root) {
                return Ok(Some(openapi::read(&root, path, files)));
            }
            if asyncapi::is_one(&root) {
                return Ok(Some(asyncapi::read(&root, path, files)));
            }
            if format == ApiFormat::JsonSchema && is_schema(&root) {
                return Ok(Some(json_schema::read(&root, path, files)));
            }
            let name = path.name().to_ascii_lowercase();
            // Parts of a description and files that only mention one are no descriptions, and nobody's mistake.
            let is_promised =
                ["openapi.", "swagger.", "asyncapi."].iter().any(|start| name.starts_with(start));
            match is_promised {
                false => Ok(None),
                true => Err(yaml::Problem {
                    position: root.position,
                    message: "the file has no `openapi`, `swagger` or `asyncapi` at its root"
                        .to_owned(),
                    over_budget: false,
                }),
            }
        }
    }
}

/// Whether a document by the name of a schema is one: it says so, or has a schema's keys.
fn is_schema(root: &Node) -> bool {
    const KEYS: &[&str] =
        &["type", "properties", "$defs", "definitions", "$ref", "allOf", "anyOf", "oneOf", "enum"];
    json_schema::is_one(root) || KEYS.iter().any(|key| root.get(key).is_some())
}

/// Drops JSON Schemas that belong to another description.
fn without_parts(apis: &mut Vec<ApiDoc>) {
    let parts: BTreeSet<RelPath> = apis
        .iter()
        .flat_map(|api| api.files.iter().filter(|path| **path != api.path))
        .cloned()
        .collect();
    apis.retain(|api| {
        api.entity.is_some() || api.format != ApiFormat::JsonSchema || !parts.contains(&api.path)
    });
}

/// A description as it was at releases, newest first; what did not change is read once.
fn editions(
    project: &Project,
    source: &Source,
    api: &ApiDoc,
    options: &ParseOptions,
) -> Vec<ApiEdition> {
    let mut editions: Vec<ApiEdition> = Vec::new();
    let mut before: Vec<(Vec<Option<&[u8]>>, usize)> = Vec::new();
    for version in &project.versions {
        if editions.len() >= options.api_versions {
            break;
        }
        let bytes: Vec<Option<&[u8]>> =
            api.files.iter().map(|path| version.files.get(path).map(|file| &*file.bytes)).collect();
        let known = before.iter().find(|(known, _)| *known == bytes);
        let content = match known {
            Some((_, at)) => Some(editions[*at].content.clone()),
            None => {
                let files = Files {
                    project: &project.path,
                    files: &version.files,
                    budget: options.api_budget,
                };
                // What was wrong with a release cannot be mended any more, so nobody is told.
                let past = document(source, &files, &mut Vec::new());
                past.and_then(|past| past.content)
            }
        };
        let Some(content) = content else { continue };
        before.push((bytes, editions.len()));
        let release = project.releases.iter().find(|release| release.tag == version.tag);
        editions.push(ApiEdition {
            tag: version.tag.clone(),
            released_at: release.and_then(|release| release.released_at),
            content,
        });
    }
    editions
}
