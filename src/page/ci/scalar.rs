//! Values as YAML that readers of YAML 1.1 and 1.2 understand alike.
//!
//! GitLab reads 1.1, where `yes`, `010` and `1:30` are no strings; the form of the page writes by the same rules.

use serde_json::Value as Json;

/// Words that some reader takes for something else than text, in lower case.
const WORDS: [&str; 11] =
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"];

/// Returns a value on one line.
pub(super) fn scalar(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => self::number(&number.to_string()),
        Json::String(text) => string(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(scalar).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(_) => escaped(&value.to_string()),
    }
}

/// Returns a text, quoted unless it is plain beyond doubt.
pub(super) fn string(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { escaped(&Json::from(text).to_string()) }
}

/// Whether a text can stand without quotes anywhere, within brackets too.
fn is_plain(text: &str) -> bool {
    let is_first = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/' | '$');
    let is_later = |c: char| c.is_ascii_alphanumeric() || "_/$.@+~-".contains(c);
    let mut characters = text.chars().peekable();
    if !characters.next().is_some_and(is_first)
        || WORDS.contains(&text.to_ascii_lowercase().as_str())
    {
        return false;
    }
    while let Some(character) = characters.next() {
        // A colon begins a value unless something follows at once.
        let is_inner_colon =
            character == ':' && characters.peek().is_some_and(|next| next.is_ascii_alphanumeric());
        if !is_later(character) && !is_inner_colon {
            return false;
        }
    }
    true
}

/// Returns JSON, which is YAML but for what YAML 1.1 does not print.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", character as u32));
            }
            _ => out.push(character),
        }
    }
    out
}

/// YAML 1.1 takes `1e9` for a text: a float has a point and its exponent a sign.
fn number(text: &str) -> String {
    let Some((digits, exponent)) = text.split_once('e') else { return text.to_owned() };
    let point = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
    format!("{digits}{point}e{sign}{exponent}")
}
