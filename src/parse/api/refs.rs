//! `$ref`: from the text of a reference to the value that it names.
//!
//! Only files of the same repository are read. Nothing here opens a connection, and what lies elsewhere is refused.

use std::collections::HashMap;

use crate::base::RelPath;
use crate::base::yaml::{Node, Value};
use crate::parse::files::{is_address, percent_decoded};
use crate::parse::text::shown;

use super::documents::{Documents, Spot};
use super::refs_index::Index;

/// How many references a pointer may pass through on its way.
const HOPS: usize = 16;

/// What references lead to, each resolved once.
pub(super) struct Refs<'d> {
    documents: &'d Documents<'d>,
    /// By resource and text.
    known: HashMap<usize, HashMap<String, Result<Spot<'d>, String>>>,
    index: Index<'d>,
}

impl<'d> Refs<'d> {
    pub(super) fn new(documents: &'d Documents<'d>) -> Refs<'d> {
        Refs { documents, known: HashMap::new(), index: Index::default() }
    }

    /// What a reference at a place leads to, or why it leads nowhere.
    pub(super) fn target(&mut self, from: Spot<'d>, text: &str) -> Result<Spot<'d>, String> {
        self.target_within(from, text, HOPS)
    }

    fn target_within(
        &mut self,
        from: Spot<'d>,
        text: &str,
        hops: usize,
    ) -> Result<Spot<'d>, String> {
        let resource = from.with(from.resource).address();
        if let Some(known) = self.known.get(&resource).and_then(|of| of.get(text)) {
            return known.clone();
        }
        let found = self.find(from, text, hops);
        self.known.entry(resource).or_default().insert(text.to_owned(), found.clone());
        found
    }

    fn find(&mut self, from: Spot<'d>, text: &str, hops: usize) -> Result<Spot<'d>, String> {
        let (base, fragment) = text.split_once('#').unwrap_or((text, ""));
        let fragment = percent_decoded(fragment);
        if !base.is_empty() {
            let root = self.resource(from, base)?;
            return self
                .fragment(root, &fragment, hops)
                .ok_or_else(|| format!("`{}` does not exist", shown(text)));
        }
        let resource = from.with(from.resource);
        let root = self.documents.root(from.file);
        self.fragment(resource, &fragment, hops)
            .or_else(|| self.fragment(root, &fragment, hops))
            .ok_or_else(|| format!("`{}` does not exist", shown(text)))
    }

    /// What stands before the `#`: a file, or a schema that says by `$id` that this is its name.
    fn resource(&mut self, from: Spot<'d>, base: &str) -> Result<Spot<'d>, String> {
        let own = from.resource.get("$id").and_then(Node::as_str).unwrap_or_default();
        if is_address(base) {
            if let Some(found) = self.index.by_id(self.documents, base) {
                return Ok(found);
            }
            // Schemas of one collection call each other by the addresses that they are published at.
            let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
            let beside = base.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            return match beside.filter(|_| is_address(folder)) {
                Some(beside) => self.file(from, beside, base),
                None => Err(elsewhere(base)),
            };
        }
        let found = self.file(from, base, base);
        if found.is_ok() {
            return found;
        }
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let by_id = [format!("{folder}/{base}"), base.to_owned()]
            .into_iter()
            .find_map(|id| self.index.by_id(self.documents, &id));
        by_id.map_or(found, Ok)
    }

    fn file(&mut self, from: Spot<'d>, path: &str, written: &str) -> Result<Spot<'d>, String> {
        let path = percent_decoded(path.split('?').next().unwrap_or_default());
        let folder = self.documents.path(from.file).parent();
        // As in descriptors, a path that begins with a slash begins at the root of the repository.
        let path = path.strip_prefix('/').map_or_else(|| folder.join(&path), RelPath::new);
        match path {
            Some(path) => self.documents.file(&path),
            None => Err(format!("`{}` lies outside the repository", shown(written))),
        }
    }

    /// What stands behind the `#`: a pointer (RFC 6901), or the name of an anchor.
    fn fragment(&mut self, root: Spot<'d>, fragment: &str, hops: usize) -> Option<Spot<'d>> {
        let Some(pointer) = fragment.strip_prefix('/') else {
            return match fragment {
                "" => Some(root),
                anchor => self.index.anchor(self.documents, root.file, anchor),
            };
        };
        let mut at = root;
        for part in pointer.split('/') {
            let part = part.replace("~1", "/").replace("~0", "~");
            at = self.step(at, &part, hops)?;
        }
        Some(at)
    }

    fn step(&mut self, at: Spot<'d>, part: &str, hops: usize) -> Option<Spot<'d>> {
        let node = match &at.node.value {
            Value::Mapping(entries) => self.index.entry(at, entries, part),
            Value::Sequence(items) => items.get(part.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        if let Some(node) = node {
            return Some(at.with(node));
        }
        let text = at.node.get("$ref").and_then(Node::as_str)?;
        let next = self.target_within(at, text, hops.checked_sub(1)?).ok()?;
        self.step(next, part, hops.checked_sub(1)?)
    }
}

fn elsewhere(base: &str) -> String {
    format!("`{}` lies elsewhere, and only files of this repository are read", shown(base))
}
