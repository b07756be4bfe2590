//! Changes of JSON Schema files, which people validate by: what is given and what is got may not break.

use super::{Pair, check};

#[test]
fn files_of_schemas() {
    let file = |body: &str| {
        format!("{{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", {body}}}")
    };
    let pairs: &[Pair<'_>] = &[
        (
            "a definition is gone",
            r#""title": "Order", "type": "object", "$defs": {"Line": {"type": "object"}}"#,
            r#""title": "Order", "type": "object""#,
            &["Breaking schema-removed"],
        ),
        (
            "the root has another title, by which code is named",
            r#""title": "Order", "type": "object""#,
            r#""title": "Bill", "type": "object""#,
            &["Breaking schema-removed", "Safe schema-added"],
        ),
        (
            "a field is gone",
            r#""title": "Order", "properties": {"a": {}, "b": {}}"#,
            r#""title": "Order", "properties": {"a": {}}"#,
            &["Breaking field-removed"],
        ),
        (
            "a field became required",
            r#""title": "Order", "properties": {"a": {}}"#,
            r#""title": "Order", "properties": {"a": {}}, "required": ["a"]"#,
            &["Breaking became-required"],
        ),
        (
            "words",
            r#""title": "Order", "properties": {"a": {"description": "One"}}"#,
            r#""title": "Order", "properties": {"a": {"description": "Other"}}"#,
            &[],
        ),
    ];
    check("schemas/order.schema.json", file, pairs);
}
