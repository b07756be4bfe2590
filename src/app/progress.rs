//! How far a run is: a bar on a terminal, plain lines in a pipeline, JSON for machines. All on stderr.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::request::LogFormat;

/// One step of a run and how long it took.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct StageTime {
    /// `read`, `parse`, `plan`, `render`, `search`, `publish`.
    pub name: &'static str,
    /// Wall-clock time.
    pub seconds: f64,
}

/// Tells how far a run is and keeps the time of its stages.
pub(crate) struct Progress {
    format: LogFormat,
    is_quiet: bool,
    bar: ProgressBar,
    stages: Mutex<Stages>,
}

#[derive(Default)]
struct Stages {
    done: Vec<StageTime>,
    current: Option<(&'static str, Instant)>,
}

impl Progress {
    /// Returns a teller; a bar is shown only to people at a terminal outside CI.
    pub(crate) fn new(format: LogFormat, is_quiet: bool) -> Progress {
        let wants_bar = !is_quiet
            && format == LogFormat::Plain
            && std::io::stderr().is_terminal()
            && std::env::var_os("CI").is_none();
        let target = match wants_bar {
            true => ProgressDrawTarget::stderr_with_hz(10),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template("{msg:>9} {bar:32} {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.progress_chars("━╸ "));
        Progress { format, is_quiet, bar, stages: Mutex::default() }
    }

    /// Begins a stage of `steps` steps and ends the one before.
    pub(crate) fn begin(&self, name: &'static str, steps: usize) {
        self.end();
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
        self.bar.set_message(name);
        let mut stages = self.stages.lock().expect("no thread panics while it holds this lock");
        stages.current = Some((name, Instant::now()));
    }

    /// One step of the current stage is done.
    pub(crate) fn advance(&self) {
        self.bar.inc(1);
    }

    /// Ends the current stage.
    pub(crate) fn end(&self) {
        let mut stages = self.stages.lock().expect("no thread panics while it holds this lock");
        let Some((name, began)) = stages.current.take() else { return };
        let seconds = began.elapsed().as_secs_f64();
        stages.done.push(StageTime { name, seconds });
        drop(stages);
        if self.format == LogFormat::Json {
            self.line(
                &serde_json::json!({"event": "stage", "stage": name, "seconds": seconds})
                    .to_string(),
            );
        } else if self.bar.is_hidden() && began.elapsed() > Duration::from_secs(1) {
            self.line(&format!("{name}: {seconds:.1} s"));
        }
    }

    /// Ends the run and returns the time of every stage.
    pub(crate) fn finish(&self) -> Vec<StageTime> {
        self.end();
        self.bar.finish_and_clear();
        self.stages.lock().expect("all threads have ended").done.clone()
    }

    /// Tells people something; machines get it as an event.
    pub(crate) fn say(&self, event: &str, text: &str) {
        match self.format {
            LogFormat::Plain => self.line(text),
            LogFormat::Json => {
                self.line(&serde_json::json!({"event": event, "message": text}).to_string());
            }
        }
    }

    fn line(&self, text: &str) {
        if self.is_quiet {
            return;
        }
        // A closed stderr is no reason to stop building.
        self.bar.suspend(|| {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        });
    }
}
