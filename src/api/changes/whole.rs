//! An item with all that it is told to be: names, forms without names and parts are seen through.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::api::surface::{BETWEEN, Item, ItemKind, Signature, Surface};

use super::merge::{Below, after};

/// How many names that only stand for another are followed, and how deep parts may nest.
const DEEPEST: usize = 8;
/// How many items are put together from parts.
const MOST: usize = 20_000;
/// What a part says of itself and not of what it is part of; whether there may be nothing has been decided already.
const OWN: &[&str] = &["n", "d", "res", "dep", "def", "ref", "ro", "wo"];

/// What an item is when names are seen through.
pub(super) struct Whole<'a> {
    /// The item with what is asked by all that it stands for.
    pub item: Item,
    items: Cow<'a, [Item]>,
    /// Where items that are not copied stand.
    before: &'a str,
}

impl<'a> Whole<'a> {
    /// Follows names to what they stand for.
    pub(super) fn of(surface: &'a Surface, item: &Item, below: Below<'a>) -> Whole<'a> {
        let (mut signature, below) = follow(surface, item.signature.clone(), below);
        let (mut items, mut before) = (Cow::Borrowed(below.items), below.before);
        if parts(below).next().is_some() {
            let mut flat = Flat::new(surface);
            flat.add(&mut signature, below, 0);
            items = Cow::Owned(flat.finish(&mut signature));
            before = "";
        }
        let item = Item { path: item.path.clone(), kind: item.kind, signature };
        Whole { item, items, before }
    }

    pub(super) fn below(&self) -> Below<'_> {
        Below { items: &self.items, before: self.before }
    }

    /// How many items had to be copied.
    pub(super) fn copied(&self) -> usize {
        match &self.items {
            Cow::Owned(items) => items.len(),
            Cow::Borrowed(_) => 0,
        }
    }
}

/// The names of parts among what is below an item, of which they are the first.
pub(super) fn parts(below: Below<'_>) -> impl Iterator<Item = &str> {
    let parts = below.items.iter().take_while(|item| item.kind == ItemKind::Part);
    parts.map(|item| item.signature.get("ref"))
}

/// The other alternatives, with where they are, if one of them has this name.
pub(super) fn alternative<'i>(below: Below<'i>, name: &str) -> Option<Vec<(&'i str, &'i Item)>> {
    if name.is_empty() {
        return None;
    }
    let is_one = |rest: &str| rest.matches(BETWEEN).count() == 1;
    let alternatives = below.items.iter().filter(|item| item.kind == ItemKind::Alternative);
    let alternatives = alternatives.map(|item| (below.rest(item), item));
    let (own, others): (Vec<_>, Vec<_>) = alternatives
        .filter(|(rest, _)| is_one(rest))
        .partition(|(_, item)| item.signature.get("ref") == name);
    (!own.is_empty()).then_some(others)
}

/// What is asked by all that stands behind a name, and what is below it there.
fn follow<'a>(
    surface: &'a Surface,
    mut signature: Signature,
    mut below: Below<'a>,
) -> (Signature, Below<'a>) {
    for _ in 0..DEEPEST {
        let Some(at) = place(surface, signature.get("ref")) else { break };
        signature = signature.without(&["ref"]).with(&surface.items[at].signature);
        below = Below::of(&surface.items, at);
    }
    (signature, below)
}

/// Where a named schema stands, or a form without a name by its digest.
fn place(surface: &Surface, name: &str) -> Option<usize> {
    let house = if name.starts_with('#') { 't' } else { 's' };
    let path = format!("{house}{BETWEEN}{name}");
    surface.items.binary_search_by(|item| item.path.as_str().cmp(&path)).ok()
}

/// The children of several schemas as those of one; of two with one name the first counts.
struct Flat<'a> {
    surface: &'a Surface,
    groups: BTreeMap<String, Vec<Item>>,
    required: BTreeSet<String>,
    seen: BTreeSet<&'a str>,
    count: usize,
}

impl<'a> Flat<'a> {
    fn new(surface: &'a Surface) -> Flat<'a> {
        let (groups, required, seen) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Flat { surface, groups, required, seen, count: 0 }
    }

    fn add(&mut self, signature: &mut Signature, below: Below<'a>, depth: usize) {
        let names = signature.get("required").split(',').filter(|name| !name.is_empty());
        self.required.extend(names.map(str::to_owned));
        *signature = signature.without(&["required"]);
        let mut at = 0;
        while at < below.items.len() {
            let end = after(below.items, at);
            self.group(below, &below.items[at..end]);
            at = end;
        }
        for name in parts(below) {
            let Some(part) = place(self.surface, name) else { continue };
            if depth >= DEEPEST || !self.seen.insert(name) {
                continue;
            }
            let own = self.surface.items[part].signature.clone();
            let (asked, inner) = follow(self.surface, own, Below::of(&self.surface.items, part));
            *signature = signature.with(&asked.without(OWN));
            self.add(signature, inner, depth + 1);
        }
    }

    /// A child with all that is below it.
    fn group(&mut self, below: Below<'a>, items: &'a [Item]) {
        let rest = items.first().map(|item| below.rest(item)).unwrap_or_default();
        let is_part = items.first().is_none_or(|item| item.kind == ItemKind::Part);
        if is_part || self.count + items.len() > MOST || self.groups.contains_key(rest) {
            return;
        }
        self.count += items.len();
        let copy = |item: &'a Item| Item { path: below.rest(item).to_owned(), ..item.clone() };
        self.groups.insert(rest.to_owned(), items.iter().map(copy).collect());
    }

    /// All children in order; fields that some part asks for are required.
    fn finish(mut self, signature: &mut Signature) -> Vec<Item> {
        let mut items: Vec<Item> = self.groups.into_values().flatten().collect();
        let needed = Signature::from_text("req=1".to_owned());
        for item in &mut items {
            let name = item.path.strip_prefix([BETWEEN]).and_then(|rest| rest.strip_prefix('.'));
            if name.is_some_and(|name| self.required.remove(name)) {
                item.signature = item.signature.with(&needed);
            }
        }
        if !self.required.is_empty() {
            let names: Vec<String> = self.required.into_iter().collect();
            let left = Signature::from_text(format!("required={}", names.join(",")));
            *signature = signature.with(&left);
        }
        items.sort();
        items
    }
}
