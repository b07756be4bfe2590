//! The commands: each the composition of the layers below it.
//!
//! The one module that asks the clock and the environment, starts threads and reads the
//! configuration, the theme and the guide. It holds no rule about entities, pages or HTML.

mod build;
mod check;
mod console;
mod doctor;
mod exit;
mod explain;
mod formats;
mod gitlab;
mod included;
mod index;
mod init;
mod lock;
mod make;
mod outside;
mod progress;
mod read;
mod report;
mod request;
mod search;
mod serve;
mod settings;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use exit::Exit;
pub(crate) use request::{
    BuildRequest, CheckFormat, CheckRequest, Color, DoctorFormat, DoctorRequest, ExplainRequest,
    FailOn, InitPipeline, InitRequest, InitSource, Inputs, LogFormat, Output, Request,
    SearchFormat, SearchRequest, ServeRequest, Verbosity,
};

use std::panic::{AssertUnwindSafe, catch_unwind};

use console::Console;

/// Reading deep documents takes stack; an overflow would end the run for every project.
const STACK: usize = 16 << 20;

/// Carries out a request and says how it ended; failures are told on stderr.
pub(crate) fn run(request: &Request, output: Output) -> Exit {
    let console = Console::new(output);
    let threads = match request {
        Request::Build(request) => request.threads,
        Request::Serve(request) => request.threads,
        Request::Check(_)
        | Request::Init(_)
        | Request::Explain(_)
        | Request::Search(_)
        | Request::Doctor(_)
        | Request::Schema => None,
    };
    let mut pool = rayon::ThreadPoolBuilder::new().stack_size(STACK);
    if let Some(threads) = threads {
        pool = pool.num_threads(threads.get());
    }
    // One pool for the whole process: `serve` builds on threads of its own, and they must use it too.
    let ended = match pool.build_global() {
        Ok(()) => guarded(|| command(request, &console)),
        Err(error) => Err(error.into()),
    };
    ended.unwrap_or_else(|error| {
        console.error(&error);
        exit::exit_of(&error)
    })
}

/// Ends a command that panics as a defect of ours: pipelines rely on the code, which would be another one.
fn guarded(command: impl FnOnce() -> anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
        Err(anyhow::anyhow!(
            "this is a defect of portolan; the site is as it was\n  help: report it with the lines above"
        ))
    })
}

fn command(request: &Request, console: &Console) -> anyhow::Result<Exit> {
    match request {
        Request::Build(request) => build::run(request, console),
        Request::Serve(request) => serve::run(request, console),
        Request::Check(request) => check::run(request, console),
        Request::Init(request) => init::run(request, console),
        Request::Explain(request) => explain::run(request, console),
        Request::Search(request) => search::run(request, console),
        Request::Doctor(request) => doctor::run(request, console),
        Request::Schema => schema(),
    }
}

/// Prints the JSON Schema of `portolan.yaml`.
fn schema() -> anyhow::Result<Exit> {
    let mut text = serde_json::to_string_pretty(&crate::config::schema())?;
    text.push('\n');
    // A closed pipe is how a reader says that it has enough.
    let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), text.as_bytes());
    Ok(Exit::Done)
}
