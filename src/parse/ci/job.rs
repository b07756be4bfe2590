//! Jobs, and what they take from the jobs that they extend.

use std::collections::{BTreeSet, HashMap};

use crate::base::yaml::{Entry, Node, Value};
use crate::model::CiJob;

use super::include::one_or_many;
use super::notes::Notes;

/// Top-level keys that are no jobs (`Gitlab::Ci::Config::Entry::Root`); `pages` is a job.
const RESERVED: &[&str] = &[
    "after_script",
    "before_script",
    "cache",
    "default",
    "image",
    "include",
    "inputs",
    "services",
    "spec",
    "stages",
    "types",
    "variables",
    "workflow",
];

/// GitLab follows ten levels of `extends` and of `!reference` (`MAX_NESTING_LEVELS`).
const LEVELS: usize = 10;

/// Bytes of a name that jobs hand down; ten thousand jobs may extend one.
const LONGEST: usize = 1024;

/// Services that jobs hand down.
const MOST_SERVICES: usize = 50;

/// The entries of a file's body that are jobs.
pub(super) fn entries<'n>(root: &'n Node, notes: &mut Notes<'_>) -> Vec<&'n Entry> {
    let mut jobs = Vec::new();
    for entry in root.as_mapping().unwrap_or_default() {
        if RESERVED.contains(&entry.key.as_str()) {
            continue;
        }
        match &entry.value.value {
            Value::Mapping(_) => jobs.push(entry),
            // What begins with a dot may be anything that anchors or `!reference` name.
            _ if entry.key.starts_with('.') || entry.value.value == Value::Null => {}
            _ => {
                let name = crate::parse::text::shown(&entry.key);
                let message = format!("`{name}` is {}, not a job", entry.value.type_name());
                notes.unreadable(entry.position, message);
            }
        }
    }
    jobs
}

/// The top-level values of a body by their keys, for `!reference` to look them up.
pub(super) struct Values<'n> {
    by_key: HashMap<&'n str, &'n Node>,
}

impl<'n> Values<'n> {
    pub(super) fn new(root: &'n Node) -> Values<'n> {
        let entries = root.as_mapping().unwrap_or_default().iter();
        Values { by_key: entries.map(|entry| (entry.key.as_str(), &entry.value)).collect() }
    }

    /// What a node is once its `!reference` is followed within the file.
    pub(super) fn followed(&self, node: &'n Node) -> &'n Node {
        let mut node = node;
        for _ in 0..LEVELS {
            let path = node.get("!reference").and_then(Node::as_sequence);
            let Some((first, rest)) = path.and_then(<[Node]>::split_first) else { break };
            let first = first.as_str().and_then(|key| self.by_key.get(key).copied());
            let found = rest.iter().try_fold(first, |node, part| {
                let key = part.as_str()?;
                Some(node.and_then(|node| node.get(key)))
            });
            let Some(found) = found.flatten() else { break };
            node = found;
        }
        node
    }
}

/// Reads the jobs of a body.
pub(super) fn jobs<'n>(values: &Values<'n>, entries: &[&'n Entry]) -> Vec<CiJob> {
    let by_name = (0..).zip(entries).map(|(at, entry)| (entry.key.as_str(), at)).collect();
    let mut inheritance =
        Inheritance { values, entries, by_name, known: vec![State::Unread; entries.len()] };
    let job = |(at, entry): (usize, &&Entry)| {
        let facts = inheritance.facts(at, 0);
        let mut references = BTreeSet::new();
        referenced(&entry.value, &mut references);
        CiJob {
            name: entry.key.clone(),
            stage: facts.stage,
            image: facts.image,
            services: facts.services.unwrap_or_default(),
            extends: extends(&entry.value).into_iter().map(str::to_owned).collect(),
            references: references.into_iter().collect(),
            when: facts.when.filter(|when| when != "on_success"),
            at: entry.position,
        }
    };
    entries.iter().enumerate().map(job).collect()
}

/// What one job hands to those that extend it.
#[derive(Clone, Default)]
struct Facts {
    stage: Option<String>,
    image: Option<String>,
    services: Option<Vec<String>>,
    when: Option<String>,
}

#[derive(Clone)]
enum State {
    Unread,
    /// One has come here by what it extends: a circle.
    Open,
    Known(Facts),
}

struct Inheritance<'n, 'e> {
    values: &'e Values<'n>,
    entries: &'e [&'n Entry],
    by_name: HashMap<&'n str, usize>,
    known: Vec<State>,
}

impl Inheritance<'_, '_> {
    fn facts(&mut self, at: usize, level: usize) -> Facts {
        match &self.known[at] {
            State::Known(facts) => return facts.clone(),
            State::Open => return Facts::default(),
            State::Unread => {}
        }
        if level > LEVELS {
            return Facts::default();
        }
        self.known[at] = State::Open;
        let node = &self.entries[at].value;
        let mut facts = own(self.values, node);
        // Of several parents the last one wins.
        for parent in extends(node).into_iter().rev() {
            if let Some(parent) = self.by_name.get(parent).copied() {
                let parent = self.facts(parent, level + 1);
                facts.stage = facts.stage.or(parent.stage);
                facts.image = facts.image.or(parent.image);
                facts.services = facts.services.or(parent.services);
                facts.when = facts.when.or(parent.when);
            }
        }
        self.known[at] = State::Known(facts.clone());
        facts
    }
}

fn own<'n>(values: &Values<'n>, node: &'n Node) -> Facts {
    let value = |key: &str| node.get(key).map(|node| values.followed(node));
    let text = |key: &str| value(key).and_then(name);
    Facts {
        stage: text("stage"),
        image: value("image").and_then(image),
        services: value("services").map(|node| services(values, node)),
        when: text("when").or_else(|| when_of_rules(node)),
    }
}

/// The image that a node names.
pub(super) fn image(node: &Node) -> Option<String> {
    name(node).or_else(|| name(node.get("name")?))
}

/// The services that a node names.
pub(super) fn services<'n>(values: &Values<'n>, node: &'n Node) -> Vec<String> {
    let items = one_or_many(node).iter().take(MOST_SERVICES);
    items.filter_map(|item| image(values.followed(item))).collect()
}

fn name(node: &Node) -> Option<String> {
    node.as_str().filter(|text| text.len() <= LONGEST).map(str::to_owned)
}

/// When a job runs whose rules all say the same.
fn when_of_rules(node: &Node) -> Option<String> {
    let rules = node.get("rules")?.as_sequence()?;
    let when = |rule: &Node| name(rule.get("when")?);
    let mut said = rules.iter().map(when).filter(|when| when.as_deref() != Some("never"));
    let first = said.next()??;
    said.all(|when| when.as_ref() == Some(&first)).then_some(first)
}

/// The jobs that a job extends.
fn extends(node: &Node) -> Vec<&str> {
    let parents = node.get("extends").map(one_or_many).unwrap_or_default();
    parents.iter().filter_map(Node::as_str).collect()
}

/// The jobs that `!reference` names anywhere below a node.
fn referenced(node: &Node, names: &mut BTreeSet<String>) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| referenced(item, names)),
        Value::Mapping(entries) => {
            for entry in entries {
                let path = entry.value.as_sequence().filter(|_| entry.key == "!reference");
                match path.and_then(|path| path.first()).and_then(Node::as_str) {
                    Some(name) => _ = names.insert(name.to_owned()),
                    None => referenced(&entry.value, names),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
