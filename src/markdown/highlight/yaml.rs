//! YAML: keys, scalars, block scalars, anchors and tags, by lines and columns.
//!
//! Plain text values stay plain, except what they name: a CI file is full of `$VARIABLES`.

use super::paint::{Class, Painter};
use super::scan::{self, Reach};
use super::words::{Word, Words};

static CONSTANTS: Words = Words::folded(&[(Word::Known, "true false null yes no on off ~")]);

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut yaml = Yaml { bytes, painter, line: start, least_indent: 0, flow: 0 };
    while yaml.line < bytes.len() {
        let end = yaml.lex_line();
        yaml.line = end + 1;
    }
}

struct Yaml<'y, 'p> {
    bytes: &'y [u8],
    painter: &'y mut Painter<'p>,
    /// Where the current line starts.
    line: usize,
    /// How far lines must be indented to belong to the block scalar that the last key or dash may
    /// open.
    least_indent: usize,
    /// How many `[` and `{` are open.
    flow: usize,
}

impl Yaml<'_, '_> {
    fn byte(&self, pos: usize) -> u8 {
        scan::byte_at(self.bytes, pos)
    }

    fn paint(&mut self, class: Class, start: usize, end: usize) -> usize {
        self.painter.paint(class, start, end);
        end
    }

    /// Whether nothing more of a token stands at `pos`.
    fn is_end(&self, pos: usize) -> bool {
        self.bytes.get(pos).is_none_or(u8::is_ascii_whitespace)
    }

    /// Paints the lines of the node that starts on this line and returns where the last of them
    /// ends.
    fn lex_line(&mut self) -> usize {
        let mut pos = self.line;
        if self.flow == 0 {
            let marker =
                scan::stands_at(self.bytes, pos, "---") || scan::stands_at(self.bytes, pos, "...");
            if marker && self.is_end(pos + 3) {
                self.least_indent = 0;
                pos = self.paint(Class::Meta, pos, pos + 3);
            } else if self.byte(pos) == b'%' {
                let end = scan::line_end(self.bytes, pos);
                return self.paint(Class::Meta, pos, end);
            }
            pos = scan::skip_blanks(self.bytes, pos);
            while matches!(self.byte(pos), b'-' | b'?') && self.is_end(pos + 1) {
                self.least_indent = pos - self.line + 1;
                pos = scan::skip_blanks(self.bytes, pos + 1);
            }
        }
        loop {
            pos = scan::skip_blanks(self.bytes, pos);
            if self.bytes.get(pos).is_none_or(|byte| *byte == b'\n') {
                return pos;
            }
            pos = self.token(pos);
        }
    }

    fn token(&mut self, pos: usize) -> usize {
        match self.byte(pos) {
            b'#' if pos == self.line || self.is_end(pos - 1) => {
                self.paint(Class::Comment, pos, scan::line_end(self.bytes, pos))
            }
            b'"' => self.quoted(pos, scan::quoted_end(self.bytes, pos, Reach::Everything)),
            b'\'' => self.quoted(pos, scan::after(self.bytes, pos + 1, "'")),
            b'[' | b'{' => {
                self.flow += 1;
                pos + 1
            }
            b']' | b'}' => {
                self.flow = self.flow.saturating_sub(1);
                pos + 1
            }
            b',' => pos + 1,
            b'&' | b'*' if scan::is_word(self.byte(pos + 1)) => {
                self.paint(Class::Variable, pos, self.property_end(pos))
            }
            b'!' => self.paint(Class::Type, pos, self.property_end(pos)),
            b'|' | b'>' if self.flow == 0 => self.block_scalar(pos),
            b':' if self.is_end(pos + 1) || self.flow > 0 => pos + 1,
            _ => self.plain(pos),
        }
    }

    /// Returns the end of an anchor, alias or tag.
    fn property_end(&self, pos: usize) -> usize {
        let in_flow = self.flow > 0;
        scan::skip(self.bytes, pos + 1, |byte| {
            let ends_flow = matches!(byte, b',' | b']' | b'}');
            !(byte.is_ascii_whitespace() || in_flow && ends_flow)
        })
    }

    fn quoted(&mut self, start: usize, end: usize) -> usize {
        let is_key = self.byte(end) == b':' && (self.flow > 0 || self.is_end(end + 1));
        let class = if is_key { Class::Attribute } else { Class::Text };
        if is_key {
            self.indent_at(start);
        }
        self.paint(class, start, end)
    }

    /// Notes that a key starts at `pos`. A quoted key may have begun lines ago; then its column
    /// does not matter.
    fn indent_at(&mut self, pos: usize) {
        if self.flow == 0 {
            self.least_indent = pos.saturating_sub(self.line) + 1;
        }
    }

    fn plain(&mut self, start: usize) -> usize {
        let mut end = start;
        while let Some(&byte) = self.bytes.get(end) {
            match byte {
                b'\n' => break,
                b':' if self.is_end(end + 1) => {
                    self.indent_at(start);
                    return self.paint(Class::Attribute, start, end);
                }
                b'#' if end > start && scan::is_blank(self.bytes[end - 1]) => break,
                b',' | b'[' | b']' | b'{' | b'}' if self.flow > 0 => break,
                _ => end += 1,
            }
        }
        self.value(start, scan::trim_end(self.bytes, start, end));
        end.max(start + 1)
    }

    /// Paints a plain scalar that is not a key.
    fn value(&mut self, start: usize, end: usize) {
        let value = &self.bytes[start..end];
        if is_number(value) {
            self.painter.paint(Class::Number, start, end);
        } else if CONSTANTS.find(value).is_some() {
            self.painter.paint(Class::Type, start, end);
        } else {
            paint_variables(&self.bytes[..end], start, self.painter);
        }
    }

    /// Paints `|` or `>`, if it heads a block scalar, and the scalar.
    fn block_scalar(&mut self, pos: usize) -> usize {
        let header =
            scan::skip(self.bytes, pos + 1, |byte| matches!(byte, b'+' | b'-' | b'1'..=b'9'));
        let rest = scan::skip_blanks(self.bytes, header);
        if !matches!(self.byte(rest), b'\n' | b'#' | 0) {
            return self.plain(pos);
        }
        let mut header_end = rest;
        if self.byte(rest) == b'#' {
            header_end = scan::line_end(self.bytes, rest);
            self.painter.paint(Class::Comment, rest, header_end);
        }
        let body = header_end + 1;
        let mut body_end = header_end;
        let mut line = body;
        while line < self.bytes.len() {
            let text = scan::skip_blanks(self.bytes, line);
            let end = scan::line_end(self.bytes, text);
            if text < end {
                if text - line < self.least_indent {
                    break;
                }
                body_end = end;
            }
            line = end + 1;
        }
        self.painter.paint(Class::Text, body, body_end);
        body_end
    }
}

/// Whether a whole scalar is a number, a version or a date.
pub(super) fn is_number(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    digits.first().is_some_and(u8::is_ascii_digit)
        && digits.iter().all(|byte| {
            byte.is_ascii_digit()
                || matches!(byte, b'.' | b'_' | b':' | b'-' | b'+' | b'e' | b'T' | b'Z')
        })
}

/// Paints the variables of CI and templates from `start` to the end of `bytes`: `$NAME`, `${NAME}`,
/// `$[[ … ]]`, `{{ … }}`.
pub(super) fn paint_variables(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    loop {
        pos = scan::skip(bytes, pos, |byte| byte != b'$' && byte != b'{');
        let (Some(&mark), next) = (bytes.get(pos), scan::byte_at(bytes, pos + 1)) else { return };
        let end = match (mark, next) {
            (b'$', b'{' | b'[') | (b'{', b'{') => {
                let bracket = pos + usize::from(mark == b'$');
                scan::after_bracket(bytes, bracket, Reach::Line)
            }
            (b'$', b'A'..=b'Z' | b'a'..=b'z' | b'_') => scan::word_end(bytes, pos + 1),
            _ => {
                pos += 1;
                continue;
            }
        };
        painter.paint(Class::Variable, pos, end);
        pos = end;
    }
}
