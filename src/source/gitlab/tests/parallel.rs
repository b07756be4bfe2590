//! Several jobs at once.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Scene, Scripted};

#[test]
fn results_are_in_the_order_of_the_jobs() {
    let scene = Scene::new(Scripted::of(vec![]));
    let results = scene.transport().parallel((0..100).collect(), |job: usize| job * 2);
    assert_eq!(results, (0..100).map(|job| Some(job * 2)).collect::<Vec<_>>());
    assert!(scene.transport().parallel(Vec::<u8>::new(), |job| job).is_empty());
}

#[test]
fn as_many_jobs_as_allowed_run_at_once_and_no_more() {
    let scene = Scene::new(Scripted::of(vec![]));
    let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    // Each four meet, which they could not if fewer than four ran at once.
    let meet = Barrier::new(4);
    scene.transport().parallel((0..12).collect::<Vec<_>>(), |_| {
        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        meet.wait();
        running.fetch_sub(1, Ordering::SeqCst);
    });
    assert_eq!(most.into_inner(), 4);
}

#[test]
fn f47_no_number_of_threads_is_too_high_or_too_low() {
    for concurrency in [0, 1, 100_000] {
        let mut scene = Scene::new(Scripted::of(vec![]));
        scene.options.concurrency = concurrency;
        assert_eq!(scene.transport().parallel(vec![1, 2], |job| job), [Some(1), Some(2)]);
    }
}

#[test]
fn jobs_that_were_not_begun_when_cancelled_have_no_result() {
    let mut scene = Scene::new(Scripted::of(vec![]));
    scene.options.concurrency = 1;
    let results = scene.transport().parallel(vec![1, 2, 3, 4], |job| {
        if job == 2 {
            scene.cancel.cancel();
        }
        job
    });
    assert_eq!(results, [Some(1), Some(2), None, None]);
}
