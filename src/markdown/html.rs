//! Escaped text and the type of HTML that needs no more of it.

use std::fmt;

use serde::Serialize;

/// HTML that may stand in a page as it is. Only this module's siblings can make one.
/// Serialises under its own name, by which the template engine knows that it needs no escaping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct SafeHtml(String);

impl SafeHtml {
    /// Takes what a writer of this module has made of allow-listed elements and escaped values.
    pub(super) fn written(html: String) -> SafeHtml {
        SafeHtml(html)
    }

    /// Takes what a test made up.
    #[cfg(test)]
    pub(crate) fn for_test(html: &str) -> SafeHtml {
        SafeHtml(html.to_owned())
    }

    /// The HTML.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

const PLAIN: u8 = 0;
const MARKUP: u8 = 1;
const QUOTE: u8 = 2;

/// What each byte needs: NUL is among the markup because [`super::resolve`] marks places with it.
static NEEDS: [u8; 256] = {
    let mut needs = [PLAIN; 256];
    needs[b'&' as usize] = MARKUP;
    needs[b'<' as usize] = MARKUP;
    needs[b'>' as usize] = MARKUP;
    needs[0] = MARKUP;
    needs[b'"' as usize] = QUOTE;
    needs
};

/// Appends `text` as the text of an element.
pub(super) fn escape_text(text: &str, out: &mut String) {
    escape(text, MARKUP, false, out);
}

/// Appends `text` as the value of an attribute in double quotes.
pub(super) fn escape_attribute(text: &str, out: &mut String) {
    escape(text, QUOTE, false, out);
}

/// Appends text of raw HTML, in which `&copy;` and `&#169;` already mean something.
pub(super) fn escape_raw(text: &str, out: &mut String) {
    escape(text, MARKUP, true, out);
}

/// Appends an attribute with its name and the space before it.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_attribute(value, out);
    out.push('"');
}

fn escape(text: &str, up_to: u8, entities: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let need = NEEDS[usize::from(byte)];
        if need == PLAIN || need > up_to {
            continue;
        }
        let replacement = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'&' if entities && is_entity(&bytes[at..]) => continue,
            b'&' => "&amp;",
            _ => "\u{fffd}",
        };
        out.push_str(&text[written..at]);
        out.push_str(replacement);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

/// Whether `bytes`, which begin with `&`, begin with something that has the form of a character reference.
fn is_entity(bytes: &[u8]) -> bool {
    const LONGEST: usize = 33;
    let bytes = &bytes[1..bytes.len().min(LONGEST)];
    let (digits, is_digit): (&[u8], fn(&u8) -> bool) = match bytes {
        [b'#', b'x' | b'X', rest @ ..] => (rest, u8::is_ascii_hexdigit),
        [b'#', rest @ ..] => (rest, u8::is_ascii_digit),
        _ => (bytes, u8::is_ascii_alphanumeric),
    };
    let length = digits.iter().take_while(|byte| is_digit(byte)).count();
    length > 0 && digits.get(length) == Some(&b';')
}

/// Appends `text` with every run of white space as one space, and none at the start of `out`.
pub(super) fn push_collapsed(text: &str, out: &mut String) {
    for character in text.chars() {
        if !character.is_whitespace() {
            out.push(character);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}
