//! What is asked at a place, in words that two versions can be compared by.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::base::Digest;

/// A longer value is written as its hash.
const LONGEST: usize = 24;

/// Words with values, sorted: `n=1 req=1 t=string`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signature(String);

impl Signature {
    /// What was written.
    pub(crate) fn from_text(text: String) -> Signature {
        Signature(text)
    }

    /// From words and values.
    pub(crate) fn of(words: &Words) -> Signature {
        let words: Vec<String> =
            words.0.iter().map(|(word, value)| format!("{word}={value}")).collect();
        Signature(words.join(" "))
    }

    /// With the words of another that are not among its own.
    pub(crate) fn with(&self, other: &Signature) -> Signature {
        let own = self.words();
        let more = other.words().filter(|(word, _)| !self.has(word));
        let words: Vec<String> =
            own.chain(more).map(|(word, value)| format!("{word}={value}")).collect();
        Signature(words.join(" "))
    }

    /// Without some words.
    pub(crate) fn without(&self, others: &[&str]) -> Signature {
        let words = self.words().filter(|(word, _)| !others.contains(word));
        let words: Vec<String> = words.map(|(word, value)| format!("{word}={value}")).collect();
        Signature(words.join(" "))
    }

    /// As text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of a word; empty if it is not there.
    pub(crate) fn get(&self, word: &str) -> &str {
        self.words().find(|(known, _)| *known == word).map_or("", |(_, value)| value)
    }

    /// Whether a word is there.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words().any(|(known, _)| known == word)
    }

    /// All words with their values.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.split(' ').filter_map(|word| word.split_once('='))
    }
}

/// Words in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words(BTreeMap<&'static str, String>);

impl Words {
    /// A single word with a name.
    pub(crate) fn of_name(word: &'static str, name: &str) -> Words {
        let mut words = Words::default();
        words.add_name(word, name);
        words
    }

    /// The value of a word.
    pub(crate) fn get(&self, word: &str) -> Option<&str> {
        self.0.get(word).map(String::as_str)
    }

    /// Adds words that are not there yet.
    pub(crate) fn extend(&mut self, others: &Words) {
        for (word, value) in &others.0 {
            self.0.entry(word).or_insert_with(|| value.clone());
        }
    }

    /// Adds a word with its value; one with spaces, or a long one, by its hash.
    pub(crate) fn add(&mut self, word: &'static str, value: &str) {
        let is_plain = !value.is_empty()
            && value.len() <= LONGEST
            && !value.starts_with('#')
            && !value.contains(|c: char| c.is_whitespace() || c.is_control());
        let value = if is_plain {
            value.to_owned()
        } else {
            format!("#{}", Digest::of(value.as_bytes()).short(8))
        };
        self.0.insert(word, value);
    }

    /// Adds a name, whatever its length.
    pub(crate) fn add_name(&mut self, word: &'static str, name: &str) {
        let name = name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c });
        self.0.insert(word, name.collect());
    }

    /// Adds a word if it holds.
    pub(crate) fn flag(&mut self, word: &'static str, holds: bool) {
        if holds {
            self.0.insert(word, "1".to_owned());
        }
    }

    /// Adds a value as JSON.
    pub(crate) fn value(&mut self, word: &'static str, value: &Value) {
        self.add(word, &value.to_string());
    }
}
