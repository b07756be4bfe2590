//! The configuration that a command works with, and where everything is that belongs to it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use url::Url;

use crate::config::{self, Config, Source};

use super::Console;
use super::exit::{Exit, Failure};
use super::request::Inputs;

/// A configuration and its surroundings.
pub(super) struct Loaded {
    /// What it says.
    pub config: Config,
    /// Its file, unless there is none.
    pub file: Option<PathBuf>,
    /// Where its relative paths begin.
    pub folder: PathBuf,
    /// What survives between runs.
    pub cache: PathBuf,
    /// Its text.
    pub text: String,
    /// What the environment added to it.
    pub environment: String,
}

impl Loaded {
    /// The folders that the site is made of.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let directories = self.config.sources.iter().filter_map(|source| match source {
            Source::Directory(directory) => Some(&directory.folder.path),
            Source::GitLab(_) => None,
        });
        let content = self.config.content.iter().map(|content| &content.folder.path);
        let theme = self.config.site.theme.iter().map(|theme| &theme.path);
        directories.chain(content).chain(theme).map(|path| self.folder.join(path)).collect()
    }
}

/// Reads the configuration; every problem in it is told at once.
pub(super) fn load(inputs: &Inputs, console: &Console) -> Result<Loaded> {
    let located = inputs.locate().map_err(|error| Failure::usage(error.to_string()))?;
    let (mut config, text) = match &located.config {
        Some(file) => read(file, console)?,
        None => (Config::default_for(PathBuf::new()), String::new()),
    };
    // A folder on the command line takes the place of the configured sources.
    if let Some(directory) = &located.directory {
        config.sources = Config::default_for(std::path::absolute(directory)?).sources;
    }
    // An empty file is valid, but an empty portal in place of a full one is no good answer to it.
    if config.sources.is_empty() && config.content.is_empty() {
        let file = located.config.unwrap_or_default();
        return Err(Failure::usage(format!(
            "`{}` names neither `sources` nor `content`, so there is nothing to show\n  help: add `sources:`, or name a folder of repositories on the command line",
            file.display()
        )));
    }
    let environment = pages_url();
    if config.site.url.is_none() {
        config.site.url = Url::parse(&environment).ok();
    }
    let text = format!("{text}\n{:?}", located.directory);
    let (folder, cache, file) = (located.base, located.cache, located.config);
    Ok(Loaded { config, file, folder, cache, text, environment })
}

fn read(file: &Path, console: &Console) -> Result<(Config, String)> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::usage(format!(
                "`{}` does not exist\n  help: `portolan init` writes a first one",
                file.display()
            )));
        }
        Err(error) => {
            return Err(error).with_context(|| format!("`{}` cannot be read", file.display()));
        }
    };
    let (config, findings) = config::parse(&text, &file.to_string_lossy());
    match config {
        Some(config) => {
            for finding in &findings {
                console.say(&finding.to_string());
            }
            Ok((config, text))
        }
        None => {
            let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
            Err(Failure { exit: Exit::Usage, message: told.join("\n") }.into())
        }
    }
}

/// Where GitLab Pages will serve the site, with a slash at the end; empty outside its pipelines.
#[expect(clippy::disallowed_methods, reason = "this is `app`, which reads the environment")]
fn pages_url() -> String {
    let url = std::env::var("CI_PAGES_URL").unwrap_or_default();
    if url.is_empty() || url.ends_with('/') { url } else { format!("{url}/") }
}
