//! A company that is crawled and the same company read from directories are the same catalog.

use std::collections::BTreeMap;

use serde_json::Value;

use super::crawl::Crawl;
use crate::fake_gitlab::Options;

/// Facts that only one of the two sources can know; everything else is compared.
///
/// Folders hold no groups, only projects below them: nobody says what a group is called or is for.
const OF_GROUPS: [&str; 2] = ["title", "description"];

/// The entities by reference, without what differs for a good reason.
fn entities(crawl: &Crawl) -> BTreeMap<String, Value> {
    let data = crawl.data("data/v1/entities.json");
    let items = data["items"].as_array().expect("a list");
    let entities = items.iter().map(|item| {
        let mut item = item.clone();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_lowercase();
        let kind = word(&item["kind"]);
        let metadata = &item["metadata"];
        let name = format!("{kind}:{}/{}", word(&metadata["namespace"]), word(&metadata["name"]));
        if kind == "group" {
            let metadata = item["metadata"].as_object_mut().expect("a mapping");
            metadata.retain(|key, _| !OF_GROUPS.contains(&key.as_str()));
        }
        (name, item)
    });
    entities.collect()
}

fn check_same(projects: usize) {
    let crawl = Crawl::of(projects, Options::default());
    crawl.build();
    let crawled = entities(&crawl);
    let folder = crawl.path("exported");
    crawl.fake.company().export(&folder, crawl.fake.url()).expect("a writable folder");
    crawl.configure("  - directory: exported\n", "members");
    crawl.build();
    let read = entities(&crawl);
    let names = |of: &BTreeMap<String, Value>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&crawled), names(&read));
    assert!(crawled.len() > projects);
    let differing: Vec<String> = crawled
        .iter()
        .filter(|(name, entity)| read[*name] != **entity)
        .map(|(name, entity)| format!("{name}: {entity:#}\n{:#}", read[name]))
        .collect();
    assert!(differing.is_empty(), "{} differ; {}", differing.len(), differing[0]);
}

#[test]
fn a_small_company_is_the_same_from_gitlab_and_from_directories() {
    check_same(60);
}

#[test]
fn a_larger_company_is_the_same_from_gitlab_and_from_directories() {
    check_same(300);
}
