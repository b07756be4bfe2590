//! Everything a page may ask, in one place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, RelPath};
use crate::catalog::Catalog;
use crate::model::{Doc, Project, ProjectIndex, Snapshot};

use super::{ApiRecords, PastApi, SiteSettings};

/// What the pages are made of.
pub(crate) struct World<'a> {
    /// The raw bytes and facts.
    pub snapshot: &'a Snapshot,
    /// The graph.
    pub catalog: &'a Catalog,
    /// Trees of Markdown that belong to the portal itself.
    pub guides: &'a [Guide],
    /// The portal's own facts.
    pub settings: &'a SiteSettings,
    /// What was found wrong before any page was made.
    pub findings: &'a [Diagnostic],
    /// What the last build said.
    pub past: &'a Past,
    /// What is known of APIs beyond their descriptions.
    pub apis: &'a ApiRecords,
}

/// A tree of Markdown that belongs to the portal itself, read as if it were a project.
pub(crate) struct Guide {
    /// What the tree is called.
    pub title: String,
    /// Its files.
    pub project: Project,
    /// Its pages, in reading order.
    pub docs: Vec<Doc>,
}

/// Which tree a Markdown file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DocSource {
    /// A project's repository.
    Project(ProjectIndex),
    /// A guide, by its place in [`World::guides`].
    Guide(u32),
}

impl World<'_> {
    /// The project that holds the files of a tree.
    pub(crate) fn project(&self, source: DocSource) -> &Project {
        match source {
            DocSource::Project(index) => self.snapshot.project(index),
            DocSource::Guide(at) => &self.guides[at as usize].project,
        }
    }

    /// The pages of a tree, in reading order.
    pub(crate) fn docs(&self, source: DocSource) -> &[Doc] {
        match source {
            DocSource::Project(index) => &self.catalog.contents(index).docs,
            DocSource::Guide(at) => &self.guides[at as usize].docs,
        }
    }
}

/// What the last build said: enough to leave a sign where a page was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Past {
    /// Pages that stood on the last site.
    pub pages: Vec<PastPage>,
    /// Pages that had gone before, most recent first.
    pub gone: Vec<PastPage>,
    /// By project, reference and file: APIs as they were, newest first.
    #[serde(default, deserialize_with = "readable")]
    pub apis: BTreeMap<String, Vec<PastApi>>,
}

/// Takes what can be read: a surface in the form of another version is forgotten, and nothing else with it.
fn readable<'d, D: serde::Deserializer<'d>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<PastApi>>, D::Error> {
    let all: BTreeMap<String, Vec<serde_json::Value>> = Deserialize::deserialize(deserializer)?;
    let read = |one| serde_json::from_value(one).ok();
    let apis =
        all.into_iter().map(|(api, past)| (api, past.into_iter().filter_map(read).collect()));
    Ok(apis.collect())
}

/// A page of an earlier build.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PastPage {
    /// Where it was.
    pub address: RelPath,
    /// What it was called.
    pub title: String,
    /// The entity it was about, in canonical form.
    pub reference: String,
    /// GitLab's number of the project.
    pub project: Option<u64>,
    /// The Markdown file that the page showed, if it was one of a docs tree.
    #[serde(default)]
    pub document: Option<RelPath>,
}
