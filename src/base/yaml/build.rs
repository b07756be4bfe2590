//! From the parser's events to a tree, under the file's budget.

use std::collections::{BTreeMap, HashMap};

use granit_parser::{Event, Tag};

use super::scalar::scalar;
use super::{Budget, Entry, Node, Position, Problem, RepeatedKeys, Value};

/// Below this many entries a look at each of them is faster than an index.
const FEW: usize = 16;

/// Characters of text that cost as much of the alias budget as one value.
const TEXT_UNIT: usize = 32;

pub(super) struct Builder {
    budget: Budget,
    /// Values kept so far in the whole file.
    nodes: usize,
    /// How much of them came from aliases, text weighed by its length.
    expanded: usize,
    /// How much was copied so that an alias may name it.
    anchored: usize,
    documents: usize,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
}

/// A collection that is not yet closed.
enum Open {
    Sequence { anchor: usize, position: Position, items: Vec<Node>, tag: Option<&'static str> },
    Mapping { anchor: usize, position: Position, entries: Entries, key: Option<Node> },
}

impl Builder {
    pub(super) fn new(budget: Budget) -> Builder {
        Builder {
            budget,
            nodes: 0,
            expanded: 0,
            anchored: 0,
            documents: 0,
            open: Vec::new(),
            anchors: BTreeMap::new(),
        }
    }

    /// Forgets the document that is being built.
    pub(super) fn abandon(&mut self) {
        self.open.clear();
        self.anchors.clear();
    }

    /// Takes one event; returns the document's root when it is complete.
    pub(super) fn take(&mut self, event: Event<'_>, at: Position) -> Result<Option<Node>, Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let wanted = self.keeps() || anchor > 0;
                let value = if wanted { scalar(&text, style, tag.as_deref()) } else { Value::Null };
                self.close(Node { position: at, value }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                let is = |kept: &&str| tag.as_deref().is_some_and(|tag| is_written(tag, kept));
                let tag = self.budget.kept_tag.filter(is);
                self.enter(Open::Sequence { anchor, position: at, items: Vec::new(), tag }, at)
            }
            Event::MappingStart(_, anchor, _) => {
                let entries = Entries::default();
                self.enter(Open::Mapping { anchor, position: at, entries, key: None }, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::DocumentStart(..) => {
                self.abandon();
                self.documents += 1;
                if self.documents > self.budget.documents {
                    return Err(too_much(at, "more documents than a file may hold"));
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Whether a value that is complete now belongs to the tree.
    fn keeps(&self) -> bool {
        self.open.len() <= self.budget.levels
    }

    fn enter(&mut self, open: Open, at: Position) -> Result<Option<Node>, Problem> {
        if self.open.len() >= self.budget.depth {
            return Err(too_much(at, "deeper nesting than a file may have"));
        }
        self.open.push(open);
        Ok(None)
    }

    fn leave(&mut self) -> Result<Option<Node>, Problem> {
        match self.open.pop() {
            Some(Open::Sequence { anchor, position, items, tag }) => {
                let list = Node { position, value: Value::Sequence(items) };
                self.close(
                    match tag {
                        Some(tag) => tagged(tag, list),
                        None => list,
                    },
                    anchor,
                )
            }
            Some(Open::Mapping { anchor, position, entries, .. }) => {
                self.close(Node { position, value: Value::Mapping(entries.list) }, anchor)
            }
            None => Ok(None),
        }
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<Option<Node>, Problem> {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(Problem {
                position: at,
                message: "an alias stands inside its own anchor".to_owned(),
                over_budget: false,
            });
        };
        let weight = weight(target);
        self.expanded += weight;
        self.nodes += weight;
        if self.expanded > self.budget.expanded {
            return Err(too_much(at, "aliases expand to more values than a file may hold"));
        }
        let copy = Node { position: at, value: target.value.clone() };
        self.close(copy, 0)
    }

    /// Hands a finished value to the collection that holds it; returns it if it is the document's root.
    fn close(&mut self, node: Node, anchor: usize) -> Result<Option<Node>, Problem> {
        if anchor > 0 {
            self.anchored += weight(&node);
            if self.anchored > self.budget.nodes {
                return Err(too_much(node.position, "more anchored values than a file may hold"));
            }
            self.anchors.insert(anchor, node.clone());
        }
        let keeps = self.keeps();
        if keeps {
            self.nodes += 1;
            if self.nodes > self.budget.nodes {
                return Err(too_much(node.position, "more values than a file may hold"));
            }
        }
        let repeated = self.budget.repeated_keys;
        match self.open.last_mut() {
            None => return Ok(Some(node)),
            Some(Open::Sequence { items, .. }) if keeps => items.push(node),
            Some(Open::Sequence { .. }) => {}
            Some(Open::Mapping { entries, key, .. }) => match key.take() {
                None => *key = Some(node),
                Some(name) if keeps => entries.add(&name, node, repeated)?,
                Some(_) => {}
            },
        }
        Ok(None)
    }
}

/// The entries of an open mapping; beyond a few, with an index of their keys.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    index: HashMap<String, usize>,
}

impl Entries {
    fn add(&mut self, name: &Node, value: Node, repeated: RepeatedKeys) -> Result<(), Problem> {
        let position = name.position;
        let key = key_text(name);
        match self.find(&key) {
            None => {}
            Some(_) if repeated == RepeatedKeys::LastCountsButMerges && key == "<<" => {}
            Some(at) if repeated != RepeatedKeys::Refused => {
                self.list[at] = Entry { key, position, value };
                return Ok(());
            }
            Some(at) => {
                let message = format!(
                    "key `{}` stands here and on line {}",
                    key.chars().take(80).collect::<String>(),
                    self.list[at].position.line
                );
                return Err(Problem { position, message, over_budget: false });
            }
        }
        if self.list.len() >= FEW {
            self.index.insert(key.clone(), self.list.len());
        }
        self.list.push(Entry { key, position, value });
        Ok(())
    }

    fn find(&mut self, key: &str) -> Option<usize> {
        if self.list.len() < FEW {
            return self.list.iter().position(|entry| entry.key == key);
        }
        if self.index.is_empty() {
            self.index = (0..).zip(&self.list).map(|(at, entry)| (entry.key.clone(), at)).collect();
        }
        self.index.get(key).copied()
    }
}

/// Whether a tag is this one, in the form in which it is written.
fn is_written(tag: &Tag, text: &str) -> bool {
    text.strip_prefix('!').is_some_and(|name| tag.handle() == "!" && tag.suffix() == name)
}

/// A list with its tag.
fn tagged(tag: &str, list: Node) -> Node {
    let position = list.position;
    let entry = Entry { key: tag.to_owned(), position, value: list };
    Node { position, value: Value::Mapping(vec![entry]) }
}

fn too_much(position: Position, message: &str) -> Problem {
    Problem { position, message: message.to_owned(), over_budget: true }
}

/// How much a copy of the value costs: its values, and its text by length.
fn weight(node: &Node) -> usize {
    1 + match &node.value {
        Value::Sequence(items) => items.iter().map(weight).sum(),
        Value::Mapping(entries) => {
            entries.iter().map(|entry| entry.key.len() / TEXT_UNIT + weight(&entry.value)).sum()
        }
        Value::String(text) => text.len() / TEXT_UNIT,
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// A key that is not text is written as JSON, as JavaScript's object keys would have it.
fn key_text(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Sequence(_) | Value::Mapping(_) => {
            node.to_json().to_string()
        }
    }
}
