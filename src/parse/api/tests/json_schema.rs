//! Schemas: each keyword of each draft, and files that are schemas by themselves.

use serde_json::json;

use crate::model::api::{Additional, SchemaType};
use crate::parse::api::{json_schema, openapi};

use super::*;

/// The schema `A` among these components.
fn schemas(text: &str) -> ApiContent {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    let text = format!("openapi: 3.1.0\ncomponents:\n  schemas:\n{}\n", lines.join("\n"));
    content(openapi::read, &text)
}

#[test]
fn keywords_of_all_drafts_mean_the_same() {
    let content = schemas(
        "
A:
  type: [object, 'null']
  title: An A
  required: [a, far]
  minProperties: 1
  properties:
    a: {type: integer, minimum: 3, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}
    b: {type: number, exclusiveMinimum: 3}
    c: {type: array, items: [{type: string}, {type: integer}], additionalItems: {type: boolean}}
    d: {type: array, prefixItems: [{}], items: false, contains: {const: 1}, uniqueItems: true}
    e: {nullable: true, enum: [x, null], readOnly: true, deprecated: true, default: x}
    f: {if: {type: string}, then: {minLength: 1}, else: {}, not: {const: 4}}
    g: {dependencies: {x: [y], z: {type: object}}, xml: {name: gg}, contentEncoding: base64}
    h: {type: 'null'}
  patternProperties: {^x-: true}
  additionalProperties: {type: string}
  propertyNames: {pattern: ^a}
  externalDocs: {url: https://example.com}
",
    );
    let a = named(&content, "A");
    assert_eq!((a.types.as_slice(), a.nullable), (&[SchemaType::Object][..], true));
    assert_eq!((a.at.line, a.at.column), (5, 5));
    assert!(a.properties[0].required && !a.properties[1].required);
    let left = a.constraints.iter().find(|it| it.keyword == "required").map(|it| &it.value);
    assert_eq!(left, Some(&json!(["far"])), "fields that are described elsewhere are kept");
    assert!(matches!(a.additional, Additional::Of(_)));
    assert_eq!(a.patterns[0].0, "^x-");
    let of = |place: usize| content.schema(a.properties[place].schema);
    let bounds = |place: usize| -> Vec<(&str, &serde_json::Value)> {
        of(place).constraints.iter().map(|it| (it.keyword.as_str(), &it.value)).collect()
    };
    assert_eq!(bounds(0), [("exclusiveMinimum", &json!(3)), ("maximum", &json!(9))]);
    assert_eq!(bounds(1), [("exclusiveMinimum", &json!(3))]);
    let rest = content.schema(of(2).items.expect("additional items"));
    assert_eq!((of(2).prefix_items.len(), rest.types.as_slice()), (2, &[SchemaType::Boolean][..]));
    assert!(content.schema(of(3).items.expect("items")).is_never);
    assert!(of(3).contains.is_some());
    let e = of(4);
    assert!(e.nullable && e.read_only && e.deprecated.is_some());
    assert_eq!((e.values.len(), &e.default), (2, &Some(json!("x"))));
    let labels: Vec<&str> = of(5).conditions.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!((labels, of(5).not.is_some()), (vec!["if", "then", "else"], true));
    assert_eq!(of(6).conditions[0].0, "dependentSchemas: z");
    assert_eq!(bounds(6), [("dependentRequired", &json!({"x": ["y"]}))]);
    let facts: Vec<&str> = of(6).facts.iter().map(|fact| fact.label.as_str()).collect();
    assert_eq!(facts, ["xml", "contentEncoding"]);
    assert_eq!((&of(7).constant, of(7).nullable), (&Some(json!(null)), true));
}

#[test]
fn alternatives_are_told_apart() {
    let content = schemas(
        "
A:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}
Cat: {type: object}
Dog: {type: object}
",
    );
    let a = named(&content, "A");
    let discriminator = a.discriminator.as_ref().expect("it has one");
    let mapped: Vec<_> = discriminator.mapping.iter().map(|(_, id)| id.expect("found")).collect();
    assert_eq!((discriminator.property.as_str(), mapped), ("kind", a.one_of.clone()));
}

#[test]
fn siblings_of_a_reference_are_a_schema_of_their_own() {
    let content = schemas(
        "
A: {properties: {a: {$ref: '#/components/schemas/B', description: Mine}, b: {$ref: '#/components/schemas/B'}}}
B: {type: string}
Alias: {$ref: '#/components/schemas/B'}
",
    );
    let a = named(&content, "A");
    let own = content.schema(a.properties[0].schema);
    let b = a.properties[1].schema;
    assert_eq!((own.refers, own.description.as_deref()), (Some(b), Some("Mine")));
    assert_eq!(content.schema(b).name.as_deref(), Some("B"));
    assert_eq!(named(&content, "Alias").refers, Some(b));
    assert_eq!(names(&content), ["A", "Alias", "B"]);
}

#[test]
fn wrong_types_of_keywords_are_told() {
    let text = "openapi: 3.0.0\ncomponents: {schemas: {A: [1], B: {type: text, properties: 3, allOf: {}, minLength: x, required: true}}}\n";
    let reading = read_one(openapi::read, text);
    assert!(named(&reading.content, "A").broken.is_some());
    assert_eq!(named(&reading.content, "B").written.as_deref(), Some("text"));
    insta::assert_snapshot!(findings(&reading).join("\n"), @r"
    api-invalid api/openapi.yaml:2:27 a schema is a list, not a mapping
    api-invalid api/openapi.yaml:2:42 `text` is no type of JSON Schema
    api-invalid api/openapi.yaml:2:60 `properties` is a number, not a mapping
    api-invalid api/openapi.yaml:2:70 `allOf` is a mapping, not a list
    api-invalid api/openapi.yaml:2:85 `minLength` is a string, not a number
    api-invalid api/openapi.yaml:2:98 `required` is a boolean, not a list
    ");
}

#[test]
fn a_file_may_be_a_schema() {
    let text = r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/tree.json",
        "title": "Tree", "$dynamicAnchor": "node", "properties": {
            "left": {"$dynamicRef": "#node"}, "leaf": {"$ref": "#/$defs/Leaf"}, "named": {"$ref": "#leaf"},
            "by_id": {"$ref": "leaf.json"}},
        "$defs": {"Leaf": {"$anchor": "leaf", "$id": "https://example.com/leaf.json", "type": "string"}}}"##;
    let root = yaml::document(text, Budget::API).expect("it is YAML");
    assert!(json_schema::is_one(&root));
    let content = content(json_schema::read, text);
    assert_eq!(content.format_version.as_deref(), Some("2020-12"));
    assert_eq!(names(&content), ["Leaf", "Tree"]);
    let tree = named(&content, "Tree");
    let targets: Vec<Option<&str>> = tree
        .properties
        .iter()
        .map(|property| {
            let schema = content.schema(property.schema);
            schema.refers.map_or(schema, |id| content.schema(id)).name.as_deref()
        })
        .collect();
    assert_eq!(targets, [Some("Tree"), Some("Leaf"), Some("Leaf"), Some("Leaf")]);
    assert_eq!(content.counts.schemas, 1);
}
