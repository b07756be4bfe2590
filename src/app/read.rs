//! The sources that the configuration names, read into one snapshot.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::base::{Diagnostic, RelPath, Timestamp};
use crate::config::{Audience, Config, Content, Folder, Source};
use crate::model::{Project, Snapshot, Visibility};
use crate::page::Guide;
use crate::parse::{self, ParseOptions};
use crate::source::{self, LocalOptions, Wanted};

use super::exit::Failure;

/// Everything a site is made of, besides its configuration.
pub(super) struct Inputs {
    /// The projects.
    pub snapshot: Snapshot,
    /// The portal's own Markdown.
    pub guides: Vec<Guide>,
    /// Files of the user's theme, by their paths in it.
    pub theme: BTreeMap<RelPath, Vec<u8>>,
    /// What was found wrong while reading.
    pub findings: Vec<Diagnostic>,
}

/// Reads every source; `folder` is where relative paths of the configuration begin.
pub(super) fn inputs(
    config: &Config,
    folder: &Path,
    options: &ParseOptions,
    stored: Option<Snapshot>,
) -> Result<Inputs> {
    let mut findings = Vec::new();
    let snapshot = match stored {
        Some(snapshot) => snapshot,
        None => snapshot(config, folder, options)?,
    };
    findings.extend(snapshot.findings.iter().cloned());
    let guides = config
        .content
        .iter()
        .map(|content| guide(config, folder, content, options, &mut findings))
        .collect::<Result<_>>()?;
    let theme = match &config.site.theme {
        Some(theme) => theme_files(&resolve(folder, theme)?)?,
        None => BTreeMap::new(),
    };
    Ok(Inputs { snapshot, guides, theme, findings })
}

fn resolve(folder: &Path, named: &Folder) -> Result<PathBuf> {
    let path = folder.join(&named.path);
    if path.is_dir() {
        return Ok(path);
    }
    Err(Failure::usage(format!(
        "`{}` is not a folder\n  --> {}\n  help: paths in the configuration are relative to its own folder",
        path.display(),
        named.place
    )))
}

fn snapshot(config: &Config, folder: &Path, options: &ParseOptions) -> Result<Snapshot> {
    let mut parts = Vec::new();
    for source in &config.sources {
        match source {
            Source::Directory(directory) => {
                let path = resolve(folder, &directory.folder)?;
                let wanted =
                    directory.files.patterns().iter().chain(config.catalog.descriptors.patterns());
                let local = LocalOptions {
                    depth: directory.depth,
                    exclude: source::glob_set(directory.exclude.patterns())?,
                    ..local_options(config, wanted.cloned().collect())?
                };
                let references = |project: &Project| parse::references(project, options);
                let part = source::read(&path, &local, &references)
                    .with_context(|| format!("`{}` cannot be read", path.display()))?;
                parts.push(part);
            }
            Source::GitLab(gitlab) => {
                return Err(Failure::usage(format!(
                    "this version of portolan reads directories only, not `{}`\n  --> {}\n  help: clone the projects and name their folder with `directory:`",
                    gitlab.url, gitlab.place
                )));
            }
        }
    }
    Ok(source::snapshot(parts, source_date()?))
}

fn local_options(config: &Config, wanted: Vec<String>) -> Result<LocalOptions> {
    let visibility = match config.site.audience {
        Audience::Public => Visibility::Public,
        Audience::Internal => Visibility::Internal,
        Audience::Members => Visibility::Private,
    };
    let limits = config.limits;
    let wanted = Wanted::new(&wanted)?;
    let limits = source::Limits {
        descriptor: limits.descriptor,
        document: limits.readme,
        image: limits.image,
        api: limits.api_file,
    };
    let entries = config.limits.files;
    Ok(LocalOptions { limits, entries, ..LocalOptions::new(wanted, visibility) })
}

/// A folder of Markdown, read as if it were one project.
fn guide(
    config: &Config,
    folder: &Path,
    content: &Content,
    options: &ParseOptions,
    findings: &mut Vec<Diagnostic>,
) -> Result<Guide> {
    let path = resolve(folder, &content.folder)?;
    let wanted = vec!["**/*.{md,markdown}".to_owned()];
    let local = LocalOptions { depth: Some(0), ..local_options(config, wanted)? };
    let references = |project: &Project| parse::references(project, options);
    let part = source::read(&path, &local, &references)
        .with_context(|| format!("`{}` cannot be read", path.display()))?;
    findings.extend(part.findings);
    let project = part.projects.into_iter().next().unwrap_or_default();
    let docs = parse::guide(&project);
    let title = content.title.clone().unwrap_or_else(|| project.slug().to_owned());
    Ok(Guide { title, project, docs })
}

/// The moment that the snapshot tells of: only if somebody fixed it.
#[expect(clippy::disallowed_methods, reason = "this is `app`, which reads the environment")]
fn source_date() -> Result<Option<Timestamp>> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.trim().parse().map_err(|_| {
        Failure::usage(format!("`SOURCE_DATE_EPOCH` is `{text}`, which is no number of seconds"))
    })?;
    Ok(Some(Timestamp(seconds)))
}

/// The files of a theme, links not followed.
fn theme_files(folder: &Path) -> Result<BTreeMap<RelPath, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(false).sort_by_file_name() {
        let entry = entry.with_context(|| format!("`{}` cannot be read", folder.display()))?;
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if let (true, Some(path)) =
            (entry.file_type().is_file(), below.to_str().and_then(RelPath::new))
        {
            let bytes = fs::read(entry.path())
                .with_context(|| format!("`{}` cannot be read", entry.path().display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(files)
}
