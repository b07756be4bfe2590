//! When to ask again: a schedule, as functions of the attempt and of chance.

use std::time::Duration;

use super::headers::Hint;
use super::network::NetworkError;

/// The longest single wait, whatever a server asks for.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// GitLab counts requests by the minute, so that the waits of the usual four retries have to add up to more.
const FIRST_THROTTLE: Duration = Duration::from_secs(5);

/// How often a failure of some kind is worth another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// It will be the same.
    Never,
    /// It is probably the same, but may have been an accident.
    Once,
    /// It passes by itself, most of the time.
    Full,
}

/// Returns how long to wait before attempt `attempt` + 1 (they count from 0): exponential, capped, with
/// full jitter, so that what broke together does not come back together.
pub(crate) fn backoff(attempt: usize, jitter: f64) -> Duration {
    doubled(FIRST_BACKOFF, attempt).min(LONGEST_BACKOFF).mul_f64(jitter)
}

/// Returns how long to leave a server alone that says that it was asked too often.
///
/// Never shorter than it asks for, but for the longest wait; the jitter comes on top.
pub(crate) fn throttle(hint: Hint, attempt: usize, jitter: f64) -> Duration {
    let wait = match hint {
        Hint::After(wait) => wait.saturating_add(Duration::from_secs(1).mul_f64(jitter)),
        Hint::Past => backoff(attempt, jitter),
        Hint::Absent => doubled(FIRST_THROTTLE, attempt).mul_f64(1.0 + jitter / 4.0),
    };
    wait.min(LONGEST_WAIT)
}

/// Returns how long to wait before attempt `attempt` + 1 after a failure that may come with a hint.
pub(crate) fn after(hint: Hint, attempt: usize, jitter: f64) -> Duration {
    match hint {
        Hint::After(wait) => wait.min(LONGEST_WAIT),
        Hint::Past | Hint::Absent => backoff(attempt, jitter),
    }
}

/// How often this failure of the network is worth another attempt.
pub(crate) fn patience(error: &NetworkError) -> Patience {
    match error {
        NetworkError::Refused | NetworkError::TimedOut | NetworkError::Cut => Patience::Full,
        NetworkError::Name(_) | NetworkError::Proxy(_) | NetworkError::Other(_) => Patience::Once,
        NetworkError::Tls(_) | NetworkError::TooLarge { .. } => Patience::Never,
    }
}

fn doubled(first: Duration, times: usize) -> Duration {
    let factor = u32::try_from(times).ok().and_then(|times| 1u32.checked_shl(times));
    first.saturating_mul(factor.unwrap_or(u32::MAX)).min(LONGEST_WAIT)
}
