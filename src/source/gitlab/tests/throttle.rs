//! When GitLab says that it is asked too often, everybody waits; and the run has its limits.

use std::sync::Barrier;
use std::time::Duration;

use serde_json::json;

use super::still_clock::NOON;
use super::{Scene, Scripted, answer, json_answer};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::network::{Answer, NetworkError};
use crate::source::gitlab::{Cancel, Clock, Event, Transport, TransportOptions};

fn throttled(headers: &[(&str, &str)]) -> Result<Answer, NetworkError> {
    Ok(answer(429, headers, "Retry later\n"))
}

fn good() -> Result<Answer, NetworkError> {
    Ok(json_answer(&json!(1)))
}

#[test]
fn f11_one_429_waits_as_long_as_it_asks_for_and_asks_once_more() {
    let scene = Scene::new(Scripted::of(vec![throttled(&[("Retry-After", "7")]), good()]));
    let transport = scene.transport();
    assert!(transport.rest("version", "version", &[]).is_ok());
    assert_eq!(scene.waits(), [7500], "seven seconds and half of the jitter");
    let traffic = transport.traffic();
    assert_eq!((traffic.requests["version"], traffic.retries, traffic.throttled), (2, 1, 1));
}

#[test]
fn f11_nobody_asks_while_one_waits() {
    // The first of four requests is throttled; the others come when it has been told so.
    let told = Barrier::new(4);
    let scene = Scene::new(Scripted::by(|_, before| {
        if before == 0 { throttled(&[("Retry-After", "7")]) } else { good() }
    }));
    let times = std::sync::Mutex::new(Vec::new());
    let observer = |event: &Event| match event {
        Event::Retrying { .. } => {
            told.wait();
        }
        Event::Request { .. } => times.lock().expect("no panic").push(scene.clock.since_start()),
        Event::Waiting { .. } => {}
    };
    let options = TransportOptions { observer: Some(&observer), ..scene.options.clone() };
    let transport =
        Transport::new(&scene.network, &scene.clock, &scene.cancel, Some(&scene.token), options)
            .expect("an address");
    let results = transport.parallel(vec![0, 1, 2, 3], |job| {
        if job > 0 {
            told.wait();
        }
        transport.rest("version", "version", &[]).is_ok()
    });
    assert_eq!(results, [Some(true); 4]);
    let seven = Duration::from_millis(7500);
    let times = times.into_inner().expect("no panic");
    assert_eq!(times, [Duration::ZERO, seven, seven, seven, seven]);
    assert_eq!(scene.waits(), [7500], "one waits in front, for all");
}

#[test]
fn f12_an_unbelievable_moment_costs_a_minute_at_most() {
    let far = (NOON + 315_360_000).to_string();
    for (headers, least, most) in [
        (vec![("RateLimit-Reset", "1")], 0, 500),
        (vec![("RateLimit-Reset", far.as_str())], 60_000, 60_000),
        (vec![("RateLimit-Reset", "soon")], 5000, 6250),
        (vec![("Retry-After", "99999999999999999999999")], 5000, 6250),
        (vec![("Retry-After", "-3")], 0, 500),
        (vec![("Retry-After", "86400")], 60_000, 60_000),
        (vec![("Retry-After", "Mon, 02 Nov 2026 12:00:09 GMT")], 9000, 10_000),
        (vec![("RateLimit-ResetTime", "Mon, 02 Nov 2026 12:00:20 GMT")], 20_000, 21_000),
        (vec![], 5000, 6250),
    ] {
        let scene = Scene::new(Scripted::of(vec![throttled(&headers), good()]));
        assert!(scene.rest().is_ok());
        let waited: u128 = scene.waits().iter().sum();
        assert!((least..=most).contains(&waited), "{headers:?}: {waited}");
    }
}

#[test]
fn f40_a_moment_is_read_by_the_clock_of_the_server_that_names_it() {
    let reset = (NOON + 3600 + 12).to_string();
    let headers = [("Date", "Mon, 02 Nov 2026 13:00:00 GMT"), ("RateLimit-Reset", reset.as_str())];
    let scene = Scene::new(Scripted::of(vec![throttled(&headers), good()]));
    assert!(scene.rest().is_ok());
    assert_eq!(scene.waits(), [12_500]);
}

#[test]
fn f13_a_429_without_end_is_asked_five_times() {
    let scene = Scene::new(Scripted::by(|_, _| throttled(&[("Retry-After", "3")])));
    let error = scene.rest().expect_err("no answer");
    assert!(matches!(error, TransportError::Throttled { .. }));
    assert_eq!(scene.network.count(), 5);
    assert_eq!(scene.waits(), [3500; 4]);
}

#[test]
fn f13_a_wait_beyond_the_deadline_is_not_begun() {
    let mut scene = Scene::new(Scripted::by(|_, _| throttled(&[("Retry-After", "30")])));
    scene.options.deadline = Some(Duration::from_secs(50));
    let error = scene.rest().expect_err("no answer");
    assert!(matches!(error, TransportError::DeadlinePassed { .. }));
    assert_eq!(scene.network.count(), 2);
    assert_eq!(scene.waits(), [30_500]);
}

#[test]
fn a_retry_beyond_the_deadline_is_not_begun() {
    let mut scene = Scene::new(Scripted::by(|_, _| Err(NetworkError::Cut)));
    scene.options.deadline = Some(Duration::from_millis(700));
    assert!(matches!(scene.rest(), Err(TransportError::DeadlinePassed { .. })));
    assert_eq!(scene.waits(), [250]);
}

#[test]
fn a_request_gets_no_more_time_than_the_run_has() {
    let mut scene = Scene::new(Scripted::by(|_, _| good()));
    scene.options.deadline = Some(Duration::from_secs(70));
    assert!(scene.rest().is_ok());
    scene.clock.advance(Duration::from_secs(50));
    assert!(scene.rest().is_ok());
    scene.clock.advance(Duration::from_secs(20));
    assert!(matches!(scene.rest(), Err(TransportError::DeadlinePassed { .. })));
    let timeouts: Vec<u128> = scene.network.sent().iter().map(|sent| sent.timeout).collect();
    assert_eq!(timeouts, [60_000, 20_000]);
}

#[test]
fn the_budget_counts_every_attempt() {
    let mut scene = Scene::new(Scripted::by(|_, _| Err(NetworkError::Cut)));
    scene.options.max_requests = Some(3);
    assert!(matches!(scene.rest(), Err(TransportError::BudgetSpent { most: 3, .. })));
    assert_eq!(scene.network.count(), 3);
}

#[test]
fn a_good_answer_that_was_the_last_for_now_makes_the_next_one_wait() {
    let reset = (NOON + 15).to_string();
    let headers = [("RateLimit-Remaining", "0"), ("RateLimit-Reset", reset.as_str())];
    let scene = Scene::new(Scripted::of(vec![Ok(answer(200, &headers, "1")), good()]));
    let transport = scene.transport();
    assert!(transport.rest("version", "version", &[]).is_ok());
    assert_eq!(scene.waits(), []);
    assert!(transport.rest("version", "version", &[]).is_ok());
    assert_eq!(scene.waits(), [15_000]);
    assert_eq!(transport.traffic().throttled, 0);
}

#[test]
fn a_limiter_within_a_good_graphql_answer_is_a_429() {
    let limited = json!({ "data": { "project": null }, "errors": [{
        "message": "This endpoint has been requested too many times. Try again later.",
        "path": ["project"],
    }] });
    let answers = vec![Ok(json_answer(&limited)), Ok(json_answer(&json!({ "data": {} })))];
    let scene = Scene::new(Scripted::of(answers));
    let transport = scene.transport();
    let answer = transport.graphql("inventory", "{ project }", &json!({})).expect("an answer");
    assert_eq!(answer.data, json!({}));
    assert_eq!(scene.waits(), [5625]);
    assert_eq!(transport.traffic().throttled, 1);
}

#[test]
fn nothing_is_sent_and_nothing_waited_for_once_cancelled() {
    let scene = Scene::new(Scripted::by(|_, _| good()));
    scene.cancel.cancel();
    let error = scene.rest().expect_err("cancelled");
    assert!(matches!(error, TransportError::Cancelled { .. }));
    assert_eq!(scene.network.count(), 0);

    let cancel = Cancel::default();
    let within = cancel.clone();
    let mut scene = Scene::new(Scripted::by(move |_, _| {
        within.cancel();
        Err(NetworkError::Cut)
    }));
    scene.cancel = cancel;
    let error = scene.rest().expect_err("cancelled");
    assert!(matches!(error, TransportError::Cancelled { .. }));
    assert_eq!((scene.network.count(), scene.waits()), (1, vec![]));
}
