//! YAML 1.2 as a tree with positions, under a budget.
//!
//! `yes` is a string, `017` is seventeen, `<<` is an ordinary key, a repeated key is an error.
//! Aliases are expanded, but only up to a limit: a bomb ends in a [`Problem`], never in memory.
//! Knows nothing of what the documents mean.

mod build;
mod scalar;

use granit_parser::{ErrorKind, Event, Options, Parser, StructureStyle};

use build::Builder;

/// A point in a file; both count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// Where the value begins.
    pub position: Position,
    /// The value.
    pub value: Value,
}

/// A YAML value of the core schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
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
pub(crate) struct Entry {
    /// The key as text.
    pub key: String,
    /// Where the key begins.
    pub position: Position,
    /// Its value.
    pub value: Node,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where.
    pub position: Position,
    /// What, in lower case without a full stop.
    pub message: String,
    /// Whether the document asks for too much, rather than being wrong.
    pub over_budget: bool,
}

/// How much one file may ask for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Values, aliases expanded.
    pub nodes: usize,
    /// Of those, how many may come from aliases.
    pub expanded: usize,
    /// Levels of nesting.
    pub depth: usize,
    /// Documents in the file.
    pub documents: usize,
    /// Levels that are kept; what lies deeper is read and checked for syntax, then dropped.
    pub levels: usize,
    /// What a key that stands twice in one mapping means.
    pub repeated_keys: RepeatedKeys,
    /// A tag of lists that is kept: such a list becomes a mapping with the tag as its only key. All other tags are dropped.
    pub kept_tag: Option<&'static str>,
}

/// What a key that stands twice in one mapping means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RepeatedKeys {
    /// The document is broken (YAML 1.2 §3.2.1.3).
    Refused,
    /// The last one counts, as readers of YAML 1.1 have it.
    LastCounts,
    /// The last one counts, but `<<` stands as often as it is written, since each of them merges.
    LastCountsButMerges,
}

impl Budget {
    /// What a descriptor may ask for.
    pub(crate) const DESCRIPTOR: Budget = Budget {
        nodes: 250_000,
        expanded: 10_000,
        depth: 64,
        documents: 1_000,
        levels: usize::MAX,
        repeated_keys: RepeatedKeys::Refused,
        kept_tag: None,
    };
    /// What a file may ask for that another program reads by the rules of YAML 1.1 (GitLab, MkDocs).
    pub(crate) const FOREIGN: Budget =
        Budget { repeated_keys: RepeatedKeys::LastCounts, ..Budget::DESCRIPTOR };
    /// What a CI file may ask for: GitLab merges `<<`, and looks `!reference` up.
    pub(crate) const CI: Budget = Budget {
        repeated_keys: RepeatedKeys::LastCountsButMerges,
        kept_tag: Some("!reference"),
        ..Budget::DESCRIPTOR
    };
    /// What an API description may ask for.
    pub(crate) const API: Budget = Budget {
        nodes: 5_000_000,
        depth: 200,
        repeated_keys: RepeatedKeys::LastCounts,
        ..Budget::DESCRIPTOR
    };
}

impl Node {
    /// The text, if this is a string.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The entries, if this is a mapping.
    pub(crate) fn as_mapping(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub(crate) fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entry of a mapping with this key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_mapping()?.iter().find(|entry| entry.key == key)
    }

    /// The value of a mapping below this key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The English name of the value's type.
    pub(crate) fn type_name(&self) -> &'static str {
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
    pub(crate) fn to_json(&self) -> serde_json::Value {
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
///
/// One that asks for too much ends the reading, since the budget is the file's.
pub(crate) fn documents(text: &str, budget: Budget) -> Vec<Result<Node, Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut options = Options::default();
    options.flow_nesting_limit = budget.depth;
    options.block_nesting_limit = budget.depth;
    options.set_emit_comments(false);
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder::new(budget);
    let mut read = Vec::new();
    loop {
        match next_root(text, &mut parser, &mut builder) {
            None => return read,
            Some(Ok(root)) => read.push(Ok(root)),
            Some(Err(problem)) => {
                let over_budget = problem.over_budget;
                read.push(Err(problem));
                if over_budget || !parser.proceed_next_document().unwrap_or(false) {
                    return read;
                }
                builder.abandon();
            }
        }
    }
}

/// Returns the next document's root, what is wrong with it, or nothing at the end of the file.
fn next_root<'input, I: granit_parser::BorrowedInput<'input>>(
    text: &str,
    parser: &mut Parser<'input, I>,
    builder: &mut Builder,
) -> Option<Result<Node, Problem>> {
    loop {
        let (event, span) = match parser.next_event()? {
            Ok(next) => next,
            Err(error) => {
                return Some(Err(Problem {
                    position: position(*error.marker()),
                    over_budget: *error.kind() == ErrorKind::RecursionLimitExceeded,
                    message: message(&error.info()),
                }));
            }
        };
        let at = position(span.start);
        if opens_block(&event) && span.start.byte_offset().is_some_and(|to| tab_before(text, to)) {
            let message = "a tab stands where only spaces may indent".to_owned();
            return Some(Err(Problem { position: at, message, over_budget: false }));
        }
        match builder.take(event, at) {
            Ok(None) => {}
            Ok(Some(root)) => return Some(Ok(root)),
            Err(problem) => return Some(Err(problem)),
        }
    }
}

fn opens_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::MappingStart(StructureStyle::Block, ..)
            | Event::SequenceStart(StructureStyle::Block, ..)
    )
}

/// Whether a tab is part of the indentation that ends at this offset (YAML 1.2 §6.1 forbids it).
fn tab_before(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.trim_end_matches([' ', '\t']);
    before[line.len()..].contains('\t') && (line.is_empty() || line.ends_with(['\n', '-', '?']))
}

fn position(marker: granit_parser::Marker) -> Position {
    Position { line: marker.line().max(1) as u32, column: marker.col() as u32 + 1 }
}

/// The parser's message in our style: lower case, marks between backticks.
fn message(text: &str) -> String {
    let text = if text.contains('`') { text.replace('\'', "`") } else { text.to_owned() };
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// Reads a file that holds one document; an empty file is null.
pub(crate) fn document(text: &str, budget: Budget) -> Result<Node, Problem> {
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

#[cfg(test)]
mod tests;
