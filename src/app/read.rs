//! The sources that the configuration names, read into one snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::base::{Diagnostic, RelPath, Timestamp};
use crate::config::{Config, Content, Folder, Source};
use crate::model::{Project, Snapshot};
use crate::page::Guide;
use crate::parse::{self, ParseOptions};
use crate::source::{self, LocalOptions, Wanted};

use super::Console;
use super::exit::Failure;
use super::gitlab::{self, Budget, Instance};
use super::outside::Outside;
use super::progress::Progress;
use super::settings::Loaded;

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
    /// Requests by what they were for.
    pub requests: BTreeMap<String, usize>,
}

/// What reading needs.
pub(super) struct Reader<'a> {
    /// The configuration and where it lies.
    pub loaded: &'a Loaded,
    /// How files are understood, which decides what they refer to.
    pub options: &'a ParseOptions,
    /// The time, the environment, the wish to stop.
    pub outside: &'a Outside<'a>,
    /// What crawling may use up.
    pub budget: Budget,
    /// Who is told.
    pub console: &'a Console,
    /// How far it is.
    pub progress: &'a Progress,
}

/// Reads every source, or takes the snapshot of an earlier run in their place.
pub(super) fn inputs(reader: &Reader<'_>, stored: Option<Snapshot>) -> Result<Inputs> {
    let Reader { loaded, options, .. } = reader;
    let (config, folder) = (&loaded.config, loaded.folder.as_path());
    let mut findings = Vec::new();
    let mut requests = BTreeMap::new();
    let snapshot = match stored {
        Some(snapshot) => snapshot,
        None => snapshot(reader, &mut requests)?,
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
    Ok(Inputs { snapshot, guides, theme, findings, requests })
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

fn snapshot(reader: &Reader<'_>, requests: &mut BTreeMap<String, usize>) -> Result<Snapshot> {
    let Reader { loaded, options, .. } = reader;
    let (config, folder) = (&loaded.config, loaded.folder.as_path());
    let mut parts = Vec::new();
    let mut taken = None;
    let mut caches = BTreeSet::new();
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
                let instance = Instance::new(loaded, gitlab, reader.outside)?;
                caches.insert(instance.cache_name());
                let fetched =
                    instance.crawl(options, reader.budget, reader.console, reader.progress)?;
                gitlab::add(requests, &fetched.traffic);
                taken = taken.max(Some(fetched.taken));
                parts.push(fetched.part);
            }
        }
    }
    forget_others(&loaded.cache, &caches);
    let audience = gitlab::visibility(config.site.audience);
    Ok(source::snapshot(parts, source_date()?.or(taken), audience))
}

/// Removes what was kept of groups that are no longer read: nobody would ever look whether it may still be shown.
fn forget_others(cache: &Path, caches: &BTreeSet<String>) {
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if gitlab::is_cache(&name) && !caches.contains(&name) {
            // What cannot be removed now is found again by the next run.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How large files may be.
pub(super) fn limits(config: &Config) -> source::Limits {
    let limits = config.limits;
    source::Limits {
        descriptor: limits.descriptor,
        document: limits.readme,
        image: limits.image,
        api: limits.api_file,
    }
}

fn local_options(config: &Config, wanted: Vec<String>) -> Result<LocalOptions> {
    let visibility = gitlab::visibility(config.site.audience);
    let wanted = Wanted::new(&wanted)?;
    let (limits, entries) = (limits(config), config.limits.files);
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
