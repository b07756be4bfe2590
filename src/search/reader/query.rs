//! What was typed, and what it asks for.

use crate::search::tokens::{Form, is_letter, norm, tokens};

/// So many characters are read.
const LONGEST: usize = 400;
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
    pub needs: Vec<Need>,
    /// Terms that count if they are there.
    pub welcome: Vec<String>,
    /// The need that may be the beginning of a longer term.
    pub open: Option<usize>,
    /// Terms that must follow each other.
    pub phrases: Vec<Vec<String>>,
    /// What a document must not have.
    pub excluded: Vec<Excluded>,
    /// What hits are narrowed to.
    pub filters: Vec<Filter>,
    /// Norms of what may mean one document exactly, in the order in which they are tried.
    pub keys: Vec<String>,
}

/// A term that a document should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// The term.
    pub term: String,
    /// Whether it stands for itself only, because a phrase has it.
    pub is_exact: bool,
}

/// What a document must not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excluded {
    /// All of these.
    pub terms: Vec<String>,
    /// Whether they must follow each other to count.
    pub is_phrase: bool,
}

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
    let pieces = pieces(typed);
    let mut query = Query { typed: typed.to_owned(), ..Query::default() };
    let mut said = Vec::new();
    let mut welcome = Vec::new();
    for (piece, is_excluded) in &pieces {
        match (piece, is_excluded) {
            (Piece::Filter(field, value), _) => query.filters.push(Filter {
                field: *field,
                value: norm(value),
                is_excluded: *is_excluded,
            }),
            (Piece::Words(text), true) => query.exclude(needed(text).0, false),
            (Piece::Phrase(text), true) => query.exclude(written(text), true),
            (Piece::Words(text), false) => {
                said.extend(text.split_whitespace());
                let (needs, others) = needed(text);
                needs.into_iter().for_each(|term| query.need(term, false));
                welcome.extend(others);
            }
            (Piece::Phrase(text), false) => {
                said.extend(text.split_whitespace());
                let terms = written(text);
                terms.iter().for_each(|term| query.need(term.clone(), true));
                query.phrases.push(terms);
            }
        }
    }
    query.said = said.join(" ");
    query.norm = norm(&query.said);
    query.bound();
    query.keys = query.keys_of(pieces.len());
    query.leave_open(typed, pieces.last());
    for term in welcome {
        query.welcome(term);
    }
    query
}

impl Query {
    fn need(&mut self, term: String, is_exact: bool) {
        match self.needs.iter_mut().find(|need| need.term == term) {
            Some(need) => need.is_exact |= is_exact,
            None => self.needs.push(Need { term, is_exact }),
        }
    }

    fn welcome(&mut self, term: String) {
        let is_known = self.welcome.contains(&term) || self.needs.iter().any(|n| n.term == term);
        if !is_known && self.welcome.len() < MOST_WELCOME {
            self.welcome.push(term);
        }
    }

    fn exclude(&mut self, terms: Vec<String>, is_phrase: bool) {
        if !terms.is_empty() && self.excluded.len() < MOST_EXCLUDED {
            let terms = terms.into_iter().take(MOST_NEEDS).collect();
            self.excluded.push(Excluded { terms, is_phrase });
        }
    }

    /// Drops what is too much, from phrases too.
    fn bound(&mut self) {
        self.needs.truncate(MOST_NEEDS);
        for phrase in &mut self.phrases {
            let known = |term: &String| self.needs.iter().any(|need| need.term == *term);
            let end = phrase.iter().position(|term| !known(term)).unwrap_or(phrase.len());
            phrase.truncate(end);
        }
        self.phrases.retain(|phrase| !phrase.is_empty());
    }

    /// Finds the term that is still being typed.
    fn leave_open(&mut self, typed: &str, last: Option<&(Piece<'_>, bool)>) {
        let Some((Piece::Words(text), false)) = last else { return };
        if !typed.ends_with(is_letter) {
            return;
        }
        let tokens = tokens(text);
        let open = tokens.iter().enumerate().rfind(|(at, _)| is_needed(&tokens, *at));
        let Some((_, token)) = open.filter(|(_, it)| matches!(it.form, Form::Word | Form::Hump))
        else {
            return;
        };
        let Some(at) = self.needs.iter().position(|n| n.term == token.text && !n.is_exact) else {
            return;
        };
        if token.text.chars().nth(SHORTEST_OPEN - 1).is_some() {
            self.open = Some(at);
        } else if self.needs.len() > 1 {
            let need = self.needs.remove(at);
            self.welcome(need.term);
        }
    }

    /// What may mean one document exactly.
    fn keys_of(&self, pieces: usize) -> Vec<String> {
        let is_marked = self.said.contains(KEY_SIGNS) || tokens(&self.said).len() > 1;
        if !self.phrases.is_empty() || !is_marked {
            return Vec::new();
        }
        let mut tried = vec![self.said.clone()];
        if pieces == 1 {
            tried.extend(parts_of(&self.said).into_iter().map(str::to_owned));
        }
        let mut keys: Vec<String> = Vec::new();
        for key in tried.iter().map(|text| norm(text)) {
            let is_long = key.chars().nth(crate::search::index::SHORTEST_KEY - 1).is_some();
            if is_long && !keys.contains(&key) {
                keys.push(key);
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
        let behind = left.strip_prefix('-').filter(|rest| !rest.starts_with(char::is_whitespace));
        let is_excluded = behind.is_some();
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
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if !value.is_empty() {
            return (Some(Piece::Filter(field, value)), rest);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len());
    let (words, rest) = text.split_at(end);
    ((!words.is_empty()).then_some(Piece::Words(words)), rest)
}

/// The terms that words need, and those that are welcome.
fn needed(text: &str) -> (Vec<String>, Vec<String>) {
    let tokens = tokens(text);
    let (mut needs, mut welcome) = (Vec::new(), Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match token.form {
            _ if is_needed(&tokens, at) => needs.push(token.text.clone()),
            Form::Word | Form::Joined => welcome.push(token.text.clone()),
            Form::Hump | Form::Character | Form::Pair => {}
        }
    }
    (needs, welcome)
}

/// Whether a document should have the token at this place.
fn is_needed(tokens: &[crate::search::tokens::Token], at: usize) -> bool {
    let has_behind = |form| tokens.get(at + 1).is_some_and(|next| next.form == form);
    match tokens[at].form {
        Form::Word => !has_behind(Form::Hump),
        Form::Hump | Form::Pair => true,
        Form::Joined => false,
        Form::Character => {
            !has_behind(Form::Pair) && (at == 0 || tokens[at - 1].form != Form::Pair)
        }
    }
}

/// The terms of a phrase as they stand.
fn written(text: &str) -> Vec<String> {
    let written = tokens(text).into_iter().filter(|token| token.form.is_written());
    written.map(|token| token.text).collect()
}

/// A path, an address or an image, and what is left of it without what surrounds its name.
fn parts_of(said: &str) -> Vec<&str> {
    let mut text = said.split_once("://").map_or(said, |(_, rest)| rest);
    if let Some((user, rest)) = text.split_once('@')
        && !user.is_empty()
        && !user.contains('/')
        && rest.contains(['/', ':'])
    {
        text = rest;
    }
    text = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    text = text.strip_suffix(".git").unwrap_or(text);
    let mut parts = vec![text];
    text = text.split_once("/-/").map_or(text, |(before, _)| before);
    parts.push(text);
    let last = text.rfind('/').map_or(0, |at| at + 1);
    if let Some(at) = text[last..].char_indices().skip(1).find(|(_, c)| matches!(c, '@' | ':')) {
        text = &text[..last + at.0];
    }
    parts.push(text);
    if let Some((host, rest)) = text.split_once('/')
        && host.contains(['.', ':'])
    {
        text = match host.split_once(':') {
            Some((_, path)) if path.starts_with(|c: char| !c.is_ascii_digit()) => {
                &text[host.len() - path.len()..]
            }
            _ => rest,
        };
    }
    parts.push(text);
    while let Some((before, _)) = text.rsplit_once('/').filter(|(before, _)| before.contains('/')) {
        text = before;
        parts.push(text);
    }
    parts
}
