//! Protocol buffers: package and counts, by a scanner that knows comments and strings.

use crate::model::ApiFormat;

use super::apis::{Summary, counts};

/// Summarises a `.proto` file.
pub(super) fn summary(text: &str) -> Summary {
    let mut package = None;
    let mut syntax = None;
    let (mut services, mut methods, mut messages, mut enums) = (0, 0, 0, 0);
    // A keyword counts only where a statement begins; elsewhere it is a name.
    let mut statement: Vec<&str> = Vec::new();
    for token in (Tokens { rest: text }) {
        match token {
            "{" | "}" | ";" => {
                match statement.as_slice() {
                    ["service", _] if token == "{" => services += 1,
                    ["message", _] if token == "{" => messages += 1,
                    ["enum", _] if token == "{" => enums += 1,
                    ["rpc", ..] => methods += 1,
                    ["package", name] => package = Some(*name),
                    ["syntax" | "edition", "=", value] => syntax = Some(*value),
                    _ => {}
                }
                statement.clear();
            }
            word if statement.len() < 3 => statement.push(word),
            _ => {}
        }
    }
    Summary {
        format: ApiFormat::Protobuf,
        format_version: syntax.map(|value| value.trim_matches(['"', '\'']).to_owned()),
        title: package.map(str::to_owned),
        version: package
            .and_then(|name| name.rsplit('.').next())
            .filter(|part| is_version(part))
            .map(str::to_owned),
        counts: counts(vec![
            ("services", services),
            ("methods", methods),
            ("messages", messages),
            ("enums", enums),
        ]),
    }
}

/// `v1`, `v1beta2`: how packages carry their version.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Words, strings with their quotes, and single marks; comments are skipped.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let first = rest.chars().next()?;
            if rest.starts_with("//") {
                self.rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            if let Some(inner) = rest.strip_prefix("/*") {
                self.rest = inner.find("*/").map_or("", |end| &inner[end + 2..]);
                continue;
            }
            let length = match first {
                '"' | '\'' => string_length(rest, first),
                c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                c => c.len_utf8(),
            };
            let (token, after) = rest.split_at(length);
            self.rest = after;
            return Some(token);
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if (c == quote || c == '\n') && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}
