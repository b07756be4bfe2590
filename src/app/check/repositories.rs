//! The repositories that the paths of a command line name, each read as a portal would read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use globset::GlobSet;

use crate::app::outside::Outside;
use crate::base::RelPath;
use crate::model::{Project, RawFile, Visibility};
use crate::parse::{self, ParseOptions};
use crate::source::{self, LocalOptions, Wanted};

use super::name_of;

const PIPELINE: &str = ".gitlab-ci.yml";

/// A repository, and the path by which the user knows it.
pub(super) struct Repository {
    pub(super) project: Project,
    pub(super) shown: String,
    /// Set if files were named: nothing is said of the others.
    pub(super) only: Option<BTreeSet<RelPath>>,
}

impl Repository {
    /// Whether there is any CI/CD configuration or API description in it.
    pub(super) fn holds_any(&self) -> bool {
        let mut files = self.project.files.iter();
        files.any(|(path, file)| is_configuration(path) || parse::is_api(path, file))
    }
}

fn is_configuration(path: &RelPath) -> bool {
    let path = path.as_str();
    path == PIPELINE || (path.starts_with("templates/") && path.ends_with(".yml"))
}

/// The repositories at and below a path; a folder that holds a pipeline is one, whatever stands below it.
pub(super) fn below(path: &Path, outside: &Outside<'_>) -> Result<Vec<Repository>> {
    if path.is_file() {
        let found = match of_pipeline(path, outside)? {
            None => of_api(path, outside)?,
            found => found,
        };
        return Ok(found.into_iter().collect());
    }
    if [PIPELINE, "templates", ".git"].iter().any(|name| path.join(name).exists()) {
        let project = read(path, Some(0), &[])?.into_iter().next();
        return Ok(project.map(|project| whole(project, path, outside)).into_iter().collect());
    }
    let projects = read(path, None, &[])?.into_iter();
    let found = projects.map(|project| {
        let folder = path.join(&project.path);
        match folder.is_dir() {
            true => Repository { shown: name_of(&folder), project, only: None },
            false => whole(project, path, outside),
        }
    });
    Ok(found.collect())
}

/// The repository of a file, if it is CI/CD configuration by its place.
fn of_pipeline(file: &Path, outside: &Outside<'_>) -> Result<Option<Repository>> {
    let Some(folder) = file.parent() else { return Ok(None) };
    let folders = folder.ancestors().take(3).map(Path::to_owned);
    for root in
        folders.map(|root| if root.as_os_str().is_empty() { PathBuf::from(".") } else { root })
    {
        let below = file.strip_prefix(&root).unwrap_or(file).to_str().and_then(RelPath::new);
        let Some(only) = below.filter(is_configuration) else { continue };
        let Some(project) = read(&root, Some(0), &[])?.into_iter().next() else { continue };
        if project.files.contains_key(&only) {
            let only = Some([only].into());
            return Ok(Some(Repository { only, ..whole(project, &root, outside) }));
        }
    }
    Ok(None)
}

/// The repository of a file that is an API description by its content: the checkout that it lies in, else its folder.
fn of_api(file: &Path, outside: &Outside<'_>) -> Result<Option<Repository>> {
    let Some(folder) = file.parent() else { return Ok(None) };
    let checkout = folder.ancestors().find(|folder| folder.join(".git").exists());
    let root = checkout.unwrap_or(folder);
    let below = file.strip_prefix(root).ok().and_then(Path::to_str).and_then(RelPath::new);
    let Some(below) = below.filter(|path| !path.name().starts_with("catalog-info.")) else {
        return Ok(None);
    };
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    // Most files that are named are no descriptions, and a checkout is long to read.
    let bytes = fs::read(file).unwrap_or_default().into();
    if !parse::is_api(&below, &RawFile { bytes }) {
        return Ok(None);
    }
    let named = [globset::escape(below.as_str())];
    let Some(project) = read(root, Some(0), &named)?.into_iter().next() else { return Ok(None) };
    if !project.files.contains_key(&below) {
        return Ok(None);
    }
    let only = Some([below].into());
    Ok(Some(Repository { only, ..whole(project, root, outside) }))
}

/// A checkout: in a pipeline its path on GitLab is known.
fn whole(project: Project, folder: &Path, outside: &Outside<'_>) -> Repository {
    let here = folder.canonicalize().ok();
    let checkout =
        (outside.variable)("CI_PROJECT_DIR").and_then(|dir| PathBuf::from(dir).canonicalize().ok());
    let path =
        (outside.variable)("CI_PROJECT_PATH").filter(|_| checkout.is_some() && checkout == here);
    let path = path.unwrap_or_else(|| project.path.clone());
    Repository { project: Project { path, ..project }, shown: name_of(folder), only: None }
}

fn read(folder: &Path, depth: Option<usize>, named: &[String]) -> Result<Vec<Project>> {
    let options = LocalOptions {
        depth,
        exclude: GlobSet::empty(),
        ..LocalOptions::new(Wanted::new(named)?, Visibility::Private)
    };
    let references = |project: &Project| parse::references(project, &ParseOptions::default());
    Ok(source::read(folder, &options, &references)?.projects)
}

/// Repositories that were named more than once, by several of their files or by paths that overlap, as one.
pub(super) fn merged(repositories: Vec<Repository>) -> impl Iterator<Item = Repository> {
    let mut by_place: BTreeMap<String, Repository> = BTreeMap::new();
    for repository in repositories {
        match by_place.get_mut(&repository.shown) {
            Some(known) => {
                known.only = known.only.take().zip(repository.only).map(|(mut one, other)| {
                    one.extend(other);
                    one
                });
            }
            None => _ = by_place.insert(repository.shown.clone(), repository),
        }
    }
    by_place.into_values()
}

/// A path of a repository, as the user would name it.
pub(super) fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
