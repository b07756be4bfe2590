//! What was said on the wire: events as they happen, and their sum.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Something happened on the wire. No text here holds the token, a query or a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A request was answered, or not.
    Request {
        /// What it was for.
        kind: &'static str,
        /// Where it went, without the query.
        path: String,
        /// The status of the answer, if there was one.
        status: Option<u16>,
        /// How long it took.
        millis: u128,
        /// Which attempt it was, counted from 1.
        attempt: usize,
    },
    /// Nothing is sent for a while.
    Waiting {
        /// For how long.
        time: Duration,
        /// Because of what.
        why: String,
    },
    /// A request is about to be sent again.
    Retrying {
        /// What it is for.
        kind: &'static str,
        /// Where it goes, without the query.
        path: String,
        /// Which attempt it will be, counted from 1.
        attempt: usize,
        /// What happened to the one before.
        why: String,
    },
}

/// Somebody who wants to hear of each event, on the thread where it happens.
pub(crate) type Observer<'a> = &'a (dyn Fn(&Event) + Sync);

/// The sum of what was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traffic {
    /// Requests by what they were for; every attempt and every followed redirect counts.
    pub requests: BTreeMap<&'static str, usize>,
    /// How many of them repeated another.
    pub retries: usize,
    /// How often the server said that it was asked too often.
    pub throttled: usize,
    /// How long we waited, summed over all who did.
    pub waited: Duration,
}

/// A [`Traffic`] in the making.
#[derive(Default)]
pub(super) struct Counter(Mutex<Traffic>);

impl Counter {
    /// Counts a request, unless `most` of them were counted already.
    pub(super) fn admit(&self, kind: &'static str, most: Option<usize>) -> bool {
        let mut traffic = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if most.is_some_and(|most| traffic.requests.values().sum::<usize>() >= most) {
            return false;
        }
        *traffic.requests.entry(kind).or_default() += 1;
        true
    }

    /// Changes the other sums.
    pub(super) fn note(&self, change: impl FnOnce(&mut Traffic)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The sums so far.
    pub(super) fn so_far(&self) -> Traffic {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
