//! Reads any language that a [`Grammar`] describes: words, numbers, comments, strings, and a few
//! constructs of single languages.
//!
//! One pass over the bytes. Constructs that may turn out not to be one (a regular expression, an
//! attribute) look ahead within their line at most, and a failed look is remembered.

use super::grammar::{Attributes, Grammar, Heads, Keys, Lead, Prefix, Rules, Tags};
use super::paint::{Class, Painter};
use super::scan::{self, HereDocument, Reach};
use super::strings;
use super::words::Word;

/// Paints `bytes` from `start` on.
pub(super) fn lex(grammar: &Grammar, bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
    let rules = &grammar.rules;
    let mut engine =
        Engine { grammar, rules, bytes, painter, no_regex_before: 0, here_document: None };
    let mut pos = start;
    if start == 0 && bytes.starts_with(b"#!/") {
        pos = scan::line_end(bytes, 0);
        engine.painter.paint(Class::Comment, 0, pos);
    }
    while let Some(&byte) = bytes.get(pos) {
        pos = match grammar.lead(byte) {
            Lead::Plain => pos + 1,
            Lead::Word => engine.word(pos),
            Lead::Digit => engine.number(pos),
            Lead::Opener => engine.opener(pos),
        };
    }
}

/// The state of one pass. Its methods paint what starts at `pos` and return where to go on.
struct Engine<'e, 'p> {
    grammar: &'e Grammar,
    rules: &'e Rules,
    bytes: &'e [u8],
    painter: &'e mut Painter<'p>,
    /// A look for the end of a regular expression failed up to here; without this, many slashes in
    /// one line are quadratic.
    no_regex_before: usize,
    /// Opened in this line; its body starts on the next.
    here_document: Option<HereDocument>,
}

impl Engine<'_, '_> {
    fn byte(&self, pos: usize) -> u8 {
        scan::byte_at(self.bytes, pos)
    }

    fn paint(&mut self, class: Class, start: usize, end: usize) -> usize {
        self.painter.paint(class, start, end);
        end
    }

    fn is_name(&self, pos: usize) -> bool {
        pos < self.bytes.len() && self.grammar.lead(self.bytes[pos]) == Lead::Word
    }

    fn name_end(&self, pos: usize) -> usize {
        let in_name = |byte| matches!(self.grammar.lead(byte), Lead::Word | Lead::Digit);
        let mut end = scan::skip(self.bytes, pos, in_name);
        while self.rules.joint != 0 && self.byte(end) == self.rules.joint && self.is_name(end + 1) {
            end = scan::skip(self.bytes, end + 1, in_name);
        }
        let marked = self.rules.marked_names && matches!(self.byte(end), b'?' | b'!');
        if marked && self.byte(end + 1) != b'=' { end + 1 } else { end }
    }

    fn word(&mut self, start: usize) -> usize {
        let end = self.name_end(start);
        if let Some(end) = self.prefixed_string(start, end) {
            return end;
        }
        if self.is_key(end, false) {
            return self.paint(Class::Attribute, start, end);
        }
        let member = start > 0
            && self.bytes[start - 1] == b'.'
            && (start < 2 || self.bytes[start - 2] != b'.');
        if !member && let Some(known) = self.rules.words.find(&self.bytes[start..end]) {
            return self.known_word(known, start, end);
        }
        if self.is_head(start, end) {
            return self.paint(Class::Keyword, start, end);
        }
        match self.byte(end) {
            b'(' => self.paint(Class::Function, start, end),
            _ if self.rules.joined_commands
                && self.bytes[start..end].contains(&self.rules.joint) =>
            {
                self.paint(Class::Function, start, end)
            }
            // Rust alone has both lifetimes and macros.
            b'!' if self.rules.lifetimes && matches!(self.byte(end + 1), b'(' | b'[' | b'{') => {
                self.paint(Class::Function, start, end + 1)
            }
            _ if self.rules.capitals && self.bytes[start].is_ascii_uppercase() => {
                self.paint(Class::Type, start, end)
            }
            _ => end,
        }
    }

    fn known_word(&mut self, known: Word, start: usize, end: usize) -> usize {
        let class = match known {
            Word::Keyword => return self.paint(Class::Keyword, start, end),
            Word::Known => return self.paint(Class::Type, start, end),
            Word::BeforeFunction => Class::Function,
            Word::BeforeType | Word::Contextual => Class::Type,
        };
        let name = scan::skip_blanks(self.bytes, end);
        let mut name_end = if name > end { self.name_end(name) } else { name };
        let named = self.is_name(name)
            && self.rules.words.find(&self.bytes[name..name_end]) != Some(Word::Keyword);
        if known != Word::Contextual || named {
            self.painter.paint(Class::Keyword, start, end);
        }
        if !named || name == end {
            return end;
        }
        while self.byte(name_end) == b'.' && self.is_name(name_end + 1) {
            name_end = self.name_end(name_end + 1);
        }
        self.paint(class, name, name_end)
    }

    /// Paints a string if the word before `quote` is a prefix of one.
    fn prefixed_string(&mut self, start: usize, quote: usize) -> Option<usize> {
        if !matches!(self.byte(quote), b'"' | b'\'' | b'#') || self.rules.prefixes.is_empty() {
            return None;
        }
        let word = &self.bytes[start..quote];
        let rules = self.rules;
        let (_, prefix) =
            rules.prefixes.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(word))?;
        match prefix {
            Prefix::Hashes => {
                let end = strings::hashed_end(self.bytes, quote)?;
                return Some(self.paint(Class::Text, start, end));
            }
            Prefix::Delimiter => {
                let end = strings::delimited_end(self.bytes, quote)?;
                return Some(self.paint(Class::Text, start, end));
            }
            Prefix::Nothing | Prefix::Holes(_) => {}
        }
        let mut rule =
            *rules.strings.iter().find(|rule| scan::stands_at(self.bytes, quote, rule.open))?;
        if let Prefix::Holes(holes) = prefix {
            rule.holes = holes;
        }
        Some(strings::paint_string(&rule, self.bytes, start, quote + rule.open.len(), self.painter))
    }

    /// Whether what ends at `end` is a key.
    fn is_key(&self, end: usize, is_string: bool) -> bool {
        match self.rules.keys {
            Keys::Never => false,
            Keys::TouchingColon => {
                !is_string && self.byte(end) == b':' && self.byte(end + 1) != b':'
            }
            Keys::Colon => self.byte(scan::skip_blanks(self.bytes, end)) == b':',
            Keys::Equals => {
                let sign = scan::skip_blanks(self.bytes, end);
                !is_string && self.byte(sign) == b'=' && !matches!(self.byte(sign + 1), b'=' | b'>')
            }
        }
    }

    fn is_head(&self, start: usize, end: usize) -> bool {
        match self.rules.heads {
            Heads::Never => false,
            Heads::Lines => scan::starts_line(self.bytes, start),
            Heads::Blocks => {
                let next = self.byte(scan::skip_blanks(self.bytes, end));
                matches!(next, b'"' | b'{') && scan::starts_line(self.bytes, start)
            }
        }
    }

    fn number(&mut self, start: usize) -> usize {
        let mut end = start + 1;
        loop {
            let byte = self.byte(end);
            let exponent = matches!(byte, b'+' | b'-')
                && matches!(self.bytes[end - 1], b'e' | b'E')
                && self.byte(start + 1) != b'x';
            let goes_on = scan::is_word(byte)
                || ((byte == b'.' || exponent) && self.byte(end + 1).is_ascii_digit());
            if !goes_on {
                return self.paint(Class::Number, start, end);
            }
            end += 1;
        }
    }

    fn opener(&mut self, pos: usize) -> usize {
        if let Some(end) = self.attribute(pos) {
            return self.paint(Class::Attribute, pos, end);
        }
        if let Some(end) = self.comment_end(pos) {
            return self.paint(Class::Comment, pos, end);
        }
        self.string(pos)
            .or_else(|| self.sigil(pos))
            .or_else(|| match self.bytes[pos] {
                b'#' => self.directive(pos),
                b'/' => self.regex(pos),
                b'<' => self.here_document(pos).or_else(|| self.tag(pos)),
                b'?' => self.instruction(pos),
                b'\'' => self.lifetime(pos),
                b'\n' => self.here_document_body(pos),
                _ => None,
            })
            .unwrap_or(pos + 1)
    }

    fn comment_end(&self, pos: usize) -> Option<usize> {
        if let Some(block) = self
            .rules
            .block_comments
            .iter()
            .find(|block| scan::stands_at(self.bytes, pos, block.open))
        {
            if !block.nested {
                return Some(scan::after(self.bytes, pos + block.open.len(), block.close));
            }
            let mut depth = 0usize;
            let mut end = pos;
            while end < self.bytes.len() {
                if scan::stands_at(self.bytes, end, block.open) {
                    depth += 1;
                    end += block.open.len();
                } else if scan::stands_at(self.bytes, end, block.close) {
                    depth -= 1;
                    end += block.close.len();
                    if depth == 0 {
                        break;
                    }
                } else {
                    end += 1;
                }
            }
            return Some(end);
        }
        let opened =
            self.rules.line_comments.iter().any(|open| scan::stands_at(self.bytes, pos, open));
        opened.then(|| scan::line_end(self.bytes, pos))
    }

    fn string(&mut self, pos: usize) -> Option<usize> {
        let rules = self.rules;
        let rule = rules.strings.iter().find(|rule| scan::stands_at(self.bytes, pos, rule.open))?;
        if rules.keys == Keys::Colon && !rule.multiline {
            let end = scan::quoted_end(self.bytes, pos, Reach::Line);
            let class = if self.is_key(end, true) { Class::Attribute } else { Class::Text };
            return Some(self.paint(class, pos, end));
        }
        Some(strings::paint_string(rule, self.bytes, pos, pos + rule.open.len(), self.painter))
    }

    /// Paints a name with a mark before it. After a name or a colon the mark is an operator: `a@b`,
    /// `A::b`.
    fn sigil(&mut self, pos: usize) -> Option<usize> {
        let mark = self.bytes[pos];
        let &(_, class) = self.rules.sigils.iter().find(|(sigil, _)| *sigil == mark)?;
        let before = if pos == 0 { 0 } else { self.bytes[pos - 1] };
        if scan::is_word(before) || before == b':' {
            return None;
        }
        // Ruby's `@@name`. A longer run is no token, and must not be counted again at each mark.
        let name = pos + 1 + usize::from(mark == b'@' && self.byte(pos + 1) == mark);
        if !self.is_name(name) {
            return None;
        }
        let mut end = self.name_end(name);
        let annotation = mark == b'@' && class == Class::Attribute;
        while annotation && self.byte(end) == b'.' && self.is_name(end + 1) {
            end = self.name_end(end + 1);
        }
        // PowerShell's `$env:PATH`.
        if self.byte(end) == b':' && &self.bytes[pos..end] == b"$env" {
            end = self.name_end(end + 1);
        }
        Some(self.paint(class, pos, end))
    }

    fn attribute(&self, pos: usize) -> Option<usize> {
        match (self.rules.attributes, self.bytes[pos]) {
            (Attributes::Hash, b'#') => {
                let bracket = pos + 1 + usize::from(self.byte(pos + 1) == b'!');
                (self.byte(bracket) == b'[')
                    .then(|| scan::after_bracket(self.bytes, bracket, Reach::Everything))
            }
            (Attributes::LineBracket, b'[')
                if self.is_name(pos + 1) && scan::starts_line(self.bytes, pos) =>
            {
                Some(scan::after_bracket(self.bytes, pos, Reach::Line))
            }
            _ => None,
        }
    }

    fn directive(&mut self, pos: usize) -> Option<usize> {
        if !self.rules.directives || !scan::starts_line(self.bytes, pos) {
            return None;
        }
        let name = scan::skip_blanks(self.bytes, pos + 1);
        let end = scan::word_end(self.bytes, name);
        if end == name {
            return None;
        }
        self.painter.paint(Class::Meta, pos, end);
        let path = scan::skip_blanks(self.bytes, end);
        if &self.bytes[name..end] != b"include" || self.byte(path) != b'<' {
            return Some(end);
        }
        let path_end = scan::skip(self.bytes, path, |byte| !matches!(byte, b'>' | b'\n'));
        let path_end = path_end + usize::from(self.byte(path_end) == b'>');
        Some(self.paint(Class::Text, path, path_end))
    }

    fn regex(&mut self, pos: usize) -> Option<usize> {
        if !self.rules.regexes || pos < self.no_regex_before || self.follows_operand(pos) {
            return None;
        }
        let mut in_set = false;
        let mut end = pos + 1;
        while let Some(&byte) = self.bytes.get(end) {
            match byte {
                b'\n' => break,
                b'\\' => end += 1,
                b'[' => in_set = true,
                b']' => in_set = false,
                b'/' if !in_set => {
                    let end = scan::word_end(self.bytes, end + 1);
                    return Some(self.paint(Class::Text, pos, end));
                }
                _ => {}
            }
            end += 1;
        }
        self.no_regex_before = end;
        None
    }

    /// Whether what stands before `pos` is a value, after which a slash divides.
    fn follows_operand(&self, pos: usize) -> bool {
        let mut before = pos;
        while before > 0 && self.bytes[before - 1].is_ascii_whitespace() {
            before -= 1;
        }
        if before == 0 {
            return false;
        }
        match self.bytes[before - 1] {
            b')' | b']' | b'}' | b'"' | b'\'' | b'`' | b'<' => true,
            byte if scan::is_word(byte) => {
                let mut start = before;
                while start > 0 && scan::is_word(self.bytes[start - 1]) {
                    start -= 1;
                }
                self.rules.words.find(&self.bytes[start..before]) != Some(Word::Keyword)
            }
            _ => false,
        }
    }

    fn here_document(&mut self, pos: usize) -> Option<usize> {
        if !self.rules.here_documents {
            return None;
        }
        let document = HereDocument::read(self.bytes, pos)?;
        self.here_document = Some(document);
        Some(self.paint(Class::Text, pos, document.end))
    }

    fn here_document_body(&mut self, pos: usize) -> Option<usize> {
        let end = self.here_document.take()?.body_end(self.bytes, pos + 1);
        Some(self.paint(Class::Text, pos + 1, end))
    }

    fn tag(&mut self, pos: usize) -> Option<usize> {
        match self.rules.tags {
            Tags::Never => None,
            Tags::Instructions => {
                let end = if scan::stands_at(self.bytes, pos, "<?php") { pos + 5 } else { pos + 3 };
                let opened = end == pos + 5 || scan::stands_at(self.bytes, pos, "<?=");
                opened.then(|| self.paint(Class::Meta, pos, end))
            }
            Tags::Elements => {
                // A comparison has blanks on both sides, a list of type arguments on neither.
                let before = scan::byte_at(self.bytes, pos.wrapping_sub(1));
                let closing = self.byte(pos + 1) == b'/';
                let name = pos + 1 + usize::from(closing);
                let opening = !scan::is_word(before) && before != b')';
                let tagged = self.byte(name).is_ascii_alphabetic() && (closing || opening);
                tagged.then(|| self.paint(Class::Keyword, name, self.name_end(name)))
            }
        }
    }

    fn instruction(&mut self, pos: usize) -> Option<usize> {
        let closes = self.rules.tags == Tags::Instructions && self.byte(pos + 1) == b'>';
        closes.then(|| self.paint(Class::Meta, pos, pos + 2))
    }

    /// Paints `'x'` as a string and `'a` as a lifetime.
    fn lifetime(&mut self, pos: usize) -> Option<usize> {
        if self.byte(pos + 1) == b'\\' {
            let end = scan::quoted_end(self.bytes, pos, Reach::Line);
            return Some(self.paint(Class::Text, pos, end));
        }
        // One character is up to four bytes, of which all but the first are continuations.
        let character = scan::skip(self.bytes, pos + 2, |byte| byte & 0xC0 == 0x80);
        if self.byte(character) == b'\'' && self.byte(pos + 1) != b'\n' {
            return Some(self.paint(Class::Text, pos, character + 1));
        }
        let end = scan::word_end(self.bytes, pos + 1);
        (end > pos + 1).then(|| self.paint(Class::Variable, pos, end))
    }
}
