//! The template engine, set up once for a theme.
//!
//! Everything printed is escaped for HTML text and quoted attributes alike, whatever a template says: the filter `safe`
//! does not exist and `autoescape` changes nothing. Printing what is undefined or absent is an error; asking whether it
//! is there is not.

use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

/// How many instructions a page may take. The largest pages, lists of thousands of rows, stay far below.
const FUEL: u64 = 50_000_000;

/// Returns an engine without templates.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("the default delimiters differ from each other"));
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_formatter(print);
    environment.set_fuel(Some(FUEL));
    environment.remove_filter("safe");
    environment.add_filter("names", names);
    environment
}

/// Returns a template's text without the indentation of its lines, which would be a tenth of every page.
///
/// Lines keep their numbers, so that an error names the line of the file.
pub(super) fn without_indentation(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    for line in template.split_inclusive('\n') {
        text.push_str(line.trim_start_matches([' ', '\t']));
    }
    text
}

/// Prints a value. The engine's own printer also escapes `/`, five bytes for each in every link.
fn print(out: &mut Output<'_>, _state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        if value.is_safe() {
            out.write_str(text)?;
        } else {
            escape(out, text)?;
        }
        return Ok(());
    }
    if value.is_undefined() || value.is_none() {
        let message = "the value is absent; ask with `if` before printing it";
        return Err(Error::new(ErrorKind::UndefinedError, message));
    }
    if value.is_number() {
        write!(out, "{value}")?;
        return Ok(());
    }
    escape(out, &value.to_string())?;
    Ok(())
}

/// The filter `names`: a message with its names, which stand in backticks, as code.
fn names(message: &str) -> Value {
    let mut html = String::with_capacity(message.len() + 32);
    let mut parts = message.split('`').enumerate().peekable();
    while let Some((index, part)) = parts.next() {
        let is_name = index % 2 == 1;
        let is_closed = parts.peek().is_some();
        let (before, after) = match (is_name, is_closed) {
            (true, true) => ("<code>", "</code>"),
            (true, false) => ("`", ""),
            (false, _) => ("", ""),
        };
        html.push_str(before);
        escape(&mut html, part).expect("a string takes whatever is written to it");
        html.push_str(after);
    }
    Value::from_safe_string(html)
}

/// Writes `text` such that it is itself between tags and in quoted attributes.
fn escape(out: &mut impl std::fmt::Write, text: &str) -> std::fmt::Result {
    let mut written = 0;
    for (index, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[written..index])?;
        out.write_str(entity)?;
        written = index + 1;
    }
    out.write_str(&text[written..])
}
