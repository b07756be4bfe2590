//! What the terms of a query say of documents: points.

use std::collections::BTreeMap;

use super::ReadError;
use super::store::{List, Store};

/// Rarity is told in so many steps.
pub(super) const STEPS: f64 = 1024.0;
/// How many files behind the first may go on with an open term.
pub(super) const FILES_BEHIND: usize = 2;
/// How many longer terms an open term may mean, itself included.
const MOST_MEANT: usize = 64;

/// The points of one term, or of several of which the best counts, by document.
pub(super) type Points = BTreeMap<u32, f64>;

/// How rare a term is among so many documents.
fn rarity(all: u32, having: usize) -> f64 {
    let (all, having) = (f64::from(all), having as f64);
    let rare = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
    let rarest = (1.0 + (all + 0.5) / 0.5).ln();
    (STEPS * rare / rarest).round()
}

/// The documents of a term, if it is one.
pub(super) fn list(store: &Store<'_>, term: &str) -> Result<Option<List>, ReadError> {
    let Some((_, file)) = store.term_files(term, 0)?.pop() else { return Ok(None) };
    match file.entries.iter().find(|entry| entry.term == term) {
        Some(entry) => store.list(&file, entry).map(Some),
        None => Ok(None),
    }
}

/// The points of a term as it stands.
pub(super) fn exact(store: &Store<'_>, term: &str) -> Result<Points, ReadError> {
    let mut points = Points::new();
    if let Some(list) = list(store, term)? {
        add(store, &mut points, &list, 1.0);
    }
    Ok(points)
}

/// The points of a term and of those that begin with it.
pub(super) fn open(store: &Store<'_>, term: &str) -> Result<Points, ReadError> {
    let files = store.term_files(term, FILES_BEHIND)?;
    let mut meant: Vec<_> = files
        .iter()
        .flat_map(|(_, file)| file.entries.iter().map(move |entry| (file, entry)))
        .filter(|(_, entry)| entry.term.starts_with(term))
        .collect();
    // The sort keeps the order of terms.
    meant.sort_by_key(|(_, entry)| (entry.term != term, std::cmp::Reverse(entry.documents)));
    meant.truncate(MOST_MEANT);
    let length = term.chars().count() as f64;
    let mut points = Points::new();
    for (file, entry) in meant {
        let factor = match entry.term == term {
            true => 1.0,
            false => 0.5 + (0.4 * length) / entry.term.chars().count() as f64,
        };
        add(store, &mut points, &store.list(file, entry)?, factor);
    }
    Ok(points)
}

fn add(store: &Store<'_>, points: &mut Points, list: &List, factor: f64) {
    let rarity = rarity(store.manifest.documents, list.documents.len());
    for (document, level) in list.documents.iter().zip(&list.levels) {
        let value = f64::from(*level) * rarity * factor;
        let best = points.entry(*document).or_insert(value);
        *best = best.max(value);
    }
}
