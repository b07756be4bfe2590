//! The cases that the form of a page and these rules must judge alike, and what a finding says.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::*;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ci-inputs").join(name)
}

/// Reads an input from the shape in which `spec:inputs` writes it.
fn input(name: &str, spec: &Json) -> CiInput {
    let text = |key: &str| spec.get(key).and_then(Json::as_str).map(str::to_owned);
    let list = |spec: &Json| spec.get("options").and_then(Json::as_array).cloned();
    let rules = spec.get("rules").and_then(Json::as_array).cloned().unwrap_or_default();
    CiInput {
        name: name.to_owned(),
        input_type: text("type").map_or(InputType::String, |word| {
            InputType::from_exact(&word).expect("the fixture names a type")
        }),
        default: spec.get("default").cloned(),
        options: list(spec),
        regex: text("regex"),
        rules: rules
            .iter()
            .map(|rule| InputRule {
                condition: rule.get("if").and_then(Json::as_str).map(str::to_owned),
                options: list(rule),
                default: rule.get("default").cloned(),
            })
            .collect(),
        ..CiInput::default()
    }
}

fn inputs(spec: &Json) -> Vec<CiInput> {
    let entries = spec.as_object().expect("inputs are a mapping");
    entries.iter().map(|(name, spec)| input(name, spec)).collect()
}

fn given(values: &Json) -> Vec<GivenInput> {
    let entries = values.as_object().expect("values are a mapping");
    let given = |(name, value): (&String, &Json)| GivenInput {
        name: name.clone(),
        value: value.clone(),
        at: Default::default(),
        value_at: Default::default(),
    };
    entries.iter().map(given).collect()
}

fn verdict(inputs: &[CiInput], values: &Json) -> Json {
    let problems = problems(inputs, &given(values));
    let word = |kind| match kind {
        ValueProblemKind::Missing => "missing",
        ValueProblemKind::Unknown => "unknown",
        ValueProblemKind::Invalid => "invalid",
    };
    let pairs: BTreeMap<String, &str> =
        problems.into_iter().map(|problem| (problem.input, word(problem.kind))).collect();
    json!(pairs)
}

#[test]
fn what_people_worked_out_by_hand_holds() {
    let text = std::fs::read_to_string(fixture("hand.json")).expect("the fixture is there");
    let cases: Vec<Json> = serde_json::from_str(&text).expect("the fixture is JSON");
    assert!(cases.len() >= 20, "{} cases", cases.len());
    for case in &cases {
        let inputs = inputs(&case["spec"]);
        let form: Vec<Json> = inputs.iter().map(form_input).collect();
        assert_eq!(json!(form), case["inputs"], "the form's view of {}", case["spec"]);
        for attempt in case["tries"].as_array().expect("tries are a list") {
            let wrong = &attempt["wrong"];
            assert_eq!(verdict(&inputs, &attempt["values"]), *wrong, "{attempt} {}", case["spec"]);
        }
    }
}

/// The file is what `tests/js` reads; `PORTOLAN_BLESS` writes it anew.
#[test]
fn two_hundred_specifications_are_judged_as_the_form_judges_them() {
    let mut dice = Dice(7);
    let lines: Vec<String> = (0..200).map(|_| generated(&mut dice).to_string()).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = fixture("generated.json");
    if std::env::var_os("PORTOLAN_BLESS").is_some() {
        std::fs::write(&path, &text).expect("the fixture can be written");
    }
    let written = std::fs::read_to_string(&path).expect("the fixture is there");
    assert!(written == text, "the rules changed: bless the fixture, and see that the form agrees");
}

/// A small generator, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const NAMES: &[&str] = &["cloud", "region", "size", "dry_run", "jobs"];
const TEXTS: &[&str] = &[
    "aws", "gcp", "eu-1", "v1.2", "v1.2.3", "a b", "", "ÄB_9", "main\n", "x{2}", "true", "12",
    "$HOME", "a/b",
];
const PATTERNS: &[&str] = &[
    r"^v\d+\.\d+(\.\d+)?$",
    r"^[a-z][\w-]*$",
    r"(?i)^(aws|gcp|azure)$",
    r"\bmain\b",
    r"^.{1,4}$",
    r"[^[:alnum:]_]",
    r"^\S+$",
    r"x\{2\}|a b",
    r"^$|^eu-[0-9]{1,2}$",
    r"\p{Lu}{2}",
    r"^[\w./\]-]+$",
    r"x{2}",
    r"(?m)^main$",
    r"^a+?/b$",
];

fn value(dice: &mut Dice, kind: &str) -> Json {
    match kind {
        "number" => dice
            .one(&[json!(1), json!(2.5), json!(-3), json!("4"), json!("many"), json!(true)])
            .clone(),
        "boolean" => {
            dice.one(&[json!(true), json!(false), json!("true"), json!("yes"), json!(1)]).clone()
        }
        "array" => dice
            .one(&[
                json!([]),
                json!(["a"]),
                json!(["a", 1]),
                json!([{"if": "x"}]),
                json!("[1]"),
                json!("a"),
            ])
            .clone(),
        _ if dice.often(10) => {
            dice.one(&[json!(12), json!(true), json!(["aws"]), json!({"a": 1})]).clone()
        }
        _ => json!(dice.one(TEXTS)),
    }
}

fn options(dice: &mut Dice, kind: &str) -> Json {
    match kind {
        "number" => json!([1, 2.5, 4]),
        "array" => json!(["a", 1]),
        _ => {
            let from = dice.below(TEXTS.len() - 3);
            json!(TEXTS[from..from + 3])
        }
    }
}

fn condition(dice: &mut Dice, depth: usize) -> String {
    let name = *dice.one(NAMES);
    match dice.below(if depth > 1 { 4 } else { 7 }) {
        0 => format!("$[[ inputs.{name} ]] == '{}'", dice.one(&["aws", "gcp", "main", "12"])),
        1 => format!("$[[inputs.{name}]] != true"),
        2 => format!("$[[ inputs.{name} ]] =~ /^[ae]|{}$/i", dice.one(&["P", "3"])),
        3 => format!("$[[ inputs.{name} ]] == null"),
        4 => format!("{} && {}", condition(dice, depth + 1), condition(dice, depth + 1)),
        5 => format!("({} || {})", condition(dice, depth + 1), condition(dice, depth + 1)),
        _ => format!("!($[[ inputs.{name} ]])"),
    }
}

fn generated(dice: &mut Dice) -> Json {
    let mut spec = Map::new();
    let mut kinds = BTreeMap::new();
    for _ in 0..1 + dice.below(4) {
        let (name, kind) =
            (*dice.one(NAMES), *dice.one(&["string", "string", "number", "boolean", "array"]));
        let mut one = Map::new();
        one.insert("type".to_owned(), json!(kind));
        if dice.often(40) {
            one.insert(
                "default".to_owned(),
                if dice.often(15) { Json::Null } else { value(dice, kind) },
            );
        }
        if kind != "boolean" && dice.often(25) {
            one.insert("options".to_owned(), options(dice, kind));
        }
        if kind == "string" && dice.often(40) {
            one.insert("regex".to_owned(), json!(dice.one(PATTERNS)));
        }
        if kind != "boolean" && dice.often(40) {
            let rules: Vec<Json> = (0..1 + dice.below(3))
                .map(|_| {
                    let mut rule = Map::new();
                    if dice.often(80) {
                        rule.insert("if".to_owned(), json!(condition(dice, 0)));
                    }
                    if dice.often(70) {
                        rule.insert("options".to_owned(), options(dice, kind));
                    }
                    if dice.often(50) {
                        rule.insert("default".to_owned(), value(dice, kind));
                    }
                    Json::Object(rule)
                })
                .collect();
            one.insert("rules".to_owned(), json!(rules));
        }
        kinds.insert(name, kind);
        spec.insert(name.to_owned(), Json::Object(one));
    }
    let spec = Json::Object(spec);
    let inputs = inputs(&spec);
    let tries: Vec<Json> = (0..8)
        .map(|_| {
            let mut values = Map::new();
            for (name, kind) in &kinds {
                if dice.often(75) {
                    let any = value(dice, kind);
                    values.insert((*name).to_owned(), if dice.often(5) { Json::Null } else { any });
                }
            }
            if dice.often(5) {
                values.insert("nobody".to_owned(), json!("x"));
            }
            let values = Json::Object(values);
            json!({ "wrong": verdict(&inputs, &values), "values": values })
        })
        .collect();
    let form: Vec<Json> = inputs.iter().map(form_input).collect();
    json!({ "spec": spec, "inputs": form, "tries": tries })
}

#[test]
fn a_message_says_what_to_do() {
    let inputs = inputs(&json!({
        "environment": { "options": ["test", "live"] },
        "count": { "type": "number", "default": 1 },
        "version": { "regex": "^v\\d+$", "default": "v1" },
    }));
    let values = json!({ "enviroment": "test", "count": "many", "version": "1" });
    let told: Vec<String> = problems(&inputs, &given(&values))
        .into_iter()
        .map(|problem| format!("{}; {}", problem.message, problem.help.unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [
            "there is no input `enviroment`; the nearest input is `environment`",
            "`environment` must be given; add it below `inputs:`; it may be `test`, `live`",
            "`count` is `many`, not of type number; give a value of type number",
            "`1` does not match the pattern of `version`; give a value that matches `^v\\d+$`",
        ]
    );
}

#[test]
fn hostile_patterns_and_conditions_are_not_understood() {
    let nested = "(".repeat(50_000);
    let repeated = "((((a{1000}){1000}){1000}){1000})".to_owned();
    for pattern in ["(", "[", "a{2", "(?=a)", "\\1", "a**b(", &nested, &repeated] {
        let read = Pattern::parse(pattern);
        assert!(read.is_none() || pattern == "a{2", "{pattern:.20}");
    }
    let long = vec!["$[[ inputs.a ]] == 'b'"; 1_000].join(" && ");
    let deep = format!("{}true{}", "(".repeat(10_000), ")".repeat(10_000));
    for condition in
        ["", "==", "a == b", "$[[ inputs.a ]] == ", "'a' 'b'", "true)", "/(/", &long, &deep]
    {
        assert!(Condition::parse(condition).is_none(), "{condition:.30}");
    }
}
