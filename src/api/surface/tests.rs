//! What is kept of a description, and that it can be read back.

use crate::api::tests::read;

use super::{ItemKind, Surface, surface};

const ADDRESS: &str = "{type: object, properties: {street: {type: string}, zone: {type: string}}}";

/// Two answers that both hold an address, each with its own form or all with one.
fn orders(first: &str, second: &str) -> Surface {
    let answer = |form: &str| {
        format!(
            "{{content: {{a/json: {{schema: {{properties: {{to: {form}, sum: {{type: integer}}}}}}}}}}}}"
        )
    };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\npaths:\n  /a: {{get: {{responses: {{200: {}}}}}}}\n  /b: {{get: {{responses: {{200: {}}}}}}}\n",
        answer(first),
        answer(second)
    );
    surface(&read("openapi.yaml", &text))
}

fn forms(surface: &Surface) -> usize {
    surface.items.iter().filter(|item| item.kind == ItemKind::Form).count()
}

#[test]
fn forms_that_are_equal_stand_once() {
    let same =
        orders(ADDRESS, &ADDRESS.replace("{type: string}", "{description: D, type: string}"));
    assert_eq!(forms(&same), 1, "{same:#?}");
    let streets = same.items.iter().filter(|item| item.path.ends_with(".street")).count();
    assert_eq!(streets, 1);
    let other = orders(ADDRESS, &ADDRESS.replace("zone", "code"));
    assert_eq!(forms(&other), 0, "{other:#?}");
}

#[test]
fn what_is_written_is_read_back() {
    let mut deep = "{type: string}".to_owned();
    for _ in 0..60 {
        deep = format!("{{properties: {{a: {deep}, b: {{type: integer}}}}}}");
    }
    for surface in [orders(ADDRESS, ADDRESS), orders(&deep, "{enum: [a, 'b c', 1]}")] {
        let text = serde_json::to_string(&surface).expect("it can be written");
        let back: Surface = serde_json::from_str(&text).expect("it can be read");
        assert_eq!(back, surface);
    }
}

#[test]
fn what_cannot_be_read_is_no_surface() {
    let whole = |items: &str| format!(r#"{{"version": 2, "format": "openapi", "items": {items}}}"#);
    assert!(serde_json::from_str::<Surface>(&whole(r#"{"words": [], "rows": ""}"#)).is_ok());
    for items in [
        r#"[]"#,
        r#"{"words": [], "rows": "a"}"#,
        r#"{"words": [["a", "o", ""]], "rows": "a0a7"}"#,
        r#"{"words": [["a", "o", ""]], "rows": "z0"}"#,
        r#"{"words": [["a", "o", ""]], "rows": "é0"}"#,
        r#"{"words": [["a", "o", ""]], "rows": "a99999999999999999999999999"}"#,
    ] {
        assert!(serde_json::from_str::<Surface>(&whole(items)).is_err(), "{items}");
    }
}
