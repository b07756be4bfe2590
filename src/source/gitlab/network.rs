//! One exchange with a server: what is sent, what comes back, and how it can break.
//!
//! The [`Network`] knows nothing of GitLab, retries, redirects or paging: it sends once and reads to the end.

use std::time::Duration;

use url::Url;

use super::headers::Headers;
use crate::source::secret::Secret;

/// Whatever can carry one exchange.
pub(crate) trait Network: Sync {
    /// Sends the request and reads the whole answer, whatever its status.
    fn send(&self, request: &Exchange) -> Result<Answer, NetworkError>;
}

/// What is asked. Anything that only reads is a GET; a GraphQL query is a POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Without a body.
    Get,
    /// With a body.
    Post,
}

/// One request.
pub(crate) struct Exchange<'a> {
    /// Whether a body is sent.
    pub method: Method,
    /// Where to; never holds the token.
    pub url: &'a Url,
    /// Headers, all but the token's, the host's and the lengths.
    pub headers: &'a [(&'static str, &'static str)],
    /// The body of a POST.
    pub body: Option<&'a [u8]>,
    /// The token to show, if this address may see it.
    pub token: Option<&'a Secret>,
    /// For all of it, from the lookup of the name to the last byte of the body.
    pub timeout: Duration,
    /// The most bytes that the decoded body may have.
    pub limit: u64,
}

/// One answer, read to its end.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status, whatever it is.
    pub status: u16,
    /// The headers as they came.
    pub headers: Headers,
    /// The body, decoded.
    pub body: Vec<u8>,
    /// Whether the answer said where its body ends. If not, a cut one looks like a whole one.
    pub measured: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NetworkError {
    /// Nobody listens.
    #[error("the connection was refused")]
    Refused,
    /// The name has no address.
    #[error("the host `{0}` was not found")]
    Name(String),
    /// The other side is not who it should be, or does not speak TLS.
    #[error("no trusted connection: {0}")]
    Tls(String),
    /// It took longer than allowed.
    #[error("no complete answer in time")]
    TimedOut,
    /// The connection ended before the answer did.
    #[error("the connection ended in the middle of the answer")]
    Cut,
    /// The body is longer than allowed.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The most bytes that were allowed.
        limit: u64,
    },
    /// The proxy is out of reach, or refuses.
    #[error("the proxy does not connect: {0}")]
    Proxy(String),
    /// Anything else, in the words of whoever noticed.
    #[error("{0}")]
    Other(String),
}
