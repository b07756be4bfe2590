//! What is asked of GitLab, and what a crawl comes to.

use globset::GlobSet;
use url::Url;

use crate::base::{RelPath, Timestamp};
use crate::model::Visibility;
use crate::source::merge::Part;
use crate::source::wanted::{Limit, Limits, Wanted};

/// Which projects are read, and what of them.
#[derive(Clone, Debug)]
pub(crate) struct GitLabOptions {
    /// The instance, with a slash at the end.
    pub url: Url,
    /// Paths of groups.
    pub groups: Vec<String>,
    /// Only projects whose path matches, if there is such a list.
    pub include: Option<GlobSet>,
    /// No project whose path matches.
    pub exclude: GlobSet,
    /// Only projects with one of these topics, if there are any.
    pub topics: Vec<String>,
    /// No project with one of these topics.
    pub exclude_topics: Vec<String>,
    /// Archived projects too.
    pub archived: bool,
    /// Forks too.
    pub forks: bool,
    /// Documentation trees too.
    pub docs: bool,
    /// How many releases of a project with components are read.
    pub versions: usize,
    /// How many releases of a project with API descriptions are read.
    pub api_versions: usize,
    /// Who is in the groups.
    pub members: bool,
    /// Where projects run.
    pub environments: bool,
    /// Who reads the portal: whatever is less visible is left out.
    pub audience: Visibility,
    /// Which files are wanted.
    pub wanted: Wanted,
    /// Globs of wanted files beside the usual ones.
    pub files: Vec<String>,
    /// Globs of descriptors.
    pub patterns: Vec<String>,
    /// How large a file may be.
    pub limits: Limits,
    /// How many files of one project are listed.
    pub entries: usize,
    /// Per cent of the projects that may be unreadable.
    pub max_failed: u8,
    /// Days after which content of an earlier run is no longer shown.
    pub max_stale: u32,
}

impl GitLabOptions {
    /// Whether a file is wanted by its path alone.
    pub(super) fn wants(&self, path: &RelPath) -> Option<Limit> {
        let limit = self.wanted.wants(path)?;
        let is_documentation = matches!(limit, Limit::Document | Limit::Image);
        let is_left_out = !self.docs && is_documentation && path.as_str().starts_with("docs/");
        (!is_left_out).then_some(limit)
    }

    /// How large a file may be that is wanted or referred to.
    pub(super) fn limit_of(&self, path: &RelPath) -> Limit {
        self.wanted.wants(path).unwrap_or_else(|| Limit::by_extension(path))
    }
}

/// What a crawl comes to.
#[derive(Debug)]
pub(crate) struct Crawled {
    /// What was read.
    pub part: Part,
    /// When it ended.
    pub taken: Timestamp,
    /// The instance's release, if it says.
    pub version: Option<String>,
}

/// Why there is nothing to publish.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CrawlError {
    /// The token is not accepted, or sees too little.
    #[error("{0}")]
    Access(String),
    /// GitLab does not answer as it should.
    #[error("{0}")]
    Unavailable(String),
    /// Too many projects could not be read.
    #[error(
        "{failed} of {total} projects could not be read, more than {limit} %, so nothing is published: {cause}\n  help: what was read is kept, and the next run begins with the rest; `guard.max_failed` sets the limit"
    )]
    TooManyUnread {
        /// How many.
        failed: usize,
        /// Of how many.
        total: usize,
        /// Per cent that may fail.
        limit: u8,
        /// Why the first of them failed.
        cause: String,
    },
    /// Somebody asked us to stop; what was read is kept.
    #[error("interrupted; what was read is kept for the next run")]
    Interrupted,
    /// What was read cannot be kept.
    #[error("the cache of the crawl cannot be written: {0}")]
    Cache(std::io::Error),
}
