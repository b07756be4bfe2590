//! Dockerfiles: an instruction to a line, and shell commands in some of them.

use super::paint::{Class, Painter};
use super::scan::{self, HereDocument, Reach};
use super::shell::{self, Dialect};
use super::words::{Word, Words};

/// `BeforeFunction`: a shell command follows.
static INSTRUCTIONS: Words = Words::folded(&[
    (
        Word::Keyword,
        "from as env arg label copy add expose workdir user volume healthcheck onbuild stopsignal \
         shell maintainer",
    ),
    (Word::BeforeFunction, "run cmd entrypoint"),
]);

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    while pos < bytes.len() {
        pos = scan::skip_blanks(bytes, pos);
        let mut end = scan::line_end(bytes, pos);
        if scan::byte_at(bytes, pos) == b'#' {
            painter.paint(Class::Comment, pos, end);
        } else {
            let word_end = scan::word_end(bytes, pos);
            let instruction = INSTRUCTIONS.find(&bytes[pos..word_end]);
            if instruction.is_some() {
                painter.paint(Class::Keyword, pos, word_end);
            }
            end = scan::continued_line_end(bytes, pos);
            end = here_document_end(bytes, word_end, end);
            let arguments = scan::skip_blanks(bytes, word_end);
            if instruction == Some(Word::BeforeFunction) && scan::byte_at(bytes, arguments) != b'['
            {
                shell::lex(Dialect::Script, &bytes[..end], word_end, painter);
            } else {
                lex_arguments(&bytes[..end], word_end, painter);
            }
        }
        pos = end + 1;
    }
}

/// Returns where the here-document that opens between `start` and `end` ends, or `end`.
fn here_document_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut pos = start;
    loop {
        pos = scan::skip(&bytes[..end], pos, |byte| byte != b'<');
        if pos >= end {
            return end;
        }
        if let Some(document) = HereDocument::read(bytes, pos) {
            return document.body_end(bytes, end + 1).max(end);
        }
        pos += 1;
    }
}

fn lex_arguments(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut pos = start;
    while let Some(&byte) = bytes.get(pos) {
        let fresh = bytes[pos - usize::from(pos > 0)].is_ascii_whitespace();
        let (class, end) = match byte {
            b'"' => (Class::Text, scan::quoted_end(bytes, pos, Reach::Line)),
            b'$' => match shell::variable_end(bytes, pos) {
                Some(end) => (Class::Variable, end),
                None => (Class::Variable, pos),
            },
            b'#' if scan::starts_line(bytes, pos) => (Class::Comment, scan::line_end(bytes, pos)),
            b'-' if fresh && scan::stands_at(bytes, pos, "--") => (
                Class::Attribute,
                scan::skip(bytes, pos, |byte| scan::is_word(byte) || byte == b'-'),
            ),
            byte if fresh && scan::is_word(byte) => {
                let end = scan::skip(bytes, pos, |byte| {
                    scan::is_word(byte) || matches!(byte, b'.' | b'-' | b'/')
                });
                if scan::byte_at(bytes, end) == b'=' {
                    (Class::Attribute, end)
                } else if INSTRUCTIONS.find(&bytes[pos..end]).is_some()
                    && !bytes[pos].is_ascii_lowercase()
                {
                    (Class::Keyword, end)
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
