//! A developer portal for GitLab as a static site.
#![allow(dead_code, unused_imports, reason = "the layers are landing one after another")]

mod base;
mod catalog;
mod export;
mod markdown;
mod model;
mod page;
mod parse;
mod render;
mod site;
mod source;
