//! CI files that want to hurt: each costs little, and says little.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::*;

/// Reads a project in which everything is asked that the readers of CI files can be asked.
fn survives(name: &str, wanted: &Project) -> Parsed {
    let started = Instant::now();
    let parsed = read(wanted);
    references(wanted, &ParseOptions::default());
    let took = started.elapsed();
    say(&format!("{name}: {took:?}"));
    assert!(took < Duration::from_secs(30), "{name} took {took:?}");
    assert!(parsed.diagnostics.len() <= 200, "{name}: {}", parsed.diagnostics.len());
    parsed
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "{}", line(at));
        text
    })
}

#[test]
fn bombs_in_pipelines_are_survived() {
    let aliases = lines(30, |at| match at {
        0 => ".a0: &a0 {x: 1}".to_owned(),
        at => format!(".a{at}: &a{at} {{<<: [{}]}}", vec![format!("*a{}", at - 1); 50].join(", ")),
    });
    let image = "x".repeat(500_000);
    let bombs = [
        ("deep lists", "include: ".to_owned() + &"[".repeat(500_000)),
        ("dashes", "- ".repeat(500_000)),
        ("deep mappings", "a: {".repeat(250_000)),
        ("aliases", aliases),
        ("jobs in a chain", lines(10_000, |at| format!("j{at}: {{extends: j{}}}", at + 1))),
        (
            "jobs in a circle",
            lines(10_000, |at| format!("j{at}: {{extends: [j{}, j{}]}}", (at * 7) % 10_000, at)),
        ),
        (
            "jobs of one with a long image",
            format!(
                ".a: {{image: {image}}}\n{}",
                lines(10_000, |at| format!("j{at}: {{extends: .a}}"))
            ),
        ),
        (
            "jobs by reference",
            lines(10_000, |at| {
                format!(
                    "j{at}: {{image: !reference [j{}, image], services: [!reference [j{at}, services]]}}",
                    at + 1
                )
            }),
        ),
        ("includes", format!("include:\n{}", lines(5_000, |at| format!("  - local: ci/{at}.yml")))),
        (
            "includes by pattern",
            format!(
                "include:\n{}",
                lines(5_000, |at| format!("  - local: '{}*{at}*/**.yml'", "*".repeat(100)))
            ),
        ),
        (
            "files with heavy inputs",
            format!(
                "include: {{project: a/b, inputs: {{x: {image}}}, file: [{}]}}\n",
                vec!["f.yml"; 5_000].join(", ")
            ),
        ),
        ("quotes", format!("j: {{script: ['{}']}}\n", "\"$(`$((${ ".repeat(50_000))),
        ("interpolations", format!("j: {{script: [\"{}\"]}}\n", "$[[ ".repeat(100_000))),
        (
            "documents in scripts",
            format!(
                "j:\n  script:\n    - |\n{}",
                lines(50_000, |_| "      cat <<E <<F <<G".to_owned())
            ),
        ),
    ];
    for (name, bomb) in bombs {
        let many: Vec<(String, &str)> =
            (0..300).map(|at| (format!("ci/{at}/x.yml"), "a: {script: x}")).collect();
        let mut all: Vec<(&str, &str)> =
            many.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        all.push((".gitlab-ci.yml", &bomb));
        survives(name, &files("acme/shop", &all));
    }
}

#[test]
fn bombs_in_headers_are_survived() {
    let long = "y".repeat(200_000);
    let bombs = [
        ("inputs", lines(20_000, |at| format!("    i{at}: {{type: nubmer, defualt: 3}}"))),
        ("options", format!("    a: {{options: [{long}a, {long}b], default: {long}c}}\n")),
        (
            "options of lists",
            format!(
                "    a: {{type: array, options: [{0}], default: [{0}]}}\n",
                "x,".repeat(20_000)
            ),
        ),
    ];
    for (name, bomb) in bombs {
        let asked = lines(2_000, |at| format!("j{at}: {{script: ['$[[ inputs.x{at} ]]']}}"));
        let text = format!(
            "spec:\n  inputs:\n{bomb}---\n{asked}k: {{script: ['$[[ inputs.{long} ]]']}}\n"
        );
        let parsed = survives(name, &files("acme/ci", &[("templates/a.yml", &text)]));
        assert_eq!(parsed.components.len(), 1);
    }
}

#[test]
fn circles_of_files_end() {
    let texts: Vec<(String, String)> = (0..2_000)
        .map(|at| {
            (
                format!("ci/{at}.yml"),
                format!("include: ['ci/*.yml', ci/{}.yml]\n", (at + 1) % 2_000),
            )
        })
        .collect();
    let mut all: Vec<(&str, &str)> =
        texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    all.push((".gitlab-ci.yml", "include: ci/0.yml\n"));
    assert_eq!(survives("circle", &files("acme/shop", &all)).pipeline.len(), 500);
}
