//! The projects that includes may lead to, and their CI files.

use std::collections::{BTreeSet, HashMap};

use crate::base::RelPath;
use crate::catalog::build::ProjectContents;
use crate::model::{CiComponent, CiFile, Project, ProjectIndex, Repository, Snapshot, is_unlisted};

use super::version::Releases;

/// One CI file at one state of its project; what following an include comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Source<'a> {
    /// The project.
    pub project: ProjectIndex,
    /// The file.
    pub path: &'a RelPath,
    /// The release whose file it is; none for the default branch.
    pub version: Option<&'a str>,
}

/// Everything that was crawled, by the names that includes use.
pub(super) struct Projects<'a> {
    snapshot: &'a Snapshot,
    contents: &'a [ProjectContents],
    /// In lower case, as GitLab compares them; only those that may be named.
    by_path: HashMap<String, ProjectIndex>,
    hosts: BTreeSet<String>,
    releases: Vec<Releases<'a>>,
}

impl<'a> Projects<'a> {
    /// Gathers them.
    pub(super) fn new(snapshot: &'a Snapshot, contents: &'a [ProjectContents]) -> Projects<'a> {
        let shown = snapshot.indexed().filter(|(index, _)| {
            contents.get(index.0 as usize).is_some_and(|contents| !contents.is_hidden)
        });
        Projects {
            snapshot,
            contents,
            by_path: shown.map(|(index, project)| (project.path.to_lowercase(), index)).collect(),
            hosts: snapshot.projects.iter().filter_map(host).collect(),
            releases: snapshot.projects.iter().map(Releases::of).collect(),
        }
    }

    /// All that may be named, in the order of the snapshot.
    pub(super) fn shown(&self) -> impl Iterator<Item = ProjectIndex> {
        let all = self.snapshot.indexed().zip(self.contents);
        all.filter(|(_, contents)| !contents.is_hidden).map(|((index, _), _)| index)
    }

    /// Finds a project by its path, in any case.
    pub(super) fn find(&self, path: &str) -> Option<ProjectIndex> {
        self.by_path.get(&path.trim_matches('/').to_lowercase()).copied()
    }

    /// Whether a host that is written out is the GitLab that was crawled. Folders do not say where they come from.
    pub(super) fn is_our_host(&self, host: &str) -> bool {
        self.hosts.is_empty() || self.hosts.contains(&host.to_lowercase())
    }

    /// A project.
    pub(super) fn project(&self, index: ProjectIndex) -> &'a Project {
        self.snapshot.project(index)
    }

    /// What a project holds.
    pub(super) fn contents(&self, index: ProjectIndex) -> &'a ProjectContents {
        &self.contents[index.0 as usize]
    }

    /// A project's releases.
    pub(super) fn releases(&self, index: ProjectIndex) -> &Releases<'a> {
        &self.releases[index.0 as usize]
    }

    /// A component of a project, by its name.
    pub(super) fn component(&self, index: ProjectIndex, name: &str) -> Option<usize> {
        self.contents(index).components.iter().position(|component| component.name == name)
    }

    /// The file, if it was read and understood.
    pub(super) fn file(&self, source: Source<'_>) -> Option<&'a CiFile> {
        let contents = self.contents(source.project);
        let component =
            || contents.components.iter().find(|component| component.path == *source.path);
        match source.version {
            None => contents.pipeline.get(source.path).or_else(|| Some(&component()?.file)),
            Some(tag) => file_at(component()?, tag),
        }
    }

    /// The file at this path of a project's default branch, if it was read and understood.
    pub(super) fn head(&self, project: ProjectIndex, path: &RelPath) -> Option<Source<'a>> {
        let contents = self.contents(project);
        let in_pipeline = contents.pipeline.get_key_value(path).map(|(path, _)| path);
        let component = || contents.components.iter().find(|component| component.path == *path);
        let path = in_pipeline.or_else(|| Some(&component()?.path))?;
        Some(Source { project, path, version: None })
    }

    /// The template at this path as it was at a release, if it was read and understood.
    pub(super) fn at(
        &self,
        project: ProjectIndex,
        path: &RelPath,
        tag: &str,
    ) -> Option<Source<'a>> {
        let tag = self.releases(project).tag(tag)?;
        let components = &self.contents(project).components;
        let component = components.iter().find(|component| component.path == *path)?;
        file_at(component, tag)?;
        Some(Source { project, path: &component.path, version: Some(tag) })
    }

    /// Whether the default branch has a file.
    pub(super) fn presence(&self, project: ProjectIndex, path: &RelPath) -> Presence {
        let (index, project) = (project, self.project(project));
        let is_left_out = || project.left_out.iter().any(|left_out| left_out.path == *path);
        if self.head(index, path).is_some() || project.files.contains_key(path) || is_left_out() {
            return Presence::There;
        }
        if project.absent.contains(path) {
            return Presence::Gone;
        }
        match (&project.tree, project.repository) {
            (Some(tree), _) if tree.contains(path) => Presence::There,
            (Some(_), _) if is_unlisted(path) => Presence::Unknown,
            (Some(_), Repository::Readable | Repository::Empty) => Presence::Gone,
            _ => Presence::Unknown,
        }
    }

    /// The files of the default branch that begin so, as far as known.
    pub(super) fn files_from(&self, project: ProjectIndex, prefix: &str) -> BTreeSet<&'a RelPath> {
        // Only the part of the sorted paths that can begin so is looked at: trees are large, and patterns many.
        let Some(start) = RelPath::new(prefix.trim_start_matches('/')) else {
            return BTreeSet::new();
        };
        let pipeline = &self.contents(project).pipeline;
        let project = self.project(project);
        let left_out = project.left_out.iter().map(|left_out| &left_out.path);
        let is_below = |path: &&RelPath| path.as_str().starts_with(start.as_str());
        let mut found: BTreeSet<&'a RelPath> = left_out.filter(is_below).collect();
        if let Some(tree) = &project.tree {
            found.extend(tree.range(start.clone()..).take_while(is_below));
        }
        let read = project.files.range(start.clone()..).map(|(path, _)| path);
        found.extend(read.take_while(is_below));
        let understood = pipeline.range(start.clone()..).map(|(path, _)| path);
        found.extend(understood.take_while(is_below));
        found
    }
}

/// Whether a file is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// It is.
    There,
    /// It is not.
    Gone,
    /// The project's files are not all known.
    Unknown,
}

fn file_at<'a>(component: &'a CiComponent, tag: &str) -> Option<&'a CiFile> {
    component.versions.iter().find(|version| version.tag == tag)?.file.as_ref()
}

/// The host, with its port if it has one of its own, where a project lives.
fn host(project: &Project) -> Option<String> {
    let (_, rest) = project.web_url.as_deref()?.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    Some(host.to_lowercase())
}
