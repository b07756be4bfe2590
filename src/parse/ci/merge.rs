//! `<<`: the keys of other mappings, as GitLab's reader of YAML takes them in.

use std::collections::HashMap;

use crate::base::yaml::{Entry, Node, Value};

const MERGE: &str = "<<";

/// Returns the tree with every `<<` replaced by the keys that it brings.
///
/// Psych (`Psych::Visitors::ToRuby#revive_hash`) merges where `<<` stands: keys written before it give way,
/// keys written after it win. Of a list of mappings the first wins.
pub(super) fn merged(node: Node) -> Node {
    let value = match node.value {
        Value::Mapping(entries) => Value::Mapping(merged_entries(entries)),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(merged).collect()),
        scalar => scalar,
    };
    Node { position: node.position, value }
}

fn merged_entries(entries: Vec<Entry>) -> Vec<Entry> {
    let entries: Vec<Entry> =
        entries.into_iter().map(|entry| Entry { value: merged(entry.value), ..entry }).collect();
    if entries.iter().all(|entry| entry.key != MERGE) {
        return entries;
    }
    let mut all = Joined::default();
    for entry in entries {
        match (entry.key.as_str(), entry.value.value) {
            (MERGE, Value::Mapping(brought)) => all.extend(brought),
            (MERGE, Value::Sequence(items)) => {
                for item in items.into_iter().rev() {
                    if let Value::Mapping(brought) = item.value {
                        all.extend(brought);
                    }
                }
            }
            (_, value) => {
                let value = Node { position: entry.value.position, value };
                all.put(Entry { key: entry.key, position: entry.position, value });
            }
        }
    }
    all.list
}

/// Entries of which the last one of each key counts.
#[derive(Default)]
struct Joined {
    list: Vec<Entry>,
    index: HashMap<String, usize>,
}

impl Joined {
    fn extend(&mut self, entries: Vec<Entry>) {
        entries.into_iter().for_each(|entry| self.put(entry));
    }

    fn put(&mut self, entry: Entry) {
        match self.index.get(&entry.key) {
            Some(at) => self.list[*at] = entry,
            None => {
                self.index.insert(entry.key.clone(), self.list.len());
                self.list.push(entry);
            }
        }
    }
}
