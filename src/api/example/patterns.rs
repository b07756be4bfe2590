//! Regular expressions as descriptions write them, in the syntax that is read here.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex_automata::meta;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

/// A longer pattern is not read.
const LONGEST: usize = 2_000;
/// What compiling a pattern may take up, in bytes.
const COMPILED: usize = 1 << 20;

/// Patterns, each compiled once.
#[derive(Default)]
pub(super) struct Patterns {
    known: RefCell<BTreeMap<String, Option<meta::Regex>>>,
}

impl Patterns {
    /// Whether any part of the text matches; none if the pattern cannot be read.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut known = self.known.borrow_mut();
        if !known.contains_key(pattern) {
            known.insert(pattern.to_owned(), compiled(pattern));
        }
        known.get(pattern)?.as_ref().map(|regex| regex.is_match(text))
    }
}

fn compiled(pattern: &str) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .nfa_size_limit(Some(COMPILED))
        .onepass_size_limit(Some(COMPILED))
        .hybrid_cache_capacity(COMPILED);
    meta::Regex::builder().configure(config).build_from_hir(&parsed(pattern)?).ok()
}

/// The pattern as a tree; none if it holds what cannot be read, such as a look ahead.
pub(super) fn parsed(pattern: &str) -> Option<Hir> {
    if pattern.len() > LONGEST {
        return None;
    }
    ParserBuilder::new().nest_limit(100).build().parse(&translated(pattern)).ok()
}

/// ECMA-262's words where the two syntaxes differ: `\d` is of ASCII, a brace that repeats nothing is a brace, and
/// classes neither nest nor intersect.
fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut in_class = false;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        match character {
            '\\' => {
                let escaped = rest[1..].chars().next();
                length += escaped.map_or(0, char::len_utf8);
                match (escaped, in_class) {
                    (Some('d'), true) => out.push_str("0-9"),
                    (Some('d'), false) => out.push_str("[0-9]"),
                    (Some('w'), true) => out.push_str("0-9A-Za-z_"),
                    (Some('w'), false) => out.push_str("[0-9A-Za-z_]"),
                    (Some('/'), _) => out.push('/'),
                    (Some('Z'), false) => out.push('$'),
                    _ => out.push_str(&rest[..length]),
                }
                // A dash behind a class of letters is a dash.
                if in_class
                    && matches!(escaped, Some('d' | 'w' | 's'))
                    && rest[length..].starts_with('-')
                {
                    out.push_str("\\-");
                    length += 1;
                }
            }
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                if rest[1..].starts_with('^') {
                    out.push('^');
                    length += 1;
                }
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(character);
            }
            '{' if !in_class && !is_repetition(rest) => out.push_str("\\{"),
            '}' if !in_class && !closes_repetition(&pattern[..pattern.len() - rest.len()]) => {
                out.push_str("\\}");
            }
            _ => out.push(character),
        }
        rest = &rest[length..];
    }
    out
}

/// Whether it begins with `{2}`, `{2,}` or `{2,5}`.
fn is_repetition(text: &str) -> bool {
    let Some((inner, _)) = text[1..].split_once('}') else { return false };
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

fn closes_repetition(before: &str) -> bool {
    before.rfind('{').is_some_and(|at| {
        let is_escaped = before[..at].ends_with('\\');
        !is_escaped && is_repetition(&format!("{}}}", &before[at..]))
    })
}
