//! Every feature of a format is on the pages of a description that uses it, where it belongs.

use std::collections::BTreeSet;

use crate::checklist::{checklist, fixture, marks, places, unmarked, unused_fields};

/// A name that only references speak; what it stands for is shown where they lead to.
const NAME: &str = "a name within the file";
/// What one thing says of another that is written elsewhere counts more than what that says itself.
const OVERRIDDEN: &str = "said in other words by who refers to it";

/// Asserts that each mark stands at its place but those `hidden`, each with the reason, and all words at theirs.
fn check(description: &str, list: &str, hidden: &[(&str, &str)]) {
    let source = fixture(description);
    let places = places(description);
    let list = checklist(list);
    let hidden: BTreeSet<&str> = hidden.iter().map(|(mark, _)| *mark).collect();
    let listed: BTreeSet<&str> = list.marks.iter().map(|(mark, _)| mark.as_str()).collect();
    let expected: BTreeSet<&str> = listed.union(&hidden).copied().collect();
    assert_eq!(marks(&source), expected, "marks of the fixture, and those of the lists");
    assert_eq!(listed.intersection(&hidden).collect::<Vec<_>>(), Vec::<&&str>::new());

    let at = |place: &str| places.get(place).map(String::as_str).unwrap_or_default();
    let absent: Vec<_> = list
        .marks
        .iter()
        .filter(|(mark, place)| !marks(at(place)).contains(mark.as_str()))
        .collect();
    assert!(absent.is_empty(), "marks that do not stand at their places: {absent:#?}");
    let shown: BTreeSet<&str> = places.values().flat_map(|text| marks(text)).collect();
    assert_eq!(hidden.intersection(&shown).collect::<Vec<_>>(), Vec::<&&str>::new());

    let one_spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let unsaid: Vec<_> = list
        .words
        .iter()
        .filter(|(_, place, words)| !one_spaced(at(place)).contains(words.as_str()))
        .map(|(said, place, words)| (said, words, one_spaced(at(place))))
        .collect();
    assert!(unsaid.is_empty(), "words that do not stand at their places: {unsaid:#?}");
}

/// Asserts that a description uses all fields of its format, and that all that it says is in the lists.
fn check_fields(description: &str, list: &str, fields: &str, hidden: &[(&str, &str)]) {
    let source = fixture(description);
    assert_eq!(unused_fields(fields, &source), Vec::<String>::new(), "fields that are not used");
    let list = checklist(list);
    let said: BTreeSet<&str> = list.words.iter().map(|(said, ..)| said.as_str()).collect();
    let is_listed = |value: &String| {
        said.contains(value.as_str()) || hidden.iter().any(|(hidden, _)| hidden == value)
    };
    let unlisted: Vec<String> = unmarked(&source).into_iter().filter(|it| !is_listed(it)).collect();
    assert_eq!(unlisted, Vec::<String>::new(), "values that no list speaks of");
}

#[test]
fn openapi() {
    check_fields(
        "openapi.yaml",
        "openapi.places",
        "openapi.fields",
        &[
            ("description: hidden by the reference", OVERRIDDEN),
            ("required: false", "what need not be there has no mark"),
            (
                "$schema: https://json-schema.org/draft/2020-12/schema",
                "a dialect is for validators",
            ),
            ("https://example.com/mkVocabulary: true", "a vocabulary is for validators"),
        ],
    );
    check(
        "openapi.yaml",
        "openapi.places",
        &[
            ("mkSchemaId", NAME),
            ("mkAnchor", NAME),
            ("mkDynamicAnchor", NAME),
            ("mkComponentBody", NAME),
            ("mkComponentCallback", NAME),
            ("mkComponentExample", NAME),
            ("mkComponentLink", NAME),
            ("mkComponentParameter", NAME),
            ("mkComponentPath", NAME),
            ("mkComponentResponse", NAME),
            ("mkComponentExampleSummary", OVERRIDDEN),
            ("mkVocabulary", "a vocabulary is for validators"),
            ("mkComment", "comments are for those who maintain the schema"),
            ("mkSchemaExtension", "extensions of schemas speak to generators of code"),
            ("mkHttpScheme", "schemes of HTTP have no case: it is shown in lower case"),
        ],
    );
}

#[test]
fn asyncapi() {
    check_fields(
        "asyncapi.yaml",
        "asyncapi.places",
        "asyncapi.fields",
        &[(
            "schemaFormat: application/schema+json;version=draft-07",
            "a JSON Schema is shown as one, whatever its dialect",
        )],
    );
    check(
        "asyncapi.yaml",
        "asyncapi.places",
        &[
            ("mkSharedVariable", NAME),
            ("mkComponentServer", NAME),
            ("mkSharedParameter", NAME),
            ("mkMessage", NAME),
            ("mkTrait", NAME),
            ("mkTraited", NAME),
            ("mkWholeTrait", NAME),
            ("mkComponentMessage", NAME),
            ("mkComponentChannel", NAME),
            ("mkOperationTrait", NAME),
            ("mkComponentReply", NAME),
            ("mkWholeOperationTrait", NAME),
            ("mkComponentOperation", NAME),
            ("mkCorrelationComponent", NAME),
            ("mkComponentTag", NAME),
            ("mkComponentDocs", NAME),
            ("mkComponentMessageBinding", NAME),
            ("mkComponentOperationBinding", NAME),
            ("mkComponentServerBinding", NAME),
            ("mkComponentChannelBinding", NAME),
            ("mkComponentReplyAddress", NAME),
            ("mkUnusedMessage", "no channel, operation or reply has it"),
            ("mkUnusedMessageSummary", "no channel, operation or reply has it"),
        ],
    );
}

#[test]
fn graphql() {
    check("schema.graphql", "schema.places", &[]);
}

#[test]
fn protobuf() {
    check(
        "orders.proto",
        "orders.places",
        &[("mkDetachedComment", "a comment apart from what follows it says nothing of it")],
    );
}
