use std::ffi::OsString;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::error::ErrorKind;
use insta::assert_snapshot;

use super::request::Invocation;
use super::*;
use crate::app::{
    CheckFormat, Color, DoctorFormat, Exit, FailOn, InitPipeline, InitSource, Inputs, LogFormat,
    Request, SearchFormat, Verbosity,
};
use crate::base::Severity;

fn typed(line: &str) -> Result<Invocation, clap::Error> {
    parse(line.split(' ').map(OsString::from))
}

fn requested(line: &str) -> Request {
    typed(line).unwrap_or_else(|error| panic!("{error}")).request
}

/// Help as a terminal of 100 columns shows it.
fn help(line: &str) -> String {
    let command = super::request::command().term_width(100);
    let answer = command.try_get_matches_from(line.split(' ')).expect_err("an answer").to_string();
    answer.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn refused(line: &str) -> String {
    let error = typed(line).expect_err("a wrong command line");
    assert_eq!(error.exit_code(), i32::from(Exit::Usage.code()));
    error.to_string()
}

#[test]
fn the_commands_are_consistent() {
    super::request::command().debug_assert();
}

#[test]
fn a_build_has_defaults() {
    let Request::Build(build) = requested("portolan build") else { panic!("a build") };
    assert_eq!(build.inputs, Inputs::default());
    assert_eq!(build.output, PathBuf::from("public"));
    assert_eq!((build.offline, build.threads, build.fail_on), (false, None, FailOn::Never));
}

#[test]
fn each_flag_of_a_build_arrives() {
    let line = "portolan build repos -c portal -o site --cache c --offline --report r.json --threads 3 --fail-on info --snapshot s.zst";
    let Request::Build(build) = requested(line) else { panic!("a build") };
    let path = |path: &str| Some(PathBuf::from(path));
    let inputs = Inputs { config: path("portal"), directory: path("repos"), cache: path("c") };
    assert_eq!(build.inputs, inputs);
    assert_eq!(Some(build.output), path("site"));
    assert_eq!((build.report, build.snapshot), (path("r.json"), path("s.zst")));
    assert_eq!((build.offline, build.threads), (true, NonZeroUsize::new(3)));
    assert_eq!(build.fail_on, FailOn::From(Severity::Info));
    let Request::Build(build) = requested("portolan build --strict") else { panic!("a build") };
    assert_eq!(build.fail_on, FailOn::From(Severity::Warning));
}

#[test]
fn the_other_commands_arrive() {
    let Request::Serve(serve) = requested("portolan serve repos --port 0") else { panic!() };
    assert_eq!((serve.port, serve.output), (0, None));
    let Request::Check(check) = requested("portolan check a b --format code-quality") else {
        panic!()
    };
    assert_eq!(check.paths, [Path::new("a"), Path::new("b")]);
    assert_eq!(check.format, CheckFormat::CodeQuality);
    assert_eq!(check.fail_on, FailOn::From(Severity::Error));
    let Request::Check(check) = requested("portolan check") else { panic!() };
    assert_eq!(check.paths, [Path::new(".")]);
    let Request::Init(init) = requested("portolan init") else { panic!() };
    assert_eq!(init.directory, Path::new("."));
    assert_eq!((init.source, init.pipeline), (InitSource::Directory, InitPipeline::Plain));
    let line = "portolan init p --gitlab https://gitlab.example.com --group a --group b --pipeline component";
    let Request::Init(init) = requested(line) else { panic!() };
    let url = Some("https://gitlab.example.com".to_owned());
    let groups = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(init.source, InitSource::GitLab { url, groups });
    assert_eq!(init.pipeline, InitPipeline::Component);
    let Request::Doctor(doctor) = requested("portolan doctor -c portal --format json") else {
        panic!()
    };
    assert_eq!(doctor.inputs.config, Some(PathBuf::from("portal")));
    assert_eq!(doctor.format, DoctorFormat::Json);
    let Request::Explain(explain) = requested("portolan explain component:a repos") else {
        panic!()
    };
    assert_eq!(explain.subject, "component:a");
    assert_eq!(explain.inputs.directory, Some(PathBuf::from("repos")));
    assert_eq!(requested("portolan schema"), Request::Schema);
}

#[test]
fn a_query_arrives_as_it_would_be_typed_into_the_box() {
    let line = "portolan search kind:api orders --site public --limit 3 --json -c portal";
    let Request::Search(search) = requested(line) else { panic!("a search") };
    assert_eq!((search.query.as_str(), search.limit), ("kind:api orders", 3));
    assert_eq!(search.site, Some(PathBuf::from("public")));
    assert_eq!(search.inputs.config, Some(PathBuf::from("portal")));
    assert_eq!(search.format, SearchFormat::Json);
    let Request::Search(search) = requested("portolan search -- -legacy") else { panic!() };
    assert_eq!((search.query.as_str(), search.format), ("-legacy", SearchFormat::Human));
    assert_eq!((search.site, search.limit), (None, 10));
    refused("portolan search");
    refused("portolan search a --limit 0");
}

#[test]
fn the_reading_has_an_end_in_time_and_in_requests() {
    let deadline = |text: &str| match requested(&format!("portolan build --deadline {text}")) {
        Request::Build(build) => build.deadline,
        _ => None,
    };
    assert_eq!(deadline("90s"), Some(Duration::from_secs(90)));
    assert_eq!(deadline("10m"), Some(Duration::from_secs(600)));
    assert_eq!(deadline("1h30m"), Some(Duration::from_secs(5400)));
    for wrong in ["10", "0s", "m", "1d", "-5m", "1.5h", "99999999999999999999s", "ten", "5µ"] {
        refused(&format!("portolan build --deadline={wrong}"));
    }
    let Request::Serve(serve) = requested("portolan serve --max-requests 500") else { panic!() };
    assert_eq!((serve.deadline, serve.max_requests), (None, Some(500)));
    refused("portolan build --max-requests 0");
    refused("portolan init --gitlab https://gitlab.example.com");
}

#[test]
fn messages_are_as_asked() {
    let output = |line: &str| typed(line).expect("a valid line").output;
    let plain = output("portolan schema");
    assert_eq!((plain.log_format, plain.verbosity), (LogFormat::Plain, Verbosity::Normal));
    assert_eq!(plain.color, Color::Auto);
    let other = output("portolan --log-format json schema -q --color=never");
    assert_eq!((other.log_format, other.verbosity), (LogFormat::Json, Verbosity::Quiet));
    assert_eq!(other.color, Color::Never);
    assert_eq!(output("portolan -v schema").verbosity, Verbosity::Verbose);
    assert!(Color::Auto.is_on(false, true) && !Color::Auto.is_on(true, true));
    assert!(!Color::Auto.is_on(false, false) && Color::Always.is_on(true, false));
}

#[test]
fn a_command_fails_from_a_severity_on() {
    let warning = FailOn::From(Severity::Warning);
    assert!(warning.fails(Some(Severity::Error)) && warning.fails(Some(Severity::Warning)));
    assert!(!warning.fails(Some(Severity::Info)) && !warning.fails(None));
    assert!(!FailOn::Never.fails(Some(Severity::Error)));
}

#[test]
fn wrong_lines_are_refused_with_a_hint() {
    assert_snapshot!(refused("portolan build --ofline"), @r"
    error: unexpected argument '--ofline' found

      tip: a similar argument exists: '--offline'

    Usage: portolan build --offline [DIR]

    For more information, try '--help'.
    ");
    assert_snapshot!(refused("portolan bild"), @r"
    error: unrecognized subcommand 'bild'

      tip: a similar subcommand exists: 'build'

    Usage: portolan [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(refused("portolan build --fail-on warnings"), @r"
    error: invalid value 'warnings' for '--fail-on <SEVERITY>'
      [possible values: error, warning, info, never]

      tip: a similar value exists: 'warning'

    For more information, try '--help'.
    ");
    assert_snapshot!(refused("portolan build --threads 0"), @r"
    error: invalid value '0' for '--threads <N>': number would be zero for non-zero type

    For more information, try '--help'.
    ");
    assert_snapshot!(refused("portolan build --strict --fail-on error"), @r"
    error: the argument '--strict' cannot be used with '--fail-on <SEVERITY>'

    Usage: portolan build --strict [DIR]

    For more information, try '--help'.
    ");
    refused("portolan explain");
    refused("portolan schema -q -v");
}

#[test]
fn help_and_version_are_no_errors() {
    for (line, kind) in [
        ("portolan --help", ErrorKind::DisplayHelp),
        ("portolan build -h", ErrorKind::DisplayHelp),
        ("portolan --version", ErrorKind::DisplayVersion),
    ] {
        let answer = typed(line).expect_err("an answer");
        assert_eq!((answer.kind(), answer.exit_code()), (kind, 0), "{line}");
    }
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let short = help("portolan -h");
    assert_snapshot!(short, @r"
    A developer portal for GitLab as a static site

    Usage: portolan [OPTIONS] <COMMAND>

    Commands:
      build    Makes the portal
      serve    Makes the portal, shows it on this machine, and makes it again when something changes
      check    Looks at descriptors, pipelines and API descriptions without making a portal
      init     Writes a first portolan.yaml and a pipeline that builds the portal with it
      search   Searches a site, as its search box does
      explain  Says what made a page: its files, its fields and where each of them came from
      doctor   Says whether the portal can be built and published, and what to do if not
      schema   Prints the JSON Schema of portolan.yaml, for editors
      help     Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help (see more with '--help')
      -V, --version  Print version

    Messages:
          --log-format <FORMAT>  The form of messages on stderr [default: plain] [possible values:
                                 plain, json]
      -q, --quiet                Says nothing but errors
      -v, --verbose              Also says what is read and written
          --color <WHEN>         Whether messages are coloured [default: auto] [possible values: auto,
                                 always, never]
    ");
    let long = help("portolan check --help");
    assert_snapshot!(long, @r"
    Looks at descriptors, pipelines and API descriptions without making a portal.

    Reads catalog-info files, `.gitlab-ci.yml`, `templates/` and API descriptions as `build` does and
    prints what is wrong with them, so that a merge request shows it before it is merged. With the
    components that a portal has published, includes of these are checked as well: names, versions,
    inputs. APIs are compared with the releases that the checkout has tags of.

    Usage: portolan check [OPTIONS] [PATH]...

    Arguments:
      [PATH]...
              Files, and folders whose descriptors, CI/CD configuration and API descriptions are found

              [default: .]

    Options:
          --components <FILE|URL>
              The components that pipelines are checked against: `data/v1/components.json` of a
              published portal, or the portal's own address.

              Without it only what lies below PATH is known, and nothing is said of components that lie
              elsewhere.

          --ignore <CODE>
              Says nothing of findings with this code, such as `api-summary`; may be given more than
              once

          --format <FORMAT>
              The form of the findings on stdout.

              `code-quality` is GitLab's report for merge requests, `junit` the one for tests.

              [default: human]
              [possible values: human, json, code-quality, junit]

          --fail-on <SEVERITY>
              Fails if there are findings of this severity or a greater one

              [default: error]
              [possible values: error, warning, info, never]

      -h, --help
              Print help (see a summary with '-h')

    Messages:
          --log-format <FORMAT>
              The form of messages on stderr.

              `json` writes one object per line.

              [default: plain]
              [possible values: plain, json]

      -q, --quiet
              Says nothing but errors

      -v, --verbose
              Also says what is read and written

          --color <WHEN>
              Whether messages are coloured.

              `auto` colours on a terminal, unless the variable `NO_COLOR` is set.

              [default: auto]
              [possible values: auto, always, never]

    Examples:
      portolan check                         all that a portal would read below this folder
      portolan check catalog-info.yaml --fail-on warning
      portolan check api/openapi.yaml --ignore api-example
      portolan check --format code-quality > gl-code-quality-report.json

    Exit codes:
      0    done; findings are in the report and on the health page
      1    done, but there are findings from --fail-on upwards
      2    the command line or the configuration is wrong
      3    a source refused access
      4    a source could not be read; nothing was published
      5    the guard refused to publish; the site is as it was
      70   a defect of portolan
      130  interrupted; the site is as it was
      143  ended by the system; the site is as it was
    ");
}

#[test]
fn inputs_are_found_on_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = folder.path().join("portal");
    let repositories = folder.path().join("repositories");
    fs::create_dir_all(&portal).expect("a folder");
    fs::create_dir_all(&repositories).expect("a folder");
    let file = portal.join("portolan.yaml");
    fs::write(&file, "").expect("a file");
    let located = |config: Option<&Path>, directory: Option<&Path>| {
        let own = |path: &Path| path.to_owned();
        Inputs { config: config.map(own), directory: directory.map(own), cache: None }.locate()
    };

    for inputs in
        [located(Some(&portal), None), located(Some(&file), None), located(None, Some(&portal))]
    {
        let inputs = inputs.expect("the configuration is there");
        assert_eq!(inputs.config.as_deref(), Some(&*file));
        assert_eq!((inputs.directory, inputs.base), (None, portal.clone()));
        assert_eq!(inputs.cache, portal.join(".portolan"));
    }
    let alone = located(None, Some(&repositories)).expect("a folder needs no configuration");
    assert_eq!((alone.config, alone.directory), (None, Some(repositories.clone())));
    assert_eq!(alone.cache, Path::new(".portolan"));
    let both = located(Some(&portal), Some(&repositories)).expect("both are there");
    assert_eq!((both.config, both.directory), (Some(file), Some(repositories.clone())));

    let missing = located(Some(&repositories), None).expect_err("no configuration").to_string();
    assert_snapshot!(missing.replace(&folder.path().display().to_string(), ""), @r"
    `/repositories/portolan.yaml` does not exist
      help: `-c` takes a file, or a folder that holds `portolan.yaml`
    ");
    let missing = located(None, Some(Path::new("no/such/folder"))).expect_err("no folder");
    assert_snapshot!(missing, @r"
    `no/such/folder` is not a folder
      help: name the folder that holds the repositories
    ");
}
