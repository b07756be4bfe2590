//! HTML, XML and their kin: tags, attributes, comments, and the scripts and styles within.

use super::paint::{Class, Painter};
use super::scan::{self, Reach};
use super::{css, engine, tables};

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    loop {
        pos = scan::skip(bytes, pos, |byte| !matches!(byte, b'<' | b'&' | b'{'));
        let Some(&byte) = bytes.get(pos) else { return };
        pos = match byte {
            b'<' => lex_angle(bytes, pos, painter),
            b'&' => lex_entity(bytes, pos, painter),
            _ if scan::byte_at(bytes, pos + 1) == b'{' => {
                let end = scan::after_bracket(bytes, pos, Reach::Line);
                painter.paint(Class::Variable, pos, end);
                end
            }
            _ => pos + 1,
        };
    }
}

fn lex_angle(bytes: &[u8], pos: usize, painter: &mut Painter<'_>) -> usize {
    const BLOCKS: [(&str, &str, Class); 4] = [
        ("<!--", "-->", Class::Comment),
        ("<![CDATA[", "]]>", Class::Text),
        ("<!", ">", Class::Meta),
        ("<?", "?>", Class::Meta),
    ];
    for (open, close, class) in BLOCKS {
        if scan::stands_at(bytes, pos, open) {
            let end = scan::after(bytes, pos + open.len(), close);
            painter.paint(class, pos, end);
            return end;
        }
    }
    let closing = scan::byte_at(bytes, pos + 1) == b'/';
    let name = pos + 1 + usize::from(closing);
    if !scan::byte_at(bytes, name).is_ascii_alphabetic() {
        return pos + 1;
    }
    let name_end =
        scan::skip(bytes, name, |byte| scan::is_word(byte) || matches!(byte, b'-' | b':' | b'.'));
    painter.paint(Class::Keyword, name, name_end);
    let body = lex_attributes(bytes, name_end, painter);
    if closing {
        return body;
    }
    match &bytes[name..name_end] {
        b"script" => {
            let end = close_of(bytes, body, b"script");
            engine::lex(&tables::TYPESCRIPT, &bytes[..end], body, painter);
            end
        }
        b"style" => {
            let end = close_of(bytes, body, b"style");
            css::lex(&bytes[..end], body, painter);
            end
        }
        _ => body,
    }
}

/// Paints the attributes of a tag and returns where the tag ends.
fn lex_attributes(bytes: &[u8], start: usize, painter: &mut Painter<'_>) -> usize {
    let mut pos = start;
    loop {
        pos = scan::skip(bytes, pos, |byte| byte.is_ascii_whitespace() || byte == b'/');
        match scan::byte_at(bytes, pos) {
            b'>' => return pos + 1,
            // A tag that was never closed: the next one begins.
            b'<' => return pos,
            _ if pos >= bytes.len() => return pos,
            b'=' => pos = lex_value(bytes, pos + 1, painter),
            b'"' | b'\'' => pos = lex_value(bytes, pos, painter),
            _ => {
                let ends = |byte: u8| {
                    byte.is_ascii_whitespace()
                        || matches!(byte, b'=' | b'>' | b'<' | b'/' | b'"' | b'\'')
                };
                let end = scan::skip(bytes, pos, |byte| !ends(byte)).max(pos + 1);
                painter.paint(Class::Attribute, pos, end);
                pos = end;
            }
        }
    }
}

fn lex_value(bytes: &[u8], pos: usize, painter: &mut Painter<'_>) -> usize {
    let start = scan::skip(bytes, pos, |byte| byte.is_ascii_whitespace());
    let end = match scan::byte_at(bytes, start) {
        b'"' => scan::after(bytes, start + 1, "\""),
        b'\'' => scan::after(bytes, start + 1, "'"),
        _ => scan::skip(bytes, start, |byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'<')
        }),
    };
    painter.paint(Class::Text, start, end);
    end
}

fn lex_entity(bytes: &[u8], pos: usize, painter: &mut Painter<'_>) -> usize {
    // The longest name HTML knows has 31 letters.
    let limit = bytes.len().min(pos + 34);
    let end =
        scan::skip(&bytes[..limit], pos + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if end == pos + 1 || scan::byte_at(bytes, end) != b';' {
        return pos + 1;
    }
    painter.paint(Class::Variable, pos, end + 1);
    end + 1
}

/// Returns where the end tag of the element `name` starts, or the end of the code.
fn close_of(bytes: &[u8], pos: usize, name: &[u8]) -> usize {
    let mut pos = pos;
    loop {
        pos = scan::after(bytes, pos, "</");
        if pos >= bytes.len() {
            return bytes.len();
        }
        if bytes[pos..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
            return pos - 2;
        }
    }
}
