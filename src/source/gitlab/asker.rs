//! Asks GitLab in portions that it answers: what it refuses as too large is asked again in halves.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::CrawlError;
use super::error::{Denial, TransportError};
use super::graphql::{GraphQlAnswer, GraphQlError};
use super::query::Query;
use super::transport::Transport;
use super::wire::{self, Page};

/// Requests that failed one after the other, each after its retries, from which on GitLab is asked how it is.
const ENOUGH: usize = 8;

/// Projects that could not be read one after the other, from which on the rest is not tried although GitLab answers.
const LOST: usize = 100;

/// The least that GitLab can be asked: only one that is broken does not answer it.
const PULSE: &str = "query Pulse { metadata { version } }\n";

/// What one request may cost, a little below GitLab's 250: our arithmetic rounds.
pub(super) const MOST_POINTS: usize = 240;

/// What worked so far; only ever shrinks.
pub(super) struct Sizes {
    /// Rows of a page of facts.
    pub listing: Size,
    /// Projects whose files are asked for at once.
    pub files: Size,
    /// Paths that are asked for at once of each of them.
    pub paths: Size,
    /// What GitLab charges for a path: 1 by its own source, but more has been seen.
    pub per_path: AtomicUsize,
}

/// A number that shrinks.
pub(super) struct Size(AtomicUsize);

impl Size {
    fn new(start: usize) -> Size {
        Size(AtomicUsize::new(start))
    }

    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Remembers that no more than this is answered.
    pub(super) fn at_most(&self, size: usize) {
        self.0.fetch_min(size.max(1), Ordering::Relaxed);
    }
}

/// Sends documents and notices when GitLab stops answering.
pub(super) struct Asker<'a> {
    pub transport: &'a Transport<'a>,
    pub sizes: Sizes,
    failures: AtomicUsize,
    lost: AtomicUsize,
    /// Why the rest is not tried.
    given_up: Mutex<Option<String>>,
}

/// How a request failed.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Less at once may be answered.
    TooMuch(String),
    /// The paths are too many.
    TooManyPaths(String),
    /// This cannot be had now; the rest may.
    Failed(String),
    /// Nothing more can be had.
    Fatal(CrawlError),
}

impl Refusal {
    /// Why, for whom it befell.
    pub(super) fn cause(self) -> Result<String, CrawlError> {
        match self {
            Refusal::TooMuch(cause) | Refusal::TooManyPaths(cause) | Refusal::Failed(cause) => {
                Ok(cause)
            }
            Refusal::Fatal(error) => Err(error),
        }
    }
}

impl<'a> Asker<'a> {
    pub(super) fn new(transport: &'a Transport<'a>) -> Asker<'a> {
        Asker {
            transport,
            sizes: Sizes {
                listing: Size::new(100),
                files: Size::new(50),
                paths: Size::new(usize::MAX),
                per_path: AtomicUsize::new(1),
            },
            failures: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
            given_up: Mutex::new(None),
        }
    }

    /// Sends a document with the token.
    pub(super) fn ask(&self, kind: &'static str, query: &Query) -> Result<GraphQlAnswer, Refusal> {
        self.checked(|transport| transport.graphql(kind, &query.document, &query.variables))
    }

    /// Sends a document as anybody could.
    pub(super) fn ask_as_anybody(
        &self,
        kind: &'static str,
        query: &Query,
    ) -> Result<GraphQlAnswer, Refusal> {
        self.checked(|transport| {
            transport.graphql_anonymous(kind, &query.document, &query.variables)
        })
    }

    /// Uses the transport, unless it has failed too often in a row.
    pub(super) fn checked<T>(
        &self,
        send: impl FnOnce(&Transport<'a>) -> Result<T, TransportError>,
    ) -> Result<T, Refusal> {
        if let Some(cause) = self.given_up.lock().expect("no thread panics holding it").clone() {
            return Err(Refusal::Failed(cause));
        }
        match send(self.transport) {
            Ok(answer) => {
                self.failures.store(0, Ordering::Relaxed);
                Ok(answer)
            }
            Err(error) => Err(self.refusal(error)),
        }
    }

    /// Notes that a project was read.
    pub(super) fn has_read_one(&self) {
        self.lost.store(0, Ordering::Relaxed);
    }

    /// Notes that a project could not be read by any way. If none can, it is not about single projects.
    pub(super) fn has_lost_one(&self, cause: &str) {
        if self.lost.fetch_add(1, Ordering::Relaxed) + 1 >= LOST {
            self.give_up(cause);
        }
    }

    fn give_up(&self, cause: &str) {
        *self.given_up.lock().expect("no thread panics holding it") = Some(cause.to_owned());
    }

    /// Whether GitLab still answers. A few projects that it breaks at, side by side, must not cost all that follow.
    fn has_pulse(&self) -> bool {
        let is_alive = self.transport.graphql("pulse", PULSE, &json!({})).is_ok();
        if is_alive {
            self.failures.store(0, Ordering::Relaxed);
        }
        is_alive
    }

    fn refusal(&self, error: TransportError) -> Refusal {
        let message = error.to_string();
        match &error {
            TransportError::Unauthorized { .. }
            | TransportError::Forbidden { denial: Denial::Scope(_), .. } => {
                return Refusal::Fatal(CrawlError::Access(message));
            }
            TransportError::Cancelled { .. } => return Refusal::Fatal(CrawlError::Interrupted),
            TransportError::TooComplex { .. } => return Refusal::TooManyPaths(message),
            // These say something of what was asked for, nothing of GitLab's health.
            TransportError::NotFound { .. }
            | TransportError::TokenWanted { .. }
            | TransportError::Forbidden { denial: Denial::Role(_), .. } => {
                return Refusal::Failed(message);
            }
            _ => {}
        }
        let ends_the_run = matches!(
            error,
            TransportError::DeadlinePassed { .. } | TransportError::BudgetSpent { .. }
        );
        let is_enough = |asker: &Self| asker.failures.fetch_add(1, Ordering::Relaxed) + 1 >= ENOUGH;
        if ends_the_run || (is_enough(self) && !self.has_pulse()) {
            self.give_up(&message);
            return Refusal::Failed(message);
        }
        if error.wants_smaller() { Refusal::TooMuch(message) } else { Refusal::Failed(message) }
    }
}

/// One row of a listing.
pub(super) struct Row {
    pub value: Value,
    /// Why GitLab could not say what the repository holds.
    pub failed: Option<String>,
}

/// All rows of a listing.
pub(super) struct Rows {
    pub rows: Vec<Row>,
    /// How many rows GitLab says there are, those it hides included.
    pub count: Option<u64>,
    /// How many it sent, those it hides included.
    pub sent: u64,
}

/// Reads a connection to its end; a page that fails fails all of it, so that a listing is never merely shorter.
///
/// `find` takes the connection out of the data; `Ok(None)` if the thing that has it is not visible.
pub(super) fn list(
    asker: &Asker<'_>,
    kind: &'static str,
    query: impl Fn(Option<&str>, usize) -> Query,
    find: impl Fn(&Value) -> Option<&Value>,
) -> Result<Option<Rows>, CrawlError> {
    let mut all = Rows { rows: Vec::new(), count: None, sent: 0 };
    let mut after: Option<String> = None;
    let mut cursors = BTreeSet::new();
    let mut has_repeated = false;
    loop {
        let size = asker.sizes.listing.get();
        let answer = match asker.ask(kind, &query(after.as_deref(), size)) {
            Ok(answer) => answer,
            Err(Refusal::TooMuch(_) | Refusal::TooManyPaths(_)) if size > 1 => {
                asker.sizes.listing.at_most(size / 2);
                continue;
            }
            Err(refusal) => return Err(CrawlError::Unavailable(refusal.cause()?)),
        };
        let Some(connection) = find(&answer.data) else {
            // Without an error it is a thing that the token does not see.
            let Some(error) = answer.errors.first() else { return Ok(None) };
            if size > 1 {
                asker.sizes.listing.at_most(size / 2);
                continue;
            }
            return Err(CrawlError::Unavailable(format!("{kind}: {}", error.message)));
        };
        let page = wire::page(connection);
        let page = match page.filter(|page| is_believable(page, &answer)) {
            Some(page) => page,
            // An answer that is no page, or one that lost rows to an error: once more, then the listing has failed.
            None if !has_repeated => {
                has_repeated = true;
                continue;
            }
            None => {
                let why = answer
                    .errors
                    .first()
                    .map_or("the answer is not a page", |error| &error.message);
                return Err(CrawlError::Unavailable(format!("{kind}: {why}")));
            }
        };
        has_repeated = false;
        all.count = connection.get("count").and_then(Value::as_u64).or(all.count);
        all.sent += page.rows.len() as u64;
        for (at, value) in page.rows.iter().enumerate() {
            if value.is_object() {
                all.rows.push(Row {
                    value: value.clone(),
                    failed: answer
                        .failure_below(at, "repository")
                        .or_else(|| answer.failure_below(at, "releases")),
                });
            }
        }
        match page.next {
            None => return Ok(Some(all)),
            Some(next) if !cursors.insert(next.to_owned()) => {
                return Err(CrawlError::Unavailable(format!(
                    "{kind}: the pages go round in a circle"
                )));
            }
            Some(next) => after = Some(next.to_owned()),
        }
    }
}

/// Whether a page has lost nothing on its way: a row may be hidden, which is a null without an error, and no more.
fn is_believable(page: &Page<'_>, answer: &GraphQlAnswer) -> bool {
    let is_hidden = |row: &Value| row.is_null() && answer.errors.is_empty();
    page.rows.iter().all(|row| row.is_object() || is_hidden(row))
        && answer.errors.iter().all(GraphQlError::is_within_a_row)
}
