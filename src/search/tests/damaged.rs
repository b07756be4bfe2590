//! Files that are not what they should be, and queries that nobody should type.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use super::world::{Files, ask, document, facet, files, try_files};
use crate::search::{Document, ReadError};

/// Queries that together read every sort of file.
const QUERIES: [&str; 5] =
    ["ledger", "le", "ledgr entry", "\"every entry\" -draft", "owner:payments tag:go entry"];

fn documents() -> Vec<Document> {
    let titles = ["Ledger", "Ledger entries", "Basket", "Draft of a ledger", "Invoices"];
    let documents = titles.iter().map(|title| Document {
        owner: Some(facet("payments", "Payments team")),
        tags: vec!["go".to_owned(), "money".to_owned()],
        keys: vec![format!("acme/payments/{title}")],
        ..document("component", title, "Keeps every entry of every account.")
    });
    documents.collect()
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut content).expect("our own stream");
    content
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// Asks all queries; whatever the files hold, there is an answer or an error. Returns how many errors.
fn errors(files: &Files) -> usize {
    QUERIES.iter().filter(|query| try_files(files, query).is_err()).count()
}

#[test]
fn damage_is_an_error_or_harmless_and_never_a_panic() {
    let (whole, _) = files(&documents());
    assert_eq!(errors(&whole), 0);
    let mut seen = 0;
    let mut missed = BTreeSet::new();
    for (path, bytes) in &whole {
        let content = unpacked(bytes);
        for at in 0..content.len() {
            let mut shorter = whole.clone();
            shorter.insert(path.clone(), packed(&content[..at]));
            seen += errors(&shorter);
            let mut other = content.clone();
            other[at] ^= [0x01, 0x80, 0xff][at % 3];
            let mut changed = whole.clone();
            changed.insert(path.clone(), packed(&other));
            seen += errors(&changed);
        }
        let mut cut = whole.clone();
        cut.insert(path.clone(), bytes[..bytes.len() / 2].to_vec());
        if errors(&cut) > 0 {
            missed.insert(path.name().chars().next());
        }
    }
    assert!(seen > 0);
    // Nothing is misspelt beyond what names know, so that the vocabulary is not read.
    assert_eq!(missed.into_iter().flatten().collect::<String>(), "dfmnpt");
}

#[test]
fn no_index_and_one_of_another_version_are_told_apart() {
    let nothing = try_files(&Files::new(), "ledger").map(|_| ());
    assert_eq!(nothing, Err(ReadError::Missing));
    let (mut later, _) = files(&documents());
    let path = later.keys().find(|path| path.name() == "manifest.bin").cloned();
    later.insert(path.expect("there is a manifest"), packed(br#"{"format":2,"what":"else"}"#));
    let later = try_files(&later, "ledger").map(|_| ());
    assert_eq!(later, Err(ReadError::Version(2)));
}

#[test]
fn no_query_is_too_strange() {
    let documents = documents();
    let long = [
        "x".repeat(10_000),
        "\"".repeat(10_000),
        "-".repeat(10_000),
        "kind:".repeat(2_000),
        "ledger ".repeat(1_500),
    ];
    let short = [
        "__proto__",
        "constructor",
        "\u{202e}ledger",
        "🦔",
        "e\u{301}te\u{301}",
        "\0",
        "",
        " ",
        "-",
        "\"",
        "kind:",
        "=ledger",
        "ßẞ",
        "İstanbul",
        "ΟΔΟΣ",
    ];
    for query in long.iter().map(String::as_str).chain(short) {
        assert!(ask(&documents, query).hits.len() <= 10);
    }
}
