//! `portolan check PATH…`: says what is wrong with descriptors, pipelines and API descriptions, before anybody builds a portal.

mod descriptors;
mod judge;
mod published;
mod repositories;

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::base::Diagnostic;

use super::exit::{Exit, Failure};
use super::outside::{Outside, Stop, with_outside};
use super::report::{self, told};
use super::request::{CheckFormat, CheckRequest};
use super::{Console, formats};

/// Runs the command.
pub(super) fn run(request: &CheckRequest, console: &Console) -> Result<Exit> {
    let stop = Stop::on_signals()?;
    with_outside(&stop, |outside| look(request, console, outside))
}

/// Reads what the paths name and prints what is wrong with it.
fn look(request: &CheckRequest, console: &Console, outside: &Outside<'_>) -> Result<Exit> {
    let mut files = Vec::new();
    let mut repositories = Vec::new();
    for path in &request.paths {
        if !path.exists() {
            return Err(Failure::usage(format!("`{}` does not exist", path.display())));
        }
        let found = repositories::below(path, outside)?;
        if !(path.is_file() && found.iter().any(repositories::Repository::holds_any)) {
            files.extend(descriptors::below(path));
        }
        repositories.extend(found);
    }
    files.sort();
    files.dedup();
    let published = match &request.components {
        Some(named) => published::components(named, outside)?,
        None => Vec::new(),
    };
    let (others, found) = judge::check(repositories, published);
    if files.is_empty() && others.is_empty() {
        return Err(Failure::usage(
            "no descriptor, CI/CD configuration or API description was found; name a file, or a folder that holds `catalog-info.yaml`, `.gitlab-ci.yml` or `openapi.yaml`",
        ));
    }
    let mut findings = descriptors::check(&files);
    findings.extend(found);
    findings.retain(|finding| !request.ignore.contains(&finding.code));
    findings.sort();
    findings.dedup();
    let mut paths: Vec<String> = files.iter().map(|file| name_of(file)).chain(others).collect();
    paths.sort();
    paths.dedup();
    let text = match request.format {
        CheckFormat::Human => human(&paths, &findings, console),
        CheckFormat::Json => formats::json(&findings),
        CheckFormat::CodeQuality => formats::code_quality(&findings),
        CheckFormat::Junit => formats::junit(&paths, &findings),
    };
    // A closed pipe is how `| head` says that it has enough.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Ok(report::exit(&findings, request.fail_on))
}

/// A path as findings name it: as it was given, without the dot in front.
fn name_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let name = text.trim_start_matches("./");
    if name == "." { String::new() } else { name.trim_end_matches('/').to_owned() }
}

fn human(paths: &[String], findings: &[Diagnostic], console: &Console) -> String {
    let mut text = console.coloured(&told(findings, usize::MAX));
    let files = match paths.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    match findings.len() {
        0 => text.push_str(&format!("{files} checked, nothing wrong\n")),
        1 => text.push_str(&format!("{files} checked, 1 finding\n")),
        count => text.push_str(&format!("{files} checked, {count} findings\n")),
    }
    text
}
