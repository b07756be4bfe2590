//! Trees of `.proto` files in, descriptions and findings out.

use serde_json::json;

use crate::base::RelPath;
use crate::model::api::{Additional, ApiContent, ApiFormat, Property, SchemaType};
use crate::parse::api::sdl_tests::{named, read_all, read_tree, word};

/// Every feature of the third version, once.
const EVERYTHING: &str = r#"// Copyright 2026 Acme. Licensed under nothing.

syntax = "proto3";

// The **shop**.
// (-- api-linter: off --)
package acme.shop.v1;

import "google/protobuf/timestamp.proto";
import public "acme/money.proto";

option go_package = "example.com/" "shop";

// Takes orders.
service Orders {
  option (acme.owner) = "shop";
  // Makes an order.
  rpc Create(CreateRequest) returns (.acme.shop.v1.Order) {
    option deprecated = true;
    option idempotency_level = IDEMPOTENT;
    option (google.api.http) = {
      post: "/v1/{parent=shops/*}/orders" body: "*"
      additional_bindings { get: '/v1/orders' }
    };
  }
  rpc Watch (stream CreateRequest) returns (stream Order); // Goes on.
}

/**
 * An order.
 *
 * * with a list
 */
message Order {
  option deprecated = true;
  reserved 2, 9 to max;
  reserved "old", 'older';
  string id = 1 [json_name = "ID", (google.api.field_behavior) = REQUIRED];
  optional int32 count = 3 [deprecated = true]; // How many.
  repeated Line lines = 4;
  map<string, Line.Kind> kinds = 5;
  // How it is paid.
  oneof payment {
    bytes card = 6;
    Money cash = 7;
  }
  google.protobuf.Timestamp made = 8;
  message Line {
    enum Kind {
      option allow_alias = true;
      reserved 5;
      // Nothing is said.
      KIND_UNSPECIFIED = 0;
      KIND_GIFT = 1 [deprecated = true];
      KIND_MINUS = -1;
    }
    Kind kind = 1;
    Line inner = 2;
  }
}

message CreateRequest {}
"#;

const MONEY: &str = "syntax = \"proto3\"; package acme.shop.v1; message Money { int64 cents = 1; }";

fn proto(texts: &[(&str, &str)]) -> (ApiContent, Vec<String>) {
    read_all(ApiFormat::Protobuf, texts)
}

#[test]
fn every_feature_of_proto3_is_in_the_model() {
    let (content, findings) =
        proto(&[("api/shop.proto", EVERYTHING), ("api/acme/money.proto", MONEY)]);
    assert_eq!(findings, [""; 0]);
    assert_eq!(content.title.as_deref(), Some("acme.shop.v1"));
    assert_eq!(content.version.as_deref(), Some("v1"));
    assert_eq!(content.format_version.as_deref(), Some("proto3"));
    assert_eq!(content.description.as_deref(), Some("The **shop**."));
    assert_eq!(content.facts[0].label, "go_package");
    assert_eq!(content.facts[0].value, json!("example.com/shop"));
    let counts = content.counts;
    assert_eq!((counts.methods, counts.messages, counts.schemas), (2, 4, 5));

    let group = &content.groups[0];
    assert_eq!((group.name.as_str(), group.sort), ("acme.shop.v1.Orders", "service"));
    assert_eq!(group.description.as_deref(), Some("Takes orders."));
    assert_eq!(group.facts[0].label, "(acme.owner)");
    let create = &content.operations[0];
    assert_eq!((create.verb.as_str(), create.streams), ("RPC", (false, false)));
    assert_eq!(create.address, "acme.shop.v1.Orders/Create");
    assert_eq!(create.description.as_deref(), Some("Makes an order."));
    assert_eq!(create.deprecated.as_deref(), Some(""));
    assert_eq!((create.at.line, create.at.column), (18, 7));
    let facts: Vec<(&str, &str)> = create
        .facts
        .iter()
        .map(|fact| (fact.label.as_str(), fact.value.as_str().expect("text")))
        .collect();
    assert_eq!(
        facts,
        [
            ("idempotency_level", "IDEMPOTENT"),
            ("HTTP", "POST /v1/{parent=shops/*}/orders (body: *)"),
            ("HTTP", "GET /v1/orders"),
        ]
    );
    let request = create.bodies[0].schema.expect("a message");
    assert_eq!(word(&content, request), "acme.shop.v1.CreateRequest");
    let response = &create.responses[0];
    assert_eq!(response.status, "result");
    let answer = response.contents[0].schema.expect("a message");
    assert_eq!(word(&content, answer), "acme.shop.v1.Order");
    let watch = &content.operations[1];
    assert_eq!((watch.streams, watch.description.as_deref()), ((true, true), Some("Goes on.")));
    messages_of_everything(&content);
}

fn field<'a>(content: &'a ApiContent, message: &str, name: &str) -> &'a Property {
    let mut fields = named(content, message).properties.iter();
    fields.find(|field| field.name == name).expect("the field is there")
}

fn messages_of_everything(content: &ApiContent) {
    let order = named(content, "acme.shop.v1.Order");
    assert_eq!(order.description.as_deref(), Some("An order.\n\n* with a list"));
    assert_eq!((order.sort, order.deprecated.as_deref()), ("message", Some("")));
    let facts: Vec<(&str, &str)> = order
        .facts
        .iter()
        .map(|fact| (fact.label.as_str(), fact.value.as_str().expect("text")))
        .collect();
    assert_eq!(
        facts,
        [
            ("reserved", "2, 9 to max"),
            ("reserved", "\"old\", 'older'"),
            ("oneof payment", "How it is paid."),
        ]
    );
    let fields: Vec<(&str, &str, Option<i64>, Option<&str>)> = order
        .properties
        .iter()
        .map(|field| {
            let is = word(content, field.schema);
            (field.name.as_str(), is, field.number, field.choice.as_deref())
        })
        .collect();
    assert_eq!(
        fields,
        [
            ("id", "string", Some(1), None),
            ("count", "optional int32", Some(3), None),
            ("lines", "repeated Line", Some(4), None),
            ("kinds", "map<string, Line.Kind>", Some(5), None),
            ("card", "bytes", Some(6), Some("payment")),
            ("cash", "acme.shop.v1.Money", Some(7), Some("payment")),
            ("made", "google.protobuf.Timestamp", Some(8), None),
        ]
    );
    let id = field(content, "acme.shop.v1.Order", "id");
    assert!(id.required);
    assert_eq!((id.facts[0].label.as_str(), &id.facts[0].value), ("JSON name", &json!("ID")));
    let count = field(content, "acme.shop.v1.Order", "count");
    assert_eq!(count.description.as_deref(), Some("How many."));
    assert_eq!(count.deprecated.as_deref(), Some(""));
    let lines = content.schema(field(content, "acme.shop.v1.Order", "lines").schema);
    assert_eq!(word(content, lines.items.expect("items")), "acme.shop.v1.Order.Line");
    let kinds = content.schema(field(content, "acme.shop.v1.Order", "kinds").schema);
    let Additional::Of(kind) = kinds.additional else { panic!("{:?}", kinds.additional) };
    assert_eq!(word(content, kind), "acme.shop.v1.Order.Line.Kind");
    let made = content.schema(field(content, "acme.shop.v1.Order", "made").schema);
    assert_eq!(made.format.as_deref(), Some("date-time"));
    assert!(made.description.is_some());
    let inner = field(content, "acme.shop.v1.Order.Line", "inner");
    assert_eq!(word(content, inner.schema), "acme.shop.v1.Order.Line");
    let kind = named(content, "acme.shop.v1.Order.Line.Kind");
    assert_eq!((kind.sort, kind.types.as_slice()), ("enum", [SchemaType::String].as_slice()));
    assert_eq!(kind.facts[0].label, "allow_alias");
    let values: Vec<(&str, Option<i64>)> = kind
        .values
        .iter()
        .map(|value| (value.value.as_str().expect("text"), value.number))
        .collect();
    assert_eq!(
        values,
        [("KIND_UNSPECIFIED", Some(0)), ("KIND_GIFT", Some(1)), ("KIND_MINUS", Some(-1))]
    );
    assert_eq!(kind.values[0].description.as_deref(), Some("Nothing is said."));
    assert_eq!(kind.values[1].deprecated.as_deref(), Some(""));
}

#[test]
fn older_and_newer_files_are_read() {
    let (content, findings) = proto(&[
        (
            "two.proto",
            "package acme;\nimport \"three.proto\";\nmessage Order {\n  required string id = 1 [default = \"x\\n\\303\\251\"];\n  optional double much = 2 [default = -inf];\n  repeated group Line = 3 { optional int32 count = 0x4; }\n  extensions 100 to 199, 500;\n  extend Order { optional string inner = 101; }\n}\nextend Order { repeated Order.Line more = 100 [packed = true]; } // Adds.\n",
        ),
        (
            "three.proto",
            "edition = \"2023\";\npackage acme;\noption features.field_presence = IMPLICIT;\nexport message New { string a = 1 [features.field_presence = EXPLICIT]; }\n",
        ),
        ("four.proto", "edition = '2023'; package acme.next;"),
    ]);
    assert_eq!(findings, [""; 0]);
    assert_eq!(content.format_version.as_deref(), Some("editions 2023"));
    assert_eq!(content.title.as_deref(), Some("acme"));
    assert_eq!(content.counts.messages, 3);
    let id = field(&content, "acme.Order", "id");
    assert_eq!((id.required, &id.default), (true, &Some(json!("x\né"))));
    assert_eq!(field(&content, "acme.Order", "much").default, Some(json!("-inf")));
    let line = field(&content, "acme.Order", "line");
    assert_eq!(word(&content, line.schema), "repeated Line");
    assert_eq!(field(&content, "acme.Order.Line", "count").number, Some(4));
    let facts = &named(&content, "acme.Order").facts;
    assert_eq!(facts[0].value, json!("100 to 199, 500"));
    let definitions: Vec<(&str, &str)> = content
        .definitions
        .iter()
        .map(|definition| (definition.name.as_str(), definition.code.as_str()))
        .collect();
    assert_eq!(
        definitions,
        [
            ("acme.Order.inner", "extend Order {\n  optional string inner = 101;\n}"),
            ("acme.more", "extend Order {\n  repeated Order.Line more = 100 [packed = true];\n}"),
        ]
    );
    let presence = &field(&content, "acme.New", "a").facts[0];
    assert_eq!(presence.label, "features.field_presence");
}

#[test]
fn names_are_looked_up_from_within() {
    let (content, findings) = proto(&[
        (
            "a.proto",
            "syntax = \"proto3\"; package acme.shop; import \"b.proto\";\nmessage Item { message Item { Item self = 1; } Item inner = 1; .acme.Item outer = 2; other.Item far = 3; }",
        ),
        ("b.proto", "package acme; message Item {}"),
        ("c.proto", "package acme.other; message Item {}"),
    ]);
    assert_eq!(findings, [""; 0]);
    let is = |message: &str, name: &str| word(&content, field(&content, message, name).schema);
    assert_eq!(is("acme.shop.Item.Item", "self"), "acme.shop.Item.Item");
    assert_eq!(is("acme.shop.Item", "inner"), "acme.shop.Item.Item");
    assert_eq!(is("acme.shop.Item", "outer"), "acme.Item");
    assert_eq!(is("acme.shop.Item", "far"), "acme.other.Item");
}

#[test]
fn what_is_missing_is_told_only_when_all_imports_are_there() {
    let text = "message A { Gone gone = 1; }";
    let (content, findings) = proto(&[("a.proto", &format!("import \"x/b.proto\";\n{text}"))]);
    assert_eq!(findings, [""; 0]);
    let gone = content.schema(field(&content, "A", "gone").schema);
    assert_eq!((gone.written.as_deref(), &gone.broken), (Some("Gone"), &None));

    let text = format!("import \"x/b.proto\";\nmessage Gine {{}}\n{text}");
    let (content, findings) = proto(&[("a.proto", &text), ("proto/x/b.proto", "package b;")]);
    assert_eq!(
        findings,
        ["a.proto:3:18 [api-reference] type `Gone` does not exist (the nearest name is `Gine`)"]
    );
    let gone = content.schema(field(&content, "A", "gone").schema);
    assert_eq!(gone.broken.as_deref(), Some("type `Gone` does not exist"));

    let (_, findings) =
        proto(&[("a.proto", &text), ("x/b.proto", "import public \"c.proto\"; package b;")]);
    assert_eq!(findings, [""; 0], "what is imported publicly may hold it");
}

#[test]
fn mistakes_cost_nothing_but_themselves() {
    let (content, findings) = proto(&[
        (
            "a.proto",
            "syntax = \"proto3\";\nmessage A {\n  string a = 1\n  string = 2;\n  é;\n  string b = 3;\n}\nrubbish { message No {} }\nmessage B {}\n}\nmessage C { string c = 1;",
        ),
        ("b.proto", "message B {}"),
        ("c.proto", "\0\0\u{1}"),
    ]);
    assert_eq!(
        findings,
        [
            "a.proto:4:3 [api-invalid] `;` is expected, not `string`",
            "a.proto:4:10 [api-invalid] a name is expected, not `=`",
            "a.proto:5:3 [api-invalid] a name is expected, not `é`",
            "a.proto:8:1 [api-invalid] a definition is expected, not `rubbish`",
            "a.proto:10:1 [api-invalid] there is nothing that `}` ends",
            "a.proto:11:11 [api-invalid] `{` is never closed",
            "c.proto:1:3 [api-invalid] a definition is expected, not ` `",
            "b.proto:1:9 [api-invalid] `B` is defined twice",
        ]
    );
    assert_eq!(named(&content, "A").properties.len(), 2);
    assert_eq!(named(&content, "C").properties.len(), 1);
    let path = RelPath::new("x.proto").expect("a path");
    let read = |text: &str| read_tree(ApiFormat::Protobuf, &[(&path, text)]);
    assert!(read("// nothing\n").expect("no problem").is_none());
    assert_eq!(read("<html>").expect_err("broken"), "1:1 a definition is expected, not `<`");
}

#[test]
fn comments_belong_to_what_they_touch() {
    let (content, _) = proto(&[(
        "a.proto",
        "/* Licensed under nothing */\n// buf:lint:ignore PACKAGE\n\n// Far.\n\n// Near,\n//   indented.\nmessage A {\n  // Inside.\n\n  // ------\n  // buf:lint:ignore X\n  // First.\n  int32 a = 1; // Behind.\n  // Not of `a`.\n\n  int32 b = 2;\n  // Below.\n\n  int32 c = 3; /* inline */ int32 d = 4;\n}\n",
    )]);
    let a = named(&content, "A");
    assert_eq!(a.description.as_deref(), Some("Near,\n  indented.\n\nInside."));
    let said: Vec<Option<&str>> =
        a.properties.iter().map(|field| field.description.as_deref()).collect();
    assert_eq!(said, [Some("First.\n\nBehind."), Some("Below."), None, None]);
}

#[test]
fn hostile_texts_are_bounded() {
    let path = RelPath::new("hostile.proto").expect("a path");
    let many = |piece: &str| piece.repeat(100_000);
    for text in [
        many("message A {"),
        many("message A { oneof b {"),
        format!("option a = {}", many("{ a: ")),
        format!("option a = {}", many("[")),
        format!("option a = {}", many("{ a <")),
        format!("message A {{ {}", many("optional group G = 1 {")),
        format!("package {};", many("a.")),
        format!("message {} {{ a a = 1; }}", many("a")),
        format!("message A {{ string a = {}; }}", many("9")),
        many("}"),
        many("\"\\"),
        many("extend A {"),
        many("service S { rpc R ("),
        many("import public \"a.proto\";"),
        "message A { string a = 1; /* never".to_owned(),
        "syntax = \"proto3; message A {}".to_owned(),
        "option a = \"\\u{1F600}\\x\\777\\uD800\\".to_owned(),
    ] {
        let reading = read_tree(ApiFormat::Protobuf, &[(&path, &text)]);
        let Ok(Some(reading)) = reading else { continue };
        assert!(reading.content.arena.len() <= 200, "{}", reading.content.arena.len());
        assert!(reading.findings.len() <= 120, "{}", reading.findings.len());
    }
}
