//! What we say about what people wrote: a finding with its place and its next step.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Code;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// Worth knowing.
    Info,
    /// Something is probably not what its author meant.
    Warning,
    /// Something was left out because it cannot be used.
    Error,
}

impl Severity {
    /// The lower-case word used in output.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// What one must look at to see the finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Area {
    /// The file by itself.
    Document,
    /// References, owners and duplicates between files.
    Catalog,
    /// CI/CD configuration, and what it includes.
    Pipeline,
    /// API descriptions: what they refer to, how good they are, what changed.
    Api,
    /// The configuration of the portal.
    Config,
    /// What was read: projects, limits, links on disk.
    Source,
    /// What the pages show: links, images, fragments.
    Page,
}

/// Where a finding is. Lines and columns count from 1; 0 means the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The project's path (`acme/shop/checkout`), empty for files outside projects.
    pub project: String,
    /// The file's path within the project, or as given on the command line.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Place {
    /// The whole of a file.
    pub(crate) fn file(project: impl Into<String>, path: impl Into<String>) -> Place {
        Place { project: project.into(), path: path.into(), line: 0, column: 0 }
    }

    /// A point in a file.
    pub(crate) fn at(
        project: impl Into<String>,
        path: impl Into<String>,
        line: u32,
        column: u32,
    ) -> Place {
        Place { project: project.into(), path: path.into(), line, column }
    }

    /// Project and file as one path, without the line.
    pub(crate) fn to_path(&self) -> String {
        match (self.project.is_empty(), self.path.is_empty()) {
            (true, _) => self.path.clone(),
            (_, true) => self.project.clone(),
            _ => format!("{}/{}", self.project, self.path),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_path())?;
        if self.line > 0 {
            write!(formatter, ":{}", self.line)?;
            if self.column > 0 {
                write!(formatter, ":{}", self.column)?;
            }
        }
        Ok(())
    }
}

/// One finding: what happened, to what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Diagnostic {
    /// Where it is.
    pub place: Place,
    /// Which kind of finding.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What happened, in lower case without a full stop, names in backticks.
    pub message: String,
    /// The next step, when there is a real one.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of its code's usual severity.
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic { place, code, severity: code.severity(), message: message.into(), help: None }
    }

    /// The same finding with a next step.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// The form for terminals: first line, place, help.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}[{}]: {}", self.severity, self.code, self.message)?;
        let place = self.place.to_string();
        if !place.is_empty() {
            write!(formatter, "\n  --> {place}")?;
        }
        if let Some(help) = &self.help {
            write!(formatter, "\n  help: {help}")?;
        }
        Ok(())
    }
}
