//! GitLab, by its API. Nothing else in the program opens a connection.
//!
//! Two storeys. Below, [`transport`] carries each request to the one instance and decides when to ask again; `rest` and
//! `graphql` say what an answer means; neither knows what a project is. Two seams are there for tests: the
//! [`Network`](network::Network), which [`http`] implements, and the [`Clock`](clock::Clock).
//! Above, [`crawl`] lists, leaves out what readers may not see, reads what changed and keeps what could not be read; `query`
//! holds every document that is sent, `wire` reads the answers.

mod asker;
mod audience;
mod borrowed;
mod cancel;
mod clock;
mod crawl;
mod error;
mod examine;
mod files;
mod gaps;
mod gate;
mod graphql;
mod headers;
mod http;
mod listing;
mod network;
mod options;
mod parallel;
mod people;
mod portal;
mod proxy;
mod query;
mod reading;
mod redirect;
mod rest;
mod rest_files;
mod retry;
mod rounds;
mod schema;
mod setback;
mod sharing;
mod traffic;
mod transport;
mod versions;
mod wire;

pub(crate) use cancel::Cancel;
pub(crate) use clock::{Clock, SystemClock};
pub(crate) use crawl::{Hands, Step, read};
pub(crate) use error::TransportError;
pub(crate) use examine::{Check, TOKEN_WARNING_DAYS, Verdict, days_left, examine, people, reach};
pub(crate) use http::{HttpNetwork, HttpOptions};
pub(crate) use options::{CrawlError, Crawled, GitLabOptions};
pub(crate) use portal::published;
pub(crate) use proxy::Proxy;
pub(crate) use rest::segment;
pub(crate) use traffic::{Event, Traffic};
pub(crate) use transport::{Transport, TransportOptions};

#[cfg(test)]
pub(crate) mod tests;
