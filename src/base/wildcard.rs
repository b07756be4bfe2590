//! Patterns of paths as GitLab's `search_files_by_wildcard_path` reads them, for includes of CI files.
//!
//! `*` is anything but a slash, `**` anything at all; `ci/**/*.yml` does not match `ci/a.yml`.

/// One piece of a pattern.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Byte(u8),
    WithinFolder,
    Anything,
}

/// A pattern that was read.
pub(crate) struct Wildcard {
    pieces: Vec<Piece>,
    /// What every match begins with.
    prefix: String,
    /// What every match ends with.
    suffix: String,
}

impl Wildcard {
    /// Reads a pattern; none if the text is a plain path.
    pub(crate) fn parse(text: &str) -> Option<Wildcard> {
        let (prefix, _) = text.split_once('*')?;
        let (_, suffix) = text.rsplit_once('*')?;
        let mut pieces = Vec::new();
        let mut rest = text.as_bytes();
        while let [first, tail @ ..] = rest {
            let (piece, tail) = match (first, tail) {
                (b'*', [b'*', tail @ ..]) => (Piece::Anything, tail),
                (b'*', tail) => (Piece::WithinFolder, tail),
                (byte, tail) => (Piece::Byte(*byte), tail),
            };
            // A star after its like adds nothing but work.
            if matches!(piece, Piece::Byte(_)) || pieces.last() != Some(&piece) {
                pieces.push(piece);
            }
            rest = tail;
        }
        Some(Wildcard { pieces, prefix: prefix.to_owned(), suffix: suffix.to_owned() })
    }

    /// What every match begins with.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// How much matching one byte may cost.
    pub(crate) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether a path matches. The work is bounded by the product of both lengths.
    pub(crate) fn matches(&self, path: &str) -> bool {
        if !path.starts_with(&self.prefix) || !path.ends_with(&self.suffix) {
            return false;
        }
        // Which pieces may come next; all of them are followed at once.
        let mut open = vec![false; self.pieces.len() + 1];
        open[0] = true;
        self.skip_stars(&mut open);
        for byte in path.bytes() {
            let mut next = vec![false; open.len()];
            for (at, piece) in self.pieces.iter().enumerate().filter(|(at, _)| open[*at]) {
                match piece {
                    Piece::Byte(wanted) if *wanted == byte => next[at + 1] = true,
                    Piece::WithinFolder if byte != b'/' => next[at] = true,
                    Piece::Anything => next[at] = true,
                    Piece::Byte(_) | Piece::WithinFolder => {}
                }
            }
            self.skip_stars(&mut next);
            open = next;
        }
        open[self.pieces.len()]
    }

    fn skip_stars(&self, open: &mut [bool]) {
        for (at, piece) in self.pieces.iter().enumerate() {
            if open[at] && !matches!(piece, Piece::Byte(_)) {
                open[at + 1] = true;
            }
        }
    }
}
