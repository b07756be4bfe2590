//! What was asked, in order: the evidence of tests about budgets, tokens and concurrency.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::http::{Request, decoded};
use super::rest;

/// One request that arrived.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// From 1, in the order of arrival since the record was last cleared.
    pub number: usize,
    pub method: String,
    /// As sent, percent signs and all.
    pub path: String,
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The name of the GraphQL operation, or what the REST route is called.
    pub kind: String,
    /// Whether a token came along, in whichever header or parameter.
    pub with_token: bool,
    /// The status that was answered; none while it is being worked on or when nothing was.
    pub status: Option<u16>,
    /// How many requests, this one among them, were being worked on when it came.
    pub in_flight: usize,
}

impl Recorded {
    pub fn is_graphql(&self) -> bool {
        self.path.ends_with("/api/graphql")
    }

    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// Whether the path, the query or a variable names this, whole: a path of a project, a number, a global id.
    pub fn names(&self, what: &str) -> bool {
        let path = decoded(&self.path);
        let target = format!("{path}/?{}&", decoded(&self.query));
        target.contains(&format!("/{what}/"))
            || target.contains(&format!("={what}&"))
            || holds(&self.json(), what)
    }
}

/// Whether a text of the value is this, or a query holds it in quotes.
fn holds(value: &Value, what: &str) -> bool {
    match value {
        Value::String(text) => text == what || text.contains(&format!("\"{what}\"")),
        Value::Array(items) => items.iter().any(|item| holds(item, what)),
        Value::Object(fields) => fields.values().any(|value| holds(value, what)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Everything that was asked.
#[derive(Debug, Default)]
pub struct Record(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    requests: Vec<Recorded>,
    /// How often the record was cleared, so that a late answer is not noted with a newer request.
    clearings: usize,
    in_flight: usize,
    most_in_flight: usize,
}

/// Where to note the answer.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    clearings: usize,
    at: usize,
}

impl Record {
    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, request: &Request, relative_root: &str) -> (Ticket, Recorded) {
        let mut inner = self.inner();
        inner.in_flight += 1;
        inner.most_in_flight = inner.most_in_flight.max(inner.in_flight);
        let recorded = Recorded {
            number: inner.requests.len() + 1,
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            kind: kind(request, relative_root),
            with_token: request.token().is_some() || request.header("job-token").is_some(),
            status: None,
            in_flight: inner.in_flight,
        };
        let ticket = Ticket { clearings: inner.clearings, at: inner.requests.len() };
        inner.requests.push(recorded.clone());
        (ticket, recorded)
    }

    /// Notes the answer, before it is written: whoever has read it finds it here.
    pub fn finish(&self, ticket: Ticket, status: Option<u16>) {
        let mut inner = self.inner();
        inner.in_flight = inner.in_flight.saturating_sub(1);
        if ticket.clearings == inner.clearings
            && let Some(recorded) = inner.requests.get_mut(ticket.at)
        {
            recorded.status = status;
        }
    }

    pub fn requests(&self) -> Vec<Recorded> {
        self.inner().requests.clone()
    }

    pub fn by_kind(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for request in &self.inner().requests {
            *counts.entry(request.kind.clone()).or_default() += 1;
        }
        counts
    }

    pub fn most_in_flight(&self) -> usize {
        self.inner().most_in_flight
    }

    pub fn clear(&self) {
        let mut inner = self.inner();
        inner.requests.clear();
        inner.clearings += 1;
        inner.most_in_flight = inner.in_flight;
    }
}

fn kind(request: &Request, relative_root: &str) -> String {
    let path = request.path.strip_prefix(relative_root).unwrap_or(&request.path);
    if let Some(rest) = path.strip_prefix("/api/v4/") {
        return rest::kind(rest);
    }
    if path != "/api/graphql" {
        return "web".to_owned();
    }
    match serde_json::from_slice(&request.body).unwrap_or(Value::Null) {
        Value::Array(bodies) => bodies.iter().map(operation).collect::<Vec<_>>().join("+"),
        body => operation(&body),
    }
}

/// The name of the operation of a GraphQL body.
fn operation(body: &Value) -> String {
    if let Some(name) = body["operationName"].as_str() {
        return name.to_owned();
    }
    let text = body["query"].as_str().unwrap_or("");
    let code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let code = code.collect::<Vec<_>>().join("\n");
    let name: String = match code.trim_start().strip_prefix("query ") {
        Some(rest) => {
            rest.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        }
        None => String::new(),
    };
    if name.is_empty() { "graphql".to_owned() } else { name }
}
