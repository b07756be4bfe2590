//! How a command ends: the exit codes that pipelines rely on.

use std::fmt;

use crate::site::SiteError;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Done, but findings reached `--fail-on`.
    Findings,
    /// The command line or the configuration is wrong.
    Usage,
    /// Access was refused.
    Access,
    /// A source could not be read.
    Unavailable,
    /// The guard refused to publish.
    Refused,
    /// A defect of ours.
    Bug,
    /// Ctrl-C.
    Interrupted,
    /// The pipeline ended the job.
    Terminated,
}

impl Exit {
    /// All of them, by number.
    pub(crate) const ALL: &'static [Exit] = &[
        Exit::Done,
        Exit::Findings,
        Exit::Usage,
        Exit::Access,
        Exit::Unavailable,
        Exit::Refused,
        Exit::Bug,
        Exit::Interrupted,
        Exit::Terminated,
    ];

    /// The number that the system sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Access => 3,
            Exit::Unavailable => 4,
            Exit::Refused => 5,
            Exit::Bug => 70,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
        }
    }

    /// What the help says of it.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "done; findings are in the report and on the health page",
            Exit::Findings => "done, but there are findings from --fail-on upwards",
            Exit::Usage => "the command line or the configuration is wrong",
            Exit::Access => "a source refused access",
            Exit::Unavailable => "a source could not be read; nothing was published",
            Exit::Refused => "the guard refused to publish; the site is as it was",
            Exit::Bug => "a defect of portolan",
            Exit::Interrupted => "interrupted; the site is as it was",
            Exit::Terminated => "ended by the system; the site is as it was",
        }
    }
}

/// A failure that knows its exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How the command ends.
    pub exit: Exit,
    /// What to tell.
    pub message: String,
}

impl Failure {
    /// Flags or configuration that cannot be used.
    pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
        Failure { exit: Exit::Usage, message: message.into() }.into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// The exit code of an error.
pub(crate) fn exit_of(error: &anyhow::Error) -> Exit {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.exit;
    }
    match error.downcast_ref::<SiteError>() {
        Some(site) if site.is_refusal() => Exit::Refused,
        _ => Exit::Bug,
    }
}
