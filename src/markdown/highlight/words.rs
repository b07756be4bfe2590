//! The words a language knows, found in a few nanoseconds.
//!
//! Tables are written as plain lists; the compiler turns each into a hash table of fixed size. Most
//! words in code are not in any list, so the lookup that fails has to be the fast one: usually it
//! meets an empty slot.

/// What a known word says about itself and about the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Keyword,
    /// A keyword after which a function gets its name: `fn`.
    BeforeFunction,
    /// A keyword after which a type is named: `class`, `new`.
    BeforeType,
    /// A keyword only where a type's name follows, and else a name like any other: TypeScript's
    /// `type`.
    Contextual,
    /// A type or a constant of the language: `int`, `true`.
    Known,
}

/// Twice the longest list, so that chains stay short.
const SLOTS: usize = 512;

/// The known words of one language.
pub(super) struct Words {
    lists: &'static [(Word, &'static str)],
    slots: [Slot; SLOTS],
    folded: bool,
}

/// Where a word stands in the lists; empty if its length is zero.
#[derive(Clone, Copy)]
struct Slot {
    list: u8,
    length: u8,
    start: u16,
}

impl Words {
    /// Builds the table from lists of words separated by single spaces.
    pub(super) const fn new(lists: &'static [(Word, &'static str)]) -> Self {
        let mut slots = [Slot { list: 0, length: 0, start: 0 }; SLOTS];
        let mut count = 0;
        let mut list = 0;
        while list < lists.len() {
            let text = lists[list].1.as_bytes();
            let mut start = 0;
            while start < text.len() {
                let mut end = start;
                while end < text.len() && text[end] != b' ' {
                    end += 1;
                }
                let mut slot = hash(text, start, end);
                while slots[slot].length > 0 {
                    slot = (slot + 1) % SLOTS;
                }
                slots[slot] =
                    Slot { list: list as u8, length: (end - start) as u8, start: start as u16 };
                count += 1;
                start = end + 1;
            }
            list += 1;
        }
        assert!(count <= SLOTS / 2, "a longer list needs more slots");
        Words { lists, slots, folded: false }
    }

    /// Builds the table for a language whose words may be in any case.
    pub(super) const fn folded(lists: &'static [(Word, &'static str)]) -> Self {
        let Words { lists, slots, .. } = Words::new(lists);
        Words { lists, slots, folded: true }
    }

    /// Returns what `word` is known as.
    pub(super) fn find(&self, word: &[u8]) -> Option<Word> {
        if word.is_empty() {
            return None;
        }
        let mut at = hash(word, 0, word.len());
        loop {
            let slot = self.slots[at];
            if slot.length == 0 {
                return None;
            }
            if usize::from(slot.length) == word.len() {
                let (kind, text) = self.lists[usize::from(slot.list)];
                let start = usize::from(slot.start);
                let known = &text.as_bytes()[start..start + word.len()];
                if known == word || (self.folded && known.eq_ignore_ascii_case(word)) {
                    return Some(kind);
                }
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// Hashes a word by its length and its first, middle and last letter, in any case.
const fn hash(text: &[u8], start: usize, end: usize) -> usize {
    let first = (text[start] | 0x20) as usize;
    let middle = (text[(start + end) / 2] | 0x20) as usize;
    let last = (text[end - 1] | 0x20) as usize;
    ((end - start) * 67 + first * 5 + middle * 31 + last * 109) % SLOTS
}
