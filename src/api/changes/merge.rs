//! The merge of two sorted lists.

use crate::api::surface::{BETWEEN, Item, ItemKind, Surface};

use super::Change;
use super::judge::Judge;

/// How often a name may be looked up because another form stands in its place.
const LOOKUPS: u32 = 100_000;
/// How deep names of schemas may lead; forms without names end by themselves.
const DEEPEST: u32 = 4;
/// How many names that only stand for another are followed.
const FOLLOWED: usize = 8;
/// More changes are not listed.
const MOST: usize = 20_000;

/// What differs, in the order of the lists.
pub(super) fn merge(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut merger =
        Merger { old, new, judge: Judge::new(old, new), changes: Vec::new(), lookups: LOOKUPS };
    merger.lists(&old.items, &new.items, "", "", None, 0);
    merger.changes
}

struct Merger<'a> {
    old: &'a Surface,
    new: &'a Surface,
    judge: Judge<'a>,
    changes: Vec<Change>,
    lookups: u32,
}

impl<'a> Merger<'a> {
    /// Merges two lists of which each path begins with `before`; `at` is the place that differences are told at, if not
    /// their own.
    fn lists(
        &mut self,
        old: &'a [Item],
        new: &'a [Item],
        before_old: &str,
        before_new: &str,
        at: Option<&str>,
        depth: u32,
    ) {
        let (mut left, mut right) = (0, 0);
        while self.changes.len() < MOST {
            let here = |item: &Item, before: &str| {
                let rest = &item.path[before.len()..];
                at.map_or_else(|| item.path.clone(), |at| format!("{at}{rest}"))
            };
            match (old.get(left), new.get(right)) {
                (None, None) => return,
                (Some(gone), added)
                    if added.is_none_or(|added| {
                        gone.path[before_old.len()..] < added.path[before_new.len()..]
                    }) =>
                {
                    let place = here(gone, before_old);
                    self.judge.removed(&place, gone, &mut self.changes);
                    left = after(old, left);
                }
                (gone, Some(added))
                    if gone.is_none_or(|gone| {
                        added.path[before_new.len()..] < gone.path[before_old.len()..]
                    }) =>
                {
                    let place = here(added, before_new);
                    self.judge.added(&place, added, &mut self.changes);
                    right = after(new, right);
                }
                (Some(was), Some(is)) => {
                    let place = here(is, before_new);
                    let goes_on = self.both(was, is, &place, depth);
                    (left, right) = if goes_on {
                        (left + 1, right + 1)
                    } else {
                        (after(old, left), after(new, right))
                    };
                }
                (None, Some(_)) | (Some(_), None) => return,
            }
        }
    }

    /// Judges what stands on both sides; whether what is below is still to be compared.
    fn both(&mut self, was: &'a Item, is: &'a Item, place: &str, depth: u32) -> bool {
        // Forms are judged where they stand.
        if is.kind == ItemKind::Form {
            return false;
        }
        let (name_was, name_is) = (was.signature.get("ref"), is.signature.get("ref"));
        if name_was == name_is {
            return self.judge.changed(place, was, is, &mut self.changes);
        }
        if self.judge.has_types_by_name() || depth >= DEEPEST || self.lookups == 0 {
            self.judge.renamed(place, was, is, &mut self.changes);
            return false;
        }
        // Another name, or none: what stands behind it counts.
        self.lookups -= 1;
        let is_form = |name: &str| name.is_empty() || name.starts_with('#');
        let depth = depth + u32::from(!is_form(name_was) || !is_form(name_is));
        let old = Target::of(self.old, was);
        let new = Target::of(self.new, is);
        if self.judge.forms(place, &old.item, &new.item, &mut self.changes) {
            self.lists(old.below, new.below, old.path, new.path, Some(place), depth);
        }
        false
    }
}

/// What an item is when names are seen through.
struct Target<'a> {
    /// The item with what is asked by all that it stands for.
    item: Item,
    /// Where what is below it stands.
    path: &'a str,
    below: &'a [Item],
}

impl<'a> Target<'a> {
    fn of(surface: &'a Surface, item: &'a Item) -> Target<'a> {
        let mut whole = item.clone();
        let mut end = item;
        for _ in 0..FOLLOWED {
            let name = end.signature.get("ref");
            let Some(next) = form(surface, name) else { break };
            whole.signature = whole.signature.with(&next.signature);
            end = next;
        }
        let at = surface.items.partition_point(|it| it.path <= end.path);
        let last = at.saturating_sub(1);
        let below = &surface.items[at..after(&surface.items, last).max(at)];
        Target { item: whole, path: &end.path, below }
    }
}

/// The item of a named schema, or of a form by its digest.
fn form<'a>(surface: &'a Surface, name: &str) -> Option<&'a Item> {
    if !name.starts_with('#') {
        return schema(surface, name);
    }
    let path = format!("t{BETWEEN}{name}");
    let at = surface.items.binary_search_by(|item| item.path.as_str().cmp(&path)).ok()?;
    surface.items.get(at)
}

/// The item of a named schema.
pub(super) fn schema<'a>(surface: &'a Surface, name: &str) -> Option<&'a Item> {
    let path = format!("s{BETWEEN}{name}");
    let at = surface.items.binary_search_by(|item| item.path.as_str().cmp(&path)).ok()?;
    surface.items.get(at).filter(|item| item.kind == ItemKind::Schema)
}

/// The place behind an item and all that is below it.
fn after(items: &[Item], at: usize) -> usize {
    let Some(item) = items.get(at) else { return items.len() };
    let is_below = |other: &Item| {
        other.path.strip_prefix(&item.path).is_some_and(|rest| rest.starts_with(BETWEEN))
    };
    let rest = &items[at + 1..];
    at + 1 + rest.iter().take_while(|other| is_below(other)).count()
}
