//! Which files of a project are API descriptions, and of which format.

use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::model::api::ApiFormat;
use crate::model::{Project, RawFile};
use crate::parse::files;

/// How far into a file its first key is looked for.
const HEAD: usize = 64 * 1024;
/// The keys whose value is a version of the format.
const VERSIONED: &[&str] = &["openapi", "swagger", "asyncapi"];

/// The files that are descriptions, or parts of one, by their names and first words.
pub(super) fn candidates(project: &Project) -> BTreeMap<RelPath, ApiFormat> {
    let found = project.files.iter().filter_map(|(path, file)| {
        let format = format_of(path, file)?;
        (!is_pattern(path, file)).then(|| (path.clone(), format))
    });
    found.collect()
}

/// Whether a file is there to make descriptions of new projects from. Folders called `content` hold much else.
fn is_pattern(path: &RelPath, file: &RawFile) -> bool {
    let is_filled_in = || file.bytes.windows(2).any(|two| two == b"{{");
    let is_certain = path.parent().parts().any(|part| part == "skeleton" || part.contains("{{"));
    files::is_skeleton(path) && (is_certain || is_filled_in())
}

/// The format of a file, if it is a description.
pub(in crate::parse) fn format_of(path: &RelPath, file: &RawFile) -> Option<ApiFormat> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    match path.extension().as_str() {
        "graphql" | "graphqls" | "gql" => Some(ApiFormat::GraphQl),
        "proto" => Some(ApiFormat::Protobuf),
        "yaml" | "yml" => first_key(path, text, &yaml_key),
        "json" => first_key(path, text, &json_key),
        _ => None,
    }
}

/// The format whose key stands in the text where a root's keys stand, as `has_key` sees it; else that of the name.
fn first_key(
    path: &RelPath,
    text: &str,
    has_key: &dyn Fn(&str, &str) -> bool,
) -> Option<ApiFormat> {
    let is = |key: &str| has_key(text, key);
    if is("openapi") || is("swagger") {
        return Some(ApiFormat::OpenApi);
    }
    if is("asyncapi") {
        return Some(ApiFormat::AsyncApi);
    }
    if path.extension() == "json" && is("__schema") {
        return Some(ApiFormat::GraphQl);
    }
    let name = path.name().to_ascii_lowercase();
    let is_schema = name.contains(".schema.") || is("$schema") && text.contains("json-schema.org");
    if is_schema && !name.starts_with("package") {
        return Some(ApiFormat::JsonSchema);
    }
    // A file of this name that has no such key is broken, and somebody must be told.
    match whole_name(&name) {
        Some("asyncapi") => Some(ApiFormat::AsyncApi),
        Some(_) => Some(ApiFormat::OpenApi),
        None => None,
    }
}

/// The word of a name that promises a whole description: `openapi` of `openapi.yaml`, but not of `openapi-common.yaml`.
fn whole_name(name: &str) -> Option<&str> {
    let stem = name.split('.').next().unwrap_or_default();
    Some(stem).filter(|stem| matches!(*stem, "openapi" | "swagger" | "asyncapi"))
}

/// Whether a YAML text has this key at its root: at the start of a line.
fn yaml_key(text: &str, key: &str) -> bool {
    // YAML may be JSON.
    if text.trim_start().starts_with('{') {
        return json_key(text, key);
    }
    let at = |line: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        let rest = line.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']));
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    text.lines().any(at)
}

/// Whether a JSON text has this key near its beginning or its end, or with a version behind it anywhere.
///
/// Which object holds it is told by the reader. Generators that sort keys put `openapi` behind all components.
fn json_key(text: &str, key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    text.match_indices(&quoted).any(|(at, found)| {
        let behind = text[at + found.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        let is_near = at < HEAD || VERSIONED.contains(&key) && text.len() - at <= HEAD;
        behind.is_some_and(|behind| is_near || VERSIONED.contains(&key) && is_version(behind))
    })
}

/// Whether a JSON text begins with a version: `"3.1.0"`.
fn is_version(text: &str) -> bool {
    let text = text.trim_start_matches('"').trim_start_matches(|c: char| c.is_ascii_digit());
    text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
