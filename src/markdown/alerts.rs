//! Quotes, and those that GitLab shows as alerts.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use super::elements::Model;
use super::nest::END_OF_QUOTE;
use super::plain::inline;
use super::writer::{TooMuch, Writer};

impl Writer<'_> {
    pub(super) fn start_quote(
        &mut self,
        kind: Option<BlockQuoteKind>,
        range: Range<usize>,
    ) -> Result<(), TooMuch> {
        self.start_block();
        let custom = if kind.is_none() { titled_alert(&self.source[range.clone()]) } else { None };
        let (class, title) = match (kind, custom) {
            (Some(kind), _) => {
                let (class, title) = alert(kind);
                (class, title.to_owned())
            }
            (None, Some((kind, title, length))) => {
                self.mute_until = range.start + length;
                (alert(kind).0, inline(title).to_string())
            }
            (None, None) => {
                self.out.push_str("<blockquote>\n");
                return self.push_own(Model::Flow, END_OF_QUOTE);
            }
        };
        self.out.push_str("<div class=\"alert ");
        self.out.push_str(class);
        self.out.push_str("\">\n<p class=\"alert-title\">");
        self.out.push_str(&title);
        self.out.push_str("</p>\n");
        self.push_own(Model::Flow, "</div>\n")
    }
}

const ALERTS: [(BlockQuoteKind, &str, &str); 5] = [
    (BlockQuoteKind::Note, "alert-note", "Note"),
    (BlockQuoteKind::Tip, "alert-tip", "Tip"),
    (BlockQuoteKind::Important, "alert-important", "Important"),
    (BlockQuoteKind::Warning, "alert-warning", "Warning"),
    (BlockQuoteKind::Caution, "alert-caution", "Caution"),
];

fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    let found = ALERTS.iter().find(|(known, _, _)| *known == kind);
    found.map_or(("alert-note", "Note"), |(_, class, title)| (class, title))
}

/// Reads `> [!warning] A title of one's own`, which GitLab has and GFM has not: kind, title, length of the line.
fn titled_alert(quote: &str) -> Option<(BlockQuoteKind, &str, usize)> {
    let line = quote.lines().next()?;
    let mark = line.trim_start().strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (name, title) = mark.split_once(']')?;
    let title = title.trim();
    let (kind, _, _) = ALERTS.iter().find(|(_, _, known)| known.eq_ignore_ascii_case(name))?;
    (!title.is_empty()).then_some((*kind, title, line.len() + 1))
}
