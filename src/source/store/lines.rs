//! The JSON lines of a stored snapshot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, RelPath, Timestamp};
use crate::model::{Group, Project, RawFile, Snapshot, Version, Visibility, Withheld};
use crate::source::base64;

/// All of a snapshot but its projects, to be written.
#[derive(Serialize)]
pub(super) struct HeadLine<'a> {
    taken: Option<Timestamp>,
    groups: &'a [Group],
    findings: &'a [Diagnostic],
    withheld: Withheld,
    audience: Visibility,
}

impl HeadLine<'_> {
    pub(super) fn of(snapshot: &Snapshot) -> HeadLine<'_> {
        HeadLine {
            taken: snapshot.taken,
            groups: &snapshot.groups,
            findings: &snapshot.findings,
            withheld: snapshot.withheld,
            audience: snapshot.audience,
        }
    }
}

/// All of a snapshot but its projects, as read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    taken: Option<Timestamp>,
    groups: Vec<Group>,
    findings: Vec<Diagnostic>,
    #[serde(default)]
    withheld: Withheld,
    #[serde(default)]
    audience: Visibility,
}

impl Head {
    /// The snapshot without projects.
    pub(super) fn into_snapshot(self) -> Snapshot {
        Snapshot {
            taken: self.taken,
            groups: self.groups,
            findings: self.findings,
            withheld: self.withheld,
            audience: self.audience,
            projects: Vec::new(),
        }
    }
}

/// A project with its files, to be written.
#[derive(Serialize)]
pub(in crate::source) struct ProjectLine<'a> {
    project: &'a Project,
    files: Vec<FileLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<VersionLine<'a>>,
}

#[derive(Serialize)]
struct VersionLine<'a> {
    tag: &'a str,
    sha: Option<&'a str>,
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
    pub(in crate::source) fn of(project: &Project) -> ProjectLine<'_> {
        let versions = project.versions.iter().map(|version| VersionLine {
            tag: &version.tag,
            sha: version.sha.as_deref(),
            files: file_lines(&version.files),
        });
        ProjectLine { project, files: file_lines(&project.files), versions: versions.collect() }
    }
}

fn file_lines(files: &BTreeMap<RelPath, RawFile>) -> Vec<FileLine<'_>> {
    files.iter().map(|(path, file)| FileLine::of(path, file)).collect()
}

impl<'a> FileLine<'a> {
    fn of(path: &'a RelPath, file: &'a RawFile) -> FileLine<'a> {
        let text = std::str::from_utf8(&file.bytes).ok().filter(|text| is_plain(text));
        let base64 = text.is_none().then(|| base64::encode(&file.bytes));
        FileLine { path, text, base64 }
    }
}

/// Whether JSON does not blow the text up: a control character takes six bytes there.
fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t'))
}

/// A project with its files, as read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::source) struct StoredProject {
    project: Project,
    files: Vec<StoredFile>,
    #[serde(default)]
    versions: Vec<StoredVersion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredVersion {
    tag: String,
    sha: Option<String>,
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
    pub(in crate::source) fn into_project(self) -> Option<Project> {
        let mut project = self.project;
        project.files = stored_files(self.files)?;
        for StoredVersion { tag, sha, files } in self.versions {
            project.versions.push(Version { tag, sha, files: stored_files(files)? });
        }
        Some(project)
    }
}

fn stored_files(stored: Vec<StoredFile>) -> Option<BTreeMap<RelPath, RawFile>> {
    let file = |file: StoredFile| {
        let bytes = match (file.text, file.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => base64::decode(&text)?,
            _ => return None,
        };
        Some((file.path, RawFile { bytes: bytes.into() }))
    };
    stored.into_iter().map(file).collect()
}
