//! View + theme → the bytes of a page.
//!
//! A theme is the embedded default overlaid by the user's files, which are handed in: nothing here touches a disk.
//! A page is rendered from the frame and one view; the same theme and view give the same bytes. What a template may
//! print without escaping is decided by type ([`crate::markdown::SafeHtml`]), never by a template.

mod assets;
mod env;
mod modules;
mod theme;
mod value;

pub(crate) use theme::{Theme, page};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
