//! Time, as far as the conversation with a server needs it: what o'clock it is, waiting, and chance.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::cancel::{Cancel, Cancelled};
use crate::base::Timestamp;

/// How often a sleeper looks whether it should wake up. A signal's handler can set a flag and no more.
const GLANCE: Duration = Duration::from_millis(50);

/// The time, so that tests need not wait for it.
pub(crate) trait Clock: Sync {
    /// The time of day, to be compared with what servers write into headers.
    fn now(&self) -> Timestamp;

    /// The time since the run began; never goes back.
    fn since_start(&self) -> Duration;

    /// Waits, unless cancelled before or meanwhile.
    fn sleep(&self, time: Duration, cancel: &Cancel) -> Result<(), Cancelled>;

    /// A number of at least 0 and less than 1, another one each time.
    fn jitter(&self) -> f64;
}

/// The machine's own clock.
pub(crate) struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock that starts now.
    pub(crate) fn start() -> SystemClock {
        SystemClock { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "servers say when to come back by the time of day; no page sees this time"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    fn since_start(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, time: Duration, cancel: &Cancel) -> Result<(), Cancelled> {
        let end = Instant::now() + time;
        loop {
            if cancel.is_cancelled() {
                return Err(Cancelled);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(GLANCE));
        }
    }

    /// Each `RandomState` has keys of its own, which is all the chance that spreading retries needs.
    fn jitter(&self) -> f64 {
        let bits = RandomState::new().build_hasher().finish() >> 11;
        bits as f64 / (1u64 << 53) as f64
    }
}
