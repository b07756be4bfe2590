//! Which components their authors have given up: said in `.portolan.yaml`, or in the front matter of the README.

use std::collections::BTreeSet;

use crate::base::yaml::{self, Budget, Node, Position, Value};
use crate::base::{RelPath, nearest};
use crate::markdown;
use crate::model::{CiComponent, Deprecation, Deprecations, Project};
use crate::parse::readme;
use crate::parse::text::shown;

use super::component;

/// The keys that speak of components.
pub(in crate::parse) const KEYS: &[&str] = &["components", "deprecated", "replacement"];

/// Something that cannot be used: where, what, and what to do.
type Problem = (Position, String, Option<String>);

/// Marks the deprecated ones. What `.portolan.yaml` says wins over the README, a component's own word over the project's.
pub(super) fn mark(project: &Project, components: &mut [CiComponent]) {
    if components.is_empty() {
        return;
    }
    let (settings, _) = crate::parse::settings::read(project);
    let of_readme = of_readme(project);
    for component in components {
        let said = |said: &Deprecations| match said.by_name.get(&component.name) {
            Some(own) => Some(own.clone()),
            None => said.all.clone().map(Some),
        };
        component.deprecation = said(&settings.deprecations).or_else(|| said(&of_readme)).flatten();
    }
}

/// Reads the keys of `.portolan.yaml` that speak of components, and says what cannot be used.
pub(in crate::parse) fn check(project: &Project, root: &Node) -> (Deprecations, Vec<Problem>) {
    let mut problems = Vec::new();
    let deprecations = read(root, &mut problems);
    let names: BTreeSet<&str> = component::paths(project).map(|(_, name)| name).collect();
    let said = root.get("components").and_then(Node::as_mapping).unwrap_or_default();
    for entry in said.iter().filter(|entry| !names.contains(entry.key.as_str())) {
        let message = format!("there is no component `{}`", shown(&entry.key));
        let near = nearest(&entry.key, names.iter().copied());
        let help = near.map(|name| format!("the nearest component is `{name}`"));
        problems.push((entry.position, message, help));
    }
    (deprecations, problems)
}

/// The front matter is for many readers: what is not ours is nobody's finding.
fn of_readme(project: &Project) -> Deprecations {
    let doc = readme::of_folder(project, &RelPath::root());
    let text = doc.as_ref().and_then(|doc| project.text(&doc.path)).unwrap_or_default();
    // Its fences mark the beginning and end of a document, which is then the first of the text's.
    let matter = Some(&text[..markdown::front_matter(text)]);
    let root = matter
        .filter(|matter| KEYS.iter().any(|key| matter.contains(key)))
        .and_then(|matter| yaml::documents(matter, Budget::FOREIGN).into_iter().next()?.ok());
    root.map_or_else(Deprecations::default, |root| read(&root, &mut Vec::new()))
}

fn read(root: &Node, problems: &mut Vec<Problem>) -> Deprecations {
    let mut deprecations =
        Deprecations { all: one(root, problems).flatten(), ..Deprecations::default() };
    let Some(components) = root.get("components") else { return deprecations };
    let Some(entries) = components.as_mapping() else {
        if components.value != Value::Null {
            let message = format!("`components` is {}, not a mapping", components.type_name());
            problems.push((components.position, message, None));
        }
        return deprecations;
    };
    for entry in entries {
        let known = ["deprecated", "replacement"];
        let keys = entry.value.as_mapping();
        if keys.is_none() {
            let message =
                format!("`{}` is {}, not a mapping", shown(&entry.key), entry.value.type_name());
            let help = "write `deprecated: true` below it".to_owned();
            problems.push((entry.value.position, message, Some(help)));
        }
        for key in keys.unwrap_or_default().iter().filter(|key| !known.contains(&key.key.as_str()))
        {
            let message = format!("a component has no setting `{}`", shown(&key.key));
            let near = nearest(&key.key, known);
            problems.push((
                key.position,
                message,
                near.map(|name| format!("the nearest setting is `{name}`")),
            ));
        }
        if let Some(said) = one(&entry.value, problems) {
            deprecations.by_name.insert(entry.key.clone(), said);
        }
    }
    deprecations
}

/// What one mapping says: nothing, that it stays, or that it goes. A replacement alone says that it goes.
fn one(node: &Node, problems: &mut Vec<Problem>) -> Option<Option<Deprecation>> {
    let replacement = node.get("replacement").and_then(|node| match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        _ => {
            let message = format!("`replacement` is {}, not a name", node.type_name());
            problems.push((node.position, message, None));
            None
        }
    });
    let message = match node.get("deprecated").map(|node| (node, &node.value)) {
        None | Some((_, Value::Null)) if replacement.is_none() => return None,
        None | Some((_, Value::Null | Value::Bool(true))) => None,
        Some((_, Value::Bool(false))) => return Some(None),
        Some((_, Value::String(text))) => Some(text.clone()),
        Some((node, _)) => {
            let message = format!("`deprecated` is {}, not a boolean or a text", node.type_name());
            problems.push((node.position, message, None));
            return None;
        }
    };
    Some(Some(Deprecation { message, replacement }))
}
