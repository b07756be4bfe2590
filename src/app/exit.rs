//! How a command ends: the exit codes that pipelines rely on.

use std::fmt;

use crate::site::SiteError;

/// Why a command ended; the number is public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Fine = 0,
    /// Findings at or above the asked-for severity.
    Findings = 1,
    /// Flags or configuration that cannot be used.
    Usage = 2,
    /// A guard refused to publish.
    Refused = 5,
    /// A defect of ours, or a full disk.
    Internal = 70,
    /// Interrupted from the keyboard.
    Interrupted = 130,
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

    /// A guard refused to publish.
    pub(crate) fn refused(message: impl Into<String>) -> anyhow::Error {
        Failure { exit: Exit::Refused, message: message.into() }.into()
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
        _ => Exit::Internal,
    }
}
