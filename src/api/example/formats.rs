//! The formats of texts: an example of each, and whether a text is of one.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::patterns::parsed;

/// A text of this format; `variant` makes others. None if the format says nothing of the text.
pub(super) fn sample(format: &str, variant: u32) -> Option<String> {
    let n = variant;
    let text = match format {
        "date-time" => format!("2026-03-14T09:{:02}:53Z", (26 + n) % 60),
        "date" => format!("2026-03-{:02}", (13 + n) % 28 + 1),
        "time" => format!("09:{:02}:53Z", (26 + n) % 60),
        "duration" => format!("P{}D", 3 + n),
        "uuid" => format!("3f2b8c1e-7d4a-4f6b-9c2d-{:012x}", 0x5e1a_0b9c_8d7f_u64 + u64::from(n)),
        "email" | "idn-email" => numbered("ada", n, "@example.com"),
        "uri" | "url" | "iri" => numbered("https://example.com/page", n, ""),
        "uri-reference" | "iri-reference" => numbered("/page", n, ""),
        "uri-template" => numbered("/page", n, "/{id}"),
        "hostname" | "idn-hostname" => numbered("host", n, ".example.com"),
        "ipv4" => format!("192.0.2.{}", 1 + n % 254),
        "ipv6" => format!("2001:db8::{:x}", 1 + n),
        "json-pointer" => numbered("/items", n, "/0"),
        "relative-json-pointer" => format!("{}/name", 1 + n),
        "regex" => numbered("^[a-z]+", n, "$"),
        "byte" => base64(format!("hello{}", suffix(n)).as_bytes()),
        "binary" => numbered("bytes", n, ""),
        "password" => numbered("a-long-secret", n, ""),
        // Whole numbers that are written as text, which protobuf's JSON does.
        "int64" | "uint64" | "int32" | "uint32" | "fixed64" | "sint64" | "sfixed64" => {
            (1 + n).to_string()
        }
        _ => return None,
    };
    Some(text)
}

/// What stands behind the number's place; the first has no number.
pub(super) fn numbered(before: &str, variant: u32, after: &str) -> String {
    format!("{before}{}{after}", suffix(variant))
}

fn suffix(variant: u32) -> String {
    if variant == 0 { String::new() } else { format!("-{}", variant + 1) }
}

/// Whether a text is of this format; true for formats that are not known.
pub(super) fn holds(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "date" => is_date(text),
        "time" => is_time(text),
        "duration" => is_duration(text),
        "uuid" => is_uuid(text),
        "email" => is_email(text),
        "uri" | "url" => is_uri(text),
        "uri-reference" => text.chars().all(is_of_uri) && are_escapes_whole(text),
        "hostname" => is_hostname(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "json-pointer" => text.is_empty() || text.starts_with('/'),
        "regex" => parsed(text).is_some(),
        "byte" => {
            text.len().is_multiple_of(4)
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        }
        _ => true,
    }
}

/// RFC 3339, section 5.6.
fn is_date_time(text: &str) -> bool {
    text.get(..10).is_some_and(is_date)
        && matches!(text.as_bytes().get(10), Some(b'T' | b't'))
        && text.get(11..).is_some_and(is_time)
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) =
        (digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=longest).contains(&day)
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_clock = bytes.len() >= 9
        && bytes[2] == b':'
        && bytes[5] == b':'
        && digits(text, 0, 2).is_some_and(|hour| hour < 24)
        && digits(text, 3, 5).is_some_and(|minute| minute < 60)
        && digits(text, 6, 8).is_some_and(|second| second < 60);
    if !is_clock {
        return false;
    }
    let Some(mut rest) = text.get(8..) else { return false };
    if let Some(fraction) = rest.strip_prefix('.') {
        let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() == fraction.len() {
            return false;
        }
        rest = after;
    }
    let is_offset = |text: &str| {
        text.len() == 6
            && text.starts_with(['+', '-'])
            && text.as_bytes()[3] == b':'
            && digits(text, 1, 3).is_some_and(|hour| hour < 24)
            && digits(text, 4, 6).is_some_and(|minute| minute < 60)
    };
    matches!(rest, "Z" | "z") || is_offset(rest)
}

fn digits(text: &str, from: usize, to: usize) -> Option<u32> {
    let part = text.get(from..to)?;
    part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
}

/// ISO 8601 as RFC 3339 sums it up in appendix A.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let units = |text: &str, allowed: &str| {
        let mut allowed = allowed.chars();
        let mut number = 0;
        text.chars().all(|c| {
            if c.is_ascii_digit() {
                number += 1;
                return true;
            }
            let is_unit = number > 0 && allowed.any(|unit| unit == c);
            number = 0;
            is_unit
        }) && number == 0
    };
    let is_weeks = units(rest, "W");
    let is_other =
        units(date, "YMD") && units(time, "HMS") && rest.contains('T') != time.is_empty();
    !rest.is_empty() && (is_weeks || is_other)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let is_mark = |c: char| "!#$%&'*+/=?^_`{|}~-.".contains(c);
    !local.is_empty()
        && local.chars().all(|c| c.is_ascii_alphanumeric() || is_mark(c))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && is_hostname(host)
}

fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// RFC 3986: a scheme, and only the characters that may stand unescaped.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme
        && rest.chars().all(is_of_uri)
        && rest.matches('#').count() <= 1
        && are_escapes_whole(rest)
}

fn is_of_uri(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

fn are_escapes_whole(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|after| after.len() >= 2 && after.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit))
}

/// RFC 4648, section 4.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| usize::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * place) & 63];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}
