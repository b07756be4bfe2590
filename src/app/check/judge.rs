//! What is wrong with the CI/CD configuration and API descriptions of repositories, beside what a portal has published.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::LintOptions;
use crate::app::included;
use crate::base::{Area, Code, Diagnostic, RelPath, Severity};
use crate::catalog::{self, Input, ProjectContents};
use crate::export::components::PublishedComponent;
use crate::model::api::ApiDoc;
use crate::model::{Project, ProjectIndex, RawFile, Release, Snapshot, Version};
use crate::page::{self, Past, RecordOptions};
use crate::parse::{self, ParseOptions};

use super::repositories::{Repository, joined, merged};

/// Judges what is in the repositories; returns the files that were looked at, and what is wrong with them.
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
            apis: parsed.apis,
            ..ProjectContents::default()
        };
        let read = contents.pipeline.keys().chain(contents.components.iter().map(|one| &one.path));
        let read = read.chain(contents.apis.iter().flat_map(files_of));
        let only = repository.only.map(|only| with_parts(only, &contents.apis));
        let is_asked = |path: &&RelPath| only.as_ref().is_none_or(|only| only.contains(*path));
        files.extend(read.filter(is_asked).map(|path| joined(&repository.shown, path.as_str())));
        shown.insert(project.path.clone(), (repository.shown, only));
        all.insert(project.path.clone(), (project, contents));
    }
    for component in published {
        add_published(component, &shown, &mut all);
    }
    let (projects, mut contents): (Vec<Project>, Vec<ProjectContents>) = all.into_values().unzip();
    let snapshot = Snapshot { projects, ..Snapshot::default() };
    included::read(&snapshot, &mut contents, &mut findings);
    let (catalog, found) = catalog::build(&snapshot, Input { entities: Vec::new(), contents });
    findings.extend(found);
    let judged = RecordOptions { lints: true, lint: LintOptions::default() };
    findings.extend(page::records(&snapshot, &catalog, &Past::default(), &judged).1);
    let is_ours = |finding: &Diagnostic| matches!(finding.code.area(), Area::Pipeline | Area::Api);
    let told = findings.into_iter().filter(is_ours).filter_map(|mut finding| {
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

/// The files of a description.
fn files_of(api: &ApiDoc) -> impl Iterator<Item = &RelPath> {
    std::iter::once(&api.path).chain(api.content.iter().flat_map(|content| &content.files))
}

/// Who names a description means its parts too.
fn with_parts(mut only: BTreeSet<RelPath>, apis: &[ApiDoc]) -> BTreeSet<RelPath> {
    for api in apis.iter().filter(|api| only.contains(&api.path)).collect::<Vec<_>>() {
        only.extend(files_of(api).cloned());
    }
    only
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
