//! The world around a command: the time, the environment, and the wish to stop. Tests bring their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

use crate::source::gitlab::{Cancel, Clock, SystemClock};

use super::exit::{Exit, Failure};

/// What a command may ask of the world.
pub(crate) struct Outside<'a> {
    /// The time.
    pub clock: &'a dyn Clock,
    /// Whether to stop.
    pub stop: &'a Stop,
    /// A variable of the environment; none if it is empty.
    pub variable: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

/// The wish to stop, and who has it.
#[derive(Default)]
pub(crate) struct Stop {
    /// For whoever must heed it.
    pub cancel: Cancel,
    /// The number of the signal that was caught; 0 if none was.
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Catches Ctrl-C and the signal with which a runner ends a job, from now on.
    ///
    /// A second one ends the program at once, in case the first is not heeded.
    pub(crate) fn on_signals() -> Result<Stop> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let stop = Stop::default();
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register_conditional_shutdown(
                signal,
                128 + signal,
                stop.cancel.flag(),
            )?;
            let number = usize::try_from(signal).unwrap_or_default();
            signal_hook::flag::register_usize(signal, Arc::clone(&stop.signal), number)?;
            signal_hook::flag::register(signal, stop.cancel.flag())?;
        }
        Ok(stop)
    }

    /// Fails if somebody wants us to stop.
    pub(crate) fn check(&self) -> Result<()> {
        if self.cancel.is_cancelled() { Err(self.failure()) } else { Ok(()) }
    }

    /// How a command ends that was stopped.
    pub(crate) fn failure(&self) -> anyhow::Error {
        let is_ctrl_c = self.signal.load(Ordering::Relaxed) == signal_hook::consts::SIGINT as usize;
        let exit = if is_ctrl_c { Exit::Interrupted } else { Exit::Terminated };
        let message = "stopped; the site is as it was, and what was read is kept for the next run";
        Failure { exit, message: message.to_owned() }.into()
    }
}

/// The machine's own time and environment, handed to `work`.
#[expect(clippy::disallowed_methods, reason = "this is `app`, which reads the environment")]
pub(crate) fn with_outside<T>(stop: &Stop, work: impl FnOnce(&Outside<'_>) -> T) -> T {
    let clock = SystemClock::start();
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    work(&Outside { clock: &clock, stop, variable: &variable })
}
