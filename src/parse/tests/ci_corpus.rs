//! Public components, read when `PORTOLAN_CORPUS` names their folder.
//!
//! With `PORTOLAN_TABLE` what was read is written there as JSON, for another reader of YAML to be held against.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::model::CiInput;

use super::*;

#[test]
fn real_components_are_read() {
    #[expect(clippy::disallowed_methods, reason = "the corpus is outside the project")]
    let (corpus, table) = (std::env::var("PORTOLAN_CORPUS"), std::env::var("PORTOLAN_TABLE"));
    let Ok(corpus) = corpus else { return };
    let corpus = Path::new(&corpus).join("gitlab-component");
    let mut rows = Vec::new();
    for root in roots(&corpus) {
        let project = templates(&root);
        let parsed = read(&project);
        references(&project, &ParseOptions::default());
        let folder =
            root.strip_prefix(&corpus).expect("it is below").to_string_lossy().into_owned();
        for path in project.files.keys() {
            let component = parsed.components.iter().find(|component| component.path == *path);
            let inputs = component.iter().flat_map(|component| &component.file.inputs);
            let of_file =
                parsed.diagnostics.iter().filter(|finding| finding.place.path == path.as_str());
            rows.push(json!({
                "file": format!("{folder}/{path}"),
                "name": component.map(|component| &component.name),
                "description": component.and_then(|component| component.description.as_ref()),
                "inputs": inputs.map(input).collect::<Vec<_>>(),
                "jobs": component.map(|component| component.file.jobs.len()),
                "includes": component.map(|component| component.file.includes.len()),
                "tools": component.map(|component| &component.file.tools),
                "variables": component.map(|component| &component.file.variables),
                "functions": component.map(|component| &component.file.functions),
                "diagnostics": of_file.map(ToString::to_string).collect::<Vec<_>>(),
            }));
        }
    }
    assert!(!rows.is_empty(), "{} holds no components", corpus.display());
    let components = rows.iter().filter(|row| !row["name"].is_null()).count();
    let findings =
        rows.iter().map(|row| row["diagnostics"].as_array().map_or(0, Vec::len)).sum::<usize>();
    say(&format!("{} files, {components} components, {findings} findings", rows.len()));
    if let Ok(table) = table {
        std::fs::write(table, format!("{:#}", Value::Array(rows))).expect("the table is written");
    }
}

fn input(input: &CiInput) -> Value {
    let mut row = Map::new();
    row.insert("name".to_owned(), json!(input.name));
    row.insert("type".to_owned(), json!(input.input_type.as_str()));
    row.insert("description".to_owned(), json!(input.description));
    row.insert("options".to_owned(), json!(input.options));
    row.insert("regex".to_owned(), json!(input.regex));
    let rules = input.rules.iter().map(|rule| {
        let mut row = Map::new();
        row.insert("if".to_owned(), json!(rule.condition));
        row.insert("options".to_owned(), json!(rule.options));
        row.extend(rule.default.clone().map(|default| ("default".to_owned(), default)));
        Value::Object(row)
    });
    row.insert("rules".to_owned(), rules.collect());
    row.extend(input.default.clone().map(|default| ("default".to_owned(), default)));
    Value::Object(row)
}

/// The folders that hold a folder `templates`, in order.
fn roots(corpus: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(corpus).sort_by_file_name().into_iter();
    let entries = entries.map(|entry| entry.expect("the corpus is readable"));
    let templates =
        entries.filter(|entry| entry.file_type().is_dir() && entry.file_name() == "templates");
    templates.filter_map(|entry| entry.path().parent().map(Path::to_owned)).collect()
}

fn templates(root: &Path) -> Project {
    let mut project = files("acme/real", &[]);
    for entry in walkdir::WalkDir::new(root.join("templates")) {
        let entry = entry.expect("the corpus is readable");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).expect("it is below");
            let path = RelPath::new(&path.to_string_lossy()).expect("a relative path");
            let bytes = std::fs::read(entry.path()).expect("the corpus is readable");
            project.files.insert(path, RawFile { bytes: bytes.into() });
        }
    }
    project
}
