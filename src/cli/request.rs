//! What is meant: flags → a request that can be carried out.

use std::ffi::OsString;
use std::num::NonZeroUsize;

use clap::{ColorChoice, CommandFactory, FromArgMatches};

use crate::app::{
    BuildRequest, CheckFormat, CheckRequest, Color, DoctorFormat, DoctorRequest, Exit,
    ExplainRequest, FailOn, InitPipeline, InitRequest, InitSource, Inputs, LogFormat, Output,
    Request, SearchFormat, SearchRequest, ServeRequest, Verbosity,
};
use crate::base::Severity;

use super::args::{
    Arguments, BuildArguments, CheckArguments, CheckFormatArgument, ColorArgument, Command,
    DoctorArguments, DoctorFormatArgument, ExplainArguments, FailOnArgument, GlobalArguments,
    InitArguments, InputArguments, LogFormatArgument, PipelineArgument, SearchArguments,
    ServeArguments,
};

/// One run of the program: what to do, and how to talk about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invocation {
    /// What to do.
    pub request: Request,
    /// How to talk.
    pub output: Output,
}

/// Reads the command line, the program's name first.
///
/// The error is a wrong command line or an answer to `--help` or `--version`; it knows its stream
/// ([`clap::Error::print`]) and its exit code (2 or 0).
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Invocation, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let command = command().color(color_of_errors(&arguments));
    let matches = command.try_get_matches_from(arguments)?;
    let arguments = Arguments::from_arg_matches(&matches)?;
    Ok(Invocation { request: request(arguments.command), output: output(&arguments.global) })
}

/// Returns the commands with their examples and the table of exit codes.
pub(super) fn command() -> clap::Command {
    let mut command = Arguments::command().after_long_help(exit_codes());
    for (name, examples) in EXAMPLES {
        let long = format!("{examples}\n\n{}", exit_codes());
        command = command
            .mut_subcommand(name, |command| command.after_help(*examples).after_long_help(long));
    }
    command
}

/// By command, how it is used.
pub(super) const EXAMPLES: &[(&str, &str)] = &[
    (
        "build",
        "\
Examples:
  portolan build repositories            a portal of the repositories below this folder
  portolan build                         as portolan.yaml says, to ./public
  portolan build -c portal -o site       as portal/portolan.yaml says, to ./site
  portolan build --offline               once more, without reading the sources
  portolan build --strict --report r.json",
    ),
    (
        "serve",
        "\
Examples:
  portolan serve repositories            http://127.0.0.1:8000/
  portolan serve -c portal --port 0      at any free port",
    ),
    (
        "check",
        "\
Examples:
  portolan check                         all that a portal would read below this folder
  portolan check catalog-info.yaml --fail-on warning
  portolan check api/openapi.yaml --ignore api-example
  portolan check --format code-quality > gl-code-quality-report.json",
    ),
    (
        "init",
        "\
Examples:
  portolan init                          for a folder of repositories
  portolan init portal --group acme      portal/portolan.yaml for a group on gitlab.com
  portolan init --gitlab https://gitlab.acme.example --group acme --pipeline component",
    ),
    (
        "search",
        "\
Examples:
  portolan search checkout               in the site that was built last
  portolan search '\"service account\" kind:doc' --site public
  portolan search -- -legacy owner:payments
  portolan search createWebhook --json --limit 3",
    ),
    (
        "explain",
        "\
Examples:
  portolan explain component:checkout
  portolan explain component:shop/checkout repositories
  portolan explain component/default/checkout.html -c portal",
    ),
    (
        "doctor",
        "\
Examples:
  portolan doctor                        with portolan.yaml in this folder
  portolan doctor -c portal --format json",
    ),
    (
        "schema",
        "\
Examples:
  portolan schema > portolan.schema.json",
    ),
];

fn exit_codes() -> String {
    let rows = Exit::ALL.iter().map(|exit| format!("\n  {:<5}{}", exit.code(), exit.meaning()));
    format!("Exit codes:{}", rows.collect::<String>())
}

/// A wrong command line is reported before it is read, so `--color` is looked for by itself.
fn color_of_errors(arguments: &[OsString]) -> ColorChoice {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let mut choice = ColorChoice::Auto;
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(value) => value.strip_prefix('='),
            None => continue,
        };
        choice = match value {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        };
    }
    choice
}

fn output(global: &GlobalArguments) -> Output {
    Output {
        log_format: match global.log_format {
            LogFormatArgument::Plain => LogFormat::Plain,
            LogFormatArgument::Json => LogFormat::Json,
        },
        verbosity: match (global.quiet, global.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, false) => Verbosity::Normal,
            (false, true) => Verbosity::Verbose,
        },
        color: match global.color {
            ColorArgument::Auto => Color::Auto,
            ColorArgument::Always => Color::Always,
            ColorArgument::Never => Color::Never,
        },
    }
}

fn request(command: Command) -> Request {
    match command {
        Command::Build(arguments) => Request::Build(build(arguments)),
        Command::Serve(arguments) => Request::Serve(serve(arguments)),
        Command::Check(arguments) => Request::Check(check(arguments)),
        Command::Init(arguments) => Request::Init(init(arguments)),
        Command::Search(arguments) => Request::Search(search(arguments)),
        Command::Explain(arguments) => Request::Explain(explain(arguments)),
        Command::Doctor(arguments) => Request::Doctor(doctor(arguments)),
        Command::Schema => Request::Schema,
    }
}

fn build(arguments: BuildArguments) -> BuildRequest {
    let BuildArguments {
        input,
        snapshot,
        output,
        keep_index,
        work,
        strict,
        fail_on,
        accept_shrink,
    } = arguments;
    let fail_on = if strict { FailOnArgument::Warning } else { fail_on };
    BuildRequest {
        offline: snapshot.offline,
        snapshot: snapshot.snapshot,
        inputs: inputs(input),
        output,
        report: work.report,
        keep_index,
        threads: work.threads,
        deadline: work.deadline,
        max_requests: work.max_requests.map(NonZeroUsize::get),
        fail_on: severity(fail_on),
        accept_shrink,
    }
}

fn serve(arguments: ServeArguments) -> ServeRequest {
    let ServeArguments { input, snapshot, output, work, port } = arguments;
    ServeRequest {
        offline: snapshot.offline,
        snapshot: snapshot.snapshot,
        inputs: inputs(input),
        output,
        report: work.report,
        threads: work.threads,
        deadline: work.deadline,
        max_requests: work.max_requests.map(NonZeroUsize::get),
        port,
    }
}

fn check(arguments: CheckArguments) -> CheckRequest {
    CheckRequest {
        paths: arguments.paths,
        components: arguments.components,
        ignore: arguments.ignore,
        format: match arguments.format {
            CheckFormatArgument::Human => CheckFormat::Human,
            CheckFormatArgument::Json => CheckFormat::Json,
            CheckFormatArgument::CodeQuality => CheckFormat::CodeQuality,
            CheckFormatArgument::Junit => CheckFormat::Junit,
        },
        fail_on: severity(arguments.fail_on),
    }
}

fn search(arguments: SearchArguments) -> SearchRequest {
    let SearchArguments { query, site, config, cache, limit, json } = arguments;
    SearchRequest {
        query: query.join(" "),
        site,
        inputs: Inputs { config, directory: None, cache },
        limit: limit.get(),
        format: if json { SearchFormat::Json } else { SearchFormat::Human },
    }
}

fn explain(arguments: ExplainArguments) -> ExplainRequest {
    let ExplainArguments { subject, input, snapshot } = arguments;
    ExplainRequest {
        subject,
        offline: snapshot.offline,
        snapshot: snapshot.snapshot,
        inputs: inputs(input),
    }
}

fn init(arguments: InitArguments) -> InitRequest {
    let InitArguments { directory, gitlab, group, pipeline } = arguments;
    InitRequest {
        directory,
        source: match group.is_empty() {
            true => InitSource::Directory,
            false => InitSource::GitLab { url: gitlab, groups: group },
        },
        pipeline: match pipeline {
            PipelineArgument::Plain => InitPipeline::Plain,
            PipelineArgument::Component => InitPipeline::Component,
            PipelineArgument::None => InitPipeline::None,
        },
    }
}

fn doctor(arguments: DoctorArguments) -> DoctorRequest {
    DoctorRequest {
        inputs: inputs(arguments.input),
        format: match arguments.format {
            DoctorFormatArgument::Human => DoctorFormat::Human,
            DoctorFormatArgument::Json => DoctorFormat::Json,
        },
    }
}

fn inputs(input: InputArguments) -> Inputs {
    let InputArguments { directory, config, cache } = input;
    Inputs { config, directory, cache }
}

fn severity(fail_on: FailOnArgument) -> FailOn {
    match fail_on {
        FailOnArgument::Error => FailOn::From(Severity::Error),
        FailOnArgument::Warning => FailOn::From(Severity::Warning),
        FailOnArgument::Info => FailOn::From(Severity::Info),
        FailOnArgument::Never => FailOn::Never,
    }
}
