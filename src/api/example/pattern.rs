//! Texts that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::patterns::parsed;

/// A longer text is not made.
const LONGEST: usize = 2_000;

/// A text that matches, of this many characters at least and at most; `variant` makes others.
pub(super) fn matching(
    pattern: &str,
    (least, most): (usize, usize),
    variant: u32,
    accept: impl Fn(&str) -> bool,
) -> Option<String> {
    let tree = parsed(pattern)?;
    // How often what may be repeated is: a few times reads best.
    let usual = [3, 2, 1, 0, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 64, 128, 256];
    let exact = (0..usual.len()).map(|at| usual[at]).chain([least as u32]);
    for extra in exact {
        for branch in 0..3 {
            let mut writer = Writer { out: String::new(), extra, branch, place: variant };
            if writer.write(&tree).is_none() {
                continue;
            }
            let length = writer.out.chars().count();
            if (least..=most).contains(&length) && accept(&writer.out) {
                return Some(writer.out);
            }
        }
    }
    None
}

struct Writer {
    out: String,
    extra: u32,
    /// Which of several alternatives is taken.
    branch: usize,
    /// Goes round the letters of classes, so that a text is no row of the same letter.
    place: u32,
}

impl Writer {
    fn write(&mut self, tree: &Hir) -> Option<()> {
        if self.out.len() > LONGEST {
            return None;
        }
        match tree.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(()),
            HirKind::Literal(literal) => {
                self.out.push_str(std::str::from_utf8(&literal.0).ok()?);
                Some(())
            }
            HirKind::Class(class) => {
                let letter = letter(class, self.place)?;
                self.place = self.place.wrapping_add(1);
                self.out.push(letter);
                Some(())
            }
            HirKind::Repetition(repetition) => {
                for _ in 0..self.times(repetition) {
                    self.write(&repetition.sub)?;
                }
                Some(())
            }
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(inner) => inner.iter().try_for_each(|inner| self.write(inner)),
            HirKind::Alternation(inner) => self.write(&inner[self.branch % inner.len()]),
        }
    }

    fn times(&self, repetition: &Repetition) -> u32 {
        let most = repetition.max.unwrap_or(u32::MAX);
        repetition.min.saturating_add(self.extra).min(most)
    }
}

/// A letter of the class: small letters, then digits, then capitals, then what can be seen, then any.
fn letter(class: &Class, place: u32) -> Option<char> {
    let holds = |letter: char| match class {
        Class::Unicode(class) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&letter))
        }
        Class::Bytes(class) => class.ranges().iter().any(|range| {
            u8::try_from(letter).is_ok_and(|byte| (range.start()..=range.end()).contains(&byte))
        }),
    };
    let kinds = [('a', 'z'), ('0', '9'), ('A', 'Z'), ('!', '~'), (' ', ' ')];
    for (first, last) in kinds {
        let letters: Vec<char> = (first..=last).filter(|letter| holds(*letter)).collect();
        if !letters.is_empty() {
            return Some(letters[place as usize % letters.len()]);
        }
    }
    match class {
        Class::Unicode(class) => class.ranges().first().map(|range| range.start()),
        Class::Bytes(class) => class.ranges().first().map(|range| char::from(range.start())),
    }
}
