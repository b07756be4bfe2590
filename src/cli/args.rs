//! What was typed, flag by flag; nothing here knows what a flag means.
//!
//! The doc comments are the help texts, and with them the reference page `content/command-line.md`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::base::{Code, nearest};

/// A developer portal for GitLab as a static site.
///
/// portolan reads projects, finds out what they are, who owns them and how they depend on each other,
/// and writes a portal of plain files that any web server can show.
#[derive(Debug, Parser)]
#[command(name = "portolan", version, max_term_width = 100, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: GlobalArguments,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(super) struct GlobalArguments {
    /// The form of messages on stderr.
    ///
    /// `json` writes one object per line.
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t = LogFormatArgument::Plain)]
    pub(super) log_format: LogFormatArgument,
    /// Says nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Also says what is read and written.
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Whether messages are coloured.
    ///
    /// `auto` colours on a terminal, unless the variable `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorArgument::Auto)]
    pub(super) color: ColorArgument,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LogFormatArgument {
    Plain,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ColorArgument {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Makes the portal.
    ///
    /// Reads the sources, and writes the site to a folder that any web server can show.
    /// The site is made beside that folder, verified, and exchanged with it in one step:
    /// whoever reads sees the old site or the new one, and after an error the old one stays.
    Build(BuildArguments),
    /// Makes the portal, shows it on this machine, and makes it again when something changes.
    ///
    /// Pages that are open in a browser reload by themselves.
    /// The site is only reachable from this machine.
    Serve(ServeArguments),
    /// Looks at descriptors, pipelines and API descriptions without making a portal.
    ///
    /// Reads catalog-info files, `.gitlab-ci.yml`, `templates/` and API descriptions as `build` does and prints what is
    /// wrong with them, so that a merge request shows it before it is merged. With the components that a portal has
    /// published, includes of these are checked as well: names, versions, inputs. APIs are compared with the releases that
    /// the checkout has tags of.
    Check(CheckArguments),
    /// Writes a first portolan.yaml and a pipeline that builds the portal with it.
    ///
    /// A file that is already there is left as it is, and what to add to it is said.
    Init(InitArguments),
    /// Searches a site, as its search box does.
    ///
    /// Reads the files that the browser reads, so the hits and their order are the same.
    Search(SearchArguments),
    /// Says what made a page: its files, its fields and where each of them came from.
    Explain(ExplainArguments),
    /// Says whether the portal can be built and published, and what to do if not.
    ///
    /// Looks at the token, the groups, the GitLab instance and the settings of GitLab Pages.
    /// It asks and never changes anything.
    Doctor(DoctorArguments),
    /// Prints the JSON Schema of portolan.yaml, for editors.
    Schema,
}

#[derive(Debug, Args)]
pub(super) struct InputArguments {
    /// A folder of repositories, or one that holds a portolan.yaml.
    ///
    /// With `-c` too, its repositories take the place of the configured sources.
    #[arg(value_name = "DIR")]
    pub(super) directory: Option<PathBuf>,
    /// The configuration, or a folder that holds a portolan.yaml.
    ///
    /// Without it and without DIR, portolan.yaml in the working directory.
    #[arg(short, long, value_name = "PATH")]
    pub(super) config: Option<PathBuf>,
    /// Where things are remembered between builds.
    ///
    /// Without it `.portolan` beside the configuration, or in the working directory if there is none.
    #[arg(long, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SnapshotArguments {
    /// Builds from the snapshot of an earlier build instead of reading the sources.
    #[arg(long)]
    pub(super) offline: bool,
    /// The snapshot of the sources: written by a build, read with --offline.
    ///
    /// Without it a file in the cache.
    #[arg(long, value_name = "FILE")]
    pub(super) snapshot: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct WorkArguments {
    /// Writes what was read, found and written to this file as JSON.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// How many threads work.
    ///
    /// Without it as many as the machine has cores, or what `RAYON_NUM_THREADS` says.
    /// The site is the same with any number.
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    /// Stops reading from GitLab after this time, say `10m`, `90s` or `1h`.
    ///
    /// What could not be read by then keeps its last good content, and the next build begins with it.
    /// In a pipeline, name less than the timeout of the job.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(super) deadline: Option<Duration>,
    /// Makes at most this many requests to GitLab.
    ///
    /// What could not be read with them keeps its last good content.
    #[arg(long, value_name = "N")]
    pub(super) max_requests: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) snapshot: SnapshotArguments,
    /// The folder that gets the site.
    ///
    /// It must be empty, absent, or hold a site that portolan wrote; files of others are never touched.
    #[arg(short, long, value_name = "DIR", default_value = "public")]
    pub(super) output: PathBuf,
    /// Also writes the index that the site's search is made of to this folder, for programs that use tantivy.
    ///
    /// The folder must be empty, absent, or hold such an index, which is replaced.
    #[arg(long, value_name = "DIR")]
    pub(super) keep_index: Option<PathBuf>,
    #[command(flatten)]
    pub(super) work: WorkArguments,
    /// Fails if there are warnings or errors, as `--fail-on warning` does.
    #[arg(long, conflicts_with = "fail_on")]
    pub(super) strict: bool,
    /// Fails if there are findings of this severity or a greater one.
    ///
    /// The site is written all the same.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOnArgument::Never)]
    pub(super) fail_on: FailOnArgument,
    /// Publishes however many projects and entities have vanished since the last build.
    #[arg(long)]
    pub(super) accept_shrink: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) snapshot: SnapshotArguments,
    /// The folder that gets the site.
    ///
    /// Without it a folder in the cache, so that a site made for publishing stays as it is.
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) work: WorkArguments,
    /// The port on this machine; 0 takes any that is free.
    #[arg(short, long, value_name = "PORT", default_value_t = 8000)]
    pub(super) port: u16,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Files, and folders whose descriptors, CI/CD configuration and API descriptions are found.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// The components that pipelines are checked against: `data/v1/components.json` of a published portal, or the portal's
    /// own address.
    ///
    /// Without it only what lies below PATH is known, and nothing is said of components that lie elsewhere.
    #[arg(long, value_name = "FILE|URL")]
    pub(super) components: Option<String>,
    /// Says nothing of findings with this code, such as `api-summary`; may be given more than once.
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub(super) ignore: Vec<Code>,
    /// The form of the findings on stdout.
    ///
    /// `code-quality` is GitLab's report for merge requests, `junit` the one for tests.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CheckFormatArgument::Human)]
    pub(super) format: CheckFormatArgument,
    /// Fails if there are findings of this severity or a greater one.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOnArgument::Error)]
    pub(super) fail_on: FailOnArgument,
}

fn code(text: &str) -> Result<Code, String> {
    let codes = || Code::ALL.iter().copied();
    codes().find(|code| code.as_str() == text).ok_or_else(|| {
        match nearest(text, codes().map(Code::as_str)) {
            Some(near) => format!("the nearest code is `{near}`"),
            None => "no finding has this code".to_owned(),
        }
    })
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CheckFormatArgument {
    Human,
    Json,
    CodeQuality,
    Junit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOnArgument {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The folder that gets them.
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) directory: PathBuf,
    /// The GitLab instance whose groups will be read.
    ///
    /// Without it gitlab.com if there is a --group, else a folder of repositories.
    #[arg(long, value_name = "URL", requires = "group")]
    pub(super) gitlab: Option<String>,
    /// A group that will be read, with all that is below it; may be given several times.
    #[arg(long, value_name = "PATH")]
    pub(super) group: Vec<String>,
    /// What .gitlab-ci.yml is: a file that stands by itself, or one that includes the CI/CD component.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = PipelineArgument::Plain)]
    pub(super) pipeline: PipelineArgument,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum PipelineArgument {
    Plain,
    Component,
    None,
}

#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    /// The form of the answer on stdout.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DoctorFormatArgument::Human)]
    pub(super) format: DoctorFormatArgument,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DoctorFormatArgument {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// What to look for: words, a "phrase", `-not`, `kind:`, `owner:`, `tag:`, `lifecycle:`, `system:`.
    #[arg(value_name = "QUERY", required = true)]
    pub(super) query: Vec<String>,
    /// The folder of the site.
    ///
    /// Without it the site that was built last, or `public`.
    #[arg(long, value_name = "DIR")]
    pub(super) site: Option<PathBuf>,
    /// The configuration whose last site is searched, or a folder that holds a portolan.yaml.
    ///
    /// Without it, portolan.yaml in the working directory, if there is one.
    #[arg(short, long, value_name = "PATH")]
    pub(super) config: Option<PathBuf>,
    /// Where things are remembered between builds.
    ///
    /// Without it `.portolan` beside the configuration, or in the working directory if there is none.
    #[arg(long, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
    /// How many hits are shown.
    #[arg(long, value_name = "N", default_value = "10")]
    pub(super) limit: NonZeroUsize,
    /// Prints the answer as JSON, with the counts of its filters.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// An entity (`component:checkout`), or the address of a page of the portal.
    #[arg(value_name = "REF|URL")]
    pub(super) subject: String,
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) snapshot: SnapshotArguments,
}

/// Reads `90s`, `10m`, `1h` or `1h30m`: whole numbers, each with its unit.
fn duration(text: &str) -> Result<Duration, String> {
    const WRONG: &str = "write a number and its unit: `90s`, `10m`, `1h`";
    let mut seconds: u64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or(WRONG)?;
        let number: u64 = rest[..end].parse().map_err(|_| WRONG)?;
        let unit = match rest.as_bytes()[end] {
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            _ => return Err(WRONG.to_owned()),
        };
        let part = number.checked_mul(unit).ok_or("that is too long")?;
        seconds = seconds.checked_add(part).ok_or("that is too long")?;
        rest = &rest[end + 1..];
    }
    if seconds == 0 { Err(WRONG.to_owned()) } else { Ok(Duration::from_secs(seconds)) }
}
