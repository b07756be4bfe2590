//! Shell sessions: lines with a prompt are commands, all others are what they printed.
//!
//! A line that starts with `# ` is a comment, not the prompt of root: in READMEs that is what it
//! usually is.

use super::paint::{Class, Painter};
use super::scan;
use super::shell::{self, Dialect};

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut line = start;
    while line < bytes.len() {
        let mut end = scan::line_end(bytes, line);
        if bytes[line..end].starts_with(b"# ") {
            painter.paint(Class::Comment, line, end);
        } else if let Some(length) = prompt(&bytes[line..end]) {
            let command = line + length;
            painter.paint(Class::Meta, line, command);
            end = scan::continued_line_end(bytes, command);
            shell::lex(Dialect::Script, &bytes[..end], command, painter);
        }
        line = end + 1;
    }
}

/// Returns the length of the prompt that `line` starts with: `$`, `%`, `>`, `PS C:\>` or
/// `user@host:~$`, then a blank.
fn prompt(line: &[u8]) -> Option<usize> {
    let is_end = |at: usize| line.get(at + 1).is_none_or(|byte| *byte == b' ');
    let first = line.first()?;
    if matches!(first, b'$' | b'%' | b'>') {
        return is_end(0).then_some(1);
    }
    if line.starts_with(b"PS ") {
        return line.iter().position(|byte| *byte == b'>').map(|at| at + 1);
    }
    // A host's prompt holds an `@` and no blank before its end; in brackets (`[user@host dir]$`) it
    // may hold blanks.
    let end = match first {
        b'[' => line.iter().position(|byte| *byte == b']')? + 1,
        _ => line.iter().position(|byte| matches!(byte, b'$' | b'#' | b'%' | b' '))?,
    };
    let ends = matches!(line.get(end), Some(b'$' | b'#' | b'%')) && is_end(end);
    (ends && line[..end].contains(&b'@')).then_some(end + 1)
}
