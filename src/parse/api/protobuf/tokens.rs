//! A text as tokens, with the comments before each.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word: keywords are told by where they stand.
    Word,
    /// A number without its sign.
    Number,
    /// A string with its quotes.
    Text,
    /// One mark.
    Mark(char),
    /// The end of the text.
    End,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// The line that it stands on, from 1; none spans several.
    pub line: usize,
    /// Which of the comments stand between the token before and this one: from, to.
    pub comments: (usize, usize),
}

/// A comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// The line that it begins on.
    pub line: usize,
    /// The line that it ends on.
    pub last_line: usize,
    /// Whether it ends with its line.
    pub is_line: bool,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// The tokens; the last is the end.
    pub list: Vec<Token>,
    /// The comments.
    pub comments: Vec<Comment>,
    /// Where a string or a comment does not end.
    pub problems: Vec<(usize, &'static str)>,
}

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Tokens {
    let bytes = text.as_bytes();
    let mut tokens = Tokens::default();
    let (mut at, mut line, mut first_comment) = (0, 1, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => {
                line += 1;
                at += 1;
            }
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                let comment = comment(bytes, at, line, &mut tokens.problems);
                at = comment.end;
                line = comment.last_line;
                tokens.comments.push(comment);
            }
            _ if byte.is_ascii_whitespace() || byte == 0 => at += 1,
            _ if text[at..].starts_with('\u{feff}') => at += '\u{feff}'.len_utf8(),
            _ => {
                let (kind, end) = token(text, at, &mut tokens.problems);
                let comments = (first_comment, tokens.comments.len());
                first_comment = tokens.comments.len();
                tokens.list.push(Token { kind, start: at, end, line, comments });
                at = end;
            }
        }
    }
    let comments = (first_comment, tokens.comments.len());
    let end = Token { kind: Kind::End, start: text.len(), end: text.len(), line, comments };
    tokens.list.push(end);
    tokens
}

/// A word, a number, a string or a mark; `at` is no white space.
fn token(text: &str, at: usize, problems: &mut Vec<(usize, &'static str)>) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let until = |is_part: fn(&u8) -> bool| {
        at + bytes[at..].iter().position(|byte| !is_part(byte)).unwrap_or(bytes.len() - at)
    };
    let is_digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    match bytes[at] {
        b'"' | b'\'' => (Kind::Text, string(bytes, at, problems)),
        byte if byte.is_ascii_alphabetic() || byte == b'_' => {
            (Kind::Word, until(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'))
        }
        byte if byte.is_ascii_digit() || (byte == b'.' && is_digit(at + 1)) => {
            (Kind::Number, number(bytes, at))
        }
        _ => {
            let mark = text[at..].chars().next().unwrap_or('\u{fffd}');
            (Kind::Mark(mark), at + mark.len_utf8())
        }
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        let is_signed_exponent = matches!(byte, b'+' | b'-')
            && end > at
            && matches!(bytes[end - 1], b'e' | b'E')
            && !matches!(bytes.get(at + 1), Some(b'x' | b'X'));
        if !(byte.is_ascii_alphanumeric() || *byte == b'.' || is_signed_exponent) {
            break;
        }
        end += 1;
    }
    end
}

fn string(bytes: &[u8], at: usize, problems: &mut Vec<(usize, &'static str)>) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' if !matches!(bytes.get(end + 1), None | Some(b'\n')) => end += 2,
            b'\n' => break,
            byte if byte == bytes[at] => return end + 1,
            _ => end += 1,
        }
    }
    problems.push((at, "the string has no end"));
    // An escape may have led into the middle of a character.
    let mut end = end.min(bytes.len());
    while bytes.get(end).is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000) {
        end += 1;
    }
    end
}

fn comment(
    bytes: &[u8],
    at: usize,
    line: usize,
    problems: &mut Vec<(usize, &'static str)>,
) -> Comment {
    if bytes[at + 1] == b'/' {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        return Comment { start: at, end, line, last_line: line, is_line: true };
    }
    let inner = at + 2;
    let end = memchr::memmem::find(&bytes[inner..], b"*/").map(|length| inner + length + 2);
    if end.is_none() {
        problems.push((at, "the comment has no end"));
    }
    let end = end.unwrap_or(bytes.len());
    let breaks = memchr::memchr_iter(b'\n', &bytes[at..end]).count();
    Comment { start: at, end, line, last_line: line + breaks, is_line: false }
}
