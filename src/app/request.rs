//! What a command is asked to do: flags understood, defaults filled in, nothing read yet.

use std::path::PathBuf;

use crate::base::Severity;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Build the portal.
    Build(BuildRequest),
    /// Build it, serve it, rebuild it.
    Serve(ServeRequest),
    /// Say what is wrong with descriptors.
    Check(CheckRequest),
    /// Write a first configuration.
    Init(InitRequest),
    /// Say what made a page.
    Explain(ExplainRequest),
    /// Print the JSON Schema of the configuration.
    Schema,
}

/// Which configuration counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ConfigPlace {
    /// A folder of repositories, in place of the configuration's sources.
    pub directory: Option<PathBuf>,
    /// The configuration file, if one is named or found.
    pub config: Option<PathBuf>,
    /// What survives between runs; beside the configuration if not named.
    pub cache: Option<PathBuf>,
}

/// `portolan build`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuildRequest {
    /// Which configuration counts.
    pub place: ConfigPlace,
    /// Where the site goes.
    pub output: PathBuf,
    /// Whether only the stored snapshot may be read.
    pub offline: bool,
    /// Where the report goes.
    pub report: Option<PathBuf>,
    /// The severity from which on findings fail the run; none never does.
    pub fail_on: Option<Severity>,
    /// Whether any number of projects and entities may vanish.
    pub accept_shrink: bool,
}

/// `portolan serve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServeRequest {
    /// What is built.
    pub build: BuildRequest,
    /// The port on loopback.
    pub port: u16,
}

/// `portolan check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckRequest {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// How findings are written.
    pub format: CheckFormat,
    /// The severity from which on findings fail the run; none never does.
    pub fail_on: Option<Severity>,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CheckFormat {
    /// For people.
    #[default]
    Human,
    /// The project's own form.
    Json,
    /// GitLab Code Quality.
    CodeQuality,
    /// JUnit.
    Junit,
}

/// `portolan init`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InitRequest {
    /// Where the files go.
    pub directory: PathBuf,
}

/// `portolan explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExplainRequest {
    /// Which configuration counts.
    pub place: ConfigPlace,
    /// An entity or an address.
    pub subject: String,
}
