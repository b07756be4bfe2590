//! How we speak to people: what goes to stderr, and whether in colour.

use std::io::{IsTerminal, Write};

use crate::base::Diagnostic;

use super::progress::Progress;
use super::report::{printable, told};
use super::request::{LogFormat, Output, Verbosity};

/// How everything is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    /// How lines look.
    pub log_format: LogFormat,
    /// Whether only errors are told.
    pub is_quiet: bool,
    is_verbose: bool,
    is_coloured: bool,
}

impl Console {
    /// Returns the console that was asked for, as far as the terminal plays along.
    pub(crate) fn new(output: Output) -> Console {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_on = output.color.is_on(no_color, std::io::stderr().is_terminal());
        Console {
            log_format: output.log_format,
            is_quiet: output.verbosity == Verbosity::Quiet,
            is_verbose: output.verbosity == Verbosity::Verbose,
            is_coloured: is_on && output.log_format == LogFormat::Plain,
        }
    }

    /// Tells people something.
    pub(crate) fn say(&self, text: &str) {
        Progress::new(self.log_format, self.is_quiet).say("message", &self.coloured(text));
    }

    /// Tells those who asked for every detail; others do not pay for the text.
    pub(crate) fn detail(&self, text: impl FnOnce() -> String) {
        if self.is_verbose {
            Progress::new(self.log_format, false).say("detail", &printable(&text()));
        }
    }

    /// Tells what went wrong; also when quiet.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        let text = printable(&format!("{error:#}"));
        let line = match self.log_format {
            LogFormat::Json => serde_json::json!({ "event": "error", "message": text }).to_string(),
            LogFormat::Plain if text.starts_with("error[") => self.coloured(&text),
            LogFormat::Plain => self.coloured(&format!("error: {text}")),
        };
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// Tells findings, the worst first, at most `most`.
    pub(crate) fn diagnostics(&self, progress: &Progress, findings: &[Diagnostic], most: usize) {
        if self.log_format == LogFormat::Json {
            for finding in findings {
                let line = crate::export::finding(finding).to_string();
                progress.say("finding", &line);
            }
        } else if !findings.is_empty() {
            progress.say("findings", self.coloured(&told(findings, most)).trim_end());
        }
    }

    /// The text with its severities in colour, where colour is wanted; colour is never the only sign.
    pub(crate) fn coloured(&self, text: &str) -> String {
        if !self.is_coloured {
            return text.to_owned();
        }
        let mut lines = Vec::new();
        for line in text.split('\n') {
            let painted = [("error", "31"), ("warning", "33"), ("info", "36")].iter().find_map(
                |(word, colour)| {
                    let rest =
                        line.strip_prefix(word).filter(|rest| rest.starts_with(['[', ':']))?;
                    Some(format!("\x1b[1;{colour}m{word}\x1b[0m{rest}"))
                },
            );
            lines.push(painted.unwrap_or_else(|| line.to_owned()));
        }
        lines.join("\n")
    }
}
