//! Text as the words that the index knows.
//!
//! `search/tokens.js` of the theme follows the same rules, and one file of cases ties the two together.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

/// Words of more characters are no words.
const LONGEST_WORD: usize = 80;
/// Tokens of more characters are not kept.
const LONGEST_TOKEN: usize = 40;
/// What joins the parts of a word.
const JOINTS: [char; 5] = ['-', '_', '.', '/', ':'];
/// Hiragana, katakana, Chinese characters, hangul: written without spaces between words.
const UNSPACED: [RangeInclusive<char>; 3] =
    ['\u{3040}'..='\u{30ff}', '\u{3400}'..='\u{9fff}', '\u{ac00}'..='\u{d7af}'];

/// What a token is of the text that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A word as it is written between joints and spaces.
    Word,
    /// A part of the word before: `webhook` of `createWebhook`.
    Hump,
    /// Two or three words without the joints between them.
    Joined,
    /// A character of a script without spaces.
    Character,
    /// The character before together with the one behind it.
    Pair,
}

impl Form {
    /// Whether it stands so in the text; else it is made of what does.
    pub(crate) fn is_written(self) -> bool {
        matches!(self, Form::Word | Form::Character)
    }
}

/// A word, or what is made of words, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it says.
    pub text: String,
    /// Its place among the words; what is made of a word stands where the word does.
    pub position: u32,
    /// What it is.
    pub form: Form,
}

/// The text in lower case with nothing but letters and digits: `Order-Service` and `orderService` are the same.
pub(crate) fn norm(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| is_letter(*c)).collect()
}

/// The tokens of a text, in the order of the text.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Tokens::default();
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        rest = &rest[start..];
        let is_unspaced = rest.starts_with(is_unspaced);
        let end = if is_unspaced { unspaced_end(rest) } else { word_end(rest) };
        let word = &rest[..end];
        match is_unspaced {
            true => tokens.add_unspaced(word),
            false if word.chars().count() <= LONGEST_WORD => tokens.add_word(word),
            false => {}
        }
        rest = &rest[end..];
    }
    tokens.all
}

#[derive(Default)]
struct Tokens {
    all: Vec<Token>,
    position: u32,
}

impl Tokens {
    fn add_word(&mut self, word: &str) {
        let first = self.position;
        let parts: Vec<&str> = word.split(JOINTS).filter(|part| !part.is_empty()).collect();
        for part in &parts {
            self.push(part.to_lowercase(), self.position, Form::Word);
            let humps = humps(part);
            if humps.len() > 1 {
                for hump in humps.iter().filter(|hump| hump.chars().nth(1).is_some()) {
                    self.push(hump.to_lowercase(), self.position, Form::Hump);
                }
            }
            self.position += 1;
        }
        if matches!(parts.len(), 2 | 3) {
            let joined: String = parts.concat().to_lowercase();
            if joined.chars().nth(2).is_some() {
                self.push(joined, first, Form::Joined);
            }
        }
    }

    fn add_unspaced(&mut self, word: &str) {
        let characters: Vec<char> = word.chars().collect();
        for (at, character) in characters.iter().enumerate() {
            self.push(character.to_string(), self.position, Form::Character);
            if let Some(next) = characters.get(at + 1) {
                self.push([*character, *next].iter().collect(), self.position, Form::Pair);
            }
            self.position += 1;
        }
    }

    fn push(&mut self, text: String, position: u32, form: Form) {
        if text.chars().count() <= LONGEST_TOKEN {
            self.all.push(Token { text, position, form });
        }
    }
}

/// Where a word ends: letters and digits, with joints only between them.
fn word_end(text: &str) -> usize {
    let is_of_word = |c: char| is_letter(c) && !is_unspaced(c);
    let mut end = 0;
    loop {
        let rest = &text[end..];
        end += rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
        let rest = &text[end..];
        let joints = rest.find(|c| !JOINTS.contains(&c)).unwrap_or(rest.len());
        if joints == 0 || !rest[joints..].starts_with(is_of_word) {
            return end;
        }
        end += joints;
    }
}

fn unspaced_end(text: &str) -> usize {
    text.find(|c| !is_unspaced(c)).unwrap_or(text.len())
}

pub(crate) fn is_unspaced(c: char) -> bool {
    UNSPACED.iter().any(|range| range.contains(&c)) && is_letter(c)
}

/// The parts of `createHTTPServer`: `create`, `HTTP`, `Server`.
fn humps(part: &str) -> Vec<&str> {
    let characters: Vec<(usize, char)> = part.char_indices().collect();
    let mut humps = Vec::new();
    let mut start = 0;
    for at in 1..characters.len() {
        let (before, (place, here)) = (characters[at - 1].1, characters[at]);
        let next = characters.get(at + 1).map(|(_, next)| *next);
        let ends = (before.is_lowercase() || before.is_numeric()) && here.is_uppercase();
        let begins = before.is_uppercase()
            && here.is_uppercase()
            && next.is_some_and(|next| next.is_lowercase());
        if ends || begins {
            humps.push(&part[start..place]);
            start = place;
        }
    }
    humps.push(&part[start..]);
    humps
}

/// Letters and digits of all scripts, as `[\p{L}\p{N}]` of both languages has them.
pub(crate) fn is_letter(c: char) -> bool {
    static LETTERS: OnceLock<ClassUnicode> = OnceLock::new();
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let letters = LETTERS.get_or_init(|| {
        let parsed = regex_syntax::parse(r"[\p{L}\p{N}]").expect("the class is written here");
        match parsed.into_kind() {
            HirKind::Class(Class::Unicode(class)) => class,
            _ => ClassUnicode::empty(),
        }
    });
    let ranges = letters.ranges();
    let at = ranges.partition_point(|range| range.end() < c);
    ranges.get(at).is_some_and(|range| range.start() <= c)
}
