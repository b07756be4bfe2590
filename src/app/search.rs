//! `portolan search QUERY`: the site's own search, without a browser.
//!
//! Reads the published files, so it finds what readers find, in the same order.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::base::RelPath;
use crate::search::{Answer, Hit, ReadError, Reader};

use super::Console;
use super::exit::{Exit, Failure};
use super::report::printable;
use super::request::{CACHE_FOLDER, SearchFormat, SearchRequest};
use super::state::State;

/// Where a build goes that names no folder.
const USUAL_SITE: &str = "public";
/// How wide the column of kinds is.
const KIND_WIDTH: usize = 11;

/// Runs the command.
pub(super) fn run(request: &SearchRequest, console: &Console) -> Result<Exit> {
    let site = site(request)?;
    console.detail(|| format!("reads `{}`", site.display()));
    let fetch = |path: &RelPath| fs::read(site.join(path.as_str()));
    let answer = Reader::open(Box::new(fetch))
        .and_then(|reader| reader.search(&request.query, 0, request.limit))
        .map_err(|error| unreadable(&site, error))?;
    let text = match request.format {
        SearchFormat::Human => {
            for note in notes(&answer) {
                console.say(&printable(&note));
            }
            printable(&hits(&answer))
        }
        SearchFormat::Json => format!("{}\n", serde_json::to_string_pretty(&answer)?),
    };
    // A closed pipe is how a reader says that it has enough.
    let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), text.as_bytes());
    Ok(Exit::Done)
}

/// The folder of the site: the one that is named, else the one that was built last.
fn site(request: &SearchRequest) -> Result<PathBuf> {
    let site = match &request.site {
        Some(site) => site.clone(),
        None => last_output(request)?.unwrap_or_else(|| PathBuf::from(USUAL_SITE)),
    };
    if site.is_dir() {
        return Ok(site);
    }
    let help = match request.site {
        Some(_) => "name the folder of a site that `portolan build` made",
        None => {
            "`portolan build` makes a site; `--site` names the folder of one that lies elsewhere"
        }
    };
    Err(Failure::usage(format!("`{}` is not a folder\n  help: {help}", site.display())))
}

fn last_output(request: &SearchRequest) -> Result<Option<PathBuf>> {
    let cache = match request.inputs.locate() {
        Ok(located) => located.cache,
        // To search, no configuration is needed; but one that was named must be there.
        Err(error) if request.inputs.config.is_some() => {
            return Err(Failure::usage(error.to_string()));
        }
        Err(_) => request.inputs.cache.clone().unwrap_or_else(|| PathBuf::from(CACHE_FOLDER)),
    };
    Ok(State::last_output(&cache))
}

fn unreadable(site: &std::path::Path, error: ReadError) -> anyhow::Error {
    let site = site.display();
    let (message, help) = match error {
        ReadError::Missing => (
            format!("`{site}` holds no search index"),
            "name the folder of a site that this version of `portolan build` made",
        ),
        ReadError::Damaged(_) => {
            (format!("{error} (in `{site}`)"), "`portolan build` writes it anew")
        }
        ReadError::Version(_) => (
            format!("{error} (in `{site}`)"),
            "build the site again, or search it with the version that built it",
        ),
    };
    Failure::usage(format!("{message}\n  help: {help}"))
}

/// What is to be known of an answer beside its hits.
fn notes(answer: &Answer) -> Vec<String> {
    let corrected = answer.corrections.iter();
    let mut notes: Vec<String> = corrected
        .map(|one| format!("nothing has `{}`: looked for `{}` instead", one.from, one.to))
        .collect();
    let shown = answer.hits.len();
    if shown == 0 {
        notes.push(format!("nothing is found for `{}`", answer.query));
    } else if answer.is_partial {
        notes.push("nothing has all of these words; what follows has some of them".to_owned());
    } else if let Some(total) = answer.total.filter(|total| *total > shown) {
        notes.push(format!("{shown} of {total} hits; `--limit` shows more"));
    }
    notes
}

/// A paragraph for each hit.
fn hits(answer: &Answer) -> String {
    let paragraphs: Vec<String> = answer.hits.iter().map(paragraph).collect();
    paragraphs.join("\n")
}

fn paragraph(hit: &Hit) -> String {
    let owner = if hit.owner_label.is_empty() { &hit.owner } else { &hit.owner_label };
    let of = [hit.place.as_str(), owner].into_iter().filter(|text| !text.is_empty());
    let of = of.collect::<Vec<_>>().join(" · ");
    let mut text = String::new();
    writeln!(text, "{:KIND_WIDTH$}  {}", hit.kind, hit.title).expect("text grows");
    for line in [of.as_str(), &hit.address, &hit.description] {
        if !line.is_empty() {
            writeln!(text, "{:KIND_WIDTH$}  {line}", "").expect("text grows");
        }
    }
    text
}
