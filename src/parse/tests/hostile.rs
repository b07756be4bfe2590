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

/// The time that this thread has worked, whatever else the machine does.
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).expect("a time since the start"),
        u32::try_from(time.tv_nsec).expect("less than a second"),
    )
}

/// What it costs to read a project in which one file is this bomb.
fn cost_of(name: &str, path: &str, bomb: &str) -> Duration {
    let big = "- x\n".repeat(200_000);
    let project = files("acme/shop", &[(path, bomb), ("big.txt", &big)]);
    let before = worked();
    let parsed = read(&project);
    references(&project, &ParseOptions::default());
    let cost = worked() - before;
    assert!(parsed.diagnostics.len() <= 60, "{name}: {}", parsed.diagnostics.len());
    cost
}

#[test]
fn bombs_cost_no_more_than_their_size() {
    type Bomb = fn(usize) -> String;
    const COMPONENT: &str = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec: {type: openapi, lifecycle: p, owner: o, definition: {$text: big.txt}}\n---\n";
    let bombs: &[(&str, &str, Bomb)] = &[
        ("placeholders", "catalog-info.yaml", |size| COMPONENT.repeat(size / 110)),
        ("placeholders of trees", "catalog-info.yaml", |size| {
            COMPONENT.repeat(size / 110).replace("$text", "$yaml")
        }),
        ("documents", "catalog-info.yaml", |size| "a: 1\n---\n".repeat(size)),
        ("bad labels", "catalog-info.yaml", |size| {
            let labels: String = (0..size * 3 / 5).map(|n| format!("    {n} x: 1\n")).collect();
            format!("metadata:\n  labels:\n{labels}")
        }),
        ("deep placeholder", "catalog-info.yaml", |size| "{$text: ".repeat(size)),
        ("settings", ".portolan.yaml", |size| "[".repeat(size)),
        ("pipeline", ".gitlab-ci.yml", |size| "- ".repeat(size)),
        ("navigation", "mkdocs.yml", |size| format!("nav: {}", "[{a: ".repeat(size))),
        ("quotes", "README.md", |size| "> ".repeat(size)),
        ("brackets", "README.md", |size| "![".repeat(size)),
        ("images", "README.md", |size| "<img ".repeat(size)),
        ("owners", "CODEOWNERS", |size| "[a] * @b ".repeat(size)),
        ("references", "openapi.yaml", |size| "$ref: '".repeat(size)),
        ("openapi", "openapi.yaml", |size| {
            format!("openapi: 3.1.0\npaths: [{}]", "1,".repeat(size * 5))
        }),
        ("graphql", "schema.graphql", |size| "type a { b: \"\"\"\" ".repeat(size)),
        ("proto", "a.proto", |size| "/* service { ".repeat(size)),
    ];
    for (name, path, bomb) in bombs {
        let small = cost_of(name, path, &bomb(25_000));
        let large = cost_of(name, path, &bomb(100_000));
        say(&format!("{name}: {small:?}, four times as large {large:?}"));
        // What grows with the square of its size would cost sixteen times as much.
        let allowed = small * 10 + Duration::from_millis(50);
        assert!(large < allowed, "{name} cost {small:?}, four times as large {large:?}");
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
