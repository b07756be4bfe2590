//! The schedule of retries, and who keeps to it.

use std::time::Duration;

use super::{Scene, Scripted, answer, json_answer};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::headers::Hint;
use crate::source::gitlab::network::NetworkError;
use crate::source::gitlab::retry::{Patience, backoff, patience, throttle};
use serde_json::json;

fn millis(time: Duration) -> u128 {
    time.as_millis()
}

#[test]
fn backoff_doubles_to_its_cap_and_any_part_of_it_may_be_drawn() {
    let longest = |attempt| millis(backoff(attempt, 1.0));
    let schedule: Vec<u128> = (0..8).map(longest).collect();
    assert_eq!(schedule, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    assert_eq!(backoff(3, 0.0), Duration::ZERO);
    assert_eq!(millis(backoff(3, 0.25)), 1000);
    assert_eq!(millis(backoff(usize::MAX, 1.0)), 30_000);
}

#[test]
fn a_throttled_wait_is_never_shorter_than_asked_for_and_never_longer_than_a_minute() {
    for jitter in [0.0, 0.5, 0.999] {
        let wait = throttle(Hint::After(Duration::from_secs(7)), 0, jitter);
        assert!((7000..8000).contains(&millis(wait)), "{wait:?}");
        for seconds in [60, 61, 315_360_000, u64::MAX] {
            let wait = throttle(Hint::After(Duration::from_secs(seconds)), 0, jitter);
            assert_eq!(millis(wait), 60_000);
        }
        assert!(millis(throttle(Hint::Past, 0, jitter)) <= 500);
        let silent: Duration = (0..4).map(|at| throttle(Hint::Absent, at, jitter)).sum();
        assert!(silent >= Duration::from_secs(60), "a limiter's minute passes: {silent:?}");
        assert!((0..99).all(|at| millis(throttle(Hint::Absent, at, jitter)) <= 60_000));
    }
}

#[test]
fn f16_a_broken_trust_is_not_tried_again_and_a_missing_name_once() {
    assert_eq!(patience(&NetworkError::Tls(String::new())), Patience::Never);
    assert_eq!(patience(&NetworkError::TooLarge { limit: 1 }), Patience::Never);
    for (error, requests) in [
        (NetworkError::Tls("expired".to_owned()), 1),
        (NetworkError::Name("gitlab.example.com".to_owned()), 2),
        (NetworkError::Proxy("407".to_owned()), 2),
        (NetworkError::Refused, 5),
        (NetworkError::TimedOut, 5),
        (NetworkError::Cut, 5),
    ] {
        let answer = error.clone();
        let scene = Scene::new(Scripted::by(move |_, _| Err(answer.clone())));
        let failure = scene.rest().expect_err("no answer");
        assert!(
            matches!(&failure, TransportError::Network { error: found, .. } if *found == error)
        );
        assert_eq!(scene.network.count(), requests, "{error}");
    }
}

#[test]
fn f14_one_accident_of_the_server_or_of_the_way_is_not_seen() {
    for status in [500, 502, 503, 504, 520, 522, 524] {
        let html = Ok(answer(status, &[("Content-Type", "text/html")], "<h1>oops</h1>"));
        let scene = Scene::new(Scripted::of(vec![html, Ok(json_answer(&json!(1)))]));
        assert_eq!(scene.rest(), Ok(json!(1)));
        assert_eq!(scene.waits(), [250], "half of the first half second");
    }
    for error in [NetworkError::Cut, NetworkError::TimedOut] {
        let scene = Scene::new(Scripted::of(vec![Err(error), Ok(json_answer(&json!(1)))]));
        assert_eq!(scene.rest(), Ok(json!(1)));
    }
}

#[test]
fn f15_a_server_that_stays_broken_is_asked_five_times_with_growing_waits() {
    let scene = Scene::new(Scripted::by(|_, _| Ok(answer(502, &[], "<h1>bad gateway</h1>"))));
    let transport = scene.transport();
    let error = transport.rest("version", "version", &[]).expect_err("no answer");
    assert!(matches!(error, TransportError::Unavailable { status: 502, .. }));
    assert!(!error.wants_smaller());
    assert_eq!(scene.waits(), [250, 500, 1000, 2000]);
    let traffic = transport.traffic();
    assert_eq!(traffic.requests["version"], 5);
    assert_eq!((traffic.retries, traffic.throttled), (4, 0));
    assert_eq!(traffic.waited, Duration::from_millis(3750));
}

#[test]
fn a_server_that_is_being_looked_after_says_when_it_is_back() {
    let busy = Ok(answer(503, &[("Retry-After", "20")], ""));
    let scene = Scene::new(Scripted::of(vec![busy, Ok(json_answer(&json!(1)))]));
    assert_eq!(scene.rest(), Ok(json!(1)));
    assert_eq!(scene.waits(), [20_000]);
}
