//! The one engine that holds a document against the tables of `schema`.

use url::Url;

use crate::base::yaml::{Entry, Node, Position, Value};
use crate::base::{Code, nearest};
use crate::model::Kind;

use super::names;
use super::schema::{self, Field, Format, Shape};
use super::text::shown;

/// What is wrong with a document, before it has a file.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub code: Code,
    pub position: Position,
    pub message: String,
    pub help: Option<String>,
}

/// Holds a document against the envelope and its kind's table; returns the kind if nothing is wrong.
///
/// `root` must be a mapping. What stands at the places `unfilled` is a placeholder that could not be
/// replaced: it may be anything, since that is already said.
pub(super) fn document(root: &Node, unfilled: &[Position]) -> Result<Kind, Vec<Problem>> {
    let mut checker = Checker { unfilled, problems: Vec::new() };
    let entries = root.as_mapping().unwrap_or_default();
    checker.fields(entries, schema::ENVELOPE, "", root.position);
    checker.foreign_roots(entries);
    let kind = checker.kind(root);
    match kind {
        Some(kind) if checker.problems.is_empty() => Ok(kind),
        _ => Err(checker.problems),
    }
}

struct Checker<'a> {
    unfilled: &'a [Position],
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn push(&mut self, code: Code, position: Position, message: String, help: Option<String>) {
        self.problems.push(Problem { code, position, message, help });
    }

    fn foreign_roots(&mut self, entries: &[Entry]) {
        let known = || schema::ENVELOPE.iter().map(|field| field.name);
        for entry in entries {
            if known().any(|name| name == entry.key) {
                continue;
            }
            let help = if schema::OUTPUT_ONLY.contains(&entry.key.as_str()) {
                Some("the catalog works this field out by itself; remove it".to_owned())
            } else {
                nearest(&entry.key, known()).map(|name| format!("the nearest field is `{name}`"))
            };
            let message = format!("a document has no field `{}`", shown(&entry.key));
            self.push(Code::UnknownField, entry.position, message, help);
        }
    }

    /// Finds the kind and checks what depends on it.
    fn kind(&mut self, root: &Node) -> Option<Kind> {
        let kind = root.entry("kind")?;
        let api_version = root.entry("apiVersion")?;
        let (kind_name, version) = (kind.value.as_str()?, api_version.value.as_str()?);
        if !names::is_kind(kind_name) || !names::is_api_version(version) {
            return None;
        }
        let Some(known) = Kind::from_exact(kind_name) else {
            self.unknown_kind(kind_name, kind.value.position);
            return None;
        };
        let versions = schema::api_versions(known);
        if !versions.contains(&version) {
            let message = format!("kind `{known}` has no version `{}`", shown(version));
            let help = format!("write `apiVersion: {}`", versions[0]);
            self.push(Code::UnknownKind, api_version.value.position, message, Some(help));
            return None;
        }
        match root.entry("spec") {
            None => {
                let message = format!("`spec` is missing; a {known} needs it");
                self.push(Code::MissingField, root.position, message, None);
            }
            Some(spec) => {
                if let Some(entries) = spec.value.as_mapping() {
                    let spec_type = spec.value.get("type").and_then(Node::as_str);
                    let fields = schema::spec_fields(known, spec_type);
                    self.fields(entries, fields, "spec", spec.position);
                }
            }
        }
        Some(known)
    }

    fn unknown_kind(&mut self, name: &str, position: Position) {
        let kinds = || Kind::declared().map(Kind::as_str);
        let near = Kind::from_any_case(name).map(Kind::as_str).or_else(|| nearest(name, kinds()));
        let help = match near {
            Some(near) => format!("kinds are spelled exactly; the nearest is `{near}`"),
            None => format!("the kinds are {}", kinds().collect::<Vec<_>>().join(", ")),
        };
        self.push(Code::UnknownKind, position, format!("kind `{name}` is not known"), Some(help));
    }

    /// Checks the fields of a mapping that stands at `at` and is called `path`.
    fn fields(&mut self, entries: &[Entry], fields: &[Field], path: &str, at: Position) {
        for field in fields {
            match entries.iter().find(|entry| entry.key == field.name) {
                Some(entry) => self.value(&entry.value, field.shape, &join(path, field.name)),
                None if field.required => {
                    let unknown = entries
                        .iter()
                        .map(|entry| entry.key.as_str())
                        .filter(|key| fields.iter().all(|field| field.name != *key));
                    let help = nearest(field.name, unknown)
                        .map(|key| format!("`{}` looks like it; rename it", shown(key)));
                    let message = format!("`{}` is missing", join(path, field.name));
                    self.push(Code::MissingField, at, message, help);
                }
                None => {}
            }
        }
    }

    fn value(&mut self, node: &Node, shape: Shape, path: &str) {
        if self.unfilled.contains(&node.position) && node.as_mapping().is_some() {
            return;
        }
        match (shape, &node.value) {
            (Shape::Any, _) | (Shape::Text | Shape::TextOrBool, Value::String(_)) => {}
            (Shape::TextOrBool, Value::Bool(_)) => {}
            (Shape::NonEmpty, Value::String(text)) => {
                self.not_empty(text, node, path);
            }
            (Shape::Format(format), Value::String(text)) => self.format(text, format, node, path),
            (Shape::OneOf(words), Value::String(text)) => {
                if !words.contains(&text.as_str()) {
                    let message = format!("`{path}` is `{}`", shown(text));
                    self.invalid(node, message, Some(format!("write {}", choice(words))));
                }
            }
            (Shape::Object(fields), Value::Mapping(entries)) => {
                self.fields(entries, fields, path, node.position);
            }
            (Shape::ObjectOf(fields, rest), Value::Mapping(entries)) => {
                self.fields(entries, fields, path, node.position);
                let others = entries
                    .iter()
                    .filter(|entry| fields.iter().all(|field| field.name != entry.key));
                for entry in others {
                    self.value(&entry.value, *rest, &join(path, &shown(&entry.key)));
                }
            }
            (Shape::Keyed(inner), Value::Mapping(entries)) => {
                for entry in entries {
                    self.key(entry, path);
                    self.value(&entry.value, *inner, &join(path, &shown(&entry.key)));
                }
            }
            (Shape::NonEmptyList(_), Value::Sequence(items)) if items.is_empty() => {
                self.invalid(node, format!("`{path}` is an empty list"), None);
            }
            (
                Shape::List(inner) | Shape::NonEmptyList(inner) | Shape::OneOrList(inner),
                Value::Sequence(items),
            ) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, *inner, &format!("{path}[{index}]"));
                }
            }
            (Shape::OneOrList(inner), Value::Mapping(_)) => self.value(node, *inner, path),
            (shape, value) => self.mismatch(node, value, shape, path),
        }
    }

    fn mismatch(&mut self, node: &Node, value: &Value, shape: Shape, path: &str) {
        let message = format!("`{path}` is {}, not {}", node.type_name(), wanted(shape));
        let text_wanted = matches!(
            shape,
            Shape::Text | Shape::NonEmpty | Shape::Format(_) | Shape::TextOrBool | Shape::OneOf(_)
        );
        let help = match value {
            Value::Bool(_) | Value::Number(_) if text_wanted => {
                Some(format!("write it in quotes: `\"{}\"`", node.to_json()))
            }
            Value::Null => Some("give it a value or remove the line".to_owned()),
            Value::String(text) if matches!(shape, Shape::List(_)) && text.len() < 64 => {
                Some(format!("write it as a list: `[{text}]`"))
            }
            _ => None,
        };
        self.invalid(node, message, help);
    }

    fn invalid(&mut self, node: &Node, message: String, help: Option<String>) {
        self.push(Code::InvalidField, node.position, message, help);
    }

    fn not_empty(&mut self, text: &str, node: &Node, path: &str) -> bool {
        if text.is_empty() {
            let help = "give it a value or remove the line".to_owned();
            self.invalid(node, format!("`{path}` is empty"), Some(help));
        }
        !text.is_empty()
    }

    fn key(&mut self, entry: &Entry, path: &str) {
        if !names::is_key(&entry.key) {
            let message = format!("`{}` is not a key that `{path}` may have", shown(&entry.key));
            let help = "write `[prefix/]name`: the prefix like a host name, the name of letters, digits and `-_.`, each part at most 63 characters";
            self.push(Code::InvalidName, entry.position, message, Some(help.to_owned()));
        }
    }

    fn format(&mut self, text: &str, format: Format, node: &Node, path: &str) {
        if format != Format::LabelValue && !self.not_empty(text, node, path) {
            return;
        }
        let (code, fits) = match format {
            Format::ApiVersion => (Code::InvalidField, names::is_api_version(text)),
            Format::Kind => (Code::InvalidField, names::is_kind(text)),
            Format::Name => (Code::InvalidName, names::is_name(text)),
            Format::Namespace => (Code::InvalidName, names::is_dns_label(text)),
            Format::LabelValue => (Code::InvalidName, text.is_empty() || names::is_name(text)),
            Format::Tag => (Code::InvalidName, names::is_tag(text)),
            Format::Url => (Code::InvalidField, Url::parse(text).is_ok()),
            Format::NotBlank => (Code::InvalidField, !text.trim().is_empty()),
        };
        if !fits {
            let message = format!("`{path}` is `{}`, which is not {}", shown(text), form(format));
            let help = match format {
                Format::Name => Some(format!("`{}` would be valid", names::to_name(text))),
                Format::Namespace => {
                    Some(format!("`{}` would be valid", names::to_namespace(text)))
                }
                Format::Tag => to_tag(text).map(|tag| format!("`{tag}` would be valid")),
                Format::Url => Some("write the whole address, with `https://`".to_owned()),
                Format::ApiVersion | Format::Kind | Format::LabelValue | Format::NotBlank => None,
            };
            self.push(code, node.position, message, help);
        }
    }
}

fn to_tag(text: &str) -> Option<String> {
    let tag = names::to_namespace(text);
    let tag = tag.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    names::is_tag(&tag).then_some(tag)
}

fn form(format: Format) -> &'static str {
    match format {
        Format::ApiVersion => "a version like `backstage.io/v1alpha1`",
        Format::Kind => "a word of letters and digits",
        Format::Name | Format::LabelValue => {
            "of letters, digits and, inside, `-_.`, at most 63 characters"
        }
        Format::Namespace => {
            "of lower-case letters, digits and, inside, `-`, at most 63 characters"
        }
        Format::Tag => {
            "of lower-case letters, digits, `:+#` and single dashes, at most 63 characters"
        }
        Format::Url => "an absolute address",
        Format::NotBlank => "more than white space",
    }
}

fn wanted(shape: Shape) -> &'static str {
    match shape {
        Shape::Any => "any value",
        Shape::Text | Shape::NonEmpty | Shape::Format(_) | Shape::OneOf(_) => "a string",
        Shape::TextOrBool => "a string or a boolean",
        Shape::Object(_) | Shape::ObjectOf(..) | Shape::Keyed(_) => "a mapping",
        Shape::List(_) | Shape::NonEmptyList(_) => "a list",
        Shape::OneOrList(_) => "a mapping or a list of mappings",
    }
}

fn choice(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
