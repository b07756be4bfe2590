//! Raw HTML, written anew: allowed elements with allowed attributes, the rest as its content.
//!
//! Headings, links, images and tables become the same as those of Markdown. What may not stand where it is put loses its tags,
//! never its text.

use super::elements::{self, Element, Model};
use super::html::{attribute, escape_raw};
use super::nest::Open;
use super::tag::{self, Attributes, Token};
use super::writer::{TooMuch, Writer};

impl Writer<'_> {
    /// Writes a piece of raw HTML that begins at `offset` in the source.
    pub(super) fn raw_html(&mut self, html: &str, offset: usize) -> Result<(), TooMuch> {
        let mut at = 0;
        while let Some(token) = tag::next(html, &mut at) {
            if let Some(name) = self.hidden {
                if matches!(token, Token::Close(close) if close.eq_ignore_ascii_case(name)) {
                    self.hidden = None;
                }
                continue;
            }
            match token {
                Token::Text(text) => {
                    self.spend(text.len())?;
                    self.raw_text(text);
                }
                Token::Open { name, attributes, at, closed } => {
                    self.spend(24)?;
                    self.offset = offset + at;
                    match elements::element(name) {
                        Some(element) => self.open_raw(element, attributes)?,
                        None if closed => {}
                        None => self.hidden = elements::hidden(name),
                    }
                }
                Token::Close(name) => {
                    if let Some(element) = elements::element(name) {
                        self.close_raw(element);
                    }
                }
            }
        }
        Ok(())
    }

    fn raw_text(&mut self, text: &str) {
        if text.trim().is_empty() {
            // Space between two tags still parts words.
            self.note(" ");
            self.out.push_str(if text.contains('\n') { "\n" } else { " " });
            return;
        }
        self.settle();
        self.note(&tag::decoded(text));
        self.is_raw |= text.contains('&');
        escape_raw(text, &mut self.out);
    }

    fn open_raw(&mut self, element: Element, attributes: Attributes<'_>) -> Result<(), TooMuch> {
        match element.model {
            Model::Void => self.void(element, attributes),
            Model::Link => return self.open_raw_link(element, attributes),
            Model::Rule => {
                if self.start_raw_block(element.model) {
                    self.settle();
                    self.content += 1;
                    self.out.push_str("<hr>\n");
                }
            }
            Model::Phrasing => {
                self.settle();
                return self.open_plain(element, attributes);
            }
            Model::Heading(_) => {
                if self.start_raw_block(element.model) {
                    self.settle();
                    return self.open_raw_heading(element, attributes);
                }
            }
            Model::Paragraph
            | Model::Summary
            | Model::Pre
            | Model::Flow
            | Model::Details
            | Model::List
            | Model::Item
            | Model::Descriptions
            | Model::Description
            | Model::Table
            | Model::Rows
            | Model::Row
            | Model::Cell
            | Model::Caption => {
                if self.start_raw_block(element.model) && self.has_place(element) {
                    return self.open_plain(element, attributes);
                }
            }
        }
        Ok(())
    }

    fn void(&mut self, element: Element, attributes: Attributes<'_>) {
        match element.name {
            "img" => {
                self.settle();
                let source = attributes.get("src").unwrap_or_default();
                let alt = attributes.get("alt").unwrap_or_default();
                let title = attributes.get("title").unwrap_or_default();
                let size = |name| attributes.number(name).filter(|size| (1..10_000).contains(size));
                self.write_image(source.trim(), &alt, &title, (size("width"), size("height")));
            }
            "input" => {
                let kind = attributes.get("type").unwrap_or_default();
                if kind.eq_ignore_ascii_case("checkbox") {
                    self.settle();
                    self.content += 1;
                    // Two things to click on may not stand in each other.
                    if self.link.is_none() {
                        self.checkbox(attributes.has("checked"));
                    }
                }
            }
            "br" => {
                self.note(" ");
                self.settle();
                self.out.push_str("<br>");
            }
            _ => self.out.push_str("<wbr>"),
        }
    }

    /// An anchor without a destination is only a place: it is closed at once, because people forget to.
    fn open_raw_link(
        &mut self,
        element: Element,
        attributes: Attributes<'_>,
    ) -> Result<(), TooMuch> {
        self.settle();
        let id = attributes.get("id").or_else(|| attributes.get("name"));
        let href = attributes.get("href").unwrap_or_default();
        let title = attributes.get("title").unwrap_or_default();
        let tag = self.out.len();
        let is_place = href.trim().is_empty() || href.trim().starts_with('#');
        if let (true, Some(id)) = (is_place, &id) {
            self.out.push_str("<span");
            self.mark_id(id);
            self.out.push_str("></span>");
        }
        if href.trim().is_empty() {
            return Ok(());
        }
        let id = id.filter(|_| !is_place);
        let leads_somewhere = self.open_link(href.trim(), &title, id.as_deref());
        self.is_raw |= leads_somewhere;
        self.push_raw(Element { written: if leads_somewhere { "a" } else { "" }, ..element }, tag)
    }

    fn open_raw_heading(
        &mut self,
        element: Element,
        attributes: Attributes<'_>,
    ) -> Result<(), TooMuch> {
        let tag = self.out.len();
        self.start_heading(alignment(attributes));
        if let Some(id) = attributes.get("id") {
            self.out.push_str("<span");
            self.mark_id(&id);
            self.out.push_str("></span>");
        }
        self.is_raw = true;
        self.push_raw(element, tag)
    }

    /// Whether an element that needs a certain one around it has that; closes what it implies the end of.
    fn has_place(&mut self, element: Element) -> bool {
        match element.model {
            Model::Item => {
                self.close_implied(|model| model == Model::Item, |model| model == Model::List);
                self.top_is(|model| model == Model::List)
            }
            Model::Description => {
                self.close_implied(
                    |model| model == Model::Description,
                    |model| model == Model::Descriptions,
                );
                self.top_is(|model| model == Model::Descriptions)
            }
            Model::Summary => match self.stack.last_mut() {
                Some(open) if open.model == Model::Details && !open.is_own => {
                    !std::mem::replace(&mut open.has_summary, true)
                }
                _ => false,
            },
            Model::Rows | Model::Caption => {
                self.close_implied(|model| model == Model::Row, |model| model == Model::Table);
                self.close_implied(
                    |model| matches!(model, Model::Rows | Model::Caption),
                    |model| model == Model::Table,
                );
                self.top_is(|model| model == Model::Table)
            }
            Model::Row => {
                self.close_implied(
                    |model| matches!(model, Model::Row | Model::Caption),
                    |model| matches!(model, Model::Table | Model::Rows),
                );
                self.top_is(|model| matches!(model, Model::Table | Model::Rows))
            }
            Model::Cell => {
                self.close_implied(
                    |model| matches!(model, Model::Cell | Model::Caption),
                    |model| matches!(model, Model::Table | Model::Row),
                );
                if self.top_is(|model| matches!(model, Model::Table | Model::Rows)) {
                    self.push_implied("tr", Model::Row);
                }
                self.top_is(|model| model == Model::Row)
            }
            _ => {
                self.settle();
                true
            }
        }
    }

    fn top_is(&self, is: impl Fn(Model) -> bool) -> bool {
        self.stack.last().is_some_and(|open| !open.is_own && is(open.model))
    }

    fn close_implied(&mut self, ends: impl Fn(Model) -> bool, stops: impl Fn(Model) -> bool) {
        for index in (0..self.stack.len()).rev() {
            let open = self.stack[index];
            if open.is_own || stops(open.model) {
                return;
            }
            if ends(open.model) {
                self.close_to(index);
                return;
            }
        }
    }

    fn open_plain(&mut self, element: Element, attributes: Attributes<'_>) -> Result<(), TooMuch> {
        self.is_raw = true;
        let tag = self.out.len();
        let class = alignment(attributes).or((element.name == "center").then_some("ta-c"));
        let mut element = element;
        if element.model == Model::Paragraph && class.is_some() {
            // People centre whole passages with `<p align=center>`; a paragraph would end at the first block.
            element = Element { written: "div", model: Model::Flow, ..element };
        }
        match element.model {
            Model::Table => self.table_region(),
            Model::Pre => self.out.push_str("<pre tabindex=\"0\">"),
            _ => {
                self.out.push('<');
                self.out.push_str(element.written);
                if let Some(class) = class.filter(|_| can_align(element.model)) {
                    attribute("class", class, &mut self.out);
                }
                self.own_attributes(element, attributes);
                self.out.push('>');
            }
        }
        self.push_raw(element, tag)
    }

    /// Writes the attributes that mean something on this element.
    fn own_attributes(&mut self, element: Element, attributes: Attributes<'_>) {
        let mut number = |name: &str, most: u32| {
            if let Some(number) =
                attributes.number(name).filter(|number| (1..=most).contains(number))
            {
                attribute(name, &number.to_string(), &mut self.out);
            }
        };
        match element.written {
            "td" | "th" => {
                number("colspan", 100);
                number("rowspan", 1000);
                if element.written == "th" {
                    let scope = attributes.get("scope").unwrap_or_default().to_ascii_lowercase();
                    let scope = if matches!(&*scope, "col" | "row") {
                        &*scope
                    } else {
                        self.implied_scope()
                    };
                    attribute("scope", scope, &mut self.out);
                }
            }
            "ol" => number("start", u32::from(u16::MAX)),
            "details" if attributes.has("open") => self.out.push_str(" open"),
            "abbr" | "dfn" => {
                if let Some(title) =
                    attributes.get("title").filter(|title| !title.trim().is_empty())
                {
                    attribute("title", &title, &mut self.out);
                }
            }
            _ => {}
        }
        let direction = attributes.get("dir").unwrap_or_default().to_ascii_lowercase();
        if matches!(&*direction, "ltr" | "rtl" | "auto") {
            attribute("dir", &direction, &mut self.out);
        }
        if let Some(id) = attributes.get("id") {
            self.mark_id(&id);
        }
    }

    /// What a header cell is for whose author does not say.
    fn implied_scope(&self) -> &'static str {
        let rows =
            self.stack.iter().rev().find(|open| matches!(open.model, Model::Rows | Model::Table));
        if rows.is_some_and(|rows| matches!(rows.name, "tbody" | "tfoot")) { "row" } else { "col" }
    }

    fn push_raw(&mut self, element: Element, tag: usize) -> Result<(), TooMuch> {
        let Element { name, written, model } = element;
        let start = self.out.len();
        self.push(Open {
            model,
            is_own: false,
            name,
            written,
            tag,
            start,
            has_summary: false,
            content: self.content,
        })
    }

    /// Closes the innermost raw element of this name, if nothing of ours but a paragraph stands between.
    fn close_raw(&mut self, element: Element) {
        for index in (0..self.stack.len()).rev() {
            let open = self.stack[index];
            if open.is_own && (open.model != Model::Paragraph || element.model.is_inline()) {
                return;
            }
            if !open.is_own && open.name == element.name {
                self.close_to(index);
                return;
            }
        }
    }
}

fn can_align(model: Model) -> bool {
    matches!(model, Model::Flow | Model::Cell | Model::Paragraph)
}

fn alignment(attributes: Attributes<'_>) -> Option<&'static str> {
    let align = attributes.get("align")?;
    if align.eq_ignore_ascii_case("center") || align.eq_ignore_ascii_case("middle") {
        Some("ta-c")
    } else if align.eq_ignore_ascii_case("right") {
        Some("ta-r")
    } else {
        None
    }
}
