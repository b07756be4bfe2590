//! What a word that nothing has may have been meant to be.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::ReadError;
use super::near::{allowed, distance};
use super::store::Store;
use crate::search::tokens::{Form, tokens};

/// Words of fewer characters are not corrected.
pub(super) const SHORTEST: usize = 4;
/// Words of names of fewer characters are not proposed.
const SHORTEST_PROPOSED: usize = 3;

/// A word that may have been meant.
struct Candidate {
    is_name: bool,
    documents: u32,
}

/// The word nearest to `term`, if any is near.
pub(super) fn correct(
    store: &Store<'_>,
    term: &str,
    behind: usize,
    names: &[(u32, String)],
) -> Result<Option<String>, ReadError> {
    let wanted: Vec<char> = term.chars().collect();
    if wanted.len() < SHORTEST {
        return Ok(None);
    }
    let mut known: BTreeMap<String, Candidate> = BTreeMap::new();
    for (_, title) in names {
        let mut own: Vec<String> = tokens(title)
            .into_iter()
            .filter(|token| matches!(token.form, Form::Word | Form::Hump))
            .map(|token| token.text)
            .filter(|text| text.chars().nth(SHORTEST_PROPOSED - 1).is_some())
            .collect();
        own.sort();
        own.dedup();
        for text in own {
            let entry = known.entry(text).or_insert(Candidate { is_name: true, documents: 0 });
            entry.documents += 1;
        }
    }
    for (_, file) in store.term_files(term, behind)? {
        for entry in
            file.entries.iter().filter(|entry| !entry.term.starts_with(crate::search::files::KEY))
        {
            let is_name = known.get(&entry.term).is_some_and(|known| known.is_name);
            let candidate = Candidate { is_name, documents: entry.documents };
            known.insert(entry.term.clone(), candidate);
        }
    }
    if let Some(best) = nearest(&wanted, known) {
        return Ok(Some(best));
    }
    let words = store.vocabulary()?.into_iter();
    let words = words.map(|(word, documents)| (word, Candidate { is_name: false, documents }));
    Ok(nearest(&wanted, words.collect()))
}

fn nearest(wanted: &[char], known: BTreeMap<String, Candidate>) -> Option<String> {
    let most = allowed(wanted.len());
    let near = known.into_iter().filter_map(|(word, candidate)| {
        let characters: Vec<char> = word.chars().collect();
        let distance = distance(wanted, &characters, most)?;
        Some(((distance, !candidate.is_name, Reverse(candidate.documents), word.clone()), word))
    });
    near.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, word)| word)
}
