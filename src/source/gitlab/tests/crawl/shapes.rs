//! Answers of the wrong shape: every field of every answer that is used, missing, null or of another type.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::oracle::says;
use super::{Crawl, step};
use crate::base::Code;
use crate::fake_gitlab::{Company, Edit, Options, Size, Version, What, Which};
use crate::model::Visibility;
use crate::source::gitlab::{CrawlError, Crawled};

/// The patterns of all values in the answers to a kind of request; what differs from row to row is any step.
fn patterns(crawl: &Crawl) -> BTreeMap<String, BTreeSet<String>> {
    let mut patterns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let sent = crawl.fake.requests();
    crawl.converse(|transport| {
        for request in sent {
            let found = patterns.entry(request.kind.clone()).or_default();
            if request.is_graphql() {
                let body = request.json();
                let document = body["query"].as_str().expect("a document");
                let answer = match request.with_token {
                    true => transport.graphql("again", document, &body["variables"]),
                    false => transport.graphql_anonymous("again", document, &body["variables"]),
                };
                walk(&answer.expect("an answer").data, "/data".to_owned(), found);
            } else if matches!(request.kind.as_str(), "tree" | "group projects") {
                let path = request.path.rsplit_once("/api/v4/").expect("a path of the API").1;
                let pairs: Vec<(String, String)> =
                    url::form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
                let query: Vec<(&str, &str)> =
                    pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
                let answer = transport.rest("again", path, &query).expect("an answer");
                walk(&answer.json, String::new(), found);
            }
        }
    });
    patterns
}

fn walk(value: &Value, at: String, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_alias = name.starts_with(['p', 'g'])
                    && name.len() > 1
                    && name[1..].bytes().all(|byte| byte.is_ascii_digit());
                walk(value, format!("{at}/{}", if is_alias { "*" } else { name }), found);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| walk(row, format!("{at}/*"), found)),
        _ => {}
    }
    found.insert(at);
}

/// Whether an answer that is changed like this is one that GitLab gives honestly: a null says that something is not
/// there, or not for us, and nothing but its rows tells how long a list is that nobody counts.
fn is_honest(at: &str, edit: &Edit) -> bool {
    let last = at.rsplit('/').next().unwrap_or_default();
    match edit {
        Edit::Null => {
            matches!(last, "repository" | "lastCommit" | "tree") || last.starts_with("folder")
        }
        Edit::Remove => {
            let of_tree = at.contains("/folder") || at.contains("/tree/");
            let is_counted = at.ends_with("/group/projects/nodes/*");
            at.ends_with("/nodes/*") && !is_counted && (of_tree || !at.ends_with("/blobs/nodes/*"))
        }
        _ => false,
    }
}

/// Runs once with every value of the kinds changed, and holds each result to yesterday and the truth.
fn distort(crawl: &Crawl, kinds: &[&str], check: impl Fn(&Crawled)) -> usize {
    crawl.fake.clear_faults();
    let _yesterday = crawl.good();
    let kept = fs::read(crawl.cache()).expect("a cache");
    crawl.push_to_all(1);
    crawl.good();
    let patterns = patterns(crawl);
    let mut count = 0;
    for kind in kinds {
        let found = patterns.get(*kind).unwrap_or_else(|| panic!("no `{kind}` was sent"));
        for (number, at) in found.iter().enumerate() {
            for turn in 0..3 / step(3) {
                let edit = match (number + turn) % 3 {
                    0 => Edit::Remove,
                    1 => Edit::Null,
                    _ => Edit::WrongType,
                };
                if is_honest(at, &edit) {
                    continue;
                }
                let what = format!("{kind} {at} {edit:?}");
                fs::write(crawl.cache(), &kept).expect("a writable file");
                crawl.fake.clear_faults();
                crawl.fault(Which::kind(kind), What::change(at, edit));
                println!("{what}");
                match crawl.run() {
                    Ok(crawled) => check(&crawled),
                    Err(CrawlError::Unavailable(_) | CrawlError::Access(_)) => {}
                    Err(error) => panic!("{what}: {error}"),
                }
                count += 1;
            }
        }
    }
    count
}

/// A company small enough for hundreds of runs.
fn tiny(version: Version) -> Crawl {
    let size = Size { components: 2, documented: 4, empty: 1, ..Size::of(14, 4) };
    let options = Options { version, ..Options::default() };
    let mut crawl = Crawl::at(Company::generate(&size, 1), options);
    crawl.options.max_failed = 100;
    crawl
}

#[test]
fn f21_answers_of_the_wrong_shape_lose_nothing_in_silence() {
    for version in [Version::V19_4, Version::V16_3] {
        let crawl = tiny(version);
        let yesterday = crawl.whole();
        let mut kinds = vec!["Groups", "Projects", "Files", "Definitions", "Releases"];
        if version == Version::V19_4 {
            kinds.push("Schema");
        }
        let count = distort(&crawl, &kinds, |crawled| {
            let is_shorter = crawled.part.projects.len() < yesterday.part.projects.len();
            if is_shorter {
                assert!(says(crawled, "acme", Code::DetailsUnread), "shorter, and nothing says so");
            } else {
                crawl.check(crawled, Some(&yesterday));
            }
        });
        println!("{version:?}: {count} answers");
        crawl.whole();
    }
}

#[test]
fn f21_what_readers_may_see_is_never_more_for_an_odd_answer() {
    for (audience, kind) in [(Visibility::Internal, "group projects"), (Visibility::Public, "Seen")]
    {
        let mut crawl = tiny(Version::V19_4);
        crawl.options.audience = audience;
        crawl.fake.change(|company| {
            for project in company.projects.values_mut() {
                project.visibility = crate::fake_gitlab::Visibility::Public;
            }
        });
        let truth = crawl.good();
        let count = distort(&crawl, &[kind], |crawled| {
            for (found, truth) in crawled.part.projects.iter().zip(&truth.part.projects) {
                assert_eq!(found.id, truth.id);
                let is_more = |found: bool, truth: bool| found && !truth;
                assert!(!is_more(!found.files.is_empty(), !truth.files.is_empty()));
                assert!(!is_more(found.pipeline.is_some(), truth.pipeline.is_some()));
                assert!(!is_more(!found.releases.is_empty(), !truth.releases.is_empty()));
            }
        });
        println!("{audience:?}: {count} answers");
    }
}

#[test]
fn f21_members_and_environments_are_read_as_far_as_they_can_be() {
    let mut crawl = tiny(Version::V19_4);
    crawl.options.members = true;
    crawl.options.environments = true;
    let yesterday = crawl.whole();
    let count = distort(&crawl, &["Members", "Environments"], |crawled| {
        crawl.check(crawled, Some(&yesterday));
    });
    println!("{count} answers");
}
