//! Pages of rows: by number with its headers, or by key with only a link to the next.

use serde_json::Value;

use super::Asked;
use super::http::Response;

/// GitLab counts no further.
const COUNTED: usize = 10_000;
const DEFAULT: usize = 20;
const LARGEST: usize = 100;

fn size(asked: &Asked<'_>) -> usize {
    let given = asked.request.parameter("per_page").and_then(|value| value.parse().ok());
    given.unwrap_or(DEFAULT).clamp(1, LARGEST)
}

/// The page that `page` and `per_page` name; only its rows are written out.
pub fn by_number<T>(asked: &Asked<'_>, rows: Vec<T>, write: impl Fn(T) -> Value) -> Response {
    let size = size(asked);
    let page: usize = asked.request.parameter("page").and_then(|v| v.parse().ok()).unwrap_or(1);
    let page = page.max(1);
    let total = rows.len();
    let pages = total.div_ceil(size).max(1);
    let shown = rows.into_iter().skip((page - 1).saturating_mul(size)).take(size);
    let shown: Vec<Value> = shown.map(write).collect();
    let next = if page < pages { (page + 1).to_string() } else { String::new() };
    let previous = if page > 1 { (page - 1).to_string() } else { String::new() };
    let mut links = Vec::new();
    for (relation, number) in [("prev", &previous), ("next", &next)] {
        if !number.is_empty() {
            links.push((relation, asked.address(&[("page", number)])));
        }
    }
    links.push(("first", asked.address(&[("page", "1")])));
    let mut response = Response::json(200, &Value::Array(shown))
        .with("X-Page", page)
        .with("X-Per-Page", size)
        .with("X-Next-Page", next)
        .with("X-Prev-Page", previous);
    if total <= COUNTED {
        links.push(("last", asked.address(&[("page", &pages.to_string())])));
        response = response.with("X-Total", total).with("X-Total-Pages", pages);
    }
    linked(asked, response, links)
}

/// The page after the row that `page_token` names; each row comes with its key.
pub fn by_key(asked: &Asked<'_>, rows: Vec<(String, Value)>) -> Response {
    let size = size(asked);
    let after = asked.request.parameter("page_token");
    let start = match after.as_deref().filter(|token| !token.is_empty()) {
        Some(token) => {
            rows.iter().position(|(key, _)| key == token).map_or(rows.len(), |at| at + 1)
        }
        None => 0,
    };
    let more = start + size < rows.len();
    let shown: Vec<(String, Value)> = rows.into_iter().skip(start).take(size).collect();
    let last = shown.last().map(|(key, _)| key.clone()).unwrap_or_default();
    let values = shown.into_iter().map(|(_, value)| value).collect();
    let response = Response::json(200, &Value::Array(values));
    let next = ("next", asked.address(&[("page_token", &last)]));
    linked(asked, response, if more { vec![next] } else { Vec::new() })
}

fn linked(asked: &Asked<'_>, response: Response, links: Vec<(&str, String)>) -> Response {
    let fields = links.into_iter().map(|(relation, url)| format!("<{url}>; rel=\"{relation}\""));
    let fields: Vec<String> = fields.collect();
    match (fields.is_empty(), asked.options.repeated_links) {
        (true, _) => response,
        (false, false) => response.with("Link", fields.join(", ")),
        (false, true) => fields.iter().fold(response, |all, field| all.with("Link", field)),
    }
}

impl Asked<'_> {
    /// The address of this request with some parameters replaced.
    fn address(&self, changes: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in url::form_urlencoded::parse(self.request.query.as_bytes()) {
            if !changes.iter().any(|(name, _)| *name == key) {
                query.append_pair(&key, &value);
            }
        }
        for (key, value) in changes {
            query.append_pair(key, value);
        }
        let root = &self.options.relative_root;
        let path = self.request.path.strip_prefix(root.as_str()).unwrap_or(&self.request.path);
        format!("{}{path}?{}", self.options.url, query.finish())
    }
}
