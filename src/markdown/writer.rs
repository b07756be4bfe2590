//! The events of a document written as HTML.
//!
//! Writes into one string, keeps what is open on the stack of [`super::nest`], and asks [`Links`] where things lead. What depends
//! on the rest of the document (does the heading exist that a link names?) is left as a mark for [`super::resolve`].

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::destination;
use super::elements::Model;
use super::footnotes::Footnotes;
use super::headings::{Anchors, Heading, Levels, PREFIX};
use super::highlight;
use super::html::{attribute, escape_text};
use super::links::{Links, OpenImage, OpenLink};
use super::nest::Open;
use super::outline::Observed;
use super::problem::{Found, ProblemKind};
use super::resolve::Mark;
use super::tables::Table;

/// How many levels a document may nest.
pub(super) const DEEPEST: usize = 100;
/// How many times its own size a document may grow to, and how much it may always take.
const GROWTH: usize = 30;
const ALWAYS: usize = 64 * 1024;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// Returns pulldown-cmark's reading of `source`, the same for all who read Markdown here.
pub(super) fn parser(source: &str) -> Parser<'_> {
    Parser::new_ext(source, OPTIONS)
}

/// Returns the length of the front matter at the start of a document, its fences included.
pub(crate) fn front_matter(source: &str) -> usize {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut end = start;
    for (index, line) in source[start..].split_inclusive('\n').enumerate() {
        end += line.len();
        match (index, line.trim_end()) {
            (0, "---") => {}
            (0, _) => return start,
            (_, "---" | "...") => return end,
            _ => {}
        }
    }
    start
}

/// What the document is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A page.
    Page,
    /// Its headings and what it says about itself; code is not painted.
    Outline,
}

/// A document asks for more levels or more output than it may.
pub(super) struct TooMuch {
    pub(super) offset: usize,
    pub(super) message: &'static str,
}

/// A heading that is open.
#[derive(Default)]
pub(super) struct OpenHeading {
    /// Where it begins in the output.
    pub(super) start: usize,
    pub(super) class: Option<&'static str>,
    /// Its text.
    pub(super) text: String,
    /// The descriptions of its images.
    pub(super) alt: String,
}

pub(super) struct Writer<'s> {
    pub(super) source: &'s str,
    pub(super) links: &'s dyn Links,
    pub(super) purpose: Purpose,
    pub(super) drop_title: Option<&'s str>,
    /// What all ids of the document begin with.
    pub(super) prefix: String,
    pub(super) out: String,
    pub(super) stack: Vec<Open>,
    /// Whether raw elements or references were written, so that the sanitizer must see the result.
    pub(super) is_raw: bool,
    pub(super) marks: Vec<Mark>,
    pub(super) problems: Vec<Found>,

    pub(super) anchors: Anchors,
    pub(super) levels: Levels,
    pub(super) headings: Vec<Heading>,
    pub(super) heading: Option<OpenHeading>,
    pub(super) dropped_id: Option<String>,
    pub(super) seen_heading: bool,

    pub(super) link: Option<OpenLink>,
    pub(super) image: Option<OpenImage<'s>>,
    pub(super) alt: String,
    code: Option<(String, String)>,
    pub(super) table: Table,
    pub(super) tables: usize,
    pub(super) footnotes: Footnotes,

    /// The raw element whose content is left out.
    pub(super) hidden: Option<&'static str>,
    /// The HTML block that is being collected, and where it begins.
    html: String,
    html_start: usize,
    /// Counts what can be seen: words, images, rules. Unlike the output it is the same wherever links lead.
    pub(super) content: usize,
    /// Text before this offset is not shown.
    pub(super) mute_until: usize,
    /// Whether our own paragraph is on the stack.
    pub(super) in_paragraph: bool,

    pub(super) observed: Observed,
    spent: usize,
    /// The place of the event being written.
    pub(super) offset: usize,
}

impl<'s> Writer<'s> {
    pub(super) fn new(
        source: &'s str,
        links: &'s dyn Links,
        purpose: Purpose,
        first_level: u8,
    ) -> Writer<'s> {
        Writer {
            source,
            links,
            purpose,
            drop_title: None,
            prefix: PREFIX.to_owned(),
            out: String::with_capacity(source.len() + source.len() / 2),
            stack: Vec::with_capacity(16),
            is_raw: false,
            marks: Vec::new(),
            problems: Vec::new(),
            anchors: Anchors::default(),
            levels: Levels::from(first_level),
            headings: Vec::new(),
            heading: None,
            dropped_id: None,
            seen_heading: false,
            link: None,
            image: None,
            alt: String::new(),
            code: None,
            table: Table::default(),
            tables: 0,
            footnotes: Footnotes::default(),
            hidden: None,
            html: String::new(),
            html_start: 0,
            content: 0,
            mute_until: 0,
            in_paragraph: false,
            observed: Observed::default(),
            spent: 0,
            offset: 0,
        }
    }

    /// Writes the whole document; marks are still in the output.
    pub(super) fn write(&mut self) -> Result<(), TooMuch> {
        let source = self.source;
        // Neighbouring pieces of text are written as one: an address may contain what might have been emphasis.
        let mut text = 0..0;
        for (event, range) in parser(source).into_offset_iter() {
            if let Event::Text(CowStr::Borrowed(piece)) = &event
                && std::ptr::eq(piece.as_ptr(), source[range.start..].as_ptr())
                && piece.len() == range.len()
            {
                if text.end == range.start && text.start < text.end {
                    text.end = range.end;
                } else {
                    self.flush(&mut text)?;
                    text = range;
                }
                continue;
            }
            self.flush(&mut text)?;
            self.offset = range.start;
            self.event(event, range)?;
        }
        self.flush(&mut text)?;
        self.close_to(0);
        self.write_footnotes();
        Ok(())
    }

    fn flush(&mut self, range: &mut Range<usize>) -> Result<(), TooMuch> {
        if range.start < range.end {
            self.offset = range.start;
            self.spend(range.len())?;
            self.text(&self.source[range.clone()]);
            *range = 0..0;
        }
        Ok(())
    }

    /// Accounts for output that does not depend on where links lead, so that every reading of a document stops at the same place.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), TooMuch> {
        self.spent += bytes;
        if self.spent > ALWAYS.max(GROWTH * self.source.len()) {
            return Err(self.too_much("the document grows to more than thirty times its size"));
        }
        Ok(())
    }

    pub(super) fn too_much(&self, message: &'static str) -> TooMuch {
        TooMuch { offset: self.offset, message }
    }

    fn event(&mut self, event: Event<'s>, range: Range<usize>) -> Result<(), TooMuch> {
        match event {
            Event::Start(tag) => {
                self.spend(16)?;
                self.start(tag, range)?;
            }
            Event::End(tag) => self.end(tag)?,
            Event::Text(text) => {
                self.spend(text.len())?;
                self.text(&text);
            }
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.spend(code.len() + 13)?;
                self.inline_code(&code);
            }
            Event::Html(html) => {
                if self.html.is_empty() {
                    self.html_start = range.start;
                }
                self.html.push_str(&html);
            }
            Event::InlineHtml(html) => {
                if self.image.is_none() && self.offset >= self.mute_until {
                    self.raw_html(&html, range.start)?;
                }
            }
            Event::FootnoteReference(label) => {
                self.spend(220)?;
                self.footnote_reference(&label);
            }
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => {
                self.start_block();
                self.content += 1;
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => {
                self.spend(90)?;
                self.checkbox(done);
                self.out.push(' ');
            }
        }
        Ok(())
    }

    pub(super) fn is_mute(&self) -> bool {
        self.hidden.is_some() || self.offset < self.mute_until
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        if self.is_mute() {
            return;
        }
        if self.image.is_some() {
            self.alt.push_str(text);
            return;
        }
        self.settle();
        self.note(text);
        if self.link.is_none() {
            self.text_with_addresses(text);
        } else {
            escape_text(text, &mut self.out);
        }
    }

    /// Tells who listens what can be read here.
    pub(super) fn note(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.content += 1;
            if let Some(link) = &mut self.link {
                link.named = true;
            }
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        } else if self.purpose == Purpose::Outline {
            self.observed.text(text, self.link.is_some());
        }
    }

    fn text_with_addresses(&mut self, text: &str) {
        let mut rest = text;
        while let Some(range) = destination::bare_address(rest) {
            let address = &rest[range.clone()];
            escape_text(&rest[..range.start], &mut self.out);
            rest = &rest[range.end..];
            if self.raw_link().is_none() && self.open_link(address, "", None) {
                escape_text(address, &mut self.out);
                if let Some(link) = &mut self.link {
                    link.named = true;
                }
                self.close_link();
            } else {
                escape_text(address, &mut self.out);
            }
        }
        escape_text(rest, &mut self.out);
    }

    fn inline_code(&mut self, code: &str) {
        if self.is_mute() {
        } else if self.image.is_some() {
            self.alt.push_str(code);
        } else {
            self.settle();
            self.note(code);
            self.out.push_str("<code>");
            escape_text(code, &mut self.out);
            self.out.push_str("</code>");
        }
    }

    fn line_break(&mut self, html: &str) {
        if self.is_mute() {
        } else if self.image.is_some() {
            self.alt.push(' ');
        } else {
            self.note(" ");
            self.out.push_str(html);
        }
    }

    pub(super) fn checkbox(&mut self, done: bool) {
        self.content += 1;
        self.out.push_str(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"Done\">"
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"Not done\">"
        });
    }

    fn start(&mut self, tag: Tag<'s>, range: Range<usize>) -> Result<(), TooMuch> {
        match tag {
            Tag::Paragraph => {
                if is_contents_mark(&self.source[range.clone()]) {
                    self.mute_until = range.end;
                }
                self.observe_paragraph();
                return self.start_paragraph();
            }
            Tag::Heading { level, .. } => {
                self.start_block_in(Model::Heading(level as u8));
                self.start_heading(None);
                return self.push_own(Model::Heading(level as u8), "");
            }
            Tag::BlockQuote(kind) => return self.start_quote(kind, range),
            Tag::CodeBlock(kind) => {
                self.start_block();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => {
                self.html.clear();
                self.observe_paragraph();
            }
            Tag::List(first) => {
                self.start_block();
                match first {
                    None => self.out.push_str("<ul>\n"),
                    Some(1) => self.out.push_str("<ol>\n"),
                    Some(first) => {
                        self.out.push_str("<ol");
                        attribute("start", &first.to_string(), &mut self.out);
                        self.out.push_str(">\n");
                    }
                }
            }
            Tag::Item => {
                let is_task = is_task(&self.source[range]);
                self.out.push_str(if is_task { "<li class=\"task\">" } else { "<li>" });
                return self.push_own(Model::Item, "</li>\n");
            }
            Tag::FootnoteDefinition(label) => return self.start_footnote(&label),
            Tag::Table(alignments) => {
                self.start_block();
                self.start_table(alignments);
                return self.push_own(Model::Table, "");
            }
            Tag::TableHead | Tag::TableRow => self.start_row(),
            Tag::TableCell => {
                self.spend(24)?;
                self.start_cell();
                return self.push_own(Model::Cell, "");
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => return self.start_inline(tag),
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
        Ok(())
    }

    fn start_image(&mut self, destination: CowStr<'s>, title: CowStr<'s>) {
        if let Some(image) = &mut self.image {
            image.within += 1;
        } else {
            self.alt.clear();
            self.image = Some(OpenImage { destination, title, offset: self.offset, within: 0 });
        }
    }

    fn start_inline(&mut self, tag: Tag<'s>) -> Result<(), TooMuch> {
        match tag {
            Tag::Emphasis => self.start_span("<em>", "</em>"),
            Tag::Strong => self.start_span("<strong>", "</strong>"),
            Tag::Strikethrough => self.start_span("<del>", "</del>"),
            Tag::Superscript | Tag::Subscript => self.start_span("", ""),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.spend(dest_url.len() + title.len() + 16)?;
                self.start_link(link_type, &dest_url, &title)
            }
            Tag::Image { dest_url, title, .. } => {
                self.spend(dest_url.len() + title.len() + 48)?;
                self.start_image(dest_url, title);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), TooMuch> {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.end_own();
                self.hidden = None;
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.end_own(),
            // Links within an image's description are not opened.
            TagEnd::Link if self.image.is_some() => {}
            TagEnd::Link => self.end_own(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.raw_html(&html, self.html_start)?;
                self.html = html;
                self.hidden = None;
                self.observed.end();
            }
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_head(),
            TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => {
                self.end_cell();
                self.hidden = None;
            }
            TagEnd::Image => self.end_image(),
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
        Ok(())
    }

    /// A paragraph, or a block of raw HTML, might be the one that says what the project is.
    fn observe_paragraph(&mut self) {
        if self.purpose == Purpose::Outline {
            let hides = |open: &Open| {
                matches!(open.model, Model::Details | Model::Table | Model::Heading(_))
            };
            let is_top =
                self.stack.iter().all(|open| open.is_quote() || !(open.is_own || hides(open)));
            self.observed.start(is_top);
        }
    }

    fn start_span(&mut self, open: &str, close: &'static str) -> Result<(), TooMuch> {
        if self.image.is_some() || self.is_mute() {
            return self.push_own(Model::Phrasing, "");
        }
        self.settle();
        self.out.push_str(open);
        self.push_own(Model::Phrasing, close)
    }

    fn end_code(&mut self) {
        let Some((info, code)) = self.code.take() else { return };
        self.content += 1;
        match self.purpose {
            Purpose::Page => write_code(&info, &code, &mut self.out),
            Purpose::Outline => self.out.push_str("<pre></pre>\n"),
        }
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, message: String) {
        self.problems.push(Found { offset: self.offset, message, kind });
    }
}

/// Writes a block of code, painted if its language is known.
pub(super) fn write_code(info: &str, code: &str, out: &mut String) {
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    let info = info.trim_start();
    let language = &info[..info.find(|c| !in_name(c)).unwrap_or(info.len())];
    out.push_str("<pre tabindex=\"0\"><code");
    if highlight::knows(language) {
        attribute("class", &format!("language-{}", language.to_ascii_lowercase()), out);
        out.push('>');
        highlight::highlight(language, code, out);
    } else {
        out.push('>');
        escape_text(code, out);
    }
    out.push_str("</code></pre>\n");
}

/// Whether a paragraph is GitLab's mark for a table of contents, which the page has anyway.
fn is_contents_mark(paragraph: &str) -> bool {
    paragraph.starts_with('[') && matches!(paragraph.trim_end(), "[[_TOC_]]" | "[TOC]" | "[[TOC]]")
}

/// Whether an item of a list begins with a checkbox.
fn is_task(item: &str) -> bool {
    let text = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = text.get(1..).unwrap_or_default().trim_start();
    matches!(text.as_bytes(), [b'[', b' ' | b'x' | b'X', b']', b' ' | b'\t' | b'\n' | b'\r', ..])
}
