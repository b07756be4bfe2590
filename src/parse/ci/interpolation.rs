//! `$[[ … ]]`: which inputs a body asks for, and by which functions they go.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::nearest;
use crate::base::yaml::{Node, Position, Value};
use crate::model::CiInput;
use crate::parse::text::{head, shown};

use super::notes::Notes;

/// Bytes that one block may have; GitLab refuses longer ones.
const LONGEST: usize = 1024;

/// Inputs that are asked for and not there: beyond this many, one knows.
const MOST: usize = 20;

/// What the interpolations of a body ask for.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Functions by name.
    pub functions: BTreeSet<String>,
    /// Inputs by name, with the value in which each is asked for first.
    pub inputs: BTreeMap<String, Position>,
}

/// Takes in all keys and texts of a tree.
pub(super) fn read(node: &Node, blocks: &mut Blocks) {
    match &node.value {
        Value::String(text) => of_text(text, node.position, blocks),
        Value::Sequence(items) => items.iter().for_each(|item| read(item, blocks)),
        Value::Mapping(entries) => {
            for entry in entries {
                of_text(&entry.key, entry.position, blocks);
                read(&entry.value, blocks);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn of_text(text: &str, at: Position, blocks: &mut Blocks) {
    for inner in inners(text) {
        let mut parts = inner.split('|').map(str::trim);
        let access = parts.next().unwrap_or_default();
        if let Some(path) = access.strip_prefix("inputs.") {
            let name = path.split(['.', '[']).next().unwrap_or_default().to_owned();
            let first = blocks.inputs.entry(name).or_insert(at);
            *first = at.min(*first);
        }
        let function = |part: &str| part.split('(').next().unwrap_or_default().trim().to_owned();
        let is_word = |name: &String| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        blocks.functions.extend(parts.map(function).filter(is_word));
    }
}

/// What stands within each block of a text.
fn inners(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("$[[").map(|(at, mark)| &text[at + mark.len()..]);
    starts.filter_map(|rest| Some(head(rest, LONGEST).split_once("]]")?.0))
}

/// Says which inputs are asked for that the header does not have.
pub(super) fn check(blocks: &Blocks, inputs: &[CiInput], text: &str, notes: &mut Notes<'_>) {
    let known: BTreeSet<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let unknown = blocks.inputs.iter().filter(|(name, _)| !known.contains(name.as_str()));
    for (name, at) in unknown.take(MOST) {
        // Likeness costs the product of the lengths.
        let short = known.iter().copied().filter(|known| known.len() <= 100);
        let near = nearest(head(name, 100), short);
        let help = match near {
            Some(near) => format!("the nearest input is `{near}`"),
            None => format!("add `{}` to `spec:inputs`", shown(name)),
        };
        let message = format!("there is no input `{}`", shown(name));
        notes.spec(place(name, *at, text), message, Some(help));
    }
}

/// Where the block stands: a text of many lines begins above it.
fn place(name: &str, at: Position, text: &str) -> Position {
    let lines = text.lines().enumerate().skip(at.line.saturating_sub(1) as usize);
    for (number, line) in lines {
        for (column, mark) in line.match_indices("$[[") {
            let inner = line[column + mark.len()..].trim_start();
            let named = inner.strip_prefix("inputs.").and_then(|rest| rest.strip_prefix(name));
            let is_whole = |rest: &str| {
                !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))
            };
            if named.is_some_and(is_whole) && !line.trim_start().starts_with('#') {
                let column = line[..column].chars().count() as u32 + 1;
                return Position { line: number as u32 + 1, column };
            }
        }
    }
    at
}
