//! What is open, and what has to be closed before something else may begin.
//!
//! Two kinds of elements lie on one stack: ours, which Markdown opens and closes in order, and raw ones, which people open and
//! close as they like. A raw end tag never closes what is ours, except a paragraph that blocks may end.
//!
//! What is opened and closed never depends on where links lead: an outline must find the same headings as a page.

use super::elements::Model;
use super::footnotes;
use super::headings::{Heading, anchor};
use super::html::push_collapsed;
use super::writer::{DEEPEST, OpenHeading, Purpose, TooMuch, Writer};

/// Ends a quote that is no alert.
pub(super) const END_OF_QUOTE: &str = "</blockquote>\n";

/// An element that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) model: Model,
    /// Whether Markdown opened it.
    pub(super) is_own: bool,
    /// A raw element's name in the source.
    pub(super) name: &'static str,
    /// Its end tag if it is ours, else its name on the page. A link has the name `a` if it leads somewhere, else none.
    pub(super) written: &'static str,
    /// Where its opening tag begins in the output, if it is raw.
    pub(super) tag: usize,
    /// Where its content begins.
    pub(super) start: usize,
    /// Whether a `details` has its `summary`.
    pub(super) has_summary: bool,
    /// How much had been written that can be seen; see [`Writer::content`].
    pub(super) content: usize,
}

impl Open {
    pub(super) fn is_quote(&self) -> bool {
        self.is_own && self.written == END_OF_QUOTE
    }
}

impl Writer<'_> {
    pub(super) fn push_own(&mut self, model: Model, end: &'static str) -> Result<(), TooMuch> {
        let start = self.out.len();
        self.push(Open {
            model,
            is_own: true,
            name: "",
            written: end,
            tag: start,
            start,
            has_summary: false,
            content: self.content,
        })
    }

    pub(super) fn push(&mut self, open: Open) -> Result<(), TooMuch> {
        if self.stack.len() >= DEEPEST {
            return Err(self.too_much("the document nests more than a hundred levels"));
        }
        self.stack.push(open);
        Ok(())
    }

    /// Closes what raw HTML left open in our innermost element, and the element.
    pub(super) fn end_own(&mut self) {
        while let Some(open) = self.stack.last() {
            let is_own = open.is_own;
            self.close_top();
            if is_own {
                break;
            }
        }
    }

    /// Closes everything above the first `length` elements.
    pub(super) fn close_to(&mut self, length: usize) {
        while self.stack.len() > length {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        match open.model {
            Model::Link => {
                self.content += 1;
                if !open.written.is_empty() {
                    self.close_link();
                }
            }
            Model::Heading(level) => self.end_heading(level),
            Model::Paragraph if self.out[open.start..].trim().is_empty() => {
                self.in_paragraph &= !open.is_own;
                self.out.truncate(open.tag);
            }
            Model::Paragraph if open.is_own => {
                self.in_paragraph = false;
                self.out.push_str("</p>\n");
            }
            _ if open.is_own => self.out.push_str(open.written),
            _ => {
                self.out.push_str("</");
                self.out.push_str(open.written);
                self.out.push('>');
                if open.model == Model::Table {
                    self.out.push_str("</section>");
                }
            }
        }
    }

    /// Makes room for a block of ours.
    pub(super) fn start_block(&mut self) {
        self.start_block_in(Model::Flow);
    }

    pub(super) fn start_block_in(&mut self, model: Model) {
        if let Some(cut) = self.text_around(model, true) {
            self.close_to(cut);
        }
        self.settle();
    }

    /// Returns the outermost raw element around this place that cannot hold a block. Links can, unless the block is ours.
    fn text_around(&self, block: Model, is_own: bool) -> Option<usize> {
        let mut cut = None;
        for (index, open) in self.stack.iter().enumerate().rev() {
            if open.is_own && open.model != Model::Paragraph {
                break;
            }
            // A summary may be a heading.
            if open.model == Model::Summary && matches!(block, Model::Heading(_)) {
                break;
            }
            if open.model.is_textual() || (open.model == Model::Link && is_own) {
                cut = Some(index);
            }
            if open.is_own {
                break;
            }
        }
        cut
    }

    /// Makes room for a raw block; returns whether there is any.
    pub(super) fn start_raw_block(&mut self, block: Model) -> bool {
        let around = self.stack.iter().rev().find(|open| open.is_own);
        let is_text =
            |open: &Open| matches!(open.model, Model::Phrasing | Model::Link | Model::Heading(_));
        if around.is_some_and(is_text) {
            return false;
        }
        let is_head = self.table.is_head() && around.is_some_and(|open| open.model == Model::Cell);
        if is_head && matches!(block, Model::Heading(_)) {
            return false;
        }
        self.unwrap_paragraph();
        if let Some(cut) = self.text_around(block, false) {
            self.close_to(cut);
        }
        true
    }

    /// Takes back our paragraph if only raw tags have been opened in it: `<a href="…"><h1>` is a link around a heading.
    fn unwrap_paragraph(&mut self) {
        if !self.in_paragraph {
            return;
        }
        let Some(index) = self.stack.iter().rposition(|open| open.is_own) else { return };
        let paragraph = self.stack[index];
        if paragraph.model != Model::Paragraph || paragraph.content != self.content {
            return;
        }
        let gone = paragraph.start - paragraph.tag;
        self.out.replace_range(paragraph.tag..paragraph.start, "");
        self.stack.remove(index);
        for open in &mut self.stack[index..] {
            open.tag -= gone;
            open.start -= gone;
        }
        if let Some(link) = self.link.as_mut().filter(|link| link.start >= paragraph.start) {
            link.start -= gone;
            link.tag_end = link.tag_end.map(|at| at - gone);
        }
        self.in_paragraph = false;
    }

    /// Begins a paragraph of ours. In a raw element that holds only text, and has none yet, it has no tags of its own.
    pub(super) fn start_paragraph(&mut self) -> Result<(), TooMuch> {
        if let Some(cut) = self.text_around(Model::Paragraph, true) {
            let open = self.stack[cut];
            let is_empty = match (open.model, &self.heading) {
                (Model::Heading(_), Some(heading)) => heading.text.trim().is_empty(),
                _ => open.content == self.content,
            };
            if is_empty {
                return Ok(());
            }
            self.close_to(cut);
        }
        self.settle();
        let tag = self.out.len();
        self.out.push_str("<p>");
        self.in_paragraph = true;
        let start = self.out.len();
        self.push(Open {
            model: Model::Paragraph,
            is_own: true,
            name: "",
            written: "",
            tag,
            start,
            has_summary: false,
            content: self.content,
        })
    }

    pub(super) fn end_paragraph(&mut self) {
        self.observed.end();
        self.hidden = None;
        if self.in_paragraph {
            self.end_own();
            return;
        }
        // It had no tags, or a raw block has ended it.
        self.out.push('\n');
    }

    /// Gives content that stands directly in a raw list, table or `details` the elements it needs. A browser would put what
    /// stands directly in a table before it, and open links in both places.
    pub(super) fn settle(&mut self) {
        if self.stack.last().is_some_and(|open| !open.is_own) {
            self.settle_in_raw();
        }
    }

    fn settle_in_raw(&mut self) {
        let Some(open) = self.stack.last_mut() else { return };
        match open.model {
            Model::List => self.push_implied("li", Model::Item),
            Model::Descriptions => self.push_implied("dd", Model::Description),
            Model::Table | Model::Rows => {
                self.push_implied("tr", Model::Row);
                self.push_implied("td", Model::Cell);
            }
            Model::Row => self.push_implied("td", Model::Cell),
            Model::Details if !open.has_summary => {
                open.has_summary = true;
                self.out.push_str("<summary>Details</summary>\n");
            }
            _ => {}
        }
    }

    /// Opens a raw element that its content implies. Where there is no room, the content's own tag finds that out.
    pub(super) fn push_implied(&mut self, name: &'static str, model: Model) {
        if self.stack.len() >= DEEPEST {
            return;
        }
        let tag = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        let start = self.out.len();
        self.stack.push(Open {
            model,
            is_own: false,
            name,
            written: name,
            tag,
            start,
            has_summary: false,
            content: self.content,
        });
    }

    /// Closes a raw link that is open, if nothing of ours stands in it; returns whether none is open then.
    pub(super) fn free_link(&mut self) -> bool {
        if let Some(index) = self.raw_link() {
            self.close_to(index);
        }
        self.link.is_none()
    }

    /// Where on the stack a raw link is, wherever it leads, with nothing of ours above it.
    pub(super) fn raw_link(&self) -> Option<usize> {
        let above = self.stack.iter().rposition(|open| open.is_own).map_or(0, |own| own + 1);
        self.stack[above..]
            .iter()
            .rposition(|open| open.model == Model::Link)
            .map(|index| above + index)
    }

    pub(super) fn start_heading(&mut self, class: Option<&'static str>) {
        self.heading = Some(OpenHeading { start: self.out.len(), class, ..OpenHeading::default() });
    }

    /// Puts the opening tag before what the heading turned out to hold.
    fn end_heading(&mut self, written_level: u8) {
        let Some(heading) = self.heading.take() else { return };
        let mut text = String::new();
        push_collapsed(&heading.text, &mut text);
        if text.trim().is_empty() {
            push_collapsed(&heading.alt, &mut text);
        }
        text.truncate(text.trim_end().len());
        if text.is_empty() || footnotes::is_inside(&self.footnotes) {
            return self.end_unnamed_heading(heading.start);
        }
        let anchor = self.anchors.claim(anchor(&text));
        let id = format!("{}{anchor}", self.prefix);
        let is_first = !std::mem::replace(&mut self.seen_heading, true);
        if is_first && self.drop_title.is_some_and(|title| same_text(title, &text)) {
            self.out.truncate(heading.start);
            self.dropped_id = Some(id);
            return;
        }
        let level = self.levels.place(written_level);
        let mut tag = String::with_capacity(id.len() + 32);
        tag.push_str("<h");
        tag.push(char::from(b'0' + level));
        if let Some(class) = heading.class {
            tag.push_str(" class=\"");
            tag.push_str(class);
            tag.push('"');
        }
        tag.push_str(" id=\"");
        tag.push_str(&id);
        tag.push_str("\">");
        self.out.insert_str(heading.start, &tag);
        self.out.push_str("</h");
        self.out.push(char::from(b'0' + level));
        self.out.push_str(">\n");
        if self.purpose == Purpose::Outline {
            self.observed.heading(written_level, &text);
        }
        self.headings.push(Heading { level, text, id });
    }

    fn end_unnamed_heading(&mut self, start: usize) {
        if self.out[start..].trim().is_empty() {
            self.out.truncate(start);
        } else if footnotes::is_inside(&self.footnotes) {
            self.out.insert_str(start, "<p><strong>");
            self.out.push_str("</strong></p>\n");
        } else {
            self.out.insert_str(start, "<p>");
            self.out.push_str("</p>\n");
        }
    }
}

/// Whether two titles are the same to a reader.
fn same_text(one: &str, other: &str) -> bool {
    let words =
        |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(one) == words(other)
}
