//! The cache is a convenience: lost or damaged, the next run comes to the same.

use std::fs;

use super::{Crawl, step};

#[test]
fn f38_a_damaged_cache_costs_a_few_requests_and_nothing_else() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    let cold = crawl.count();
    let sound = fs::read(crawl.cache()).expect("a cache");
    let samples = 400 / step(20);
    for at in (0..sound.len()).step_by(sound.len() / samples) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        fs::write(crawl.cache(), &bytes).expect("a writable file");
        assert!(crawl.whole().part == expected.part, "byte {at}");
        assert!(crawl.count() <= cold, "byte {at}");
        assert!(!crawl.good().part.projects.is_empty());
        assert!(!crawl.requests().contains_key("Files"), "byte {at}: mended for the next run");
    }
}

#[test]
fn f39_a_lost_cache_changes_nothing() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    assert!(crawl.whole().part == expected.part, "from the cache");
    crawl.forget();
    assert!(crawl.whole().part == expected.part, "without it");
}

#[test]
fn the_cache_does_not_grow_with_every_run() {
    let crawl = Crawl::small();
    crawl.whole();
    let first = fs::metadata(crawl.cache()).expect("a cache").len();
    for round in 0..8 {
        crawl.push_to_all(round);
        crawl.whole();
    }
    let last = fs::metadata(crawl.cache()).expect("a cache").len();
    assert!(last < 5 * first, "{first} bytes became {last}");
}
