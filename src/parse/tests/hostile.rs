//! Whatever the bytes are, every project yields something, in time, and each refusal has its place.

use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// One path for each reader.
const WANTED: &[&str] = &[
    "catalog-info.yaml",
    ".portolan.yaml",
    ".gitlab-ci.yml",
    "README.md",
    "README.rst",
    "CODEOWNERS",
    "mkdocs.yml",
    "docs/index.md",
    "templates/deploy.yml",
    "openapi.yaml",
    "asyncapi.json",
    "schema.graphql",
    "api/orders.proto",
];

/// Pieces that mean something to one reader or another.
const PIECES: &[&str] = &[
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: ",
    "{",
    "}",
    "[",
    "]",
    "- ",
    ": ",
    "\n",
    "  ",
    "\t",
    "---\n",
    "...\n",
    "&a ",
    "*a ",
    "!x ",
    "$text: ",
    "openapi.yaml",
    "\"",
    "'",
    "|\n",
    "# ",
    "![",
    "](a.png)",
    "<img src=",
    ">",
    "`",
    "type ",
    "service ",
    "message ",
    "rpc ",
    "\"\"\"",
    "/*",
    "*/",
    "//",
    "spec:\n",
    "  inputs:\n",
    "nav:\n",
    "docs_dir: ..",
    "include: ",
    "owner: b",
    "* @acme/x\n",
    "[Section]",
    "é",
    "\u{0}",
    "\u{feff}",
    "type: service\n  lifecycle: production\n  owner: b\n",
    "dependsOn: [x]",
    "$ref: ",
    "\\",
];

fn survives(project: &Project) -> Result<(), TestCaseError> {
    let parsed = read(project);
    prop_assert!(!parsed.entities.is_empty());
    prop_assert_eq!(&parsed, &read(project));
    references(project, &ParseOptions::default());
    Ok(())
}

fn with_bytes(bytes: &[Vec<u8>]) -> Project {
    let mut project = files("acme/shop/x", &[]);
    for (path, bytes) in WANTED.iter().zip(bytes) {
        let path = RelPath::new(path).expect("a relative path");
        project.files.insert(path, RawFile { bytes: bytes.as_slice().into() });
    }
    project
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_survived(bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), WANTED.len())) {
        survives(&with_bytes(&bytes))?;
    }

    #[test]
    fn arbitrary_pieces_are_survived(pieces in prop::collection::vec(prop::collection::vec(0..PIECES.len(), 0..40), WANTED.len())) {
        let text = |pieces: &Vec<usize>| pieces.iter().map(|at| PIECES[*at]).collect::<String>().into_bytes();
        survives(&with_bytes(&pieces.iter().map(text).collect::<Vec<_>>()))?;
    }
}

#[test]
fn bombs_cost_little() {
    let component = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec: {type: openapi, lifecycle: p, owner: o, definition: {$text: big.txt}}\n---\n";
    let nested = |open: &str| open.repeat(100_000);
    for (name, path, bomb) in [
        ("placeholders", "catalog-info.yaml", component.repeat(900)),
        (
            "placeholders of trees",
            "catalog-info.yaml",
            component.repeat(900).replace("$text", "$yaml"),
        ),
        ("documents", "catalog-info.yaml", "a: 1\n---\n".repeat(100_000)),
        (
            "bad labels",
            "catalog-info.yaml",
            format!(
                "metadata:\n  labels:\n{}",
                (0..60_000).map(|n| format!("    {n} x: 1\n")).collect::<String>()
            ),
        ),
        ("deep placeholder", "catalog-info.yaml", nested("{$text: ")),
        ("settings", ".portolan.yaml", nested("[")),
        ("pipeline", ".gitlab-ci.yml", nested("- ")),
        ("navigation", "mkdocs.yml", format!("nav: {}", nested("[{a: "))),
        ("quotes", "README.md", nested("> ")),
        ("brackets", "README.md", nested("![")),
        ("images", "README.md", nested("<img ")),
        ("owners", "CODEOWNERS", nested("[a] * @b ")),
        ("references", "openapi.yaml", nested("$ref: '")),
        ("openapi", "openapi.yaml", format!("openapi: 3.1.0\npaths: [{}]", "1,".repeat(500_000))),
        ("graphql", "schema.graphql", nested("type a { b: \"\"\"\" ")),
        ("proto", "a.proto", nested("/* service { ")),
    ] {
        let big = "- x\n".repeat(200_000);
        let project = files("acme/shop", &[(path, &bomb), ("big.txt", &big)]);
        let started = Instant::now();
        let parsed = read(&project);
        references(&project, &ParseOptions::default());
        let took = started.elapsed();
        say(&format!("{name}: {took:?}"));
        assert!(took < Duration::from_secs(2), "{name} took {took:?}");
        assert!(parsed.diagnostics.len() <= 60, "{name}: {}", parsed.diagnostics.len());
    }
}

/// Runs over public descriptors and READMEs when `PORTOLAN_CORPUS` names their folder.
#[test]
fn real_repositories_are_read() {
    #[expect(clippy::disallowed_methods, reason = "the corpus is outside the project")]
    let Ok(corpus) = std::env::var("PORTOLAN_CORPUS") else { return };
    let (mut projects, mut entities, mut refusals) = (0, 0, 0);
    let mut slowest = Duration::ZERO;
    for kind in ["catalog", "readme", "openapi", "asyncapi", "graphql", "proto", "gitlab-component"]
    {
        let Ok(folders) = std::fs::read_dir(Path::new(&corpus).join(kind)) else { continue };
        for folder in folders {
            let project = real_project(&folder.expect("the corpus is readable").path());
            let options = ParseOptions {
                descriptors: DescriptorPatterns::new([
                    "**/catalog-info*.y*ml",
                    "**/.backstage/*.y*ml",
                ])
                .expect("valid patterns"),
                ..ParseOptions::default()
            };
            let started = Instant::now();
            let parsed = super::super::project(ProjectIndex(0), &project, &options);
            references(&project, &options);
            slowest = slowest.max(started.elapsed());
            assert!(!parsed.entities.is_empty());
            for finding in &parsed.diagnostics {
                assert!(finding.place.line > 0 && finding.place.column > 0, "{finding}");
            }
            projects += 1;
            entities +=
                parsed.entities.iter().filter(|entity| !entity.origin.is_inferred()).count();
            refusals += parsed.diagnostics.len();
            say(&findings(&parsed));
        }
    }
    say(&format!(
        "{projects} projects, {entities} entities, {refusals} findings, slowest {slowest:?}"
    ));
}

fn real_project(folder: &Path) -> Project {
    let mut project = files("acme/shop/real", &[]);
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("the corpus is readable");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("it is below");
            let path = RelPath::new(&path.to_string_lossy()).expect("a relative path");
            let bytes = std::fs::read(entry.path()).expect("the corpus is readable");
            project.files.insert(path, RawFile { bytes: bytes.into() });
        }
    }
    project
}
