//! Pairs of small descriptions, before and after one change, and what it means to those who call.
//!
//! What is expected follows from the protocol: who gives a value may be asked for less, who gets one may be promised
//! more.

mod asyncapi;
mod forms;
mod graphql;
mod json_schema;
mod openapi;
mod protobuf;

use crate::api::tests::read;
use crate::api::{changes, surface};

#[test]
fn surfaces_of_another_version_are_not_compared() {
    let of = |methods: &str| {
        let text =
            format!("openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\npaths: {{/a: {methods}}}\n");
        surface(&read("openapi.yaml", &text))
    };
    let (mut old, new) = (of("{get: {}}"), of("{put: {}}"));
    assert_eq!(changes(&old, &new).len(), 2);
    old.version += 1;
    assert_eq!(changes(&old, &new), []);
}

/// What is the rule, the text before and after, and the class and rule of each change, the worst first.
type Pair<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

/// Judges pairs of texts that stand in a frame of a file; all that are judged otherwise are told at once.
fn check(file: &str, frame: impl Fn(&str) -> String, pairs: &[Pair<'_>]) {
    let mut wrong = String::new();
    for (name, before, after, expected) in pairs {
        let of = |text: &str| surface(&read(file, &frame(text)));
        let found = changes(&of(before), &of(after));
        let words: Vec<String> =
            found.iter().map(|change| format!("{:?} {}", change.class, change.rule)).collect();
        if words != *expected {
            wrong += &format!("{name}: expected {expected:?}, found {found:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
