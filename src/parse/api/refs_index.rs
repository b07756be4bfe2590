//! Where keys, `$id`s and `$anchor`s of the files stand, so that a thousand references cost a thousand steps.

use std::collections::HashMap;

use crate::base::yaml::{Entry, Node, Value};

use super::documents::{Documents, Spot};

/// Below this many entries a look at each of them is faster than an index.
const FEW: usize = 16;

#[derive(Default)]
pub(super) struct Index<'d> {
    /// By the address of a large mapping, its entries.
    entries: HashMap<usize, HashMap<&'d str, &'d Node>>,
    ids: HashMap<&'d str, Spot<'d>>,
    anchors: HashMap<(u32, &'d str), Spot<'d>>,
    /// How many of the files were searched for ids and anchors.
    searched: u32,
}

impl<'d> Index<'d> {
    /// The value below a key.
    pub(super) fn entry(
        &mut self,
        of: Spot<'d>,
        entries: &'d [Entry],
        key: &str,
    ) -> Option<&'d Node> {
        if entries.len() < FEW {
            return entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        }
        let index = self.entries.entry(of.address()).or_insert_with(|| {
            entries.iter().map(|entry| (entry.key.as_str(), &entry.value)).collect()
        });
        index.get(key).copied()
    }

    /// The schema that says this of itself by `$id`, in any file that was read.
    pub(super) fn by_id(&mut self, documents: &'d Documents<'d>, id: &str) -> Option<Spot<'d>> {
        self.search(documents);
        self.ids.get(id).copied()
    }

    /// The schema with this anchor in a file.
    pub(super) fn anchor(
        &mut self,
        documents: &'d Documents<'d>,
        file: u32,
        name: &str,
    ) -> Option<Spot<'d>> {
        self.search(documents);
        self.anchors.get(&(file, name)).copied()
    }

    /// Walks the files that came since the last time.
    fn search(&mut self, documents: &'d Documents<'d>) {
        let files = documents.count();
        for file in self.searched..files {
            let mut open = vec![documents.root(file)];
            while let Some(spot) = open.pop() {
                let inner = self.note(spot);
                match &spot.node.value {
                    Value::Mapping(entries) => {
                        open.extend(entries.iter().rev().map(|entry| inner.with(&entry.value)));
                    }
                    Value::Sequence(items) => {
                        open.extend(items.iter().rev().map(|item| inner.with(item)));
                    }
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                }
            }
        }
        self.searched = files;
    }

    /// Notes what a value says of itself; returns it as what is around its parts.
    fn note(&mut self, spot: Spot<'d>) -> Spot<'d> {
        let Value::Mapping(entries) = &spot.node.value else { return spot };
        let mut inner = spot;
        for entry in entries {
            let Some(text) = entry.value.as_str() else { continue };
            match entry.key.as_str() {
                "$id" | "id" if text.starts_with('#') => {
                    self.anchors.entry((spot.file, &text[1..])).or_insert(spot);
                }
                "$id" => {
                    inner.resource = spot.node;
                    let id = text.trim_end_matches('#');
                    self.ids.entry(id).or_insert(Spot { resource: spot.node, ..spot });
                }
                "$anchor" | "$dynamicAnchor" => {
                    self.anchors.entry((spot.file, text)).or_insert(spot);
                }
                _ => {}
            }
        }
        inner
    }
}
