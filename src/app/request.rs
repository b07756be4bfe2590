//! What a command is asked to do.
//!
//! `cli` makes requests of what was typed; nothing here knows of flags. Paths are as the user wrote
//! them, relative to the working directory.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::base::{Code, Severity};

/// The name of the configuration file.
pub(crate) const CONFIG_FILE: &str = "portolan.yaml";
/// The folder that remembers things between builds, beside the configuration.
pub(crate) const CACHE_FOLDER: &str = ".portolan";

/// One command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Make the portal.
    Build(BuildRequest),
    /// Make it, show it on loopback, make it again when something changes.
    Serve(ServeRequest),
    /// Look at descriptors and CI/CD configuration alone.
    Check(CheckRequest),
    /// Write a first configuration.
    Init(InitRequest),
    /// Search a site.
    Search(SearchRequest),
    /// Say what made a page.
    Explain(ExplainRequest),
    /// Say whether the sources can be read and the site published.
    Doctor(DoctorRequest),
    /// Print the JSON Schema of the configuration.
    Schema,
}

/// What holds for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Output {
    /// The form of messages.
    pub log_format: LogFormat,
    /// How many of them.
    pub verbosity: Verbosity,
    /// Whether they are coloured.
    pub color: Color,
}

/// The form of messages on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// Lines for people.
    Plain,
    /// One JSON object per line.
    Json,
}

/// How much is said while working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Errors only.
    Quiet,
    /// Progress, findings and the closing table.
    Normal,
    /// Also what is read and written.
    Verbose,
}

/// Whether messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Yes.
    Always,
    /// No.
    Never,
}

impl Color {
    /// Whether to colour, given whether `NO_COLOR` is set to anything and whether a terminal listens.
    pub(crate) fn is_on(self, no_color: bool, is_terminal: bool) -> bool {
        match self {
            Color::Auto => is_terminal && !no_color,
            Color::Always => true,
            Color::Never => false,
        }
    }
}

/// Which configuration and which projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inputs {
    /// The configuration, or the folder that holds it.
    pub config: Option<PathBuf>,
    /// A folder of repositories, or one that holds a configuration.
    pub directory: Option<PathBuf>,
    /// Where things are remembered; [`CACHE_FOLDER`] beside the configuration if none.
    pub cache: Option<PathBuf>,
}

/// What [`Inputs`] come to on this disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// The configuration file; none for a run with the defaults.
    pub config: Option<PathBuf>,
    /// The one folder of repositories that takes the place of the configured sources.
    pub directory: Option<PathBuf>,
    /// The folder to which paths in the configuration are relative.
    pub base: PathBuf,
    /// Where things are remembered.
    pub cache: PathBuf,
}

/// Inputs that lead nowhere; a usage error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  help: {help}")]
pub(crate) struct LocateError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Inputs {
    /// Looks on disk for the configuration, as the help of `build` describes it.
    pub(crate) fn locate(&self) -> Result<Located, LocateError> {
        let (config, directory) = match (&self.config, &self.directory) {
            (Some(config), directory) => (Some(named_config(config)?), directory.clone()),
            (None, Some(directory)) => {
                let within = directory.join(CONFIG_FILE);
                if within.is_file() {
                    (Some(within), None)
                } else {
                    (None, Some(directory.clone()))
                }
            }
            (None, None) if Path::new(CONFIG_FILE).is_file() => {
                (Some(PathBuf::from(CONFIG_FILE)), None)
            }
            (None, None) => {
                return Err(LocateError {
                    message: format!("there is no `{CONFIG_FILE}` here, and no folder was named"),
                    help: "`portolan build DIR` reads the repositories below DIR; `portolan init` writes a first configuration".to_owned(),
                });
            }
        };
        if let Some(directory) = directory.as_deref().filter(|directory| !directory.is_dir()) {
            return Err(LocateError {
                message: format!("`{}` is not a folder", directory.display()),
                help: "name the folder that holds the repositories".to_owned(),
            });
        }
        let base = config.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        let cache = self.cache.clone().unwrap_or_else(|| base.join(CACHE_FOLDER));
        Ok(Located { config, directory, base, cache })
    }
}

/// Returns the file that `-c` means.
fn named_config(path: &Path) -> Result<PathBuf, LocateError> {
    let file = if path.is_dir() { path.join(CONFIG_FILE) } else { path.to_owned() };
    if file.is_file() {
        return Ok(file);
    }
    let help = format!("`-c` takes a file, or a folder that holds `{CONFIG_FILE}`");
    Err(LocateError { message: format!("`{}` does not exist", file.display()), help })
}

/// Make the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuildRequest {
    /// What is read.
    pub inputs: Inputs,
    /// Where the site goes.
    pub output: PathBuf,
    /// Build from the snapshot instead of reading the sources.
    pub offline: bool,
    /// The snapshot: written by a build, read by an offline one; in the cache if none.
    pub snapshot: Option<PathBuf>,
    /// Where the report goes as JSON.
    pub report: Option<PathBuf>,
    /// Where the index goes that the files for searching are made of; it is not kept if none.
    pub keep_index: Option<PathBuf>,
    /// How many threads; as many as the machine has if none.
    pub threads: Option<NonZeroUsize>,
    /// For how long sources are read; what is not read by then keeps its last good content.
    pub deadline: Option<Duration>,
    /// How many requests the reading of all sources may make.
    pub max_requests: Option<usize>,
    /// From which finding on the command fails.
    pub fail_on: FailOn,
    /// Whether any number of projects and entities may vanish at once.
    pub accept_shrink: bool,
}

/// Make the portal, show it, make it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServeRequest {
    /// What is read.
    pub inputs: Inputs,
    /// Where the site goes; a folder of its own in the cache if none, so that the published one stays.
    pub output: Option<PathBuf>,
    /// Build from the snapshot instead of reading the sources.
    pub offline: bool,
    /// The snapshot; in the cache if none.
    pub snapshot: Option<PathBuf>,
    /// Where the report of the latest build goes as JSON.
    pub report: Option<PathBuf>,
    /// How many threads; as many as the machine has if none.
    pub threads: Option<NonZeroUsize>,
    /// For how long sources are read in one build.
    pub deadline: Option<Duration>,
    /// How many requests the reading of all sources may make in one build.
    pub max_requests: Option<usize>,
    /// The port on loopback; 0 lets the system choose.
    pub port: u16,
}

/// Look at descriptors alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckRequest {
    /// Files, and folders whose descriptors are found by name; at least one.
    pub paths: Vec<PathBuf>,
    /// The index of published components: a file, or a URL.
    pub components: Option<String>,
    /// Findings that are not told.
    pub ignore: Vec<Code>,
    /// The form of the findings on stdout.
    pub format: CheckFormat,
    /// From which finding on the command fails.
    pub fail_on: FailOn,
}

/// The form of the findings of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckFormat {
    /// Text for people.
    Human,
    /// `{"findings": […]}`.
    Json,
    /// GitLab's Code Quality report.
    CodeQuality,
    /// A JUnit XML report.
    Junit,
}

/// Write a first configuration, and the pipeline that builds with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InitRequest {
    /// The folder that gets them.
    pub directory: PathBuf,
    /// Where the projects will be read from.
    pub source: InitSource,
    /// What the pipeline file is, if there is to be one.
    pub pipeline: InitPipeline,
}

/// The source in a first configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InitSource {
    /// A folder of repositories.
    Directory,
    /// Groups of a GitLab instance; the public one if it has no address.
    GitLab {
        /// The address, as it was typed.
        url: Option<String>,
        /// Their paths, as they were typed.
        groups: Vec<String>,
    },
}

/// The form of a first pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InitPipeline {
    /// No file.
    None,
    /// A file that includes the CI/CD component.
    Component,
    /// A file that stands by itself.
    Plain,
}

/// Say whether the sources can be read and the site published, changing nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DoctorRequest {
    /// What is looked at.
    pub inputs: Inputs,
    /// The form of the answer on stdout.
    pub format: DoctorFormat,
}

/// The form of the answer of `doctor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DoctorFormat {
    /// Text for people.
    Human,
    /// One JSON object.
    Json,
}

/// Search a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SearchRequest {
    /// What is looked for, as it would be typed into the box of the site.
    pub query: String,
    /// The folder of the site; the one that was built last if none.
    pub site: Option<PathBuf>,
    /// What tells which site was built last.
    pub inputs: Inputs,
    /// How many hits are shown.
    pub limit: usize,
    /// The form of the answer on stdout.
    pub format: SearchFormat,
}

/// The form of the answer of `search`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SearchFormat {
    /// A paragraph for each hit.
    Human,
    /// One JSON object.
    Json,
}

/// Say what made a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExplainRequest {
    /// An entity reference, or the address of a page.
    pub subject: String,
    /// What is read.
    pub inputs: Inputs,
    /// Read the snapshot instead of the sources.
    pub offline: bool,
    /// The snapshot; in the cache if none.
    pub snapshot: Option<PathBuf>,
}

/// From which finding on a command fails with [`Exit::Findings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailOn {
    /// Findings never fail it.
    Never,
    /// Any of this severity or a greater one does.
    From(Severity),
}

impl FailOn {
    /// Whether findings of which this is the worst fail the command.
    pub(crate) fn fails(self, worst: Option<Severity>) -> bool {
        match (self, worst) {
            (FailOn::From(from), Some(worst)) => worst >= from,
            (FailOn::Never, _) | (_, None) => false,
        }
    }
}
