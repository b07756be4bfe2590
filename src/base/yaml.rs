//! YAML 1.2 as a tree with positions, under a budget.
//!
//! `yes` is a string, `017` is seventeen, `<<` is an ordinary key, a repeated key is an error.
//! Aliases are expanded, but only up to a limit: a bomb ends in a [`Problem`], never in memory.
//! Knows nothing of what the documents mean.

use std::collections::BTreeMap;

use granit_parser::{Event, Options, Parser, ScalarStyle};

/// A point in a file; both count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value begins.
    pub position: Position,
    /// The value.
    pub value: Value,
}

/// A YAML value of the core schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a finite decimal.
    Number(serde_json::Number),
    /// Text; also what looks like `.inf`, which JSON cannot hold, is [`Value::Null`] instead.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// A mapping, in the order written.
    Mapping(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as text.
    pub key: String,
    /// Where the key begins.
    pub position: Position,
    /// Its value.
    pub value: Node,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub position: Position,
    /// What, in lower case without a full stop.
    pub message: String,
    /// Whether the document asks for too much, rather than being wrong.
    pub over_budget: bool,
}

/// How much one file may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Values, aliases expanded.
    pub nodes: usize,
    /// Of those, how many may come from aliases.
    pub expanded: usize,
    /// Levels of nesting.
    pub depth: usize,
    /// Documents in the file.
    pub documents: usize,
}

impl Budget {
    /// What a descriptor may ask for.
    pub const DESCRIPTOR: Budget =
        Budget { nodes: 250_000, expanded: 10_000, depth: 64, documents: 1_000 };
    /// What an API description may ask for.
    pub const API: Budget =
        Budget { nodes: 5_000_000, expanded: 10_000, depth: 100, documents: 1_000 };
}

impl Node {
    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The entries, if this is a mapping.
    pub fn as_mapping(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entry of a mapping with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_mapping()?.iter().find(|entry| entry.key == key)
    }

    /// The value of a mapping below this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The English name of the value's type.
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// Returns the same value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => serde_json::Value::String(text.clone()),
            Value::Sequence(items) => {
                serde_json::Value::Array(items.iter().map(Node::to_json).collect())
            }
            Value::Mapping(entries) => serde_json::Value::Object(
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect(),
            ),
        }
    }
}

/// Reads every document of a file; a broken one does not stop those behind the next `---`.
pub fn documents(text: &str, budget: Budget) -> Vec<Result<Node, Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut read = Vec::new();
    let mut spent = Spent::default();
    let mut rest = text;
    let mut skipped_lines = 0;
    loop {
        let Err(problem) = read_until_problem(rest, skipped_lines, budget, &mut spent, &mut read)
        else {
            return read;
        };
        let over_budget = problem.over_budget;
        let line = problem.position.line - skipped_lines;
        read.push(Err(problem));
        if over_budget || read.len() >= budget.documents {
            return read;
        }
        match next_document(rest, line) {
            Some((offset, lines)) => {
                rest = &rest[offset..];
                skipped_lines += lines;
            }
            None => return read,
        }
    }
}

/// Reads a file that holds one document; an empty file is null.
pub fn document(text: &str, budget: Budget) -> Result<Node, Problem> {
    let null = Node { position: Position { line: 1, column: 1 }, value: Value::Null };
    let mut documents = documents(text, budget).into_iter();
    let first = documents.next().unwrap_or(Ok(null))?;
    match documents.next() {
        None => Ok(first),
        Some(Err(problem)) => Err(problem),
        Some(Ok(second)) => Err(Problem {
            position: second.position,
            message: "a second document stands where one is expected".to_owned(),
            over_budget: false,
        }),
    }
}

/// Finds the first `---` behind line `line` (from 1): its byte offset and the lines before it.
fn next_document(text: &str, line: u32) -> Option<(usize, u32)> {
    let mut offset = 0;
    for (index, content) in text.split_inclusive('\n').enumerate() {
        let index = index as u32;
        if index >= line.max(1) && content.starts_with("---") {
            return Some((offset, index));
        }
        offset += content.len();
    }
    None
}

#[derive(Default)]
struct Spent {
    nodes: usize,
    expanded: usize,
}

/// A collection that is not yet closed.
enum Open {
    Sequence { anchor: usize, position: Position, items: Vec<Node> },
    Mapping { anchor: usize, position: Position, entries: Vec<Entry>, key: Option<Node> },
}

fn read_until_problem(
    text: &str,
    skipped_lines: u32,
    budget: Budget,
    spent: &mut Spent,
    read: &mut Vec<Result<Node, Problem>>,
) -> Result<(), Problem> {
    let mut options = Options::default();
    options.flow_nesting_limit = budget.depth;
    options.block_nesting_limit = budget.depth;
    let mut builder = Builder { budget, spent, open: Vec::new(), anchors: BTreeMap::new() };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let message = error.info();
            Problem {
                position: position(*error.marker(), skipped_lines),
                over_budget: message.contains("nesting") || message.contains("limit"),
                message,
            }
        })?;
        let at = position(span.start, skipped_lines);
        let done = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_ref().map(|tag| tag.to_string());
                let value = scalar(&text, style, tag.as_deref());
                builder.close(Node { position: at, value }, anchor)?
            }
            Event::SequenceStart(_, anchor, _) => {
                builder.enter(Open::Sequence { anchor, position: at, items: Vec::new() }, at)?
            }
            Event::MappingStart(_, anchor, _) => builder.enter(
                Open::Mapping { anchor, position: at, entries: Vec::new(), key: None },
                at,
            )?,
            Event::SequenceEnd | Event::MappingEnd => builder.leave()?,
            Event::Alias(anchor) => builder.alias(anchor, at)?,
            Event::DocumentStart(..) => {
                builder.anchors.clear();
                if read.len() >= budget.documents {
                    return Err(too_much(at, "more documents than a file may hold"));
                }
                None
            }
            _ => None,
        };
        if let Some(root) = done {
            read.push(Ok(root));
        }
    }
    Ok(())
}

fn position(marker: granit_parser::Marker, skipped_lines: u32) -> Position {
    Position { line: marker.line() as u32 + skipped_lines, column: marker.col() as u32 + 1 }
}

fn too_much(position: Position, message: &str) -> Problem {
    Problem { position, message: message.to_owned(), over_budget: true }
}

struct Builder<'a> {
    budget: Budget,
    spent: &'a mut Spent,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
}

impl Builder<'_> {
    fn enter(&mut self, open: Open, at: Position) -> Result<Option<Node>, Problem> {
        if self.open.len() >= self.budget.depth {
            return Err(too_much(at, "deeper nesting than a file may have"));
        }
        self.open.push(open);
        Ok(None)
    }

    fn leave(&mut self) -> Result<Option<Node>, Problem> {
        match self.open.pop() {
            Some(Open::Sequence { anchor, position, items }) => {
                self.close(Node { position, value: Value::Sequence(items) }, anchor)
            }
            Some(Open::Mapping { anchor, position, entries, .. }) => {
                self.close(Node { position, value: Value::Mapping(entries) }, anchor)
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
        let size = size_of(target);
        self.spent.expanded += size;
        self.spent.nodes += size;
        if self.spent.expanded > self.budget.expanded {
            return Err(too_much(at, "aliases expand to more values than a file may hold"));
        }
        let copy = Node { position: at, value: target.value.clone() };
        self.close(copy, 0)
    }

    /// Hands a finished value to the collection that holds it; returns it if it is the document's root.
    fn close(&mut self, node: Node, anchor: usize) -> Result<Option<Node>, Problem> {
        self.spent.nodes += 1;
        if self.spent.nodes > self.budget.nodes {
            return Err(too_much(node.position, "more values than a file may hold"));
        }
        if anchor > 0 {
            self.spent.expanded += size_of(&node);
            if self.spent.expanded > self.budget.nodes {
                return Err(too_much(node.position, "more anchored values than a file may hold"));
            }
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => return Ok(Some(node)),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, .. }) => match key.take() {
                None => *key = Some(node),
                Some(name) => {
                    let position = name.position;
                    let key = key_text(&name);
                    entries.push(Entry { key, position, value: node });
                    check_repeated(entries)?;
                }
            },
        }
        Ok(None)
    }
}

fn check_repeated(entries: &[Entry]) -> Result<(), Problem> {
    let Some((last, before)) = entries.split_last() else { return Ok(()) };
    match before.iter().find(|entry| entry.key == last.key) {
        None => Ok(()),
        Some(first) => Err(Problem {
            position: last.position,
            message: format!(
                "key `{}` stands here and on line {}",
                last.key.chars().take(80).collect::<String>(),
                first.position.line
            ),
            over_budget: false,
        }),
    }
}

fn size_of(node: &Node) -> usize {
    1 + match &node.value {
        Value::Sequence(items) => items.iter().map(size_of).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| size_of(&entry.value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// A key that is not text is written as JSON, as JavaScript's object keys would have it.
fn key_text(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        _ => node.to_json().to_string(),
    }
}

/// Resolves a scalar by the YAML 1.2 core schema (§10.3).
fn scalar(text: &str, style: ScalarStyle, tag: Option<&str>) -> Value {
    let string = || Value::String(text.to_owned());
    if let Some(tag) = tag {
        if tag.ends_with(":str") || tag == "!" || tag == "!!str" {
            return string();
        }
    } else if style != ScalarStyle::Plain {
        return string();
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).unwrap_or_else(string),
    }
}

fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        // JSON has no infinity; JavaScript writes null.
        return Some(Value::Null);
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(|value| Value::Number(value.into()));
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return u64::from_str_radix(octal, 8).ok().map(|value| Value::Number(value.into()));
    }
    let first = digits.bytes().next()?;
    let second = digits.bytes().nth(1);
    let starts_right =
        first.is_ascii_digit() || (first == b'.' && second.is_some_and(|b| b.is_ascii_digit()));
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-');
    if !starts_right || !digits.bytes().all(plain) {
        return None;
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        if let Ok(value) = unsigned.parse::<i64>() {
            return Some(Value::Number(value.into()));
        }
    }
    let float: f64 = unsigned.parse().ok()?;
    // JavaScript has one number type: 1.0 is 1.
    if float.fract() == 0.0 && float.abs() < 9.0e15 {
        return Some(Value::Number((float as i64).into()));
    }
    Some(serde_json::Number::from_f64(float).map_or(Value::Null, Value::Number))
}
