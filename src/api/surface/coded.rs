//! Items in little room: `{"words": [[last, kind, signature], …], "rows": "abb0c12…"}`.
//!
//! Sorted paths have their beginnings in common, and the same last parts stand below many: each different one is
//! written once, in the order in which they are first needed. A row is a letter and a number: how many parts of the
//! path before stay (`a` is none), and which word comes behind them; without a number it is the first one not used yet.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{BETWEEN, Item, ItemKind, Signature};

/// How many parts of a path may stay; more are written again.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";

#[derive(Serialize)]
struct Written<'a> {
    words: Vec<Word<&'a str>>,
    rows: String,
}

#[derive(Deserialize)]
struct Read {
    words: Vec<Word<String>>,
    rows: String,
}

/// What stands behind the parts that stay, what it is, and what is asked there.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy, Serialize, Deserialize)]
struct Word<T>(T, ItemKind, T);

pub(super) fn serialize<S: Serializer>(items: &[Item], serializer: S) -> Result<S::Ok, S::Error> {
    let mut known: BTreeMap<Word<&str>, usize> = BTreeMap::new();
    let mut written = Written { words: Vec::new(), rows: String::new() };
    let mut before = "";
    for item in items {
        let (depth, at) = shared(before, &item.path);
        written.rows.push(char::from(LETTERS[depth]));
        let word = Word(&item.path[at..], item.kind, item.signature.as_str());
        match known.get(&word) {
            Some(place) => written.rows += &place.to_string(),
            None => {
                known.insert(word, written.words.len());
                written.words.push(word);
            }
        }
        before = &item.path;
    }
    written.serialize(serializer)
}

pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<Item>, D::Error> {
    let read = Read::deserialize(deserializer)?;
    let mut items: Vec<Item> = Vec::new();
    let mut unused = 0;
    for (depth, place) in rows(&read.rows) {
        let place = place.unwrap_or_else(|| {
            unused += 1;
            unused - 1
        });
        let Some(Word(last, kind, signature)) = read.words.get(place) else {
            return Err(D::Error::custom("a row has no word"));
        };
        let before = items.last().map_or("", |item: &Item| item.path.as_str());
        let end = beginning(before, depth).ok_or_else(|| D::Error::custom("a row is too deep"))?;
        let path = format!("{}{last}", &before[..end]);
        items.push(Item { path, kind: *kind, signature: Signature::from_text(signature.clone()) });
    }
    Ok(items)
}

/// Depths and places of words.
fn rows(text: &str) -> impl Iterator<Item = (usize, Option<usize>)> {
    let starts = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).map(|(at, _)| at);
    starts.map(|at| {
        let rest = &text[at..];
        let mark = rest.chars().next().map_or(0, char::len_utf8);
        let end =
            rest[mark..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |it| it + mark);
        let depth = LETTERS.iter().position(|letter| rest.as_bytes()[0] == *letter);
        let digits = &rest[mark..end];
        let place = (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX));
        (depth.unwrap_or(LETTERS.len()), place)
    })
}

/// How many whole parts two paths have in common at their beginnings, and where in the second the rest begins.
fn shared(before: &str, path: &str) -> (usize, usize) {
    let (mut depth, mut at) = (0, 0);
    while let (Some(left), Some(right)) = (before.get(at..), path.get(at..)) {
        if depth + 1 == LETTERS.len() {
            break;
        }
        let end = |text: &str| text.find(BETWEEN).map_or(text.len(), |end| end + 1);
        // What follows the last part of the path before begins with what stands between.
        if end(left) == left.len()
            && right.strip_prefix(left).is_some_and(|it| it.starts_with(BETWEEN))
        {
            return (depth + 1, at + left.len());
        }
        let part = &right[..end(right)];
        if !part.ends_with(BETWEEN) || !left.starts_with(part) {
            break;
        }
        depth += 1;
        at += part.len();
    }
    (depth, at)
}

/// Where the first parts of a path end.
fn beginning(path: &str, parts: usize) -> Option<usize> {
    if parts == 0 {
        return Some(0);
    }
    let mut ends = path.match_indices(BETWEEN).map(|(at, found)| at + found.len());
    ends.nth(parts - 1).or_else(|| {
        let all = path.matches(BETWEEN).count() + 1;
        (parts == all).then_some(path.len())
    })
}
