//! Which files of a project are API descriptions, and of which format.

use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::model::api::ApiFormat;
use crate::model::{Project, RawFile};
use crate::parse::files;

/// How far into a file its first key is looked for.
const HEAD: usize = 64 * 1024;

/// The files that are descriptions, or parts of one, by their names and first words.
pub(super) fn candidates(project: &Project) -> BTreeMap<RelPath, ApiFormat> {
    let found = project.files.iter().filter_map(|(path, file)| {
        let format = format_of(path, file)?;
        (!files::is_skeleton(path)).then(|| (path.clone(), format))
    });
    found.collect()
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

/// Whether a JSON text has this key near its beginning.
///
/// Which object holds it is told by the reader; a key that is far behind, or deep, makes no description.
fn json_key(text: &str, key: &str) -> bool {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let quoted = format!("\"{key}\"");
    let found = |part: &str| {
        part.match_indices(&quoted)
            .any(|(at, found)| part[at + found.len()..].trim_start().starts_with(':'))
    };
    // Generators that sort keys put `swagger` and `openapi` behind everything else.
    let mut tail = text.len().saturating_sub(HEAD);
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    found(head) || (key != "$schema" && key != "__schema" && found(&text[tail..]))
}
