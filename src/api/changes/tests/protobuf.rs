//! Changes of protocol buffers: what breaks the bytes, the JSON or the code made from a description.

use super::{Pair, check};

fn file(body: &str) -> String {
    format!("syntax = \"proto3\";\npackage acme.shop.v1;\n{body}\n")
}

fn message(body: &str) -> String {
    file(&format!("message Order {{ {body} }}\nmessage Other {{}}\nenum State {{ NONE = 0; }}"))
}

fn service(body: &str) -> String {
    file(&format!("message A {{}}\nmessage B {{}}\nservice Orders {{ {body} }}"))
}

#[test]
fn fields() {
    let pairs: &[Pair<'_>] = &[
        ("removed", "string a = 1; string b = 2;", "string a = 1;", &["Breaking field-removed"]),
        (
            "removed, its number reserved",
            "string a = 1; string b = 2;",
            "reserved 2; reserved \"b\"; string a = 1;",
            &["Risky reserved-field-removed"],
        ),
        (
            "removed, its number in a reserved range",
            "string a = 1; string b = 12;",
            "reserved 4, 10 to max; string a = 1;",
            &["Risky reserved-field-removed"],
        ),
        (
            "removed, another number reserved",
            "string a = 1; string b = 2;",
            "reserved 3; string a = 1;",
            &["Breaking field-removed"],
        ),
        ("added", "string a = 1;", "string a = 1; string b = 2;", &["Safe field-added"]),
        ("number reserved", "string a = 1;", "reserved 2; string a = 1;", &[]),
        ("renamed", "string a = 1;", "string b = 1;", &["Breaking field-renamed"]),
        (
            "number used again",
            "string a = 1; string c = 2;",
            "int32 b = 1; string c = 2;",
            &["Breaking field-number-reused"],
        ),
        ("another number", "string a = 1;", "string a = 2;", &["Breaking number-changed"]),
        ("another type", "string a = 1;", "int32 a = 1;", &["Breaking type-changed"]),
        ("another width", "int32 a = 1;", "int64 a = 1;", &["Breaking type-changed"]),
        ("text became bytes", "string a = 1;", "bytes a = 1;", &["Breaking type-changed"]),
        ("another message", "Order a = 1;", "Other a = 1;", &["Breaking type-changed"]),
        (
            "number became an enumeration",
            "int32 a = 1;",
            "State a = 1;",
            &["Breaking type-changed"],
        ),
        ("became repeated", "string a = 1;", "repeated string a = 1;", &["Breaking type-changed"]),
        ("no longer repeated", "repeated Other a = 1;", "Other a = 1;", &["Breaking type-changed"]),
        (
            "items of another type",
            "repeated string a = 1;",
            "repeated int32 a = 1;",
            &["Breaking type-changed"],
        ),
        ("became a map", "string a = 1;", "map<string, string> a = 1;", &["Breaking type-changed"]),
        (
            "values of a map of another type",
            "map<string, string> a = 1;",
            "map<string, int32> a = 1;",
            &["Breaking type-changed"],
        ),
        (
            "keys of a map of another type",
            "map<string, string> a = 1;",
            "map<int32, string> a = 1;",
            &["Breaking type-changed"],
        ),
        (
            "moved into a choice",
            "string a = 1;",
            "oneof one { string a = 1; }",
            &["Breaking oneof-changed"],
        ),
        (
            "moved out of a choice",
            "oneof one { string a = 1; }",
            "string a = 1;",
            &["Breaking oneof-changed"],
        ),
        (
            "added to a choice",
            "oneof one { string a = 1; }",
            "oneof one { string a = 1; string b = 2; }",
            &["Safe field-added"],
        ),
        (
            "another name in JSON",
            "string a = 1;",
            "string a = 1 [json_name = \"b\"];",
            &["Breaking json-name-changed"],
        ),
        ("the usual name in JSON", "string a_b = 1;", "string a_b = 1 [json_name = \"aB\"];", &[]),
        ("deprecated", "string a = 1;", "string a = 1 [deprecated = true];", &["Safe deprecated"]),
        (
            "removed after it was deprecated",
            "string a = 1; string b = 2 [deprecated = true];",
            "string a = 1;",
            &["Risky field-removed"],
        ),
        (
            "comments and order",
            "string a = 1; /* One */ string b = 2;",
            "string b = 2; string a = 1; /* Other */",
            &[],
        ),
    ];
    check("order.proto", message, pairs);
}

#[test]
fn methods() {
    let pairs: &[Pair<'_>] = &[
        (
            "removed",
            "rpc X(A) returns (B); rpc Y(A) returns (B);",
            "rpc X(A) returns (B);",
            &["Breaking operation-removed"],
        ),
        (
            "removed after it was deprecated",
            "rpc X(A) returns (B); rpc Y(A) returns (B) { option deprecated = true; }",
            "rpc X(A) returns (B);",
            &["Risky deprecated-operation-removed"],
        ),
        (
            "added",
            "rpc X(A) returns (B);",
            "rpc X(A) returns (B); rpc Y(A) returns (B);",
            &["Safe operation-added"],
        ),
        (
            "another request",
            "rpc X(A) returns (B);",
            "rpc X(B) returns (B);",
            &["Breaking method-type-changed"],
        ),
        (
            "another response",
            "rpc X(A) returns (B);",
            "rpc X(A) returns (A);",
            &["Breaking method-type-changed"],
        ),
        (
            "requests became a stream",
            "rpc X(A) returns (B);",
            "rpc X(stream A) returns (B);",
            &["Breaking streaming-changed"],
        ),
        (
            "responses are no longer a stream",
            "rpc X(A) returns (stream B);",
            "rpc X(A) returns (B);",
            &["Breaking streaming-changed"],
        ),
        (
            "deprecated",
            "rpc X(A) returns (B);",
            "rpc X(A) returns (B) { option deprecated = true; }",
            &["Safe deprecated"],
        ),
        (
            "names in full",
            "rpc X(A) returns (B);",
            "rpc X(.acme.shop.v1.A) returns (acme.shop.v1.B);",
            &[],
        ),
    ];
    check("orders.proto", service, pairs);
}

#[test]
fn types_and_packages() {
    let pairs: &[Pair<'_>] = &[
        (
            "message removed",
            "message A {} message B {}",
            "message A {}",
            &["Breaking schema-removed"],
        ),
        ("message added", "message A {}", "message A {} message B {}", &["Safe schema-added"]),
        (
            "nested message removed",
            "message A { message B {} }",
            "message A {}",
            &["Breaking schema-removed"],
        ),
        (
            "value removed",
            "enum A { X = 0; Y = 1; }",
            "enum A { X = 0; }",
            &["Breaking enum-value-removed"],
        ),
        (
            "value removed, its number reserved",
            "enum A { X = 0; Y = 1; }",
            "enum A { reserved 1; X = 0; }",
            &["Risky enum-value-removed"],
        ),
        (
            "value added",
            "enum A { X = 0; }",
            "enum A { X = 0; Y = 1; }",
            &["Risky enum-value-added"],
        ),
        (
            "number of a value changed",
            "enum A { X = 0; Y = 1; }",
            "enum A { X = 0; Y = 2; }",
            &["Breaking number-changed"],
        ),
        (
            "value renamed",
            "enum A { X = 0; Y = 1; }",
            "enum A { X = 0; Z = 1; }",
            &["Breaking enum-value-removed", "Risky enum-value-added"],
        ),
        (
            "value deprecated",
            "enum A { X = 0; Y = 1; }",
            "enum A { X = 0; Y = 1 [deprecated = true]; }",
            &["Safe deprecated"],
        ),
        (
            "message became an enumeration",
            "message A {}",
            "enum A { X = 0; }",
            &["Breaking type-changed"],
        ),
        ("comments", "// One\nmessage A {}", "// Other\nmessage A {}", &[]),
    ];
    check("types.proto", file, pairs);
    let package = |name: &str| {
        format!(
            "syntax = \"proto3\";\npackage {name};\nmessage Order {{ string id = 1; }}\nservice Orders {{ rpc Get(Order) returns (Order); }}\n"
        )
    };
    let pairs: &[Pair<'_>] =
        &[("package renamed", "acme.shop.v1", "acme.shop.v2", &["Breaking package-changed"])];
    check("package.proto", package, pairs);
    let services: &[Pair<'_>] = &[(
        "service removed",
        "message A {} service X { rpc Do(A) returns (A); } service Y { rpc Do(A) returns (A); }",
        "message A {} service X { rpc Do(A) returns (A); }",
        &["Breaking service-removed", "Breaking operation-removed"],
    )];
    check("services.proto", file, services);
}

#[test]
fn the_second_version_of_the_language() {
    let file = |body: &str| {
        format!("syntax = \"proto2\";\npackage acme.shop.v1;\nmessage Order {{ {body} }}\n")
    };
    let pairs: &[Pair<'_>] = &[
        (
            "became required",
            "optional string a = 1;",
            "required string a = 1;",
            &["Breaking became-required"],
        ),
        (
            "became optional",
            "required string a = 1;",
            "optional string a = 1;",
            &["Breaking became-optional"],
        ),
        (
            "required field added",
            "optional string a = 1;",
            "optional string a = 1; required string b = 2;",
            &["Breaking required-field-added"],
        ),
        (
            "another default",
            "optional int32 a = 1 [default = 1];",
            "optional int32 a = 1 [default = 2];",
            &["Risky default-changed"],
        ),
    ];
    check("old.proto", file, pairs);
}
