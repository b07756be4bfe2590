use std::time::{Duration, Instant};

use super::*;

/// Each document as JSON, or `error LINE:COLUMN`.
fn read(text: &str) -> Vec<String> {
    documents(text, Budget::DESCRIPTOR)
        .into_iter()
        .map(|document| match document {
            Ok(node) => node.to_json().to_string(),
            Err(Problem { position, .. }) => format!("error {}:{}", position.line, position.column),
        })
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "{text:?}");
}

#[test]
fn scalars_mean_what_yaml_1_2_says() {
    check("[yes, on, true, FALSE, ~, '']", &[r#"["yes","on",true,false,null,""]"#]);
    check("[017, 0o17, 0x1f, 1_000, +5, -7]", &[r#"[17,15,31,"1_000",5,-7]"#]);
    check("[1.10, 1., .5, 1e3, 1e, 1.0, 1.2.3]", &[r#"[1.1,1,0.5,1000,"1e",1,"1.2.3"]"#]);
    check("[.inf, -.INF, .nan, 0x, 0xg, 0b1]", &[r#"[null,null,null,"0x","0xg","0b1"]"#]);
    check("[2026-10-28, 12:30, 3 h]", &[r#"["2026-10-28","12:30","3 h"]"#]);
    check("[!!str 1, !!int '3', !custom 4, !!int x]", &[r#"["1",3,"4","x"]"#]);
    check("a: 123456789012345678901", &[r#"{"a":1.2345678901234568e+20}"#]);
}

#[test]
fn mappings_keep_their_order_and_their_keys() {
    check("b: 1\na: 2", &[r#"{"b":1,"a":2}"#]);
    check("1: a\ntrue: b\n~: c", &[r#"{"1":"a","true":"b","":"c"}"#]);
    check("a: &x {b: 1}\nc: {<<: *x}", &[r#"{"a":{"b":1},"c":{"<<":{"b":1}}}"#]);
    check("a: 1\nb: 2\na: 3", &["error 3:1"]);
    check("a: *missing", &["error 1:4"]);
}

#[test]
fn a_broken_document_does_not_stop_the_others() {
    check("a: 1\n---\nb: [\n---\nc: 3\n", &[r#"{"a":1}"#, "error 3:4", r#"{"c":3}"#]);
    check("a: 1\na: 2\n---\nb: 1\n", &["error 2:1", r#"{"b":1}"#]);
    check("a:\n\tb: 1\n---\nc: 3", &["error 2:2", r#"{"c":3}"#]);
    check("\tb: 1\n---\nc: 3", &["error 1:2", r#"{"c":3}"#]);
    check("a: `x`\n---\n- b", &["error 1:4", r#"["b"]"#]);
    check("\u{feff}a: 1", &[r#"{"a":1}"#]);
    check("# nothing\n", &[]);
    check("---\n---\n...\n", &["null", "null"]);
}

#[test]
fn the_last_of_repeated_keys_counts_where_the_file_is_not_ours() {
    let many: String = (0..100).map(|at| format!("k{}: {at}\n", at % 50)).collect();
    let node = document(&many, Budget::FOREIGN).expect("repeated keys are allowed");
    assert_eq!(node.as_mapping().map(<[Entry]>::len), Some(50));
    assert_eq!(node.get("k7").map(Node::to_json), Some(57.into()));
    assert!(document(&many, Budget::DESCRIPTOR).is_err());
}

#[test]
fn levels_beyond_the_wanted_ones_are_not_kept() {
    let budget = Budget { levels: 2, ..Budget::DESCRIPTOR };
    let node = document("a: {b: {c: {d: 1}}, e: [1, 2]}", budget).expect("valid");
    assert_eq!(node.to_json().to_string(), r#"{"a":{"b":{},"e":[]}}"#);
}

#[test]
fn positions_are_those_an_editor_shows() {
    let node = document("a:\n  bär: [1,\n    x]\nempty:\nb: 1", Budget::DESCRIPTOR).expect("valid");
    let inner = node.get("a").and_then(|node| node.entry("bär")).expect("there");
    assert_eq!(inner.position, Position { line: 2, column: 3 });
    let items = inner.value.as_sequence().expect("a list");
    assert_eq!(items[1].position, Position { line: 3, column: 5 });
    assert_eq!(node.get("empty").map(|node| node.position), Some(Position { line: 4, column: 6 }));
}

/// Each bomb must end quickly; most in a problem that says so.
#[test]
fn bombs_end_in_a_problem() {
    let laughs: String = (1..12).fold("a0: &a0 [x, x, x]\n".to_owned(), |text, level| {
        text + &format!(
            "a{level}: &a{level} [{}]\n",
            vec![format!("*a{}", level - 1); 9].join(", ")
        )
    });
    let quadratic =
        |count: usize| format!("a: &a [{}]\nb: [{}]", "x,".repeat(count), "*a,".repeat(count));
    let text = format!("a: &a \"{}\"\nb: [{}]", "x".repeat(50_000), "*a,".repeat(15_000));
    let nested = |open: &str| open.repeat(100_000);
    let stairs: String = (0..1_000).map(|level| " ".repeat(level) + "a:\n").collect();
    let anchors: String =
        (0..60).fold("x".to_owned(), |inner, level| format!("&a{level} [{inner}]"));
    for (name, bomb) in [
        ("laughs", laughs),
        ("quadratic 5 kB", quadratic(1_250)),
        ("quadratic 100 kB", quadratic(25_000)),
        ("text", text),
        ("flow list", nested("[")),
        ("flow mapping", nested("{a: ")),
        ("block list", nested("- ")),
        ("block mapping", stairs),
        ("explicit keys", nested("? ")),
        ("anchored nesting", format!("[{}]", vec![anchors; 400].join(", "))),
        ("documents", "---\na: 1\n".repeat(1_500)),
        ("empty documents", "---\n".repeat(100_000)),
        ("values", format!("[{}]", "1,".repeat(300_000))),
    ] {
        let started = Instant::now();
        let read = documents(&bomb, Budget::DESCRIPTOR);
        let took = started.elapsed();
        assert!(took < Duration::from_millis(500), "{name} took {took:?}");
        assert!(
            read.iter().any(|d| matches!(d, Err(p) if p.over_budget)),
            "{name}: {:?}",
            read.last()
        );
    }
}

/// What is merely large must be read in time that grows with its size.
#[test]
fn large_files_take_linear_time() {
    let keys: String = (0..90_000).map(|at| format!("key{at:05}: 1\n")).collect();
    let tags: String = (0..50_000).map(|_| "- !a &b c\n").collect();
    for (name, text) in [
        ("keys", keys),
        ("repeated anchors", tags),
        ("one line", format!("a: {}", "word ".repeat(200_000))),
        ("many lines", format!("a:\n{}", "  word\n".repeat(140_000))),
        ("long key", format!("{}: 1", "k".repeat(1_000_000))),
        ("unclosed quotes", format!("a: \"{}", "x \n ".repeat(250_000))),
        ("colons", format!("a: {}", "b:".repeat(500_000))),
        ("broken documents", "---\n[\n".repeat(900)),
        ("comments", "# note\n".repeat(140_000)),
        ("json", format!("{{\"a\": [{}1]}}", "{\"b\": \"c\"},\n".repeat(60_000))),
    ] {
        let started = Instant::now();
        let read = documents(&text, Budget::DESCRIPTOR);
        let took = started.elapsed();
        assert!(
            took < Duration::from_millis(500),
            "{name} took {took:?}, {} documents",
            read.len()
        );
    }
}

#[test]
fn a_tag_is_seen_only_by_who_asks_for_it() {
    let text = "a: !reference [.b, script]\nc: !other [d]\ne: [&x !reference [f], *x]\n<<: {g: 1}\n<<: {h: 2}\nc: !reference i\n";
    let kept = document(text, Budget::CI).expect("it is YAML").to_json().to_string();
    let reference = r#"{"!reference":["f"]}"#;
    let expected = format!(
        r#"{{"a":{{"!reference":[".b","script"]}},"c":"i","e":[{reference},{reference}],"<<":{{"h":2}}}}"#
    );
    assert_eq!(kept, expected);
    let merges = document(text, Budget::CI).expect("it is YAML");
    let merges = merges.as_mapping().unwrap_or_default().iter().filter(|entry| entry.key == "<<");
    assert_eq!(merges.count(), 2);
    let dropped = document(text, Budget::FOREIGN).expect("it is YAML").to_json().to_string();
    assert_eq!(dropped, r#"{"a":[".b","script"],"c":"i","e":[["f"],["f"]],"<<":{"h":2}}"#);
}
