//! Descriptions of APIs that mean harm: their text stays text, and their references end.

use std::collections::BTreeMap;

use crate::harness::Portal;
use crate::links::broken;
use crate::markup::{Tag, tags};

/// Texts that become more than text where they are not escaped for their place.
const PAYLOADS: &[&str] = &[
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title></style></textarea></code></pre><script>alert(1)</script>",
    "\"><svg onload=alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "[a](javascript:alert(1)) ![b](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<javascript:alert(1)> <a href=javascript:alert(1)>c</a>",
    "{{ 7 * 7 }}{% raw %}",
    "\u{202e}txt.exe\u{2066}",
    "../../../../etc/passwd",
    "a\u{0}b\u{1b}[31m",
    "-->]]><!--",
];

/// A text as a string of JSON, which YAML and GraphQL read alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// One description in each format that says nothing but this, wherever it can say something.
fn descriptions(payload: &str) -> Vec<(&'static str, String)> {
    let text = quoted(payload);
    vec![
        (
            "openapi.json",
            include_str!("../fixtures/api-hostile/openapi.json").replace("\"HOSTILE\"", &text),
        ),
        (
            "asyncapi.json",
            include_str!("../fixtures/api-hostile/asyncapi.json").replace("\"HOSTILE\"", &text),
        ),
        (
            "schema.graphql",
            include_str!("../fixtures/api-hostile/schema.graphql").replace("\"HOSTILE\"", &text),
        ),
        (
            "orders.proto",
            include_str!("../fixtures/api-hostile/orders.proto")
                .replace("\"HOSTILE\"", &text)
                .replace("HOSTILE", &payload.replace(['\n', '\r'], " ")),
        ),
    ]
}

/// What in a page is none of ours.
fn strangers(tags: &[Tag]) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags {
        for (name, value) in &tag.attributes {
            let is_handler = name.starts_with("on");
            let is_link = matches!(name.as_str(), "href" | "src" | "action" | "formaction");
            let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
            let is_followed = ["http:", "https:", "mailto:", "tel:"].contains(&scheme);
            let is_foreign = is_link && scheme.contains([':', '&']) && !is_followed;
            let is_style = name == "style" || name == "srcdoc";
            if is_handler || is_foreign || is_style {
                found.push(format!("<{} {name}={value}>", tag.name));
            }
        }
        let is_ours = tag.name != "script"
            || tag.attributes.iter().any(|(name, value)| {
                name == "src" && !value.contains(':') || value.ends_with("json")
            });
        if !is_ours || matches!(tag.name.as_str(), "iframe" | "object" | "embed" | "base") {
            found.push(format!("<{}>", tag.name));
        }
    }
    found
}

/// How many elements of each name a site has that no text may make: those that run, load or send.
fn active(pages: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (path, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let tags = tags(std::str::from_utf8(bytes).expect("text"));
        assert_eq!(strangers(&tags), Vec::<String>::new(), "{path}");
        for tag in tags {
            if matches!(tag.name.as_str(), "svg" | "img" | "textarea" | "form" | "template") {
                *counts.entry(tag.name).or_default() += 1;
            }
        }
    }
    counts
}

#[test]
fn whatever_a_description_says_is_text() {
    let plain = built("Plain").1;
    for payload in PAYLOADS {
        let (portal, elements) = built(payload);
        assert_eq!(elements, plain, "elements arise from {payload:?}");
        assert_eq!(broken(&portal.site()), Vec::<String>::new(), "{payload:?}");
        for path in portal.site().keys() {
            let is_plain =
                path.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-' | '/'));
            assert!(is_plain && path.len() < 400, "{path}");
        }
    }
}

/// A site of four hostile projects, and its active elements.
fn built(payload: &str) -> (Portal, BTreeMap<String, usize>) {
    let mut portal = Portal::new();
    for (path, text) in descriptions(payload) {
        let project = format!("acme/{}", path.split('.').next().unwrap_or_default());
        portal = portal.file(&project, path, text);
    }
    let ran = portal.build();
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    let site = portal.site();
    let operations = site.keys().filter(|path| path.contains("/op/") && path.ends_with(".html"));
    assert!(operations.count() >= 4, "not every description was read: {:?}", site.keys());
    let elements = active(&site);
    (portal, elements)
}

#[test]
fn names_without_end_are_cut_and_told_apart() {
    for payload in ["x".repeat(20_000), "ö".repeat(5_000), "a/".repeat(5_000)] {
        let (portal, _) = built(&payload);
        for (path, bytes) in portal.site() {
            let longest = path.split('/').map(str::len).max();
            assert!(longest.is_some_and(|length| length <= 120), "{path}");
            assert!(bytes.len() < 4 << 20, "{path} has {} bytes", bytes.len());
        }
    }
}

/// The pages of operations and schemas of a description, after a build.
fn pages(portal: &Portal) -> Vec<String> {
    let paths = portal.site().into_keys();
    paths.filter(|path| path.contains("/op/") || path.contains("/schema/")).collect()
}

fn description(schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        200:\n          description: ok\n          content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/a0'}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// The findings of a description about references.
fn references(portal: &Portal) -> Vec<String> {
    portal.findings().into_iter().filter(|found| found.starts_with("api-reference")).collect()
}

#[test]
fn references_that_leave_the_repository_are_refused_each_at_its_place() {
    // A socket here would be seen: nobody may connect to it.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let here = listener.local_addr().expect("an address");
    let targets = [
        format!("http://{here}/a.yaml#/a"),
        format!("//{here}/a.yaml"),
        "https://api.example.com/a.json".to_owned(),
        "file:///etc/passwd".to_owned(),
        "../../../../../../etc/passwd".to_owned(),
        "/etc/passwd".to_owned(),
        "../secret/openapi.yaml#/x".to_owned(),
        "%2e%2e/%2e%2e/secret/openapi.yaml".to_owned(),
        "#/components/schemas/gone".to_owned(),
    ];
    let lines = targets.iter().enumerate();
    let lines: String = lines.map(|(at, to)| format!("    a{at}: {{$ref: '{to}'}}\n")).collect();
    let portal = Portal::new()
        .file("acme/secret", "openapi.yaml", "x: {description: CANARY-51c9}\n")
        .file("acme/shop", "api/openapi.yaml", description(&lines));
    portal.build();
    let first = 15;
    let expected: Vec<String> = (0..targets.len())
        .map(|at| format!("api-reference api/openapi.yaml:{}", first + at))
        .collect();
    assert_eq!(references(&portal), expected);
    let error = listener.accept().map(|_| ()).expect_err("nobody connects");
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    for (path, bytes) in portal.site() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("root:") || !text.contains("/bin/"), "{path}");
        assert!(!text.contains("CANARY-51c9") || path.contains("secret"), "{path}");
    }
    assert_eq!(pages(&portal).iter().filter(|path| path.contains("/op/")).count(), 1);
}

#[test]
fn a_circle_of_a_thousand_references_ends() {
    let bare: String = (0..1_000)
        .map(|at| format!("    a{at}: {{$ref: '#/components/schemas/a{}'}}\n", (at + 1) % 1_000))
        .collect();
    let portal = Portal::new().file("acme/shop", "openapi.yaml", description(&bare));
    portal.build();
    assert!(!references(&portal).is_empty(), "{:?}", portal.findings());
    assert!(pages(&portal).len() <= 1_001);

    let fields: String = (0..1_000)
        .map(|at| {
            let next = (at + 1) % 1_000;
            format!(
                "    a{at}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/a{next}'}}}}}}\n"
            )
        })
        .collect();
    let portal = Portal::new().file("acme/shop", "openapi.yaml", description(&fields));
    portal.build();
    assert_eq!(references(&portal), Vec::<String>::new());
    assert!(pages(&portal).len() <= 1_001, "{}", pages(&portal).len());
    let size: usize = portal.site().values().map(Vec::len).sum();
    assert!(size < 40 << 20, "{size} bytes of pages");
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
        portal.build();
        let shown = pages(&portal);
        assert!(shown.len() <= 32, "{keyword}: {shown:?}");
        for path in shown {
            let size = portal.page(&path).len();
            assert!(size < 500_000, "{keyword}: {path} has {size} bytes");
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
    let portal = Portal::new()
        .file(
            "acme/grpc",
            "a.proto",
            format!("syntax = \"proto3\";\nservice S {{ rpc Go(M0) returns (M1); }}\n{messages}"),
        )
        .file("acme/graph", "schema.graphql", format!("type Query {{ go: T0 }}\n{types}"));
    portal.build();
    assert_eq!(references(&portal), Vec::<String>::new());
    assert_eq!(pages(&portal).iter().filter(|path| path.contains("/op/")).count(), 2);
    assert!(pages(&portal).len() <= 1_010, "{}", pages(&portal).len());
}
