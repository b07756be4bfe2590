//! Which file is the README, and what it says first.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::base::RelPath;
use crate::markdown::front_matter;
use crate::model::{Doc, Project};

use super::files;
use super::text::{head, one_line, shortened};

/// From the best to the least.
const NAMES: &[&str] = &["README.md", "README.markdown", "README", "README.txt", "README.rst"];

/// How much of a file its opening may be looked for in.
const OPENING: usize = 32 << 10;

/// Returns the README of a folder.
pub(super) fn of_folder(project: &Project, folder: &RelPath) -> Option<Doc> {
    let path = files::find(project, folder, NAMES)?;
    Some(Doc {
        path: path.clone(),
        markdown: matches!(path.extension().as_str(), "md" | "markdown"),
        root: folder.clone(),
        ..Doc::default()
    })
}

/// What a document says first, as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Opening {
    /// Its first heading.
    pub title: Option<String>,
    /// The first paragraph that is more than badges, at most 300 characters.
    pub paragraph: Option<String>,
}

/// Reads the opening of a README.
pub(super) fn opening(doc: &Doc, text: &str) -> Opening {
    let text = head(text, OPENING);
    if doc.markdown { of_markdown(text) } else { of_plain_text(text) }
}

fn of_markdown(text: &str) -> Opening {
    let text = &text[front_matter(text)..];
    let mut opening = Opening::default();
    let mut reader = Reader::default();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => reader.begin(Reading::Heading),
            Event::Start(Tag::Paragraph) if reader.lists == 0 => reader.begin(Reading::Paragraph),
            Event::Start(Tag::HtmlBlock) => reader.begin(Reading::Html),
            Event::Start(Tag::List(_)) => reader.lists += 1,
            Event::End(TagEnd::List(_)) => reader.lists = reader.lists.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => reader.images += 1,
            Event::End(TagEnd::Image) => reader.images = reader.images.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if reader.images == 0 => reader.text(&text),
            Event::SoftBreak | Event::HardBreak => reader.text(" "),
            Event::Html(html) if reader.reading == Reading::Html => reader.text(&html),
            Event::End(TagEnd::Heading(level)) => {
                let early = level == HeadingLevel::H1 || opening.paragraph.is_none();
                let text = reader.end();
                if opening.title.is_none() && early {
                    opening.title = text;
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                let html = reader.end();
                if opening.title.is_none() {
                    opening.title = html.as_deref().and_then(html_heading);
                }
            }
            Event::End(TagEnd::Paragraph) => {
                let text = reader.end();
                if opening.paragraph.is_none() {
                    opening.paragraph = text.map(|text| shortened(&text));
                }
            }
            _ => {}
        }
        if opening.title.is_some() && opening.paragraph.is_some() {
            break;
        }
    }
    opening
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reading {
    #[default]
    Nothing,
    Heading,
    Paragraph,
    Html,
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    text: String,
    images: usize,
    lists: usize,
}

impl Reader {
    fn begin(&mut self, reading: Reading) {
        self.reading = reading;
        self.text.clear();
    }

    fn text(&mut self, text: &str) {
        if self.reading != Reading::Nothing {
            self.text.push_str(text);
        }
    }

    fn end(&mut self) -> Option<String> {
        self.reading = Reading::Nothing;
        one_line(&self.text)
    }
}

/// The text of an `<h1>`, which READMEs use to centre their title.
fn html_heading(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<h1")?;
    let end = start + lower[start..].find("</h1")?;
    let mut text = String::new();
    let mut inside_tag = false;
    for c in html[start..end].chars() {
        match c {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            c if !inside_tag => text.push(c),
            _ => {}
        }
    }
    one_line(&text)
}

/// Without Markdown the first line is the title, the next block of lines the paragraph.
fn of_plain_text(text: &str) -> Opening {
    let mut opening = Opening::default();
    let underline = |line: &str| line.chars().all(|c| c.is_ascii_punctuation());
    for block in text.split("\n\n") {
        let mut lines =
            block.lines().map(str::trim).filter(|line| !line.is_empty() && !underline(line));
        let Some(first) = lines.next().filter(|line| !line.starts_with("..")) else { continue };
        let rest: Vec<&str> = lines.collect();
        if opening.title.is_none() && first.chars().count() <= 100 {
            opening.title = one_line(first);
            opening.paragraph = one_line(&rest.join(" ")).map(|text| shortened(&text));
        } else {
            let text = format!("{first} {}", rest.join(" "));
            opening.paragraph = one_line(&text).map(|text| shortened(&text));
        }
        if opening.paragraph.is_some() {
            break;
        }
    }
    opening
}
