//! What is only known when the whole document is written: which ids there are.
//!
//! Until then a mark stands in the output: a number between two NULs, which nothing else can bring there.

use std::collections::HashMap;

use super::destination::percent_decoded;
use super::headings::{PREFIX, anchor};
use super::html::attribute;
use super::links::shown;
use super::problem::{Found, ProblemKind};
use super::writer::Writer;

/// Something to fill in.
#[derive(Debug)]
pub(super) enum Mark {
    /// The start of a link to a place in this document.
    Open { fragment: String, offset: usize },
    /// The end of the link whose mark is `opened`.
    Close { opened: usize },
    /// The id of a raw element, as written; it is left out if something else has it.
    Id(String),
}

const FENCE: char = '\0';

impl Writer<'_> {
    pub(super) fn mark(&mut self, mark: Mark) -> usize {
        let index = self.marks.len();
        self.marks.push(mark);
        self.out.push(FENCE);
        self.out.push_str(&index.to_string());
        self.out.push(FENCE);
        index
    }

    /// Leaves a place for an id within an opening tag.
    pub(super) fn mark_id(&mut self, id: &str) {
        let id = id.trim();
        let id = id.strip_prefix(PREFIX).unwrap_or(id);
        if !id.is_empty() && !id.contains(char::is_whitespace) {
            self.mark(Mark::Id(plain(id)));
        }
    }

    /// Returns the output with all marks filled in.
    pub(super) fn resolved(&mut self) -> String {
        let html = std::mem::take(&mut self.out);
        if self.marks.is_empty() {
            return html;
        }
        // Every other piece is a mark. A mark that is gone stood in something that was dropped.
        let present = html.split(FENCE).skip(1).step_by(2).filter_map(|index| index.parse().ok());
        let ids = Ids::of(self, present);
        let mut resolved = String::with_capacity(html.len() + 64 * self.marks.len());
        for (turn, piece) in html.split(FENCE).enumerate() {
            let mark = if turn % 2 == 0 { None } else { piece.parse().ok() };
            match mark {
                None => resolved.push_str(piece),
                Some(index) => self.fill_in(index, &ids, &mut resolved),
            }
        }
        resolved
    }

    fn fill_in(&mut self, index: usize, ids: &Ids, out: &mut String) {
        match &self.marks[index] {
            Mark::Id(id) => {
                if ids.owner(id) == Some(index) {
                    attribute("id", &format!("{}{id}", self.prefix), out);
                }
            }
            Mark::Open { fragment, offset } => match ids.target(fragment) {
                Some(id) => {
                    out.push_str("<a");
                    attribute("href", &format!("#{id}"), out);
                    out.push('>');
                }
                None => {
                    let name = percent_decoded(fragment);
                    if !matches!(&*name, "" | "top") {
                        let message =
                            format!("nothing in this document has the anchor `#{}`", shown(&name));
                        self.problems.push(Found {
                            offset: *offset,
                            message,
                            kind: ProblemKind::Fragment,
                        });
                    }
                }
            },
            Mark::Close { opened } => {
                if let Mark::Open { fragment, .. } = &self.marks[*opened]
                    && ids.target(fragment).is_some()
                {
                    out.push_str("</a>");
                }
            }
        }
    }
}

/// All ids of a document, by what links may call them.
struct Ids {
    /// In lower case without the prefix: the id, and the mark that owns it if a raw element does.
    known: HashMap<String, (String, Option<usize>)>,
}

impl Ids {
    fn of(writer: &Writer<'_>, marks: impl Iterator<Item = usize>) -> Ids {
        let headings = writer.headings.iter().map(|heading| &heading.id).chain(&writer.dropped_id);
        let mut known = HashMap::new();
        for id in headings {
            known.insert(id[writer.prefix.len()..].to_owned(), (id.clone(), None));
        }
        for index in marks {
            if let Some(Mark::Id(id)) = writer.marks.get(index) {
                let owned = (format!("{}{id}", writer.prefix), Some(index));
                known.entry(id.to_lowercase()).or_insert(owned);
            }
        }
        Ids { known }
    }

    fn owner(&self, id: &str) -> Option<usize> {
        self.known.get(&id.to_lowercase()).and_then(|(_, owner)| *owner)
    }

    fn target(&self, fragment: &str) -> Option<&str> {
        let name = percent_decoded(fragment).to_lowercase();
        let name = name.strip_prefix(PREFIX).unwrap_or(&name);
        // Authors also write what other forges make of a heading: `demo--api` where GitLab says `demo-api`.
        let found = self.known.get(name).or_else(|| self.known.get(&plain(name)));
        let found = found.or_else(|| self.known.get(&anchor(name)));
        found.map(|(id, _)| &**id)
    }
}

/// Returns an id without the characters that style sheets and validators stumble over.
fn plain(id: &str) -> String {
    id.replace(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'), "-")
}
