//! What a document says about itself: title, first words, headings, and where it points.

use std::cell::RefCell;

use super::headings::Heading;
use super::html::push_collapsed;
use super::links::{ImageTarget, LinkTarget, Links};
use super::render::without_nul;
use super::writer::{Purpose, Writer, front_matter};

/// A document without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    /// The first heading of the first level, else the first heading.
    pub(crate) title: Option<String>,
    /// The first paragraph that says something, as plain text of at most 300 characters.
    pub(crate) summary: Option<String>,
    /// All headings, with the ids they have on a page; levels begin at 1.
    pub(crate) headings: Vec<Heading>,
    /// Where links and images lead, as written; places in the document itself are not listed.
    pub(crate) targets: Vec<String>,
}

/// Reads a document's outline. A document that asks for too much has no headings, as on its page.
pub(crate) fn outline(source: &str) -> Outline {
    let text = without_nul(&source[front_matter(source)..]);
    let targets = Targets::default();
    let mut writer = Writer::new(&text, &targets, Purpose::Outline, 1);
    let is_whole = writer.write().is_ok();
    let Observed { first, title, summary, .. } = writer.observed;
    let headings = if is_whole { writer.headings } else { Vec::new() };
    Outline { title: title.or(first), summary, headings, targets: targets.0.into_inner() }
}

/// Remembers what is asked for.
#[derive(Default)]
struct Targets(RefCell<Vec<String>>);

impl Links for Targets {
    fn link(&self, destination: &str) -> LinkTarget {
        self.0.borrow_mut().push(destination.to_owned());
        LinkTarget::To(String::new())
    }

    fn image(&self, destination: &str) -> ImageTarget {
        self.0.borrow_mut().push(destination.to_owned());
        ImageTarget::Alt { problem: None }
    }
}

/// What the writer tells while it writes for an outline.
#[derive(Default)]
pub(super) struct Observed {
    first: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    /// The paragraph being read, if it may become the summary.
    paragraph: Option<String>,
    /// Letters of it that are not in a link.
    letters: usize,
}

/// More is not read of a paragraph.
const ENOUGH: usize = 4 * SUMMARY;
const SUMMARY: usize = 300;
/// A row of links has fewer letters between them.
const FEWEST_LETTERS: usize = 3;

impl Observed {
    pub(super) fn start(&mut self, is_top: bool) {
        if is_top && self.summary.is_none() {
            self.paragraph = Some(String::new());
            self.letters = 0;
        }
    }

    pub(super) fn text(&mut self, text: &str, in_link: bool) {
        if let Some(paragraph) = &mut self.paragraph
            && paragraph.len() < ENOUGH
        {
            if !in_link {
                self.letters += text.chars().filter(|c| c.is_alphabetic()).count();
            }
            push_collapsed(text, paragraph);
        }
    }

    pub(super) fn end(&mut self) {
        if let Some(paragraph) = self.paragraph.take()
            && self.letters >= FEWEST_LETTERS
        {
            self.summary = Some(shortened(paragraph.trim()));
        }
    }

    pub(super) fn heading(&mut self, written_level: u8, text: &str) {
        if self.first.is_none() {
            self.first = Some(text.to_owned());
        }
        if written_level == 1 && self.title.is_none() {
            self.title = Some(text.to_owned());
        }
    }
}

/// Cuts a text at the end of a word.
fn shortened(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(SUMMARY - 1) else { return text.to_owned() };
    if text[limit..].chars().nth(1).is_none() {
        return text.to_owned();
    }
    let head = &text[..limit];
    let end = if text[limit..].starts_with(' ') { limit } else { head.rfind(' ').unwrap_or(limit) };
    let head = head[..end]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'));
    format!("{head}…")
}
