//! Headings: their anchors by GitLab's rule, and their levels fitted to the page.

use std::collections::HashMap;

/// Keeps ids of documents apart from those of the page around them.
pub(super) const PREFIX: &str = "user-content-";

/// A heading as it stands on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Level on the page, 1 to 6.
    pub(crate) level: u8,
    /// Its text without markup.
    pub(crate) text: String,
    /// Its id, with the prefix of ids in documents.
    pub(crate) id: String,
}

/// Returns the anchor GitLab gives to a heading, before repeated ones are numbered.
pub(super) fn anchor(text: &str) -> String {
    let mut anchor = String::with_capacity(text.len());
    for character in text.trim().chars() {
        match character {
            ' ' | '-' if anchor.ends_with('-') => {}
            ' ' | '-' => anchor.push('-'),
            '_' => anchor.push('_'),
            _ if character.is_ascii_alphanumeric() => anchor.push(character.to_ascii_lowercase()),
            _ if character.is_alphanumeric() => anchor.extend(character.to_lowercase()),
            _ => {}
        }
    }
    if anchor.is_empty() {
        anchor.push_str("section");
    } else if anchor.bytes().all(|byte| byte.is_ascii_digit()) {
        anchor.insert_str(0, "anchor-");
    }
    anchor
}

/// Gives each heading an anchor of its own: `usage`, `usage-1`, `usage-2`.
#[derive(Default)]
pub(super) struct Anchors {
    /// Each anchor given, with the last number tried behind it. Only looked up, never listed.
    given: HashMap<String, u32>,
}

impl Anchors {
    pub(super) fn claim(&mut self, wanted: String) -> String {
        let Some(&last) = self.given.get(&wanted) else {
            self.given.insert(wanted.clone(), 0);
            return wanted;
        };
        let mut number = last;
        let anchor = loop {
            number += 1;
            let anchor = format!("{wanted}-{number}");
            if !self.given.contains_key(&anchor) {
                break anchor;
            }
        };
        self.given.insert(wanted, number);
        self.given.insert(anchor.clone(), 0);
        anchor
    }
}

/// Fits the levels of a document below those of the page, without leaving one out on the way down.
pub(super) struct Levels {
    first: u8,
    /// The written levels of the headings that the next one may stand under.
    above: Vec<u8>,
}

impl Levels {
    pub(super) fn from(first: u8) -> Levels {
        Levels { first: first.clamp(1, 6), above: Vec::new() }
    }

    /// Returns the level on the page of the next heading.
    pub(super) fn place(&mut self, written: u8) -> u8 {
        while self.above.last().is_some_and(|&above| above >= written) {
            self.above.pop();
        }
        let below = self.above.len() as u8;
        self.above.push(written);
        (self.first + below).min(6)
    }
}
