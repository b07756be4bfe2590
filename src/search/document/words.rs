//! What a page says, gathered up to a bound.

/// How many characters of a page are looked at.
const MOST: usize = 200_000;
/// How long a description may be.
const LONGEST_DESCRIPTION: usize = 160;
/// How long a title, a place, a tag or a key may be.
const LONGEST_NAME: usize = 200;

/// The text of a document, in the order in which it was said.
#[derive(Default)]
pub(super) struct Words(String);

impl Words {
    /// Adds a piece that is no part of the one before.
    pub(super) fn say(&mut self, text: &str) {
        let text = text.trim();
        // No character has more than four bytes: what is behind this is cut anyway.
        if text.is_empty() || self.0.len() > 4 * MOST {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
    }

    /// Adds several pieces.
    pub(super) fn say_all<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        for text in texts {
            self.say(text);
        }
    }

    /// Returns all of it, or its beginning.
    pub(super) fn end(mut self) -> String {
        if let Some((end, _)) = self.0.char_indices().nth(MOST) {
            self.0.truncate(end);
        }
        self.0
    }
}

/// Returns a text as a description: on one line, cut at a word.
pub(super) fn description(text: &str) -> String {
    cut(text, LONGEST_DESCRIPTION)
}

/// Returns a text as a name: on one line, and no longer than anybody reads.
pub(super) fn name(text: &str) -> String {
    cut(text, LONGEST_NAME)
}

/// Returns the first text that says anything, as a description.
pub(super) fn first_description<const N: usize>(texts: [&dyn Fn() -> String; N]) -> String {
    let said = texts.iter().map(|text| description(&text()));
    said.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

fn cut(text: &str, most: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        // Of a word without end only as much as may be needed is taken.
        line.extend(word.chars().take(most + 1));
        if line.len() > 4 * most {
            break;
        }
    }
    if line.chars().nth(most).is_none() {
        return line;
    }
    let whole: String = line.chars().take(most - 1).collect();
    // A word that just fits is kept.
    let fits = line[whole.len()..].starts_with(' ');
    let end = if fits { whole.len() } else { whole.rfind(' ').unwrap_or(whole.len()) };
    format!("{}…", whole[..end].trim_end_matches([' ', ',', ';', ':']))
}
