//! Schemas in, descriptions and findings out.

use serde_json::json;

use crate::base::RelPath;
use crate::model::api::{ApiContent, ApiFormat, OperationKind, ParameterPlace, SchemaType};
use crate::parse::api::sdl_tests::{named, read_all, read_tree, word};

/// Every feature of the type system, once.
const EVERYTHING: &str = r#""""
The **shop**.
"""
schema @link(url: "https://specs.example.com/federation/v2.3", import: ["@key"]) {
  query: Reads
  mutation: Writes
  subscription: Events
}

"Marks what costs more."
directive @cost(weight: Int! = 1, "Per item." each: Boolean) repeatable on FIELD_DEFINITION | OBJECT

"All that can be asked."
type Reads @cost(weight: 2) {
  "One order."
  order("Its id." id: ID!, first: Int = 10, filter: Filter = {state: OPEN, tags: ["a"]}): Order
  orders: [Order!]! @cost(weight: 5) @cost(weight: 6)
  old: String @deprecated(reason: "Use `order`.")
  older(x: Int @deprecated): Float @deprecated
}
type Writes { create(input: NewOrder!): Order! }
type Events { created: Order! }

interface Node { id: ID! }
interface Named implements Node { id: ID! name: String }

"""
An order.

- it has lines
"""
type Order implements Node & Named @key(fields: "id") @key(fields: "name") {
  id: ID!
  name: String
  total(unit: Unit = EURO): Money!
  matrix: [[Int!]]!
  found: Found
}
extend type Order { note: String }
type Line implements Node { id: ID! }
union Found = Order | Line
enum Unit { "Euro." EURO, CENT @deprecated(reason: "Too small.") }
enum State { OPEN }
scalar Money @specifiedBy(url: "https://example.com/money")
input Filter { state: State = OPEN, tags: [String!], old: Int @deprecated(reason: "no") }
input NewOrder @oneOf { name: String, copyOf: ID }
"#;

fn graphql(texts: &[(&str, &str)]) -> (ApiContent, Vec<String>) {
    read_all(ApiFormat::GraphQl, texts)
}

#[test]
fn every_feature_of_the_type_system_is_in_the_model() {
    let (content, findings) = graphql(&[("schema.graphql", EVERYTHING)]);
    assert_eq!(findings, [""; 0]);
    assert_eq!(content.description.as_deref(), Some("The **shop**."));
    assert!(content.facts[0].value.as_str().expect("text").starts_with("@link(url: "));
    let groups: Vec<(&str, &str)> =
        content.groups.iter().map(|group| (group.sort, group.name.as_str())).collect();
    assert_eq!(groups, [("root type", "Reads"), ("root type", "Writes"), ("root type", "Events")]);
    assert_eq!(content.groups[0].description.as_deref(), Some("All that can be asked."));
    assert_eq!(content.groups[0].facts[0].value, json!("@cost(weight: 2)"));
    assert_eq!((content.counts.fields, content.counts.schemas), (6, 13));

    let order = &content.operations[0];
    assert_eq!((order.kind, order.verb.as_str()), (OperationKind::Query, "QUERY"));
    assert_eq!((order.address.as_str(), order.groups.as_slice()), ("order", [0].as_slice()));
    assert_eq!(order.description.as_deref(), Some("One order."));
    assert_eq!((order.at.file, order.at.line, order.at.column), (0, 16, 3));
    let arguments: Vec<(&str, bool, &str)> = order
        .parameters
        .iter()
        .map(|argument| {
            assert_eq!(argument.place, ParameterPlace::Argument);
            let schema = argument.schema.expect("a type");
            (argument.name.as_str(), argument.required, word(&content, schema))
        })
        .collect();
    assert_eq!(
        arguments,
        [("id", true, "ID!"), ("first", false, "Int"), ("filter", false, "Filter")]
    );
    assert_eq!(order.parameters[0].description.as_deref(), Some("Its id."));
    let default = |place: usize| {
        content.schema(order.parameters[place].schema.expect("a type")).default.clone()
    };
    assert_eq!(default(1), Some(json!(10)));
    assert_eq!(default(2), Some(json!({"state": "OPEN", "tags": ["a"]})));
    let result = |place: usize| {
        let response = &content.operations[place].responses[0];
        assert_eq!(response.status, "result");
        word(&content, response.contents[0].schema.expect("a type"))
    };
    assert_eq!((result(0), result(1)), ("Order", "[Order!]!"));
    assert_eq!(content.operations[1].facts.len(), 2);
    assert_eq!(content.operations[2].deprecated.as_deref(), Some("Use `order`."));
    assert_eq!(content.operations[3].deprecated.as_deref(), Some(""));
    assert_eq!(content.operations[3].parameters[0].deprecated.as_deref(), Some(""));
    assert_eq!(content.operations[4].kind, OperationKind::Mutation);
    assert_eq!(content.operations[5].kind, OperationKind::Subscription);
    assert_eq!(content.operations[5].streams, (false, true));
    assert_eq!(content.definitions[0].sort, "directive");
    assert_eq!(content.definitions[0].description.as_deref(), Some("Marks what costs more."));
    assert!(content.definitions[0].code.starts_with("directive @cost("));
    assert!(content.definitions[0].code.contains("repeatable on FIELD_DEFINITION | OBJECT"));
    types_of_everything(&content);
}

fn types_of_everything(content: &ApiContent) {
    let order = named(content, "Order");
    assert_eq!(order.sort, "object");
    assert_eq!(order.description.as_deref(), Some("An order.\n\n- it has lines"));
    let fields: Vec<(&str, &str, bool)> = order
        .properties
        .iter()
        .map(|field| (field.name.as_str(), word(content, field.schema), field.required))
        .collect();
    assert_eq!(
        fields,
        [
            ("id", "ID!", true),
            ("name", "String", false),
            ("total", "Money!", true),
            ("matrix", "[[Int!]]!", true),
            ("found", "Found", false),
            ("note", "String", false),
        ]
    );
    let unit = content.schema(order.properties[2].arguments[0].schema.expect("a type"));
    assert_eq!(unit.default, Some(json!("EURO")));
    let keys: Vec<&str> =
        order.facts.iter().map(|fact| fact.value.as_str().expect("text")).collect();
    assert_eq!(keys, [r#"@key(fields: "id")"#, r#"@key(fields: "name")"#]);
    let names = |ids: &[crate::model::api::SchemaId]| -> Vec<String> {
        ids.iter().map(|id| word(content, *id).to_owned()).collect()
    };
    assert_eq!(names(&order.implements), ["Node", "Named"]);
    assert_eq!(names(&named(content, "Node").one_of), ["Line", "Named", "Order"]);
    assert_eq!(names(&named(content, "Found").one_of), ["Order", "Line"]);
    assert_eq!(named(content, "Found").sort, "union");
    let matrix = content.schema(order.properties[3].schema);
    assert_eq!((matrix.types.as_slice(), matrix.nullable), ([SchemaType::Array].as_slice(), false));
    let row = content.schema(matrix.items.expect("items"));
    assert!(row.nullable);
    assert_eq!(content.schema(row.items.expect("items")).types, [SchemaType::Integer]);
    let unit = named(content, "Unit");
    assert_eq!((unit.sort, &unit.values[0].value), ("enum", &json!("EURO")));
    assert_eq!(unit.values[0].description.as_deref(), Some("Euro."));
    assert_eq!(unit.values[1].deprecated.as_deref(), Some("Too small."));
    let money = named(content, "Money");
    assert_eq!(money.sort, "scalar");
    assert_eq!(money.docs.as_ref().expect("a link").url, "https://example.com/money");
    let filter = named(content, "Filter");
    assert_eq!((filter.sort, &filter.properties[0].default), ("input", &Some(json!("OPEN"))));
    assert_eq!(filter.properties[2].deprecated.as_deref(), Some("no"));
    assert_eq!(named(content, "NewOrder").facts[0].value, json!("@oneOf"));
}

#[test]
fn a_reference_is_one_schema_however_often_it_is_used() {
    let fields: String = (0..1_000).map(|number| format!("a{number}: [Thing!]!\n")).collect();
    let text = format!("type Query {{ {fields} }} type Thing {{ id: ID! }}");
    let (content, _) = graphql(&[("schema.graphql", &text)]);
    assert_eq!(content.counts.fields, 1_000);
    assert_eq!(content.arena.len(), 5, "two types, `[Thing!]!`, `Thing!`, `ID!`");
}

#[test]
fn files_make_one_schema() {
    let (content, findings) = graphql(&[
        ("a.graphql", "extend type Query { b: B }"),
        ("b.graphql", "type B @key(fields: \"id\") { id: ID! }\nquery Q { b { id } }"),
        ("c.graphql", "extend type Query { c: C }\nextend schema @link(url: \"x\")"),
    ]);
    assert_eq!(
        findings,
        ["c.graphql:1:24 [api-reference] type `C` does not exist (the nearest name is `B`)"]
    );
    assert_eq!(content.counts.fields, 2);
    assert_eq!((named(&content, "B").at.file, named(&content, "B").at.line), (1, 1));
    let c = content.schema(content.operations[1].responses[0].contents[0].schema.expect("type"));
    let c = content.schema(c.refers.expect("what it refers to"));
    assert_eq!(c.broken.as_deref(), Some("type `C` does not exist"));
}

#[test]
fn mistakes_cost_nothing_but_themselves() {
    let (content, findings) = graphql(&[(
        "schema.graphql",
        "type Query {\n  a: Strng\n  a: Int\n  b: \n}\ntype Strang { id: ID }\nenum Query { A }\ntype T { ok: Int }\n",
    )]);
    assert_eq!(
        findings,
        [
            "schema.graphql:5:1 [api-invalid] expected a Type",
            "schema.graphql:3:3 [api-invalid] `a` of `Query` is defined twice",
            "schema.graphql:7:6 [api-invalid] `Query` is defined as `object` and as `enum`",
            "schema.graphql:2:6 [api-reference] type `Strng` does not exist (the nearest name is `Strang`)",
        ]
    );
    assert_eq!(named(&content, "T").properties.len(), 1);
}

#[test]
fn queries_are_no_schema_and_rubbish_is_told() {
    let path = RelPath::new("q.graphql").expect("a path");
    let read = |text: &str| read_tree(ApiFormat::GraphQl, &[(&path, text)]);
    assert!(read("query Q { a }\nfragment F on T { b }").expect("no problem").is_none());
    assert!(read("# nothing\n").expect("no problem").is_none());
    assert!(read("{\"name\": \"package\"}").expect("no problem").is_none());
    assert!(read("type {").expect_err("it is broken").starts_with("1:6 "));
}

#[test]
fn answers_to_introspection_are_read() {
    let text = r#"{"data": {"__schema": {
  "queryType": {"name": "Reads"}, "mutationType": null,
  "types": [
    {"kind": "OBJECT", "name": "Reads", "description": "All \ud83d\ude00.", "interfaces": [], "fields": [
      {"name": "order", "description": "One.", "isDeprecated": true, "deprecationReason": "Old.",
       "args": [{"name": "ids", "defaultValue": "[1, 2]", "type": {"kind": "NON_NULL", "ofType": {"kind": "LIST", "ofType": {"kind": "SCALAR", "name": "ID"}}}}],
       "type": {"kind": "OBJECT", "name": "Order"}}]},
    {"kind": "OBJECT", "name": "Order", "interfaces": [{"kind": "INTERFACE", "name": "Node"}], "fields": [
      {"name": "id", "args": [], "type": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "ID"}}}]},
    {"kind": "INTERFACE", "name": "Node", "fields": [], "possibleTypes": [{"name": "Order"}]},
    {"kind": "UNION", "name": "Found", "possibleTypes": [{"name": "Order"}]},
    {"kind": "ENUM", "name": "State", "enumValues": [{"name": "OPEN", "isDeprecated": true, "deprecationReason": null}]},
    {"kind": "INPUT_OBJECT", "name": "Filter", "inputFields": [{"name": "state", "defaultValue": "OPEN", "type": {"kind": "ENUM", "name": "State"}}]},
    {"kind": "SCALAR", "name": "Money", "specifiedByURL": "https://example.com/money"},
    {"kind": "SCALAR", "name": "ID"}, {"kind": "OBJECT", "name": "__Schema", "fields": []}
  ],
  "directives": [{"name": "skip", "locations": [], "args": []},
    {"name": "cost", "isRepeatable": true, "locations": ["OBJECT", "FIELD_DEFINITION"], "args": [{"name": "w", "defaultValue": "1", "type": {"kind": "SCALAR", "name": "Int"}}]}]
}}}"#;
    let (content, findings) = graphql(&[("schema.json", text)]);
    assert_eq!(findings, [""; 0]);
    assert_eq!((content.counts.fields, content.counts.schemas), (1, 7));
    let order = &content.operations[0];
    assert_eq!(order.deprecated.as_deref(), Some("Old."));
    assert_eq!(word(&content, order.parameters[0].schema.expect("a type")), "[ID]!");
    assert!(!order.parameters[0].required);
    assert_eq!(order.at.line, 5);
    assert_eq!(content.groups[0].description.as_deref(), Some("All 😀."));
    assert_eq!(named(&content, "Node").one_of.len(), 1);
    assert_eq!(named(&content, "Found").one_of.len(), 1);
    assert_eq!(named(&content, "State").values[0].deprecated.as_deref(), Some(""));
    assert_eq!(named(&content, "Filter").properties[0].default, Some(json!("OPEN")));
    let codes: Vec<&str> =
        content.definitions.iter().map(|definition| definition.code.as_str()).collect();
    assert_eq!(codes, ["directive @cost(w: Int = 1) repeatable on OBJECT | FIELD_DEFINITION"]);
}

#[test]
fn hostile_texts_are_bounded() {
    let path = RelPath::new("hostile.graphql").expect("a path");
    let many = |piece: &str| piece.repeat(100_000);
    for text in [
        format!("type Query {{ a: {}Int }}", many("[")),
        format!("type Query {{ a(b: Int = {}1): Int }}", many("[")),
        format!("type Query {{ a(b: Int = {}1): Int }}", many("{a: ")),
        format!("query {}", many("{ a ")),
        many("type Query { a: "),
        many("{"),
        many("@a("),
        many("type A implements "),
        "type Query { a: Int } \"\"\" never ends".to_owned(),
        "type Query { a: String \" never".to_owned(),
        format!("{{\"__schema\": {{\"types\": {}", many("[")),
        many("\u{feff}é\0"),
    ] {
        let reading = read_tree(ApiFormat::GraphQl, &[(&path, &text)]);
        let Ok(Some(reading)) = reading else { continue };
        assert!(reading.content.arena.len() <= 200, "{}", reading.content.arena.len());
        assert!(reading.findings.len() <= 150, "{}", reading.findings.len());
    }
}
