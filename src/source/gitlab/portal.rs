//! A file of a portal that was published, for whoever checks a repository against it. No token is shown to it.

use std::time::Duration;

use url::Url;

use super::http::{HttpError, HttpNetwork, HttpOptions};
use super::network::{Exchange, Method, Network, NetworkError};

/// How often it is asked for.
const ATTEMPTS: usize = 3;

const TIMEOUT: Duration = Duration::from_secs(60);

/// The most bytes that such a file may have.
const LIMIT: u64 = 64 << 20;

/// Why a file of a portal did not come.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PortalError {
    /// There is no way to anybody.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The way there broke.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The portal wants to see who asks: it is for members, and a command has no session.
    #[error(
        "it asks to sign in; take the file from the artifacts of the portal's pipeline instead"
    )]
    SignIn,
    /// It is not there.
    #[error("the answer is {0}")]
    Status(u16),
}

/// Fetches one file.
pub(crate) fn published(url: &Url, options: &HttpOptions) -> Result<Vec<u8>, PortalError> {
    let network = HttpNetwork::new(options)?;
    let exchange = Exchange {
        method: Method::Get,
        url,
        headers: &[("Accept", "application/json")],
        body: None,
        token: None,
        timeout: TIMEOUT,
        limit: LIMIT,
    };
    let mut last = PortalError::Status(0);
    for _ in 0..ATTEMPTS {
        match network.send(&exchange) {
            Ok(answer) if answer.status == 200 => return Ok(answer.body),
            // GitLab Pages leads whoever is not signed in to GitLab.
            Ok(answer) if matches!(answer.status, 301..=308 | 401 | 403) => {
                return Err(PortalError::SignIn);
            }
            Ok(answer) if answer.status < 500 && answer.status != 429 => {
                return Err(PortalError::Status(answer.status));
            }
            Ok(answer) => last = PortalError::Status(answer.status),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}
