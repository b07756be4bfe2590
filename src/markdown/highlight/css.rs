//! CSS and SCSS: selectors, properties and values.
//!
//! Whether a statement is a selector or a declaration shows only at its end, so each is looked
//! through once before it is painted.

use super::paint::{Class, Painter};
use super::scan::{self, Reach};

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    while let Some(&byte) = bytes.get(pos) {
        if let Some(end) = comment_end(bytes, pos) {
            painter.paint(Class::Comment, pos, end);
            pos = end;
        } else if byte.is_ascii_whitespace() || matches!(byte, b'{' | b'}' | b';') {
            pos += 1;
        } else {
            let end = statement_end(bytes, pos);
            lex_statement(&bytes[..end], pos, scan::byte_at(bytes, end) == b'{', painter);
            pos = end.max(pos + 1);
        }
    }
}

fn comment_end(bytes: &[u8], pos: usize) -> Option<usize> {
    if scan::stands_at(bytes, pos, "/*") {
        return Some(scan::after(bytes, pos + 2, "*/"));
    }
    // In `url(https://…)` the slashes follow a colon.
    let line = scan::stands_at(bytes, pos, "//") && (pos == 0 || bytes[pos - 1] != b':');
    line.then(|| scan::line_end(bytes, pos))
}

/// Returns the position of the `{`, `}` or `;` that ends the statement at `pos`, or the end of the
/// code.
fn statement_end(bytes: &[u8], pos: usize) -> usize {
    let mut depth = 0usize;
    let mut pos = pos;
    while let Some(&byte) = bytes.get(pos) {
        match byte {
            b'{' | b'}' => return pos,
            b';' if depth == 0 => return pos,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'"' | b'\'' => {
                pos = scan::quoted_end(bytes, pos, Reach::Line);
                continue;
            }
            b'#' if scan::byte_at(bytes, pos + 1) == b'{' => {
                pos = scan::after_bracket(bytes, pos + 1, Reach::Line);
                continue;
            }
            b'/' => {
                if let Some(end) = comment_end(bytes, pos) {
                    pos = end;
                    continue;
                }
            }
            _ => {}
        }
        pos += 1;
    }
    bytes.len()
}

fn lex_statement(bytes: &[u8], start: usize, opens_block: bool, painter: &mut Painter<'_>) {
    let end = bytes.len();
    if bytes[start] == b'@' {
        let name_end = ident_end(bytes, start + 1);
        painter.paint(Class::Keyword, start, name_end);
        lex_value(bytes, name_end, painter);
    } else if opens_block {
        painter.paint(Class::Function, start, start + bytes[start..end].trim_ascii_end().len());
    } else {
        let name_end = ident_end(bytes, start + usize::from(bytes[start] == b'$'));
        let colon = scan::skip_blanks(bytes, name_end);
        if scan::byte_at(bytes, colon) == b':' {
            painter.paint(Class::Attribute, start, name_end);
            lex_value(bytes, colon + 1, painter);
        } else {
            lex_value(bytes, start, painter);
        }
    }
}

fn ident_end(bytes: &[u8], pos: usize) -> usize {
    scan::skip(bytes, pos, |byte| scan::is_word(byte) || byte == b'-')
}

fn lex_value(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    while let Some(&byte) = bytes.get(pos) {
        let next = scan::byte_at(bytes, pos + 1);
        let (class, end) = match byte {
            b'"' | b'\'' => (Class::Text, scan::quoted_end(bytes, pos, Reach::Line)),
            b'/' => match comment_end(bytes, pos) {
                Some(end) => (Class::Comment, end),
                None => (Class::Comment, pos),
            },
            b'#' if next == b'{' => {
                (Class::Variable, scan::after_bracket(bytes, pos + 1, Reach::Line))
            }
            b'#' if next.is_ascii_hexdigit() => (Class::Number, scan::word_end(bytes, pos + 1)),
            b'0'..=b'9' => (Class::Number, number_end(bytes, pos)),
            b'.' | b'-' if next.is_ascii_digit() => (Class::Number, number_end(bytes, pos + 1)),
            b'$' | b'@' => (Class::Variable, ident_end(bytes, pos + 1)),
            b'-' if next == b'-' => (Class::Variable, ident_end(bytes, pos)),
            b'!' if next.is_ascii_alphabetic() => (Class::Keyword, ident_end(bytes, pos + 1)),
            byte if scan::is_word(byte) => {
                let end = ident_end(bytes, pos);
                if scan::byte_at(bytes, end) == b'(' {
                    (Class::Function, end)
                } else {
                    pos = end;
                    continue;
                }
            }
            _ => (Class::Text, pos),
        };
        painter.paint(class, pos, end);
        pos = end.max(pos + 1);
    }
}

fn number_end(bytes: &[u8], pos: usize) -> usize {
    scan::skip(bytes, pos, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'%'))
}
