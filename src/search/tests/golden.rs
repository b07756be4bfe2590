//! The cases that the browser's reader is held to as well.

use std::path::Path;

use serde_json::{Value, json};

use crate::search::tokens::{Form, tokens};

fn lines(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search").join(name);
    let text = std::fs::read_to_string(path).expect("the cases are part of the project");
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn texts_have_the_same_tokens_as_in_the_browser() {
    let cases = lines("tokens.jsonl");
    assert!(cases.len() >= 40);
    for case in cases {
        let found: Vec<Value> = tokens(case[0].as_str().expect("the text"))
            .into_iter()
            .map(|token| json!([token.text, token.position, word_of(token.form)]))
            .collect();
        assert_eq!(json!(found), case[1], "{}", case[0]);
    }
}

fn word_of(form: Form) -> &'static str {
    match form {
        Form::Word => "word",
        Form::Hump => "hump",
        Form::Joined => "joined",
        Form::Character => "character",
        Form::Pair => "pair",
    }
}

#[test]
fn queries_mean_the_same_as_in_the_browser() {
    let cases = lines("queries.jsonl");
    assert!(cases.len() >= 40);
    let differing: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let typed = case["typed"].as_str().expect("what was typed");
            let plan = crate::search::reader::plan(typed);
            (plan != case["plan"]).then(|| format!("{typed}: {plan}, not {}", case["plan"]))
        })
        .collect();
    assert_eq!(differing, Vec::<String>::new());
}
