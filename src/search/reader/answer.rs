//! What a query is answered.

use std::cmp::Reverse;

use serde::Serialize;

use super::ReadError;
use super::query::{FIELDS, Query};
use super::rank::Ranked;
use super::store::Store;

/// Hits are shown by so many.
const SHOWN: usize = 10;

/// What a query is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    /// What was looked for.
    pub query: String,
    /// How many documents have everything that was asked for; not told for a single letter.
    pub total: Option<usize>,
    /// Whether no document has everything, so that hits have a part of it.
    pub is_partial: bool,
    /// Words that were taken for others.
    pub corrections: Vec<Correction>,
    /// The terms that were looked for.
    pub terms: Vec<String>,
    /// How many documents have which value.
    pub facets: Vec<FacetCounts>,
    /// Best first, hits of one kind together.
    pub hits: Vec<Hit>,
}

/// A word that was taken for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Correction {
    /// What was typed.
    pub from: String,
    /// What was looked for.
    pub to: String,
}

/// How many documents have which value of a field.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FacetCounts {
    /// The field as in a query.
    pub field: &'static str,
    /// Its values, most frequent first.
    pub entries: Vec<FacetCount>,
}

/// How many documents have a value.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FacetCount {
    /// As in a query.
    pub key: String,
    /// As readers see it.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// A document that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hit {
    /// Its number.
    pub document: u32,
    /// What it is called.
    pub title: String,
    /// Where it is, from the site's root.
    pub address: String,
    /// Its kind as in `kind:`.
    pub kind: String,
    /// Its kind as readers see it.
    pub kind_label: String,
    /// Its owner as in `owner:`, or empty.
    pub owner: String,
    /// Its owner as readers see it, or empty.
    pub owner_label: String,
    /// Where it belongs, or empty.
    pub place: String,
    /// One sentence, or empty.
    pub description: String,
}

/// Puts an answer together.
pub(super) fn answer(
    store: &Store<'_>,
    query: &Query,
    ranked: Ranked,
    from: usize,
    count: usize,
) -> Result<Answer, ReadError> {
    let facets = store.facets()?;
    let is_partial = ranked.total == Some(0) && !ranked.documents.is_empty();
    let mut documents = ranked.documents;
    for ten in documents.chunks_mut(SHOWN).take(from.saturating_add(count).div_ceil(SHOWN)) {
        let order: Vec<u32> = ten.iter().map(|document| facets.kind(*document)).collect();
        ten.sort_by_key(|document| order.iter().position(|kind| *kind == facets.kind(*document)));
    }
    let hits = documents.into_iter().skip(from).take(count);
    let hits = hits.map(|document| hit(store, document)).collect::<Result<_, _>>()?;
    let counts = FIELDS.iter().zip(&facets.dictionaries).zip(&ranked.counts);
    let counts = counts.map(|((field, values), counts)| {
        let entries = values.iter().zip(counts).filter(|(_, count)| **count > 0);
        let mut entries: Vec<FacetCount> = entries
            .map(|(value, count)| FacetCount {
                key: value.key.clone(),
                label: value.label.clone(),
                count: *count,
            })
            .collect();
        entries.sort_by_key(|entry| Reverse(entry.count));
        FacetCounts { field, entries }
    });
    Ok(Answer {
        query: query.typed.clone(),
        total: ranked.total,
        is_partial,
        corrections: ranked.corrections,
        terms: ranked.terms,
        facets: counts.collect(),
        hits,
    })
}

fn hit(store: &Store<'_>, document: u32) -> Result<Hit, ReadError> {
    let facets = store.facets()?;
    let [title, description, place, address] = store.shown(document)?;
    let value = |field: usize| {
        let at = facets.of(document, field).first().map(|place| *place as usize - 1);
        at.map(|at| &facets.dictionaries[field][at])
    };
    let key = |field| value(field).map(|value| value.key.clone()).unwrap_or_default();
    let label = |field| value(field).map(|value| value.label.clone()).unwrap_or_default();
    Ok(Hit {
        document,
        title,
        address,
        kind: key(0),
        kind_label: label(0),
        owner: key(1),
        owner_label: label(1),
        place,
        description,
    })
}
