//! What is wrong with one CI file, collected while it is read.

use crate::base::yaml::Position;
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::Project;

/// Findings of one file beyond this many say nothing new.
const MOST: usize = 50;

/// The findings of one file.
pub(super) struct Notes<'a> {
    project: &'a Project,
    path: &'a RelPath,
    findings: Vec<Diagnostic>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(project: &'a Project, path: &'a RelPath) -> Notes<'a> {
        Notes { project, path, findings: Vec::new() }
    }

    /// Says that a part of the file cannot be understood.
    pub(super) fn unreadable(&mut self, at: Position, message: impl Into<String>) {
        self.unreadable_with(at, message, None);
    }

    /// The same with a next step, if there is one.
    pub(super) fn unreadable_with(
        &mut self,
        at: Position,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let is_component = super::component::name_of(self.path).is_some();
        let code = if is_component { Code::ComponentUnreadable } else { Code::PipelineUnreadable };
        self.add(code, at, message.into(), help);
    }

    /// Says that an input is specified as GitLab does not have it.
    pub(super) fn spec(&mut self, at: Position, message: impl Into<String>, help: Option<String>) {
        self.add(Code::ComponentSpec, at, message.into(), help);
    }

    fn add(&mut self, code: Code, at: Position, message: String, help: Option<String>) {
        if self.findings.len() < MOST {
            let place = Place::at(&self.project.path, self.path.as_str(), at.line, at.column);
            let finding = Diagnostic::new(code, place, message);
            self.findings.push(Diagnostic { help, ..finding });
        }
    }

    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}
