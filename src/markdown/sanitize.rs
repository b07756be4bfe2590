//! The last pass over a document that holds raw elements: an HTML parser with the same allow-list as the writer.
//!
//! It puts nesting right as a browser would, so that nothing leaves the box it is put in, and it would catch what a mistake of the
//! writer let through. Nothing may be changed after it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::elements::written_names;
use super::headings::PREFIX;
use super::highlight;
use super::html::SafeHtml;

/// The classes the writer gives, beside those of painted code.
pub(super) const CLASSES: &[&str] = &[
    "alert",
    "alert-caution",
    "alert-important",
    "alert-note",
    "alert-tip",
    "alert-title",
    "alert-warning",
    "footnote-back",
    "footnote-ref",
    "footnotes",
    "plain",
    "ta-c",
    "ta-r",
    "table-scroll",
    "task",
];

/// The schemes an address may have.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The attributes each element may have, beside `class`, `dir` and `id`.
pub(super) const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["aria-label", "href", "rel", "title"]),
    ("abbr", &["title"]),
    ("details", &["open"]),
    ("dfn", &["title"]),
    ("img", &["alt", "decoding", "height", "loading", "src", "title", "width"]),
    ("input", &["aria-label", "checked", "disabled", "type"]),
    ("ol", &["start"]),
    ("pre", &["tabindex"]),
    ("section", &["aria-label", "tabindex"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
];

/// The elements on a page, raw ones and ours.
pub(super) fn tags() -> impl Iterator<Item = &'static str> {
    written_names().chain(["section"])
}

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes = ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect()));
    let mut builder = Builder::empty();
    builder
        .tags(tags().collect::<HashSet<_>>())
        .tag_attributes(attributes.collect::<HashMap<_, _>>())
        .generic_attributes(HashSet::from(["class", "dir", "id"]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .clean_content_tags(HashSet::from(["script", "style"]))
        .link_rel(None)
        .id_prefix(Some(PREFIX))
        .strip_comments(true)
        .attribute_filter(allowed);
    builder
});

/// Cleans what the writer made of a document with raw HTML.
pub(super) fn sanitized(html: &str) -> SafeHtml {
    SafeHtml::written(SANITIZER.clean(html).to_string())
}

fn allowed<'v>(_element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let allowed = match attribute {
        "class" => value.split_ascii_whitespace().all(is_class),
        "type" => value == "checkbox",
        "tabindex" => value == "0",
        "rel" => value == "nofollow noopener noreferrer",
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        _ => true,
    };
    allowed.then_some(Cow::Borrowed(value))
}

/// Whether a class is one that the writer gives.
pub(super) fn is_class(class: &str) -> bool {
    CLASSES.contains(&class)
        || highlight::CLASSES.contains(&class)
        || class.strip_prefix("language-").is_some_and(highlight::knows)
}
