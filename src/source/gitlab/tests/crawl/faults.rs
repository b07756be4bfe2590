//! Something breaks at the n-th request, once or from then on, for every n.

use std::fs;

use super::{Crawl, step};
use crate::fake_gitlab::{Cut, Size, What, Which};
use crate::source::gitlab::CrawlError;

fn broken(at: usize) -> What {
    match at % 4 {
        0 => What::InternalError,
        1 => What::Gateway(502),
        2 => What::Gateway(503),
        _ => What::Gateway(504),
    }
}

#[test]
fn f14_one_failure_at_any_request_changes_nothing() {
    let crawl = Crawl::of(&Size::of(200, 30));
    let expected = crawl.whole();
    let mut at = 1;
    loop {
        for status in 0..4 / step(4) {
            crawl.forget();
            crawl.fake.clear_faults();
            crawl.fault_once(Which::Nth(at), broken(at + status));
            let crawled = crawl.run().unwrap_or_else(|error| panic!("request {at}: {error}"));
            assert!(crawled.part == expected.part, "request {at}");
        }
        if at > crawl.count() {
            break;
        }
        at += 1;
    }
    assert!(at > 10);
}

#[test]
fn f15_a_gitlab_that_breaks_for_good_is_published_in_part_or_not_at_all_and_the_next_run_is_whole()
{
    let mut crawl = Crawl::small();
    let expected = crawl.whole();
    let count = crawl.count();
    for max_failed in [10, 100] {
        crawl.options.max_failed = max_failed;
        for at in 1..=count {
            crawl.forget();
            crawl.fault(Which::From(at), broken(at));
            match crawl.run() {
                Ok(crawled) => crawl.check(&crawled, None),
                Err(CrawlError::Unavailable(_) | CrawlError::TooManyUnread { .. }) => {}
                Err(error) => panic!("from request {at}: {error}"),
            }
            assert!(crawl.whole().part == expected.part, "after request {at}");
        }
    }
}

#[test]
fn f15_a_gitlab_that_breaks_for_good_costs_nothing_of_yesterday() {
    let mut crawl = Crawl::small();
    let yesterday = crawl.whole();
    let kept = fs::read(crawl.cache()).expect("a cache");
    crawl.push_to_all(1);
    let today = crawl.whole();
    let count = crawl.count();
    crawl.options.max_failed = 100;
    for at in 1..=count {
        fs::write(crawl.cache(), &kept).expect("a writable file");
        crawl.fault(Which::From(at), broken(at));
        match crawl.run() {
            Ok(crawled) => {
                crawl.check(&crawled, Some(&yesterday));
                let is_there = |project: &&crate::model::Project| {
                    project.repository != crate::model::Repository::Unread
                };
                let there = crawled.part.projects.iter().filter(is_there).count();
                assert_eq!(there, yesterday.part.projects.len(), "from request {at}");
            }
            Err(CrawlError::Unavailable(_)) => {}
            Err(error) => panic!("from request {at}: {error}"),
        }
        assert!(crawl.whole().part == today.part, "after request {at}");
    }
}

#[test]
fn f17_an_answer_that_is_cut_off_is_asked_for_again() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    let count = crawl.count();
    for cut in [Cut::Bytes(0), Cut::Bytes(1), Cut::Half, Cut::AllButOne] {
        for at in (1..=count).step_by(step(3)) {
            crawl.forget();
            crawl.fake.clear_faults();
            crawl.fault_once(Which::Nth(at), What::Reset(cut));
            assert!(crawl.good().part == expected.part, "{cut:?} at request {at}");
        }
    }
}

#[test]
fn f20_what_is_no_answer_of_gitlab_is_asked_for_again_and_never_believed() {
    let answers: [fn() -> What; 4] =
        [|| What::LoginPage, || What::Empty(200), || What::Empty(204), || What::Partial];
    let mut crawl = Crawl::small();
    let expected = crawl.whole();
    crawl.options.max_failed = 100;
    for what in answers {
        for kind in ["Schema", "Groups", "Projects", "Files", "Definitions", "Releases"] {
            crawl.forget();
            crawl.fake.clear_faults();
            crawl.fault_once(Which::kind(kind), what());
            assert!(crawl.good().part == expected.part, "{:?} once at {kind}", what_name(&what()));
            crawl.forget();
            crawl.fault(Which::kind(kind), what());
            match crawl.run() {
                Ok(crawled) => {
                    assert!(!["Schema", "Groups", "Projects"].contains(&kind), "{kind}");
                    crawl.check(&crawled, None);
                }
                Err(CrawlError::Unavailable(_)) => {}
                Err(error) => panic!("{kind}: {error}"),
            }
        }
    }
}

fn what_name(what: &What) -> &'static str {
    match what {
        What::LoginPage => "a page to sign in",
        What::Empty(_) => "nothing",
        _ => "a part",
    }
}
