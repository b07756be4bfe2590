//! `portolan doctor`: says whether the sources can be read and the site published, and what to do.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use crate::config::{GitLabSource, Source};
use crate::source::gitlab::{self, Check, Verdict};

use super::Console;
use super::exit::{Exit, Failure, exit_of};
use super::gitlab::{Budget, Instance};
use super::outside::{Outside, Stop, with_outside};
use super::report::printable;
use super::request::{DoctorFormat, DoctorRequest};
use super::settings;

#[derive(Serialize)]
struct Line {
    source: String,
    subject: &'static str,
    verdict: &'static str,
    message: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    help: String,
}

/// Runs the command.
pub(super) fn run(request: &DoctorRequest, console: &Console) -> Result<Exit> {
    let stop = Stop::on_signals()?;
    with_outside(&stop, |outside| look(request, console, outside))
}

/// Looks at every source and prints what was seen.
pub(super) fn look(
    request: &DoctorRequest,
    console: &Console,
    outside: &Outside<'_>,
) -> Result<Exit> {
    let loaded = settings::load(&request.inputs, console)?;
    let mut lines = Vec::new();
    let mut exit = Exit::Done;
    for source in &loaded.config.sources {
        match source {
            Source::Directory(directory) => {
                let path = loaded.folder.join(&directory.folder.path);
                let (verdict, message, help) = match path.is_dir() {
                    true => (Verdict::Good, "the folder can be read", ""),
                    false => (
                        Verdict::Bad,
                        "the folder is not there",
                        "paths are relative to the configuration",
                    ),
                };
                if verdict == Verdict::Bad {
                    exit = first(exit, Exit::Usage);
                }
                let check = Check {
                    subject: "folder",
                    verdict,
                    message: message.to_owned(),
                    help: help.to_owned(),
                };
                lines.push(line(&path.display().to_string(), check));
            }
            Source::GitLab(gitlab) => {
                let address = gitlab.url.to_string();
                let checks = match examine(&loaded, gitlab, outside, console) {
                    Ok(checks) => checks,
                    Err(error) => {
                        exit = first(exit, exit_of(&error));
                        vec![failed(&error)]
                    }
                };
                let bad = checks.iter().find(|check| check.verdict == Verdict::Bad);
                exit = first(exit, bad.map_or(Exit::Done, ending));
                lines.extend(checks.into_iter().map(|check| line(&address, check)));
            }
        }
    }
    print(&lines, request.format)?;
    Ok(exit)
}

/// The first trouble decides.
fn first(exit: Exit, next: Exit) -> Exit {
    if exit == Exit::Done { next } else { exit }
}

/// The code of a trouble. An instance that cannot be reached shows in the check of the token, and so ends as a refusal.
fn ending(check: &Check) -> Exit {
    match check.subject {
        "Pages" => Exit::Refused,
        "GraphQL" | "instance" => Exit::Unavailable,
        _ => Exit::Access,
    }
}

fn examine(
    loaded: &settings::Loaded,
    source: &GitLabSource,
    outside: &Outside<'_>,
    console: &Console,
) -> Result<Vec<Check>> {
    let instance = Instance::new(loaded, source, outside)?;
    let options = instance.options()?;
    let portal = instance.portal();
    instance.talk(Budget::default(), console, |transport| {
        Ok(gitlab::examine(&options, transport, outside.clock, portal.as_deref()))
    })
}

/// Why a source could not even be asked.
fn failed(error: &anyhow::Error) -> Check {
    let text = error.to_string();
    let (message, help) = text.split_once("\n  help: ").unwrap_or((&text, ""));
    let message = message.lines().next().unwrap_or_default().to_owned();
    let subject =
        if error.downcast_ref::<Failure>().is_some_and(|failure| failure.exit == Exit::Access) {
            "token"
        } else {
            "configuration"
        };
    Check { subject, verdict: Verdict::Bad, message, help: help.to_owned() }
}

fn line(source: &str, check: Check) -> Line {
    let verdict = match check.verdict {
        Verdict::Good => "ok",
        Verdict::Warning => "warning",
        Verdict::Bad => "error",
    };
    Line {
        source: source.to_owned(),
        subject: check.subject,
        verdict,
        message: check.message,
        help: check.help,
    }
}

fn print(lines: &[Line], format: DoctorFormat) -> Result<()> {
    let text = match format {
        DoctorFormat::Json => {
            serde_json::to_string_pretty(&serde_json::json!({ "checks": lines }))? + "\n"
        }
        DoctorFormat::Human => {
            let mut text = String::new();
            let mut source = "";
            for line in lines {
                if line.source != source {
                    source = &line.source;
                    text.push_str(&format!("{}\n", printable(source)));
                }
                text.push_str(&format!(
                    "  {:<8} {:<11} {}\n",
                    line.verdict,
                    line.subject,
                    printable(&line.message)
                ));
                if !line.help.is_empty() {
                    text.push_str(&format!("{:>22}help: {}\n", "", printable(&line.help)));
                }
            }
            text
        }
    };
    // A closed pipe is how a reader says that it has enough.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Ok(())
}
