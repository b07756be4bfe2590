//! Items in little room: `{"words": [[last, kind, signature], …], "rows": [depth, word, depth, word, …]}`.
//!
//! Sorted paths have their beginnings in common, and the same last parts stand below many: each different one is
//! written once, and a row says how many parts of the path before stay, and which word comes behind them.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{BETWEEN, Item, ItemKind, Signature};

#[derive(Serialize)]
struct Written<'a> {
    words: Vec<Word<&'a str>>,
    rows: Vec<usize>,
}

#[derive(Deserialize)]
struct Read {
    words: Vec<Word<String>>,
    rows: Vec<usize>,
}

/// What stands behind the parts that stay, what it is, and what is asked there.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy, Serialize, Deserialize)]
struct Word<T>(T, ItemKind, T);

pub(super) fn serialize<S: Serializer>(items: &[Item], serializer: S) -> Result<S::Ok, S::Error> {
    let mut known: BTreeMap<Word<&str>, usize> = BTreeMap::new();
    let mut written = Written { words: Vec::new(), rows: Vec::with_capacity(2 * items.len()) };
    let mut before = "";
    for item in items {
        let (depth, at) = shared(before, &item.path);
        let word = Word(&item.path[at..], item.kind, item.signature.as_str());
        let place = *known.entry(word).or_insert_with(|| {
            written.words.push(word);
            written.words.len() - 1
        });
        written.rows.extend([depth, place]);
        before = &item.path;
    }
    written.serialize(serializer)
}

pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<Item>, D::Error> {
    let read = Read::deserialize(deserializer)?;
    let mut items: Vec<Item> = Vec::new();
    for row in read.rows.chunks(2) {
        let word = row.get(1).and_then(|place| read.words.get(*place));
        let Some(Word(last, kind, signature)) = word else {
            return Err(D::Error::custom("a row has no word"));
        };
        let before = items.last().map_or("", |item: &Item| item.path.as_str());
        let end = beginning(before, row[0]).ok_or_else(|| D::Error::custom("a row is too deep"))?;
        let path = format!("{}{last}", &before[..end]);
        items.push(Item { path, kind: *kind, signature: Signature::from_text(signature.clone()) });
    }
    Ok(items)
}

/// How many whole parts two paths have in common at their beginnings, and where in the second the rest begins.
fn shared(before: &str, path: &str) -> (usize, usize) {
    let (mut depth, mut at) = (0, 0);
    while let (Some(left), Some(right)) = (before.get(at..), path.get(at..)) {
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
