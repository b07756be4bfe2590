//! How a language is described to the engine: what its words, comments and strings look like.
//!
//! A description says what to colour, not what is valid. It has no behaviour; [`Grammar::new`] only
//! precomputes, at compile time, which bytes the engine must stop at.

use super::paint::Class;
use super::words::Words;

/// The description of one language.
pub(super) struct Rules {
    pub(super) words: Words,
    /// Bytes that stand in names besides letters, digits and `_`: `$` in JavaScript.
    pub(super) letters: &'static [u8],
    /// A byte that joins two parts of a name where a letter follows: `-` in HCL. Zero for none.
    pub(super) joint: u8,
    /// Whether a name with a joint is a command: PowerShell's `Get-Item`.
    pub(super) joined_commands: bool,
    /// Whether a name may end in `?` or `!`, as in Ruby.
    pub(super) marked_names: bool,
    /// Whether a name that starts with a capital is a type.
    pub(super) capitals: bool,
    pub(super) line_comments: &'static [&'static str],
    pub(super) block_comments: &'static [BlockComment],
    /// Longer openers come first.
    pub(super) strings: &'static [StringRule],
    /// Words that change the string they touch, in any case.
    pub(super) prefixes: &'static [(&'static str, Prefix)],
    /// Marks that make the name after them a token: `@` of annotations, `$` of variables.
    pub(super) sigils: &'static [(u8, Class)],
    pub(super) keys: Keys,
    pub(super) heads: Heads,
    pub(super) attributes: Attributes,
    /// Whether `#` at the start of a line begins an instruction to the compiler.
    pub(super) directives: bool,
    /// Whether `/` may open a regular expression.
    pub(super) regexes: bool,
    pub(super) here_documents: bool,
    /// Whether `'` may begin a lifetime, as in Rust.
    pub(super) lifetimes: bool,
    /// Which markup may stand between code.
    pub(super) tags: Tags,
}

/// A language with numbers and nothing else: what descriptions start from.
pub(super) const RULES: Rules = Rules {
    words: Words::new(&[]),
    letters: b"",
    joint: 0,
    joined_commands: false,
    marked_names: false,
    capitals: false,
    line_comments: &[],
    block_comments: &[],
    strings: &[],
    prefixes: &[],
    sigils: &[],
    keys: Keys::Never,
    heads: Heads::Never,
    attributes: Attributes::Never,
    directives: false,
    regexes: false,
    here_documents: false,
    lifetimes: false,
    tags: Tags::Never,
};

/// A comment with an end of its own.
pub(super) struct BlockComment {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) nested: bool,
}

/// `/* … */`, as most languages have it.
pub(super) const SLASH_STAR: BlockComment = BlockComment { open: "/*", close: "*/", nested: false };

/// `/* … */` that counts openers within.
pub(super) const NESTED_SLASH_STAR: BlockComment = BlockComment { nested: true, ..SLASH_STAR };

/// One kind of string.
#[derive(Clone, Copy)]
pub(super) struct StringRule {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// The byte that takes the meaning from the next one. Zero for none.
    pub(super) escape: u8,
    pub(super) multiline: bool,
    /// What opens a place to be filled in. A bracket at the end is closed by its partner; without
    /// one a name follows.
    pub(super) holes: &'static [&'static str],
}

impl StringRule {
    /// A string within one line, with backslash escapes, between two of `quote`.
    pub(super) const fn line(quote: &'static str) -> Self {
        StringRule { open: quote, close: quote, escape: b'\\', multiline: false, holes: &[] }
    }

    /// The same, over any number of lines.
    pub(super) const fn lines(quote: &'static str) -> Self {
        StringRule { multiline: true, ..StringRule::line(quote) }
    }

    /// A string over any number of lines in which every byte is itself.
    pub(super) const fn raw(open: &'static str, close: &'static str) -> Self {
        StringRule { open, close, escape: 0, multiline: true, holes: &[] }
    }

    pub(super) const fn with_holes(self, holes: &'static [&'static str]) -> Self {
        StringRule { holes, ..self }
    }
}

/// What a word directly before a quote does to the string.
#[derive(Clone, Copy)]
pub(super) enum Prefix {
    Nothing,
    /// Gives it holes.
    Holes(&'static [&'static str]),
    /// Makes it raw, between as many `#` as the author likes: Rust's `r#"…"#`.
    Hashes,
    /// Makes it raw, with a delimiter of the author's: C++'s `R"x(…)x"`.
    Delimiter,
}

/// When a word or a string is a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    Never,
    /// A word that touches a single colon.
    TouchingColon,
    /// A word or a string before a colon.
    Colon,
    /// A word before a single equals sign.
    Equals,
}

/// When the first word of a line is a keyword, whatever it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    Never,
    /// Always.
    Lines,
    /// Where a label or a block follows: `resource "x" {`.
    Blocks,
}

/// How attributes are written, if they have brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attributes {
    Never,
    /// `#[…]` and `#![…]`.
    Hash,
    /// `[…]` at the start of a line.
    LineBracket,
}

/// Which markup may stand between code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tags {
    Never,
    /// Elements as expressions: JSX.
    Elements,
    /// `<?php` and `?>`.
    Instructions,
}

/// What the engine does at a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// Goes on: nothing starts here.
    Plain,
    Word,
    Digit,
    /// Looks closer: a comment, a string or another construct may start here.
    Opener,
}

/// A description and what follows from it for every byte.
pub(super) struct Grammar {
    pub(super) rules: Rules,
    leads: [Lead; 256],
}

impl Grammar {
    pub(super) const fn new(rules: Rules) -> Self {
        let mut leads = [Lead::Plain; 256];
        let mut byte = 0;
        while byte < 256 {
            let letter =
                (byte as u8).is_ascii_alphabetic() || byte == b'_' as usize || byte >= 0x80;
            if letter || contains(rules.letters, byte as u8) {
                leads[byte] = Lead::Word;
            } else if (byte as u8).is_ascii_digit() {
                leads[byte] = Lead::Digit;
            } else if opens(&rules, byte as u8) {
                leads[byte] = Lead::Opener;
            }
            byte += 1;
        }
        Grammar { rules, leads }
    }

    pub(super) fn lead(&self, byte: u8) -> Lead {
        self.leads[usize::from(byte)]
    }
}

const fn opens(rules: &Rules, byte: u8) -> bool {
    let mut index = 0;
    while index < rules.line_comments.len() {
        if rules.line_comments[index].as_bytes()[0] == byte {
            return true;
        }
        index += 1;
    }
    index = 0;
    while index < rules.block_comments.len() {
        if rules.block_comments[index].open.as_bytes()[0] == byte {
            return true;
        }
        index += 1;
    }
    index = 0;
    while index < rules.strings.len() {
        if rules.strings[index].open.as_bytes()[0] == byte {
            return true;
        }
        index += 1;
    }
    index = 0;
    while index < rules.sigils.len() {
        if rules.sigils[index].0 == byte {
            return true;
        }
        index += 1;
    }
    match byte {
        b'#' => rules.directives || matches!(rules.attributes, Attributes::Hash),
        b'[' => matches!(rules.attributes, Attributes::LineBracket),
        b'/' => rules.regexes,
        b'<' => rules.here_documents || !matches!(rules.tags, Tags::Never),
        b'?' => matches!(rules.tags, Tags::Instructions),
        b'\n' => rules.here_documents,
        b'\'' => rules.lifetimes,
        _ => false,
    }
}

const fn contains(bytes: &[u8], byte: u8) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == byte {
            return true;
        }
        index += 1;
    }
    false
}
