//! The machine's own clock.

use std::thread;
use std::time::Duration;

use crate::source::gitlab::{Cancel, Clock, SystemClock};

#[test]
fn a_sleeper_wakes_up_when_cancelled() {
    let (clock, cancel) = (SystemClock::start(), Cancel::default());
    assert!(clock.sleep(Duration::from_millis(1), &cancel).is_ok());
    assert!(clock.since_start() >= Duration::from_millis(1));
    thread::scope(|scope| {
        // Longer than any test may take.
        let sleeper = scope.spawn(|| clock.sleep(Duration::from_secs(86_400), &cancel));
        cancel.clone().cancel();
        assert!(sleeper.join().expect("no panic").is_err());
    });
}

#[test]
fn chance_is_a_part_of_one_and_another_one_each_time() {
    let clock = SystemClock::start();
    let drawn: Vec<f64> = (0..100).map(|_| clock.jitter()).collect();
    assert!(drawn.iter().all(|part| (0.0..1.0).contains(part)));
    assert!(drawn.iter().any(|part| *part < 0.5) && drawn.iter().any(|part| *part >= 0.5));
    assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));
}
