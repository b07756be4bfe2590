//! GraphQL schema language: counts, by a scanner that knows comments, strings and brackets.

use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::model::api::{ApiContent, ApiFormat};

use super::reading::{Files, Outcome, Reading};

/// Reads the schema that stands in these files together; nothing if they define no type (they may hold queries).
pub(super) fn read(texts: &[(&RelPath, &str)], _files: &Files<'_>) -> Outcome {
    let mut content = ApiContent::new(ApiFormat::GraphQl);
    for (_, text) in texts {
        let scan = scan(text);
        for (role, usual) in
            [("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")]
        {
            let name = scan.roots.get(role).copied().unwrap_or(usual);
            content.counts.fields += scan.fields.get(name).copied().unwrap_or(0);
        }
        content.counts.schemas += scan.types;
    }
    Ok((content.counts.schemas > 0).then_some(Reading { content, findings: Vec::new() }))
}

#[derive(Default)]
struct Scan<'a> {
    /// Definitions of types of any sort.
    types: usize,
    /// By object type, how many fields it has.
    fields: BTreeMap<&'a str, usize>,
    /// By operation, the type that `schema { query: … }` names.
    roots: BTreeMap<&'a str, &'a str>,
}

fn scan(text: &str) -> Scan<'_> {
    let mut scan = Scan::default();
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    let mut keyword = "";
    let mut name = "";
    let mut previous = "";
    let mut before_colon = "";
    for token in (Tokens { rest: text }) {
        match token {
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    (keyword, name) = ("", "");
                }
            }
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            ":" if braces == 1 && brackets == 0 => {
                if matches!(keyword, "type" | "interface" | "input") {
                    *scan.fields.entry(name).or_default() += 1;
                }
                before_colon = previous;
            }
            word if braces == 0 && brackets == 0 => match (previous, word) {
                (_, "type" | "interface" | "input" | "enum" | "union" | "scalar" | "schema")
                    if !is_definition(previous) =>
                {
                    keyword = word;
                }
                (_, word) if is_definition(previous) && previous == keyword => {
                    name = word;
                    scan.types += 1;
                }
                _ => {}
            },
            word if keyword == "schema" && braces == 1 && previous == ":" => {
                scan.roots.insert(before_colon, word);
            }
            _ => {}
        }
        previous = token;
    }
    scan
}

fn is_definition(word: &str) -> bool {
    matches!(word, "type" | "interface" | "input" | "enum" | "union" | "scalar")
}

/// Names and single marks; comments and strings are skipped.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let rest = self
                .rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == '\u{feff}');
            let first = rest.chars().next()?;
            let length = match first {
                '#' => {
                    self.rest = rest.find('\n').map_or("", |end| &rest[end..]);
                    continue;
                }
                '"' => {
                    self.rest = after_string(rest);
                    continue;
                }
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
    c.is_alphanumeric() || c == '_'
}

fn after_string(text: &str) -> &str {
    if let Some(inner) = text.strip_prefix("\"\"\"") {
        return inner.find("\"\"\"").map_or("", |end| &inner[end + 3..]);
    }
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' | '\n' if !escaped => return &text[at + 1..],
            _ => escaped = c == '\\' && !escaped,
        }
    }
    ""
}
