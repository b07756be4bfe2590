//! What authors wrote, made fit for a page: Markdown whose links lead nowhere but out, cut where it is endless.

use crate::markdown::{self, ImageTarget, LinkTarget, Links, RenderOptions, SafeHtml, is_safe_url};
use crate::page::view::TextLink;

/// Descriptions know no files: whatever is no address is text.
struct Outward;

impl Links for Outward {
    fn link(&self, destination: &str) -> LinkTarget {
        match is_safe_url(destination) {
            true => LinkTarget::To(destination.to_owned()),
            false => LinkTarget::Text { problem: None },
        }
    }

    fn image(&self, destination: &str) -> ImageTarget {
        match is_safe_url(destination) {
            true => ImageTarget::Link(destination.to_owned()),
            false => ImageTarget::Alt { problem: None },
        }
    }
}

/// Makes blocks of a description; `scope` keeps its ids apart from those of others on the page.
pub(super) fn block(source: &str, first_level: u8, scope: &str, most: usize) -> SafeHtml {
    let source = source.trim();
    if source.is_empty() {
        return SafeHtml::default();
    }
    let source = cut(source, most);
    let options = RenderOptions { first_level, drop_title: None, scope };
    markdown::render(&source, &options, &Outward).html
}

/// Makes one line of a description.
pub(super) fn line(source: &str, most: usize) -> SafeHtml {
    markdown::inline(&cut(source.trim(), most))
}

/// The text, or its beginning with a sign that there is more.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// The address if it may be followed; else its text.
pub(super) fn link(label: &str, url: &str) -> TextLink {
    let url = url.trim();
    let label = if label.trim().is_empty() { url } else { label.trim() };
    TextLink { label: cut(label, 200), href: is_safe_url(url).then(|| url.to_owned()) }
}
