//! The configuration that a command works with, and where everything is that belongs to it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use url::Url;

use crate::config::{self, Config, Source};

use super::Console;
use super::exit::{Exit, Failure};
use super::request::ConfigPlace;

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
pub(super) fn load(place: &ConfigPlace, console: &Console) -> Result<Loaded> {
    let (mut config, file, text) = match (&place.directory, &place.config) {
        // A folder on the command line stands for the sources of the configuration, if there is one.
        (directory, Some(file)) => {
            let (mut config, text) = read(file, console)?;
            if let Some(directory) = directory {
                config.sources = Config::default_for(std::path::absolute(directory)?).sources;
            }
            (config, Some(file.clone()), text)
        }
        (Some(directory), None) => {
            if !directory.is_dir() {
                return Err(Failure::usage(format!("`{}` is not a folder", directory.display())));
            }
            (Config::default_for(std::path::absolute(directory)?), None, String::new())
        }
        (None, None) => {
            return Err(Failure::usage(
                "there is nothing to build from: no folder is named and `portolan.yaml` does not exist\n  help: name a folder of repositories (`portolan build DIR`), or write a configuration with `portolan init`",
            ));
        }
    };
    let folder = match file.as_deref().and_then(Path::parent) {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let environment = pages_url();
    if config.site.url.is_none() {
        config.site.url = Url::parse(&environment).ok();
    }
    let cache = place.cache.clone().unwrap_or_else(|| folder.join(".portolan"));
    let text = format!("{text}\n{:?}", place.directory);
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
