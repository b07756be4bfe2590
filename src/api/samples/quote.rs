//! Texts as literals of languages: whatever they hold, they are read back as they are.

use serde_json::Value;

/// A part of a text that is put together when the sample runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it is.
    Plain(String),
    /// The value of an environment variable.
    Variable(&'static str),
}

/// For a POSIX shell. What no argument can hold is left out.
pub(super) fn shell(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| !is_invisible(*c) || matches!(c, '\n' | '\t')).collect();
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// For a POSIX shell, with variables.
pub(super) fn shell_pieces(pieces: &[Piece]) -> String {
    let is_simple = |piece: &Piece| match piece {
        Piece::Plain(text) => {
            !text.contains(['"', '\\', '$', '`', '!']) && !text.contains(is_invisible)
        }
        Piece::Variable(_) => true,
    };
    let has_variable = pieces.iter().any(|piece| matches!(piece, Piece::Variable(_)));
    if has_variable && pieces.iter().all(is_simple) {
        let text: String = pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| match piece {
                Piece::Plain(text) => text.clone(),
                Piece::Variable(name) => match pieces.get(at + 1) {
                    Some(Piece::Plain(next))
                        if next.starts_with(|c: char| c.is_alphanumeric() || c == '_') =>
                    {
                        format!("${{{name}}}")
                    }
                    _ => format!("${name}"),
                },
            })
            .collect();
        return format!("\"{text}\"");
    }
    let parts = pieces.iter().map(|piece| match piece {
        Piece::Plain(text) => shell(text),
        Piece::Variable(name) => format!("\"${name}\""),
    });
    parts.collect()
}

/// A string literal in double quotes for Python and Go.
pub(super) fn double(text: &str) -> String {
    quoted(text, |c| format!("\\U{:08x}", u32::from(c)))
}

/// A string literal in double quotes for JavaScript.
pub(super) fn javascript(text: &str) -> String {
    quoted(text, |c| format!("\\u{{{:x}}}", u32::from(c)))
}

fn quoted(text: &str, wide: impl Fn(char) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if !is_invisible(c) => out.push(c),
            // The three languages agree on these two forms.
            c if c.is_ascii() => out += &format!("\\x{:02x}", u32::from(c)),
            c if u32::from(c) <= 0xffff => out += &format!("\\u{:04x}", u32::from(c)),
            c => out += &wide(c),
        }
    }
    out.push('"');
    out
}

/// What can hide or reorder what stands beside it.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// JSON on several lines, with escapes for what cannot be seen.
pub(super) fn json(value: &Value) -> String {
    let text = format!("{value:#}");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) && c != '\n' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out += &format!("\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// What tells the literals of languages apart.
pub(super) struct Literals {
    pub yes: &'static str,
    pub no: &'static str,
    pub null: &'static str,
    pub indent: &'static str,
    pub text: fn(&str) -> String,
    pub key: fn(&str) -> String,
}

/// A value as a literal.
pub(super) fn literal(value: &Value, words: &Literals, depth: usize) -> String {
    let inner = words.indent.repeat(depth + 1);
    let close = words.indent.repeat(depth);
    match value {
        Value::Null => words.null.to_owned(),
        Value::Bool(true) => words.yes.to_owned(),
        Value::Bool(false) => words.no.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => (words.text)(text),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Array(items) => {
            let items =
                items.iter().map(|item| format!("{inner}{},\n", literal(item, words, depth + 1)));
            format!("[\n{}{close}]", items.collect::<String>())
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| {
                format!("{inner}{}: {},\n", (words.key)(key), literal(value, words, depth + 1))
            });
            format!("{{\n{}{close}}}", fields.collect::<String>())
        }
    }
}

/// Pieces joined by `+`.
pub(super) fn joined(
    pieces: &[Piece],
    text: fn(&str) -> String,
    variable: fn(&str) -> String,
) -> String {
    let parts: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Plain(plain) => text(plain),
            Piece::Variable(name) => variable(name),
        })
        .collect();
    parts.join(" + ")
}
