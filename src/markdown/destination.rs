//! Addresses: which may be followed, how they are written into an attribute, where bare ones stand in text.

use std::ops::Range;

use url::Url;

/// What a browser will make of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// No scheme: relative to the page, or to its scheme.
    Relative,
    /// `http` or `https`.
    Web,
    /// `mailto` or `tel`.
    Contact,
    /// Any other scheme, or what might be read as one.
    Unsafe,
}

/// Whether `url` is absolute and its scheme one of http, https, mailto and tel, as browsers read it.
pub(crate) fn is_safe_url(url: &str) -> bool {
    match form(url) {
        Form::Web => Url::parse(url).is_ok_and(|url| url.has_host()),
        Form::Contact => Url::parse(url).is_ok(),
        Form::Relative | Form::Unsafe => false,
    }
}

/// Finds the scheme by the WHATWG URL standard: controls and spaces before it and tabs and line ends within it do not count.
pub(super) fn form(address: &str) -> Form {
    const LONGEST: usize = 16;
    let address = address.trim_start_matches(|c: char| c <= ' ');
    let mut scheme = [0_u8; LONGEST];
    let mut length = 0;
    // Characters that no scheme has: then there is none, unless some old reader skips them.
    let mut odd = !address.starts_with(|c: char| c.is_ascii_alphabetic());
    for byte in address.bytes() {
        match byte {
            b'\t' | b'\n' | b'\r' => {}
            b':' => return scheme_form(scheme.get(..length), odd),
            b'/' | b'?' | b'#' => return Form::Relative,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.' => {
                if let Some(place) = scheme.get_mut(length) {
                    *place = byte.to_ascii_lowercase();
                }
                length += 1;
            }
            _ => odd = true,
        }
    }
    Form::Relative
}

fn scheme_form(scheme: Option<&[u8]>, odd: bool) -> Form {
    match scheme {
        Some(b"javascript" | b"vbscript" | b"data") => Form::Unsafe,
        _ if odd => Form::Relative,
        Some(b"http" | b"https") => Form::Web,
        Some(b"mailto" | b"tel") => Form::Contact,
        _ => Form::Unsafe,
    }
}

/// Whether the address leaves the site, as far as its form tells.
pub(super) fn is_foreign(address: &str) -> bool {
    form(address) == Form::Web || address.starts_with("//")
}

/// Appends `address` as the value of `href` or `src`: what may not stand in a URL is percent-encoded.
pub(super) fn write_address(address: &str, out: &mut String) {
    let bytes = address.as_bytes();
    let ip_literal = address.contains("://[");
    let mut written = 0;
    let mut fragment = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let keep = match byte {
            0..=b' ' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0x7f => {
                false
            }
            b'&' | b'\'' => false,
            b'[' | b']' => ip_literal,
            b'%' => is_encoded(&bytes[at..]),
            b'#' => !std::mem::replace(&mut fragment, true),
            _ => true,
        };
        if keep {
            continue;
        }
        out.push_str(&address[written..at]);
        match byte {
            b'&' => out.push_str("&amp;"),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
        written = at + 1;
    }
    out.push_str(&address[written..]);
}

fn is_encoded(bytes: &[u8]) -> bool {
    matches!(bytes, [_, high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Returns `text` with `%20` and its like decoded; what is no UTF-8 then stays as it was.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%'
            && is_encoded(&bytes[at..])
            && let Ok(byte) = u8::from_str_radix(&text[at + 1..at + 3], 16)
        {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Finds the first bare `http://` or `https://` address in text, by the rules of GFM's extended autolinks.
pub(super) fn bare_address(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text[from..].find(':') {
        let colon = from + found;
        from = colon + 1;
        if !bytes[colon..].starts_with(b"://") {
            continue;
        }
        let Some(start) = scheme_start(&bytes[..colon]) else { continue };
        let rest = &text[colon + 3..];
        let length = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
        let length = without_punctuation(&rest.as_bytes()[..length]);
        if rest[..length].starts_with(|c: char| c.is_alphanumeric() || c == '[') {
            return Some(start..colon + 3 + length);
        }
    }
    None
}

/// Where `http` or `https` begins at the end of `before`, if no letter or digit precedes it.
fn scheme_start(before: &[u8]) -> Option<usize> {
    let ends = |scheme: &[u8]| {
        let start = before.len().checked_sub(scheme.len())?;
        before[start..].eq_ignore_ascii_case(scheme).then_some(start)
    };
    let start = ends(b"https").or_else(|| ends(b"http"))?;
    let alone =
        start == 0 || !(before[start - 1].is_ascii_alphanumeric() || before[start - 1] >= 128);
    alone.then_some(start)
}

/// How much of an address is left when the sentence's punctuation behind it is taken off.
fn without_punctuation(address: &[u8]) -> usize {
    let mut length = address.len();
    let count = |wanted: u8| address.iter().filter(|&&byte| byte == wanted).count();
    let mut unbalanced = count(b')').saturating_sub(count(b'('));
    while let Some(&last) = address[..length].last() {
        match last {
            b'?' | b'!' | b'.' | b',' | b':' | b';' | b'*' | b'_' | b'~' | b'\'' | b'"' => {
                length -= 1
            }
            b')' if unbalanced > 0 => {
                unbalanced -= 1;
                length -= 1;
            }
            _ => break,
        }
    }
    length
}
