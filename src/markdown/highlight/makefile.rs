//! Makefiles: rules, variables, directives, and recipes in shell.

use super::paint::{Class, Painter};
use super::scan;
use super::shell::{self, Dialect};
use super::words::{Word, Words};

static DIRECTIVES: Words = Words::new(&[(
    Word::Keyword,
    "ifeq ifneq ifdef ifndef else endif include -include sinclude define endef export unexport \
     override vpath",
)]);

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut line = start;
    while line < bytes.len() {
        let end = scan::continued_line_end(bytes, line);
        if bytes[line] == b'\t' {
            let is_prefix = |byte| matches!(byte, b'@' | b'-' | b'+') || scan::is_blank(byte);
            let command = scan::skip(&bytes[..end], line, is_prefix);
            shell::lex(Dialect::Recipe, &bytes[..end], command, painter);
        } else {
            lex_line(&bytes[..end], scan::skip_blanks(&bytes[..end], line), painter);
        }
        line = end + 1;
    }
}

fn lex_line(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut start = start;
    let word_end = scan::skip(bytes, start, |byte| scan::is_word(byte) || byte == b'-');
    if DIRECTIVES.find(&bytes[start..word_end]).is_some() && scan::byte_at(bytes, word_end) != b':'
    {
        painter.paint(Class::Keyword, start, word_end);
        start = scan::skip_blanks(bytes, word_end);
    }
    let mut pos = start;
    // The first sign decides whether the line sets a variable or states a rule; what follows it are
    // names in either case.
    let mut named = false;
    while let Some(&byte) = bytes.get(pos) {
        match byte {
            b'#' => {
                painter.paint(Class::Comment, pos, bytes.len());
                return;
            }
            b'$' => {
                let end = shell::variable_end(bytes, pos).unwrap_or(pos + 1);
                painter.paint(Class::Variable, pos, end);
                pos = end;
            }
            b'=' | b':' | b'?' | b'+' | b'!' if !named => {
                let operator =
                    scan::skip(bytes, pos, |byte| matches!(byte, b':' | b'?' | b'+' | b'!'));
                let sets = scan::byte_at(bytes, operator) == b'=';
                if sets || byte == b':' {
                    let class = if sets { Class::Attribute } else { Class::Function };
                    painter.paint(class, start, scan::trim_end(bytes, start, pos));
                    named = true;
                }
                pos = operator + usize::from(sets);
            }
            _ => pos += 1,
        }
    }
}
