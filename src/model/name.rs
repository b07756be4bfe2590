//! Names that a catalog takes, made of names that it may not.

use crate::base::Digest;

/// The longest name or namespace of Backstage's rules.
const LONGEST: usize = 63;

/// Returns the nearest valid entity name.
pub(crate) fn to_name(text: &str) -> String {
    nearest(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'), "project")
}

/// Returns the nearest valid namespace.
pub(crate) fn to_namespace(text: &str) -> String {
    let text = text.to_lowercase();
    nearest(&text, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-', "default")
}

fn nearest(text: &str, allowed: impl Fn(char) -> bool, otherwise: &str) -> String {
    let mapped: String = text.chars().map(|c| if allowed(c) { c } else { '-' }).collect();
    let edge = |c: char| !c.is_ascii_alphanumeric();
    let trimmed = mapped.trim_matches(edge);
    if trimmed.is_empty() {
        return otherwise.to_owned();
    }
    if trimmed.len() <= LONGEST {
        return trimmed.to_owned();
    }
    // Two long names that begin alike stay two names.
    let hash = Digest::of(text.as_bytes()).short(8);
    format!("{}-{hash}", trimmed[..LONGEST - 9].trim_end_matches(edge))
}
