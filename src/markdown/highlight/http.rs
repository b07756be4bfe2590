//! HTTP messages: a request or status line, headers, and a body that shows its format by its first
//! byte.

use super::paint::{Class, Painter};
use super::{engine, markup, scan, tables};

/// Paints `bytes` from `start` on. Several messages may follow each other, each after a line of
/// `###`.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut line = start;
    while line < bytes.len() {
        line = lex_head(bytes, line, painter);
        line = lex_body(bytes, line, painter);
    }
}

/// Paints lines up to an empty one and returns where the body starts.
fn lex_head(bytes: &[u8], start: usize, painter: &mut Painter<'_>) -> usize {
    let mut line = start;
    let mut seen = false;
    while line < bytes.len() {
        let end = scan::line_end(bytes, line);
        if bytes[line..end].trim_ascii().is_empty() {
            if seen {
                return end + 1;
            }
        } else if bytes[line] == b'#' {
            painter.paint(Class::Comment, line, end);
        } else {
            lex_head_line(&bytes[..end], line, painter);
            seen = true;
        }
        line = end + 1;
    }
    bytes.len()
}

fn lex_head_line(bytes: &[u8], line: usize, painter: &mut Painter<'_>) {
    let name_end = scan::skip(bytes, line, |byte| scan::is_word(byte) || byte == b'-');
    match scan::byte_at(bytes, name_end) {
        b':' => painter.paint(Class::Attribute, line, name_end),
        b' ' if bytes[line..name_end].iter().all(u8::is_ascii_uppercase) => {
            painter.paint(Class::Keyword, line, name_end);
        }
        _ if scan::stands_at(bytes, line, "HTTP/") => {
            let version_end = scan::skip(bytes, line, |byte| byte != b' ');
            let status = scan::skip_blanks(bytes, version_end);
            painter.paint(Class::Meta, line, version_end);
            painter.paint(Class::Number, status, scan::word_end(bytes, status));
        }
        _ => {}
    }
}

/// Paints the body and returns where the next message starts.
fn lex_body(bytes: &[u8], start: usize, painter: &mut Painter<'_>) -> usize {
    let mut end = start;
    while end < bytes.len() && !scan::stands_at(bytes, end, "###") {
        end = scan::line_end(bytes, end) + 1;
    }
    let end = end.min(bytes.len());
    match scan::byte_at(bytes, start) {
        b'{' | b'[' => engine::lex(&tables::JSON, &bytes[..end], start, painter),
        b'<' => markup::lex(&bytes[..end], start, painter),
        _ => {}
    }
    end
}
