//! Every document that we can send is one that GitLab answers, the newest and the oldest.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::Crawl;
use crate::fake_gitlab::{Company, Options, Size, Version, cost};
use crate::model::Visibility;

/// GitLab's limits for whoever has a token, and for whoever has none.
const MOST_POINTS: u64 = 250;
const MOST_POINTS_ANONYMOUS: u64 = 200;
const DEEPEST: usize = 20;
const LONGEST: usize = 10_000;

#[test]
#[expect(clippy::print_stdout, reason = "the prices, for whoever runs it with --nocapture")]
fn every_document_stays_below_the_limits_of_both_releases() {
    for version in [Version::V19_4, Version::V16_3] {
        let options = Options { version, ..Options::default() };
        let mut crawl = Crawl::at(Company::generate(&Size::of(300, 40), 1), options);
        crawl.options.members = true;
        crawl.options.environments = true;
        crawl.options.audience = Visibility::Public;
        crawl.good();
        let mut sent = crawl.fake.requests();
        crawl.options.audience = Visibility::Private;
        crawl.good();
        sent.extend(crawl.fake.requests());
        let mut dearest: BTreeMap<String, u64> = BTreeMap::new();
        for (at, request) in sent.iter().filter(|request| request.is_graphql()).enumerate() {
            let body = request.json();
            let document = body["query"].as_str().expect("a document");
            let (points, depth) = cost(document, &body["variables"], version)
                .unwrap_or_else(|error| panic!("{}: {error}", request.kind));
            let most = if request.with_token { MOST_POINTS } else { MOST_POINTS_ANONYMOUS };
            assert!(points <= most, "{} costs {points}", request.kind);
            assert!(depth <= DEEPEST, "{} is {depth} deep", request.kind);
            assert!(document.len() <= LONGEST, "{} is {} long", request.kind, document.len());
            let known = dearest.entry(request.kind.clone()).or_default();
            *known = points.max(*known);
            keep(version, at, document, &body["variables"]);
        }
        println!("{version:?}: {dearest:?}");
        for kind in [
            "Schema",
            "Groups",
            "Projects",
            "Files",
            "Definitions",
            "Releases",
            "Seen",
            "Members",
            "Environments",
        ] {
            assert!(dearest.contains_key(kind), "no `{kind}` was sent");
        }
    }
}

/// Writes the documents to a folder if somebody wants to check them with other tools.
fn keep(version: Version, at: usize, document: &str, variables: &Value) {
    let Some(folder) = std::env::var_os("PORTOLAN_DOCUMENTS") else { return };
    let name = Path::new(&folder).join(format!("{version:?}-{at}"));
    std::fs::write(name.with_extension("graphql"), document).expect("a writable folder");
    std::fs::write(name.with_extension("json"), variables.to_string()).expect("a writable folder");
}
