//! The grammar of messages, their fields, groups and extensions.

use super::parser::{Parser, Wrong};
use super::syntax::{Extension, Field, Message};
use super::tokens::Kind;

impl Parser<'_> {
    /// `message Order { … }`.
    pub(super) fn message(&mut self, depth: usize) -> Result<Message, Wrong> {
        let start = self.place();
        self.advance();
        let at = self.here();
        let name = self.identifier()?;
        self.expect('{')?;
        let description = self.about(start, self.place());
        let mut message = Message { name, at, description, ..Message::default() };
        self.members(&mut message, depth)?;
        Ok(message)
    }

    fn members(&mut self, message: &mut Message, depth: usize) -> Result<(), Wrong> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.wrong("messages are nested too deeply: a field is expected"));
        };
        self.body(|parser| parser.member(message, depth));
        Ok(())
    }

    fn member(&mut self, message: &mut Message, depth: usize) -> Result<(), Wrong> {
        if matches!(self.word(), "export" | "local")
            && matches!(self.word_at(1), "message" | "enum")
        {
            self.advance();
        }
        let is_block = self.kind_at(1) == Kind::Word && self.kind_at(2) == Kind::Mark('{');
        match self.word() {
            "message" if is_block => message.messages.push(self.message(depth)?),
            "enum" if is_block => message.enums.push(self.enumeration()?),
            "oneof" if is_block => self.choice(message, depth)?,
            "extend" if !self.is_field() => {
                let extension = self.extension(depth, &mut message.messages)?;
                message.extensions.push(extension);
            }
            "option" if !self.is_field() => message.options.push(self.option_statement()?),
            "reserved" if !self.is_field() => message.ranges.push(self.ranges("reserved")),
            "extensions" if self.kind_at(1) == Kind::Number => {
                message.ranges.push(self.ranges("extensions"));
            }
            _ => {
                let field = self.field(&mut message.messages, depth)?;
                message.fields.push(field);
            }
        }
        Ok(())
    }

    /// Whether a word that could be a keyword is the type of a field: `option name = 1;`.
    fn is_field(&self) -> bool {
        self.kind_at(1) == Kind::Word
            && self.kind_at(2) == Kind::Mark('=')
            && self.kind_at(3) == Kind::Number
            && self.word() != "option"
    }

    /// `oneof payment { … }`.
    fn choice(&mut self, message: &mut Message, depth: usize) -> Result<(), Wrong> {
        let start = self.place();
        self.advance();
        let name = self.identifier()?;
        self.expect('{')?;
        let description = self.about(start, self.place());
        let mut options = Vec::new();
        self.body(|parser| {
            if parser.word() == "option" {
                options.push(parser.option_statement()?);
                return Ok(());
            }
            let field = parser.field(&mut message.messages, depth)?;
            message.fields.push(Field { choice: Some(name.clone()), ..field });
            Ok(())
        });
        message.choices.push((name, description, options));
        Ok(())
    }

    /// `extend Order { … }`; groups within become messages.
    pub(super) fn extension(
        &mut self,
        depth: usize,
        groups: &mut Vec<Message>,
    ) -> Result<Extension, Wrong> {
        self.advance();
        let mut extension = Extension { extended: self.name()?, ..Extension::default() };
        self.expect('{')?;
        self.body(|parser| {
            extension.fields.push(parser.field(groups, depth)?);
            Ok(())
        });
        Ok(extension)
    }

    fn field(&mut self, groups: &mut Vec<Message>, depth: usize) -> Result<Field, Wrong> {
        let start = self.place();
        let mut field = Field::default();
        if self.kind_at(1) == Kind::Word || self.kind_at(1) == Kind::Mark('.') {
            field.label = match self.word() {
                "repeated" => "repeated",
                "optional" => "optional",
                "required" => "required",
                _ => "",
            };
            if !field.label.is_empty() {
                self.advance();
            }
        }
        if self.word() == "group" && self.kind_at(1) == Kind::Word {
            return self.group(start, field, groups, depth);
        }
        if self.word() == "map" && self.kind_at(1) == Kind::Mark('<') {
            self.advance();
            self.advance();
            field.key = Some(self.name()?);
            self.expect(',')?;
            field.is = self.name()?;
            self.expect('>')?;
        } else {
            field.is = self.name()?;
        }
        field.at = self.here();
        field.name = self.identifier()?;
        self.expect('=')?;
        field.number = Some(self.integer()?);
        field.options = self.options_in_brackets()?;
        self.end_statement();
        field.description = self.about(start, self.place());
        Ok(field)
    }

    /// `repeated group Line = 1 { … }` of proto2: a field and the message that it holds.
    fn group(
        &mut self,
        start: usize,
        mut field: Field,
        groups: &mut Vec<Message>,
        depth: usize,
    ) -> Result<Field, Wrong> {
        self.advance();
        field.at = self.here();
        let name = self.identifier()?;
        self.expect('=')?;
        field.number = Some(self.integer()?);
        field.options = self.options_in_brackets()?;
        self.expect('{')?;
        field.description = self.about(start, self.place());
        field.is.clone_from(&name);
        field.name = name.to_ascii_lowercase();
        let mut message = Message { name, at: field.at, ..Message::default() };
        message.description.clone_from(&field.description);
        self.members(&mut message, depth)?;
        groups.push(message);
        Ok(field)
    }

    /// `reserved 2, 9 to 11;` as keyword and text.
    pub(super) fn ranges(&mut self, keyword: &'static str) -> (&'static str, String) {
        self.advance();
        let start = self.place();
        while !matches!(self.kind(), Kind::Mark(';' | '}' | '[' | '{') | Kind::End) {
            self.advance();
        }
        let text = self.source_since(start);
        // The declarations of extension ranges concern who adds extensions.
        let _ = self.options_in_brackets();
        self.end_statement();
        (keyword, text)
    }
}
