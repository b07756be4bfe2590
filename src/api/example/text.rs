//! Texts: of a format, of a pattern, of a length, or what the name of their field suggests.

use crate::model::api::Schema;

use super::formats::{self, numbered};
use super::pattern;
use super::patterns::Patterns;

/// A longer text is not made.
const LONGEST: usize = 2_000;

/// A text for a field of this name, and whether it keeps to everything asked for.
pub(super) fn text(
    parts: &[&Schema],
    name: &str,
    variant: u32,
    patterns: &Patterns,
) -> Option<(String, bool)> {
    let (least, most) = lengths(parts);
    if least > most || least > LONGEST {
        return None;
    }
    let wanted: Vec<&str> = parts.iter().filter_map(|part| pattern_of(part)).collect();
    let format = parts.iter().rev().find_map(|part| part.format.as_deref());
    let keeps = |text: &str| {
        (least..=most).contains(&text.chars().count())
            && wanted.iter().all(|pattern| patterns.matches(pattern, text) == Some(true))
            && parts
                .iter()
                .filter_map(|part| part.format.as_deref())
                .all(|format| formats::holds(format, text))
    };
    let of_format = format.and_then(|format| formats::sample(format, variant));
    let tries = [of_format.clone(), hint(name).map(|text| numbered(text, variant, ""))];
    if let Some(text) = tries.into_iter().flatten().find(|text| keeps(text)) {
        return Some((text, true));
    }
    if let Some(first) = wanted.first()
        && let Some(text) = pattern::matching(first, (least, most), variant, keeps)
    {
        return Some((text, true));
    }
    let long =
        of_format.as_deref().and_then(|text| stretched(text, format.unwrap_or_default(), least));
    if let Some(long) = long.filter(|text| keeps(text)) {
        return Some((long, true));
    }
    let text = plain(least, most, variant);
    let is_sure = keeps(&text);
    Some((text, is_sure))
}

fn pattern_of(part: &Schema) -> Option<&str> {
    let pattern = part.constraints.iter().find(|constraint| constraint.keyword == "pattern")?;
    pattern.value.as_str()
}

fn lengths(parts: &[&Schema]) -> (usize, usize) {
    let (mut least, mut most) = (0, usize::MAX);
    for constraint in parts.iter().flat_map(|part| &part.constraints) {
        #[expect(clippy::cast_possible_truncation, reason = "a longer one is refused anyway")]
        let Some(value) = constraint.value.as_f64().map(|value| value as usize) else { continue };
        match constraint.keyword.as_str() {
            "minLength" => least = least.max(value),
            "maxLength" => most = most.min(value),
            _ => {}
        }
    }
    (least, most)
}

/// A longer text of the same format.
fn stretched(text: &str, format: &str, least: usize) -> Option<String> {
    let missing = least.saturating_sub(text.chars().count());
    let fill = "x".repeat(missing);
    match format {
        "email" | "idn-email" => Some(format!("{fill}{text}")),
        "byte" => Some(formats::base64("x".repeat(least.div_ceil(4) * 3).as_bytes())),
        "uri" | "url" | "iri" | "uri-reference" | "password" | "binary" | "json-pointer" => {
            Some(format!("{text}{fill}"))
        }
        _ => None,
    }
}

/// A text without meaning.
fn plain(least: usize, most: usize, variant: u32) -> String {
    let word = numbered("string", variant, "");
    let length = word.len();
    if length < least {
        return word + &"x".repeat(least - length);
    }
    if length <= most {
        return word;
    }
    // So short that the number must stand for the word.
    let letters = ('a'..='z').cycle().skip(variant as usize % 26);
    letters.take(most.max(least).min(6)).collect()
}

/// What fields of this name usually hold.
fn hint(name: &str) -> Option<&'static str> {
    let words = words(name);
    let last = words.last()?.as_str();
    let text = match last {
        "email" | "mail" => "ada@example.com",
        "url" | "uri" | "link" | "href" | "website" | "homepage" | "webhook" => {
            "https://example.com/page"
        }
        "id" | "key" | "uid" => "a1b2c3",
        "slug" => "an-example",
        "name" if words.len() > 1 && words[0] == "first" => "Ada",
        "name" if words.len() > 1 && words[0] == "last" => "Lovelace",
        "name" if words.len() > 1 && words[0] == "user" => "ada",
        "name" | "title" | "label" => "Example",
        "username" | "login" | "user" | "nickname" => "ada",
        "firstname" => "Ada",
        "lastname" | "surname" => "Lovelace",
        "currency" => "EUR",
        "country" => "DE",
        "language" | "locale" | "lang" => "en",
        "city" => "Berlin",
        "street" => "Example Street 1",
        "zip" | "postcode" => "10115",
        "phone" | "mobile" => "+49 30 901820",
        "timezone" => "Europe/Berlin",
        "color" | "colour" => "#1f6feb",
        "version" => "1.2.3",
        "sha" | "commit" => "3f2b8c1e7d4a4f6b9c2d5e1a0b9c8d7f3f2b8c1e",
        "branch" => "main",
        "path" | "file" => "docs/readme.md",
        "host" | "hostname" | "domain" => "example.com",
        "ip" => "192.0.2.1",
        "description" | "summary" | "comment" | "text" | "message" | "body" | "note" => {
            "A short text."
        }
        _ => return None,
    };
    Some(text)
}

/// The words of a name in small letters: `firstName` and `first_name` are two.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_small = false;
    let mut is_open = false;
    for c in name.chars().take(100) {
        if !c.is_alphanumeric() {
            is_open = false;
            continue;
        }
        if !is_open || (c.is_uppercase() && was_small) {
            words.push(String::new());
        }
        is_open = true;
        was_small = c.is_lowercase() || c.is_ascii_digit();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}
