//! The JSON lines of a stored snapshot.

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, RelPath, Timestamp};
use crate::model::{Group, Project, RawFile, Snapshot};
use crate::source::base64;

/// All of a snapshot but its projects, to be written.
#[derive(Serialize)]
pub(super) struct HeadLine<'a> {
    taken: Option<Timestamp>,
    groups: &'a [Group],
    findings: &'a [Diagnostic],
}

impl HeadLine<'_> {
    pub(super) fn of(snapshot: &Snapshot) -> HeadLine<'_> {
        HeadLine { taken: snapshot.taken, groups: &snapshot.groups, findings: &snapshot.findings }
    }
}

/// All of a snapshot but its projects, as read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    taken: Option<Timestamp>,
    groups: Vec<Group>,
    findings: Vec<Diagnostic>,
}

impl Head {
    /// The snapshot without projects.
    pub(super) fn into_snapshot(self) -> Snapshot {
        Snapshot {
            taken: self.taken,
            groups: self.groups,
            findings: self.findings,
            projects: Vec::new(),
        }
    }
}

/// A project with its files, to be written.
#[derive(Serialize)]
pub(super) struct ProjectLine<'a> {
    project: &'a Project,
    files: Vec<FileLine<'a>>,
}

#[derive(Serialize)]
struct FileLine<'a> {
    path: &'a RelPath,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

impl ProjectLine<'_> {
    pub(super) fn of(project: &Project) -> ProjectLine<'_> {
        let files = project.files.iter().map(|(path, file)| {
            let text = std::str::from_utf8(&file.bytes).ok().filter(|text| is_plain(text));
            let base64 = text.is_none().then(|| base64::encode(&file.bytes));
            FileLine { path, text, base64 }
        });
        ProjectLine { project, files: files.collect() }
    }
}

/// Whether JSON does not blow the text up: a control character takes six bytes there.
fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t'))
}

/// A project with its files, as read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredProject {
    project: Project,
    files: Vec<StoredFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFile {
    path: RelPath,
    text: Option<String>,
    base64: Option<String>,
}

impl StoredProject {
    /// Returns the project, or nothing if one of its files is in no known form.
    pub(super) fn into_project(self) -> Option<Project> {
        let mut project = self.project;
        for file in self.files {
            let bytes = match (file.text, file.base64) {
                (Some(text), None) => text.into_bytes(),
                (None, Some(text)) => base64::decode(&text)?,
                _ => return None,
            };
            project.files.insert(file.path, RawFile { bytes: bytes.into() });
        }
        Some(project)
    }
}
