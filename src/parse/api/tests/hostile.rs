//! What is written to cost more than it says; work is measured by what was made of it.

use crate::parse::api::{asyncapi, json_schema, openapi};

use super::*;

const READERS: [Read; 3] = [openapi::read, asyncapi::read, json_schema::read];

fn described(schemas: &str) -> String {
    format!("openapi: 3.1.0\ncomponents:\n  schemas:\n{schemas}")
}

#[test]
fn a_circle_of_a_thousand_references_is_broken_once() {
    let schemas: String = (0..1_000)
        .map(|place| {
            let next = (place + 1) % 1_000;
            format!("    S{place}: {{$ref: '#/components/schemas/S{next}'}}\n")
        })
        .collect();
    let reading = read_one(openapi::read, &described(&schemas));
    assert_eq!(reading.content.arena.len(), 1_000);
    assert!(reading.content.arena.iter().all(|schema| schema.broken.is_some()));
    let told = findings(&reading);
    assert_eq!(
        told,
        ["api-reference api/openapi.yaml:4:5 `S0` refers to itself in a circle of 1000"]
    );
}

#[test]
fn circles_through_fields_are_edges() {
    let schemas: String = (0..1_000)
        .map(|place| {
            let next = (place + 1) % 1_000;
            format!(
                "    S{place}: {{properties: {{n: {{$ref: '#/components/schemas/S{next}'}}}}}}\n"
            )
        })
        .collect();
    let reading = read_one(openapi::read, &described(&schemas));
    assert_eq!((reading.content.arena.len(), findings(&reading).len()), (1_000, 0));
}

#[test]
fn a_circle_that_no_component_is_part_of_is_broken() {
    let text = "openapi: 3.0.0\npaths: {/a: {get: {requestBody: {content: {a/b: {schema: {$ref: '#/x/a'}}}}}}}\nx: {a: {$ref: '#/x/b'}, b: {$ref: '#/x/a'}}\n";
    let reading = read_one(openapi::read, text);
    let schema = reading.content.operations[0].bodies[0].schema.expect("it has one");
    let reason = reading.content.schema(schema).broken.as_deref().unwrap_or_default();
    assert!(reason.ends_with("refers to itself in a circle"), "{reason}");
    assert_eq!(reading.findings.len(), 1);
}

#[test]
fn diamonds_cost_what_they_are_written_as() {
    let mut schemas = String::new();
    for depth in 0..30 {
        let (left, right) = (format!("S{}", depth + 1), format!("S{}", depth + 1));
        schemas += &format!(
            "    S{depth}: {{allOf: [{{$ref: '#/components/schemas/{left}'}}, {{$ref: '#/components/schemas/{right}'}}]}}\n"
        );
    }
    schemas += "    S30: {type: string}\n";
    let reading = read_one(openapi::read, &described(&schemas));
    assert_eq!((reading.content.arena.len(), findings(&reading).len()), (31, 0));
}

#[test]
fn parts_that_refer_to_themselves_end() {
    let text = "
openapi: 3.1.0
paths:
  /a: {$ref: '#/paths/~1b'}
  /b: {$ref: '#/paths/~1a'}
  /c:
    post: &post
      parameters: [{$ref: '#/paths/~1c/post/parameters/0'}]
      responses: {200: {$ref: '#/paths/~1c/post/responses/200'}}
      callbacks: {again: {x: {$ref: '#/paths/~1c'}}}
";
    let reading = read_one(openapi::read, text);
    assert_eq!(reading.content.counts.operations, 1);
    assert_eq!(reading.content.counts.callbacks, 3, "callbacks of callbacks are cut");
    assert!(reading.findings.len() < 20);
}

#[test]
fn what_many_refer_to_is_copied_so_often_and_no_more() {
    let shared: String =
        (0..300).map(|place| format!("- {{name: p{place}, in: query}}\n")).collect();
    let methods = "get: {}, put: {}, post: {}, delete: {}";
    let mut text =
        format!("openapi: 3.0.0\nx:\n  parameters:\n  {}\n", shared.replace('\n', "\n  "));
    text += &format!("  {methods}\n", methods = methods.replace(", ", "\n  "));
    text += "paths:\n";
    for place in 0..3_000 {
        text += &format!("  /p{place}: {{$ref: '#/x'}}\n");
    }
    let reading = read_one(openapi::read, &text);
    let given: usize = reading.content.operations.iter().map(|of| of.parameters.len()).sum();
    assert!(given < 3_000_000 / 3, "{given} parameters");
    let told = findings(&reading);
    assert!(told.iter().any(|it| it.contains("lead to more than is shown")), "{told:?}");
}

#[test]
fn findings_are_told_up_to_a_number() {
    let schemas: String =
        (0..2_000).map(|place| format!("    S{place}: {{$ref: '#/gone{place}'}}\n")).collect();
    let reading = read_one(openapi::read, &described(&schemas));
    assert_eq!(reading.findings.len(), 501);
    assert!(findings(&reading)[500].ends_with("1500 more findings were left out"));
}

#[test]
fn a_description_is_made_of_so_many_files_and_no_more() {
    let schemas: String =
        (0..600).map(|place| format!("    S{place}: {{$ref: 'f{place}.yaml'}}\n")).collect();
    let names: Vec<String> = (0..600).map(|place| format!("f{place}.yaml")).collect();
    let text = described(&schemas);
    let mut files = vec![("openapi.yaml", text.as_str())];
    files.extend(names.iter().map(|name| (name.as_str(), "{type: string}")));
    let reading = read_files(openapi::read, &files);
    assert_eq!((reading.content.files.len(), reading.findings.len()), (500, 101));
}

#[test]
fn deep_nesting_and_odd_roots_are_survived() {
    let deep = format!(
        "openapi: 3.0.0\ncomponents: {{schemas: {{A: {}}}}}",
        "{not: ".repeat(190) + "{}" + &"}".repeat(190)
    );
    let cases = [
        deep.as_str(),
        "[]",
        "7",
        "{}",
        "openapi: {}",
        "{paths: 1, channels: [], components: x, operations: 2, $defs: 3, security: 4, webhooks: [5]}",
        "{channels: {a: 1, b: {publish: 2, messages: 3}, c: {subscribe: {message: {oneOf: 4}}}}}",
        "{$ref: '#'}",
        "{paths: {$ref: '#/paths'}, channels: {$ref: '#'}, properties: {$ref: 1}}",
    ];
    for text in cases {
        for read in READERS {
            let reading = read_one(read, text);
            assert!(reading.content.arena.len() < 400);
        }
    }
}

#[test]
fn a_long_way_to_a_schema_is_walked_once() {
    let mut text = "openapi: 3.0.0\nx:\n".to_owned();
    for place in 0..1_000 {
        text += &format!("  r{place}: {{$ref: '#/x/r{}'}}\n", place + 1);
    }
    text += "  r1000: {type: string}\ncomponents:\n  schemas:\n    A:\n      properties:\n";
    for place in 0..1_000 {
        text += &format!("        p{place}: {{$ref: '#/x/r{place}'}}\n");
    }
    let reading = read_one(openapi::read, &text);
    assert_eq!((reading.content.arena.len(), reading.findings.len()), (2, 0));
}
