//! Code highlighting: a fence's code in, the same text as HTML with `<span class="h…">` around
//! tokens out.
//!
//! Every lexer here is ours, driven by tables where languages are alike, and reads its input once:
//! grammar engines take most of a site's render time, and some never end on a real README. A lexer
//! guesses where a parser would know; a wrong guess costs a colour, never a character.
//!
//! What holds for every language and any input (the first two are tested, the third is measured):
//! - the text of the output, unescaped, is the input;
//! - spans carry one class of [`CLASSES`], are balanced and never nested; nothing else is markup;
//! - time is linear in the input. A lexer may look ahead only over what it then consumes, or where
//!   it remembers having looked.
//!
//! This module knows nothing about Markdown events, themes or colours, and never fails: an unknown
//! language is only escaped.
//!
//! The way through: [`language`] picks a lexer by name; the lexer finds tokens in bytes and hands
//! them, in order, to a [`paint::Painter`], which alone writes markup. [`engine`] reads all
//! languages described by a [`grammar`] in [`tables`]; the other modules are small lexers for
//! formats of another shape.

mod console;
mod css;
mod diff;
mod dockerfile;
mod engine;
mod grammar;
mod http;
mod language;
mod makefile;
mod markdown;
mod markup;
mod paint;
mod scan;
mod settings;
mod shell;
mod strings;
mod tables;
mod words;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use self::language::{highlight, knows};
pub(crate) use self::paint::CLASSES;
