//! The project's own lints: arrows between modules, sizes, words, and that everything public is documented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of these endings, as (path from the root, text).
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("a readable folder").path())
            .collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "node_modules" | "target" | "public" | "fixtures")
                    && !name.starts_with('.')
                {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending))
                && let Ok(text) = fs::read_to_string(&path)
            {
                let path = path.strip_prefix(root()).expect("below the root");
                found.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    found
}

/// The table of arrows in ARCHITECTURE.md.
fn allowed_arrows(architecture: &str) -> BTreeMap<String, BTreeSet<String>> {
    let table = architecture.split("## Arrows").nth(1).expect("a section on arrows");
    let rows = table.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    rows.take_while(|line| line.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let targets = cells[2].split(',').map(|name| name.trim().to_owned());
            (cells[1].to_owned(), targets.filter(|name| name != "—").collect())
        })
        .collect()
}

/// The modules that a file names with `crate::`.
fn named_modules(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| {
            line.match_indices("crate::").map(move |(at, found)| &line[at + found.len()..])
        })
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
        .filter(|name: &String| !name.is_empty())
        .collect()
}

/// The arrows of `sources` that `allowed` does not have.
fn broken_arrows(
    allowed: &BTreeMap<String, BTreeSet<String>>,
    sources: &[(String, String)],
) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in sources {
        let mut parts = path.strip_prefix("src/").unwrap_or(path).split('/');
        let (Some(module), Some(_)) = (parts.next(), parts.next()) else { continue };
        let Some(targets) = allowed.get(module) else {
            broken.push(format!("{path}: module `{module}` is not in ARCHITECTURE.md"));
            continue;
        };
        for target in named_modules(text) {
            if target != module && allowed.contains_key(&target) && !targets.contains(&target) {
                broken.push(format!("{path}: `{module}` may not import `{target}`"));
            }
        }
    }
    broken
}

/// The program itself: what tests import to set their scene is their own business.
fn program() -> Vec<(String, String)> {
    let mut sources = files("src", &[".rs"]);
    sources.retain(|(path, _)| !is_test(path));
    sources
}

fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.contains("/tests/") || path.ends_with("sample.rs")
}

#[test]
fn the_arrows_of_the_architecture_hold() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let allowed = allowed_arrows(&architecture);
    assert!(allowed.len() >= 12, "the table of arrows was not found");
    let broken = broken_arrows(&allowed, &program());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_broken_arrow_is_seen() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let allowed = allowed_arrows(&architecture);
    let sources = [
        ("src/base/diag.rs".to_owned(), "use crate::page::World;".to_owned()),
        ("src/parse/mod.rs".to_owned(), "fn f() { crate::source::local::read() }".to_owned()),
        (
            "src/parse/ok.rs".to_owned(),
            "use crate::model::Entity;\n// crate::site is only named".to_owned(),
        ),
    ];
    let broken = broken_arrows(&allowed, &sources);
    assert_eq!(
        broken,
        [
            "src/base/diag.rs: `base` may not import `page`",
            "src/parse/mod.rs: `parse` may not import `source`"
        ]
    );
}

#[test]
fn the_table_has_no_cycle() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut left = allowed_arrows(&architecture);
    while !left.is_empty() {
        let names: BTreeSet<String> = left.keys().cloned().collect();
        let leaves: Vec<String> = left
            .iter()
            .filter(|(_, targets)| targets.is_disjoint(&names))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!leaves.is_empty(), "a cycle among {names:?}");
        for leaf in leaves {
            left.remove(&leaf);
        }
    }
}

#[test]
fn no_module_reaches_over_its_parent() {
    for (path, text) in program() {
        assert!(!text.contains("super::super"), "{path}: name the module from the crate's root");
    }
}

#[test]
fn files_stay_small_enough_to_hold_in_mind() {
    for folder in ["src", "themes", "tests"] {
        for (path, text) in files(folder, &[".rs", ".js", ".mjs", ".css", ".html"]) {
            let lines = text.lines().count();
            assert!(lines <= 800, "{path} has {lines} lines: what is its second idea?");
        }
    }
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    assert!(architecture.lines().count() < 200, "ARCHITECTURE.md is read in one sitting");
}

#[test]
fn every_module_says_what_it_owns() {
    for (path, text) in program() {
        assert!(text.starts_with("//!"), "{path} does not begin with `//!`");
    }
}

#[test]
fn forbidden_words_stay_out() {
    // Put together here so that this file does not hold them itself.
    let words = [
        ["FIX", "ME"].concat(),
        ["todo", "!("].concat(),
        ["unimple", "mented!("].concat(),
        ["#[ign", "ore"].concat(),
        ["inner", "HTML"].concat(),
        ["insertAdjacent", "HTML"].concat(),
        ["document", ".write"].concat(),
    ];
    for (path, text) in
        files("src", &[".rs"]).into_iter().chain(files("themes", &[".js", ".html", ".css"]))
    {
        for word in &words {
            assert!(!text.contains(word.as_str()), "{path} holds `{word}`");
        }
    }
}

#[test]
fn every_diagnostic_code_is_documented() {
    let codes = fs::read_to_string(root().join("src/base/code.rs")).expect("the table of codes");
    let page =
        fs::read_to_string(root().join("content/diagnostics.md")).expect("the page of codes");
    let table = codes.split("codes! {").nth(1).expect("the table");
    let names: Vec<&str> = table
        .lines()
        .filter(|line| {
            line.starts_with("    ") && line.trim_start().starts_with(char::is_uppercase)
        })
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    assert!(names.len() >= 30, "the table of codes was not read");
    for name in names {
        assert!(
            page.contains(&format!("`{name}`")),
            "content/diagnostics.md does not explain `{name}`"
        );
    }
}
