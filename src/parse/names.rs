//! Which names, keys and values a descriptor may use.
//!
//! The rules are those of Backstage's `KubernetesValidatorFunctions` and `CommonValidatorFunctions`,
//! where they differ from its documentation.

pub(super) use crate::model::{to_name, to_namespace};

const LONGEST: usize = 63;

/// `[A-Za-z0-9]`, inside also `-_.`, at most 63 characters.
pub(super) fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    bytes.len() <= LONGEST
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(inner)
}

/// `[a-z0-9]`, inside also `-`, at most 63 characters.
pub(super) fn is_dns_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alphanumeric = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    bytes.len() <= LONGEST
        && bytes.first().is_some_and(alphanumeric)
        && bytes.last().is_some_and(alphanumeric)
        && bytes.iter().all(|b| alphanumeric(b) || *b == b'-')
}

fn is_dns_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_dns_label)
}

/// Words of `[a-z0-9:+#]` with single dashes between them, at most 63 characters.
pub(super) fn is_tag(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b":+#".contains(&b))
    };
    text.len() <= LONGEST && text.split('-').all(word)
}

/// The key of a label or annotation: `[prefix/]name`, the prefix a DNS subdomain.
pub(super) fn is_key(text: &str) -> bool {
    match text.split_once('/') {
        None => is_name(text),
        Some((prefix, name)) => is_dns_subdomain(prefix) && is_name(name),
    }
}

/// `[prefix/]version`.
pub(super) fn is_api_version(text: &str) -> bool {
    let version = |text: &str| {
        (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    match text.split_once('/') {
        None => version(text),
        Some((prefix, name)) => is_dns_subdomain(prefix) && version(name),
    }
}

/// A letter, then letters and digits, at most 63.
pub(super) fn is_kind(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
