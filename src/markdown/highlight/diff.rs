//! Diffs and patches, line by line.

use super::paint::{Class, Painter};
use super::scan;

/// Paints `bytes` from `start` on.
pub(super) fn lex(bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let mut line = start;
    while line < bytes.len() {
        let end = scan::line_end(bytes, line);
        if let Some(class) = class(&bytes[line..end]) {
            painter.paint(class, line, end);
        }
        line = end + 1;
    }
}

fn class(line: &[u8]) -> Option<Class> {
    const META: [&str; 10] = [
        "--- ",
        "+++ ",
        "@@",
        "diff ",
        "index ",
        "new file",
        "deleted file",
        "similarity index",
        "rename ",
        "*** ",
    ];
    if META.iter().any(|meta| line.starts_with(meta.as_bytes())) {
        return Some(Class::Meta);
    }
    match line.first() {
        Some(b'+' | b'>') => Some(Class::Inserted),
        Some(b'-' | b'<') => Some(Class::Deleted),
        _ => None,
    }
}
