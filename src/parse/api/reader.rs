//! What the readers of JSON-like descriptions share: references, schemas, findings, and a bound on the work.

use std::collections::{HashMap, HashSet};

use crate::base::yaml::{Entry, Node, Position, Value};
use crate::base::{Code, Diagnostic};
use crate::model::api::ApiContent;

use super::documents::{Documents, Spot};
use super::json_schema::Arena;
use super::reading::Reading;
use super::refs::Refs;
use crate::parse::text::shown;

/// How many findings one description may have; nobody reads more.
const FINDINGS: usize = 500;

/// How much may be copied because something refers to it: values, and text by its length.
const COPIES: usize = 3_000_000;

/// Characters of text that cost as much as one value.
const TEXT_UNIT: usize = 32;

/// The state of reading one description.
pub(super) struct Reader<'d> {
    pub(super) documents: &'d Documents<'d>,
    pub(super) arena: Arena<'d>,
    refs: Refs<'d>,
    /// By address of a reference that is no schema's, what it leads to in the end.
    followed: HashMap<usize, Option<Spot<'d>>>,
    weights: HashMap<usize, usize>,
    copied: usize,
    findings: Vec<Diagnostic>,
    left_out: usize,
}

impl<'d> Reader<'d> {
    pub(super) fn new(documents: &'d Documents<'d>) -> Reader<'d> {
        Reader {
            documents,
            arena: Arena::default(),
            refs: Refs::new(documents),
            followed: HashMap::new(),
            weights: HashMap::new(),
            copied: 0,
            findings: Vec::new(),
            left_out: 0,
        }
    }

    /// Says that something is wrong at a place.
    pub(super) fn tell(&mut self, code: Code, of: Spot<'d>, at: Position, message: String) {
        if self.findings.len() >= FINDINGS {
            self.left_out += 1;
            return;
        }
        let path = self.documents.path(of.file);
        let finding = self.documents.files().finding(code, &path, at, message);
        let help = match code {
            Code::ApiReference => "refer to what is in this repository, or remove the reference",
            _ => "mend this part; the rest of the description is shown all the same",
        };
        self.findings.push(finding.help(help));
    }

    /// Says that a value is of another type than its format asks for.
    pub(super) fn tell_type(&mut self, of: Spot<'d>, name: &str, wanted: &str) {
        let message = format!("{name} is {}, not {wanted}", of.node.type_name());
        self.tell(Code::ApiInvalid, of, of.node.position, message);
    }

    /// What a reference leads to.
    pub(super) fn target(&mut self, from: Spot<'d>, text: &str) -> Result<Spot<'d>, String> {
        self.refs.target(from, text)
    }

    /// What stands at a place once all references are followed; nothing, and a finding, if they lead nowhere.
    ///
    /// What is referred to is read as often as somebody refers to it, so its weight counts.
    pub(super) fn follow(&mut self, spot: Spot<'d>) -> Option<Spot<'d>> {
        if reference(spot.node).is_none() {
            return Some(spot);
        }
        if let Some(known) = self.followed.get(&spot.address()).copied() {
            return known.filter(|end| self.affords(spot, *end));
        }
        let end = self.chain(spot);
        self.followed.insert(spot.address(), end);
        end.filter(|end| self.affords(spot, *end))
    }

    fn chain(&mut self, spot: Spot<'d>) -> Option<Spot<'d>> {
        let mut at = spot;
        let mut seen = HashSet::new();
        while let Some((text, position)) = reference(at.node) {
            let next = match self.target(at, text) {
                Ok(next) => next,
                Err(reason) => {
                    self.tell(Code::ApiReference, at, position, reason);
                    return None;
                }
            };
            if !seen.insert(at.address()) {
                let message = format!("`{}` refers to itself in a circle", shown(text));
                self.tell(Code::ApiReference, at, position, message);
                return None;
            }
            at = next;
        }
        Some(at)
    }

    /// Whether something that was read before may be read again for another that shares it.
    pub(super) fn repeats(&mut self, shared: Spot<'d>) -> bool {
        self.affords(shared, shared)
    }

    fn affords(&mut self, from: Spot<'d>, end: Spot<'d>) -> bool {
        let weight = *self.weights.entry(end.address()).or_insert_with(|| weight(end.node));
        let before = self.copied;
        self.copied = self.copied.saturating_add(weight);
        if before <= COPIES && self.copied > COPIES {
            let message = "references of this description lead to more than is shown".to_owned();
            self.tell(Code::ApiReference, from, from.node.position, message);
        }
        self.copied <= COPIES
    }

    /// The entries below a key, which should be a mapping.
    pub(super) fn entries(&mut self, of: Spot<'d>, key: &str) -> &'d [Entry] {
        self.child(of, key).map_or(&[], |inner| self.own_entries(inner, key))
    }

    /// The entries of a value, which should be a mapping.
    pub(super) fn own_entries(&mut self, of: Spot<'d>, name: &str) -> &'d [Entry] {
        of.node.as_mapping().unwrap_or_else(|| {
            self.tell_type(of, &format!("`{}`", shown(name)), "a mapping");
            &[]
        })
    }

    /// The items below a key, which should be a list.
    pub(super) fn items(&mut self, of: Spot<'d>, key: &str) -> &'d [Node] {
        self.child(of, key).map_or(&[], |inner| {
            inner.node.as_sequence().unwrap_or_else(|| {
                self.tell_type(inner, &format!("`{key}`"), "a list");
                &[]
            })
        })
    }

    /// What stands below a key, unless it is null.
    pub(super) fn child(&self, of: Spot<'d>, key: &str) -> Option<Spot<'d>> {
        of.get(key).filter(|inner| inner.node.value != Value::Null)
    }

    /// Ends the reading.
    pub(super) fn finish(mut self, mut content: ApiContent) -> Reading {
        self.fill_all();
        self.break_circles();
        self.tell_own_parts();
        if self.left_out > 0 {
            let path = self.documents.path(0);
            let message = format!("{} more findings were left out", self.left_out);
            let finding = self.documents.files().finding(
                Code::ApiInvalid,
                &path,
                Position::default(),
                message,
            );
            self.findings.push(finding);
        }
        (content.arena, content.named) = self.arena.into_schemas();
        content.files = self.documents.paths();
        Reading { content, findings: self.findings }
    }
}

/// The text of a `$ref`, and where it stands.
pub(super) fn reference(node: &Node) -> Option<(&str, Position)> {
    let entry = node.entry("$ref")?;
    Some((entry.value.as_str()?, entry.value.position))
}

/// How much a copy of the value costs.
pub(super) fn weight(node: &Node) -> usize {
    1 + match &node.value {
        Value::Sequence(items) => items.iter().map(weight).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| weight(&entry.value)).sum(),
        Value::String(text) => text.len() / TEXT_UNIT,
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
