//! Examples of small schemas, each made by hand.

use serde_json::{Value, json};

use crate::model::api::{
    Additional, ApiContent, ApiFormat, Constraint, Discriminator, EnumValue, Fact, Property,
    Schema, SchemaId, SchemaType,
};

use super::*;

/// A description in the making.
struct Draft(ApiContent);

impl Draft {
    fn new() -> Draft {
        Draft(ApiContent::new(ApiFormat::OpenApi))
    }

    fn add(&mut self, schema: Schema) -> SchemaId {
        self.0.arena.push(schema);
        SchemaId(u32::try_from(self.0.arena.len() - 1).expect("few schemas"))
    }

    fn of_type(&mut self, kind: SchemaType, constraints: Value) -> SchemaId {
        self.add(typed(kind, constraints))
    }

    fn object(&mut self, fields: &[(&str, SchemaId, bool)]) -> SchemaId {
        self.add(object(fields))
    }

    fn response(&self, id: SchemaId) -> Value {
        example(&self.0, id, Direction::Response).expect("an example")
    }
}

fn typed(kind: SchemaType, constraints: Value) -> Schema {
    let constraints = constraints.as_object().expect("keywords").iter();
    let constraints = constraints
        .map(|(keyword, value)| Constraint { keyword: keyword.clone(), value: value.clone() });
    Schema { types: vec![kind], constraints: constraints.collect(), ..Schema::default() }
}

fn object(fields: &[(&str, SchemaId, bool)]) -> Schema {
    let properties = fields
        .iter()
        .map(|(name, id, required)| Property { required: *required, ..Property::new(name, *id) });
    Schema {
        types: vec![SchemaType::Object],
        properties: properties.collect(),
        ..Schema::default()
    }
}

fn enumeration(values: &[Value]) -> Schema {
    let values =
        values.iter().map(|value| EnumValue { value: value.clone(), ..EnumValue::default() });
    Schema { values: values.collect(), ..Schema::default() }
}

/// The example of a schema of one type with these constraints.
fn of(kind: SchemaType, constraints: Value) -> Value {
    let mut draft = Draft::new();
    let id = draft.of_type(kind, constraints);
    draft.response(id)
}

#[test]
fn numbers_keep_to_their_bounds() {
    let cases = [
        (SchemaType::Integer, json!({}), json!(1)),
        (SchemaType::Integer, json!({"minimum": 10}), json!(10)),
        (SchemaType::Integer, json!({"exclusiveMinimum": 10}), json!(11)),
        (SchemaType::Integer, json!({"maximum": -3}), json!(-3)),
        (SchemaType::Integer, json!({"minimum": 5, "multipleOf": 4}), json!(8)),
        (SchemaType::Integer, json!({"multipleOf": 2.5}), json!(5)),
        (SchemaType::Number, json!({"minimum": 0, "maximum": 1}), json!(0)),
        (SchemaType::Number, json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1}), json!(0.5)),
        (SchemaType::Number, json!({"multipleOf": 0.25, "maximum": 0.3}), json!(0.25)),
    ];
    for (kind, constraints, expected) in cases {
        assert_eq!(of(kind, constraints.clone()), expected, "{constraints}");
    }
}

#[test]
fn texts_keep_to_their_length_and_pattern() {
    let cases = [
        (json!({}), "string"),
        (json!({"minLength": 9}), "stringxxx"),
        (json!({"maxLength": 3}), "abc"),
        (json!({"pattern": "^[A-Z]{2}-\\d{4}$"}), "AB-2345"),
        (json!({"pattern": "^(red|green)$"}), "red"),
        (json!({"pattern": "^[\\w-]+\\/v\\d$", "maxLength": 5}), "ab/v2"),
        (json!({"pattern": "^{id}$"}), "{id}"),
        (json!({"pattern": "^[a-z]*$", "minLength": 30}), "abcdefghijklmnopqrstuvwxyzabcdef"),
    ];
    for (constraints, expected) in cases {
        let made = of(SchemaType::String, constraints.clone());
        assert_eq!(made, json!(expected), "{constraints}");
    }
}

#[test]
fn formats_are_of_the_form_that_they_name() {
    let formats = [
        "date-time",
        "date",
        "time",
        "duration",
        "uuid",
        "email",
        "uri",
        "uri-reference",
        "hostname",
        "ipv4",
        "ipv6",
        "json-pointer",
        "regex",
        "byte",
        "relative-json-pointer",
        "uri-template",
    ];
    for format in formats {
        let mut draft = Draft::new();
        let string =
            Schema { format: Some(format.to_owned()), ..typed(SchemaType::String, json!({})) };
        let id = draft.add(string);
        let list = typed(SchemaType::Array, json!({"minItems": 3, "uniqueItems": true}));
        let list = draft.add(Schema { items: Some(id), ..list });
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "string", "format": format},
        });
        let judge =
            jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
        let made = draft.response(list);
        assert!(judge.is_valid(&made), "{format}: {made}");
        assert_eq!(made[0], draft.response(id));
        assert!(formats::holds(format, made[0].as_str().expect("a text")), "{format}");
    }
}

#[test]
fn what_is_not_of_a_format_is_seen() {
    let cases = [
        ("date-time", "2026-03-14 09:26:53"),
        ("date-time", "2026-02-29T09:26:53Z"),
        ("date", "2026-13-01"),
        ("time", "25:00:00Z"),
        ("duration", "P"),
        ("duration", "P1S"),
        ("uuid", "3f2b8c1e7d4a4f6b9c2d5e1a0b9c8d7f"),
        ("email", "ada"),
        ("uri", "/relative"),
        ("uri", "https://example.com/{id}"),
        ("hostname", "-a.example.com"),
        ("ipv4", "192.0.2.256"),
        ("byte", "not base64"),
    ];
    for (format, text) in cases {
        assert!(!formats::holds(format, text), "{format}: {text}");
    }
}

#[test]
fn the_authors_example_comes_first_unless_it_does_not_fit() {
    let mut draft = Draft::new();
    let kind = || typed(SchemaType::Integer, json!({"maximum": 10}));
    let own = draft.add(Schema { examples: vec![json!(7)], default: Some(json!(3)), ..kind() });
    let unfit = draft.add(Schema { examples: vec![json!(70)], default: Some(json!(3)), ..kind() });
    let neither = draft.add(Schema { examples: vec![json!("x")], ..kind() });
    assert_eq!(draft.response(own), json!(7));
    assert_eq!(draft.response(unfit), json!(3));
    assert_eq!(draft.response(neither), json!(1));
}

#[test]
fn what_does_not_go_in_a_direction_is_left_out() {
    let mut draft = Draft::new();
    let id = draft.add(Schema { read_only: true, ..typed(SchemaType::Integer, json!({})) });
    let secret = draft.add(Schema { write_only: true, ..typed(SchemaType::String, json!({})) });
    let order = draft.object(&[("id", id, true), ("secret", secret, true)]);
    assert_eq!(example(&draft.0, order, Direction::Request), Some(json!({"secret": "string"})));
    assert_eq!(example(&draft.0, order, Direction::Response), Some(json!({"id": 42})));
}

#[test]
fn names_suggest_values_only_where_the_schema_allows_them() {
    let mut draft = Draft::new();
    let text = draft.of_type(SchemaType::String, json!({}));
    let short = draft.of_type(SchemaType::String, json!({"maxLength": 4}));
    let number = draft.of_type(SchemaType::Number, json!({}));
    let order = draft.object(&[
        ("contact_email", text, false),
        ("backupEmail", short, false),
        ("price", number, false),
        ("currency", text, false),
    ]);
    let expected = json!({
        "contact_email": "ada@example.com", "backupEmail": "abcd", "price": 19.99, "currency": "EUR",
    });
    assert_eq!(draft.response(order), expected);
}

#[test]
fn all_of_is_one_object() {
    let mut draft = Draft::new();
    let number = draft.of_type(SchemaType::Integer, json!({}));
    let at_least = draft.of_type(SchemaType::Integer, json!({"minimum": 5}));
    let base = draft.object(&[("size", number, true)]);
    let mut whole = object(&[("size", at_least, false), ("note", number, false)]);
    whole.all_of.push(base);
    let whole = draft.add(whole);
    assert_eq!(draft.response(whole), json!({"size": 20, "note": 1}));
}

#[test]
fn exactly_one_alternative_matches_and_its_mark_is_set() {
    let mut draft = Draft::new();
    let text = draft.of_type(SchemaType::String, json!({}));
    let number = draft.of_type(SchemaType::Integer, json!({}));
    let card = object(&[("kind", text, true), ("number", number, true)]);
    let card = draft.add(Schema { name: Some("Card".to_owned()), ..card });
    let cash =
        draft.add(Schema { name: Some("Cash".to_owned()), ..object(&[("kind", text, true)]) });
    let discriminator = Discriminator {
        property: "kind".to_owned(),
        mapping: vec![("card".to_owned(), Some(card)), ("cash".to_owned(), Some(cash))],
    };
    let payment = draft.add(Schema {
        one_of: vec![card, cash],
        discriminator: Some(discriminator),
        ..Schema::default()
    });
    // A card is cash too, as the schemas have it, so that only cash alone is exactly one.
    assert_eq!(draft.response(payment), json!({"kind": "cash"}));
}

#[test]
fn alternatives_that_exclude_fields_are_made_lean() {
    let mut draft = Draft::new();
    let text = draft.of_type(SchemaType::String, json!({}));
    let by_id = draft.add(object(&[("id", text, true)]));
    let by_name = draft.add(object(&[("name", text, true)]));
    let mut query = object(&[("id", text, false), ("name", text, false)]);
    query.one_of = vec![by_id, by_name];
    let query = draft.add(query);
    assert_eq!(draft.response(query), json!({"id": "a1b2c3"}));
}

#[test]
fn recursion_ends_at_the_first_field_that_may_be_missing() {
    let mut draft = Draft::new();
    let text = draft.of_type(SchemaType::String, json!({}));
    let node = SchemaId(3);
    let children = draft.add(Schema { items: Some(node), ..typed(SchemaType::Array, json!({})) });
    let parent = draft.add(Schema { refers: Some(node), ..Schema::default() });
    let made = draft.object(&[
        ("name", text, true),
        ("children", children, true),
        ("parent", parent, false),
    ]);
    assert_eq!(made, node);
    assert_eq!(draft.response(node), json!({"name": "Example", "children": []}));
}

#[test]
fn what_must_hold_itself_has_no_example() {
    let mut draft = Draft::new();
    let made = draft.object(&[("inner", SchemaId(0), true)]);
    assert_eq!(example(&draft.0, made, Direction::Response), None);
    let circle = draft.add(Schema { refers: Some(SchemaId(2)), ..Schema::default() });
    draft.add(Schema { refers: Some(circle), ..Schema::default() });
    assert!(example(&draft.0, circle, Direction::Response).is_some());
}

#[test]
fn lists_have_as_many_items_as_they_must_each_unlike_the_others() {
    let mut draft = Draft::new();
    let color = draft.add(enumeration(&[json!("red"), json!("green"), json!("blue")]));
    let constraints = json!({"minItems": 2, "uniqueItems": true});
    let colors = Schema { items: Some(color), ..typed(SchemaType::Array, constraints) };
    let colors = draft.add(colors);
    assert_eq!(draft.response(colors), json!(["red", "green"]));
    let number = draft.of_type(SchemaType::Integer, json!({}));
    let large = draft.of_type(SchemaType::Integer, json!({"minimum": 100}));
    let list = Schema {
        items: Some(number),
        contains: Some(large),
        prefix_items: vec![color],
        ..typed(SchemaType::Array, json!({"minItems": 3}))
    };
    let list = draft.add(list);
    assert_eq!(draft.response(list), json!(["red", 100, 1]));
}

#[test]
fn maps_show_one_entry_and_closed_objects_nothing_else() {
    let mut draft = Draft::new();
    let number = draft.of_type(SchemaType::Integer, json!({}));
    let map = Schema { additional: Additional::Of(number), ..typed(SchemaType::Object, json!({})) };
    let map = draft.add(map);
    assert_eq!(draft.response(map), json!({"key": 1}));
    let upper = draft.of_type(SchemaType::String, json!({"pattern": "^[A-Z]{3}$"}));
    let named = Schema {
        additional: Additional::Of(number),
        property_names: Some(upper),
        ..typed(SchemaType::Object, json!({"minProperties": 2}))
    };
    let named = draft.add(named);
    assert_eq!(draft.response(named), json!({"ABC": 1, "BCD": 1}));
    let wide = draft.add(object(&[("a", number, false), ("b", number, false)]));
    let closed = Schema {
        additional: Additional::None,
        all_of: vec![wide],
        ..object(&[("a", number, true)])
    };
    let closed = draft.add(closed);
    assert_eq!(draft.response(closed), json!({"a": 1}));
}

#[test]
fn what_depends_is_there_or_neither() {
    let mut draft = Draft::new();
    let text = draft.of_type(SchemaType::String, json!({}));
    let mut card = object(&[("card", text, false)]);
    card.constraints.push(Constraint {
        keyword: "dependentRequired".to_owned(),
        value: json!({"card": ["address"]}),
    });
    let card = draft.add(card);
    assert_eq!(draft.response(card), json!({}));
}

#[test]
fn what_must_not_be_is_not() {
    let mut draft = Draft::new();
    let text = draft.of_type(SchemaType::String, json!({}));
    let forbidden = draft.add(object(&[("legacy", text, true)]));
    let mut order = object(&[("legacy", text, false), ("id", text, true)]);
    order.not = Some(forbidden);
    let order = draft.add(order);
    assert_eq!(draft.response(order), json!({"id": "a1b2c3"}));
}

#[test]
fn a_field_whose_pattern_cannot_be_read_is_left_out_if_it_may_be() {
    let mut draft = Draft::new();
    let odd = draft.of_type(SchemaType::String, json!({"pattern": "^(?!x).+$"}));
    let number = draft.of_type(SchemaType::Integer, json!({}));
    let order = draft.object(&[("odd", odd, false), ("size", number, false)]);
    assert_eq!(draft.response(order), json!({"size": 20}));
}

#[test]
fn examples_stay_small_and_are_made_in_bounded_work() {
    let mut draft = Draft::new();
    // Each of a hundred schemas holds all the others.
    let ids: Vec<SchemaId> = (0..100).map(SchemaId).collect();
    for _ in &ids {
        let fields: Vec<(String, SchemaId)> =
            ids.iter().map(|id| (format!("field_{}", id.0), *id)).collect();
        let fields: Vec<(&str, SchemaId, bool)> =
            fields.iter().map(|(name, id)| (name.as_str(), *id, false)).collect();
        draft.object(&fields);
    }
    let made = draft.response(SchemaId(0));
    assert!(made.to_string().len() < 8_000, "{} bytes", made.to_string().len());
    // Diamonds of `allOf`, thirty deep, and of `oneOf`.
    let mut all = draft.of_type(SchemaType::Integer, json!({}));
    let (mut one, mut any) = (all, all);
    for _ in 0..30 {
        all = draft.add(Schema { all_of: vec![all, all], ..Schema::default() });
        one = draft.add(Schema { one_of: vec![one, one], ..Schema::default() });
        any = draft.add(Schema { any_of: vec![any, any], ..Schema::default() });
    }
    assert_eq!(draft.response(all), json!(1));
    assert_eq!(draft.response(any), json!(1));
    // No value is exactly one of two that are the same; what is shown is not checked, only that it comes to an end.
    assert!(example(&draft.0, one, Direction::Response).is_none_or(|value| value == json!(1)));
}

#[test]
fn protobuf_is_shown_as_its_json() {
    let mut draft = Draft::new();
    draft.0.format = ApiFormat::Protobuf;
    let long = draft
        .add(Schema { format: Some("int64".to_owned()), ..typed(SchemaType::Integer, json!({})) });
    let fields = ["card", "cash", "other_card", "order_no"].map(|name| (name, long, false));
    let mut order = object(&fields);
    order.properties[3].facts =
        vec![Fact { label: "JSON name".to_owned(), value: json!("no"), href: None }];
    order.properties[0].choice = Some("payment".to_owned());
    order.properties[1].choice = Some("payment".to_owned());
    let order = draft.add(order);
    assert_eq!(draft.response(order), json!({"card": "1", "otherCard": "1", "no": "1"}));
}
