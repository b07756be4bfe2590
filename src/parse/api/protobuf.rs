//! Protocol buffers: package and counts, by a scanner that knows comments and strings.

use crate::base::RelPath;
use crate::model::api::{ApiContent, ApiFormat};

use super::reading::{Files, Outcome, Reading};

/// Reads the tree of files that make one description together.
pub(super) fn read(texts: &[(&RelPath, &str)], _files: &Files<'_>) -> Outcome {
    let mut content = ApiContent::new(ApiFormat::Protobuf);
    for (_, text) in texts {
        scan(text, &mut content);
    }
    Ok(Some(Reading { content, findings: Vec::new() }))
}

fn scan(text: &str, content: &mut ApiContent) {
    // A keyword counts only where a statement begins; elsewhere it is a name.
    let mut statement: Vec<&str> = Vec::new();
    for token in (Tokens { rest: text }) {
        match token {
            "{" | "}" | ";" => {
                match statement.as_slice() {
                    ["message" | "enum", _] if token == "{" => {
                        content.counts.schemas += 1;
                        content.counts.messages += usize::from(statement[0] == "message");
                    }
                    ["rpc", ..] => content.counts.methods += 1,
                    ["package", name] => {
                        content.title.get_or_insert((*name).to_owned());
                        let last = name.rsplit('.').next().filter(|part| is_version(part));
                        content.version = content.version.take().or(last.map(str::to_owned));
                    }
                    ["syntax" | "edition", "=", value] => {
                        let value = value.trim_matches(['"', '\'']).to_owned();
                        content.format_version.get_or_insert(value);
                    }
                    _ => {}
                }
                statement.clear();
            }
            word if statement.len() < 3 => statement.push(word),
            _ => {}
        }
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
