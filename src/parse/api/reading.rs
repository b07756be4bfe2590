//! What a reader of a format is given, and what it returns.

use std::collections::BTreeMap;

use crate::base::yaml::{Budget, Position, Problem};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::RawFile;
use crate::model::api::ApiContent;

/// The files of one moment of a project, to which a description may refer.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    /// The project's path, for the places of findings.
    pub project: &'a str,
    /// They.
    pub files: &'a BTreeMap<RelPath, RawFile>,
    /// What each of them may ask for.
    pub budget: Budget,
}

impl<'a> Files<'a> {
    /// The text of a file, if it is there and is text.
    pub(super) fn text(&self, path: &RelPath) -> Option<&'a str> {
        std::str::from_utf8(&self.files.get(path)?.bytes).ok()
    }

    /// A finding at a place in one of the files.
    pub(super) fn finding(
        &self,
        code: Code,
        path: &RelPath,
        at: Position,
        message: impl Into<String>,
    ) -> Diagnostic {
        let place = Place::at(self.project, path.as_str(), at.line, at.column);
        Diagnostic::new(code, place, message.into())
    }
}

/// What a reader makes of a description.
#[derive(Debug)]
pub(super) struct Reading {
    /// What it says.
    pub content: ApiContent,
    /// What is wrong with it, as far as it could be read all the same.
    pub findings: Vec<Diagnostic>,
}

/// What a reader returns: nothing if the text is of another kind after all, a problem if it cannot be understood.
pub(super) type Outcome = Result<Option<Reading>, Problem>;
