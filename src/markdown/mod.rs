//! Markdown to HTML that is safe to put on a page, its headings, and its plain text.
//!
//! Text that anybody in a crawled project can write goes in; a [`SafeHtml`] comes out, and nothing else in the program can make
//! one. Two things keep it safe. The [`writer`] only ever writes elements and attributes of its own choice, every value escaped
//! and every address checked: raw HTML is taken apart by [`tag`] and written anew, never copied. What held raw elements goes, as a
//! last step, through a sanitizer with the same allow-list, which also puts the nesting right as a browser would.
//!
//! Where links lead is not known here: the caller hands in [`Links`]. Nothing is read from anywhere, nothing fails: a document that
//! asks for too much is shown as it was written, with a [`Problem`].
//!
//! The way through: [`writer`] reads pulldown-cmark's events and keeps a stack of open elements ([`nest`]); [`raw`] feeds raw HTML
//! through the same stack; [`resolve`] fills in what is only known at the end; [`sanitize`] has the last word.

mod alerts;
mod destination;
mod elements;
mod footnotes;
mod headings;
mod highlight;
mod html;
mod links;
mod nest;
mod outline;
mod plain;
mod problem;
mod raw;
mod render;
mod resolve;
mod said;
mod sanitize;
mod tables;
mod tag;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use self::destination::is_safe_url;
pub(crate) use self::html::SafeHtml;
pub(crate) use self::links::{ImageTarget, LinkTarget, Links};
pub(crate) use self::outline::outline;
pub(crate) use self::plain::{inline, plain_text};
pub(crate) use self::problem::ProblemKind;
pub(crate) use self::render::{RenderOptions, Rendered, code, render, text};
pub(crate) use self::writer::front_matter;
