//! The conversation with GitLab, over a scripted network and over real sockets.
//!
//! Rows of the fault matrix have their number in the names of their tests.

mod clock;
mod crawl;
mod graphql;
mod headers;
mod parallel;
mod proxy;
mod redirects;
mod refusals;
mod requests;
mod rest;
mod retry;
mod scripted;
mod secret;
mod server;
mod sockets;
mod still_clock;
mod throttle;
mod tls;

pub(crate) use scripted::{Scripted, answer, json_answer};
pub(crate) use still_clock::StillClock;

use super::error::TransportError;
use super::{Cancel, Transport, TransportOptions};
use crate::source::secret::Secret;

/// A token that must show up nowhere.
pub(crate) const CANARY: &str = "glpat-CANARY0123456789abcd";

/// The canary as a token.
pub(crate) fn canary() -> Secret {
    Secret::new(CANARY.to_owned()).unwrap_or_else(|error| panic!("{error}"))
}

/// The usual way to the fictional instance of most tests.
pub(crate) fn options() -> TransportOptions<'static> {
    TransportOptions::new("https://gitlab.example.com/".parse().expect("an address"))
}

/// Everything that a conversation needs, with time that does not pass.
pub(crate) struct Scene {
    pub network: Scripted,
    pub clock: StillClock,
    pub cancel: Cancel,
    pub token: Secret,
    pub options: TransportOptions<'static>,
}

impl Scene {
    /// A scene in which these answers come, one after the other.
    pub(crate) fn new(network: Scripted) -> Scene {
        Scene {
            network,
            clock: StillClock::default(),
            cancel: Cancel::default(),
            token: canary(),
            options: options(),
        }
    }

    /// Begins the conversation, with the canary as the token.
    pub(crate) fn transport(&self) -> Transport<'_> {
        let options = self.options.clone();
        Transport::new(&self.network, &self.clock, &self.cancel, Some(&self.token), options)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Asks for one thing by REST.
    pub(crate) fn rest(&self) -> Result<serde_json::Value, TransportError> {
        self.transport().rest("version", "version", &[]).map(|answer| answer.json)
    }

    /// The waits so far, in milliseconds.
    pub(crate) fn waits(&self) -> Vec<u128> {
        self.clock.waits().iter().map(|wait| wait.as_millis()).collect()
    }
}
