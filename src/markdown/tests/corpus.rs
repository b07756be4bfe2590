//! Real READMEs and known payloads, where the machine has them.

use std::path::Path;

use super::*;

/// All files below a folder, in order.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn real_readmes_are_safe_and_whole() {
    let Some(corpus) = std::env::var_os("PORTOLAN_CORPUS") else { return };
    let mut found = Vec::new();
    files(&Path::new(&corpus).join("readme"), &mut found);
    assert!(!found.is_empty());
    for path in found {
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        properties::check_any(&source);
        let stopped =
            rendered(&source).problems.into_iter().find(|p| p.kind == ProblemKind::Nesting);
        assert_eq!(stopped, None, "{}", path.display());
    }
}

#[test]
fn known_payloads_come_to_nothing() {
    let Some(payloads) = std::env::var_os("PORTOLAN_XSS") else { return };
    let payloads = Path::new(&payloads);
    let payloads =
        if payloads.is_dir() { payloads.join("payloads.jsonl") } else { payloads.to_owned() };
    let mut count = 0;
    for line in std::fs::read_to_string(payloads).expect("payloads").lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let payload = line["payload"].as_str().expect("a payload");
        properties::check_any(payload);
        properties::check_any(&format!(
            "<div>\n\ntext {payload} text\n\n</div>\n\n[x]({payload}) ![{payload}](docs/a.png)"
        ));
        properties::check_any(&format!("<a href=\"{payload}\" title='{payload}'>x</a>"));
        count += 1;
    }
    assert!(count > 0);
}
