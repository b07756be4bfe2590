//! What queries find, and what comes first.

use super::world::{ask, document, facet, files, titles};
use crate::search::Document;

fn shop() -> Vec<Document> {
    vec![
        Document {
            owner: Some(facet("payments", "Payments team")),
            lifecycle: Some(facet("production", "")),
            tags: vec!["java".into(), "money".into()],
            keys: vec!["acme/shop/checkout".into(), "component:checkout".into()],
            description: "Takes orders and their money".into(),
            ..document("component", "Checkout", "The checkout service talks to the ledger.")
        },
        Document {
            owner: Some(facet("payments", "Payments team")),
            ..document("component", "Ledger", "Books every payment. See the service account guide.")
        },
        Document {
            owner: Some(facet("search", "")),
            ..document(
                "doc",
                "Service accounts",
                "A service account is needed to call createWebhookEndpoint.",
            )
        },
        Document {
            keys: vec!["createWebhookEndpoint".into(), "POST /webhooks".into()],
            ..document(
                "operation",
                "Create a webhook endpoint",
                "POST /webhooks createWebhookEndpoint",
            )
        },
        document("doc", "可观测性", "可观测性平台 and the account of a service"),
    ]
}

fn first(query: &str) -> String {
    let documents = shop();
    let answer = ask(&documents, query);
    titles(&answer).first().map(|title| (*title).to_owned()).unwrap_or_default()
}

#[test]
fn the_right_document_is_first() {
    let cases = [
        ("checkout", "Checkout"),
        ("chekout", "Checkout"),
        ("c", "Checkout"),
        ("le", "Ledger"),
        ("acme/shop/checkout", "Checkout"),
        ("https://gitlab.example.com/acme/shop/checkout/-/blob/main/pom.xml", "Checkout"),
        ("registry.example.com:5000/acme/shop/checkout/worker:1.2.3", "Checkout"),
        ("git@gitlab.example.com:acme/shop/checkout.git", "Checkout"),
        ("createWebhookEndpoint", "Create a webhook endpoint"),
        ("create webhook endpoint", "Create a webhook endpoint"),
        ("\"service account\"", "Service accounts"),
        ("观测性", "可观测性"),
        ("owner:payments money", "Checkout"),
        ("service -account", "Checkout"),
    ];
    for (query, expected) in cases {
        assert_eq!(first(query), expected, "{query}");
    }
}

#[test]
fn the_totals_fit_the_files() {
    let (files, totals) = files(&shop());
    assert_eq!(totals.documents, 5);
    assert_eq!(totals.files, files.len());
    assert_eq!(totals.bytes, files.values().map(|file| file.len() as u64).sum::<u64>());
}

#[test]
fn files_with_the_same_content_are_written_once() {
    // Keys have no positions, so that of files with as many keys those of the positions are alike, however far apart.
    let documents: Vec<Document> = (0..30)
        .map(|number| Document {
            keys: (0..100).map(|key| format!("{number:02}{key:02}{}", "x".repeat(200))).collect(),
            ..document("doc", &format!("Page {number}"), "")
        })
        .collect();
    let (files, totals) = files(&documents);
    let count = |letter: &str| files.keys().filter(|path| path.name().starts_with(letter)).count();
    assert!(count("t-") > 64, "{} files of terms are too few to be apart", count("t-"));
    assert!(count("p-") < count("t-"), "no two files of positions are alike");
    assert_eq!(totals.files, files.len());
}

#[test]
fn a_word_twice_in_one_place_is_found_in_phrases() {
    let documents =
        [document("doc", "Doubles", "call FooFoo twice"), document("doc", "Others", "foo")];
    assert_eq!(titles(&ask(&documents, "\"foofoo twice\"")), ["Doubles"]);
    assert_eq!(titles(&ask(&documents, "\"foo twice\"")), ["Doubles"]);
}
