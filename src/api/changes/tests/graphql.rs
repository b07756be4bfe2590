//! Changes of GraphQL schemas: arguments and input fields are given, all other fields are got.

use super::{Pair, check};

/// Beside a query that gives and gets everything that pairs change.
fn types(body: &str) -> String {
    format!(
        "type Query {{ order(by: OrderInput, state: State, text: String): Order, found: Found, node: Node }}\n\
         scalar Date\n{body}\n"
    )
}

fn roots(body: &str) -> String {
    format!("{body}\n")
}

#[test]
fn operations_and_their_arguments() {
    let pairs: &[Pair<'_>] = &[
        (
            "query removed",
            "type Query { a: Int, b: Int }",
            "type Query { a: Int }",
            &["Breaking operation-removed"],
        ),
        (
            "deprecated query removed",
            "type Query { a: Int, b: Int @deprecated }",
            "type Query { a: Int }",
            &["Risky deprecated-operation-removed"],
        ),
        (
            "query added",
            "type Query { a: Int }",
            "type Query { a: Int, b: Int }",
            &["Safe operation-added"],
        ),
        (
            "query deprecated",
            "type Query { a: Int }",
            "type Query { a: Int @deprecated }",
            &["Safe deprecated"],
        ),
        (
            "mutation removed",
            "type Query { a: Int } type Mutation { b: Int, c: Int }",
            "type Query { a: Int } type Mutation { b: Int }",
            &["Breaking operation-removed"],
        ),
        (
            "result may be null",
            "type Query { a: Int! }",
            "type Query { a: Int }",
            &["Breaking became-nullable"],
        ),
        (
            "result never null",
            "type Query { a: Int }",
            "type Query { a: Int! }",
            &["Safe became-not-null"],
        ),
        (
            "result of another type",
            "type Query { a: Int }",
            "type Query { a: String }",
            &["Breaking type-changed"],
        ),
        (
            "result is a list",
            "type Query { a: Int }",
            "type Query { a: [Int] }",
            &["Breaking type-changed"],
        ),
        (
            "items may be null",
            "type Query { a: [Int!]! }",
            "type Query { a: [Int]! }",
            &["Breaking became-nullable"],
        ),
        (
            "argument removed",
            "type Query { a(x: Int, y: Int): Int }",
            "type Query { a(x: Int): Int }",
            &["Breaking parameter-removed"],
        ),
        (
            "argument added",
            "type Query { a: Int }",
            "type Query { a(x: Int): Int }",
            &["Safe parameter-added"],
        ),
        (
            "required argument added",
            "type Query { a: Int }",
            "type Query { a(x: Int!): Int }",
            &["Breaking required-parameter-added"],
        ),
        (
            "argument added that has a default",
            "type Query { a: Int }",
            "type Query { a(x: Int! = 1): Int }",
            &["Safe parameter-added"],
        ),
        (
            "argument became required",
            "type Query { a(x: Int): Int }",
            "type Query { a(x: Int!): Int }",
            &["Breaking became-required"],
        ),
        (
            "argument became optional",
            "type Query { a(x: Int!): Int }",
            "type Query { a(x: Int): Int }",
            &["Safe became-optional"],
        ),
        (
            "argument of another type",
            "type Query { a(x: Int): Int }",
            "type Query { a(x: ID): Int }",
            &["Breaking type-changed"],
        ),
        (
            "items of an argument may not be null",
            "type Query { a(x: [Int]): Int }",
            "type Query { a(x: [Int!]): Int }",
            &["Breaking became-not-null"],
        ),
        (
            "items of an argument may be null",
            "type Query { a(x: [Int!]): Int }",
            "type Query { a(x: [Int]): Int }",
            &["Safe became-nullable"],
        ),
        (
            "another default",
            "type Query { a(x: Int = 1): Int }",
            "type Query { a(x: Int = 2): Int }",
            &["Risky default-changed"],
        ),
        ("words", "type Query { \"One\" a: Int }", "type Query { \"Other\" a: Int }", &[]),
        ("another order", "type Query { a: Int, b: Int }", "type Query { b: Int, a: Int }", &[]),
        (
            "an extension instead of a field",
            "type Query { a: Int, b: Int }",
            "type Query { a: Int } extend type Query { b: Int }",
            &[],
        ),
    ];
    check("schema.graphql", roots, pairs);
}

#[test]
fn objects_and_interfaces() {
    let pairs: &[Pair<'_>] = &[
        (
            "field removed",
            "type Order { a: Int, b: Int }",
            "type Order { a: Int }",
            &["Breaking field-removed"],
        ),
        (
            "deprecated field removed",
            "type Order { a: Int, b: Int @deprecated(reason: \"old\") }",
            "type Order { a: Int }",
            &["Risky field-removed"],
        ),
        (
            "field added",
            "type Order { a: Int }",
            "type Order { a: Int, b: Int! }",
            &["Safe field-added"],
        ),
        (
            "field may be null",
            "type Order { a: Int! }",
            "type Order { a: Int }",
            &["Breaking became-nullable"],
        ),
        (
            "field never null",
            "type Order { a: Int }",
            "type Order { a: Int! }",
            &["Safe became-not-null"],
        ),
        (
            "field of another type",
            "type Order { a: Int }",
            "type Order { a: Date }",
            &["Breaking type-changed"],
        ),
        (
            "field deprecated",
            "type Order { a: Int }",
            "type Order { a: Int @deprecated }",
            &["Safe deprecated"],
        ),
        (
            "argument of a field removed",
            "type Order { a(x: Int): Int }",
            "type Order { a: Int }",
            &["Breaking argument-removed"],
        ),
        (
            "argument of a field added",
            "type Order { a: Int }",
            "type Order { a(x: Int): Int }",
            &["Safe argument-added"],
        ),
        (
            "required argument of a field added",
            "type Order { a: Int }",
            "type Order { a(x: Int!): Int }",
            &["Breaking required-argument-added"],
        ),
        (
            "argument of a field became required",
            "type Order { a(x: Int): Int }",
            "type Order { a(x: Int!): Int }",
            &["Breaking became-required"],
        ),
        (
            "default of an argument of a field",
            "type Order { a(x: Int = 1): Int }",
            "type Order { a(x: Int = 2): Int }",
            &["Risky default-changed"],
        ),
        (
            "type removed",
            "type Order { a: Int } type Line { b: Int }",
            "type Order { a: Int }",
            &["Breaking schema-removed"],
        ),
        (
            "type added",
            "type Order { a: Int }",
            "type Order { a: Int } type Line { b: Int }",
            &["Safe schema-added"],
        ),
        (
            "type became an interface",
            "type Order { a: Int }",
            "interface Order { a: Int }",
            &["Breaking type-changed"],
        ),
        (
            "interface no longer implemented",
            "interface Node { a: Int } type Order implements Node { a: Int }",
            "interface Node { a: Int } type Order { a: Int }",
            &["Breaking interface-removed"],
        ),
        (
            "interface implemented",
            "interface Node { a: Int } type Order { a: Int }",
            "interface Node { a: Int } type Order implements Node { a: Int }",
            &["Risky interface-added"],
        ),
        ("comments", "# One\ntype Order { a: Int }", "# Other\ntype Order { a: Int }", &[]),
    ];
    check("schema.graphql", types, pairs);
}

#[test]
fn inputs_enumerations_and_unions() {
    let pairs: &[Pair<'_>] = &[
        (
            "input field removed",
            "input OrderInput { a: Int, b: Int }",
            "input OrderInput { a: Int }",
            &["Breaking request-field-removed"],
        ),
        (
            "input field added",
            "input OrderInput { a: Int }",
            "input OrderInput { a: Int, b: Int }",
            &["Safe field-added"],
        ),
        (
            "required input field added",
            "input OrderInput { a: Int }",
            "input OrderInput { a: Int, b: Int! }",
            &["Breaking required-field-added"],
        ),
        (
            "input field added that has a default",
            "input OrderInput { a: Int }",
            "input OrderInput { a: Int, b: Int! = 1 }",
            &["Safe field-added"],
        ),
        (
            "input field became required",
            "input OrderInput { a: Int }",
            "input OrderInput { a: Int! }",
            &["Breaking became-required"],
        ),
        (
            "input field became optional",
            "input OrderInput { a: Int! }",
            "input OrderInput { a: Int }",
            &["Safe became-optional"],
        ),
        (
            "input field of another type",
            "input OrderInput { a: Int }",
            "input OrderInput { a: Float }",
            &["Breaking type-changed"],
        ),
        (
            "another default",
            "input OrderInput { a: Int = 1 }",
            "input OrderInput { a: Int = 2 }",
            &["Risky default-changed"],
        ),
        (
            "value of an enumeration that is given removed",
            "enum State { A B }",
            "enum State { A }",
            &["Breaking enum-value-removed"],
        ),
        (
            "value of an enumeration that is given added",
            "enum State { A }",
            "enum State { A B }",
            &["Safe enum-value-added"],
        ),
        (
            "value of an enumeration that is got removed",
            "type Order { kind: Kind } enum Kind { A B }",
            "type Order { kind: Kind } enum Kind { A }",
            &["Breaking enum-value-removed"],
        ),
        (
            "value of an enumeration that is got added",
            "type Order { kind: Kind } enum Kind { A }",
            "type Order { kind: Kind } enum Kind { A B }",
            &["Risky enum-value-added"],
        ),
        (
            "value deprecated",
            "enum State { A B }",
            "enum State { A B @deprecated }",
            &["Safe deprecated"],
        ),
        (
            "member of a union removed",
            "type A { a: Int } type B { b: Int } union Found = A | B",
            "type A { a: Int } type B { b: Int } union Found = A",
            &["Breaking alternative-removed"],
        ),
        (
            "member of a union added",
            "type A { a: Int } type B { b: Int } union Found = A",
            "type A { a: Int } type B { b: Int } union Found = A | B",
            &["Risky alternative-added"],
        ),
        ("scalar removed", "scalar Money", "", &["Breaking schema-removed"]),
    ];
    check("schema.graphql", types, pairs);
}
