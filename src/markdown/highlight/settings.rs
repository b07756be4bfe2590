//! Settings, line by line: TOML, and the family of INI, properties and environment files.

use super::paint::{Class, Painter};
use super::scan::{self, Reach};
use super::words::{Word, Words};
use super::yaml;

/// Which rules hold for values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Values are typed, and may go over lines.
    Toml,
    /// Values are text to the end of the line.
    Ini,
}

static CONSTANTS: Words = Words::folded(&[(Word::Known, "true false inf nan null yes no on off")]);

/// Paints `bytes` from `start` on.
pub(super) fn lex(dialect: Dialect, bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut settings = Settings { bytes, painter, depth: 0 };
    let mut pos = start;
    while pos < bytes.len() {
        pos = scan::skip_blanks(bytes, pos);
        pos = match (dialect, scan::byte_at(bytes, pos)) {
            (Dialect::Toml, _) if settings.depth > 0 => settings.toml_value(pos),
            (_, b'#') | (Dialect::Ini, b';' | b'!') => {
                settings.paint(Class::Comment, pos, scan::line_end(bytes, pos))
            }
            (_, b'[') => settings.heading(pos),
            (Dialect::Toml, _) => {
                let value = settings.key(pos, b"=");
                settings.toml_value(value)
            }
            (Dialect::Ini, _) => {
                let value = settings.key(pos, b"=:");
                settings.ini_value(value)
            }
        };
        // Values end at the end of a line or of the code.
        pos += 1;
    }
}

struct Settings<'s, 'p> {
    bytes: &'s [u8],
    painter: &'s mut Painter<'p>,
    /// How many brackets are open in a TOML value.
    depth: usize,
}

impl Settings<'_, '_> {
    fn paint(&mut self, class: Class, start: usize, end: usize) -> usize {
        self.painter.paint(class, start, end);
        end
    }

    fn heading(&mut self, pos: usize) -> usize {
        let line_end = scan::line_end(self.bytes, pos);
        let end = scan::skip(&self.bytes[..line_end], pos, |byte| !matches!(byte, b'#' | b';'));
        self.painter.paint(Class::Meta, pos, scan::trim_end(self.bytes, pos, end));
        self.paint(Class::Comment, end, line_end)
    }

    /// Paints the key at `pos`, if one of `signs` follows it in its line, and returns where its
    /// value starts.
    fn key(&mut self, pos: usize, signs: &[u8]) -> usize {
        let sign = scan::skip(self.bytes, pos, |byte| !signs.contains(&byte) && byte != b'\n');
        if scan::byte_at(self.bytes, sign) == b'\n' || sign == self.bytes.len() {
            return pos;
        }
        let mut key = pos;
        if scan::stands_at(self.bytes, pos, "export ") {
            key = self.paint(Class::Keyword, pos, pos + 6) + 1;
        }
        self.painter.paint(Class::Attribute, key, scan::trim_end(self.bytes, key, sign));
        sign + 1
    }

    /// Paints a text value and returns the end of its line.
    fn ini_value(&mut self, pos: usize) -> usize {
        let start = scan::skip_blanks(self.bytes, pos);
        let mut end = scan::line_end(self.bytes, start);
        if matches!(scan::byte_at(self.bytes, start), b'"' | b'\'') {
            // The files of dotenv allow quoted values over lines, but an apostrophe is more likely
            // than such a value.
            let quote_end = scan::quoted_end(self.bytes, start, Reach::Line);
            return self.paint(Class::Text, start, quote_end).max(end);
        }
        let mut comment = start;
        while comment < end {
            if matches!(self.bytes[comment], b'#' | b';')
                && comment > 0
                && scan::is_blank(self.bytes[comment - 1])
            {
                break;
            }
            comment += 1;
        }
        let value_end = scan::trim_end(self.bytes, start, comment);
        let value = &self.bytes[start..value_end];
        if yaml::is_number(value) {
            self.painter.paint(Class::Number, start, value_end);
        } else if CONSTANTS.find(value).is_some() {
            self.painter.paint(Class::Type, start, value_end);
        } else {
            yaml::paint_variables(&self.bytes[..value_end], start, self.painter);
        }
        end = end.max(comment);
        self.paint(Class::Comment, comment, end)
    }

    /// Paints a TOML value up to the end of its last line.
    fn toml_value(&mut self, pos: usize) -> usize {
        let mut pos = pos;
        while let Some(&byte) = self.bytes.get(pos) {
            pos = match byte {
                b'\n' => return pos,
                b'#' => self.paint(Class::Comment, pos, scan::line_end(self.bytes, pos)),
                b'"' | b'\'' => {
                    let end = self.toml_string_end(pos);
                    self.paint(Class::Text, pos, end)
                }
                b'[' | b'{' => {
                    self.depth += 1;
                    pos + 1
                }
                b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    pos + 1
                }
                byte if scan::is_word(byte) => self.toml_word(pos),
                _ => pos + 1,
            };
        }
        pos
    }

    fn toml_string_end(&self, pos: usize) -> usize {
        if scan::stands_at(self.bytes, pos, "'''") {
            return scan::after(self.bytes, pos + 3, "'''");
        }
        if scan::stands_at(self.bytes, pos, "\"\"\"") {
            return scan::after(self.bytes, pos + 3, "\"\"\"");
        }
        if self.bytes[pos] == b'"' {
            return scan::quoted_end(self.bytes, pos, Reach::Line);
        }
        let end = scan::skip(self.bytes, pos + 1, |byte| byte != b'\'' && byte != b'\n');
        end + usize::from(scan::byte_at(self.bytes, end) == b'\'')
    }

    fn toml_word(&mut self, pos: usize) -> usize {
        let in_word = |byte| scan::is_word(byte) || matches!(byte, b'-' | b'.' | b':' | b'+');
        let end = scan::skip(self.bytes, pos, in_word);
        let sign = scan::skip_blanks(self.bytes, end);
        if scan::byte_at(self.bytes, sign) == b'=' {
            self.paint(Class::Attribute, pos, end)
        } else if self.bytes[pos].is_ascii_digit() {
            self.paint(Class::Number, pos, end)
        } else if CONSTANTS.find(&self.bytes[pos..end]).is_some() {
            self.paint(Class::Type, pos, end)
        } else {
            end
        }
    }
}
