//! GraphQL: the envelope of its answers, and what its errors mean.
//!
//! GitLab answers 200 to nearly everything. What concerns the whole request becomes a
//! [`TransportError`]; errors of single fields stay beside the data, and the caller decides by their paths.

use serde_json::{Value, json};

use super::error::TransportError;
use super::headers::Hint;
use super::network::{Answer, Method};
use super::retry::Patience;
use super::setback::Setback;
use super::transport::{Call, Transport};

/// The most bytes of an answer: GitLab hands out 20 MiB of files at a time, and JSON escapes them.
const LONGEST_ANSWER: u64 = 64 << 20;

/// How GitLab says that a query ran into its limit of 30 seconds.
const TIMED_OUT: &str = "Request timed out";

/// How the same limit shows when it strikes within one field.
const FIELD_TIMED_OUT: &str = "Timeout on ";

/// How GitLab's limiters speak within an answer that is otherwise good.
const TOO_OFTEN: &str = "has been requested too many times";

const HEADERS: &[(&str, &str)] =
    &[("Accept", "application/json"), ("Content-Type", "application/json")];

/// What came back. The data may have gaps where an error has its path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GraphQlAnswer {
    /// The data, or null if there is none.
    pub data: Value,
    /// What went wrong with parts of it.
    pub errors: Vec<GraphQlError>,
}

/// What went wrong with a part of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GraphQlError {
    /// GitLab's words, masked.
    pub message: String,
    /// The part, from the root of the data; empty if it is all of it.
    pub path: Vec<PathPart>,
}

/// One step of the way to a part of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    /// Into a field, by its name or alias.
    Field(String),
    /// Into a list.
    Index(usize),
}

impl Transport<'_> {
    /// Asks a query with the token.
    pub(crate) fn graphql(
        &self,
        kind: &'static str,
        document: &str,
        variables: &Value,
    ) -> Result<GraphQlAnswer, TransportError> {
        self.query(kind, document, variables, true)
    }

    /// Asks a query as somebody who has no token, to learn what everybody may see.
    pub(crate) fn graphql_anonymous(
        &self,
        kind: &'static str,
        document: &str,
        variables: &Value,
    ) -> Result<GraphQlAnswer, TransportError> {
        self.query(kind, document, variables, false)
    }

    fn query(
        &self,
        kind: &'static str,
        document: &str,
        variables: &Value,
        signed: bool,
    ) -> Result<GraphQlAnswer, TransportError> {
        let url = self.base().join("api/graphql").expect("a relative path joins any http address");
        let body = json!({ "query": document, "variables": variables }).to_string();
        let call = Call {
            asked: self.asked(kind, &url),
            method: Method::Post,
            url,
            headers: HEADERS,
            body: Some(body.into_bytes()),
            signed,
            limit: LONGEST_ANSWER,
        };
        self.carry(&call, |answer| self.envelope(&call, &answer))
    }

    fn envelope(&self, call: &Call, answer: &Answer) -> Result<GraphQlAnswer, Setback> {
        self.check_status(call, answer).map_err(|setback| self.of_a_query(setback))?;
        let mut json = self.json(call, answer)?;
        let errors: Vec<GraphQlError> = match &json["errors"] {
            Value::Array(errors) => errors.iter().map(|error| self.field_error(error)).collect(),
            _ => Vec::new(),
        };
        if json.get("data").is_none() && errors.is_empty() {
            return Err(self.not_gitlab(call, "JSON without `data`"));
        }
        let data = json["data"].take();
        match errors.iter().find_map(|error| self.of_all(call, answer, &data, &error.message)) {
            Some(setback) => Err(setback),
            None => Ok(GraphQlAnswer { data, errors }),
        }
    }

    /// What a bad status means to a query: a smaller one may get through where this one broke.
    fn of_a_query(&self, setback: Setback) -> Setback {
        match setback {
            Setback::Failed(TransportError::Unavailable { asked, message, .. }, patience, hint) => {
                let by_its_limit = message.starts_with(TIMED_OUT);
                let patience = if by_its_limit { Patience::Never } else { patience };
                Setback::Failed(TransportError::TooSlow { asked, message }, patience, hint)
            }
            other => other,
        }
    }

    /// What an error means that concerns the whole query; nothing if it concerns a part of the data.
    fn of_all(&self, call: &Call, answer: &Answer, data: &Value, message: &str) -> Option<Setback> {
        let asked = call.asked.clone();
        let text = message.to_owned();
        if message.contains(TOO_OFTEN) {
            let error = TransportError::Throttled { asked, message: text };
            return Some(Setback::Throttled(error, self.hint(answer)));
        }
        if message.starts_with(TIMED_OUT) || message.starts_with(FIELD_TIMED_OUT) {
            return Some(Setback::lasting(TransportError::TooSlow { asked, message: text }));
        }
        // From here on: the query was refused as a whole. Beside data, the same words are about a part of it.
        if !data.is_null() {
            return None;
        }
        if message.starts_with("Query has complexity") || message.starts_with("Query has depth") {
            let (score, limit) = (number_after(message, " of "), number_after(message, " max "));
            let error = TransportError::TooComplex { asked, message: text, score, limit };
            return Some(Setback::lasting(error));
        }
        if ["doesn't exist on type", "doesn't accept argument", "isn't a defined input type"]
            .iter()
            .any(|words| message.contains(words))
        {
            return Some(Setback::lasting(TransportError::UnknownField { asked, message: text }));
        }
        if message.eq_ignore_ascii_case("invalid token") {
            let error = TransportError::Unauthorized { asked, message: text };
            return Some(Setback::lasting(error));
        }
        if message.eq_ignore_ascii_case("internal server error") {
            let error = TransportError::TooSlow { asked, message: text };
            return Some(Setback::Failed(error, Patience::Full, Hint::Absent));
        }
        None
    }

    fn field_error(&self, error: &Value) -> GraphQlError {
        let path = error["path"].as_array().map(Vec::as_slice).unwrap_or_default();
        GraphQlError {
            message: self.clean(error["message"].as_str().unwrap_or("an error without a message")),
            path: path.iter().filter_map(PathPart::read).collect(),
        }
    }
}

impl PathPart {
    fn read(part: &Value) -> Option<PathPart> {
        match part {
            Value::String(name) => Some(PathPart::Field(name.clone())),
            Value::Number(index) => Some(PathPart::Index(usize::try_from(index.as_u64()?).ok()?)),
            _ => None,
        }
    }
}

/// The first whole number at or after the first occurrence of `words`.
fn number_after(text: &str, words: &str) -> Option<u32> {
    let rest = &text[text.find(words)?..];
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}
