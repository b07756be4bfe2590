//! The grammar of options and their values.

use serde_json::{Map, Value};

use super::parser::{DEPTH, Parser, Wrong};
use super::syntax::Choice;
use super::tokens::Kind;

impl Parser<'_> {
    /// `option (google.api.http) = { … };`.
    pub(super) fn option_statement(&mut self) -> Result<Choice, Wrong> {
        if self.word() != "option" {
            return Err(self.wrong("an option is expected"));
        }
        self.advance();
        let choice = self.choice_of_option()?;
        self.end_statement();
        Ok(choice)
    }

    /// `[deprecated = true, (rule) = 1]`, or nothing.
    pub(super) fn options_in_brackets(&mut self) -> Result<Vec<Choice>, Wrong> {
        let mut options = Vec::new();
        if !self.takes('[') {
            return Ok(options);
        }
        while !self.takes(']') {
            options.push(self.choice_of_option()?);
            if !self.takes(',') && self.kind() != Kind::Mark(']') {
                return Err(self.wrong("`]` is expected"));
            }
        }
        Ok(options)
    }

    fn choice_of_option(&mut self) -> Result<Choice, Wrong> {
        let mut name = String::new();
        loop {
            if self.takes('(') {
                name += &format!("({})", self.name()?);
                self.expect(')')?;
            } else {
                name += &self.identifier()?;
            }
            if !self.takes('.') {
                break;
            }
            name.push('.');
        }
        self.expect('=')?;
        Ok(Choice { name, value: self.value(DEPTH)? })
    }

    /// A value: a constant, or the text format of a message (protobuf.dev, Text Format Language).
    fn value(&mut self, depth: usize) -> Result<Value, Wrong> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.wrong("values are nested too deeply: a constant is expected"));
        };
        match self.kind() {
            Kind::Text => Ok(Value::String(self.string()?)),
            Kind::Mark('{') => self.fields_of_value('}', depth),
            Kind::Mark('<') => self.fields_of_value('>', depth),
            Kind::Mark('[') => self.list_of_values(depth),
            Kind::Mark('-' | '+') | Kind::Number => self.number(),
            Kind::Word => Ok(match self.name()?.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                name => Value::String(name.to_owned()),
            }),
            _ => Err(self.wrong("a value is expected")),
        }
    }

    fn list_of_values(&mut self, depth: usize) -> Result<Value, Wrong> {
        self.advance();
        let mut items = Vec::new();
        while !self.takes(']') {
            items.push(self.value(depth)?);
            if !self.takes(',') && self.kind() != Kind::Mark(']') {
                return Err(self.wrong("`]` is expected"));
            }
        }
        Ok(Value::Array(items))
    }

    fn fields_of_value(&mut self, close: char, depth: usize) -> Result<Value, Wrong> {
        self.advance();
        let mut fields = Map::new();
        while !self.takes(close) {
            let name = self.name_in_value()?;
            let has_colon = self.takes(':');
            if !has_colon && !matches!(self.kind(), Kind::Mark('{' | '<')) {
                return Err(self.wrong("`:` is expected"));
            }
            let value = self.value(depth)?;
            add_repeated(&mut fields, name, value);
            let _ = self.takes(',') || self.takes(';');
        }
        Ok(Value::Object(fields))
    }

    /// `name`, `[acme.extension]`, `[type.example.com/acme.Any]`.
    fn name_in_value(&mut self) -> Result<String, Wrong> {
        if !self.takes('[') {
            return self.identifier();
        }
        let mut name = "[".to_owned();
        while !self.takes(']') {
            match self.kind() {
                Kind::Word | Kind::Number | Kind::Mark('.' | '/' | '-') => {
                    name += self.source(self.place());
                }
                _ => return Err(self.wrong("`]` is expected")),
            }
            self.advance();
        }
        name.push(']');
        Ok(name)
    }

    /// One string, or several that are one.
    pub(super) fn string(&mut self) -> Result<String, Wrong> {
        if self.kind() != Kind::Text {
            return Err(self.wrong("a string is expected"));
        }
        let mut bytes = Vec::new();
        while self.kind() == Kind::Text {
            let quoted = self.source(self.place());
            let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
            unescape(inner, &mut bytes);
            self.advance();
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A whole number: decimal, octal or hexadecimal.
    pub(super) fn integer(&mut self) -> Result<i64, Wrong> {
        let wrong = self.wrong("a number is expected");
        match self.number()? {
            Value::Number(number) => number.as_i64().ok_or(wrong),
            _ => Err(wrong),
        }
    }

    fn number(&mut self) -> Result<Value, Wrong> {
        let wrong = self.wrong("a number is expected");
        let is_negative = self.takes('-');
        let _ = !is_negative && self.takes('+');
        let sign = if is_negative { "-" } else { "" };
        let text = self.source(self.place());
        if self.kind() == Kind::Word && matches!(text, "inf" | "nan" | "infinity") {
            self.advance();
            return Ok(Value::String(format!("{sign}{text}")));
        }
        if self.kind() != Kind::Number {
            return Err(wrong);
        }
        self.advance();
        let radix = |digits: &str, radix| {
            i64::from_str_radix(&format!("{sign}{digits}"), radix).ok().map(Value::from)
        };
        let lower = text.to_ascii_lowercase();
        let value = if let Some(digits) = lower.strip_prefix("0x") {
            radix(digits, 16)
        } else if lower.len() > 1
            && lower.starts_with('0')
            && lower.bytes().all(|b| b.is_ascii_digit())
        {
            radix(&lower[1..], 8)
        } else {
            radix(&lower, 10).or_else(|| {
                let number: f64 = lower.trim_end_matches('f').parse().ok()?;
                serde_json::Number::from_f64(if is_negative { -number } else { number })
                    .map(Value::Number)
            })
        };
        value.ok_or(wrong)
    }
}

/// A field that is given again makes a list.
fn add_repeated(fields: &mut Map<String, Value>, name: String, value: Value) {
    match fields.get_mut(&name) {
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            fields.insert(name, value);
        }
    }
}

/// Adds what a string means, its escapes resolved.
fn unescape(text: &str, bytes: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        rest = escape(behind, bytes);
    }
    bytes.extend(rest.as_bytes());
}

/// Adds the character of the escape that `text` begins with; returns what follows it.
fn escape<'a>(text: &'a str, bytes: &mut Vec<u8>) -> &'a str {
    let digits = |text: &str, radix: u32, most: usize| {
        text.chars().take(most).take_while(|c| c.is_digit(radix)).count()
    };
    let coded = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).unwrap_or_default();
    let Some(first) = text.chars().next() else { return text };
    let rest = &text[first.len_utf8()..];
    let (length, radix) = match first {
        'x' | 'X' => (digits(rest, 16, 2), 16),
        'u' => (digits(rest, 16, 4), 16),
        'U' => (digits(rest, 16, 8), 16),
        '0'..='7' => {
            let length = digits(text, 8, 3);
            bytes.push((coded(&text[..length], 8) & 0xff) as u8);
            return &text[length..];
        }
        _ => {
            let plain = match first {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            };
            bytes.extend(plain.encode_utf8(&mut [0; 4]).as_bytes());
            return rest;
        }
    };
    let code = coded(&rest[..length], radix);
    if matches!(first, 'x' | 'X') {
        bytes.push((code & 0xff) as u8);
    } else {
        let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    &rest[length..]
}
