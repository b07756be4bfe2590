//! Documents, code and plain text for a page.

use super::headings::Heading;
use super::html::{SafeHtml, escape_text};
use super::links::Links;
use super::problem::{Found, Problem, ProblemKind, located};
use super::sanitize::sanitized;
use super::writer::{Purpose, Writer, front_matter, write_code};

/// How a document is fitted into a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RenderOptions<'a> {
    /// The level of the document's first heading on the page.
    pub(crate) first_level: u8,
    /// The page's title: a first heading that says the same is left out.
    pub(crate) drop_title: Option<&'a str>,
    /// What its ids hold, so that several documents may stand on one page; empty for the one document of a page.
    pub(crate) scope: &'a str,
}

/// A document as it stands on a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendered {
    /// The document.
    pub(crate) html: SafeHtml,
    /// Its headings in order, without the one that was left out.
    pub(crate) headings: Vec<Heading>,
    /// The id of the heading that was left out; links in the document may name it.
    pub(crate) dropped_id: Option<String>,
    /// What its author may want to put right, in the order of the source.
    pub(crate) problems: Vec<Problem>,
}

/// Writes a document for a page. One that asks for too much is shown as it was written.
pub(crate) fn render(source: &str, options: &RenderOptions<'_>, links: &dyn Links) -> Rendered {
    let start = front_matter(source);
    let text = without_nul(&source[start..]);
    let mut writer = Writer::new(&text, links, Purpose::Page, options.first_level);
    writer.drop_title = options.drop_title;
    writer.prefix.push_str(options.scope);
    if let Err(stop) = writer.write() {
        let found = Found {
            offset: start + stop.offset,
            message: format!("{}, and is shown as it was written", stop.message),
            kind: ProblemKind::Nesting,
        };
        return Rendered {
            html: self::text(&text),
            headings: Vec::new(),
            dropped_id: None,
            problems: located(source, vec![found]),
        };
    }
    let html = writer.resolved();
    let html = if writer.is_raw { sanitized(&html) } else { SafeHtml::written(html) };
    let mut problems = writer.problems;
    problems.iter_mut().for_each(|problem| problem.offset += start);
    Rendered {
        html,
        headings: writer.headings,
        dropped_id: writer.dropped_id,
        problems: if problems.is_empty() { Vec::new() } else { located(source, problems) },
    }
}

/// NUL is no character of Markdown, and [`super::resolve`] needs it.
pub(super) fn without_nul(source: &str) -> std::borrow::Cow<'_, str> {
    if source.contains('\0') { source.replace('\0', "\u{fffd}").into() } else { source.into() }
}

/// Returns plain text as it was written.
pub(crate) fn text(source: &str) -> SafeHtml {
    let mut html = String::with_capacity(source.len() + 64);
    html.push_str("<pre class=\"plain\" tabindex=\"0\">");
    // The parser takes away a line end right behind the tag.
    html.push('\n');
    escape_text(source, &mut html);
    html.push_str("</pre>\n");
    SafeHtml::written(html)
}

/// Returns a block of code, painted if its language is known.
pub(crate) fn code(language: &str, source: &str) -> SafeHtml {
    let mut html = String::with_capacity(source.len() * 2 + 64);
    write_code(language, &without_nul(source), &mut html);
    SafeHtml::written(html)
}
