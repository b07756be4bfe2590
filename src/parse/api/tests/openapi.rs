//! OpenAPI 3.

use serde_json::json;

use crate::model::api::{OperationKind, ParameterPlace, SchemeKind};
use crate::parse::api::openapi;

use super::*;

#[test]
fn operations_say_all_that_was_written() {
    let text = "
openapi: 3.1.0
info:
  title: Orders
  version: 2.1.0
  summary: Sells things
  contact: {name: Shop, email: shop@example.com}
  license: {name: MIT, url: https://example.com/mit}
  x-audience: internal
servers:
  - url: https://{stage}.example.com/v1
    variables: {stage: {default: live, enum: [live, test]}}
security: [{key: []}]
tags: [{name: unused}, {name: orders, summary: All orders, parent: unused}]
paths:
  /orders/{id}:
    summary: One order
    parameters:
      - {name: id, in: path, schema: {type: string}}
      - {name: trace, in: header, schema: {type: string}, description: shared}
    get:
      operationId: getOrder
      tags: [orders, extra]
      parameters:
        - {name: trace, in: header, schema: {type: integer}, style: simple}
        - $ref: '#/components/parameters/Page'
      security: []
      x-codeSamples: [{lang: Python, source: 'get()'}]
      x-internal: true
      responses:
        200:
          description: Here it is
          headers: {X-Rate: {schema: {type: integer}}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Order'}
              examples: {small: {summary: Small, value: {id: 1}}, far: {externalValue: far.json}}
          links:
            again: {operationId: getOrder, parameters: {id: $response.body#/id}}
            by_ref: {operationRef: '#/paths/~1orders~1%7Bid%7D/delete'}
    delete: {deprecated: true}
components:
  parameters: {Page: {name: page, in: query, content: {text/plain: {schema: {type: string}}}}}
  schemas: {Order: {type: object, required: [id], properties: {id: {type: integer}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";
    let content = content(openapi::read, text);
    let facts: Vec<&str> = content.facts.iter().map(|fact| fact.label.as_str()).collect();
    assert_eq!(facts, ["Contact", "Mail", "Licence", "x-audience"]);
    assert_eq!(content.facts[0].href.as_deref(), Some("mailto:shop@example.com"));
    assert_eq!(content.servers[0].variables[0].options, ["live", "test"]);
    let groups: Vec<(&str, &str)> =
        content.groups.iter().map(|group| (group.name.as_str(), group.sort)).collect();
    assert_eq!(
        groups,
        [("unused", "tag"), ("orders", "tag"), ("extra", "tag"), ("orders", "path")]
    );
    let SchemeKind::ApiKey { place, name } = &content.schemes[0].kind else { panic!("a key") };
    assert_eq!((place.as_str(), name.as_str()), ("header", "X-Key"));

    let get = operation(&content, "GET /orders/{}");
    assert_eq!((get.kind, get.at.line, get.at.column), (OperationKind::Http, 21, 5));
    assert_eq!((get.groups.as_slice(), get.summary.as_deref()), (&[1, 2][..], Some("One order")));
    assert_eq!(get.security, Some(vec![vec![]]), "an empty list asks for no proof");
    assert_eq!(get.samples[0].code, "get()");
    assert_eq!(get.facts[0].label, "x-internal");
    let parameters: Vec<(&str, ParameterPlace, bool)> = get
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), parameter.place, parameter.required))
        .collect();
    assert_eq!(
        parameters,
        [
            ("id", ParameterPlace::Path, true),
            ("trace", ParameterPlace::Header, false),
            ("page", ParameterPlace::Query, false)
        ]
    );
    assert_eq!(get.parameters[1].description, None, "the operation's own counts");
    assert_eq!(get.parameters[2].media_type.as_deref(), Some("text/plain"));

    let response = &get.responses[0];
    assert_eq!((response.status.as_str(), response.headers[0].name.as_str()), ("200", "X-Rate"));
    let body = &response.contents[0];
    assert_eq!(content.schema(body.schema.expect("it has one")).name.as_deref(), Some("Order"));
    assert_eq!(body.examples[0].value, Some(json!({"id": 1})));
    assert_eq!(body.examples[1].href.as_deref(), Some("far.json"));
    let links: Vec<Option<u32>> = response.links.iter().map(|link| link.operation).collect();
    assert_eq!(links, [Some(0), Some(1)]);

    let delete = operation(&content, "DELETE /orders/{}");
    assert_eq!(delete.deprecated.as_deref(), Some(""));
    assert_eq!(delete.groups, [3], "without a tag the first part of the path groups");
    assert_eq!(delete.security.as_ref().map(|all| all[0][0].scheme.as_str()), Some("key"));
    assert_eq!((content.counts.operations, content.counts.schemas), (2, 1));
}

#[test]
fn nothing_said_of_proof_is_nothing_said() {
    let found = content(openapi::read, "openapi: 3.0.0\npaths: {/a: {get: {}}}\n");
    assert_eq!(found.operations[0].security, None);
}

#[test]
fn webhooks_callbacks_and_new_methods_are_counted_apart() {
    let text = "
openapi: 3.2.0
paths:
  /a:
    $ref: '#/components/pathItems/A'
    query: {}
    additionalOperations: {COPY: {}}
webhooks:
  sold: {post: {}}
components:
  pathItems:
    A:
      post:
        responses:
          default:
            content: {text/event-stream: {itemSchema: {type: string}}}
        callbacks:
          paid:
            '{$request.body#/url}': {post: {summary: Paid}}
";
    let content = content(openapi::read, text);
    let counts = content.counts;
    assert_eq!((counts.operations, counts.webhooks, counts.callbacks), (2, 1, 1));
    let keys: Vec<String> = content.operations.iter().map(Operation::key).collect();
    assert_eq!(keys, ["QUERY /a", "POST /a", "COPY /a", "webhook POST sold"]);
    let post = &content.operations[1];
    assert!(post.responses[0].contents[0].is_item);
    let paid = &post.callbacks[0].operations[0];
    assert_eq!((paid.kind, paid.summary.as_deref()), (OperationKind::Callback, Some("Paid")));
    assert_eq!(paid.groups, post.groups);
}

#[test]
fn what_has_another_type_is_left_out_and_told() {
    let text = "
openapi: 3.0.3
info: [1]
tags: {a: b}
paths:
  /a: [get]
  /b:
    get: 7
    post:
      summary: [x]
      parameters: [4, {in: query}, {name: x, in: body}, {name: y, in: query}]
      responses: {'200': 1}
";
    let reading = read_one(openapi::read, text);
    assert_eq!(reading.content.counts.operations, 2);
    let post = operation(&reading.content, "POST /b");
    assert_eq!((post.parameters.len(), post.responses.len()), (1, 1));
    insta::assert_snapshot!(findings(&reading).join("\n"), @r"
    api-invalid api/openapi.yaml:3:7 `info` is a list, not a mapping
    api-invalid api/openapi.yaml:4:7 `tags` is a mapping, not a list
    api-invalid api/openapi.yaml:6:7 a path item is a list, not a mapping
    api-invalid api/openapi.yaml:8:10 an operation is a number, not a mapping
    api-invalid api/openapi.yaml:10:16 `summary` is a list, not text
    api-invalid api/openapi.yaml:11:20 a parameter is a number, not a mapping
    api-invalid api/openapi.yaml:11:23 a parameter has no `name`
    api-invalid api/openapi.yaml:11:36 a parameter stands `in` `body`, which this version does not know
    api-invalid api/openapi.yaml:12:26 a response is a number, not a mapping
    ");
}

#[test]
fn a_scheme_that_is_not_there_is_kept_and_told() {
    let text = "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      security: [{gone: [read]}]\n";
    let reading = read_one(openapi::read, text);
    let security = reading.content.operations[0].security.as_ref().expect("it is said");
    assert_eq!((security[0][0].scheme.as_str(), &security[0][0].scopes[0][..]), ("gone", "read"));
    assert_eq!(
        findings(&reading),
        ["api-reference api/openapi.yaml:5:19 `gone` is no security scheme"]
    );
}

#[test]
fn proofs_of_all_kinds_are_read() {
    let text = "
openapi: 3.2.0
components:
  securitySchemes:
    bearer: {type: http, scheme: Bearer, bearerFormat: JWT, deprecated: true}
    login:
      type: oauth2
      flows:
        deviceAuthorization: {deviceAuthorizationUrl: https://example.com/d, tokenUrl: https://example.com/t, scopes: {read: Look}}
    sso: {type: openIdConnect, openIdConnectUrl: https://example.com/.well-known}
    cert: {type: mutualTLS}
";
    let content = content(openapi::read, text);
    let kinds: Vec<&SchemeKind> = content.schemes.iter().map(|scheme| &scheme.kind).collect();
    assert!(content.schemes[0].deprecated);
    assert_eq!(
        *kinds[0],
        SchemeKind::Http { scheme: "bearer".to_owned(), format: Some("JWT".to_owned()) }
    );
    let SchemeKind::OAuth2(flows) = kinds[1] else { panic!("flows") };
    assert_eq!(flows[0].authorization_url.as_deref(), Some("https://example.com/d"));
    assert_eq!(flows[0].scopes[0].description, "Look");
    assert_eq!(*kinds[2], SchemeKind::OpenIdConnect("https://example.com/.well-known".to_owned()));
    assert_eq!(*kinds[3], SchemeKind::MutualTls);
}
