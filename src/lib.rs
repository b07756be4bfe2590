//! A developer portal for GitLab as a static site.
//!
//! `source` reads a snapshot, `parse` understands each project, `catalog` links what they declare,
//! `page` plans the site, `render` and `export` make its files, `site` publishes them; `app` puts
//! these together into commands and `cli` reads what was typed. ARCHITECTURE.md draws the picture.

use std::ffi::OsString;
use std::process::ExitCode;

mod api;
mod app;
mod base;
mod catalog;
mod cli;
mod config;
mod export;
#[cfg(test)]
#[path = "../tests/fake_gitlab/mod.rs"]
mod fake_gitlab;
mod markdown;
mod model;
mod page;
mod parse;
mod render;
mod search;
mod site;
mod source;

/// Runs the program: the command line, its name first, to an exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match cli::parse(arguments) {
        Ok(invocation) => ExitCode::from(app::run(&invocation.request, invocation.output).code()),
        Err(answer) => {
            // Help goes to stdout, errors to stderr; a closed stream changes nothing.
            let _ = answer.print();
            ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(app::Exit::Bug.code()))
        }
    }
}
