//! REST: addresses below `api/v4/`, single answers, listings page by page, and files as they are.

use std::collections::BTreeSet;

use serde_json::Value;
use url::{Url, form_urlencoded};

use super::error::TransportError;
use super::headers::{Headers, Hint};
use super::network::{Answer, Method, NetworkError};
use super::redirect::{is_same_origin, place};
use super::retry::Patience;
use super::setback::{Setback, is_html};
use super::transport::{Call, Transport};

/// The most bytes of a JSON answer; a page of a hundred rows has far fewer.
const LONGEST_ANSWER: u64 = 64 << 20;

/// An error's own words fit in here, however short the file may be that was asked for.
const ROOM_FOR_ERRORS: u64 = 64 << 10;

const JSON: &[(&str, &str)] = &[("Accept", "application/json")];
const ANYTHING: &[(&str, &str)] = &[("Accept", "*/*")];

/// A JSON answer and the headers it came with.
#[derive(Clone, Debug)]
pub(crate) struct RestAnswer {
    /// The content.
    pub json: Value,
    /// The headers.
    pub headers: Headers,
}

/// All rows of a listing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listing {
    /// The rows in the order they came; a row that moved meanwhile may be there twice.
    pub rows: Vec<Value>,
    /// Whether GitLab counted differently from page to page: rows may be missing, so list again.
    pub total_changed: bool,
}

/// Returns `text` as one segment of a path: `acme/shop` becomes `acme%2Fshop`.
pub(crate) fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

impl Transport<'_> {
    /// Asks for one JSON answer. The path is below `api/v4/`, its segments encoded.
    pub(crate) fn rest(
        &self,
        kind: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<RestAnswer, TransportError> {
        self.page(&self.get(kind, self.address(kind, path, query)?, JSON, LONGEST_ANSWER))
    }

    /// Lists to the end; a page that fails fails the listing, which is therefore never a part of itself.
    pub(crate) fn rest_all(
        &self,
        kind: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Listing, TransportError> {
        let mut listing = Listing { rows: Vec::new(), total_changed: false };
        let mut total = None;
        let mut seen = BTreeSet::new();
        let mut url = self.address(kind, path, query)?;
        loop {
            let asked = self.asked(kind, &url);
            if !seen.insert(url.clone()) {
                let what = "they lead back to a page that was read already".to_owned();
                return Err(TransportError::Paging { asked, what });
            }
            let answer = self.page(&self.get(kind, url.clone(), JSON, LONGEST_ANSWER))?;
            let Value::Array(rows) = answer.json else {
                let what = "a page is not a list".to_owned();
                return Err(TransportError::Paging { asked, what });
            };
            listing.rows.extend(rows);
            let count = answer.headers.get("x-total").map(str::to_owned);
            listing.total_changed |= total.is_some() && total != count;
            total = count;
            match self.next_page(&url, &answer.headers) {
                Ok(Some(next)) => url = next,
                Ok(None) => return Ok(listing),
                Err(what) => return Err(TransportError::Paging { asked, what: self.clean(&what) }),
            }
        }
    }

    /// Fetches a file as it is, of at most `limit` bytes.
    pub(crate) fn raw(
        &self,
        kind: &'static str,
        path: &str,
        query: &[(&str, &str)],
        limit: u64,
    ) -> Result<Vec<u8>, TransportError> {
        let room = limit.max(ROOM_FOR_ERRORS);
        let call = self.get(kind, self.address(kind, path, query)?, ANYTHING, room);
        let file = self.carry(&call, |answer| self.whole(&call, answer))?;
        if u64::try_from(file.len()).is_ok_and(|length| length > limit) {
            return Err(TransportError::TooLarge { asked: call.asked, limit });
        }
        Ok(file)
    }

    fn page(&self, call: &Call) -> Result<RestAnswer, TransportError> {
        self.carry(call, |answer| {
            self.check_status(call, &answer)?;
            Ok(RestAnswer { json: self.json(call, &answer)?, headers: answer.headers })
        })
    }

    /// A file has no closing bracket, so only the answer's own measure tells that nothing is missing.
    fn whole(&self, call: &Call, answer: Answer) -> Result<Vec<u8>, Setback> {
        self.check_status(call, &answer)?;
        if answer.headers.get("content-type").is_some_and(is_html) {
            return Err(self.not_gitlab(call, "a web page"));
        }
        if !answer.measured {
            let error = NetworkError::Cut;
            let error = TransportError::Network { asked: call.asked.clone(), error };
            return Err(Setback::Failed(error, Patience::Full, Hint::Absent));
        }
        Ok(answer.body)
    }

    fn get(
        &self,
        kind: &'static str,
        url: Url,
        headers: &'static [(&'static str, &'static str)],
        limit: u64,
    ) -> Call {
        let asked = self.asked(kind, &url);
        Call { asked, method: Method::Get, url, headers, body: None, signed: true, limit }
    }

    fn address(
        &self,
        kind: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Url, TransportError> {
        let mut url = self.base().clone();
        let path = format!("{}api/v4/{path}", url.path());
        url.set_path(&path);
        // A segment such as `..` would have been resolved away, and the token sent to some other page.
        if url.path() != path {
            return Err(TransportError::Address { asked: self.asked(kind, &url) });
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    /// The address of the page after this one, if there is one, or why it must not be asked for.
    fn next_page(&self, url: &Url, headers: &Headers) -> Result<Option<Url>, String> {
        if let Some(link) = headers.next_link() {
            let next = url.join(link).map_err(|_| "the next one has no address".to_owned())?;
            if !is_same_origin(self.base(), &next) {
                return Err(format!(
                    "the next one is at `{}`, where nothing was sent",
                    place(&next)
                ));
            }
            return Ok(Some(next));
        }
        let number = headers.get("x-next-page").map(str::trim).filter(|number| !number.is_empty());
        Ok(number.map(|number| {
            let mut next = url.clone();
            let others = url.query_pairs().filter(|(name, _)| name != "page");
            next.query_pairs_mut().clear().extend_pairs(others).append_pair("page", number);
            next
        }))
    }
}
