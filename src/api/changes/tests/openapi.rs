//! Changes of OpenAPI descriptions.

use super::forms::check_forms;
use super::{Pair, check};

fn whole(body: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: Orders, version: '1'}}\n{body}\n")
}

fn paths(body: &str) -> String {
    whole(&format!("paths: {{{body}}}"))
}

/// What is the parameter of an operation.
fn parameter(body: &str) -> String {
    paths(&format!("/orders: {{get: {{parameters: [{body}], responses: {{}}}}}}"))
}

/// What stands in an operation.
fn operation(body: &str) -> String {
    paths(&format!("/orders: {{post: {{{body}}}}}"))
}

/// What callers give.
fn given(schema: &str) -> String {
    operation(&format!("requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}"))
}

/// What callers get.
fn got(schema: &str) -> String {
    operation(&format!(
        "responses: {{200: {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}"
    ))
}

/// What callers give and get, by a name.
fn both(schema: &str) -> String {
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}";
    format!(
        "{}components: {{schemas: {{Order: {schema}}}}}\n",
        operation(&format!(
            "requestBody: {{{content}}}, responses: {{200: {{description: d, {content}}}}}"
        ))
    )
}

/// A schema beside others, of which `Order` is given.
fn named(schemas: &str) -> String {
    let order = given("{$ref: '#/components/schemas/Order'}");
    format!("{order}components: {{schemas: {{{schemas}}}}}\n")
}

#[test]
fn operations() {
    let pairs: &[Pair<'_>] = &[
        (
            "operation removed",
            "/a: {get: {}, put: {}}",
            "/a: {get: {}}",
            &["Breaking operation-removed"],
        ),
        (
            "path removed",
            "/a: {get: {}}, /b: {get: {}}",
            "/a: {get: {}}",
            &["Breaking operation-removed"],
        ),
        ("operation added", "/a: {get: {}}", "/a: {get: {}, put: {}}", &["Safe operation-added"]),
        (
            "removed after it was deprecated",
            "/a: {get: {deprecated: true}, put: {}}",
            "/a: {put: {}}",
            &["Risky deprecated-operation-removed"],
        ),
        (
            "another method",
            "/a: {put: {}}",
            "/a: {patch: {}}",
            &["Breaking operation-removed", "Safe operation-added"],
        ),
        (
            "another path",
            "/a: {get: {}}",
            "/b: {get: {}}",
            &["Breaking operation-removed", "Safe operation-added"],
        ),
        ("another name of a variable", "'/a/{id}': {get: {}}", "'/a/{key}': {get: {}}", &[]),
        ("deprecated", "/a: {get: {}}", "/a: {get: {deprecated: true}}", &["Safe deprecated"]),
        (
            "words for people",
            "/a: {get: {summary: One, description: One., tags: [a]}}",
            "/a: {get: {summary: Other, description: Other., tags: [b]}}",
            &[],
        ),
    ];
    check("openapi.yaml", paths, pairs);
}

#[test]
fn parameters() {
    let pairs: &[Pair<'_>] = &[
        ("removed", "{in: query, name: a}", "", &["Breaking parameter-removed"]),
        (
            "removed after it was deprecated",
            "{in: query, name: a, deprecated: true}",
            "",
            &["Risky parameter-removed"],
        ),
        ("added", "", "{in: query, name: a}", &["Safe parameter-added"]),
        (
            "required one added",
            "",
            "{in: query, name: a, required: true}",
            &["Breaking required-parameter-added"],
        ),
        (
            "became required",
            "{in: query, name: a}",
            "{in: query, name: a, required: true}",
            &["Breaking became-required"],
        ),
        (
            "became optional",
            "{in: query, name: a, required: true}",
            "{in: query, name: a}",
            &["Safe became-optional"],
        ),
        (
            "moved to a header",
            "{in: query, name: a}",
            "{in: header, name: a}",
            &["Breaking parameter-removed", "Safe parameter-added"],
        ),
        ("header in other letters", "{in: header, name: X-A}", "{in: header, name: x-a}", &[]),
        (
            "another type",
            "{in: query, name: a, schema: {type: string}}",
            "{in: query, name: a, schema: {type: integer}}",
            &["Breaking type-changed"],
        ),
        (
            "fewer values",
            "{in: query, name: a, schema: {enum: [x, y]}}",
            "{in: query, name: a, schema: {enum: [x]}}",
            &["Breaking enum-value-removed"],
        ),
        (
            "lists written otherwise",
            "{in: query, name: a, schema: {type: array, items: {type: string}}}",
            "{in: query, name: a, explode: false, schema: {type: array, items: {type: string}}}",
            &["Breaking style-changed"],
        ),
        (
            "the usual way said",
            "{in: query, name: a, schema: {type: array, items: {type: string}}}",
            "{in: query, name: a, style: form, explode: true, schema: {type: array, items: {type: string}}}",
            &[],
        ),
        (
            "one text is written alike in each way",
            "{in: query, name: a, schema: {type: string}}",
            "{in: query, name: a, explode: false, schema: {type: string}}",
            &[],
        ),
        (
            "another default",
            "{in: query, name: a, schema: {type: integer, default: 10}}",
            "{in: query, name: a, schema: {type: integer, default: 20}}",
            &["Risky default-changed"],
        ),
        (
            "deprecated",
            "{in: query, name: a}",
            "{in: query, name: a, deprecated: true}",
            &["Safe deprecated"],
        ),
        (
            "words and examples",
            "{in: query, name: a, description: One, example: 1}",
            "{in: query, name: a, description: Other, example: 2}",
            &[],
        ),
    ];
    check("openapi.yaml", parameter, pairs);
}

#[test]
fn bodies_and_responses() {
    const JSON: &str = "requestBody: {content: {application/json: {schema: {type: string}}}}";
    const REQUIRED: &str =
        "requestBody: {required: true, content: {application/json: {schema: {type: string}}}}";
    const TWO: &str = "requestBody: {content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}";
    let pairs: &[Pair<'_>] = &[
        ("body added", "summary: A", JSON, &["Safe body-added"]),
        ("required body added", "summary: A", REQUIRED, &["Breaking body-added"]),
        ("body removed", JSON, "summary: A", &["Breaking body-removed"]),
        ("body became required", JSON, REQUIRED, &["Breaking became-required"]),
        ("body became optional", REQUIRED, JSON, &["Safe became-optional"]),
        ("media type of the request removed", TWO, JSON, &["Breaking media-type-removed"]),
        ("media type of the request added", JSON, TWO, &["Safe media-type-added"]),
        (
            "media type of a response removed",
            "responses: {200: {content: {a/b: {}, c/d: {}}}}",
            "responses: {200: {content: {a/b: {}}}}",
            &["Breaking media-type-removed"],
        ),
        (
            "media type of a response added",
            "responses: {200: {content: {a/b: {}}}}",
            "responses: {200: {content: {a/b: {}, c/d: {}}}}",
            &["Safe media-type-added"],
        ),
        (
            "success removed",
            "responses: {200: {}, 202: {}}",
            "responses: {200: {}}",
            &["Breaking response-removed"],
        ),
        (
            "error removed",
            "responses: {200: {}, 404: {}, default: {}}",
            "responses: {200: {}}",
            &["Risky response-removed", "Risky response-removed"],
        ),
        (
            "response added",
            "responses: {200: {}}",
            "responses: {200: {}, 409: {}}",
            &["Safe response-added"],
        ),
        (
            "header removed that was always there",
            "responses: {200: {headers: {ETag: {required: true}}}}",
            "responses: {200: {}}",
            &["Breaking response-header-removed"],
        ),
        (
            "header removed that may have been there",
            "responses: {200: {headers: {ETag: {}}}}",
            "responses: {200: {}}",
            &["Risky response-header-removed"],
        ),
        (
            "header added",
            "responses: {200: {}}",
            "responses: {200: {headers: {ETag: {required: true}}}}",
            &["Safe response-header-added"],
        ),
        (
            "header is no longer always there",
            "responses: {200: {headers: {ETag: {required: true}}}}",
            "responses: {200: {headers: {ETag: {}}}}",
            &["Breaking became-optional"],
        ),
        ("integer keys of responses", "responses: {200: {}}", "responses: {'200': {}}", &[]),
    ];
    check("openapi.yaml", operation, pairs);
}

/// What the same change of a schema means to those who give and to those who get.
#[test]
fn a_value_is_judged_by_the_way_it_goes() {
    check_forms("openapi.yaml", given, got);
}

#[test]
fn what_goes_both_ways_is_judged_by_the_worse() {
    let pairs: &[Pair<'_>] = &[
        ("value added", "{enum: [a]}", "{enum: [a, b]}", &["Risky enum-value-added"]),
        ("value removed", "{enum: [a, b]}", "{enum: [a]}", &["Breaking enum-value-removed"]),
        (
            "may be null",
            "{type: string}",
            "{type: [string, 'null']}",
            &["Breaking became-nullable"],
        ),
        ("a wider type", "{type: integer}", "{type: number}", &["Breaking type-changed"]),
        (
            "required, but only got",
            "{properties: {a: {}}}",
            "{properties: {a: {}, id: {type: string, readOnly: true}}, required: [id]}",
            &["Safe field-added"],
        ),
    ];
    check("openapi.yaml", both, pairs);
}

#[test]
fn names_are_seen_through() {
    let pairs: &[Pair<'_>] = &[
        (
            "a form got a name",
            "Order: {properties: {to: {properties: {street: {type: string}}}}}",
            "Order: {properties: {to: {$ref: '#/components/schemas/Address'}}}, Address: {properties: {street: {type: string}}}",
            &["Safe schema-added"],
        ),
        (
            "another name of the same form",
            "Order: {properties: {to: {$ref: '#/components/schemas/Place'}}}, Place: {type: string}",
            "Order: {properties: {to: {$ref: '#/components/schemas/Address'}}}, Address: {type: string}",
            &["Safe schema-added", "Safe schema-removed"],
        ),
        (
            "another name of another form",
            "Order: {properties: {to: {$ref: '#/components/schemas/Place'}}}, Place: {type: string}",
            "Order: {properties: {to: {$ref: '#/components/schemas/Address'}}}, Address: {type: integer}",
            &["Breaking type-changed", "Safe schema-added", "Safe schema-removed"],
        ),
        (
            "fields moved to a part",
            "Order: {properties: {id: {type: string}, sum: {type: integer}}, required: [id]}",
            "Order: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {sum: {type: integer}}}]}, Base: {properties: {id: {type: string}}, required: [id]}",
            &["Safe schema-added"],
        ),
        (
            "a part with a required field more",
            "Order: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {sum: {}}}]}, Base: {type: object}",
            "Order: {allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Paid'}, {properties: {sum: {}}}]}, Base: {type: object}, Paid: {properties: {by: {}}, required: [by]}",
            &["Breaking required-field-added", "Safe schema-added"],
        ),
        (
            "a part less",
            "Order: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {sum: {}}}]}, Base: {properties: {id: {}}}",
            "Order: {properties: {sum: {}}}, Base: {properties: {id: {}}}",
            &["Breaking request-field-removed"],
        ),
        (
            "a list of required fields names one of a part",
            "Order: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {sum: {}}}]}, Base: {properties: {id: {}}}",
            "Order: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {sum: {}}, required: [id]}]}, Base: {properties: {id: {}}}",
            &["Breaking constraint-tightened"],
        ),
        (
            "all parts must allow null",
            "Order: {properties: {to: {$ref: '#/components/schemas/Place'}}}, Place: {type: [object, 'null'], properties: {street: {}}}",
            "Order: {properties: {to: {allOf: [{$ref: '#/components/schemas/Place'}, {type: object, properties: {zone: {}}}]}}}, Place: {type: [object, 'null'], properties: {street: {}}}",
            &["Breaking became-not-null", "Safe field-added"],
        ),
        (
            "one became one of several",
            "Order: {$ref: '#/components/schemas/Cat'}, Cat: {type: object}, Dog: {type: object}",
            "Order: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}, Cat: {type: object}, Dog: {type: object}",
            &["Safe alternative-added"],
        ),
        (
            "one of several is left",
            "Order: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}, Cat: {type: object}, Dog: {type: object}",
            "Order: {$ref: '#/components/schemas/Cat'}, Cat: {type: object}, Dog: {type: object}",
            &["Breaking alternative-removed"],
        ),
        (
            "a schema that no operation uses",
            "Order: {type: string}, Other: {properties: {a: {}, b: {}}}",
            "Order: {type: string}, Other: {properties: {a: {}}}",
            &["Risky field-removed"],
        ),
    ];
    check("openapi.yaml", named, pairs);
}

#[test]
fn the_rest_of_a_description() {
    const SCHEMES: &str = "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, oauth: {type: oauth2, flows: {}}}}\n";
    let secured = |security: &str| {
        whole(&format!("paths: {{/a: {{get: {{security: {security}}}}}}}\n{SCHEMES}"))
    };
    let pairs: &[Pair<'_>] = &[
        ("proof added", "[]", "[{key: []}]", &["Breaking security-added"]),
        ("proof dropped", "[{key: []}]", "[]", &["Safe security-relaxed"]),
        (
            "another way added",
            "[{key: []}]",
            "[{key: []}, {oauth: []}]",
            &["Safe security-relaxed"],
        ),
        (
            "one way removed",
            "[{key: []}, {oauth: []}]",
            "[{key: []}]",
            &["Breaking security-added"],
        ),
        ("both at once", "[{key: []}]", "[{key: [], oauth: []}]", &["Breaking security-added"]),
        (
            "nothing suffices no longer",
            "[{}, {key: []}]",
            "[{key: []}]",
            &["Breaking security-added"],
        ),
        ("right added", "[{oauth: [a]}]", "[{oauth: [a, b]}]", &["Breaking scope-added"]),
        ("right dropped", "[{oauth: [a, b]}]", "[{oauth: [a]}]", &["Safe security-relaxed"]),
        ("rights in another order", "[{oauth: [a, b]}]", "[{oauth: [b, a]}]", &[]),
    ];
    check("openapi.yaml", secured, pairs);
    let pairs: &[Pair<'_>] = &[
        (
            "another server",
            "servers: [{url: 'https://api.example.com/v1'}]",
            "servers: [{url: 'https://api.example.com/v2'}]",
            &["Breaking server-removed", "Safe server-added"],
        ),
        (
            "words of a server",
            "servers: [{url: 'https://api.example.com', description: One}]",
            "servers: [{url: 'https://api.example.com', description: Other}]",
            &[],
        ),
        (
            "a scheme of another sort",
            "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}",
            "components: {securitySchemes: {key: {type: http, scheme: bearer}}}",
            &["Breaking security-scheme-changed"],
        ),
        (
            "a schema that nobody names is gone",
            "components: {schemas: {Order: {type: string}}}",
            "components: {}",
            &["Safe schema-removed"],
        ),
        (
            "a webhook is gone",
            "webhooks: {paid: {post: {}}, sent: {post: {}}}",
            "webhooks: {paid: {post: {}}}",
            &["Breaking operation-removed"],
        ),
        (
            "what a webhook sends lacks a field",
            "webhooks: {paid: {post: {requestBody: {content: {a/json: {schema: {properties: {a: {}, b: {}}}}}}}}}",
            "webhooks: {paid: {post: {requestBody: {content: {a/json: {schema: {properties: {a: {}}}}}}}}}",
            &["Breaking field-removed"],
        ),
        (
            "what a webhook sends has a required field more",
            "webhooks: {paid: {post: {requestBody: {content: {a/json: {schema: {properties: {a: {}}}}}}}}}",
            "webhooks: {paid: {post: {requestBody: {content: {a/json: {schema: {properties: {a: {}, b: {}}, required: [b]}}}}}}}",
            &["Safe field-added"],
        ),
        (
            "a callback is gone",
            "paths: {/a: {post: {callbacks: {done: {'{$request.query.url}': {post: {}}}}}}}",
            "paths: {/a: {post: {}}}",
            &["Risky callback-removed"],
        ),
        (
            "what a callback sends is of another type",
            "paths: {/a: {post: {callbacks: {done: {'{$request.query.url}': {post: {requestBody: {content: {a/json: {schema: {type: integer}}}}}}}}}}}",
            "paths: {/a: {post: {callbacks: {done: {'{$request.query.url}': {post: {requestBody: {content: {a/json: {schema: {type: number}}}}}}}}}}}",
            &["Breaking type-changed"],
        ),
        (
            "the description itself",
            "info: {title: A, version: '1'}",
            "info: {title: B, version: '2'}",
            &[],
        ),
    ];
    let described = |body: &str| match body.starts_with("info") {
        true => format!("openapi: 3.1.0\n{body}\npaths: {{}}\n"),
        false => whole(body),
    };
    check("openapi.yaml", described, pairs);
}

#[test]
fn the_same_in_a_newer_version_of_the_format_is_no_change() {
    const OLD: &str = "swagger: '2.0'
info: {title: Orders, version: '1'}
host: api.example.com
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
paths:
  /orders:
    post:
      parameters:
      - {in: body, name: body, required: true, schema: {$ref: '#/definitions/Order'}}
      - {in: query, name: tags, type: array, items: {type: string}, collectionFormat: csv}
      responses: {200: {description: d, schema: {$ref: '#/definitions/Order'}}}
definitions: {Order: {type: object, properties: {note: {type: string, x-nullable: true}}}}
";
    const NEW: &str = "openapi: 3.1.0
info: {title: Orders, version: '1'}
servers: [{url: 'https://api.example.com/v1'}]
paths:
  /orders:
    post:
      parameters:
      - {in: query, name: tags, explode: false, schema: {type: array, items: {type: string}}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {200: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
components: {schemas: {Order: {type: object, properties: {note: {type: [string, 'null']}}}}}
";
    let whole = |text: &str| text.to_owned();
    check("openapi.yaml", whole, &[("2.0 to 3.1", OLD, NEW, &[])]);
}
