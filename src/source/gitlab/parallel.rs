//! Several requests at once, with results in the order of the jobs.

use std::sync::{Mutex, PoisonError};
use std::thread;

use super::transport::Transport;

/// More threads than this help no server and use up file descriptors.
const MOST_THREADS: usize = 64;

impl Transport<'_> {
    /// Does `work` on each job, on as many threads as requests may be on their way.
    ///
    /// The results are in the order of the jobs. Once cancelled, no job is begun any more; those have no result.
    pub(crate) fn parallel<T: Send, R: Send>(
        &self,
        jobs: Vec<T>,
        work: impl Fn(T) -> R + Sync,
    ) -> Vec<Option<R>> {
        let threads = self.concurrency().clamp(1, MOST_THREADS).min(jobs.len());
        let results = Mutex::new(jobs.iter().map(|_| None).collect::<Vec<Option<R>>>());
        let jobs = Mutex::new(jobs.into_iter().enumerate());
        let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while !self.is_cancelled()
                        && let Some((at, job)) = next()
                    {
                        let result = work(job);
                        results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
                    }
                });
            }
        });
        results.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
