//! Descriptions of APIs that mean harm: their text stays text, and their references end.

use std::collections::BTreeMap;
use std::path::Path;

use crate::harness::{Portal, root};
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

/// How many payloads of `PORTOLAN_XSS` are tried when nobody asked for all of them.
const DRAWN: usize = 100;

/// How many projects of hostile text stand on one site.
const BATCH: usize = 50;

/// Elements that run, load or send, or that make others do so: no text may add one.
const ACTIVE: &[&str] = &[
    "applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "iframe", "link",
    "math", "meta", "object", "script", "select", "style", "svg", "template", "textarea", "title",
    "video",
];

/// Attributes that hold addresses.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "codebase",
    "data",
    "formaction",
    "href",
    "manifest",
    "ping",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

/// Our own payloads, those of the browser's harness, and a draw of those that `PORTOLAN_XSS` names.
fn payloads() -> Vec<String> {
    let lines = |path: &Path| -> Vec<String> {
        let text = std::fs::read_to_string(path).expect("a file of payloads");
        let payload = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
        let payloads = text.lines().filter_map(payload);
        payloads.filter_map(|line| Some(line["payload"].as_str()?.to_owned())).collect()
    };
    let mut all: Vec<String> = PAYLOADS.iter().map(|payload| (*payload).to_owned()).collect();
    all.extend(lines(&root().join("tests/browser/support/payloads.jsonl")));
    if let Some(path) = std::env::var_os("PORTOLAN_XSS") {
        let many = lines(Path::new(&path));
        let is_long = std::env::var_os("PORTOLAN_LONG").is_some();
        let step = if is_long { 1 } else { many.len().div_ceil(DRAWN).max(1) };
        all.extend(many.into_iter().step_by(step));
    }
    all
}

/// The text as a string of JSON, which YAML, GraphQL and protobuf read alike; what YAML refuses raw is escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let escaped = json.chars().map(|c| match c {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
            format!("\\u{:04x}", c as u32)
        }
        c => c.to_string(),
    });
    escaped.collect()
}

/// One description in each format that says nothing but this, wherever it can say something.
fn descriptions(payload: &str) -> [(&'static str, String); 4] {
    let text = quoted(payload);
    // A key of YAML has at most 1024 characters (YAML 1.2, section 7.4.2).
    let key = quoted(&payload.chars().take(150).collect::<String>());
    let json = |template: &str| {
        let template = template.replace("\"HOSTILE\":", &format!("{key}:"));
        template.replace("\"HOSTILE\"", &text)
    };
    let line = payload.replace(['\n', '\r'], " ");
    let proto = include_str!("../fixtures/api-hostile/orders.proto");
    [
        ("openapi.json", json(include_str!("../fixtures/api-hostile/openapi.json"))),
        ("asyncapi.json", json(include_str!("../fixtures/api-hostile/asyncapi.json"))),
        ("schema.graphql", json(include_str!("../fixtures/api-hostile/schema.graphql"))),
        ("orders.proto", proto.replace("\"HOSTILE\"", &text).replace("HOSTILE", &line)),
    ]
}

/// The scheme that browsers see in an address: they drop what is no character of it (WHATWG URL, section 4.4).
fn scheme(address: &str) -> Option<String> {
    let address: String = address.chars().filter(|c| *c > ' ').collect();
    let (scheme, _) = address.split_once(':')?;
    let is_one = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_one.then(|| scheme.to_ascii_lowercase())
}

/// What in a page is none of ours.
fn strangers(tags: &[Tag], most: &BTreeMap<&str, usize>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in tags.iter().flat_map(|tag| &tag.attributes) {
        let is_foreign = scheme(value)
            .is_some_and(|scheme| !["http", "https", "mailto", "tel"].contains(&scheme.as_str()));
        let is_address = ADDRESSES.contains(&name.as_str());
        if name.starts_with("on") || name == "style" || name == "srcdoc" || is_address && is_foreign
        {
            found.push(format!("{name}={value}"));
        }
    }
    for (name, count) in active(tags) {
        if count > most.get(name).copied().unwrap_or_default() {
            found.push(format!("{count} × <{name}>"));
        }
    }
    found
}

/// How many active elements a page has.
fn active(tags: &[Tag]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for tag in tags.iter().filter(|tag| ACTIVE.contains(&tag.name.as_str())) {
        *counts.entry(tag.name.as_str()).or_default() += 1;
    }
    counts
}

/// The pages of the APIs of a site.
fn api_pages(portal: &Portal) -> Vec<(String, String)> {
    let files = portal.site().into_iter();
    let pages = files.filter(|(path, _)| path.starts_with("api") && path.ends_with(".html"));
    pages.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text"))).collect()
}

/// A site of four hostile projects for each payload.
fn built(payloads: &[String]) -> Portal {
    let mut portal = Portal::new();
    for (at, payload) in payloads.iter().enumerate() {
        for (path, text) in descriptions(payload) {
            let name = path.split('.').next().unwrap_or_default();
            portal = portal.file(&format!("acme/{name}-{at}"), path, text);
        }
    }
    let ran = portal.build();
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    portal
}

/// Whether each description was read, and has a page of an operation.
fn unread(portal: &Portal, payloads: &[String]) -> Vec<String> {
    let site = portal.site();
    let mut unread = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        for name in ["openapi", "asyncapi", "schema", "orders"] {
            let folder = format!("api/acme/{name}-{at}/op/");
            if !site.keys().any(|path| path.starts_with(&folder)) {
                unread.push(format!("{name}: {payload:?}"));
            }
        }
    }
    unread
}

#[test]
fn whatever_a_description_says_is_text() {
    let plain = built(&["Plain".to_owned()]);
    let plain: Vec<(String, String)> = api_pages(&plain);
    let tags_of: Vec<Vec<Tag>> = plain.iter().map(|(_, html)| tags(html)).collect();
    let mut most: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, count) in tags_of.iter().flat_map(|tags| active(tags)) {
        let known = most.entry(name).or_default();
        *known = count.max(*known);
    }
    let mut unread_ones = Vec::new();
    for payloads in payloads().chunks(BATCH) {
        let portal = built(payloads);
        unread_ones.extend(unread(&portal, payloads));
        let pages = api_pages(&portal);
        assert!(pages.len() > payloads.len() * 4 * 4, "{} pages", pages.len());
        for (path, html) in pages {
            let found = strangers(&tags(&html), &most);
            assert_eq!(found, Vec::<String>::new(), "{path} of {payloads:?}");
            let is_plain = |c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-' | '/');
            assert!(path.chars().all(is_plain) && path.len() < 400, "{path}");
        }
        assert_eq!(broken(&portal.site()), Vec::<String>::new());
    }
    assert_eq!(unread_ones, Vec::<String>::new(), "descriptions without pages");
}

#[test]
fn addresses_of_other_schemes_are_text() {
    let addresses = [
        "ws://feed.example.com/a",
        "wss://feed.example.com/a",
        "kafka://broker.example.com:9092",
        "ftp://files.example.com/a",
        "file:///srv/a",
        "blob:https://example.com/a",
        "view-source:https://example.com/",
        "intent://example.com/#Intent;end",
        "//example.com/a",
        "https://",
    ];
    let portal = built(&addresses.map(str::to_owned));
    let mut seen = 0;
    for (path, html) in api_pages(&portal) {
        for (name, value) in tags(&html).into_iter().flat_map(|tag| tag.attributes) {
            let is_one = addresses.iter().any(|address| value.starts_with(address));
            let is_web = value.starts_with("https://") && value.len() > 8;
            assert!(name != "href" || !is_one || is_web, "{path}: {name}={value}");
        }
        seen += addresses.iter().filter(|address| html.contains(**address)).count();
    }
    assert!(seen > 40, "the addresses are on {seen} pages only");
}

#[test]
fn names_without_end_are_cut_and_told_apart() {
    let payloads = ["x".repeat(20_000), "ö".repeat(5_000), "a/".repeat(5_000)];
    let portal = built(&payloads);
    assert_eq!(unread(&portal, &payloads), Vec::<String>::new());
    for (path, bytes) in portal.site() {
        let longest = path.split('/').map(str::len).max();
        assert!(longest.is_some_and(|length| length <= 120), "{path}");
        assert!(!path.ends_with(".html") || bytes.len() < 4 << 20, "{path}: {} bytes", bytes.len());
    }
}
