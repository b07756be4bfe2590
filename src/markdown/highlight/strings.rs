//! Reads and paints one string: to its close, to the end of its line, or to the end of the code.
//!
//! A string never looks ahead: what it steps over it has consumed, so an open quote cannot cost
//! more than the code is long.

use super::grammar::StringRule;
use super::paint::{Class, Painter};
use super::scan::{self, Reach};

/// Paints the string from `start`, whose body begins at `body`, and returns where it ends.
pub(super) fn paint_string(
    rule: &StringRule,
    bytes: &[u8],
    start: usize,
    body: usize,
    painter: &mut Painter<'_>,
) -> usize {
    let close = rule.close.as_bytes()[0];
    let mut painted = start;
    let mut pos = body;
    while let Some(&byte) = bytes.get(pos) {
        if byte == close && scan::stands_at(bytes, pos, rule.close) {
            pos += rule.close.len();
            painter.paint(Class::Text, painted, pos);
            return pos;
        }
        match byte {
            b'\n' if !rule.multiline => break,
            b'$' | b'#' | b'{' | b'\\' | b'%' => {
                if let Some(end) = hole_end(rule, bytes, pos) {
                    painter.paint(Class::Text, painted, pos);
                    painter.paint(Class::Variable, pos, end);
                    painted = end;
                    pos = end;
                    continue;
                }
                // Twice the byte that opens a hole is the byte itself: `{{` in Python, `$$` in
                // others.
                let doubled = byte != b'\\'
                    && !rule.holes.is_empty()
                    && scan::byte_at(bytes, pos + 1) == byte;
                pos += if doubled || byte == rule.escape { 2 } else { 1 };
            }
            _ if byte == rule.escape => pos += 2,
            _ => pos += 1,
        }
    }
    let end = pos.min(bytes.len());
    painter.paint(Class::Text, painted, end);
    end
}

/// Returns where the hole at `pos` ends, if one opens there.
fn hole_end(rule: &StringRule, bytes: &[u8], pos: usize) -> Option<usize> {
    let open = rule.holes.iter().find(|open| scan::stands_at(bytes, pos, open))?;
    let after = pos + open.len();
    let next = scan::byte_at(bytes, after);
    let bracket = match (open.as_bytes().first(), open.as_bytes().last()) {
        (_, Some(b'{' | b'(')) => after - 1,
        // PHP's `{$`.
        (Some(b'{'), _) => pos,
        _ => {
            return (next.is_ascii_alphabetic() || next == b'_')
                .then(|| scan::word_end(bytes, after));
        }
    };
    if *open == "{" && next == b'{' {
        return None;
    }
    let reach = if rule.multiline { Reach::Everything } else { Reach::Line };
    Some(scan::after_bracket(bytes, bracket, reach))
}

/// Returns where a raw string between `"` and as many `#` as stand at `pos` ends, if one opens
/// there.
pub(super) fn hashed_end(bytes: &[u8], pos: usize) -> Option<usize> {
    let quote = scan::skip(bytes, pos, |byte| byte == b'#');
    if scan::byte_at(bytes, quote) != b'"' {
        return None;
    }
    let hashes = quote - pos;
    let mut pos = quote + 1;
    loop {
        pos = scan::skip(bytes, pos, |byte| byte != b'"');
        if pos >= bytes.len() {
            return Some(bytes.len());
        }
        let after = scan::skip(bytes, pos + 1, |byte| byte == b'#');
        if after - pos > hashes {
            return Some(pos + 1 + hashes);
        }
        pos = after;
    }
}

/// Returns where a raw string `"x(…)x"` that opens at `pos` ends, if one does. The standard allows
/// 16 bytes of delimiter.
pub(super) fn delimited_end(bytes: &[u8], pos: usize) -> Option<usize> {
    if scan::byte_at(bytes, pos) != b'"' {
        return None;
    }
    let start = pos + 1;
    let length = bytes[start..].iter().take(17).position(|&byte| byte == b'(')?;
    let delimiter = &bytes[start..start + length];
    let mut pos = start + length;
    loop {
        pos = scan::skip(bytes, pos, |byte| byte != b')');
        if pos >= bytes.len() {
            return Some(bytes.len());
        }
        pos += 1;
        let after = pos + length;
        if bytes[pos..].starts_with(delimiter) && scan::byte_at(bytes, after) == b'"' {
            return Some(after + 1);
        }
    }
}
