//! The conditions of inputs' rules: `$[[ inputs.cloud ]] == 'aws' && …`, as GitLab's `Pipeline::Expression` reads them.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::pattern::Pattern;

/// A longer condition is a mistake there and here (`Lexer::MAX_TOKENS`).
const TOKENS: usize = 100;

/// What a condition says.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// The value of an input; null if it has none.
    Input(String),
    /// A text, a boolean or null. A variable is null: conditions see inputs only.
    Value(Json),
    /// Both are the same, and of the same type.
    Equals(Box<Condition>, Box<Condition>),
    /// The left one, as text, matches.
    Matches(Box<Condition>, Box<Pattern>),
    /// It does not hold.
    Not(Box<Condition>),
    /// Both hold.
    And(Box<Condition>, Box<Condition>),
    /// One of them holds.
    Or(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// Reads a condition; none if GitLab would not understand it either.
    pub(crate) fn parse(text: &str) -> Option<Condition> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens };
        let condition = reader.any()?;
        reader.tokens.is_empty().then_some(condition)
    }

    /// Whether it holds for these values.
    pub(crate) fn holds(&self, values: &BTreeMap<String, Json>) -> bool {
        is_present(&self.value(values))
    }

    fn value(&self, values: &BTreeMap<String, Json>) -> Json {
        match self {
            Condition::Input(name) => values.get(name).cloned().unwrap_or(Json::Null),
            Condition::Value(value) => value.clone(),
            Condition::Equals(left, right) => {
                same(&left.value(values), &right.value(values)).into()
            }
            Condition::Matches(left, pattern) => {
                pattern.matches(&super::values::to_text(&left.value(values))).into()
            }
            Condition::Not(one) => (!one.holds(values)).into(),
            Condition::And(left, right) => (left.holds(values) && right.holds(values)).into(),
            Condition::Or(left, right) => (left.holds(values) || right.holds(values)).into(),
        }
    }

    /// The same for the page's script; none if a browser cannot say a pattern of it.
    pub(crate) fn to_form(&self) -> Option<Json> {
        Some(match self {
            Condition::Input(name) => json!(["input", name]),
            Condition::Value(value) => json!(["value", value]),
            Condition::Equals(left, right) => json!(["==", left.to_form()?, right.to_form()?]),
            Condition::Matches(left, pattern) => json!(["=~", left.to_form()?, pattern.script()?]),
            Condition::Not(one) => json!(["!", one.to_form()?]),
            Condition::And(left, right) => json!(["&&", left.to_form()?, right.to_form()?]),
            Condition::Or(left, right) => json!(["||", left.to_form()?, right.to_form()?]),
        })
    }
}

/// What Rails calls present.
fn is_present(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(entries) => !entries.is_empty(),
        Json::Bool(true) | Json::Number(_) => true,
    }
}

/// Equal as Ruby has it: `1` is `1.0`, but not `"1"`.
pub(super) fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => left.as_f64() == right.as_f64(),
        _ => left == right,
    }
}

#[derive(Clone, Debug)]
enum Token {
    Open,
    Close,
    Leaf(Condition),
    Pattern(Box<Pattern>),
    Equals,
    Differs,
    Matches,
    MatchesNot,
    Not,
    And,
    Or,
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if tokens.len() == TOKENS {
            return None;
        }
        let (token, length) = token(rest)?;
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// Reads the token that the text begins with, and its length.
fn token(text: &str) -> Option<(Token, usize)> {
    const SIGNS: &[(&str, Token)] = &[
        ("(", Token::Open),
        (")", Token::Close),
        ("==", Token::Equals),
        ("=~", Token::Matches),
        ("!=", Token::Differs),
        ("!~", Token::MatchesNot),
        ("!", Token::Not),
        ("&&", Token::And),
        ("||", Token::Or),
    ];
    if let Some((sign, token)) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return Some((token.clone(), sign.len()));
    }
    if let Some(inside) = text.strip_prefix("$[[") {
        let (name, _) = inside.split_once("]]")?;
        let length = "$[[".len() + name.len() + "]]".len();
        let name = name.trim().strip_prefix("inputs.")?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let leaf = Token::Leaf(Condition::Input(name.to_owned()));
        return (is_name && !name.is_empty()).then_some((leaf, length));
    }
    match text.chars().next()? {
        '$' => {
            let length = 1 + word(&text[1..]);
            (length > 1).then_some((Token::Leaf(Condition::Value(Json::Null)), length))
        }
        quote @ ('"' | '\'') => {
            let (inside, _) = text[1..].split_once(quote)?;
            Some((Token::Leaf(Condition::Value(json!(inside))), inside.len() + 2))
        }
        '/' => pattern(text),
        _ => {
            let length = word(text);
            let value = match &text[..length] {
                "null" => Json::Null,
                "true" => json!(true),
                "false" => json!(false),
                _ => return None,
            };
            Some((Token::Leaf(Condition::Value(value)), length))
        }
    }
}

fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Reads `/…/flags`; a slash within is escaped.
fn pattern(text: &str) -> Option<(Token, usize)> {
    let mut end = None;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'/' if !is_escaped => {
                end = Some(at);
                break;
            }
            _ => is_escaped = byte == b'\\' && !is_escaped,
        }
    }
    let end = end?;
    let flags = text[end + 1..].bytes().take_while(|flag| b"ismU".contains(flag)).count();
    let body = text[1..end].replace("\\/", "/");
    let body = match &text[end + 1..end + 1 + flags] {
        "" => body,
        flags => format!("(?{flags}){body}"),
    };
    Some((Token::Pattern(Box::new(Pattern::parse(&body)?)), end + 1 + flags))
}

/// Descends by precedence: `||`, `&&`, comparisons, `!`.
struct Reader<'a> {
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn take(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn any(&mut self) -> Option<Condition> {
        let mut left = self.all()?;
        while let Some(Token::Or) = self.tokens.first() {
            self.take();
            left = Condition::Or(Box::new(left), Box::new(self.all()?));
        }
        Some(left)
    }

    fn all(&mut self) -> Option<Condition> {
        let mut left = self.comparison()?;
        while let Some(Token::And) = self.tokens.first() {
            self.take();
            left = Condition::And(Box::new(left), Box::new(self.comparison()?));
        }
        Some(left)
    }

    fn comparison(&mut self) -> Option<Condition> {
        let left = Box::new(self.one()?);
        let not = |condition| Condition::Not(Box::new(condition));
        Some(match self.tokens.first() {
            Some(Token::Equals) => {
                self.take();
                Condition::Equals(left, Box::new(self.one()?))
            }
            Some(Token::Differs) => {
                self.take();
                not(Condition::Equals(left, Box::new(self.one()?)))
            }
            Some(Token::Matches) => {
                self.take();
                Condition::Matches(left, self.pattern()?)
            }
            Some(Token::MatchesNot) => {
                self.take();
                not(Condition::Matches(left, self.pattern()?))
            }
            _ => *left,
        })
    }

    fn one(&mut self) -> Option<Condition> {
        match self.take()? {
            Token::Leaf(leaf) => Some(leaf),
            Token::Not => Some(Condition::Not(Box::new(self.one()?))),
            Token::Open => {
                let inside = self.any()?;
                matches!(self.take()?, Token::Close).then_some(inside)
            }
            _ => None,
        }
    }

    fn pattern(&mut self) -> Option<Box<Pattern>> {
        match self.take()? {
            Token::Pattern(pattern) => Some(pattern),
            _ => None,
        }
    }
}
