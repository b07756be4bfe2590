//! What a scalar means: the core schema of YAML 1.2 (§10.3), with JavaScript's one number type.

use granit_parser::{ScalarStyle, Tag};

use super::Value;

pub(super) fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let string = || Value::String(text.to_owned());
    let Some(tag) = tag else {
        return if style == ScalarStyle::Plain { plain(text) } else { string() };
    };
    // A tag of the schema holds if the text fits it; any other tag leaves text.
    let value = plain(text);
    let fits = match tag.core_suffix() {
        Some("null") => value == Value::Null,
        Some("bool") => matches!(value, Value::Bool(_)),
        Some("int") => matches!(value, Value::Number(_)) && !text.contains('.'),
        Some("float") => matches!(value, Value::Number(_)) && text.contains(['.', 'e', 'E']),
        _ => false,
    };
    if fits { value } else { string() }
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).unwrap_or_else(|| Value::String(text.to_owned())),
    }
}

fn number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        // JSON has no infinity; JavaScript writes null.
        return Some(Value::Null);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let first = unsigned.bytes().next()?;
    let second = unsigned.as_bytes().get(1).copied();
    let starts_right =
        first.is_ascii_digit() || (first == b'.' && second.is_some_and(|b| b.is_ascii_digit()));
    let allowed = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-');
    if !starts_right || !unsigned.bytes().all(allowed) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let digits_only = unsigned.bytes().all(|b| b.is_ascii_digit());
    if digits_only && let Ok(value) = text.parse::<i64>() {
        return Some(Value::Number(value.into()));
    }
    Some(float(text.parse().ok()?))
}

fn radix(digits: &str, radix: u32) -> Option<Value> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    match u64::from_str_radix(digits, radix) {
        Ok(value) => Some(Value::Number(value.into())),
        Err(_) => Some(float(digits.chars().fold(0.0, |value, digit| {
            value * f64::from(radix) + f64::from(digit.to_digit(radix).unwrap_or(0))
        }))),
    }
}

/// JavaScript has one number type: 1.0 is 1.
fn float(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9.0e15 {
        return Value::Number((value as i64).into());
    }
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}
