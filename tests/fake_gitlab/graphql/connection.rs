//! Connections: pages of rows with cursors, forwards and backwards.
//!
//! Two kinds, as in GitLab: lists of groups and projects are paged by the key of a row, so that a row which comes or goes shifts
//! nothing; everything else is paged by place.

use serde_json::{Value, json};

use super::base64;
use super::resolve::{Answer, Call, Object};

/// The largest page.
const PAGE: usize = 100;

/// One page of a list.
pub struct Connection<'a> {
    rows: Vec<(String, Object<'a>)>,
    count: usize,
    has_next: bool,
    has_previous: bool,
}

impl<'a> Connection<'a> {
    pub fn empty() -> Connection<'a> {
        Connection { rows: Vec::new(), count: 0, has_next: false, has_previous: false }
    }

    /// A page of rows that stand in descending order of their keys.
    pub fn by_key(rows: Vec<(u64, Object<'a>)>, call: &Call<'_>) -> Result<Self, String> {
        let key = |cursor: &str| -> Result<u64, String> {
            let text = base64::decode(cursor).and_then(|bytes| String::from_utf8(bytes).ok());
            let value: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
            let id = value.as_ref().and_then(|value| value["id"].as_str()?.parse().ok());
            id.ok_or_else(|| "Please provide a valid cursor".to_owned())
        };
        let after = call.text("after").map(key).transpose()?;
        let before = call.text("before").map(key).transpose()?;
        let start = after.map_or(0, |after| rows.partition_point(|(key, _)| *key >= after));
        let end =
            before.map_or(rows.len(), |before| rows.partition_point(|(key, _)| *key > before));
        let cursor = |_: usize, key: u64| {
            base64::encode(json!({ "id": key.to_string() }).to_string().as_bytes())
        };
        Connection::cut(rows, start, end, call, cursor)
    }

    /// A page of rows that have no key.
    pub fn by_place(objects: Vec<Object<'a>>, call: &Call<'_>) -> Result<Self, String> {
        let place = |cursor: &str| -> Result<usize, String> {
            let text = base64::decode(cursor).and_then(|bytes| String::from_utf8(bytes).ok());
            let place = text.and_then(|text| text.parse().ok());
            place.ok_or_else(|| "Please provide a valid cursor".to_owned())
        };
        let after = call.text("after").map(place).transpose()?;
        let before = call.text("before").map(place).transpose()?;
        let start = after.unwrap_or(0).min(objects.len());
        let end =
            before.map_or(objects.len(), |before| before.saturating_sub(1).min(objects.len()));
        let rows = objects.into_iter().map(|object| (0, object)).collect();
        let cursor = |at: usize, _: u64| base64::encode((at + 1).to_string().as_bytes());
        Connection::cut(rows, start, end, call, cursor)
    }

    fn cut(
        rows: Vec<(u64, Object<'a>)>,
        start: usize,
        end: usize,
        call: &Call<'_>,
        cursor: impl Fn(usize, u64) -> String,
    ) -> Result<Self, String> {
        let (first, last) = (call.number("first"), call.number("last"));
        if first.is_some() && last.is_some() {
            return Err("Can only provide either `first` or `last`, not both".to_owned());
        }
        let count = rows.len();
        let end = end.max(start);
        let (start, end) = match last {
            Some(last) => (start.max(end.saturating_sub(last.min(PAGE))), end),
            None => (start, end.min(start + first.unwrap_or(PAGE).min(PAGE))),
        };
        let page = rows.into_iter().enumerate().skip(start).take(end - start);
        let rows = page.map(|(at, (key, object))| (cursor(at, key), object)).collect();
        Ok(Connection { rows, count, has_next: end < count, has_previous: start > 0 })
    }

    /// How many rows the page has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn field(&self, call: &Call<'_>) -> Answer<'a> {
        match call.name {
            "nodes" => Answer::Many(self.rows.iter().map(|(_, object)| object.clone()).collect()),
            "edges" => {
                let edge = |(cursor, object): &(String, Object<'a>)| Object::Edge {
                    cursor: cursor.clone(),
                    node: Box::new(object.clone()),
                };
                Answer::Many(self.rows.iter().map(edge).collect())
            }
            "count" => {
                let limit = call.number("limit").map_or(usize::MAX, |limit| limit + 1);
                Answer::json(self.count.min(limit))
            }
            "pageInfo" => Answer::Json(json!({
                "hasNextPage": self.has_next,
                "hasPreviousPage": self.has_previous,
                "startCursor": self.rows.first().map(|(cursor, _)| cursor),
                "endCursor": self.rows.last().map(|(cursor, _)| cursor),
            })),
            _ => Answer::Unmodelled,
        }
    }
}
