//! What the program believes: defaults filled in, globs tried, addresses parsed.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use globset::{GlobBuilder, GlobSetBuilder};
use url::Url;

use crate::base::{Code, Place};

/// A whole configuration. Comes from [`parse`](super::parse) or [`Config::default_for`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Config {
    /// The portal as a whole.
    pub site: Site,
    /// Where projects are read from; may be empty.
    pub sources: Vec<Source>,
    /// How descriptors become a catalog.
    pub catalog: Catalog,
    /// Folders of Markdown beside the projects.
    pub content: Vec<Content>,
    /// How API descriptions are found, shown and judged.
    pub apis: Apis,
    /// What is too large.
    pub limits: Limits,
    /// What is too great a change.
    pub guard: Guard,
}

/// What the portal is called, where it is served and how it looks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Site {
    /// Its name.
    pub title: String,
    /// Where it will be served, with a slash at the end.
    pub url: Option<Url>,
    /// Who can open it.
    pub audience: Audience,
    /// One or two sentences.
    pub description: Option<String>,
    /// A language tag.
    pub language: String,
    /// Hosts whose images may be shown, in lower case.
    pub images: Vec<String>,
    /// A folder that overlays the default theme.
    pub theme: Option<Folder>,
    /// The accent colour.
    pub brand: Option<Brand>,
}

/// Who can open the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody.
    Public,
    /// Everybody who is signed in.
    Internal,
    /// Members of its project.
    Members,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Brand {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

impl fmt::Display for Brand {
    /// The form `#rrggbb`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Where projects come from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// A folder on disk.
    Directory(DirectorySource),
    /// Groups of a GitLab instance.
    GitLab(Box<GitLabSource>),
}

/// A folder whose tree mirrors groups and projects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DirectorySource {
    /// Which.
    pub folder: Folder,
    /// At which level every folder is a project.
    pub depth: Option<usize>,
    /// Further wanted files of each project.
    pub files: Globs,
    /// Paths below the folder that are left out.
    pub exclude: Globs,
}

/// Groups of a GitLab instance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GitLabSource {
    /// The instance, with a slash at the end.
    pub url: Url,
    /// The environment variable that holds the token.
    pub token_env: String,
    /// Paths of groups.
    pub groups: Vec<String>,
    /// Further wanted files of each project.
    pub files: Globs,
    /// Project paths that are read; all if there are none.
    pub include: Globs,
    /// Project paths that are left out.
    pub exclude: Globs,
    /// Topics of which a project needs one; none are needed if there are none.
    pub topics: Vec<String>,
    /// Topics that leave a project out.
    pub exclude_topics: Vec<String>,
    /// Whether archived projects are read.
    pub archived: bool,
    /// Whether forks are read.
    pub forks: bool,
    /// Whether trees of documentation are read.
    pub docs: bool,
    /// Of how many releases of a component project the templates are read.
    pub versions: usize,
    /// Whether the people in groups are read.
    pub members: bool,
    /// Whether the places are read where projects run.
    pub environments: bool,
    /// Certificates that are trusted beside those of the system.
    pub ca_file: Option<FilePath>,
    /// Whether the token may cross the network unencrypted.
    pub allow_http: bool,
    /// How many requests are under way at once.
    pub concurrency: usize,
    /// Where the source is written.
    pub place: Place,
}

/// How descriptors become a catalog.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Catalog {
    /// Which files of a project describe entities.
    pub descriptors: Globs,
    /// Links by annotation.
    pub links: Vec<LinkTemplate>,
}

/// A link that each entity with a certain annotation gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkTemplate {
    /// The annotation's key.
    pub annotation: String,
    /// What the link is called.
    pub title: String,
    /// Where it leads; holds `{value}` at least once.
    pub url: String,
}

/// A folder of Markdown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Content {
    /// Which.
    pub folder: Folder,
    /// What the navigation calls it.
    pub title: Option<String>,
}

/// A folder that the configuration names, relative to the folder of `portolan.yaml`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Folder {
    /// As written.
    pub path: PathBuf,
    /// Where it is written, for messages about it.
    pub place: Place,
}

/// A file that the configuration names, relative to the folder of `portolan.yaml`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FilePath {
    /// As written.
    pub path: PathBuf,
    /// Where it is written, for messages about it.
    pub place: Place,
}

/// How API descriptions are found, shown and judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Apis {
    /// Whether those that no descriptor names become entities.
    pub infer: bool,
    /// At how many releases each is shown.
    pub versions: usize,
    /// Whether they are judged.
    pub lint: bool,
    /// Codes that nobody is told of.
    pub ignore: BTreeSet<Code>,
    /// Those that readers may call: canonical references, or `*`, each with where it is written.
    pub try_it: Vec<(String, Place)>,
}

/// What is too large to be read; sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// A descriptor, settings or pipeline file.
    pub descriptor: u64,
    /// A README or page of documentation.
    pub readme: u64,
    /// An API description.
    pub api_file: u64,
    /// An image.
    pub image: u64,
    /// Files of one project.
    pub files: usize,
}

/// What is too great a change since the past build, or too much that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guard {
    /// Per cent of the projects, and of the entities, that may be gone.
    pub max_shrink: u8,
    /// Per cent of the projects that may be unreadable.
    pub max_failed: u8,
    /// Days for which content is shown in place of what could not be read.
    pub max_stale: u32,
}

/// Globs over relative paths that are known to compile; `*` stops at a slash.
///
/// Whoever matches paths compiles them for itself, since none of the layers below knows this type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Globs {
    patterns: Vec<String>,
}

impl Globs {
    /// Takes the patterns if each of them, and all together, can be compiled.
    pub(super) fn new(patterns: Vec<String>) -> Result<Globs, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for pattern in &patterns {
            let mut glob = GlobBuilder::new(pattern);
            set.add(glob.literal_separator(true).backslash_escape(true).build()?);
        }
        set.build()?;
        Ok(Globs { patterns })
    }

    /// The patterns, without `./` in front.
    pub(crate) fn patterns(&self) -> &[String] {
        &self.patterns
    }
}
