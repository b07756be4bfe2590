//! CI/CD configuration of whole repositories, judged beside the components that a portal has published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;
use globset::GlobSet;

use crate::app::included;
use crate::app::outside::Outside;
use crate::base::{Area, Code, Diagnostic, RelPath, Severity};
use crate::catalog::{self, Input, ProjectContents};
use crate::export::components::PublishedComponent;
use crate::model::{Project, ProjectIndex, RawFile, Release, Snapshot, Version, Visibility};
use crate::parse::{self, ParseOptions};
use crate::source::{self, LocalOptions, Wanted};

use super::name_of;

const PIPELINE: &str = ".gitlab-ci.yml";

/// A repository, and the path by which the user knows it.
pub(super) struct Repository {
    project: Project,
    shown: String,
    /// Set if files were named: nothing is said of the others.
    only: Option<BTreeSet<RelPath>>,
}

impl Repository {
    /// Whether there is any CI/CD configuration in it.
    pub(super) fn holds_any(&self) -> bool {
        self.project.files.keys().any(is_configuration)
    }
}

fn is_configuration(path: &RelPath) -> bool {
    let path = path.as_str();
    path == PIPELINE || (path.starts_with("templates/") && path.ends_with(".yml"))
}

/// The repositories at and below a path; a folder that holds a pipeline is one, whatever stands below it.
pub(super) fn below(path: &Path, outside: &Outside<'_>) -> Result<Vec<Repository>> {
    if path.is_file() {
        return Ok(of_file(path, outside)?.into_iter().collect());
    }
    if [PIPELINE, "templates", ".git"].iter().any(|name| path.join(name).exists()) {
        let project = read(path, Some(0))?.into_iter().next();
        return Ok(project.map(|project| whole(project, path, outside)).into_iter().collect());
    }
    let projects = read(path, None)?.into_iter();
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
fn of_file(file: &Path, outside: &Outside<'_>) -> Result<Option<Repository>> {
    let Some(folder) = file.parent() else { return Ok(None) };
    let folders = folder.ancestors().take(3).map(Path::to_owned);
    for root in
        folders.map(|root| if root.as_os_str().is_empty() { PathBuf::from(".") } else { root })
    {
        let below = file.strip_prefix(&root).unwrap_or(file).to_str().and_then(RelPath::new);
        let Some(only) = below.filter(is_configuration) else { continue };
        let Some(project) = read(&root, Some(0))?.into_iter().next() else { continue };
        if project.files.contains_key(&only) {
            let only = Some([only].into());
            return Ok(Some(Repository { only, ..whole(project, &root, outside) }));
        }
    }
    Ok(None)
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

fn read(folder: &Path, depth: Option<usize>) -> Result<Vec<Project>> {
    let options = LocalOptions {
        depth,
        exclude: GlobSet::empty(),
        ..LocalOptions::new(Wanted::new(&[])?, Visibility::Private)
    };
    let references = |project: &Project| parse::references(project, &ParseOptions::default());
    Ok(source::read(folder, &options, &references)?.projects)
}

/// Repositories that were named more than once, by several of their files or by paths that overlap, as one.
fn merged(repositories: Vec<Repository>) -> impl Iterator<Item = Repository> {
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

/// Judges the repositories; returns the files that were looked at, and what is wrong with them.
pub(super) fn check(
    repositories: Vec<Repository>,
    published: Vec<PublishedComponent>,
) -> (Vec<String>, Vec<Diagnostic>) {
    let mut shown: BTreeMap<String, (String, Option<BTreeSet<RelPath>>)> = BTreeMap::new();
    let mut all: BTreeMap<String, (Project, ProjectContents)> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut files = Vec::new();
    for mut repository in merged(repositories) {
        if all.contains_key(&repository.project.path) {
            // Two checkouts in folders of the same name: each keeps a path of its own.
            repository.project.path.clone_from(&repository.shown);
        }
        let project = repository.project;
        // The index says nothing before the catalog sorts the projects, and nobody asks for entities here.
        let parsed = parse::project(ProjectIndex(0), &project, &ParseOptions::default());
        findings.extend(parsed.diagnostics);
        let contents = ProjectContents {
            components: parsed.components,
            pipeline: parsed.pipeline,
            ..ProjectContents::default()
        };
        let read = contents.pipeline.keys().chain(contents.components.iter().map(|one| &one.path));
        let is_asked =
            |path: &&RelPath| repository.only.as_ref().is_none_or(|only| only.contains(*path));
        files.extend(read.filter(is_asked).map(|path| joined(&repository.shown, path.as_str())));
        shown.insert(project.path.clone(), (repository.shown, repository.only));
        all.insert(project.path.clone(), (project, contents));
    }
    for component in published {
        add_published(component, &shown, &mut all);
    }
    let (projects, mut contents): (Vec<Project>, Vec<ProjectContents>) = all.into_values().unzip();
    let snapshot = Snapshot { projects, ..Snapshot::default() };
    included::read(&snapshot, &mut contents, &mut findings);
    findings.extend(catalog::build(&snapshot, Input { entities: Vec::new(), contents }).1);
    let told = findings.into_iter().filter(|finding| finding.code.area() == Area::Pipeline);
    let told = told.filter_map(|mut finding| {
        let (folder, only) = shown.get(&finding.place.project)?;
        let is_asked = |path: &RelPath| path.as_str() == finding.place.path;
        if only.as_ref().is_some_and(|only| !only.iter().any(is_asked)) {
            return None;
        }
        if finding.code == Code::UnknownComponent {
            // The index is as old as the portal: what it does not know may be new.
            finding.severity = finding.severity.min(Severity::Warning);
        }
        finding.place.path = joined(folder, &finding.place.path);
        finding.place.project = String::new();
        Some(finding)
    });
    (files, told.collect())
}

/// Takes a published component as one of a project of which nothing else is known; what is checked out comes first.
fn add_published(
    component: PublishedComponent,
    checked_out: &BTreeMap<String, (String, Option<BTreeSet<RelPath>>)>,
    all: &mut BTreeMap<String, (Project, ProjectContents)>,
) {
    let PublishedComponent { project: path, default_branch, component } = component;
    let (project, contents) = all.entry(path.clone()).or_insert_with(|| {
        let project = Project { path: path.clone(), default_branch, ..Project::default() };
        (project, ProjectContents::default())
    });
    for version in &component.versions {
        let tag = &version.tag;
        let at = project.versions.iter().position(|known| known.tag == *tag).unwrap_or_else(|| {
            let (tag, sha, released_at) = (tag.clone(), version.sha.clone(), version.released_at);
            project.releases.push(Release { tag: tag.clone(), name: None, released_at });
            project.versions.push(Version { tag, sha, ..Version::default() });
            project.versions.len() - 1
        });
        // What the file held is not published; that it was there is what tells the components of a release.
        let file = RawFile { bytes: Default::default() };
        project.versions[at].files.insert(component.path.clone(), file);
    }
    match contents.components.iter_mut().find(|one| one.name == component.name) {
        Some(own) => own.versions = component.versions,
        None if checked_out.contains_key(&path) => {}
        None => contents.components.push(component),
    }
}

fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
