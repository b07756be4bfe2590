//! The gate that all requests of a run pass, and that a server can close for a while.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Closed until a moment of the run's clock.
#[derive(Default)]
pub(super) struct Gate {
    /// In microseconds since the start of the run.
    opens: AtomicU64,
    /// Held by the one who waits in front; the others wait for that one.
    front: Mutex<()>,
}

impl Gate {
    /// Closes the gate until `moment`, or longer if it is closed for longer already.
    pub(super) fn close_until(&self, moment: Duration) {
        self.opens.fetch_max(micros(moment), Ordering::Relaxed);
    }

    /// Returns once the gate is open. `wait` is called with the time that is left, by one thread at a time;
    /// its first error ends the waiting of that thread.
    pub(super) fn pass<E>(
        &self,
        now: impl Fn() -> Duration,
        wait: impl Fn(Duration) -> Result<(), E>,
    ) -> Result<(), E> {
        let _front = self.front.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let opens = Duration::from_micros(self.opens.load(Ordering::Relaxed));
            let left = opens.saturating_sub(now());
            if left.is_zero() {
                return Ok(());
            }
            wait(left)?;
        }
    }
}

/// Rounded up: a gate that opens too early would not be one.
fn micros(moment: Duration) -> u64 {
    u64::try_from(moment.as_nanos().div_ceil(1000)).unwrap_or(u64::MAX)
}
