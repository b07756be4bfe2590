//! Raw HTML as tags and text, by the tokenizer of the HTML standard as far as it matters here.
//!
//! Comments, declarations and processing instructions are left out; a tag that does not end is left out with all behind it.
//! Knows no elements, and copies nothing.

use std::borrow::Cow;

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text as written, character references included.
    Text(&'a str),
    /// `<name attributes>`.
    Open {
        name: &'a str,
        attributes: Attributes<'a>,
        /// Where the tag begins.
        at: usize,
        /// Whether it ends in `/>`.
        closed: bool,
    },
    /// `</name>`.
    Close(&'a str),
}

/// The attributes of one tag as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributes<'a>(&'a str);

/// Reads `html` from `at` on; moves `at` behind the token.
pub(super) fn next<'a>(html: &'a str, at: &mut usize) -> Option<Token<'a>> {
    loop {
        let rest = &html[*at..];
        if rest.is_empty() {
            return None;
        }
        if !begins_markup(rest.as_bytes()) {
            let length = text_length(rest);
            *at += length;
            return Some(Token::Text(&rest[..length]));
        }
        let start = *at;
        let (token, length) = markup(rest, start);
        *at += length;
        if token.is_some() {
            return token;
        }
    }
}

fn begins_markup(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', b'!' | b'?' | b'/', ..])
        || matches!(bytes, [b'<', letter, ..] if letter.is_ascii_alphabetic())
}

/// How long the text at the start is: up to the next thing that begins markup. Looks at least one byte ahead.
fn text_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text[from..].find('<') {
        let at = from + found;
        if at > 0 && begins_markup(&bytes[at..]) {
            return at;
        }
        from = at + 1;
    }
    bytes.len()
}

/// Reads what begins at `<`; a comment is no token.
fn markup(rest: &str, start: usize) -> (Option<Token<'_>>, usize) {
    let bytes = rest.as_bytes();
    match bytes[1] {
        b'!' if rest.starts_with("<!--") => (None, comment_length(rest)),
        b'!' | b'?' => (None, rest.find('>').map_or(rest.len(), |end| end + 1)),
        b'/' if !bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
            (None, rest.find('>').map_or(rest.len(), |end| end + 1))
        }
        b'/' => tag(rest, 2, start),
        _ => tag(rest, 1, start),
    }
}

fn comment_length(rest: &str) -> usize {
    if rest.starts_with("<!-->") {
        return 5;
    }
    if rest.starts_with("<!--->") {
        return 6;
    }
    // `--!>` ends a comment too, and both begin with two hyphens.
    let mut from = 4;
    while let Some(found) = rest[from..].find("--") {
        let after = &rest[from + found + 2..];
        if after.starts_with('>') {
            return from + found + 3;
        }
        if after.starts_with("!>") {
            return from + found + 4;
        }
        from += found + 1;
    }
    rest.len()
}

fn tag(rest: &str, name_start: usize, start: usize) -> (Option<Token<'_>>, usize) {
    let bytes = rest.as_bytes();
    let name_end = bytes[name_start..]
        .iter()
        .position(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'))
        .map_or(rest.len(), |length| name_start + length);
    let mut at = name_end;
    while at < bytes.len() && bytes[at] != b'>' {
        at = skip_attribute(bytes, at);
    }
    if at >= bytes.len() {
        return (None, rest.len());
    }
    let name = &rest[name_start..name_end];
    let token = if name_start == 2 {
        Token::Close(name)
    } else {
        let closed = bytes[at - 1] == b'/';
        Token::Open { name, attributes: Attributes(&rest[name_end..at]), at: start, closed }
    };
    (Some(token), at + 1)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Where the byte ranges of one attribute's name and value are.
struct Parts {
    name: (usize, usize),
    value: (usize, usize),
    end: usize,
}

/// Reads an attribute, or what stands between two, from `at`; ends before `>`.
fn attribute(bytes: &[u8], at: usize) -> Parts {
    let skip = |mut at: usize, is: fn(u8) -> bool| {
        while at < bytes.len() && is(bytes[at]) {
            at += 1;
        }
        at
    };
    let start = skip(at, |byte| is_space(byte) || byte == b'/');
    // A name may begin with `=`.
    let first = usize::from(bytes.get(start) == Some(&b'='));
    let end = skip(start + first, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
    let equals = skip(end, is_space);
    if start == end || bytes.get(equals) != Some(&b'=') {
        return Parts { name: (start, end), value: (end, end), end };
    }
    let value = skip(equals + 1, is_space);
    match bytes.get(value) {
        Some(&quote @ (b'"' | b'\'')) => {
            let length = bytes[value + 1..].iter().position(|&byte| byte == quote);
            let close = length.map_or(bytes.len(), |length| value + 1 + length);
            Parts {
                name: (start, end),
                value: (value + 1, close),
                end: (close + 1).min(bytes.len()),
            }
        }
        _ => {
            let close = skip(value, |byte| !is_space(byte) && byte != b'>');
            Parts { name: (start, end), value: (value, close), end: close }
        }
    }
}

fn skip_attribute(bytes: &[u8], at: usize) -> usize {
    attribute(bytes, at).end
}

impl<'a> Attributes<'a> {
    /// Returns the value of the first attribute called `wanted`, character references resolved.
    pub(super) fn get(self, wanted: &str) -> Option<Cow<'a, str>> {
        let bytes = self.0.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let parts = attribute(bytes, at);
            if self.0[parts.name.0..parts.name.1].eq_ignore_ascii_case(wanted) {
                return Some(decoded(&self.0[parts.value.0..parts.value.1]));
            }
            // Nothing read means that nothing but a stray byte is left.
            at = parts.end.max(at + 1);
        }
        None
    }

    /// Whether there is an attribute called `wanted`.
    pub(super) fn has(self, wanted: &str) -> bool {
        self.get(wanted).is_some()
    }

    /// Returns the value as a whole number, if it is one.
    pub(super) fn number(self, wanted: &str) -> Option<u32> {
        let value = self.get(wanted)?;
        let value = value.trim();
        value.strip_suffix("px").unwrap_or(value).parse().ok()
    }
}

/// The named character references that hide something in an address, and those people write in text.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("colon", ":"),
    ("sol", "/"),
    ("num", "#"),
    ("quest", "?"),
    ("period", "."),
    ("lpar", "("),
    ("rpar", ")"),
    ("Tab", "\t"),
    ("NewLine", "\n"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("bull", "•"),
    ("middot", "·"),
    ("rarr", "→"),
    ("larr", "←"),
    ("emsp", "\u{2003}"),
    ("ensp", "\u{2002}"),
    ("times", "×"),
];

/// Returns `text` with numeric and the usual named character references resolved; others stay as written.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((character, length)) => {
                decoded.push_str(&character);
                rest = &rest[length..];
            }
            None => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Reads a reference behind its `&`: what it stands for, and its length.
fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
        if length == 0 {
            return None;
        }
        let value = u32::from_str_radix(&digits[..length], radix).unwrap_or(0);
        let character = char::from_u32(value).filter(|&c| c != '\0').unwrap_or('\u{fffd}');
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((character.to_string().into(), before + length + semicolon));
    }
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if !text[length..].starts_with(';') {
        return None;
    }
    let (_, character) = NAMED.iter().find(|(name, _)| *name == &text[..length])?;
    Some(((*character).into(), length + 1))
}
