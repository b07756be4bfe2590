//! Text in, entities and diagnostics out.

mod apis;
mod ci;
mod ci_corpus;
mod ci_hostile;
mod conformance;
mod descriptors;
mod hostile;
mod inference;
mod refer;

use crate::base::{Area, RelPath, Severity};
use crate::model::{Parsed, Project, ProjectIndex, RawFile};

use super::*;

/// A project of these files.
fn files(path: &str, files: &[(&str, &str)]) -> Project {
    let file = |(path, text): &(&str, &str)| {
        (RelPath::new(path).expect("a relative path"), RawFile { bytes: text.as_bytes().into() })
    };
    Project { path: path.to_owned(), files: files.iter().map(file).collect(), ..Project::default() }
}

fn read(wanted: &Project) -> Parsed {
    project(ProjectIndex(0), wanted, &ParseOptions::default())
}

/// A project whose only file is this descriptor.
fn descriptor(text: &str) -> Parsed {
    read(&files("acme/shop", &[("catalog-info.yaml", text)]))
}

/// The findings, one a line: `severity[code] LINE:COLUMN message (help)`.
fn findings(parsed: &Parsed) -> String {
    let mut text = String::new();
    for finding in &parsed.diagnostics {
        let place = &finding.place;
        text += &format!(
            "{}[{}] {}:{}:{} {}",
            finding.severity, finding.code, place.path, place.line, place.column, finding.message
        );
        if let Some(help) = &finding.help {
            text += &format!(" ({help})");
        }
        text.push('\n');
    }
    text
}

/// Whether a document was refused.
fn refused(parsed: &Parsed) -> bool {
    parsed
        .diagnostics
        .iter()
        .any(|finding| finding.severity == Severity::Error && finding.code.area() == Area::Document)
}

/// Prints what a run over many cases found; shown with `--nocapture`.
#[expect(clippy::print_stderr, reason = "the counts are what such a run is for")]
fn say(text: &str) {
    eprintln!("{text}");
}
