//! Clocks that are wrong, runs that are too short, and content that is too old.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::oracle::{project, unwhole};
use super::{Crawl, oracle};
use crate::base::Code;
use crate::fake_gitlab::{Size, What, Which};
use crate::model::Repository;
use crate::source::gitlab::CrawlError;

const DAY: i64 = 86_400;

/// Makes a project unreadable, by whatever way.
fn poison(crawl: &Crawl, path: &str) {
    for kind in ["Files", "Definitions", "Releases", "tree", "file"] {
        let which = Which::All(vec![Which::kind(kind), Which::project(path)]);
        crawl.fault(which, What::InternalError);
    }
}

#[test]
fn f34_a_run_that_is_too_short_stops_by_itself_and_the_next_ones_reach_every_project() {
    let mut crawl = Crawl::of(&Size::of(200, 30));
    let yesterday = crawl.whole();
    let kept = fs::read(crawl.cache()).expect("a cache");
    crawl.push_to_all(1);
    crawl.whole();
    let needed = crawl.count();
    fs::write(crawl.cache(), &kept).expect("a writable file");
    crawl.options.max_failed = 100;
    crawl.max_requests = Some(needed * 6 / 10);
    let mut left = Vec::new();
    for _ in 0..3 {
        crawl.clock.advance(Duration::from_secs(3_600));
        let crawled = crawl.good();
        assert!(crawl.count() <= needed * 6 / 10);
        crawl.check(&crawled, Some(&yesterday));
        left.push(unwhole(&crawled).len());
    }
    println!("{needed} requests needed; left {left:?}");
    assert!(left[0] > 0, "it was too short");
    assert_eq!(left[2], 0, "{left:?}");
}

#[test]
fn f34_a_deadline_that_passes_costs_nothing_of_yesterday() {
    let mut crawl = Crawl::small();
    let yesterday = crawl.whole();
    crawl.push_to_all(1);
    crawl.options.max_failed = 100;
    // Time passes only where somebody waits for it: GitLab wants 20 seconds before it answers about files.
    crawl.fault_once(Which::kind("Files"), What::throttled(20));
    crawl.deadline = Some(crawl.clock.waits().iter().sum::<Duration>() + Duration::from_secs(10));
    let crawled = crawl.good();
    crawl.check(&crawled, Some(&yesterday));
    assert!(!unwhole(&crawled).is_empty());
    crawl.deadline = None;
    crawl.whole();
}

#[test]
fn f40_a_wrong_clock_reads_nothing_again_and_makes_nothing_young() {
    let mut crawl = Crawl::small();
    let expected = crawl.whole();
    crawl.options.max_failed = 100;
    for skew in [-DAY, 0, 3_652 * DAY, 0] {
        crawl.clock.skew.store(skew, Ordering::Relaxed);
        assert!(crawl.whole().part == expected.part, "{skew}");
        assert!(!crawl.requests().contains_key("Files"), "{skew}");
    }
    for hour in [3_600, -7_200] {
        crawl.fake.change(|company| company.now += hour);
        assert!(crawl.whole().part == expected.part);
        assert!(!crawl.requests().contains_key("Files"));
    }
    // After ten years ahead and back, what cannot be read is as old as it is, and not from the future.
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| company.push(&path, &[("README.md", Some("# Later\n"))]));
    poison(&crawl, &path);
    crawl.clock.skew.store(-DAY, Ordering::Relaxed);
    let crawled = crawl.good();
    let stale = project(&crawled, &path).stale.as_ref().expect("it is stale");
    assert!(stale.since <= crawled.taken, "an age is never negative");
    crawl.clock.skew.store(8 * DAY, Ordering::Relaxed);
    assert_eq!(project(&crawl.good(), &path).repository, Repository::Unread);
}

#[test]
fn f41_too_many_failures_publish_nothing_and_few_are_told() {
    for (failing, is_published) in [(12, false), (4, true), (5, false)] {
        let crawl = Crawl::of(&Size { archived: 0, empty: 0, ..Size::of(40, 8) });
        let before = crawl.whole();
        crawl.push_to_all(1);
        for path in crawl.paths().iter().step_by(3).take(failing) {
            poison(&crawl, path);
        }
        match crawl.run() {
            Ok(crawled) => {
                assert!(is_published, "{failing} failed");
                assert_eq!(unwhole(&crawled).len(), failing);
                crawl.check(&crawled, Some(&before));
            }
            Err(CrawlError::TooManyUnread { failed, limit: 10, .. }) => {
                assert!(!is_published && failed == failing, "{failed} of {failing}");
            }
            Err(error) => panic!("{error}"),
        }
        crawl.whole();
        let sent = crawl.fake.requests();
        let ids = sent.iter().filter_map(|request| {
            request.json()["variables"]["ids"]
                .as_array()
                .cloned()
                .filter(|_| request.kind == "Files")
        });
        let asked: BTreeSet<String> = ids.flatten().map(|id| id.to_string()).collect();
        assert_eq!(asked.len(), failing, "the next run reads the rest and no more");
    }
}

#[test]
fn f45_content_that_is_too_old_is_dropped_and_younger_says_since_when() {
    let crawl = Crawl::small();
    let before = crawl.whole();
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| company.push(&path, &[("README.md", Some("# Later\n"))]));
    poison(&crawl, &path);
    crawl.clock.skew.store(6 * DAY, Ordering::Relaxed);
    let crawled = crawl.good();
    crawl.check(&crawled, Some(&before));
    assert_eq!(
        project(&crawled, &path).stale.as_ref().map(|stale| stale.since),
        Some(before.taken)
    );
    crawl.clock.skew.store(8 * DAY, Ordering::Relaxed);
    let crawled = crawl.good();
    crawl.check(&crawled, Some(&before));
    assert_eq!(project(&crawled, &path).repository, Repository::Unread);
    assert!(oracle::says(&crawled, &path, Code::ProjectUnread));
}
