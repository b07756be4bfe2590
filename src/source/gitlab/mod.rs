//! GitLab, by its API. Nothing else in the program opens a connection.
//!
//! [`transport`] carries each request to the one instance and decides when to ask again; `rest` and
//! `graphql` say what is asked and what an answer means. Below it are two seams for tests: the
//! [`Network`], which [`http`] implements, and the [`Clock`].
//! Nothing here knows what a project is.

mod cancel;
mod clock;
mod error;
mod gate;
mod graphql;
mod headers;
mod http;
mod network;
mod parallel;
mod proxy;
mod redirect;
mod rest;
mod retry;
mod setback;
mod traffic;
mod transport;

pub(crate) use cancel::Cancel;
pub(crate) use clock::{Clock, SystemClock};
pub(crate) use error::{Asked, Denial, TransportError};
pub(crate) use graphql::{GraphQlAnswer, GraphQlError, PathPart};
pub(crate) use headers::Headers;
pub(crate) use http::{HttpError, HttpNetwork, HttpOptions};
pub(crate) use network::{Answer, Exchange, Network, NetworkError};
pub(crate) use proxy::Proxy;
pub(crate) use rest::{Listing, RestAnswer, segment};
pub(crate) use traffic::{Event, Traffic};
pub(crate) use transport::{Transport, TransportOptions};

#[cfg(test)]
pub(crate) mod tests;
