//! Footnotes: numbered as they are referred to, written at the end.
//!
//! Their ids hold `--`, which no heading's anchor does.

use std::collections::HashMap;

use super::elements::Model;
use super::html::escape_text;
use super::writer::{TooMuch, Writer};

/// The footnotes of a document.
#[derive(Default)]
pub(super) struct Footnotes {
    /// By label in lower case; only looked up, never listed.
    notes: HashMap<String, Note>,
    /// The labels that are referred to, in order.
    order: Vec<String>,
    /// The definitions being written, each with the output that waits for its end.
    open: Vec<(String, String)>,
}

#[derive(Default)]
struct Note {
    /// From 1; 0 until something refers to it.
    number: usize,
    references: usize,
    html: Option<String>,
}

/// Whether a footnote is being written.
pub(super) fn is_inside(footnotes: &Footnotes) -> bool {
    !footnotes.open.is_empty()
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        self.settle();
        self.content += 1;
        let label = label.to_lowercase();
        let Footnotes { notes, order, .. } = &mut self.footnotes;
        let note = notes.entry(label.clone()).or_default();
        if note.number == 0 {
            order.push(label);
            note.number = order.len();
        }
        note.references += 1;
        let prefix = &self.prefix;
        let number = note.number;
        let reference = reference_id(prefix, number, note.references);
        let html = if self.link.is_some() {
            format!("<sup>{number}</sup>")
        } else {
            format!(
                "<sup class=\"footnote-ref\"><a href=\"#{prefix}fn--{number}\" id=\"{reference}\" \
                 aria-label=\"Footnote {number}\">{number}</a></sup>"
            )
        };
        self.out.push_str(&html);
    }

    pub(super) fn start_footnote(&mut self, label: &str) -> Result<(), TooMuch> {
        self.start_block();
        let waiting = std::mem::take(&mut self.out);
        self.footnotes.open.push((label.to_lowercase(), waiting));
        self.push_own(Model::Flow, "")
    }

    pub(super) fn end_footnote(&mut self) {
        self.end_own();
        let Some((label, waiting)) = self.footnotes.open.pop() else { return };
        let html = std::mem::replace(&mut self.out, waiting);
        self.footnotes.notes.entry(label).or_default().html.get_or_insert(html);
    }

    /// Writes the footnotes that are referred to, each with the ways back.
    pub(super) fn write_footnotes(&mut self) {
        let Footnotes { mut notes, order, .. } = std::mem::take(&mut self.footnotes);
        if order.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for label in order {
            let Some(note) = notes.remove(&label) else { continue };
            let html = note.html.unwrap_or_default();
            let text = html.trim_end();
            let (text, end) = match text.strip_suffix("</p>") {
                Some(text) => (text, "</p>"),
                None => (text, ""),
            };
            self.out.push_str(&format!("<li id=\"{}fn--{}\">", self.prefix, note.number));
            self.out.push_str(text);
            for reference in 1..=note.references {
                self.out.push_str(" <a class=\"footnote-back\" href=\"#");
                escape_text(&reference_id(&self.prefix, note.number, reference), &mut self.out);
                self.out.push_str(&format!("\" aria-label=\"Back to reference {}", note.number));
                if reference > 1 {
                    self.out.push_str(&format!("-{reference}"));
                }
                self.out.push_str("\">↩</a>");
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

fn reference_id(prefix: &str, note: usize, reference: usize) -> String {
    match reference {
        1 => format!("{prefix}fnref--{note}"),
        _ => format!("{prefix}fnref--{note}-{reference}"),
    }
}
