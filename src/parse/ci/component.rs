//! CI/CD components: `templates/*.yml` and `templates/*/template.yml`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::yaml::Position;
use crate::base::{Diagnostic, RelPath, Semver, Timestamp};
use crate::model::{CiComponent, CiFile, ComponentVersion, Project, Version};

use super::describe::Readme;
use super::notes::Notes;
use super::{deprecation, describe, file};

/// Keys of which a job has at least one.
const OF_JOBS: &[&str] =
    &["\n  script:", "\n  extends:", "\n  trigger:", "\n  run:", "\n  rules:", "\n  stage:"];

/// Reads the components that a project offers.
pub(in crate::parse) fn read_all(project: &Project) -> (Vec<CiComponent>, Vec<Diagnostic>) {
    let mut by_name: BTreeMap<&str, CiComponent> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut readme = None;
    for (path, name) in paths(project) {
        let Some(text) = project.text(path) else { continue };
        if is_of_another_kind(text) {
            continue;
        }
        let (file, wrong) = file::read(project, path, text);
        if !has_header(text) && !is_configuration(&file) {
            continue;
        }
        findings.extend(wrong);
        // GitLab asks for the single file first (`Ci::Catalog::ComponentsProject#fetch_component`).
        if let Some(other) = by_name.get(name) {
            let single = format!("templates/{name}.yml");
            let is_hidden = path.as_str() != single;
            let hidden = if is_hidden { path } else { &other.path };
            findings.extend(two_files(project, hidden, &single));
            if is_hidden {
                continue;
            }
        }
        let readme = readme.get_or_insert_with(|| Readme::of(project));
        let section = readme.section(name);
        let component = CiComponent {
            name: name.to_owned(),
            path: path.clone(),
            description: readme.description(name).or_else(|| describe::leading_comment(name, text)),
            versions: versions(project, name, &file, text),
            file,
            section,
            deprecation: None,
        };
        by_name.insert(name, component);
    }
    let mut components: Vec<CiComponent> = by_name.into_values().collect();
    deprecation::mark(project, &mut components);
    (components, findings)
}

/// The files that may be components, with the names by which they are included.
pub(super) fn paths(project: &Project) -> impl Iterator<Item = (&RelPath, &str)> {
    let from = RelPath::new("templates").unwrap_or_default();
    let below = project.files.range(from..).map(|(path, _)| path);
    let below = below.take_while(|path| path.as_str().starts_with("templates"));
    below.filter_map(|path| Some((path, name_of(path)?)))
}

/// The name by which the file at this path is included, if it can be a component.
pub(super) fn name_of(path: &RelPath) -> Option<&str> {
    let rest = path.as_str().strip_prefix("templates/")?;
    let name = match rest.split_once('/') {
        None => rest.strip_suffix(".yml")?,
        Some((name, "template.yml")) => name,
        Some(_) => return None,
    };
    Some(name).filter(|name| !name.is_empty() && !name.starts_with('.'))
}

/// Whether the file is a template of something else: a manifest for Kubernetes, or text for a templating engine.
fn is_of_another_kind(text: &str) -> bool {
    let begins = |word: &str| text.lines().any(|line| line.starts_with(word));
    let is_manifest = begins("apiVersion:") && begins("kind:");
    let is_templated = begins("{{") || begins("{%");
    is_manifest || is_templated || (!has_header(text) && !looks_like_jobs(text))
}

fn has_header(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches('\u{feff}');
        line.strip_prefix("spec:")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
    })
}

/// A look that spares most files of another kind a reading of YAML, and their authors findings about it.
fn looks_like_jobs(text: &str) -> bool {
    let includes = text.lines().any(|line| line.starts_with("include:"));
    let indented = |line: &str| line.starts_with([' ', '\t']) || line.contains('{');
    let is_of_job =
        |line: &str| indented(line) && OF_JOBS.iter().any(|key| line.contains(key.trim_start()));
    includes || text.lines().any(is_of_job)
}

fn is_configuration(file: &CiFile) -> bool {
    !file.includes.is_empty() || !file.jobs.is_empty()
}

fn two_files(project: &Project, hidden: &RelPath, single: &str) -> Vec<Diagnostic> {
    let mut notes = Notes::new(project, hidden);
    let message = format!("this file is never included, since `{single}` has the same name");
    let help = "rename or remove one of the two".to_owned();
    notes.unreadable_with(Position { line: 1, column: 1 }, message, Some(help));
    notes.into_findings()
}

/// The versions that hold the component, newest first; what is no version comes last, in the order of the releases.
fn versions(project: &Project, name: &str, file: &CiFile, text: &str) -> Vec<ComponentVersion> {
    // Most releases change one component of many.
    let mut known = BTreeMap::from([(text, file.clone())]);
    let mut versions: Vec<ComponentVersion> = Vec::new();
    let released =
        project.releases.iter().map(|release| (release.tag.as_str(), release.released_at));
    let tagged = project.versions.iter().map(|version| (version.tag.as_str(), None));
    let is_released = |tag: &str| project.releases.iter().any(|release| release.tag == tag);
    let tagged = tagged.filter(|(tag, _)| !is_released(tag));
    for (tag, released_at) in released.chain(tagged) {
        let read = project.versions.iter().find(|version| version.tag == tag);
        versions.extend(version(project, name, tag, released_at, read, &mut known));
    }
    versions.sort_by_cached_key(|version| Reverse(Semver::parse(&version.tag)));
    versions
}

/// The component at one release; none if the release's files were read and do not hold it.
fn version<'a>(
    project: &'a Project,
    name: &str,
    tag: &str,
    released_at: Option<Timestamp>,
    read: Option<&'a Version>,
    known: &mut BTreeMap<&'a str, CiFile>,
) -> Option<ComponentVersion> {
    // A component may have been moved from one form to the other.
    let forms = [format!("templates/{name}.yml"), format!("templates/{name}/template.yml")];
    let found = read.and_then(|version| {
        let path = forms.iter().filter_map(|path| RelPath::new(path));
        path.filter_map(|path| version.files.get_key_value(&path)).next()
    });
    if found.is_none() && read.is_some_and(|version| !version.files.is_empty()) {
        return None;
    }
    let text = found.and_then(|(path, file)| Some((path, std::str::from_utf8(&file.bytes).ok()?)));
    let file = text.map(|(path, text)| {
        known.entry(text).or_insert_with(|| file::read(project, path, text).0).clone()
    });
    Some(ComponentVersion {
        tag: tag.to_owned(),
        sha: read.and_then(|version| version.sha.clone()),
        released_at,
        file,
    })
}
