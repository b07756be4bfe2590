//! Public descriptions, read when `PORTOLAN_CORPUS` names their folder.
//!
//! With `PORTOLAN_TABLE` what was counted is written there, one JSON object a line, to be held against another count.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::parse::api::{asyncapi, openapi};

use super::*;

/// Bytes of a file up to which it is cut at fifty places; larger ones at fewer, but for long runs.
const SMALL: usize = 300_000;

#[test]
fn real_descriptions_are_read_and_survive_being_cut() {
    #[expect(clippy::disallowed_methods, reason = "the corpus is outside the project")]
    let (corpus, table) = (std::env::var("PORTOLAN_CORPUS"), std::env::var("PORTOLAN_TABLE"));
    let Ok(corpus) = corpus else { return };
    let mut rows = Vec::new();
    for (folder, read) in [("openapi", openapi::read as Read), ("asyncapi", asyncapi::read)] {
        let repositories = fs::read_dir(Path::new(&corpus).join(folder)).expect("it is there");
        for repository in repositories {
            let root = repository.expect("it is readable").path();
            repository_rows(&root, folder, read, &mut rows);
        }
    }
    rows.sort();
    assert!(!rows.is_empty(), "{corpus} holds no descriptions");
    if let Ok(table) = table {
        fs::write(table, rows.join("\n") + "\n").expect("the table is written");
    }
}

fn repository_rows(root: &Path, folder: &str, read: Read, rows: &mut Vec<String>) {
    let kept = files_below(root);
    let sources = Files { project: "acme/real", files: &kept, budget: Budget::API };
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    for path in kept.keys() {
        let text = sources.text(path).expect("it is text");
        let root = yaml::document(text, Budget::API).expect("it is YAML");
        let root = definition(root);
        let reading = read(&root, path, &sources);
        sound::check(&reading.content);
        let counts = reading.content.counts;
        let some = counts.operations + counts.channels + counts.schemas + counts.webhooks;
        // A part of a description may hold no more than who it is about.
        let is_said = some > 0 || reading.content.title.is_some();
        assert!(is_said, "nothing was understood of {path}");
        let row = json!({
            "file": format!("{folder}/{name}/{path}"),
            "format": reading.content.format_version,
            "operations": counts.operations,
            "webhooks": counts.webhooks,
            "callbacks": counts.callbacks,
            "channels": counts.channels,
            "messages": counts.messages,
            "schemas": counts.schemas,
            "arena": reading.content.arena.len(),
            "diagnostics": findings(&reading),
        });
        rows.push(row.to_string());
        cut(text, path, read, &sources);
    }
}

/// Reads what is left of a text that ends too early, if it still is YAML.
fn cut(text: &str, path: &RelPath, read: Read, sources: &Files<'_>) {
    let places = match text.len() {
        _ if std::env::var_os("PORTOLAN_LONG").is_some() => 50,
        0..SMALL => 50,
        SMALL..5_000_000 => 4,
        _ => 1,
    };
    for place in 1..=places {
        let end = text.floor_char_boundary(text.len() * place / (places + 1));
        if let Ok(root) = yaml::document(&text[..end], Budget::API) {
            sound::check(&read(&definition(root), path, sources).content);
        }
    }
}

/// The text of `spec.definition`, if the file is a descriptor that holds one.
fn definition(root: Node) -> Node {
    let text = root.get("spec").and_then(|spec| spec.get("definition")).and_then(Node::as_str);
    match text.map(|text| yaml::document(text, Budget::API)) {
        Some(Ok(inner)) => inner,
        _ => root,
    }
}

fn files_below(root: &Path) -> BTreeMap<RelPath, RawFile> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(root).expect("it is below").to_string_lossy();
        let bytes = fs::read(entry.path()).expect("it is readable");
        (path(&name), RawFile { bytes: bytes.into() })
    };
    files.map(file).collect()
}
