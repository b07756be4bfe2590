//! Every feature of a format is on the pages of a description that uses it.
//!
//! The fixtures mark each thing that they say by a word of its own: one that begins with `mk`, or a number between
//! 70000 and 79999. Each must be readable on a page of the API, or be where a link leads.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Portal, root};
use crate::markup::{attributes, text};

/// What only the file itself refers by; what it stands for is shown where that happens.
const NAME: &str = "a name within the file";

/// The pages below the API that a fixture makes, as texts with the targets of their links.
fn pages(fixture: &str) -> (String, BTreeMap<String, String>) {
    let path = root().join("tests/fixtures/api-features").join(fixture);
    let source = std::fs::read_to_string(path).expect("a fixture");
    let portal = Portal::new().file("acme/shop", fixture, &source);
    portal.build();
    let pages = portal.site().into_iter();
    let pages = pages.filter(|(path, _)| path.starts_with("api/") && path.ends_with(".html"));
    let pages = pages.map(|(path, bytes)| {
        let html = String::from_utf8(bytes).expect("text");
        let hrefs = attributes(&html).into_iter().filter(|(name, _)| name == "href");
        let hrefs = hrefs.map(|(_, href)| format!("{href}\n")).collect::<String>();
        (path, text(&html) + "\n" + &hrefs)
    });
    (source, pages.collect())
}

/// The marks in a text.
fn marks(source: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let words = source.split(|c| !is_part(c));
    let is_mark = |word: &&str| {
        let is_name = word
            .strip_prefix("mk")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        is_name || word.len() == 5 && word.starts_with('7') && word.parse::<u32>().is_ok()
    };
    words.filter(is_mark).collect()
}

/// Asserts that each mark is shown but these, and that beside each of `words` its mark stands.
fn check(fixture: &str, hidden: &[(&str, &str)], words: &[(&str, &str)]) {
    let (source, pages) = pages(fixture);
    let shown: BTreeSet<&str> = pages.values().flat_map(|page| marks(page)).collect();
    let wanted = marks(&source);
    assert!(wanted.len() > 60, "the fixture of `{fixture}` lost its marks");
    let missing: Vec<&str> = wanted.difference(&shown).copied().collect();
    let expected: BTreeSet<&str> = hidden.iter().map(|(mark, _)| *mark).collect();
    assert_eq!(missing, expected.into_iter().collect::<Vec<_>>(), "marks that no page shows");
    let is_beside = |mark: &str, word: &str| {
        pages.values().any(|page| {
            let places = page.match_indices(mark);
            let mut after = places.map(|(at, _)| page[at..].chars().take(300).collect::<String>());
            after.any(|after| after.contains(word))
        })
    };
    let apart: Vec<_> = words.iter().filter(|(mark, word)| !is_beside(mark, word)).collect();
    assert!(apart.is_empty(), "words that do not stand behind their marks: {apart:?}");
}

#[test]
fn openapi() {
    let hidden = [
        ("mkSchemaId", NAME),
        ("mkAnchor", NAME),
        ("mkDynamicAnchor", NAME),
        ("mkComment", "comments are for those who maintain the schema"),
        ("mkComponentBody", "no operation refers to it"),
        ("mkComponentCallback", NAME),
        ("mkComponentExample", NAME),
        ("mkComponentHeader", NAME),
        ("mkComponentLink", NAME),
        ("mkComponentParameter", NAME),
        ("mkComponentPath", NAME),
        ("mkComponentResponse", NAME),
        ("mkHttpScheme", "its case says nothing; see below"),
    ];
    let words = [
        ("mkReadOnly", "read-only"),
        ("mkWriteOnly", "write-only"),
        ("mkDeprecated", "deprecated"),
        ("mkNullable", "null"),
        ("mkArray", "unique"),
        ("mkClosed", "no other fields"),
        ("mkNever", "never"),
        ("mkQuery", "pipeDelimited"),
        ("mkQuery", "allowReserved"),
        ("mkQuery", "allowEmptyValue"),
        ("mkQuery", "deprecated"),
        ("mkDeep", "deepObject"),
        ("mkPathParameter", "label"),
        ("mkString", "required"),
        ("mkContent", "base64"),
        ("mkDigest", "mkhttpscheme"),
    ];
    check("openapi.yaml", &hidden, &words);
}

#[test]
fn asyncapi() {
    let hidden = [
        ("mkMessage", NAME),
        ("mkTrait", NAME),
        ("mkOperationTrait", NAME),
        ("mkUnusedMessage", "no channel has it"),
    ];
    check("asyncapi.yaml", &hidden, &[("mkKind", "required")]);
}

#[test]
fn graphql() {
    let words = [
        ("mkArgument", "required"),
        ("mkOldArgument", "deprecated"),
        ("mkOldField", "deprecated"),
        ("mkClosed", "deprecated"),
        ("mkOneOf", "oneOf"),
    ];
    check("schema.graphql", &[], &words);
}

#[test]
fn protobuf() {
    let words = [
        ("mkOptional", "optional"),
        ("mkRepeated", "array of string"),
        ("mkMap", "map of"),
        ("mkOld", "deprecated"),
        ("mkClosed", "deprecated"),
        ("mkState", "allow_alias"),
    ];
    check("orders.proto", &[], &words);
}
