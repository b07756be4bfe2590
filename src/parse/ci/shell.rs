//! What scripts read, set and call, by a look at their words.
//!
//! It is no shell: it knows quotes, comments, here-documents, substitutions and the words that begin commands, in
//! one pass over the text, and would rather say nothing than something wrong.

mod words;

use std::collections::{BTreeSet, VecDeque};

use super::variables::variable;
use crate::parse::text::head;
use words::{BUILTINS, KEYWORDS, OPENERS, PREFIXES, SETTERS};

/// Bytes that an interpolation may have (`Gitlab::Ci::Config::Interpolation::Block`).
const LONGEST: usize = 1024;

/// What scripts read, set and call.
#[derive(Debug, Default)]
pub(super) struct Usage {
    pub reads: BTreeSet<String>,
    pub sets: BTreeSet<String>,
    pub calls: BTreeSet<String>,
}

/// Takes a script in.
pub(super) fn script(text: &str, usage: &mut Usage) {
    Lexer { text, at: 0, open: vec![Open::default()], documents: VecDeque::new(), usage }.run();
}

/// Takes in a text of which only the variables count: a rule, the name of an image.
pub(super) fn reads(text: &str, usage: &mut Usage) {
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (written, name) = variable(&rest[at..]);
        usage.reads.extend(name.filter(|name| is_name(name)).map(str::to_owned));
        rest = &rest[at + written.len()..];
    }
}

/// A list of commands: the script itself, or a substitution within it.
#[derive(Default)]
struct Open {
    /// What ends it.
    end: End,
    /// The word that is being read.
    word: String,
    /// Whether a word has begun, be it empty.
    in_word: bool,
    /// Whether the word is more than its text: it holds a variable or a substitution.
    is_made: bool,
    /// What the next word is.
    expects: Expects,
    /// How many `case` are open.
    cases: usize,
    /// How many parentheses are open.
    parentheses: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    Text,
    Parenthesis,
    Backtick,
    /// A text in double quotes, in which only substitutions count.
    Quote,
    /// `$((…))`.
    Arithmetic,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Expects {
    /// The name of a program.
    #[default]
    Command,
    /// The same behind `sudo` and its like, whose options may come first.
    Prefixed,
    /// Anything else.
    Argument,
    /// Names that are set: behind `read`, `for`, `export`.
    Names,
    /// One name, then arguments.
    Name,
    /// What `case` chooses by, up to its `in`.
    Subject,
    /// A pattern of `case`, up to its parenthesis.
    Pattern,
    /// The target of a redirection; then what was expected before.
    Target(Before),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Command,
    Argument,
}

struct Lexer<'a, 'u> {
    text: &'a str,
    at: usize,
    open: Vec<Open>,
    /// Here-documents whose text begins on the next line: what ends them, and whether variables count in them.
    documents: VecDeque<(String, bool)>,
    usage: &'u mut Usage,
}

impl<'a> Lexer<'a, '_> {
    fn run(mut self) {
        while let Some(next) = self.peek() {
            match self.top().end {
                End::Quote => self.in_quotes(next),
                End::Arithmetic => self.in_arithmetic(next),
                End::Text | End::Parenthesis | End::Backtick => self.in_commands(next),
            }
        }
        while self.open.len() > 1 {
            self.end_command();
            self.open.pop();
        }
        self.end_command();
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn top(&mut self) -> &mut Open {
        self.open.last_mut().expect("the script itself is never closed")
    }

    fn push(&mut self, end: End) {
        let top = self.top();
        (top.in_word, top.is_made) = (true, true);
        self.open.push(Open { end, ..Open::default() });
    }

    fn in_quotes(&mut self, next: char) {
        match next {
            '"' => {
                self.at += 1;
                let quoted = self.open.pop().unwrap_or_default();
                let top = self.top();
                top.in_word = true;
                top.word.push_str(&quoted.word);
                top.is_made |= quoted.is_made;
            }
            '\\' => self.skip(2),
            '$' => self.dollar(),
            '`' => {
                self.at += 1;
                self.push(End::Backtick);
            }
            next => {
                self.at += next.len_utf8();
                self.top().word.push(next);
            }
        }
    }

    fn in_arithmetic(&mut self, next: char) {
        match next {
            '$' => self.dollar(),
            ')' if self.rest().starts_with("))") && self.top().parentheses == 0 => {
                self.at += 2;
                self.open.pop();
            }
            _ => {
                let top = self.top();
                match next {
                    '(' => top.parentheses += 1,
                    ')' => top.parentheses = top.parentheses.saturating_sub(1),
                    _ => {}
                }
                self.at += next.len_utf8();
            }
        }
    }

    fn in_commands(&mut self, next: char) {
        let is_start = !self.top().in_word;
        match next {
            '\n' => {
                self.at += 1;
                self.end_command();
                self.skip_documents();
            }
            ' ' | '\t' | '\r' => {
                self.at += 1;
                self.end_word();
            }
            '#' if is_start => {
                let line = self.rest().find('\n').unwrap_or(self.rest().len());
                self.at += line;
            }
            '\\' if self.rest().starts_with("\\\n") => {
                self.at += 2;
                self.end_word();
            }
            '\\' => {
                let escaped = self.rest()[1..].chars().next();
                self.skip(2);
                let top = self.top();
                top.in_word = true;
                top.word.extend(escaped);
            }
            '\'' => self.single_quotes(),
            '"' => {
                self.at += 1;
                self.top().in_word = true;
                self.open.push(Open { end: End::Quote, ..Open::default() });
            }
            '`' if self.top().end == End::Backtick => {
                self.at += 1;
                self.end_command();
                self.open.pop();
            }
            '`' => {
                self.at += 1;
                self.push(End::Backtick);
            }
            '$' => self.dollar(),
            '<' | '>' => self.redirection(),
            '&' if self.rest().starts_with("&>") => {
                self.at += 1;
            }
            ';' | '&' | '|' => self.separator(next),
            '(' => self.parenthesis(),
            ')' => self.end_parenthesis(),
            next => {
                self.at += next.len_utf8();
                let top = self.top();
                top.in_word = true;
                top.word.push(next);
            }
        }
    }

    fn skip(&mut self, chars: usize) {
        self.at += self.rest().chars().take(chars).map(char::len_utf8).sum::<usize>();
    }

    fn single_quotes(&mut self) {
        let text = self.text;
        let inner = &text[self.at + 1..];
        let end = inner.find('\'').unwrap_or(inner.len());
        self.at = (self.at + 1 + end + 1).min(text.len());
        let top = self.top();
        top.in_word = true;
        top.word.push_str(&inner[..end]);
    }

    fn dollar(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with("$((") {
            self.at += 3;
            return self.push(End::Arithmetic);
        }
        if rest.starts_with("$(") {
            self.at += 2;
            return self.push(End::Parenthesis);
        }
        let top = self.top();
        (top.in_word, top.is_made) = (true, true);
        // An interpolation of GitLab's is replaced before any shell sees it.
        if rest.starts_with("$[[") {
            self.at += head(rest, LONGEST).find("]]").map_or(3, |end| end + 2);
            return;
        }
        // `${NAME:-…}`: the name counts, and what follows is read as part of the text.
        let braced = rest.strip_prefix("${").map(|inner| inner.trim_start_matches(['#', '!']));
        if let Some(inner) = braced {
            let length = name_length(inner);
            let name = &inner[..length];
            if is_name(name) {
                let sets = inner[length..].starts_with(":=") || inner[length..].starts_with('=');
                if sets {
                    self.usage.sets.insert(name.to_owned());
                }
                self.usage.reads.insert(name.to_owned());
            }
            self.at += rest.len() - inner.len() + length;
            return;
        }
        let (written, name) = variable(rest);
        self.at += written.len();
        // PowerShell writes `$env:NAME`, and sets `$name = …`.
        if let Some(name) = name.filter(|name| is_name(name)) {
            let behind = self.rest();
            if name.eq_ignore_ascii_case("env") && behind.starts_with(':') {
                return;
            }
            let assigned = behind.trim_start_matches(' ').strip_prefix('=');
            let sets = assigned.is_some_and(|value| value.starts_with(' '));
            let is_first = self.top().word.is_empty() && self.top().expects == Expects::Command;
            let names = if sets && is_first { &mut self.usage.sets } else { &mut self.usage.reads };
            names.insert(name.to_owned());
        }
    }

    fn redirection(&mut self) {
        let rest = self.rest();
        if rest.starts_with("<<<") {
            self.at += 3;
        } else if rest.starts_with("<<") {
            return self.document();
        } else if rest.starts_with("<(") || rest.starts_with(">(") {
            self.at += 2;
            self.end_word();
            return self.push(End::Parenthesis);
        } else {
            let marks = rest.bytes().take_while(|b| matches!(b, b'<' | b'>' | b'&' | b'|')).count();
            self.at += marks;
        }
        let top = self.top();
        // The number of a stream is not a word.
        if top.word.bytes().all(|b| b.is_ascii_digit()) {
            top.word.clear();
            (top.in_word, top.is_made) = (false, false);
        }
        self.end_word();
        let top = self.top();
        let before = match top.expects {
            Expects::Command | Expects::Prefixed => Before::Command,
            _ => Before::Argument,
        };
        top.expects = Expects::Target(before);
    }

    /// Reads `<<EOF`; its text begins on the next line.
    fn document(&mut self) {
        self.at += 2;
        self.end_word();
        let rest = self.rest();
        let marks = rest.trim_start_matches('-').trim_start_matches([' ', '\t']);
        let skipped = rest.len() - marks.len();
        let length =
            marks.find([' ', '\t', '\n', ';', '|', '&', ')', '>', '<']).unwrap_or(marks.len());
        let written = &marks[..length];
        let word: String = written.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect();
        let is_plain = word.len() == written.len();
        self.at += skipped + length;
        if !word.is_empty() {
            self.documents.push_back((word, is_plain));
        }
    }

    fn skip_documents(&mut self) {
        while let Some((end, is_plain)) = self.documents.pop_front() {
            let text = self.text;
            while self.at < text.len() {
                let rest = &text[self.at..];
                let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
                self.at = (self.at + line.len() + 1).min(text.len());
                if line.trim() == end {
                    break;
                }
                if is_plain {
                    reads(line, self.usage);
                }
            }
        }
    }

    fn separator(&mut self, next: char) {
        let ends_case = self.rest().starts_with(";;");
        let count = self.rest().chars().take_while(|c| *c == next).count();
        self.at += count;
        let top = self.top();
        if top.expects == Expects::Pattern {
            top.word.clear();
            (top.in_word, top.is_made) = (false, false);
            return;
        }
        self.end_command();
        let top = self.top();
        if ends_case && top.cases > 0 {
            top.expects = Expects::Pattern;
        }
    }

    fn parenthesis(&mut self) {
        self.at += 1;
        let top = self.top();
        if top.expects == Expects::Pattern {
            return;
        }
        // `name()` begins a function, whose name is no program.
        if top.in_word && top.expects == Expects::Command {
            let name = std::mem::take(&mut top.word);
            (top.in_word, top.is_made) = (false, false);
            self.usage.sets.insert(format!("{name}()"));
        }
        self.end_command();
        self.top().parentheses += 1;
    }

    fn end_parenthesis(&mut self) {
        self.at += 1;
        let top = self.top();
        if top.expects == Expects::Pattern {
            top.word.clear();
            (top.in_word, top.is_made) = (false, false);
            top.expects = Expects::Command;
            return;
        }
        self.end_command();
        let top = self.top();
        if top.parentheses > 0 {
            top.parentheses -= 1;
            top.expects = Expects::Argument;
        } else if top.end == End::Parenthesis {
            self.open.pop();
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        let top = self.top();
        if top.expects != Expects::Pattern {
            top.expects = Expects::Command;
        }
    }

    fn end_word(&mut self) {
        let top = self.top();
        if !std::mem::take(&mut top.in_word) {
            return;
        }
        let word = std::mem::take(&mut top.word);
        let is_made = std::mem::take(&mut top.is_made);
        let expects = top.expects;
        let next = self.next_expected(expects, &word, is_made);
        self.top().expects = next;
    }

    /// Takes a word in and says what the next one is.
    fn next_expected(&mut self, expects: Expects, word: &str, is_made: bool) -> Expects {
        match expects {
            Expects::Subject if word == "in" => Expects::Pattern,
            Expects::Subject => Expects::Subject,
            Expects::Argument => Expects::Argument,
            Expects::Target(Before::Command) => Expects::Command,
            Expects::Target(Before::Argument) => Expects::Argument,
            Expects::Pattern if word == "esac" => {
                let top = self.top();
                top.cases = top.cases.saturating_sub(1);
                Expects::Argument
            }
            Expects::Pattern => Expects::Pattern,
            Expects::Name | Expects::Names => {
                let name = word.split(['=', '+', '[']).next().unwrap_or_default();
                if is_name(name) {
                    self.usage.sets.insert(name.to_owned());
                }
                if expects == Expects::Name { Expects::Argument } else { Expects::Names }
            }
            Expects::Command | Expects::Prefixed => self.command(expects, word, is_made),
        }
    }

    fn command(&mut self, expects: Expects, word: &str, is_made: bool) -> Expects {
        if let Some(name) = assigned(word) {
            self.usage.sets.insert(name.to_owned());
            return expects;
        }
        if expects == Expects::Prefixed && matches!(word, "-u" | "-g") {
            return Expects::Target(Before::Command);
        }
        if expects == Expects::Prefixed && word.starts_with('-') {
            return Expects::Prefixed;
        }
        if is_made {
            return Expects::Argument;
        }
        match word {
            "for" | "select" => return Expects::Name,
            "case" => {
                self.top().cases += 1;
                return Expects::Subject;
            }
            "esac" => {
                let top = self.top();
                top.cases = top.cases.saturating_sub(1);
                return Expects::Argument;
            }
            "function" => return Expects::Argument,
            _ => {}
        }
        if SETTERS.contains(&word) {
            return Expects::Names;
        }
        if OPENERS.contains(&word) {
            return Expects::Command;
        }
        if PREFIXES.contains(&word) {
            return Expects::Prefixed;
        }
        if KEYWORDS.contains(&word) || BUILTINS.contains(&word) {
            return Expects::Argument;
        }
        self.usage.calls.extend(program(word).map(str::to_owned));
        Expects::Argument
    }
}

/// The name that a word like `NAME=value` sets.
fn assigned(word: &str) -> Option<&str> {
    let (name, _) = word.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    let name = name.split_once('[').map_or(name, |(name, _)| name);
    is_name(name).then_some(name)
}

/// The program that a word names, if it looks like one.
fn program(word: &str) -> Option<&str> {
    const FOLDERS: &[&str] = &["/usr/local/bin/", "/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"];
    let name = FOLDERS.iter().find_map(|folder| word.strip_prefix(folder)).unwrap_or(word);
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-');
    let is_plausible = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '+')
        && name.bytes().all(allowed)
        && name.bytes().any(|b| b.is_ascii_alphabetic());
    // `Write-Host` and its like are words of PowerShell.
    let is_cmdlet = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains('-');
    (is_plausible && !is_cmdlet).then_some(name)
}

fn name_length(text: &str) -> usize {
    text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name_length(text) == text.len()
}
