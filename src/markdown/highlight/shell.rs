//! Shell scripts: commands, options, variables, strings and here-documents.
//!
//! What a word is depends on its place: the first of a command is its name. Substitutions `$(…)`
//! are read as code, except within strings, where they are one token.

use super::paint::{Class, Painter};
use super::scan::{self, HereDocument, Reach};
use super::words::{Word, Words};

/// Whose shell it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Script,
    /// A recipe in a makefile, where `$(…)` is a variable.
    Recipe,
}

/// `Keyword`: a command follows. `Contextual`: a variable follows. `Known`: words follow.
/// `BeforeFunction`: as it says.
static WORDS: Words = Words::new(&[
    (Word::Keyword, "if then elif else fi while until do done ! { } time"),
    (Word::Contextual, "export local readonly declare typeset unset"),
    (Word::Known, "for case select esac return exit break continue shift source alias set trap"),
    (Word::BeforeFunction, "function"),
]);

/// Commands whose arguments begin with another command.
static WRAPPERS: Words =
    Words::new(&[(Word::Known, "sudo exec env nohup command xargs doas nice")]);

/// What the next word is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Command,
    Argument,
    /// The rest of `NAME=value` or `--name=value` before a command.
    Value,
    /// A variable's name, after `export`.
    Declaration,
}

/// Paints `bytes` from `start` on.
pub(super) fn lex(dialect: Dialect, bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut shell = Shell {
        dialect,
        bytes,
        start,
        painter,
        place: Place::Command,
        in_loop_head: false,
        here_document: None,
    };
    let mut pos = start;
    while pos < bytes.len() {
        pos = shell.step(pos);
    }
}

struct Shell<'s, 'p> {
    dialect: Dialect,
    bytes: &'s [u8],
    start: usize,
    painter: &'s mut Painter<'p>,
    place: Place,
    /// Between `for` or `case` and the end of its line, where `in` is a keyword.
    in_loop_head: bool,
    here_document: Option<HereDocument>,
}

impl Shell<'_, '_> {
    fn byte(&self, pos: usize) -> u8 {
        scan::byte_at(self.bytes, pos)
    }

    fn paint(&mut self, class: Class, start: usize, end: usize) -> usize {
        self.painter.paint(class, start, end);
        end
    }

    /// Whether a word can start at `pos`.
    fn is_fresh(&self, pos: usize) -> bool {
        pos == self.start
            || matches!(
                self.bytes[pos - 1],
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'('
            )
    }

    fn command_at(&mut self, pos: usize) -> usize {
        self.place = Place::Command;
        pos
    }

    /// Paints what starts at `pos` and returns where to go on.
    fn step(&mut self, pos: usize) -> usize {
        match self.bytes[pos] {
            b'\n' => {
                self.in_loop_head = false;
                self.place = Place::Command;
                let Some(document) = self.here_document.take() else { return pos + 1 };
                let end = document.body_end(self.bytes, pos + 1);
                self.paint(Class::Text, pos + 1, end)
            }
            b' ' | b'\t' | b'\r' => {
                if self.place == Place::Value {
                    self.place = Place::Command;
                }
                pos + 1
            }
            b'#' if self.is_fresh(pos) => {
                self.paint(Class::Comment, pos, scan::line_end(self.bytes, pos))
            }
            b'\'' => {
                self.end_command_name();
                let end = scan::after(self.bytes, pos + 1, "'");
                self.paint(Class::Text, pos, end)
            }
            b'"' => {
                self.end_command_name();
                self.string(pos)
            }
            b'$' => self.dollar(pos),
            b';' | b'|' => {
                self.in_loop_head &= self.bytes[pos] == b'|';
                self.command_at(pos + 1)
            }
            // In `2>&1` the ampersand belongs to the redirection.
            b'&' if pos > self.start && matches!(self.bytes[pos - 1], b'>' | b'<') => {
                self.place = Place::Argument;
                scan::skip(self.bytes, pos + 1, |byte| byte.is_ascii_digit() || byte == b'-')
            }
            b'(' | b'&' | b'`' => self.command_at(pos + 1),
            b'<' => match HereDocument::read(self.bytes, pos) {
                Some(document) => {
                    self.here_document = Some(document);
                    self.paint(Class::Text, pos, document.end)
                }
                None => pos + 1,
            },
            b'>' | b')' => pos + 1,
            b'\\' => pos + 2,
            b'-' if self.is_fresh(pos) => {
                let end =
                    scan::skip(self.bytes, pos + 1, |byte| scan::is_word(byte) || byte == b'-');
                if self.place == Place::Command && self.byte(end) == b'=' {
                    self.place = Place::Value;
                }
                if end > pos + 1 { self.paint(Class::Attribute, pos, end) } else { end }
            }
            _ => self.word(pos),
        }
    }

    /// A command's name may be quoted or a variable; either way it is over.
    fn end_command_name(&mut self) {
        if self.place == Place::Command {
            self.place = Place::Argument;
        }
    }

    fn word(&mut self, start: usize) -> usize {
        let in_word = |byte| !byte_ends_word(byte);
        let end = scan::skip(self.bytes, start, in_word).max(start + 1);
        let word = &self.bytes[start..end];
        if matches!(self.place, Place::Command | Place::Declaration) {
            let name_end = scan::word_end(self.bytes, start);
            let sign = name_end + usize::from(self.byte(name_end) == b'+');
            if name_end > start && self.byte(sign) == b'=' && sign < end {
                if self.place == Place::Command {
                    self.place = Place::Value;
                }
                self.painter.paint(Class::Variable, start, name_end);
                return end;
            }
        }
        match self.place {
            Place::Command => self.command(start, end),
            Place::Declaration => self.paint(Class::Variable, start, end),
            Place::Argument if self.in_loop_head && word == b"in" => {
                self.paint(Class::Keyword, start, end)
            }
            Place::Argument | Place::Value => end,
        }
    }

    fn command(&mut self, start: usize, end: usize) -> usize {
        let word = &self.bytes[start..end];
        let class = match WORDS.find(word) {
            Some(Word::Keyword) => Class::Keyword,
            Some(Word::Contextual) => {
                self.place = Place::Declaration;
                Class::Keyword
            }
            Some(Word::Known) => {
                self.place = Place::Argument;
                self.in_loop_head = matches!(word, b"for" | b"case" | b"select");
                Class::Keyword
            }
            Some(Word::BeforeFunction) => Class::Keyword,
            Some(Word::BeforeType) | None => {
                if WRAPPERS.find(word).is_none() {
                    self.place = Place::Argument;
                }
                if !word.iter().any(|byte| scan::is_word(*byte)) {
                    return end;
                }
                Class::Function
            }
        };
        self.paint(class, start, end)
    }

    fn dollar(&mut self, pos: usize) -> usize {
        let next = self.byte(pos + 1);
        // Code copied from a terminal, prompt included.
        if self.place == Place::Command && next == b' ' && scan::starts_line(self.bytes, pos) {
            return self.paint(Class::Meta, pos, pos + 1);
        }
        if next == b'(' && self.dialect == Dialect::Script {
            return self.command_at(pos + 2);
        }
        self.end_command_name();
        if next == b'\'' {
            let end = scan::quoted_end(self.bytes, pos + 1, Reach::Everything);
            return self.paint(Class::Text, pos, end);
        }
        match variable_end(self.bytes, pos) {
            Some(end) => self.paint(Class::Variable, pos, end),
            None => pos + 1,
        }
    }

    fn string(&mut self, start: usize) -> usize {
        let mut painted = start;
        let mut pos = start + 1;
        while let Some(&byte) = self.bytes.get(pos) {
            match byte {
                b'"' => return self.paint(Class::Text, painted, pos + 1),
                b'\\' => pos += 2,
                b'$' => match variable_end(self.bytes, pos) {
                    Some(end) => {
                        self.painter.paint(Class::Text, painted, pos);
                        self.painter.paint(Class::Variable, pos, end);
                        painted = end;
                        pos = end;
                    }
                    None => pos += 1,
                },
                _ => pos += 1,
            }
        }
        self.paint(Class::Text, painted, self.bytes.len())
    }
}

/// Whether `byte` ends a word of a command.
fn byte_ends_word(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'\r'
            | b'\n'
            | b';'
            | b'&'
            | b'|'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'`'
            | b'$'
            | b'"'
            | b'\''
            | b'\\'
    )
}

/// Returns where the variable or substitution whose `$` is at `pos` ends, if it is one.
pub(super) fn variable_end(bytes: &[u8], pos: usize) -> Option<usize> {
    match scan::byte_at(bytes, pos + 1) {
        b'{' => Some(scan::after_bracket(bytes, pos + 1, Reach::Line)),
        b'(' => Some(scan::after_bracket(bytes, pos + 1, Reach::Everything)),
        b'@' | b'*' | b'#' | b'?' | b'!' | b'$' | b'-' | b'<' | b'^' | b'0'..=b'9' => Some(pos + 2),
        byte if scan::is_word(byte) => Some(scan::word_end(bytes, pos + 1)),
        _ => None,
    }
}
