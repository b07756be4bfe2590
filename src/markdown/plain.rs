//! Documents as plain text, and one line of Markdown as HTML.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::destination::{is_foreign, is_safe_url, write_address};
use super::elements;
use super::html::{SafeHtml, attribute, escape_text};
use super::tag::{self, Token};
use super::writer::{DEEPEST, front_matter, parser};

/// Returns what a document says, blocks on lines of their own, without markup, comments and addresses.
pub(crate) fn plain_text(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut hidden = None;
    // A tag or a comment may go over several lines of a block, each of which is an event.
    let mut block = String::new();
    for event in parser(&source[front_matter(source)..]) {
        match event {
            Event::Text(piece) | Event::Code(piece) if hidden.is_none() => text.push_str(&piece),
            Event::Html(line) => block.push_str(&line),
            Event::InlineHtml(html) => push_html_text(&html, &mut hidden, &mut text),
            Event::SoftBreak | Event::HardBreak => push_break('\n', &mut text),
            Event::End(TagEnd::TableCell) => push_break(' ', &mut text),
            Event::Start(
                Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::HtmlBlock,
            ) => {
                push_break('\n', &mut text);
            }
            Event::End(TagEnd::HtmlBlock) => {
                push_html_text(&block, &mut hidden, &mut text);
                block.clear();
                hidden = None;
                push_break('\n', &mut text);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::Item
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::FootnoteDefinition,
            ) => {
                hidden = None;
                push_break('\n', &mut text);
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn push_break(space: char, text: &mut String) {
    if space == '\n' {
        text.truncate(text.trim_end_matches(' ').len());
    }
    if !text.is_empty() && !text.ends_with(['\n', ' ']) {
        text.push(space);
    }
}

fn push_html_text(html: &str, hidden: &mut Option<&'static str>, text: &mut String) {
    let mut at = 0;
    while let Some(token) = tag::next(html, &mut at) {
        match (token, *hidden) {
            (Token::Close(name), Some(open)) if name.eq_ignore_ascii_case(open) => *hidden = None,
            (_, Some(_)) => {}
            (Token::Text(piece), None) if piece.trim().is_empty() => push_break(' ', text),
            (Token::Text(piece), None) => text.push_str(&tag::decoded(piece)),
            (Token::Open { name, closed, .. }, None) => {
                if !closed {
                    *hidden = elements::hidden(name);
                }
                part_words(name, text);
            }
            (Token::Close(name), None) => part_words(name, text),
        }
    }
}

/// Words on both sides of a block's tag, or of a line break, are not one word.
fn part_words(name: &str, text: &mut String) {
    if name.eq_ignore_ascii_case("br")
        || elements::element(name).is_some_and(|element| !element.model.is_inline())
    {
        push_break(' ', text);
    }
}

/// Writes one line of Markdown: emphasis, code, and links to http, https and mailto; everything else as its text.
pub(crate) fn inline(source: &str) -> SafeHtml {
    let mut html = String::with_capacity(source.len() + source.len() / 2);
    // The end tag of each open link, empty where there is none.
    let mut links: Vec<&str> = Vec::new();
    let (mut depth, mut images) = (0_usize, 0_usize);
    let (mut block, mut hidden) = (String::new(), None);
    for event in parser(source) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Start(_) | Event::End(_) if images > 0 => {}
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let is_open = links.iter().any(|end| !end.is_empty());
                links.push(if !is_open && open_link(link_type, &dest_url, &mut html) {
                    "</a>"
                } else {
                    ""
                });
            }
            Event::End(TagEnd::Link) => html.push_str(links.pop().unwrap_or_default()),
            Event::Start(tag) => {
                if let Some((open, _)) = span(tag.to_end()) {
                    depth += 1;
                    html.push_str(open);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                push_html_words(&block, &mut hidden, &mut html);
                hidden = None;
                block.clear();
            }
            Event::End(tag) => match span(tag) {
                Some((_, close)) => html.push_str(close),
                None => {
                    hidden = None;
                    push_break(' ', &mut html);
                }
            },
            Event::Text(_) | Event::Code(_) if hidden.is_some() => {}
            Event::Text(text) => escape_text(&text, &mut html),
            Event::Code(text) if images > 0 => escape_text(&text, &mut html),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                html.push_str("<code>");
                escape_text(&text, &mut html);
                html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => push_break(' ', &mut html),
            Event::Html(line) => block.push_str(&line),
            Event::InlineHtml(raw) => push_html_words(&raw, &mut hidden, &mut html),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
        if depth > DEEPEST {
            html.clear();
            escape_text(source, &mut html);
            break;
        }
    }
    html.truncate(html.trim_end().len());
    SafeHtml::written(html)
}

fn push_html_words(raw: &str, hidden: &mut Option<&'static str>, html: &mut String) {
    let mut text = String::new();
    push_html_text(raw, hidden, &mut text);
    escape_text(&text, html);
}

fn open_link(kind: LinkType, destination: &str, html: &mut String) -> bool {
    let address = match kind {
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_owned(),
    };
    if !is_safe_url(&address) || address.to_ascii_lowercase().starts_with("tel:") {
        return false;
    }
    html.push_str("<a href=\"");
    write_address(&address, html);
    html.push('"');
    if is_foreign(&address) {
        attribute("rel", "nofollow noopener noreferrer", html);
    }
    html.push('>');
    true
}

/// The tags of a span that a line may hold.
fn span(tag: TagEnd) -> Option<(&'static str, &'static str)> {
    match tag {
        TagEnd::Emphasis => Some(("<em>", "</em>")),
        TagEnd::Strong => Some(("<strong>", "</strong>")),
        TagEnd::Strikethrough => Some(("<del>", "</del>")),
        _ => None,
    }
}
