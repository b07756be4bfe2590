//! Where links and images lead: asked of the caller, checked again here, and written.

use pulldown_cmark::{CowStr, LinkType};

use super::destination::{self, Form, is_safe_url};
use super::elements::Model;
use super::html::{attribute, escape_text};
use super::problem::ProblemKind;
use super::resolve::Mark;
use super::writer::{TooMuch, Writer};

/// Knows where the destinations of a document lead. Fragments of the document itself are never asked for.
pub(crate) trait Links {
    /// What a link to `destination`, as written, becomes.
    fn link(&self, destination: &str) -> LinkTarget;
    /// What an image at `destination`, as written, becomes.
    fn image(&self, destination: &str) -> ImageTarget;
}

/// What a link becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    /// A link to this address: relative, or http, https, mailto, tel.
    To(String),
    /// A link to this address, which lacks the heading that was asked for.
    Near {
        /// The address without the heading.
        href: String,
        /// What to tell the author.
        problem: String,
    },
    /// Its text alone.
    Text {
        /// What to tell the author.
        problem: Option<String>,
    },
}

/// What an image becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ImageTarget {
    /// The image at this address.
    Show(String),
    /// A link to this address, with the image's description as text.
    Link(String),
    /// Its description alone.
    Alt {
        /// What to tell the author.
        problem: Option<String>,
    },
}

/// A link that is open.
pub(super) struct OpenLink {
    /// Where a name could be added to the opening tag, unless it is a mark.
    pub(super) tag_end: Option<usize>,
    /// Where its content begins.
    pub(super) start: usize,
    /// Whether something in it can be read aloud.
    pub(super) named: bool,
    /// What names it otherwise.
    pub(super) label: String,
    /// The mark that opened it.
    pub(super) mark: Option<usize>,
}

/// An image whose description is being read.
pub(super) struct OpenImage<'s> {
    pub(super) destination: CowStr<'s>,
    pub(super) title: CowStr<'s>,
    pub(super) offset: usize,
    /// Images within the description.
    pub(super) within: usize,
}

impl Writer<'_> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        destination: &str,
        title: &str,
    ) -> Result<(), TooMuch> {
        if self.image.is_some() {
            return Ok(());
        }
        if self.is_mute() {
            return self.push_own(Model::Phrasing, "");
        }
        self.settle();
        let opened = match kind {
            LinkType::Email => self.open_link(&format!("mailto:{destination}"), title, None),
            LinkType::Inline
            | LinkType::Reference
            | LinkType::ReferenceUnknown
            | LinkType::Collapsed
            | LinkType::CollapsedUnknown
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown
            | LinkType::Autolink
            | LinkType::WikiLink { .. } => self.open_link(destination, title, None),
        };
        self.push_own(Model::Link, if opened { "a" } else { "" })
    }

    /// Opens a link if its destination may be followed, and if none is open that cannot be closed.
    pub(super) fn open_link(&mut self, destination: &str, title: &str, id: Option<&str>) -> bool {
        if !self.free_link() {
            return false;
        }
        if let Some(fragment) = destination.strip_prefix('#') {
            let mark = self.mark(Mark::Open { fragment: fragment.to_owned(), offset: self.offset });
            let (start, label) = (self.out.len(), destination.to_owned());
            self.link =
                Some(OpenLink { tag_end: None, start, named: false, label, mark: Some(mark) });
            return true;
        }
        let Some(href) = self.href(destination) else { return false };
        self.out.push_str("<a href=\"");
        destination::write_address(&href, &mut self.out);
        self.out.push('"');
        if !title.is_empty() {
            attribute("title", title, &mut self.out);
        }
        if let Some(id) = id {
            self.mark_id(id);
        }
        if destination::is_foreign(&href) {
            self.out.push_str(" rel=\"nofollow noopener noreferrer\"");
        }
        let tag_end = Some(self.out.len());
        self.out.push('>');
        let (start, label) = (self.out.len(), label_of(destination));
        self.link = Some(OpenLink { tag_end, start, named: false, label, mark: None });
        true
    }

    fn href(&mut self, destination: &str) -> Option<String> {
        if destination.is_empty() {
            return None;
        }
        let target = match destination::form(destination) {
            Form::Unsafe => LinkTarget::Text { problem: Some(refused(destination, "link")) },
            Form::Web if !is_safe_url(destination) => {
                LinkTarget::Text { problem: Some(malformed(destination)) }
            }
            Form::Relative | Form::Web | Form::Contact => self.links.link(destination),
        };
        let target = match target {
            LinkTarget::Near { href, problem } => {
                self.problem(ProblemKind::Fragment, problem);
                LinkTarget::To(href)
            }
            target => target,
        };
        match target {
            LinkTarget::To(href) if destination::form(&href) != Form::Unsafe => Some(href),
            LinkTarget::To(href) => {
                self.problem(ProblemKind::Link, refused(&href, "link"));
                None
            }
            LinkTarget::Near { .. } => None,
            LinkTarget::Text { problem } => {
                if let Some(message) = problem {
                    self.problem(ProblemKind::Link, message);
                }
                None
            }
        }
    }

    pub(super) fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let is_blank = self.out[link.start..].bytes().all(|byte| byte.is_ascii_whitespace());
        if is_blank {
            self.out.truncate(link.start);
            escape_text(&link.label, &mut self.out);
        } else if let (false, Some(at)) = (link.named, link.tag_end) {
            let mut name = String::new();
            attribute("aria-label", &link.label, &mut name);
            self.out.insert_str(at, &name);
        }
        match link.mark {
            Some(opened) => {
                self.mark(Mark::Close { opened });
            }
            None => self.out.push_str("</a>"),
        }
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.within > 0 => image.within -= 1,
            _ => {
                let Some(image) = self.image.take() else { return };
                if self.is_mute() {
                    return;
                }
                self.offset = image.offset;
                let alt = std::mem::take(&mut self.alt);
                self.settle();
                self.write_image(&image.destination, &alt, &image.title, (None, None));
                self.alt = alt;
            }
        }
    }

    pub(super) fn write_image(
        &mut self,
        destination: &str,
        alt: &str,
        title: &str,
        (width, height): (Option<u32>, Option<u32>),
    ) {
        let alt = alt.trim();
        self.content += 1;
        if let Some(heading) = &mut self.heading {
            heading.alt.push_str(alt);
        }
        let target = match destination::form(destination) {
            _ if destination.is_empty() => ImageTarget::Alt { problem: None },
            Form::Unsafe | Form::Contact => {
                ImageTarget::Alt { problem: Some(refused(destination, "image")) }
            }
            Form::Web if !is_safe_url(destination) => {
                ImageTarget::Alt { problem: Some(malformed(destination)) }
            }
            Form::Relative | Form::Web => self.links.image(destination),
        };
        match target {
            ImageTarget::Show(src)
                if matches!(destination::form(&src), Form::Relative | Form::Web) =>
            {
                if let Some(link) = &mut self.link {
                    link.named |= !alt.is_empty();
                }
                self.out.push_str("<img src=\"");
                destination::write_address(&src, &mut self.out);
                self.out.push('"');
                attribute("alt", alt, &mut self.out);
                if !title.is_empty() {
                    attribute("title", title, &mut self.out);
                }
                for (name, size) in [("width", width), ("height", height)] {
                    if let Some(size) = size {
                        attribute(name, &size.to_string(), &mut self.out);
                    }
                }
                self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
            }
            ImageTarget::Show(src) => self.problem(ProblemKind::Image, refused(&src, "image")),
            ImageTarget::Link(href) => self.image_as_link(destination, &href, alt),
            ImageTarget::Alt { problem } => {
                if let Some(message) = problem {
                    self.problem(ProblemKind::Image, message);
                }
                self.description(alt);
            }
        }
    }

    fn image_as_link(&mut self, destination: &str, href: &str, alt: &str) {
        let label = if alt.is_empty() { label_of(destination) } else { alt.to_owned() };
        if self.link.is_some() || destination::form(href) == Form::Unsafe {
            return self.description(if self.link.is_some() { &label } else { alt });
        }
        self.out.push_str("<a href=\"");
        destination::write_address(href, &mut self.out);
        self.out.push('"');
        if destination::is_foreign(href) {
            self.out.push_str(" rel=\"nofollow noopener noreferrer\"");
        }
        self.out.push('>');
        self.description(&label);
        self.out.push_str("</a>");
    }

    /// Writes an image's description as text: it counts as an image's, not as the words of a paragraph.
    fn description(&mut self, alt: &str) {
        if let Some(link) = &mut self.link {
            link.named |= !alt.is_empty();
        }
        escape_text(alt, &mut self.out);
    }
}

/// Returns what names an address in words.
fn label_of(destination: &str) -> String {
    const LONGEST: usize = 80;
    let label = destination.split_once("://").map_or(destination, |(_, rest)| rest);
    let label = label.strip_prefix("mailto:").unwrap_or(label).trim_end_matches('/');
    label.chars().take(LONGEST).collect()
}

fn refused(destination: &str, what: &str) -> String {
    format!("{what} to `{}` is not shown: its scheme is not allowed", shown(destination))
}

fn malformed(destination: &str) -> String {
    format!("`{}` is no address that a browser can follow", shown(destination))
}

/// Returns what of a foreign text may stand in a message.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}
