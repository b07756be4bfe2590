//! Queries against the published files: the same rules as in the browser, so the same hits in the same order.

mod answer;
mod correction;
mod lists;
mod near;
mod query;
mod rank;
mod store;

pub(crate) use answer::{Answer, Hit};
pub(crate) use store::Fetch;

use store::Store;

/// An index cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReadError {
    /// There is none.
    #[error("there is no search index")]
    Missing,
    /// A file is not what it should be.
    #[error("the search index is damaged: `{0}` is not what it should be")]
    Damaged(String),
    /// It was made by another version of portolan.
    #[error("the search index has format {0}, and this portolan reads format {current}", current = crate::search::files::FORMAT)]
    Version(u32),
}

/// An index that queries can be put to.
pub(crate) struct Reader<'a> {
    store: Store<'a>,
}

impl<'a> Reader<'a> {
    /// Opens the index of a site of which `fetch` returns the files.
    pub(crate) fn open(fetch: Fetch<'a>) -> Result<Reader<'a>, ReadError> {
        Ok(Reader { store: Store::open(fetch)? })
    }

    /// Answers a query with `count` hits behind the first `from`.
    pub(crate) fn search(
        &self,
        typed: &str,
        from: usize,
        count: usize,
    ) -> Result<Answer, ReadError> {
        let query = query::query(typed);
        let ranked = rank::rank(&self.store, &query)?;
        answer::answer(&self.store, &query, ranked, from, count)
    }
}

/// What was typed as the cases that both readers share have it.
#[cfg(test)]
pub(super) fn plan(typed: &str) -> serde_json::Value {
    let query = query::query(typed);
    let filters = query.filters.iter().map(|filter| {
        serde_json::json!({
            "field": query::FIELDS[filter.field],
            "value": filter.value,
            "isExcluded": filter.is_excluded,
        })
    });
    serde_json::json!({
        "said": query.said,
        "needs": query.needs,
        "welcome": query.welcome,
        "open": query.open,
        "phrases": query.phrases,
        "excluded": { "words": query.excluded_words, "phrases": query.excluded_phrases },
        "filters": filters.collect::<Vec<_>>(),
    })
}
