//! Markdown as code: headings, quotes, inline code, links, and fenced blocks in their own language.

use super::language::Lexer;
use super::paint::{Class, Painter};
use super::scan;

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut line = start;
    while line < bytes.len() {
        let text = scan::skip_blanks(bytes, line);
        let end = scan::line_end(bytes, text);
        line = match scan::byte_at(bytes, text) {
            b'#' => {
                painter.paint(Class::Meta, text, end);
                end
            }
            b'>' => {
                painter.paint(Class::Comment, text, end);
                end
            }
            b'`' | b'~' if fence_length(bytes, text) >= 3 => lex_fence(bytes, text, end, painter),
            _ if scan::stands_at(bytes, text, "<!--") => {
                let end = scan::after(bytes, text + 4, "-->");
                painter.paint(Class::Comment, text, end);
                scan::line_end(bytes, end)
            }
            _ => {
                lex_text(&bytes[..end], text, painter);
                end
            }
        } + 1;
    }
}

fn fence_length(bytes: &[u8], pos: usize) -> usize {
    let mark = scan::byte_at(bytes, pos);
    scan::skip(bytes, pos, |byte| byte == mark) - pos
}

/// Paints a fenced block and returns the end of its last line.
fn lex_fence(bytes: &[u8], fence: usize, fence_end: usize, painter: &mut Painter<'_>) -> usize {
    let length = fence_length(bytes, fence);
    painter.paint(Class::Meta, fence, fence_end);
    let body = (fence_end + 1).min(bytes.len());
    let mut line = body;
    let close = loop {
        let text = scan::skip_blanks(bytes, line);
        if text >= bytes.len() {
            break bytes.len();
        }
        if bytes[text] == bytes[fence] && fence_length(bytes, text) >= length {
            break text;
        }
        line = scan::line_end(bytes, text) + 1;
    };
    let info = bytes[fence + length..fence_end].trim_ascii();
    match std::str::from_utf8(info).ok().and_then(Lexer::named) {
        // Markdown within Markdown stays plain: fences of growing length would be read again at
        // every level.
        None | Some(Lexer::Markdown) => {}
        Some(lexer) => lexer.lex(&bytes[..close], body, painter),
    }
    let end = scan::line_end(bytes, close);
    painter.paint(Class::Meta, close, end);
    end
}

/// Paints inline code and the targets of links.
fn lex_text(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    loop {
        pos = scan::skip(bytes, pos, |byte| !matches!(byte, b'`' | b']'));
        let Some(&byte) = bytes.get(pos) else { return };
        if byte == b'`' {
            let inside = scan::skip(bytes, pos, |byte| byte == b'`');
            let close = scan::skip(bytes, inside, |byte| byte != b'`');
            if close >= bytes.len() {
                // No backtick follows, so this look is the last.
                pos = inside;
                continue;
            }
            let end = scan::skip(bytes, close, |byte| byte == b'`');
            painter.paint(Class::Text, pos, end);
            pos = end;
        } else if scan::byte_at(bytes, pos + 1) == b'(' {
            let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'(' | b')');
            let end = scan::skip(bytes, pos + 2, |byte| !ends(byte));
            painter.paint(Class::Attribute, pos + 2, end);
            pos = end;
        } else {
            pos += 1;
        }
    }
}
