//! What the user wrote: the YAML tree held against the table of keys.
//!
//! After [`check`] the tree holds known keys only, each value is a mapping, a list or a scalar where the
//! table wants one, and nothing in it is a secret. What the scalars mean is for `validate` to say.

use crate::base::yaml::{Entry, Node, Position, Value};
use crate::base::{Code, Diagnostic, Place, nearest};

use super::reference::{self, Key, OneOf, Shape};

/// The findings of one file, with what is needed to place them.
pub(super) struct Findings<'a> {
    /// The file's name as messages show it.
    file_name: &'a str,
    /// What was found so far.
    found: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(file_name: &'a str) -> Findings<'a> {
        Findings { file_name, found: Vec::new() }
    }

    /// Returns the place of a position in the file.
    pub(super) fn place(&self, at: Position) -> Place {
        Place::at("", self.file_name, at.line, at.column)
    }

    /// Adds a finding without a next step.
    pub(super) fn push(&mut self, code: Code, at: Position, message: String) {
        self.found.push(Diagnostic::new(code, self.place(at), message));
    }

    /// Adds a finding with a next step.
    pub(super) fn push_with_help(
        &mut self,
        code: Code,
        at: Position,
        message: String,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::new(code, self.place(at), message).help(help));
    }

    /// Returns what was found, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort();
        self.found
    }
}

/// Returns the document without what the table forbids, each omission reported.
pub(super) fn check(root: Node, findings: &mut Findings<'_>) -> Node {
    let Node { position, value } = root;
    match value {
        Value::Null => Node { position, value: Value::Mapping(Vec::new()) },
        Value::Mapping(entries) => mapping(entries, position, "", findings),
        value => {
            let root = Node { position, value };
            findings.push_with_help(
                Code::ConfigInvalid,
                position,
                format!("the configuration is {}, not a mapping", root.type_name()),
                "begin with `site:` or `sources:`",
            );
            Node { position, value: Value::Mapping(Vec::new()) }
        }
    }
}

/// Looks up a key of a mapping that [`check`] returned; written `null` is not written.
pub(super) fn value<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    node.get(name).filter(|value| value.value != Value::Null)
}

/// Whether text looks like a GitLab token, or an address that holds a password.
pub(super) fn is_secret(text: &str) -> bool {
    // The prefixes of GitLab's tokens: personal, OAuth, deploy, runner, job, trigger, feed, mail, agent, SCIM, feature flags.
    const PREFIXES: &[&str] = &[
        "glpat-", "gloas-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-",
        "glagent-", "glsoat-", "glffct-",
    ];
    PREFIXES.iter().any(|prefix| text.contains(prefix))
        || url::Url::parse(text).is_ok_and(|url| url.password().is_some())
}

fn mapping(
    entries: Vec<Entry>,
    position: Position,
    path: &str,
    findings: &mut Findings<'_>,
) -> Node {
    for key in reference::children(path).filter(|key| key.required) {
        let written = |entry: &Entry| entry.key == key.name() && entry.value.value != Value::Null;
        if !entries.iter().any(written) {
            findings.push_with_help(
                Code::ConfigMissing,
                position,
                format!("`{path}` lacks `{}`", key.name()),
                format!("add `{}: {}`", key.name(), key.example),
            );
        }
    }
    if let Some(choice) = reference::ONE_OF.iter().find(|choice| choice.path == path) {
        one_of(choice, &entries, position, findings);
    }
    let known = entries.into_iter().filter_map(|entry| known(entry, path, findings)).collect();
    Node { position, value: Value::Mapping(known) }
}

/// Reports a mapping that holds none or several of the keys of which it must hold one.
fn one_of(choice: &OneOf, entries: &[Entry], position: Position, findings: &mut Findings<'_>) {
    let is_written = |name: &&&str| entries.iter().any(|entry| entry.key == **name);
    let names: Vec<String> = choice.names.iter().map(|name| format!("a `{name}`")).collect();
    match choice.names.iter().filter(is_written).count() {
        0 => findings.push_with_help(
            Code::ConfigMissing,
            position,
            format!("{} is neither {}", choice.noun, names.join(" nor ")),
            format!("add `{}`", choice.example),
        ),
        1 => {}
        _ => findings.push_with_help(
            Code::ConfigInvalid,
            position,
            format!("{} is both {}", choice.noun, names.join(" and ")),
            "make two items of the list",
        ),
    }
}

/// Returns the entry if the table knows it below this path and wants a value of its type.
fn known(mut entry: Entry, path: &str, findings: &mut Findings<'_>) -> Option<Entry> {
    if is_secret(&entry.key) {
        secret("a key", entry.position, findings);
        return None;
    }
    let whole = joined(path, &entry.key);
    if names_secret(&entry.key) {
        secret(&format!("`{whole}`"), entry.position, findings);
        return None;
    }
    // A key that holds a dot is not the path that it spells.
    let Some(key) = reference::find(&whole).filter(|key| key.name() == entry.key) else {
        unknown(&entry.key, path, entry.position, findings);
        return None;
    };
    entry.value = shaped(entry.value, key, findings)?;
    Some(entry)
}

/// Returns the value if it is of the type that the key wants, null included.
fn shaped(node: Node, key: &Key, findings: &mut Findings<'_>) -> Option<Node> {
    let Node { position, value } = node;
    match (key.shape, value) {
        (Shape::Color, Value::Null) => {
            let message = format!("`{}` is empty", key.path);
            let help = format!("a `#` begins a comment; write `{}: {}`", key.name(), key.example);
            findings.push_with_help(Code::ConfigInvalid, position, message, help);
            None
        }
        (_, Value::Null) if !key.is_item() => Some(Node { position, value: Value::Null }),
        (Shape::Section, Value::Mapping(entries)) => {
            Some(mapping(entries, position, key.path, findings))
        }
        (Shape::List, Value::Sequence(items)) => Some(list(items, position, key, findings)),
        (_, Value::String(text)) if is_secret(&text) => {
            secret(&format!("`{}`", key.path), position, findings);
            None
        }
        (shape, value) if shape.takes(&value) => Some(Node { position, value }),
        (_, value) => {
            wrong_type(&Node { position, value }, key, findings);
            None
        }
    }
}

fn list(items: Vec<Node>, position: Position, key: &Key, findings: &mut Findings<'_>) -> Node {
    let item = reference::find(&format!("{}[]", key.path))
        .expect("each list of the table has a row for its items");
    let items = items.into_iter().filter_map(|value| shaped(value, item, findings)).collect();
    Node { position, value: Value::Sequence(items) }
}

fn wrong_type(node: &Node, key: &Key, findings: &mut Findings<'_>) {
    let message = format!("`{}` is {}, not {}", key.path, node.type_name(), key.shape.name());
    let scalar = matches!(node.value, Value::Bool(_) | Value::Number(_));
    if scalar && key.shape.takes(&Value::String(String::new())) {
        let help = "put the value in quotes";
        findings.push_with_help(Code::ConfigInvalid, node.position, message, help);
    } else if key.example.is_empty() {
        findings.push(Code::ConfigInvalid, node.position, message);
    } else {
        let help = format!("write `{}: {}`", key.name(), key.example);
        findings.push_with_help(Code::ConfigInvalid, node.position, message, help);
    }
}

/// Whether a key of this name would hold a secret.
fn names_secret(key: &str) -> bool {
    const NAMES: &[&str] =
        &["token", "password", "private_token", "access_token", "api_token", "secret"];
    NAMES.iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// Reports a secret without showing it.
fn secret(what: &str, at: Position, findings: &mut Findings<'_>) {
    findings.push_with_help(
        Code::ConfigSecret,
        at,
        format!("{what} holds a secret"),
        "name the environment variable that holds it in `token_env`, and revoke what was written here",
    );
}

fn unknown(key: &str, path: &str, at: Position, findings: &mut Findings<'_>) {
    let shown: String = key.chars().take(80).collect();
    let whole = joined(path, &shown);
    let siblings: Vec<&str> = reference::children(path).map(Key::name).collect();
    let elsewhere = |key: &&Key| !key.is_item() && key.name() == shown;
    let help = if let Some(key) = reference::find(&whole) {
        // A dotted name as one key.
        format!("write `{}:` below `{}:`, not with a dot", key.name(), key.parent())
    } else if let Some(near) = nearest(&shown, siblings.iter().copied()) {
        format!("the nearest key is `{}`", joined(path, near))
    } else if let Some(key) = reference::KEYS.iter().find(elsewhere) {
        format!("the key is `{}`", key.path)
    } else {
        format!("the keys here are {}", english_list(&siblings))
    };
    findings.push_with_help(Code::ConfigUnknownKey, at, format!("unknown key `{whole}`"), help);
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Joins names as a sentence does, each in backticks.
pub(super) fn english_list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
