//! Questions about bytes that several lexers ask. All take the code up to where the lexer may read,
//! and absolute positions.

/// Whether `byte` is a space, a tab or a carriage return: white space that does not end a line.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Whether `byte` may stand in a name. Bytes of characters outside ASCII all may, so that names end
/// between characters.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Returns the byte at `pos`, or 0 at the end: no lexer gives a zero byte a meaning.
pub(super) fn byte_at(bytes: &[u8], pos: usize) -> u8 {
    bytes.get(pos).copied().unwrap_or(0)
}

/// Whether `needle` stands at `pos`.
pub(super) fn stands_at(bytes: &[u8], pos: usize, needle: &str) -> bool {
    bytes.get(pos..).is_some_and(|rest| rest.starts_with(needle.as_bytes()))
}

/// Returns the first position at or after `pos` whose byte does not satisfy `matches`.
pub(super) fn skip(bytes: &[u8], pos: usize, matches: impl Fn(u8) -> bool) -> usize {
    let mut pos = pos;
    while pos < bytes.len() && matches(bytes[pos]) {
        pos += 1;
    }
    pos.min(bytes.len())
}

/// Returns the first position at or after `pos` that is not blank.
pub(super) fn skip_blanks(bytes: &[u8], pos: usize) -> usize {
    skip(bytes, pos, is_blank)
}

/// Returns the end of the name that starts at `pos`.
pub(super) fn word_end(bytes: &[u8], pos: usize) -> usize {
    skip(bytes, pos, is_word)
}

/// Returns the position of the line feed that ends the line of `pos`, or the end of the code.
pub(super) fn line_end(bytes: &[u8], pos: usize) -> usize {
    skip(bytes, pos, |byte| byte != b'\n')
}

/// Returns the end of the line of `pos` and of the lines it continues on by a backslash at its end.
pub(super) fn continued_line_end(bytes: &[u8], pos: usize) -> usize {
    let mut end = line_end(bytes, pos);
    while end < bytes.len() && bytes[pos..trim_end(bytes, pos, end)].ends_with(b"\\") {
        end = line_end(bytes, end + 1);
    }
    end
}

/// Returns where `start..end` ends without the blanks at its end.
pub(super) fn trim_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && is_blank(bytes[end - 1]) {
        end -= 1;
    }
    end
}

/// Returns the position after the next `needle`, or the end of the code.
pub(super) fn after(bytes: &[u8], pos: usize, needle: &str) -> usize {
    let first = byte_at(needle.as_bytes(), 0);
    let mut pos = pos;
    loop {
        pos = skip(bytes, pos, |byte| byte != first);
        if pos >= bytes.len() {
            return bytes.len();
        }
        if stands_at(bytes, pos, needle) {
            return pos + needle.len();
        }
        pos += 1;
    }
}

/// Whether only blanks stand between the start of the line and `pos`.
pub(super) fn starts_line(bytes: &[u8], pos: usize) -> bool {
    let mut pos = pos;
    while pos > 0 && is_blank(bytes[pos - 1]) {
        pos -= 1;
    }
    pos == 0 || bytes[pos - 1] == b'\n'
}

/// How far a bracket may be from its partner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Line,
    Everything,
}

/// Returns the position after the bracket that closes the one at `pos`, or the end of `reach` if
/// none does.
pub(super) fn after_bracket(bytes: &[u8], pos: usize, reach: Reach) -> usize {
    let open = byte_at(bytes, pos);
    let close = match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    };
    let mut depth = 0usize;
    let mut pos = pos;
    while let Some(&byte) = bytes.get(pos) {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
            if depth == 0 {
                return pos + 1;
            }
        } else if byte == b'\n' && reach == Reach::Line {
            return pos;
        }
        pos += 1;
    }
    pos
}

/// Returns the end of a quoted string that opens at `pos` with a one-byte quote, where a backslash
/// escapes.
pub(super) fn quoted_end(bytes: &[u8], pos: usize, reach: Reach) -> usize {
    let quote = byte_at(bytes, pos);
    let mut pos = pos + 1;
    while let Some(&byte) = bytes.get(pos) {
        match byte {
            b'\\' => pos += 1,
            b'\n' if reach == Reach::Line => return pos,
            _ if byte == quote => return pos + 1,
            _ => {}
        }
        pos += 1;
    }
    bytes.len()
}

/// The opener of a here-document, such as `<<-EOF`.
#[derive(Clone, Copy)]
pub(super) struct HereDocument {
    /// Where the opener ends.
    pub(super) end: usize,
    label: (usize, usize),
}

impl HereDocument {
    /// Reads the opener at `pos`. A label without quotes starts with a capital: `a <<b` shifts.
    pub(super) fn read(bytes: &[u8], pos: usize) -> Option<Self> {
        if !stands_at(bytes, pos, "<<") {
            return None;
        }
        let mut start = pos + 2;
        if matches!(byte_at(bytes, start), b'<' | b'-' | b'~') {
            start += 1;
        }
        let quote = byte_at(bytes, start);
        let quoted = matches!(quote, b'\'' | b'"' | b'\\');
        start += usize::from(quoted);
        let label_end = word_end(bytes, start);
        let capital = matches!(byte_at(bytes, start), b'A'..=b'Z' | b'_');
        if label_end == start || !(quoted || capital) {
            return None;
        }
        let end = label_end + usize::from(quoted && byte_at(bytes, label_end) == quote);
        Some(HereDocument { end, label: (start, label_end) })
    }

    /// Returns the end of the line that closes the document whose body starts at `body`, or the end
    /// of the code.
    pub(super) fn body_end(self, bytes: &[u8], body: usize) -> usize {
        let label = &bytes[self.label.0..self.label.1];
        let mut line = body;
        while line < bytes.len() {
            let text = skip_blanks(bytes, line);
            if bytes[text..].starts_with(label) && !is_word(byte_at(bytes, text + label.len())) {
                return text + label.len();
            }
            line = line_end(bytes, text) + 1;
        }
        bytes.len()
    }
}
