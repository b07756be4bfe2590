//! References of API descriptions that mean harm: they are refused or cut, each at its place, and nothing is fetched.

use std::time::Instant;

use crate::harness::Portal;

/// The pages of operations and schemas after a build.
fn pages(portal: &Portal) -> Vec<String> {
    let paths = portal.site().into_keys();
    let pages = paths.filter(|path| path.contains("/op/") || path.contains("/schema/"));
    pages.filter(|path| path.ends_with(".html")).collect()
}

/// A description with one operation that answers with the schema `a0`.
fn description(schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        200:\n          description: ok\n          content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/a0'}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// Code, file, line and column of each finding about a reference, or about a description's value.
fn findings(portal: &Portal) -> Vec<(String, String, u64, u64)> {
    let json: serde_json::Value =
        serde_json::from_str(&portal.page("data/v1/findings.json")).expect("JSON");
    let findings = json["findings"].as_array().expect("a list").iter().map(|finding| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| finding[key].as_u64().unwrap_or_default();
        (word("code"), word("path"), number("line"), number("column"))
    });
    findings.filter(|(code, ..)| matches!(code.as_str(), "api-reference" | "api-invalid")).collect()
}

/// Builds, tells how long that took, and asserts that what came of it stays below a size.
#[expect(
    clippy::print_stderr,
    reason = "how long it took is worth reading; it is no reason to fail"
)]
fn build(portal: &Portal, what: &str, most_pages: usize, most_bytes: usize) {
    let start = Instant::now();
    portal.build();
    let took = start.elapsed();
    let bytes: usize = portal.site().values().map(Vec::len).sum();
    let count = pages(portal).len();
    eprintln!("{what}: {took:?}, {count} pages of operations and schemas, {bytes} bytes in all");
    assert!(count <= most_pages, "{what}: {count} pages");
    assert!(bytes <= most_bytes, "{what}: {bytes} bytes");
}

/// Where `needle` stands between quotes in a text: line and column of each quote before it.
fn places(text: &str, needle: &str) -> Vec<(u64, u64)> {
    let quoted = format!("'{needle}");
    let mut places = Vec::new();
    for (at, line) in text.lines().enumerate() {
        places.extend(line.match_indices(&quoted).map(|(to, _)| (at as u64 + 1, to as u64 + 1)));
    }
    places
}

/// Asserts that every reference to `needle` in a file is told of at its place.
fn check_told(portal: &Portal, path: &str, text: &str, needle: &str) {
    let told = findings(portal);
    let told: Vec<(u64, u64)> = told
        .into_iter()
        .filter(|(code, file, ..)| code == "api-reference" && file.ends_with(path))
        .map(|(_, _, line, column)| (line, column))
        .collect();
    let expected = places(text, needle);
    assert!(!expected.is_empty(), "nothing refers to {needle}");
    let untold: Vec<_> = expected.iter().filter(|place| !told.contains(place)).collect();
    assert!(untold.is_empty(), "references to {needle} at {untold:?}, told of are {told:?}");
}

/// A socket here, to which nobody may connect.
struct Trap(std::net::TcpListener);

impl Trap {
    fn new() -> Trap {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        Trap(listener)
    }

    fn host(&self) -> String {
        self.0.local_addr().expect("an address").to_string()
    }

    fn check_untouched(&self) {
        let error = self.0.accept().map(|_| ()).expect_err("nobody connects");
        assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    }
}

#[test]
fn references_that_leave_the_repository_are_refused_each_at_its_place() {
    let trap = Trap::new();
    let here = trap.host();
    let targets = [
        &format!("http://{here}/a.yaml#/a"),
        &format!("HTTP://{here}/a.yaml#/a"),
        &format!("//{here}/a.yaml"),
        "file:///etc/passwd",
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "../../secret/openapi.yaml#/x",
        "../../../acme/secret/openapi.yaml#/x",
        "%2e%2e/%2e%2e/secret/openapi.yaml",
        "..\\..\\secret\\openapi.yaml",
        "~/a.yaml",
        "#/components/schemas/gone",
    ];
    let lines = targets.iter().enumerate();
    let lines: String = lines.map(|(at, to)| format!("    a{at}: {{$ref: '{to}'}}\n")).collect();
    let text = description(&lines);
    let portal = Portal::new()
        .file("acme/secret", "openapi.yaml", "openapi: 3.1.0\nx: {description: CANARY-51c9}\n")
        .file("acme/shop", "api/openapi.yaml", &text);
    build(&portal, "references that leave", 16, 4 << 20);
    for target in targets {
        check_told(&portal, "acme/shop/api/openapi.yaml", &text, target);
    }
    trap.check_untouched();
    for (path, bytes) in portal.site() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("root:x:"), "{path}");
        assert!(!text.contains("CANARY-51c9") || path.contains("secret"), "{path}");
    }
    assert_eq!(pages(&portal).iter().filter(|path| path.contains("/op/")).count(), 1);
}

#[test]
fn nothing_is_fetched_whatever_refers_to_it() {
    let trap = Trap::new();
    let at = |template: &str| template.replace("THERE", &format!("http://{}", trap.host()));
    let openapi = at("openapi: 3.1.0
info: {title: x, version: '1', $ref: 'THERE/info'}
paths:
  /a: {$ref: 'THERE/item'}
  /b:
    post:
      parameters: [{$ref: 'THERE/parameter'}]
      requestBody: {$ref: 'THERE/body'}
      responses:
        200: {$ref: 'THERE/response'}
        201:
          description: ok
          headers: {a: {$ref: 'THERE/header'}}
          links: {a: {$ref: 'THERE/link'}}
          content:
            application/json:
              schema: {oneOf: [{$ref: 'THERE/schema'}], discriminator: {propertyName: a, mapping: {a: 'THERE/mapped'}}}
              examples: {a: {$ref: 'THERE/example'}, b: {externalValue: THERE/value}}
      callbacks: {a: {$ref: 'THERE/callback'}}
webhooks: {a: {$ref: 'THERE/webhook'}}
components:
  securitySchemes: {a: {$ref: 'THERE/scheme'}, b: {type: openIdConnect, openIdConnectUrl: THERE/discovery}}
  schemas: {a: {$schema: THERE/dialect, $id: THERE/id, $ref: 'THERE/other'}}
");
    let asyncapi = at("asyncapi: 3.0.0
info: {title: x, version: '1'}
servers: {a: {$ref: 'THERE/server'}}
channels:
  a: {$ref: 'THERE/channel'}
  b: {address: b, parameters: {a: {$ref: 'THERE/parameter'}}, bindings: {$ref: 'THERE/bindings'}, messages: {a: {$ref: 'THERE/message'}, b: {traits: [{$ref: 'THERE/trait'}], payload: {$ref: 'THERE/payload'}, correlationId: {$ref: 'THERE/correlation'}}}}
operations:
  a: {$ref: 'THERE/operation'}
  b: {action: send, channel: {$ref: '#/channels/b'}, reply: {$ref: 'THERE/reply'}, security: [{$ref: 'THERE/security'}]}
");
    let graphql = at(
        "schema @link(url: \"THERE/spec\", import: [\"@key\"]) { query: Query }\ntype Query { a: Money }\nscalar Money @specifiedBy(url: \"THERE/money\")\n",
    );
    let proto = at(
        "syntax = \"proto3\";\nimport \"THERE/a.proto\";\nimport \"../../etc/passwd\";\nservice S { rpc Go(there.In) returns (there.Out); }\n",
    );
    let portal = Portal::new()
        .file("acme/http", "openapi.yaml", &openapi)
        .file("acme/events", "asyncapi.yaml", &asyncapi)
        .file("acme/graph", "schema.graphql", graphql)
        .file("acme/calls", "calls.proto", proto);
    build(&portal, "references of every sort", 20, 6 << 20);
    trap.check_untouched();
    let there = format!("http://{}", trap.host());
    check_told(&portal, "acme/http/openapi.yaml", &openapi, &there);
    check_told(&portal, "acme/events/asyncapi.yaml", &asyncapi, &there);
}

#[test]
fn a_circle_of_a_thousand_references_ends() {
    let next = |at: usize| (at + 1) % 1_000;
    let schemas = |form: &dyn Fn(String) -> String| -> String {
        let line = |at: usize| form(format!("{{$ref: '#/components/schemas/a{}'}}", next(at)));
        (0..1_000).map(|at| format!("    a{at}: {}\n", line(at))).collect()
    };
    for (what, is_broken, text) in [
        ("bare references", true, schemas(&|to| to)),
        ("references with siblings", true, schemas(&|to| to.replace('}', ", title: a}"))),
        ("parts of each other", true, schemas(&|to| format!("{{allOf: [{to}]}}"))),
        ("fields of each other", false, schemas(&|to| format!("{{properties: {{next: {to}}}}}"))),
        ("items of each other", false, schemas(&|to| format!("{{type: array, items: {to}}}"))),
    ] {
        let portal = Portal::new().file("acme/shop", "openapi.yaml", description(&text));
        build(&portal, what, 1_001, 40 << 20);
        let told = findings(&portal);
        assert_eq!(!told.is_empty(), is_broken, "{what}: {told:?}");
        for (code, path, line, column) in told {
            assert_eq!((code.as_str(), path.as_str()), ("api-reference", "acme/shop/openapi.yaml"));
            assert!((14..1_014).contains(&line) && column > 1, "{what}: {line}:{column}");
        }
    }
}

#[test]
fn a_circle_of_parameters_paths_or_files_ends() {
    let next = |at: usize| (at + 1) % 1_000;
    let line = |house: &str, at: usize| {
        format!("    a{at}: {{$ref: '#/components/{house}/a{}'}}\n", next(at))
    };
    let house = |house: &str| -> String { (0..1_000).map(|at| line(house, at)).collect() };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths:\n  /a: {{$ref: '#/components/pathItems/a0'}}\n  /b: {{get: {{parameters: [{{$ref: '#/components/parameters/a0'}}], responses: {{200: {{$ref: '#/components/responses/a0'}}}}}}}}\ncomponents:\n  pathItems:\n{}  parameters:\n{}  responses:\n{}",
        house("pathItems"),
        house("parameters"),
        house("responses"),
    );
    let portal = Portal::new().file("acme/shop", "openapi.yaml", text);
    build(&portal, "circles of components", 3, 4 << 20);
    assert_eq!(findings(&portal).len(), 3, "{:?}", findings(&portal));

    let mut portal = Portal::new().file(
        "acme/shop",
        "openapi.yaml",
        description("    a0: {$ref: 'parts/a0.yaml'}\n"),
    );
    for at in 0..1_000 {
        let part = format!("properties:\n  next: {{$ref: 'a{}.yaml'}}\n", next(at));
        portal = portal.file("acme/shop", &format!("parts/a{at}.yaml"), part);
    }
    build(&portal, "a circle of files", 1_001, 40 << 20);
    let told = findings(&portal);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("/parts/a") && (told[0].2, told[0].3) == (2, 16), "{told:?}");
}

#[test]
fn diamonds_do_not_multiply() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let mut schemas: String = (0..30)
            .map(|at| {
                let part = format!("{{$ref: '#/components/schemas/a{}'}}", at + 1);
                format!("    a{at}: {{{keyword}: [{part}, {part}]}}\n")
            })
            .collect();
        schemas += "    a30: {type: object, properties: {end: {type: string}}}\n";
        let portal = Portal::new().file("acme/shop", "openapi.yaml", description(&schemas));
        build(&portal, keyword, 32, 8 << 20);
        for path in pages(&portal) {
            let size = portal.page(&path).len();
            assert!(size < 500_000, "{keyword}: {path} has {size} bytes");
        }
        // All parts hold together, however often they are named.
        if keyword == "allOf" {
            let operation = pages(&portal).into_iter().find(|path| path.contains("/op/"));
            let html = portal.page(&operation.expect("a page"));
            assert_eq!(html.matches("id=\"res-200-end\"").count(), 1, "{html}");
        }
    }
}

#[test]
fn types_and_messages_that_hold_themselves_end() {
    let messages: String = (0..500)
        .map(|at| {
            format!("message M{at} {{ M{} next = 1; repeated M{at} all = 2; }}\n", (at + 1) % 500)
        })
        .collect();
    let types: String = (0..500)
        .map(|at| format!("type T{at} {{ next: T{} all: [T{at}] }}\n", (at + 1) % 500))
        .collect();
    let service = "syntax = \"proto3\";\nservice S { rpc Go(M0) returns (M1); }\n";
    let portal = Portal::new().file("acme/grpc", "a.proto", format!("{service}{messages}")).file(
        "acme/graph",
        "schema.graphql",
        format!("type Query {{ go: T0 }}\n{types}"),
    );
    build(&portal, "types that hold themselves", 1_010, 60 << 20);
    assert_eq!(findings(&portal), Vec::new());
    assert_eq!(pages(&portal).iter().filter(|path| path.contains("/op/")).count(), 2);
}
