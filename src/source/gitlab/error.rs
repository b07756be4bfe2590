//! Why GitLab gave no usable answer.
//!
//! A message says what was asked (its purpose and path, never the query or the variables), what happened,
//! and what to do next where there is something to do. The token is masked before a text comes here.

use std::fmt;
use std::time::Duration;

use super::network::NetworkError;

/// What was asked: the subject of every message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// What it was for, in a word or two.
    pub kind: &'static str,
    /// Where it went, without the query.
    pub path: String,
}

impl fmt::Display for Asked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (`{}`)", self.kind, self.path)
    }
}

/// Why something is forbidden.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Denial {
    /// The token is not allowed to do this, whoever it belongs to.
    #[error("the token lacks a scope ({0}); give it `read_api`")]
    Scope(String),
    /// The token's owner is not allowed to.
    #[error("{0}; the token's owner needs a role that may read this")]
    Role(String),
    /// Something before GitLab refuses, such as a block of our address.
    #[error(
        "refused without an answer from GitLab; a firewall or a block of this address does that"
    )]
    Blocked,
}

/// A failed request, after all its retries.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TransportError {
    /// The address of the instance cannot be used.
    #[error("`{base}` is not the address of a GitLab instance: {what}")]
    Base {
        /// The address, without user and password.
        base: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The path of a request leads out of the API.
    #[error("{asked}: not a path below the API")]
    Address {
        /// What was asked.
        asked: Asked,
    },
    /// The token is wrong, expired or revoked (401).
    #[error("{asked}: GitLab does not accept the token ({message}); is it expired or revoked?")]
    Unauthorized {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
    },
    /// There is no token, and this is not for everybody (401).
    #[error("{asked}: GitLab answers nobody without a token ({message})")]
    TokenWanted {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
    },
    /// The token is known but not allowed to (403).
    #[error("{asked}: {denial}")]
    Forbidden {
        /// What was asked.
        asked: Asked,
        /// Why.
        denial: Denial,
    },
    /// It is not there, or not for us: GitLab does not tell these apart (404).
    #[error("{asked}: {message}; it does not exist, or the token may not see it")]
    NotFound {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
    },
    /// GitLab does not take the request as it is (the other 4xx).
    #[error("{asked}: refused with status {status} ({message})")]
    Rejected {
        /// What was asked.
        asked: Asked,
        /// The status.
        status: u16,
        /// GitLab's words.
        message: String,
    },
    /// The query costs more than GitLab allows.
    #[error("{asked}: the query is too complex ({message})")]
    TooComplex {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
        /// What it costs.
        score: Option<u32>,
        /// What it may cost.
        limit: Option<u32>,
    },
    /// GitLab gave the query up, by its own time limit or by breaking, each time it was tried.
    #[error("{asked}: GitLab did not finish the query ({message})")]
    TooSlow {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
    },
    /// The answer is longer than we take.
    #[error("{asked}: the answer is longer than {limit} bytes")]
    TooLarge {
        /// What was asked.
        asked: Asked,
        /// The most bytes that were allowed.
        limit: u64,
    },
    /// GitLab is broken or being looked after (5xx), each time it was tried.
    #[error("{asked}: GitLab is not available (status {status}: {message}); run again later")]
    Unavailable {
        /// What was asked.
        asked: Asked,
        /// The status.
        status: u16,
        /// GitLab's words.
        message: String,
    },
    /// This GitLab is too old, or too new, for the query.
    #[error("{asked}: this GitLab does not know what the query asks for ({message})")]
    UnknownField {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
    },
    /// The answer leads to a place that must not see what we send.
    #[error(
        "{asked}: redirected to `{target}`, where nothing was sent; is the instance's address right?"
    )]
    Redirected {
        /// What was asked.
        asked: Asked,
        /// The other place: scheme, host and port, or what could not be read as such.
        target: String,
    },
    /// The pages of a listing do not lead to its end.
    #[error("{asked}: the pages cannot be followed: {what}")]
    Paging {
        /// What was asked.
        asked: Asked,
        /// What is wrong.
        what: String,
    },
    /// Something answers that is not GitLab's API.
    #[error("{asked}: not an answer from GitLab's API ({what}); is the instance's address right?")]
    NotGitLab {
        /// What was asked.
        asked: Asked,
        /// How that shows.
        what: String,
    },
    /// GitLab still says that it is asked too often, after all waiting.
    #[error("{asked}: GitLab is asked too often, even after waiting ({message}); run again later")]
    Throttled {
        /// What was asked.
        asked: Asked,
        /// GitLab's words.
        message: String,
    },
    /// The run may not take longer.
    #[error(
        "{asked}: the run's {} seconds are over, or would be before GitLab answers",
        deadline.as_secs()
    )]
    DeadlinePassed {
        /// What was asked.
        asked: Asked,
        /// How long the run may take.
        deadline: Duration,
    },
    /// The run may not send more requests.
    #[error("{asked}: the run's {most} requests are spent")]
    BudgetSpent {
        /// What was asked.
        asked: Asked,
        /// How many requests the run may send.
        most: usize,
    },
    /// Somebody asked us to stop.
    #[error("{asked}: interrupted")]
    Cancelled {
        /// What was asked.
        asked: Asked,
    },
    /// There was no answer.
    #[error("{asked}: {error}{}", hint(error))]
    Network {
        /// What was asked.
        asked: Asked,
        /// What happened.
        error: NetworkError,
    },
}

impl TransportError {
    /// Whether GitLab answered, and what it minds is the token.
    pub(crate) fn is_about_access(&self) -> bool {
        matches!(
            self,
            TransportError::Unauthorized { .. }
                | TransportError::TokenWanted { .. }
                | TransportError::Forbidden { denial: Denial::Scope(_) | Denial::Role(_), .. }
        )
    }

    /// Whether asking for less at a time may help: a worker that dies of one project cuts the answer about all of them.
    pub(crate) fn wants_smaller(&self) -> bool {
        matches!(
            self,
            TransportError::TooComplex { .. }
                | TransportError::TooSlow { .. }
                | TransportError::TooLarge { .. }
                | TransportError::Network { error: NetworkError::Cut, .. }
        )
    }
}

/// What to do about a failure of the network, where there is something to do.
fn hint(error: &NetworkError) -> &'static str {
    match error {
        NetworkError::Refused | NetworkError::Name(_) => "; is the instance's address right?",
        NetworkError::Tls(_) => {
            "; if the instance has a certificate of your own, name the file of its authority in `ca_file`"
        }
        NetworkError::Proxy(_) => "; see the variables HTTPS_PROXY and NO_PROXY",
        NetworkError::TimedOut
        | NetworkError::Cut
        | NetworkError::TooLarge { .. }
        | NetworkError::Other(_) => "",
    }
}
