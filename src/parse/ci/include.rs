//! `include:` in its kinds, and `trigger:`, which makes pipelines of their own.

use crate::base::nearest;
use crate::base::yaml::{Node, Position, Value};
use crate::model::{GivenInput, Include, IncludeTarget, IncludeVia, Project};
use crate::parse::text::shown;

use super::notes::Notes;
use super::variables::expanded;

/// The keys of which one must stand in an item.
const KINDS: &[&str] = &["local", "project", "component", "template", "remote", "artifact"];

/// GitLab refuses more than 150 files in one configuration (`ci_max_includes`); an administrator may raise that.
const MOST: usize = 500;

/// Bytes that the inputs and rules of one item may come to, all its files together.
const HANDED_OVER: usize = 1 << 20;

/// What stands for the GitLab that the pipeline runs on.
const HOSTS: &[&str] = &[
    "$CI_SERVER_FQDN",
    "${CI_SERVER_FQDN}",
    "$CI_SERVER_HOST",
    "${CI_SERVER_HOST}",
    "$CI_SERVER_HOST:$CI_SERVER_PORT",
    "${CI_SERVER_HOST}:${CI_SERVER_PORT}",
];

/// Reads the includes of one project's file.
pub(super) struct Includes<'a, 'n> {
    pub project: &'a Project,
    pub notes: &'n mut Notes<'a>,
    pub found: Vec<Include>,
}

impl Includes<'_, '_> {
    /// Reads the value of `include:`.
    pub(super) fn list(&mut self, node: &Node, via: &IncludeVia) {
        for item in one_or_many(node) {
            if self.found.len() >= MOST {
                let message = format!("more than {MOST} includes stand in one file");
                return self.notes.unreadable(item.position, message);
            }
            self.item(item, via);
        }
    }

    /// Reads the value of a job's `trigger:`.
    pub(super) fn trigger(&mut self, job: &str, node: &Node) {
        if let Some(include) = node.get("include") {
            return self.list(include, &IncludeVia::Trigger(job.to_owned()));
        }
        let project = node.as_str().map(|path| (path, node.position));
        let (project, branch) = match project {
            Some(project) => (Some(project), None),
            None => (text(node, "project"), text(node, "branch")),
        };
        let Some((path, at)) = project.filter(|_| self.found.len() < MOST) else { return };
        let target = IncludeTarget::Project {
            project: expanded(path, self.project).into_owned(),
            file: super::PATH.to_owned(),
            ref_name: branch.map(|(name, _)| expanded(name, self.project).into_owned()),
        };
        let inputs = self.inputs(node);
        self.found.push(Include {
            target,
            via: IncludeVia::Downstream(job.to_owned()),
            inputs,
            rules: Vec::new(),
            has_integrity: false,
            at,
        });
    }

    fn item(&mut self, item: &Node, via: &IncludeVia) {
        // An empty item includes nothing, and what `!reference` names is read where it stands.
        if item.value == Value::Null || item.get("!reference").is_some() {
            return;
        }
        let targets = self.targets(item);
        let (inputs, rules) = (self.inputs(item), rules(item));
        let weight = rules.iter().map(String::len).sum::<usize>()
            + inputs.iter().map(|given| weight(&given.value)).sum::<usize>();
        for (count, (target, at)) in targets.into_iter().enumerate() {
            let affordable = count * weight <= HANDED_OVER;
            self.found.push(Include {
                target,
                via: via.clone(),
                inputs: if affordable { inputs.clone() } else { Vec::new() },
                rules: if affordable { rules.clone() } else { Vec::new() },
                has_integrity: item.get("integrity").is_some(),
                at,
            });
        }
    }

    fn targets(&mut self, item: &Node) -> Vec<(IncludeTarget, Position)> {
        if let Some(written) = item.as_str() {
            // GitLab replaces variables before it asks whether this is an address.
            return vec![(self.local_or_remote(written), item.position)];
        }
        let Some(entries) = item.as_mapping() else {
            let message = format!("an include is {}, not a path or a mapping", item.type_name());
            self.notes.unreadable(item.position, message);
            return Vec::new();
        };
        let Some(kind) = KINDS.iter().find(|kind| item.entry(kind).is_some()) else {
            let at = entries.first().map_or(item.position, |entry| entry.position);
            let near = entries.iter().find_map(|entry| nearest(&entry.key, KINDS.iter().copied()));
            let help = near.map(|near| format!("the nearest key is `{near}`"));
            let message = "an include names nothing that can be included";
            self.notes.unreadable_with(at, message, help);
            return Vec::new();
        };
        let said: Vec<(String, Position)> = match *kind {
            "project" => self.texts(item, "file"),
            kind => self.texts(item, kind),
        };
        let said = said.into_iter().take(MOST.saturating_sub(self.found.len()));
        said.filter_map(|(written, at)| Some((self.target(kind, item, written, at)?, at))).collect()
    }

    fn target(
        &mut self,
        kind: &str,
        item: &Node,
        written: String,
        at: Position,
    ) -> Option<IncludeTarget> {
        match kind {
            "local" => Some(self.local_or_remote(&written)).map(|target| match target {
                IncludeTarget::Remote(_) => local(&written),
                target => target,
            }),
            "project" => {
                let Some((project, _)) = text(item, "project") else {
                    self.notes.unreadable(item.position, "`project` of an include is not a path");
                    return None;
                };
                let ref_name = scalar(item, "ref");
                Some(IncludeTarget::Project {
                    project: expanded(project, self.project).into_owned(),
                    file: expanded(&written, self.project).trim_start_matches('/').to_owned(),
                    ref_name: ref_name.map(|name| expanded(&name, self.project).into_owned()),
                })
            }
            "component" => self.component(&written, at),
            "template" => Some(IncludeTarget::Template(written)),
            "remote" => Some(remote(&expanded(&written, self.project))),
            _ => Some(IncludeTarget::Artifact(written)),
        }
    }

    fn local_or_remote(&self, written: &str) -> IncludeTarget {
        let path = expanded(written, self.project);
        let is_remote = ["http://", "https://"].iter().any(|scheme| path.starts_with(scheme));
        if is_remote { remote(&path) } else { local(&path) }
    }

    /// The texts below a key that must hold some.
    fn texts(&mut self, item: &Node, key: &str) -> Vec<(String, Position)> {
        let Some(node) = item.get(key) else {
            self.notes.unreadable(item.position, format!("an include lacks `{key}`"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for part in one_or_many(node) {
            match part.as_str() {
                Some(text) => texts.push((text.to_owned(), part.position)),
                None => {
                    let message = format!("`{key}` of an include is {}", part.type_name());
                    self.notes.unreadable(part.position, message);
                }
            }
        }
        texts
    }

    /// Reads `host/group/project/name@version` (`Ci::Components::InstancePath`).
    fn component(&mut self, written: &str, at: Position) -> Option<IncludeTarget> {
        let address = expanded(written, self.project);
        let (path, version) = address.split_once('@').unwrap_or((&address, ""));
        let parts = path.split_once('/').and_then(|(host, path)| {
            path.rsplit_once('/').map(|(project, name)| (host, project, name))
        });
        let is_whole = |(host, project, name): &(&str, &str, &str)| {
            !host.is_empty() && !project.is_empty() && !name.is_empty()
        };
        let Some((host, project, name)) = parts.filter(is_whole) else {
            let message = format!("`{}` is no address of a component", shown(written));
            let help = "write `$CI_SERVER_FQDN/group/project/name@version`".to_owned();
            self.notes.unreadable_with(at, message, Some(help));
            return None;
        };
        if version.is_empty() {
            let message = format!("component `{}` is included without a version", shown(name));
            let help = format!("write `{}@1.0.0`, or another version", shown(path));
            self.notes.unreadable_with(at, message, Some(help));
        }
        Some(IncludeTarget::Component {
            host: Some(host).filter(|host| !HOSTS.contains(host)).map(str::to_owned),
            project: project.to_owned(),
            name: name.to_owned(),
            version: version.to_owned(),
        })
    }

    /// The inputs that an item hands over; `with` is what they were called at first.
    fn inputs(&mut self, item: &Node) -> Vec<GivenInput> {
        let Some(node) = item.get("inputs").or_else(|| item.get("with")) else {
            return Vec::new();
        };
        if let Some(entries) = node.as_mapping() {
            let given = |entry: &crate::base::yaml::Entry| GivenInput {
                name: entry.key.clone(),
                value: entry.value.to_json(),
                at: entry.position,
                value_at: entry.value.position,
            };
            return entries.iter().filter(|entry| entry.key != "!reference").map(given).collect();
        }
        let is_interpolated = node.as_str().is_some_and(|text| text.contains("$[["));
        if node.value != Value::Null && !is_interpolated {
            let message = format!("`inputs` of an include is {}, not a mapping", node.type_name());
            self.notes.unreadable(node.position, message);
        }
        Vec::new()
    }
}

/// A file elsewhere, without what only its reader should know: a user, a password, a token in the query.
fn remote(url: &str) -> IncludeTarget {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        return IncludeTarget::Remote(url.to_owned());
    };
    let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let path = path.map(|path| format!("/{path}")).unwrap_or_default();
    IncludeTarget::Remote(format!("{scheme}://{host}{path}"))
}

fn local(path: &str) -> IncludeTarget {
    IncludeTarget::Local(path.trim_start_matches('/').to_owned())
}

fn text<'a>(node: &'a Node, key: &str) -> Option<(&'a str, Position)> {
    node.get(key).and_then(|node| Some((node.as_str()?, node.position)))
}

/// A text, or a number as text: a branch may be called `1.0`.
fn scalar(node: &Node, key: &str) -> Option<String> {
    match &node.get(key)?.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The items of a list, or the value itself if it is none.
pub(super) fn one_or_many(node: &Node) -> &[Node] {
    node.as_sequence().unwrap_or(std::slice::from_ref(node))
}

/// How many bytes a value is worth.
fn weight(value: &serde_json::Value) -> usize {
    1 + match value {
        serde_json::Value::String(text) => text.len(),
        serde_json::Value::Array(items) => items.iter().map(weight).sum(),
        serde_json::Value::Object(entries) => {
            entries.iter().map(|(key, value)| key.len() + weight(value)).sum()
        }
        _ => 0,
    }
}

/// What `rules` says, each as one line.
fn rules(item: &Node) -> Vec<String> {
    let rules = item.get("rules").and_then(Node::as_sequence).unwrap_or_default();
    rules.iter().map(rule).filter(|text| !text.is_empty()).collect()
}

fn rule(node: &Node) -> String {
    if let Some(path) = node.get("!reference") {
        return format!("!reference {}", joined(path));
    }
    let condition = |key: &str| {
        let value = node.get(key)?;
        Some(format!("{key}: {}", joined(value.get("paths").unwrap_or(value))))
    };
    let conditions: Vec<String> =
        ["if", "exists", "changes"].into_iter().filter_map(condition).collect();
    let text = conditions.join(" and ");
    match text_of(node, "when") {
        Some(when) if text.is_empty() => format!("when: {when}"),
        Some("never") => format!("never {text}"),
        _ => text,
    }
}

fn text_of<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    text(node, key).map(|(text, _)| text)
}

fn joined(node: &Node) -> String {
    let texts: Vec<&str> = one_or_many(node).iter().filter_map(Node::as_str).collect();
    texts.join(", ")
}
