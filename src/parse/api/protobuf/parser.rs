//! The grammar of files, enumerations and services, with recovery behind mistakes.

use crate::base::yaml::Position;
use crate::model::api::SourcePosition;
use crate::parse::api::lines::Lines;

use super::comments::{Between, between};
use super::syntax::{Enum, Field, File, Import, Method, Service};
use super::tokens::{Kind, Token, Tokens, tokens};

/// How deep messages and values of options may be nested.
pub(super) const DEPTH: usize = 48;
/// Bytes of a name: each is looked up in every scope around it.
const LONGEST: usize = 500;
/// Mistakes of a file that are kept.
const KEPT: usize = 20;

/// What is wrong at which byte.
pub(super) type Wrong = (usize, String);

/// Reads what a file says, as far as it can be understood.
pub(super) fn parse(text: &str, file: u32) -> File {
    let tokens = tokens(text);
    let problems = tokens.problems.iter();
    let problems = problems.map(|(at, message)| (*at, (*message).to_owned())).collect();
    let mut parser = Parser { text, file, lines: Lines::new(text), tokens, at: 0, problems };
    let mut read = parser.file();
    // A text without an end makes others follow from it; in the order of the text the cause comes first.
    let mut problems = std::mem::take(&mut parser.problems);
    problems.sort_by_key(|(at, _)| *at);
    problems.truncate(KEPT);
    read.problems =
        problems.into_iter().map(|(at, message)| (parser.position(at), message)).collect();
    read
}

pub(super) struct Parser<'a> {
    text: &'a str,
    file: u32,
    lines: Lines<'a>,
    tokens: Tokens,
    at: usize,
    problems: Vec<Wrong>,
}

impl<'a> Parser<'a> {
    fn file(&mut self) -> File {
        let mut file = File::default();
        while self.kind() != Kind::End {
            let start = self.at;
            if self.takes(';') {
                continue;
            }
            if self.takes('}') {
                self.note((
                    self.tokens.list[start].start,
                    "there is nothing that `}` ends".to_owned(),
                ));
                continue;
            }
            if let Err(wrong) = self.top_level(&mut file) {
                self.recover(start, wrong);
            }
        }
        file
    }

    fn top_level(&mut self, file: &mut File) -> Result<(), Wrong> {
        if matches!(self.word(), "export" | "local")
            && matches!(self.word_at(1), "message" | "enum")
        {
            self.at += 1;
        }
        let start = self.at;
        match self.word() {
            word @ ("syntax" | "edition") => {
                self.at += 1;
                self.expect('=')?;
                let value = self.string()?;
                self.end_statement();
                let about = self.about_file(start);
                file.description = file.description.take().or(about);
                file.syntax =
                    Some(if word == "edition" { format!("editions {value}") } else { value });
            }
            "package" => {
                self.at += 1;
                let name = self.name()?;
                self.end_statement();
                let about = self.about_file(start);
                let both = file.description.take().into_iter().chain(about);
                file.description = both.reduce(|syntax, package| format!("{syntax}\n\n{package}"));
                file.package = name;
            }
            "import" => {
                self.at += 1;
                let word = self.word();
                let is_modifier = matches!(word, "public" | "weak" | "option");
                let modifier = if is_modifier { word.to_owned() } else { String::new() };
                self.at += usize::from(is_modifier);
                let path = self.string()?;
                self.end_statement();
                file.imports.push(Import { path, modifier });
            }
            "option" => file.options.push(self.option_statement()?),
            "message" => file.messages.push(self.message(DEPTH)?),
            "enum" => file.enums.push(self.enumeration()?),
            "service" => file.services.push(self.service()?),
            "extend" => {
                let extension = self.extension(DEPTH, &mut file.messages)?;
                file.extensions.push(extension);
            }
            _ => return Err(self.wrong("a definition is expected")),
        }
        Ok(())
    }

    pub(super) fn enumeration(&mut self) -> Result<Enum, Wrong> {
        let start = self.at;
        self.at += 1;
        let mut read = Enum { at: self.here(), name: self.identifier()?, ..Enum::default() };
        self.expect('{')?;
        read.description = self.about(start, self.at);
        self.body(|parser| {
            match parser.word() {
                "option" if parser.kind_at(1) != Kind::Mark('=') => {
                    read.options.push(parser.option_statement()?);
                }
                "reserved" if parser.kind_at(1) != Kind::Mark('=') => {
                    read.ranges.push(parser.ranges("reserved"));
                }
                _ => read.values.push(parser.value_of_enumeration()?),
            }
            Ok(())
        });
        Ok(read)
    }

    fn value_of_enumeration(&mut self) -> Result<Field, Wrong> {
        let start = self.at;
        let mut read = Field { at: self.here(), name: self.identifier()?, ..Field::default() };
        self.expect('=')?;
        read.number = Some(self.integer()?);
        read.options = self.options_in_brackets()?;
        self.end_statement();
        read.description = self.about(start, self.at);
        Ok(read)
    }

    fn service(&mut self) -> Result<Service, Wrong> {
        let start = self.at;
        self.at += 1;
        let mut read = Service { at: self.here(), name: self.identifier()?, ..Service::default() };
        self.expect('{')?;
        read.description = self.about(start, self.at);
        self.body(|parser| {
            match parser.word() {
                "option" => read.options.push(parser.option_statement()?),
                "rpc" => read.methods.push(parser.method()?),
                _ => return Err(parser.wrong("a method is expected")),
            }
            Ok(())
        });
        Ok(read)
    }

    fn method(&mut self) -> Result<Method, Wrong> {
        let start = self.at;
        self.at += 1;
        let mut read = Method { at: self.here(), name: self.identifier()?, ..Method::default() };
        (read.streams.0, read.request) = self.message_of_method()?;
        if self.word() != "returns" {
            return Err(self.wrong("`returns` is expected"));
        }
        self.at += 1;
        (read.streams.1, read.response) = self.message_of_method()?;
        if self.takes('{') {
            read.description = self.about(start, self.at);
            self.body(|parser| {
                read.options.push(parser.option_statement()?);
                Ok(())
            });
        } else {
            self.end_statement();
            read.description = self.about(start, self.at);
        }
        Ok(read)
    }

    /// `(stream Order)`.
    fn message_of_method(&mut self) -> Result<(bool, String), Wrong> {
        self.expect('(')?;
        let token = self.token();
        let is_name = self.kind_at(1) == Kind::Mark(')')
            || (self.kind_at(1) == Kind::Mark('.')
                && self.tokens.list[self.at + 1].start == token.end);
        let streams = self.word() == "stream" && !is_name;
        self.at += usize::from(streams);
        let name = self.name()?;
        self.expect(')')?;
        Ok((streams, name))
    }

    /// Reads statements until the brace that ends them, or the end of the text.
    pub(super) fn body(&mut self, mut statement: impl FnMut(&mut Self) -> Result<(), Wrong>) {
        let opened = self.tokens.list[self.at.saturating_sub(1)].start;
        while !self.takes('}') {
            if self.kind() == Kind::End {
                self.note((opened, "`{` is never closed".to_owned()));
                return;
            }
            let start = self.at;
            if !self.takes(';')
                && let Err(wrong) = statement(self)
            {
                self.recover(start, wrong);
            }
        }
    }

    /// Goes on behind the statement that begins at `start`.
    fn recover(&mut self, start: usize, wrong: Wrong) {
        self.note(wrong);
        self.at = start;
        let mut depth = 0_usize;
        loop {
            match self.kind() {
                Kind::End => return,
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') if depth == 0 => return,
                Kind::Mark('}') => depth -= 1,
                _ => {}
            }
            let ends = matches!(self.kind(), Kind::Mark('}' | ';')) && depth == 0;
            self.at += 1;
            if ends {
                return;
            }
        }
    }

    fn note(&mut self, wrong: Wrong) {
        // More than are shown, since they are sorted afterwards.
        if self.problems.len() < KEPT * 10 {
            self.problems.push(wrong);
        }
    }

    pub(super) fn wrong(&self, expected: &str) -> Wrong {
        let found = match self.kind() {
            Kind::End => "the end of the file".to_owned(),
            _ => format!("`{}`", crate::parse::text::shown(self.source(self.at))),
        };
        (self.token().start, format!("{expected}, not {found}"))
    }

    /// The description of what begins at one token; `inside` is the first token behind its brace or its end.
    pub(super) fn about(&self, start: usize, inside: usize) -> Option<String> {
        let leading = self.between(start).leading;
        let trailing = self.between(inside).trailing;
        match (leading, trailing) {
            (Some(leading), Some(trailing)) => Some(format!("{leading}\n\n{trailing}")),
            (leading, trailing) => leading.or(trailing),
        }
    }

    /// What stands above `syntax` or `package` is about the file, whether it touches it or not.
    fn about_file(&self, start: usize) -> Option<String> {
        let mut between = self.between(start);
        between.detached.extend(between.leading);
        (!between.detached.is_empty()).then(|| between.detached.join("\n\n"))
    }

    fn between(&self, place: usize) -> Between {
        between(self.text, &self.tokens, place)
    }

    pub(super) fn token(&self) -> Token {
        self.tokens.list[self.at.min(self.tokens.list.len() - 1)]
    }

    pub(super) fn kind(&self) -> Kind {
        self.token().kind
    }

    pub(super) fn kind_at(&self, ahead: usize) -> Kind {
        self.tokens.list.get(self.at + ahead).map_or(Kind::End, |token| token.kind)
    }

    /// The text of the token, if it is a word.
    pub(super) fn word(&self) -> &'a str {
        self.word_at(0)
    }

    pub(super) fn word_at(&self, ahead: usize) -> &'a str {
        match self.kind_at(ahead) {
            Kind::Word => self.source(self.at + ahead),
            _ => "",
        }
    }

    /// The text of a token.
    pub(super) fn source(&self, place: usize) -> &'a str {
        let token = self.tokens.list[place.min(self.tokens.list.len() - 1)];
        &self.text[token.start..token.end]
    }

    /// The text from a token to the one before the present.
    pub(super) fn source_since(&self, start: usize) -> String {
        let words = (start..self.at).map(|place| self.source(place));
        words.collect::<Vec<_>>().join(" ").replace(" ,", ",")
    }

    pub(super) fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.list.len() - 1);
    }

    pub(super) fn place(&self) -> usize {
        self.at
    }

    pub(super) fn takes(&mut self, mark: char) -> bool {
        let is_it = self.kind() == Kind::Mark(mark);
        if is_it {
            self.advance();
        }
        is_it
    }

    pub(super) fn expect(&mut self, mark: char) -> Result<(), Wrong> {
        if self.takes(mark) { Ok(()) } else { Err(self.wrong(&format!("`{mark}` is expected"))) }
    }

    /// The semicolon; if it is missing, what follows is read as if it were there.
    pub(super) fn end_statement(&mut self) {
        if !self.takes(';') {
            let wrong = self.wrong("`;` is expected");
            self.note(wrong);
        }
    }

    pub(super) fn identifier(&mut self) -> Result<String, Wrong> {
        if self.kind() != Kind::Word {
            return Err(self.wrong("a name is expected"));
        }
        let name = self.source(self.at);
        if name.len() > LONGEST {
            return Err((self.token().start, "the name is too long".to_owned()));
        }
        self.advance();
        Ok(name.to_owned())
    }

    /// A name with dots: `.acme.shop.v1.Order`.
    pub(super) fn name(&mut self) -> Result<String, Wrong> {
        let mut name = String::new();
        if self.takes('.') {
            name.push('.');
        }
        name += &self.identifier()?;
        while self.takes('.') {
            name.push('.');
            name += &self.identifier()?;
            if name.len() > LONGEST {
                return Err(self.wrong("the name is too long: its end is expected"));
            }
        }
        Ok(name)
    }

    pub(super) fn here(&self) -> SourcePosition {
        self.position(self.token().start)
    }

    fn position(&self, offset: usize) -> SourcePosition {
        let Position { line, column } = self.lines.at(offset);
        SourcePosition { file: self.file, line, column }
    }
}
