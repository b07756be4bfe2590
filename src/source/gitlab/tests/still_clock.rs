//! A clock that only moves when somebody waits for it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::base::Timestamp;
use crate::source::gitlab::cancel::{Cancel, Cancelled};
use crate::source::gitlab::clock::Clock;

/// The moment at which every test begins: 2026-11-02T12:00:00Z.
pub(crate) const NOON: i64 = 1_793_620_800;

/// Time that stands still between waits, each of which is over at once.
pub(crate) struct StillClock {
    waits: Mutex<Vec<Duration>>,
    /// What chance always says.
    pub jitter: f64,
    /// How many seconds the time of day is wrong.
    pub skew: AtomicI64,
}

impl Default for StillClock {
    fn default() -> StillClock {
        StillClock { waits: Mutex::default(), jitter: 0.5, skew: AtomicI64::new(0) }
    }
}

impl StillClock {
    /// All waits so far, in order.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().expect("no test panics within").clone()
    }

    /// Lets time pass.
    pub(crate) fn advance(&self, time: Duration) {
        self.waits.lock().expect("no test panics within").push(time);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        let seconds = self.since_start().as_secs();
        let skew = self.skew.load(Ordering::Relaxed);
        Timestamp(NOON + skew + i64::try_from(seconds).expect("a short test"))
    }

    fn since_start(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn sleep(&self, time: Duration, cancel: &Cancel) -> Result<(), Cancelled> {
        if cancel.is_cancelled() {
            return Err(Cancelled);
        }
        self.advance(time);
        Ok(())
    }

    fn jitter(&self) -> f64 {
        self.jitter
    }
}
