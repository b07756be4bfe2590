//! Finished HTML as the words that it says.
//!
//! What is read here was written by this module's siblings, so tags are whole and elements are known; still nothing is
//! believed: whatever comes in, the time is linear and the answer is text.

use super::elements;
use super::html::SafeHtml;
use super::tag::{self, Token};

/// The class of the little numbers that lead to footnotes: glued to a word they would make another one of it.
const FOOTNOTE: &str = "footnote-ref";
/// What a paragraph has to say beside links to be more than a row of badges.
const FEWEST_LETTERS: usize = 12;

impl SafeHtml {
    /// Returns what it says: tags are taken out, character references resolved, blocks and cells end a word. Images say
    /// what stands in for them.
    pub(crate) fn to_text(&self) -> String {
        let mut said = Said::default();
        let mut at = 0;
        while let Some(token) = tag::next(self.as_str(), &mut at) {
            said.take(token);
        }
        said.text.truncate(said.text.trim_end().len());
        said.text
    }

    /// Returns what its first paragraph says that is more than links and images; or an empty text.
    pub(crate) fn to_opening(&self) -> String {
        let mut said = Said::default();
        let mut at = 0;
        while let Some(token) = tag::next(self.as_str(), &mut at) {
            match token {
                Token::Open { name: "p", .. } => said = Said::default(),
                Token::Close("p") if said.beside_links >= FEWEST_LETTERS => {
                    said.text.truncate(said.text.trim_end().len());
                    return said.text;
                }
                token => said.take(token),
            }
        }
        String::new()
    }
}

#[derive(Default)]
struct Said {
    text: String,
    /// The element whose content is not said.
    hidden: Option<&'static str>,
    /// How many links are open.
    links: usize,
    /// How many letters and digits stand outside of links and images.
    beside_links: usize,
}

impl Said {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Close(name) if self.hidden == Some(name) => self.hidden = None,
            _ if self.hidden.is_some() => {}
            Token::Text(piece) => self.say(piece),
            Token::Open { name: "sup", attributes, .. } => {
                let is_footnote = attributes.get("class").is_some_and(|class| class == FOOTNOTE);
                self.hidden = is_footnote.then_some("sup");
            }
            Token::Open { name: "img", attributes, .. } => {
                if let Some(alternative) = attributes.get("alt") {
                    self.part();
                    self.text.push_str(&alternative);
                    self.part();
                }
            }
            Token::Open { name, .. } => {
                self.links += usize::from(name == "a");
                self.part_if_block(name);
            }
            Token::Close(name) => {
                self.links = self.links.saturating_sub(usize::from(name == "a"));
                self.part_if_block(name);
            }
        }
    }

    fn say(&mut self, piece: &str) {
        let piece = tag::decoded(piece);
        if self.links == 0 {
            self.beside_links += piece.chars().filter(|c| c.is_alphanumeric()).count();
        }
        match piece.trim().is_empty() {
            true => self.part(),
            false => self.text.push_str(&piece),
        }
    }

    /// Words on both sides of a block's tag, or of a line break, are not one word.
    fn part_if_block(&mut self, name: &str) {
        let is_block = elements::element(name).is_some_and(|element| !element.model.is_inline());
        if is_block || name == "br" {
            self.part();
        }
    }

    fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }
}
