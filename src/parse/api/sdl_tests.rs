//! What the tests of GraphQL and protobuf share, and public GraphQL schemas and `.proto` files, read when `PORTOLAN_CORPUS` names their folder.
//!
//! With `PORTOLAN_TABLE` what was read is written there as lines of JSON, for independent counts to be held against.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use crate::base::RelPath;
use crate::base::yaml::Budget;
use crate::model::api::{ApiContent, ApiFormat, Schema, SchemaId};

use super::reading::{Files, Reading};
use super::{graphql, protobuf};

/// Places at which each text is cut.
const CUTS: usize = 50;
/// Above this size a text is cut at fewer places, but for long runs.
const LARGE: usize = 100_000;

#[test]
fn real_schemas_and_protos_are_read() {
    #[expect(clippy::disallowed_methods, reason = "the corpus is outside the project")]
    let (corpus, table) = (std::env::var("PORTOLAN_CORPUS"), std::env::var("PORTOLAN_TABLE"));
    let Ok(corpus) = corpus else { return };
    let mut rows = String::new();
    for (folder, format, least) in
        [("graphql", ApiFormat::GraphQl, 23), ("proto", ApiFormat::Protobuf, 505)]
    {
        let texts = texts(&Path::new(&corpus).join(folder));
        let mut structured = 0;
        for (path, text) in &texts {
            let text = text.as_str();
            let read = read_tree(format, &[(path, text)]);
            structured += usize::from(read.is_ok_and(|reading| reading.is_some()));
            rows += &row(format, path, &[(path, text)]);
            for cut in cuts(text) {
                let _ = read_tree(format, &[(path, &text[..cut])]);
            }
        }
        say(&format!("{folder}: {structured} of {} structured", texts.len()));
        assert!(structured >= least, "{structured} of {} in {folder}", texts.len());
        for (repository, of_it) in by_repository(&texts) {
            let path = RelPath::new(repository).expect("a relative path");
            rows += &row(format, &path, &of_it);
        }
    }
    if let Ok(table) = table {
        std::fs::write(table, rows).expect("the table is written");
    }
}

/// Reads texts that make one description together; a problem becomes text with its place.
pub(super) fn read_tree(
    format: ApiFormat,
    texts: &[(&RelPath, &str)],
) -> Result<Option<Reading>, String> {
    let project = BTreeMap::new();
    let files = Files { project: "", files: &project, budget: Budget::API };
    let outcome = match format {
        ApiFormat::GraphQl => graphql::read(texts, &files),
        _ => protobuf::read(texts, &files),
    };
    outcome.map_err(|problem| {
        let place = problem.position;
        format!("{}:{} {}", place.line, place.column, problem.message)
    })
}

/// Reads small texts that must be understood; the findings come as `FILE:LINE:COLUMN [CODE] MESSAGE (HELP)`.
pub(super) fn read_all(format: ApiFormat, texts: &[(&str, &str)]) -> (ApiContent, Vec<String>) {
    let paths: Vec<RelPath> =
        texts.iter().map(|(path, _)| RelPath::new(path).expect("a relative path")).collect();
    let texts: Vec<(&RelPath, &str)> =
        paths.iter().zip(texts).map(|(path, (_, text))| (path, *text)).collect();
    let reading = read_tree(format, &texts).expect("it can be read").expect("it is one");
    let findings = findings(&reading);
    (reading.content, findings)
}

fn findings(reading: &Reading) -> Vec<String> {
    let line = |finding: &crate::base::Diagnostic| {
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} [{}] {}{help}", finding.place, finding.code, finding.message)
    };
    reading.findings.iter().map(line).collect()
}

/// The named schema.
pub(super) fn named<'a>(content: &'a ApiContent, name: &str) -> &'a Schema {
    let mut named = content.named.iter().map(|id| content.schema(*id));
    let found = named.find(|schema| schema.name.as_deref() == Some(name));
    found.unwrap_or_else(|| panic!("`{name}` is defined"))
}

/// What a type is called: as written, or by its name.
pub(super) fn word(content: &ApiContent, id: SchemaId) -> &str {
    let schema = content.schema(id);
    schema.written.as_deref().or(schema.name.as_deref()).unwrap_or("-")
}

/// Prints what a run over many files found; shown with `--nocapture`.
#[expect(clippy::print_stderr, reason = "the counts are what such a run is for")]
fn say(text: &str) {
    eprintln!("{text}");
}

fn row(format: ApiFormat, path: &RelPath, texts: &[(&RelPath, &str)]) -> String {
    let (content, diagnostics) = match read_tree(format, texts) {
        Ok(Some(reading)) => {
            let findings = findings(&reading);
            (Some(reading.content), findings)
        }
        Ok(None) => (None, Vec::new()),
        Err(problem) => (None, vec![problem]),
    };
    let counts = content.as_ref().map(|content| content.counts).unwrap_or_default();
    let row = json!({
        "file": path.as_str(),
        "files": texts.len(),
        "format": content.as_ref().map(|content| content.format.slug()),
        "version": content.as_ref().and_then(|content| content.format_version.clone()),
        "fields": counts.fields,
        "methods": counts.methods,
        "messages": counts.messages,
        "schemas": counts.schemas,
        "arena": content.as_ref().map_or(0, |content| content.arena.len()),
        "diagnostics": diagnostics,
    });
    format!("{row}\n")
}

/// Places spread over the text, the same in every run, none within a character.
fn cuts(text: &str) -> Vec<usize> {
    let is_long = std::env::var_os("PORTOLAN_LONG").is_some();
    let many = if text.len() > LARGE && !is_long { CUTS / 10 } else { CUTS };
    let mut cuts: Vec<usize> = (0..many)
        .map(|number| (text.len() * (2 * number + 1) / (2 * many) + number * 7) % text.len().max(1))
        .map(|cut| (0..=cut).rev().find(|cut| text.is_char_boundary(*cut)).unwrap_or(0))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn by_repository(texts: &[(RelPath, String)]) -> BTreeMap<&str, Vec<(&RelPath, &str)>> {
    let mut found: BTreeMap<&str, Vec<(&RelPath, &str)>> = BTreeMap::new();
    for (path, text) in texts {
        let repository = path.parts().next().unwrap_or_default();
        found.entry(repository).or_default().push((path, text.as_str()));
    }
    found
}

fn texts(folder: &Path) -> Vec<(RelPath, String)> {
    let mut texts = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("the corpus is readable");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("it is below");
            let path = RelPath::new(&path.to_string_lossy()).expect("a relative path");
            let bytes = std::fs::read(entry.path()).expect("the corpus is readable");
            texts.push((path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    texts
}
