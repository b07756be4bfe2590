//! What is wrong with a document, for its author.

/// Something the author of a document may want to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Line in the source, from 1.
    pub(crate) line: u32,
    /// Column in characters, from 1.
    pub(crate) column: u32,
    /// What, in lower case without a full stop.
    pub(crate) message: String,
    /// Which kind of thing.
    pub(crate) kind: ProblemKind,
}

/// What a [`Problem`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// A link that leads nowhere or where it may not.
    Link,
    /// An image that cannot be shown.
    Image,
    /// A link to a heading the document does not have.
    Fragment,
    /// More levels or more output than a document may ask for.
    Nesting,
}

/// A problem whose place is still a byte offset.
pub(super) struct Found {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) kind: ProblemKind,
}

/// Turns offsets into lines and columns, in the order of the source, reading it once.
pub(super) fn located(source: &str, mut found: Vec<Found>) -> Vec<Problem> {
    found.sort_by_key(|problem| problem.offset);
    let mut characters = source.char_indices().peekable();
    let (mut line, mut column) = (1, 1);
    found
        .into_iter()
        .map(|problem| {
            while let Some((_, character)) = characters.next_if(|&(at, _)| at < problem.offset) {
                if character == '\n' {
                    line += 1;
                    column = 1;
                } else {
                    column += 1;
                }
            }
            Problem { line, column, message: problem.message, kind: problem.kind }
        })
        .collect()
}
