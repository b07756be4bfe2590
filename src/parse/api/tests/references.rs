//! `$ref` across files, and to where none may lead.

use crate::parse::api::openapi;

use super::*;

#[test]
fn files_of_the_repository_are_one_description() {
    let root = "
openapi: 3.0.0
paths:
  /a: {$ref: paths/a.yaml}
components:
  schemas:
    Order: {properties: {buyer: {$ref: '../common/people.yaml#/Buyer'}, other: {$ref: '../common/people.yaml#/components/schemas/Order'}}}
";
    let a = "get:\n  responses:\n    '200': {content: {application/json: {schema: {$ref: '../openapi.yaml#/components/schemas/Order'}}}}\n";
    let people = "Buyer: {type: object, properties: {address: {$ref: './address%20book.json'}}}\ncomponents: {schemas: {Order: {type: string}}}\n";
    let address = r#"{"type": "object", "properties": {"street": {"type": "string"}}}"#;
    let reading = read_files(
        openapi::read,
        &[
            ("api/openapi.yaml", root),
            ("api/paths/a.yaml", a),
            ("common/people.yaml", people),
            ("common/address book.json", address),
        ],
    );
    assert_eq!(findings(&reading), [""; 0]);
    let content = reading.content;
    let files: Vec<&str> = content.files.iter().map(RelPath::as_str).collect();
    assert_eq!(
        files,
        ["api/openapi.yaml", "api/paths/a.yaml", "common/people.yaml", "common/address book.json"]
    );
    assert_eq!(names(&content), ["Buyer", "Order", "Order-people", "address book"]);
    let get = operation(&content, "GET /a");
    assert_eq!((get.at.file, get.at.line), (1, 1));
    let body = get.responses[0].contents[0].schema.expect("it has one");
    assert_eq!(content.schema(body).name.as_deref(), Some("Order"));
}

#[test]
fn pointers_may_lead_anywhere() {
    let text = "
openapi: 3.0.0
paths:
  /a~b/{c}:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}]
    put:
      parameters:
        - {name: c, in: path, schema: {$ref: '#/paths/~1a~0b~1%7Bc%7D/get/parameters/0/schema'}}
";
    let content = content(openapi::read, text);
    let of = |place: usize| content.operations[place].parameters[0].schema;
    assert_eq!(of(0), of(1), "what is referred to is the same schema");
}

#[test]
fn references_that_lead_nowhere_are_told_where_they_stand() {
    let text = "openapi: 3.0.0
components:
  schemas:
    A: {$ref: 'https://example.com/a.yaml'}
    B: {$ref: 'file:///etc/passwd'}
    C: {$ref: '../../secret.yaml'}
    D: {$ref: '#/components/schemas/Gone'}
    E: {$ref: 'gone.yaml#/A'}
    F: {$ref: 'broken.yaml'}
    G: {$ref: '//example.com/a.yaml'}
    H: {properties: {x: {$ref: '#/components/schemas/Gone'}}}
";
    let reading =
        read_files(openapi::read, &[("api/openapi.yaml", text), ("api/broken.yaml", "a: [")]);
    insta::assert_snapshot!(findings(&reading).join("\n"), @r"
    api-reference api/openapi.yaml:4:15 `https://example.com/a.yaml` lies elsewhere, and only files of this repository are read
    api-reference api/openapi.yaml:5:15 `file:///etc/passwd` lies elsewhere, and only files of this repository are read
    api-reference api/openapi.yaml:6:15 `../../secret.yaml` lies outside the repository
    api-reference api/openapi.yaml:7:15 `#/components/schemas/Gone` does not exist
    api-reference api/openapi.yaml:8:15 `api/gone.yaml` is not among the files that were read
    api-reference api/openapi.yaml:9:15 `api/broken.yaml` cannot be read: unclosed bracket '[' (line 1)
    api-reference api/openapi.yaml:10:15 `//example.com/a.yaml` lies elsewhere, and only files of this repository are read
    api-reference api/openapi.yaml:11:32 `#/components/schemas/Gone` does not exist
    ");
    for name in ["A", "B", "C", "D", "E", "F", "G"] {
        assert!(named(&reading.content, name).broken.is_some(), "{name} is broken");
    }
    let x = named(&reading.content, "H").properties[0].schema;
    let reason = reading.content.schema(x).broken.as_deref();
    assert_eq!(reason, Some("`#/components/schemas/Gone` does not exist"));
}
