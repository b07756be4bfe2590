//! From what a query asks for to documents in order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::ReadError;
use super::answer::Correction;
use super::correction;
use super::lists::{self, FILES_BEHIND, Points, STEPS};
use super::near::{allowed, distance};
use super::query::{FIELDS, OWNER, Phrase, Query};
use super::store::{Facets, Store};
use crate::search::files::KEY;
use crate::search::kinds;
use crate::search::tokens::{Form, is_unspaced, norm, tokens};

/// What a document that has only some of the needs keeps of its sum.
const PARTIAL: f64 = 0.3;
/// Points for a key that means the document, for its title as it was typed, for the same norm, for a norm that goes on
/// (less the more it goes on); and how many are lost for each character in which a norm differs.
const KEY_POINTS: f64 = 50.0 * STEPS;
const TITLE_POINTS: f64 = 60.0 * STEPS;
const NORM_POINTS: f64 = 45.0 * STEPS;
const BEGINNING_POINTS: f64 = 36.0 * STEPS;
const DISTANCE_POINTS: f64 = 6.0 * STEPS;

/// Documents in order, and what is told about them.
#[derive(Default)]
pub(super) struct Ranked {
    /// Best first; grouping comes later.
    pub documents: Vec<u32>,
    /// How many have everything; not told for one letter.
    pub total: Option<usize>,
    /// Of each field, how many documents have each value of its dictionary.
    pub counts: Vec<Vec<usize>>,
    /// Words that were taken for others.
    pub corrections: Vec<Correction>,
    /// The terms that were looked for.
    pub terms: Vec<String>,
    /// How far names are from what was said, where a word of that means nothing.
    near: BTreeMap<u32, usize>,
}

/// A document and how well it fits.
#[derive(Clone, Copy)]
struct Found {
    document: u32,
    score: f64,
    is_full: bool,
}

/// Finds and orders.
pub(super) fn rank(store: &Store<'_>, query: &Query) -> Result<Ranked, ReadError> {
    let excluded = excluded(store, query)?;
    let filters = Filters::new(store.facets()?, query);
    if query.needs.is_empty() {
        return browse(store, query, &filters, &excluded);
    }
    let letters = query.norm.chars().count();
    let is_short = (1..=2).contains(&letters) && !query.norm.contains(is_unspaced);
    if is_short && !query.is_narrowed() {
        return by_name(store, query, &filters);
    }
    let names = store.names(&query.norm)?;
    let mut ranked = Ranked::default();
    let mut found = sums(store, query, &names, &mut ranked)?;
    add_titles(store, &meant(query, &ranked.corrections), &names, &ranked.near, &mut found)?;
    for phrase in &query.phrases {
        let having = in_sequence(store, phrase)?;
        found.retain(|found| having.contains(&found.document));
    }
    found.retain(|found| !excluded.contains(&found.document));
    let fitting = |found: &&Found| found.is_full;
    ranked.counts = filters.counts(found.iter().filter(fitting).map(|found| found.document));
    found.retain(|found| filters.admits(found.document, None));
    found.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        (!a.is_full).cmp(&!b.is_full).then(by_score).then(a.document.cmp(&b.document))
    });
    ranked.total = Some(found.iter().filter(fitting).count());
    ranked.documents = found.into_iter().map(|found| found.document).collect();
    Ok(ranked)
}

/// The sums of points, keys included.
fn sums(
    store: &Store<'_>,
    query: &Query,
    names: &[(u32, String)],
    ranked: &mut Ranked,
) -> Result<Vec<Found>, ReadError> {
    let keyed = key_documents(store, query)?;
    let mut is_lost = false;
    // Of each document, its sum and how many needs it has.
    let mut sums: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
    for need in &query.needs {
        let is_open = query.open.as_ref() == Some(need);
        let mut points = match is_open {
            true => lists::open(store, need)?,
            false => lists::exact(store, need)?,
        };
        let mut term = need.clone();
        if points.is_empty() && keyed.is_empty() && !query.is_quoted(need) {
            is_lost = true;
            let behind = if is_open { FILES_BEHIND } else { 0 };
            if let Some(meant) = correction::correct(store, &term, behind, names)? {
                points = lists::exact(store, &meant)?;
                ranked.corrections.push(Correction { from: term, to: meant.clone() });
                term = meant;
            }
        }
        ranked.terms.push(term);
        for (document, value) in points {
            let (sum, has) = sums.entry(document).or_insert((0.0, 0));
            *sum += value;
            *has += 1;
        }
    }
    for term in &query.welcome {
        let points: Points = lists::exact(store, term)?;
        for (document, value) in points {
            if let Some((sum, _)) = sums.get_mut(&document) {
                *sum += value;
            }
        }
    }
    if is_lost {
        ranked.near = near(&query.norm, names);
    }
    let said = norm(&meant(query, &ranked.corrections));
    let same = names.iter().filter(|(_, title)| norm(title) == said).map(|(document, _)| *document);
    let called: BTreeSet<u32> = ranked.near.keys().copied().chain(same).collect();
    for document in keyed.iter().chain(&called) {
        sums.entry(*document).or_insert((0.0, 0));
    }
    let needs = query.needs.len();
    let found = sums.into_iter().map(|(document, (sum, has))| {
        let is_key = keyed.contains(&document);
        let mut score = sum;
        if has < needs {
            score = ((sum * PARTIAL) * has as f64) / needs as f64;
        }
        if is_key {
            score += KEY_POINTS;
        }
        let is_full = is_key || called.contains(&document) || has == needs;
        Found { document, score, is_full }
    });
    Ok(found.collect())
}

/// The documents of the first key that any has.
fn key_documents(store: &Store<'_>, query: &Query) -> Result<BTreeSet<u32>, ReadError> {
    for key in &query.keys {
        if let Some(list) = lists::list(store, &format!("{KEY}{key}"))? {
            return Ok(list.documents.into_iter().collect());
        }
    }
    Ok(BTreeSet::new())
}

/// What was said, in lower case, with corrected words in their place.
fn meant(query: &Query, corrections: &[Correction]) -> String {
    let said = query.said.to_lowercase();
    corrections.iter().fold(said, |said, Correction { from, to }| said.replacen(from, to, 1))
}

/// The documents whose names are nearly what was said, with their distances.
fn near(wanted: &str, names: &[(u32, String)]) -> BTreeMap<u32, usize> {
    let wanted: Vec<char> = wanted.chars().collect();
    if wanted.len() < correction::SHORTEST {
        return BTreeMap::new();
    }
    let near = names.iter().filter_map(|(document, title)| {
        let own: Vec<char> = norm(title).chars().collect();
        let distance = distance(&wanted, &own, allowed(wanted.len()))?;
        (distance > 0).then_some((*document, distance))
    });
    near.collect()
}

/// Adds the points of titles and kinds.
fn add_titles(
    store: &Store<'_>,
    said: &str,
    names: &[(u32, String)],
    near: &BTreeMap<u32, usize>,
    found: &mut [Found],
) -> Result<(), ReadError> {
    let facets = store.facets()?;
    let wanted = norm(said);
    let rests = without_owners(facets, &wanted);
    for one in found {
        if let Ok(at) = names.binary_search_by_key(&one.document, |(document, _)| *document) {
            let title = &names[at].1;
            let own = norm(title);
            let rest =
                facets.of(one.document, OWNER).first().map(|owner| &rests[*owner as usize - 1]);
            one.score += match near.get(&one.document) {
                _ if own == wanted && title.to_lowercase() == said => TITLE_POINTS,
                _ if own == wanted => NORM_POINTS,
                _ if rest.is_some_and(|rest| rest.contains(&own.as_str())) => NORM_POINTS,
                Some(distance) => NORM_POINTS - DISTANCE_POINTS * *distance as f64,
                None if own.starts_with(&wanted) => {
                    let (typed, whole) = (wanted.chars().count(), own.chars().count());
                    (BEGINNING_POINTS * typed as f64) / whole as f64
                }
                None => 0.0,
            };
        }
        let kind = facets.kind(one.document) as usize;
        let kind = kind.checked_sub(1).map_or("", |kind| facets.dictionaries[0][kind].key.as_str());
        one.score += STEPS * f64::from(kinds::points(kind));
    }
    Ok(())
}

/// For each owner, what is left of a norm without the owner's key or label at its beginning or its end.
fn without_owners<'a>(facets: &Facets, wanted: &'a str) -> Vec<Vec<&'a str>> {
    let rests = facets.dictionaries[OWNER].iter().map(|owner| {
        let names = [norm(&owner.key), norm(&owner.label)].into_iter();
        let rests = names.filter(|name| !name.is_empty()).flat_map(|name| {
            [wanted.strip_prefix(name.as_str()), wanted.strip_suffix(name.as_str())]
        });
        rests.flatten().filter(|rest| !rest.is_empty()).collect()
    });
    rests.collect()
}

/// Everything that filters and exclusions leave.
fn browse(
    store: &Store<'_>,
    query: &Query,
    filters: &Filters<'_>,
    excluded: &BTreeSet<u32>,
) -> Result<Ranked, ReadError> {
    let is_asked = !query.filters.is_empty() || query.is_narrowed();
    let all = if is_asked { store.manifest.documents } else { 0 };
    let left: Vec<u32> = (0..all).filter(|document| !excluded.contains(document)).collect();
    let counts = filters.counts(left.iter().copied());
    let mut documents: Vec<u32> =
        left.into_iter().filter(|document| filters.admits(*document, None)).collect();
    let facets = store.facets()?;
    documents.sort_by_key(|document| (facets.kind(*document), *document));
    Ok(Ranked { total: Some(documents.len()), documents, counts, ..Ranked::default() })
}

/// One or two letters: the names that begin with them.
fn by_name(store: &Store<'_>, query: &Query, filters: &Filters<'_>) -> Result<Ranked, ReadError> {
    let mut found = Vec::new();
    for (document, title) in store.names(&query.norm)? {
        let has_word = || {
            let mut words = tokens(&title).into_iter();
            words.any(|token| {
                matches!(token.form, Form::Word | Form::Hump) && token.text.starts_with(&query.norm)
            })
        };
        let score = match () {
            () if norm(&title).starts_with(&query.norm) => 2,
            () if has_word() => 1,
            () => continue,
        };
        found.push((Reverse(score), document, title.chars().count()));
    }
    let counts = filters.counts(found.iter().map(|(_, document, _)| *document));
    let facets = store.facets()?;
    found.retain(|(_, document, _)| filters.admits(*document, None));
    found.sort_by_key(|(score, document, length)| {
        (*score, facets.kind(*document), *length, *document)
    });
    let total = (query.norm.chars().count() > 1).then_some(found.len());
    let documents = found.into_iter().map(|(_, document, _)| document).collect();
    Ok(Ranked { documents, total, counts, terms: vec![query.norm.clone()], ..Ranked::default() })
}

/// The documents that have something excluded.
fn excluded(store: &Store<'_>, query: &Query) -> Result<BTreeSet<u32>, ReadError> {
    let mut all = BTreeSet::new();
    for terms in &query.excluded_words {
        all.extend(having_all(store, terms)?);
    }
    for phrase in &query.excluded_phrases {
        all.extend(in_sequence(store, phrase)?);
    }
    Ok(all)
}

/// The documents that have all terms.
fn having_all(store: &Store<'_>, terms: &[String]) -> Result<BTreeSet<u32>, ReadError> {
    let mut common: Option<BTreeSet<u32>> = None;
    for term in terms {
        let list = lists::list(store, term)?.map(|list| list.documents).unwrap_or_default();
        let list: BTreeSet<u32> = list.into_iter().collect();
        common = Some(match common {
            Some(common) => common.intersection(&list).copied().collect(),
            None => list,
        });
    }
    Ok(common.unwrap_or_default())
}

/// The documents in which the terms stand in one field as they do in the phrase.
fn in_sequence(store: &Store<'_>, phrase: &Phrase) -> Result<BTreeSet<u32>, ReadError> {
    let terms: Vec<String> = phrase.iter().map(|(term, _)| term.clone()).collect();
    let mut having = having_all(store, &terms)?;
    if phrase.len() < 2 || having.is_empty() {
        return Ok(having);
    }
    // Of each document, where the phrase may begin: fields and places.
    let mut begins: BTreeMap<u32, BTreeSet<(usize, u32)>> = BTreeMap::new();
    for (at, (term, distance)) in phrase.iter().enumerate() {
        let list = lists::list(store, term)?.map(|list| list.documents).unwrap_or_default();
        for (document, fields) in list.into_iter().zip(store.positions(term)?) {
            let fields = fields.iter().enumerate();
            let places = fields.flat_map(|(field, places)| {
                let starts = places.iter().filter_map(|place| place.checked_sub(*distance));
                starts.map(move |start| (field, start))
            });
            let places = places.collect::<BTreeSet<_>>();
            let known = begins.entry(document).or_default();
            *known = if at == 0 { places } else { known.intersection(&places).copied().collect() };
        }
    }
    having.retain(|document| begins.get(document).is_some_and(|places| !places.is_empty()));
    Ok(having)
}

/// What hits are narrowed to.
struct Filters<'a> {
    facets: &'a Facets,
    /// Of each field: what documents must have one of, if anything; what they must not have.
    fields: Vec<(Option<BTreeSet<u32>>, BTreeSet<u32>)>,
}

impl<'a> Filters<'a> {
    fn new(facets: &'a Facets, query: &Query) -> Filters<'a> {
        let mut fields = vec![(None, BTreeSet::new()); FIELDS.len()];
        for filter in &query.filters {
            let dictionary = facets.dictionaries[filter.field].iter().zip(1..);
            let meant = dictionary.filter(|(value, _)| {
                norm(&value.key) == filter.value || norm(&value.label) == filter.value
            });
            let meant = meant.map(|(_, place)| place);
            let (wanted, unwanted) = &mut fields[filter.field];
            match filter.is_excluded {
                true => unwanted.extend(meant),
                false => wanted.get_or_insert_with(BTreeSet::new).extend(meant),
            }
        }
        Filters { facets, fields }
    }

    /// Whether all fields but one let a document through.
    fn admits(&self, document: u32, but: Option<usize>) -> bool {
        self.fields.iter().enumerate().all(|(field, (wanted, unwanted))| {
            let values = self.facets.of(document, field);
            but == Some(field)
                || (wanted.as_ref().is_none_or(|some| values.iter().any(|it| some.contains(it)))
                    && !values.iter().any(|value| unwanted.contains(value)))
        })
    }

    fn counts(&self, documents: impl Iterator<Item = u32>) -> Vec<Vec<usize>> {
        let mut counts: Vec<Vec<usize>> =
            self.facets.dictionaries.iter().map(|values| vec![0; values.len()]).collect();
        for document in documents {
            for (field, counts) in counts.iter_mut().enumerate() {
                if self.admits(document, Some(field)) {
                    for place in self.facets.of(document, field) {
                        counts[*place as usize - 1] += 1;
                    }
                }
            }
        }
        counts
    }
}
