//! `.portolan.yaml`: what a project says of itself. Its section `gitlab:` is the source's.

use crate::base::yaml::{self, Budget, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath, nearest};
use crate::model::{Project, ProjectSettings};

use super::ci::{self, DEPRECATION_KEYS};
use super::options::DescriptorPatterns;
use super::text::shown;

const PATH: &str = ".portolan.yaml";
const KEYS: &[&str] = &["descriptors", "gitlab", "hide"];

/// Reads a project's settings; what cannot be used is a finding, the rest counts.
pub(super) fn read(project: &Project) -> (ProjectSettings, Vec<Diagnostic>) {
    let mut settings = ProjectSettings::default();
    let mut findings = Vec::new();
    let Some(text) = RelPath::new(PATH).and_then(|path| project.text(&path)) else {
        return (settings, findings);
    };
    // A project without a word of its own is not worth a reading of YAML, of which there may be ten thousand.
    if text.trim() == "{}" {
        return (settings, findings);
    }
    let finding = |position: yaml::Position, message: String| {
        let place = Place::at(&project.path, PATH, position.line, position.column);
        Diagnostic::new(Code::SettingsInvalid, place, message)
    };
    let root = match yaml::document(text, Budget::DESCRIPTOR) {
        Ok(root) => root,
        Err(problem) => {
            return (settings, vec![finding(problem.position, problem.message)]);
        }
    };
    let Some(entries) = root.as_mapping() else {
        if root.value != Value::Null {
            let message = format!("the settings are {}, not a mapping", root.type_name());
            findings.push(finding(root.position, message));
        }
        return (settings, findings);
    };
    for entry in entries {
        let value = &entry.value;
        match (entry.key.as_str(), &value.value) {
            ("gitlab", _) => {}
            ("hide", Value::Bool(hide)) => settings.hide = *hide,
            ("descriptors", _) => match patterns(value) {
                Ok(patterns) => settings.descriptors = Some(patterns),
                Err(message) => findings.push(finding(value.position, message)),
            },
            (key, _) if DEPRECATION_KEYS.contains(&key) => {}
            ("hide", _) => {
                let message = format!("`hide` is {}, not a boolean", value.type_name());
                findings.push(finding(value.position, message));
            }
            (key, _) => {
                let message = format!("there is no setting `{}`", shown(key));
                let mut unknown = finding(entry.position, message);
                unknown.help = nearest(key, KEYS.iter().chain(DEPRECATION_KEYS).copied())
                    .map(|name| format!("the nearest setting is `{name}`"));
                findings.push(unknown);
            }
        }
    }
    let (deprecations, problems) = ci::check_deprecations(project, &root);
    settings.deprecations = deprecations;
    findings.extend(problems.into_iter().map(|(position, message, help)| {
        let problem = finding(position, message);
        Diagnostic { help, ..problem }
    }));
    (settings, findings)
}

fn patterns(node: &Node) -> Result<Vec<String>, String> {
    let items = node.as_sequence().unwrap_or(std::slice::from_ref(node));
    let texts: Option<Vec<String>> =
        items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    let texts = texts.ok_or("`descriptors` is not a list of patterns")?;
    DescriptorPatterns::new(texts.iter().map(String::as_str))
        .map_err(|error| format!("`descriptors`: {error}"))?;
    Ok(texts)
}
