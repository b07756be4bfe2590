//! Comments as Markdown: which of them belong to what, and what of them is meant for readers.

use super::tokens::{Comment, Kind, Token, Tokens};

/// What stands between two tokens.
#[derive(Debug, Default)]
pub(super) struct Between {
    /// What belongs to the one before.
    pub trailing: Option<String>,
    /// What belongs to the one behind.
    pub leading: Option<String>,
    /// What belongs to neither.
    pub detached: Vec<String>,
}

/// Divides the comments before a token, as the protobuf compiler does: a comment on the line of what stands before
/// belongs to that, one without an empty line before what follows belongs to what follows.
pub(super) fn between(text: &str, tokens: &Tokens, place: usize) -> Between {
    let token = &tokens.list[place];
    let before = place.checked_sub(1).map(|before| &tokens.list[before]);
    let mut comments = &tokens.comments[token.comments.0..token.comments.1];
    let mut found = Between::default();
    if let (Some(before), [first, rest @ ..]) = (before, comments)
        && first.line == before.line
    {
        // One between two tokens of a line belongs to neither.
        if first.last_line < token.line || token.kind == Kind::End {
            found.trailing = markdown(text, &[*first]);
        }
        comments = rest;
    }
    let blocks = blocks(comments);
    for (number, block) in blocks.iter().enumerate() {
        let Some(said) = markdown(text, block) else { continue };
        let is_adjacent = block.last().is_some_and(|last| last.last_line + 1 >= token.line);
        let ends_here = matches!(token.kind, Kind::Mark('}') | Kind::End);
        if number + 1 == blocks.len() && is_adjacent && !ends_here {
            found.leading = Some(said);
        } else if number == 0 && found.trailing.is_none() && is_below(before, block) {
            found.trailing = Some(said);
        } else {
            found.detached.push(said);
        }
    }
    found
}

/// Whether a block begins on the line below a token.
fn is_below(before: Option<&Token>, block: &[Comment]) -> bool {
    before.is_some_and(|before| block[0].line == before.line + 1)
}

/// Runs of line comments without an empty line between them; each other comment by itself.
fn blocks(comments: &[Comment]) -> Vec<&[Comment]> {
    let is_one = |a: &Comment, b: &Comment| a.is_line && b.is_line && b.line == a.last_line + 1;
    comments.chunk_by(is_one).collect()
}

/// What a block says to readers, without its marks and without what is said to tools.
fn markdown(text: &str, block: &[Comment]) -> Option<String> {
    let mut lines: Vec<&str> = Vec::new();
    for comment in block {
        let written = &text[comment.start..comment.end];
        if comment.is_line {
            let line = written.trim_start_matches('/').trim_end();
            lines.push(line.strip_prefix(' ').unwrap_or(line));
        } else {
            let inner = written.strip_prefix("/*").unwrap_or(written);
            let inner = inner.strip_suffix("*/").unwrap_or(inner).trim_start_matches('*');
            lines.extend(inner.lines().map(starless));
        }
    }
    let said = without_notes(&lines.join("\n"));
    let kept: Vec<&str> =
        said.lines().filter(|line| !is_for_tools(line) && !is_ruler(line)).collect();
    let said = kept.join("\n");
    let said = said.trim_matches('\n').trim_end();
    // Rulers and frames say nothing.
    (said.chars().any(char::is_alphanumeric) && !is_licence(said)).then(|| said.to_owned())
}

/// A line of a block comment without its star.
fn starless(line: &str) -> &str {
    let line = line.trim_end();
    let bare = line.trim_start();
    match bare.strip_prefix('*') {
        Some(rest) if !rest.starts_with('*') => rest.strip_prefix(' ').unwrap_or(rest),
        _ => line.strip_prefix(' ').unwrap_or(line),
    }
}

/// Without `(-- notes to maintainers --)`.
fn without_notes(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, inner)) = rest.split_once("(--") {
        let Some((_, after)) = inner.split_once("--)") else { break };
        kept += before;
        rest = after;
    }
    kept + rest
}

fn is_for_tools(line: &str) -> bool {
    let line = line.trim_start();
    ["buf:lint:", "clang-format ", "protolint:", "@@protoc_insertion_point", "NOLINT"]
        .iter()
        .any(|word| line.starts_with(word))
}

/// A line of marks, which Markdown would take for that of a heading.
fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 4 && line.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'/' | b'#'))
}

fn is_licence(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["copyright", "licensed under", "spdx-license-identifier", "all rights reserved"]
        .iter()
        .any(|word| text.contains(word))
}
