//! CI/CD components: `templates/*.yml` and `templates/*/template.yml`.

use crate::base::yaml;
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{CiComponent, ComponentVersion, Project};

use super::file;
use crate::parse::text::{one_line, shortened};

/// Reads the components that a project offers.
pub(in crate::parse) fn read_all(project: &Project) -> (Vec<CiComponent>, Vec<Diagnostic>) {
    let mut components = Vec::new();
    let mut findings = Vec::new();
    for path in project.files.keys() {
        let (Some(name), Some(text)) = (component_name(path), project.text(path)) else { continue };
        if !text.lines().any(|line| line.trim_end() == "spec:" || line.starts_with("spec: ")) {
            continue;
        }
        match file::read(text) {
            Ok(file) => components.push(CiComponent {
                name: name.to_owned(),
                path: path.clone(),
                description: leading_comment(text),
                file,
                versions: versions(project, path),
                ..CiComponent::default()
            }),
            Err(problem) => {
                let yaml::Position { line, column } = problem.position;
                let place = Place::at(&project.path, path.as_str(), line, column);
                let message = problem.message;
                findings.push(Diagnostic::new(Code::ComponentUnreadable, place, message));
            }
        }
    }
    (components, findings)
}

/// The name by which the file at this path is included, if it can be a component.
fn component_name(path: &RelPath) -> Option<&str> {
    let rest = path.as_str().strip_prefix("templates/")?;
    match rest.split_once('/') {
        None => rest.strip_suffix(".yml").filter(|name| !name.is_empty()),
        Some((name, "template.yml")) => Some(name),
        Some(_) => None,
    }
}

fn versions(project: &Project, path: &RelPath) -> Vec<ComponentVersion> {
    let version = |release: &crate::model::Release| {
        let read = project.versions.iter().find(|version| version.tag == release.tag);
        let bytes = read.and_then(|version| version.files.get(path)).map(|file| &file.bytes);
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        ComponentVersion {
            tag: release.tag.clone(),
            sha: read.and_then(|version| version.sha.clone()),
            released_at: release.released_at,
            file: text.and_then(|text| file::read(text).ok()),
        }
    };
    project.releases.iter().map(version).collect()
}

/// The comment that the file begins with, which is where authors say what a component does.
fn leading_comment(text: &str) -> Option<String> {
    let comment: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix('#'))
        .map(|line| line.trim_matches(['#', ' ', '-', '=']))
        .filter(|line| !line.is_empty() && !line.starts_with("yaml-language-server"))
        .collect();
    one_line(&comment.join(" ")).map(|text| shortened(&text))
}
