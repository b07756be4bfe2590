//! The patterns of inputs: RE2 as GitLab reads it, matched here and written again for browsers.
//!
//! RE2's syntax is turned into that of `regex-syntax`, whose tree is the one meaning that both matchers share.

use regex_automata::meta;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// A longer pattern is not read.
const LONGEST: usize = 2_000;
/// The most ranges that a class may have in a browser's pattern; scripts of whole languages have more.
const RANGES: usize = 100;
/// What compiling a pattern may take up, in bytes.
const COMPILED: usize = 1 << 20;

/// A pattern that was understood.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: meta::Regex,
    script: Option<String>,
}

impl Pattern {
    /// Reads a pattern in RE2's syntax; none if it is not one, or costs too much.
    pub(crate) fn parse(text: &str) -> Option<Pattern> {
        if text.len() > LONGEST {
            return None;
        }
        let hir = ParserBuilder::new().nest_limit(100).build().parse(&translated(text)).ok()?;
        let config = meta::Config::new()
            .nfa_size_limit(Some(COMPILED))
            .onepass_size_limit(Some(COMPILED))
            .hybrid_cache_capacity(COMPILED);
        let regex = meta::Regex::builder().configure(config).build_from_hir(&hir).ok()?;
        let mut script = String::new();
        let script = write(&hir, &mut script).map(|()| script);
        Some(Pattern { regex, script })
    }

    /// Whether RE2 would refuse a pattern too, as far as that can be told: not because it costs much, and not because of
    /// its few words that are not read here.
    pub(crate) fn is_refused(text: &str) -> bool {
        let is_read = text.len() <= LONGEST && !text.contains("\\Q") && !text.contains("\\C");
        is_read && ParserBuilder::new().nest_limit(100).build().parse(&translated(text)).is_err()
    }

    /// Whether any part of the text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The same pattern for `new RegExp(…, "u")`; none if browsers cannot say it.
    pub(crate) fn script(&self) -> Option<&str> {
        self.script.as_deref()
    }
}

/// RE2's words where the two syntaxes differ: classes are of ASCII, a brace that repeats nothing is a brace, and
/// classes neither nest nor intersect.
fn translated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_class = false;
    while let Some(character) = rest.chars().next() {
        let (taken, written) = match character {
            '\\' => escaped(rest, in_class),
            '[' if !in_class => {
                in_class = true;
                // A bracket that closes at once is one of the class.
                let opening = ["[^]", "[]", "[^", "["].into_iter().find(|it| rest.starts_with(it));
                let opening = opening.unwrap_or("[");
                (opening.len(), opening.replace(']', "\\]"))
            }
            '[' if rest.starts_with("[:") => {
                let end = rest.find(":]").map_or(1, |end| end + 2);
                let name = &rest[..end];
                (end, if end == 1 { "\\[".to_owned() } else { name.to_owned() })
            }
            '[' => (1, "\\[".to_owned()),
            '&' | '~' if in_class => (1, format!("\\{character}")),
            '-' if in_class && rest.starts_with("--") => (1, "\\-".to_owned()),
            ']' => {
                in_class = false;
                (1, "]".to_owned())
            }
            '{' if !in_class && !repeats(rest) => (1, "\\{".to_owned()),
            other => (other.len_utf8(), other.to_string()),
        };
        out.push_str(&written);
        rest = &rest[taken..];
    }
    out
}

/// The backslash and what it stands before: how many bytes that is, and what it means.
fn escaped(rest: &str, in_class: bool) -> (usize, String) {
    let Some(next) = rest[1..].chars().next() else { return (1, "\\".to_owned()) };
    let length = 1 + next.len_utf8();
    let written = match next {
        'd' => "[0-9]".to_owned(),
        'D' => "[^0-9]".to_owned(),
        'w' => "[0-9A-Za-z_]".to_owned(),
        'W' => "[^0-9A-Za-z_]".to_owned(),
        's' => "[\\t\\n\\f\\r ]".to_owned(),
        'S' => "[^\\t\\n\\f\\r ]".to_owned(),
        'b' | 'B' if !in_class => format!("(?-u:\\{next})"),
        '<' | '>' => next.to_string(),
        other => format!("\\{other}"),
    };
    (length, written)
}

/// Whether a brace begins `{3}`, `{3,}` or `{3,5}`.
fn repeats(rest: &str) -> bool {
    let Some((inside, _)) = rest[1..].split_once('}') else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

/// Writes the tree as a browser reads it under the flag `u`; none for what a browser has no words for.
fn write(hir: &Hir, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => out.push_str("(?:)"),
        HirKind::Literal(literal) => {
            for character in std::str::from_utf8(&literal.0).ok()?.chars() {
                push_literal(character, out);
            }
        }
        HirKind::Class(class) => write_class(class, out)?,
        HirKind::Look(look) => out.push_str(match look {
            Look::Start => "^",
            Look::End => "$",
            Look::StartLF => "(?<![^\\n])",
            Look::EndLF => "(?![^\\n])",
            Look::WordAscii => "\\b",
            Look::WordAsciiNegate => "\\B",
            _ => return None,
        }),
        HirKind::Repetition(repetition) => write_repetition(repetition, out)?,
        HirKind::Capture(capture) => {
            out.push_str("(?:");
            write(&capture.sub, out)?;
            out.push(')');
        }
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, out)?;
            }
        }
        HirKind::Alternation(parts) => {
            out.push_str("(?:");
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    out.push('|');
                }
                write(part, out)?;
            }
            out.push(')');
        }
    }
    Some(())
}

fn write_repetition(repetition: &Repetition, out: &mut String) -> Option<()> {
    // A browser repeats no assertion.
    if matches!(repetition.sub.kind(), HirKind::Look(_)) && repetition.min > 0 {
        return write(&repetition.sub, out);
    }
    out.push_str("(?:");
    write(&repetition.sub, out)?;
    out.push(')');
    match (repetition.min, repetition.max) {
        (0, None) => out.push('*'),
        (1, None) => out.push('+'),
        (0, Some(1)) => out.push('?'),
        (min, None) => out.push_str(&format!("{{{min},}}")),
        (min, Some(max)) if min == max => out.push_str(&format!("{{{min}}}")),
        (min, Some(max)) => out.push_str(&format!("{{{min},{max}}}")),
    }
    if !repetition.greedy {
        out.push('?');
    }
    Some(())
}

fn write_class(class: &Class, out: &mut String) -> Option<()> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start(), range.end())).collect()
        }
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    if ranges.len() > RANGES {
        return None;
    }
    out.push('[');
    for (start, end) in ranges {
        push_point(start, out);
        if end != start {
            out.push('-');
            push_point(end, out);
        }
    }
    out.push(']');
    Some(())
}

/// A character of a class: letters and digits as they are, the rest by number.
fn push_point(character: char, out: &mut String) {
    if character.is_ascii_alphanumeric() {
        out.push(character);
    } else {
        out.push_str(&format!("\\u{{{:x}}}", u32::from(character)));
    }
}

fn push_literal(character: char, out: &mut String) {
    if "^$\\.*+?()[]{}|/".contains(character) {
        out.push('\\');
        out.push(character);
    } else if character.is_control() {
        push_point(character, out);
    } else {
        out.push(character);
    }
}
