//! What was typed, and what it asks for.

use crate::search::index::SHORTEST_KEY;
use crate::search::tokens::{Form, is_letter, norm, tokens};

/// So many characters are read.
const LONGEST: usize = 400;
/// A piece of words of more characters is read by its parts.
const LONGEST_WORD: usize = 80;
/// So many terms are needed at most.
const MOST_NEEDS: usize = 12;
/// So many terms are welcome at most.
const MOST_WELCOME: usize = 6;
/// So many pieces are excluded at most.
const MOST_EXCLUDED: usize = 6;
/// The shortest term that may be the beginning of another.
const SHORTEST_OPEN: usize = 3;
/// So many keys are tried at most.
const MOST_KEYS: usize = 8;
/// What a query of one word has if it may be a key.
const KEY_SIGNS: [char; 6] = ['/', ':', '.', '@', '-', '_'];

/// The fields that hits can be narrowed to, in the order of the file of facets.
pub(super) const FIELDS: [&str; 5] = ["kind", "owner", "lifecycle", "system", "tag"];

/// The place of owners in [`FIELDS`].
pub(super) const OWNER: usize = 1;

/// What a query asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// What was typed, as far as it was read.
    pub typed: String,
    /// What its words and phrases say.
    pub said: String,
    /// The norm of that.
    pub norm: String,
    /// Terms that a document should have.
    pub needs: Vec<String>,
    /// Terms that count if they are there.
    pub welcome: Vec<String>,
    /// The need that may be the beginning of a longer term.
    pub open: Option<String>,
    /// Terms that must stand as they stand here.
    pub phrases: Vec<Phrase>,
    /// Of each of these, a document must not have all.
    pub excluded_words: Vec<Vec<String>>,
    /// What a document must not have.
    pub excluded_phrases: Vec<Phrase>,
    /// What hits are narrowed to.
    pub filters: Vec<Filter>,
    /// Norms of what may mean one document exactly, in the order in which they are tried.
    pub keys: Vec<String>,
}

/// Terms with how far each stands behind the first.
pub(super) type Phrase = Vec<(String, u32)>;

/// A value that hits are narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    /// The place of the field in [`FIELDS`].
    pub field: usize,
    /// The norm of the value.
    pub value: String,
    /// Whether hits must not have it.
    pub is_excluded: bool,
}

/// A piece of what was typed.
enum Piece<'a> {
    Words(&'a str),
    Phrase(&'a str),
    Filter(usize, &'a str),
}

/// Understands what was typed.
pub(super) fn query(typed: &str) -> Query {
    let end = typed.char_indices().nth(LONGEST).map_or(typed.len(), |(at, _)| at);
    let typed = &typed[..end];
    let mut query = Query { typed: typed.to_owned(), ..Query::default() };
    let mut said = Vec::new();
    let mut open = None;
    for (piece, is_excluded) in pieces(typed) {
        open = None;
        match (piece, is_excluded) {
            (Piece::Filter(field, value), _) => {
                query.filters.push(Filter { field, value: norm(value), is_excluded });
            }
            (Piece::Words(text), true) => query.excluded_words.push(Asked::of(text).needs),
            (Piece::Phrase(""), _) => {}
            (Piece::Phrase(text), true) => query.excluded_phrases.push(phrase(text)),
            (Piece::Words(text), false) => {
                said.push(text);
                let asked = Asked::of(text);
                open = asked.needs.last().filter(|_| asked.is_spaced).cloned();
                asked.needs.into_iter().for_each(|term| add(&mut query.needs, term));
                asked.welcome.into_iter().for_each(|term| add(&mut query.welcome, term));
            }
            (Piece::Phrase(text), false) => {
                said.push(text);
                let phrase = phrase(text);
                phrase.iter().for_each(|(term, _)| add(&mut query.needs, term.clone()));
                query.phrases.push(phrase);
            }
        }
    }
    query.said = said.join(" ");
    query.norm = norm(&query.said);
    query.leave_open(open.filter(|_| typed.ends_with(is_letter)));
    query.bound();
    query.keys = query.keys();
    query
}

fn add(terms: &mut Vec<String>, term: String) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}

impl Query {
    /// Whether phrases or what is excluded leave less than what words find.
    pub(super) fn is_narrowed(&self) -> bool {
        let excluded = self.excluded_words.len() + self.excluded_phrases.len();
        self.phrases.len() + excluded > 0
    }

    /// Whether a phrase has the term, so that it means itself only.
    pub(super) fn is_quoted(&self, need: &str) -> bool {
        self.phrases.iter().flatten().any(|(term, _)| term == need)
    }

    /// The term that is still being typed may be the beginning of another, or, if it says too little, no need.
    fn leave_open(&mut self, open: Option<String>) {
        self.welcome.retain(|term| !self.needs.contains(term));
        let Some(open) = open else { return };
        if open.chars().nth(SHORTEST_OPEN - 1).is_some() {
            self.open = Some(open);
        } else if self.needs.len() > 1 {
            self.needs.retain(|need| *need != open);
            self.welcome.push(open);
        }
    }

    /// Drops what is too much.
    fn bound(&mut self) {
        self.needs.truncate(MOST_NEEDS);
        self.welcome.truncate(MOST_WELCOME);
        self.open = self.open.take().filter(|open| self.needs.contains(open));
        for phrase in &mut self.phrases {
            let is_known = |term: &String| self.needs.contains(term) || self.welcome.contains(term);
            let end = phrase.iter().position(|(term, _)| !is_known(term)).unwrap_or(phrase.len());
            phrase.truncate(end);
        }
        self.phrases.retain(|phrase| !phrase.is_empty());
        self.excluded_words.retain(|terms| !terms.is_empty());
        self.excluded_words.truncate(MOST_EXCLUDED);
        self.excluded_words.iter_mut().for_each(|terms| terms.truncate(MOST_NEEDS));
        self.excluded_phrases.retain(|phrase| !phrase.is_empty());
        self.excluded_phrases.truncate(MOST_EXCLUDED);
        self.excluded_phrases.iter_mut().for_each(|phrase| phrase.truncate(MOST_NEEDS));
    }

    /// What may mean one document exactly.
    fn keys(&self) -> Vec<String> {
        let is_marked = self.said.contains(KEY_SIGNS) || tokens(&self.said).len() > 1;
        if !self.phrases.is_empty() || !is_marked {
            return Vec::new();
        }
        let mut keys: Vec<String> = Vec::new();
        let mut tried = vec![self.said.as_str()];
        if !self.said.contains(' ') {
            tried.extend(parts_of(&self.said));
        }
        for key in tried.into_iter().map(norm) {
            if key.chars().nth(SHORTEST_KEY - 1).is_some() {
                add(&mut keys, key);
            }
        }
        keys.truncate(MOST_KEYS);
        keys
    }
}

/// Cuts what was typed at white space and quotes.
fn pieces(typed: &str) -> Vec<(Piece<'_>, bool)> {
    let mut pieces = Vec::new();
    let mut left = typed.trim_start();
    while !left.is_empty() {
        let behind = left.strip_prefix('-');
        let is_excluded = behind.is_some_and(|rest| !rest.starts_with(char::is_whitespace));
        let rest = behind.unwrap_or(left);
        let (piece, rest) = piece(rest);
        if let Some(piece) = piece {
            pieces.push((piece, is_excluded));
        }
        left = rest.trim_start();
    }
    pieces
}

/// The first piece and what is behind it.
fn piece(text: &str) -> (Option<Piece<'_>>, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let (phrase, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
        return (Some(Piece::Phrase(phrase)), rest);
    }
    for (field, name) in FIELDS.iter().enumerate() {
        let Some((head, value)) = text.split_at_checked(name.len() + 1) else { continue };
        if !head.strip_suffix(':').is_some_and(|head| head.eq_ignore_ascii_case(name)) {
            continue;
        }
        let (value, rest) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find(ends_words).unwrap_or(value.len())),
        };
        if !value.is_empty() {
            return (Some(Piece::Filter(field, value)), rest);
        }
    }
    let end = text.find(ends_words).unwrap_or(text.len());
    let (words, rest) = text.split_at(end);
    ((!words.is_empty()).then_some(Piece::Words(words)), rest)
}

fn ends_words(c: char) -> bool {
    c.is_whitespace() || c == '"'
}

/// What a piece of words asks for.
#[derive(Default)]
struct Asked {
    needs: Vec<String>,
    welcome: Vec<String>,
    /// Whether the last need is written with spaces around words.
    is_spaced: bool,
}

impl Asked {
    fn of(text: &str) -> Asked {
        // An address would be too long for a word, and say nothing.
        let tokens = match text.chars().count() > LONGEST_WORD {
            true => tokens(&text.replace('/', " ")),
            false => tokens(text),
        };
        let mut asked = Asked::default();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| tokens[at].form);
            let behind = tokens.get(at + 1).map(|token| token.form);
            let is_whole = token.form == Form::Word && behind == Some(Form::Hump);
            let is_paired = token.form == Form::Character
                && (behind == Some(Form::Pair) || before == Some(Form::Pair));
            if is_whole || token.form == Form::Joined {
                asked.welcome.push(token.text.clone());
            } else if !is_paired {
                asked.needs.push(token.text.clone());
                asked.is_spaced = matches!(token.form, Form::Word | Form::Hump);
            }
        }
        asked
    }
}

/// The terms of a phrase as they stand.
fn phrase(text: &str) -> Phrase {
    let written: Vec<_> =
        tokens(text).into_iter().filter(|token| token.form.is_written()).collect();
    let first = written.first().map_or(0, |token| token.position);
    written.into_iter().map(|token| (token.text, token.position - first)).collect()
}

/// A path, an address or an image, and what is left of it without what surrounds its name.
fn parts_of(said: &str) -> Vec<&str> {
    let bare = bare(said);
    let project = bare.split_once("/-/").map_or(bare, |(before, _)| before);
    let last = project.rfind('/').map_or(0, |at| at + 1);
    let mut mark = project[last..].char_indices().skip(1);
    let image = match mark.find(|(_, c)| matches!(c, '@' | ':')) {
        Some((at, _)) => &project[..last + at],
        None => project,
    };
    let mut rest = without_host(image);
    let mut parts = vec![bare, project, image, rest];
    while let Some((before, _)) = rest.rsplit_once('/').filter(|(before, _)| before.contains('/')) {
        rest = before;
        parts.push(rest);
    }
    parts
}

/// Without scheme, user, query, fragment and what says nothing at the end.
fn bare(said: &str) -> &str {
    let mut text = said;
    if let Some((scheme, rest)) = said.split_once("://")
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
    {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        text = rest[..end].find('@').map_or(rest, |at| &rest[at + 1..]);
    } else if said.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("git@")) {
        text = &said[4..];
    }
    text = text.split(['?', '#']).next().unwrap_or_default();
    while let Some(shorter) = text.strip_suffix('/').or_else(|| text.strip_suffix(".git")) {
        text = shorter;
    }
    text
}

/// Without the first part, if it is a host with a path behind it.
fn without_host(text: &str) -> &str {
    let mut host_and_path = text.find(['/', ':']).map(|at| (&text[..at], &text[at + 1..]));
    // Behind the colon of `host:5000/path` a port follows, and no path.
    if text[..].find(['/', ':']).is_some_and(|at| text[at..].starts_with(':'))
        && host_and_path.is_some_and(|(_, path)| !path.starts_with(char::is_alphabetic))
    {
        host_and_path = text.split_once('/');
    }
    match host_and_path {
        Some((host, path)) if host.contains(['.', ':']) && !path.is_empty() => path,
        _ => text,
    }
}
