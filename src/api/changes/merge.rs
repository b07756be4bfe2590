//! The merge of two sorted lists.

use crate::api::surface::{BETWEEN, Item, ItemKind, Surface};

use super::Change;
use super::judge::Judge;
use super::whole::{Whole, alternative, parts};

/// How many items are looked at because another form stands in the place of theirs.
const WORK: usize = 1_000_000;
/// How deep names of schemas may lead; forms without names end by themselves.
const DEEPEST: u32 = 4;
/// More changes are not listed.
const MOST: usize = 20_000;

/// What differs, in the order of the lists.
pub(super) fn merge(old: &Surface, new: &Surface) -> Vec<Change> {
    let judge = Judge::new(old, new);
    let mut merger = Merger { old, new, judge, changes: Vec::new(), work: WORK };
    merger.lists(Below::all(&old.items), Below::all(&new.items), None, 0);
    merger.changes
}

struct Merger<'a> {
    old: &'a Surface,
    new: &'a Surface,
    judge: Judge<'a>,
    changes: Vec<Change>,
    work: usize,
}

/// Items whose paths all begin with that of the one that they are below.
#[derive(Clone, Copy)]
pub(super) struct Below<'i> {
    pub items: &'i [Item],
    pub before: &'i str,
}

impl<'i> Below<'i> {
    fn all(items: &'i [Item]) -> Below<'i> {
        Below { items, before: "" }
    }

    /// What is below one of several items.
    pub(super) fn of(items: &'i [Item], at: usize) -> Below<'i> {
        Below { items: &items[at + 1..after(items, at)], before: &items[at].path }
    }

    /// The path of an item as seen from what it is below.
    pub(super) fn rest(&self, item: &'i Item) -> &'i str {
        &item.path[self.before.len()..]
    }
}

impl Merger<'_> {
    /// Merges two lists; `at` is the place that differences are told at, if not their own.
    fn lists(&mut self, old: Below<'_>, new: Below<'_>, at: Option<&str>, depth: u32) {
        let (mut left, mut right) = (0, 0);
        let here = |item: &Item, rest: &str| {
            at.map_or_else(|| item.path.clone(), |at| format!("{at}{rest}"))
        };
        while self.changes.len() < MOST {
            if at.is_some() {
                self.work = self.work.saturating_sub(1);
            }
            let (gone, come) = (old.items.get(left), new.items.get(right));
            match (gone.map(|it| (it, old.rest(it))), come.map(|it| (it, new.rest(it)))) {
                (None, None) => return,
                (Some((gone, rest)), come) if come.is_none_or(|(_, other)| rest < other) => {
                    self.judge.removed(&here(gone, rest), gone, &mut self.changes);
                    left = after(old.items, left);
                }
                (Some((was, rest_was)), Some((is, rest))) if rest_was == rest => {
                    let below = (Below::of(old.items, left), Below::of(new.items, right));
                    let goes_on = self.both((was, below.0), (is, below.1), &here(is, rest), depth);
                    (left, right) = if goes_on {
                        (left + 1, right + 1)
                    } else {
                        (after(old.items, left), after(new.items, right))
                    };
                }
                (_, Some((come, rest))) => {
                    self.judge.added(&here(come, rest), come, &mut self.changes);
                    right = after(new.items, right);
                }
                (Some(_), None) => return,
            }
        }
    }

    /// Judges what stands on both sides; whether what is below is still to be compared.
    fn both(
        &mut self,
        (was, below_was): (&Item, Below<'_>),
        (is, below_is): (&Item, Below<'_>),
        place: &str,
        depth: u32,
    ) -> bool {
        // Forms are judged where they stand.
        if is.kind == ItemKind::Form {
            return false;
        }
        let (name_was, name_is) = (was.signature.get("ref"), is.signature.get("ref"));
        if name_was == name_is && parts(below_was).eq(parts(below_is)) {
            return self.judge.changed(place, was, is, &mut self.changes);
        }
        if self.judge.has_types_by_name() || depth >= DEEPEST || self.work == 0 {
            self.judge.renamed(place, was, is, &mut self.changes);
            return false;
        }
        if self.became_one_of_several((was, below_was), (is, below_is), place) {
            return false;
        }
        // Another name, or none: what stands behind it counts.
        let is_form = |name: &str| name.is_empty() || name.starts_with('#');
        let depth = depth + u32::from(!is_form(name_was) || !is_form(name_is));
        let old = Whole::of(self.old, was, below_was);
        let new = Whole::of(self.new, is, below_is);
        self.work = self.work.saturating_sub(1 + old.copied() + new.copied());
        if self.judge.changed(place, &old.item, &new.item, &mut self.changes) {
            self.lists(old.below(), new.below(), Some(place), depth);
        }
        false
    }

    /// Whether a schema is now one of several alternatives, or was; then the others are what changed.
    fn became_one_of_several(
        &mut self,
        (was, below_was): (&Item, Below<'_>),
        (is, below_is): (&Item, Below<'_>),
        place: &str,
    ) -> bool {
        let place_of = |rest: &str| format!("{place}{rest}");
        if let Some(others) = alternative(below_is, was.signature.get("ref")) {
            for (rest, item) in others {
                self.judge.added(&place_of(rest), item, &mut self.changes);
            }
        } else if let Some(others) = alternative(below_was, is.signature.get("ref")) {
            for (rest, item) in others {
                self.judge.removed(&place_of(rest), item, &mut self.changes);
            }
        } else {
            return false;
        }
        true
    }
}

/// The item of a named schema.
pub(super) fn schema<'a>(surface: &'a Surface, name: &str) -> Option<&'a Item> {
    let path = format!("s{BETWEEN}{name}");
    let at = surface.items.binary_search_by(|item| item.path.as_str().cmp(&path)).ok()?;
    surface.items.get(at).filter(|item| item.kind == ItemKind::Schema)
}

/// The place behind an item and all that is below it.
pub(super) fn after(items: &[Item], at: usize) -> usize {
    let Some(item) = items.get(at) else { return items.len() };
    let is_below = |other: &Item| {
        other.path.strip_prefix(&item.path).is_some_and(|rest| rest.starts_with(BETWEEN))
    };
    let rest = &items[at + 1..];
    at + 1 + rest.iter().take_while(|other| is_below(other)).count()
}
