//! Ids of what stands on a page: readable, valid, each once.

use std::collections::BTreeSet;

const LONGEST: usize = 120;

/// Gives each thing of a page an id of its own.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    taken: BTreeSet<String>,
}

impl Anchors {
    /// The id for `wanted`, numbered if something else has it.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        let mut id: String = plain(wanted);
        id.truncate(LONGEST);
        if self.taken.contains(&id) {
            let numbered = (2..).map(|number| format!("{id}-{number}"));
            let free = numbered.into_iter().find(|id| !self.taken.contains(id));
            id = free.expect("numbers never run out");
        }
        self.taken.insert(id.clone());
        id
    }
}

/// The text with all that needs escaping in an address made `-`.
pub(super) fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '-' };
    text.chars().take(LONGEST).map(plain).collect()
}
