//! `content/command-line.md`, made of the commands as clap knows them.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};

use crate::app::Exit;
use crate::config::page::keep;

use super::request::{EXAMPLES, command};

#[test]
fn the_command_line_page_is_kept() {
    keep("content/command-line.md", &page());
}

const INTRODUCTION: &str = "\
# Command line

portolan is one program with a few commands.
`portolan --help` lists them, and `portolan build --help` says all there is to say about one of them.

Data goes to stdout, everything else to stderr, so the output of `check`, `search`, `explain` and `schema` can be sent to a file.

## Which configuration is used

| You type | Configuration | Projects |
|---|---|---|
| `portolan build` | `portolan.yaml` in the working directory | its `sources` |
| `portolan build -c portal` | `portal/portolan.yaml`, or the file `portal` | its `sources` |
| `portolan build DIR` | `DIR/portolan.yaml` if there is one, else the defaults | its `sources`, else all below `DIR` |
| `portolan build DIR -c portal` | `portal/portolan.yaml` | all below `DIR` |

Paths on the command line are relative to the working directory, paths in `portolan.yaml` to its own folder.

";

fn page() -> String {
    let mut root = command();
    root.build();
    let mut page = INTRODUCTION.to_owned();
    let commands: Vec<&Command> =
        root.get_subcommands().filter(|command| command.get_name() != "help").collect();
    for command in commands {
        section(command, &mut page);
    }
    page.push_str("## Flags of every command\n\n");
    table(root.get_arguments().filter(|argument| argument.is_global_set()), &mut page);
    page.push_str("| `-h`, `--help` | Says what a command does; `--help` says more. | |\n");
    page.push_str("| `-V`, `--version` | Prints the version. | |\n\n");
    page.push_str("## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
    for exit in Exit::ALL {
        writeln!(page, "| {} | {} |", exit.code(), flags_as_code(exit.meaning()))
            .expect("text grows");
    }
    page.push_str("\nA pipeline job that ends with any code but 0 publishes nothing, and the site of the last good run stays online.\n");
    page
}

fn section(command: &Command, page: &mut String) {
    let about =
        command.get_long_about().or(command.get_about()).expect("each command is explained");
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    write!(
        page,
        "## `portolan {}`\n\n{}\n\n",
        command.get_name(),
        sentences(&flags_as_code(&with_stop(&about.to_string())))
    )
    .expect("text grows");
    write!(page, "```text\n{usage}\n```\n\n").expect("text grows");
    let own = |argument: &&Arg| !argument.is_global_set() && !is_help(argument);
    if command.get_arguments().any(|argument| own(&argument)) {
        table(command.get_arguments().filter(own), page);
        page.push('\n');
    }
    let (_, examples) = EXAMPLES
        .iter()
        .find(|(name, _)| *name == command.get_name())
        .expect("each command has examples");
    page.push_str("```sh\n");
    for line in examples.lines().skip(1) {
        // Behind two spaces stands what the example does.
        match line.trim().split_once("   ") {
            Some((typed, does)) => writeln!(page, "{typed}  # {}", does.trim()),
            None => writeln!(page, "{}", line.trim()),
        }
        .expect("text grows");
    }
    page.push_str("```\n\n");
}

fn table<'a>(arguments: impl Iterator<Item = &'a Arg>, page: &mut String) {
    page.push_str("| Argument | Meaning | Default |\n|---|---|---|\n");
    for argument in arguments {
        let help =
            argument.get_long_help().or(argument.get_help()).expect("each flag is explained");
        let help = help.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut help = flags_as_code(&with_stop(&help));
        let values = argument.get_possible_values();
        if !values.is_empty() && argument.get_action().takes_values() {
            let values: Vec<String> =
                values.iter().map(|value| format!("`{}`", value.get_name())).collect();
            write!(help, " One of {}.", values.join(", ")).expect("text grows");
        }
        let default: Vec<String> = argument
            .get_default_values()
            .iter()
            .map(|value| format!("`{}`", value.to_string_lossy()))
            .filter(|_| argument.get_action().takes_values())
            .collect();
        writeln!(page, "| {} | {help} | {} |", typed(argument), default.join(", "))
            .expect("text grows");
    }
}

/// The argument as one types it, in table cells.
fn typed(argument: &Arg) -> String {
    let name = argument.get_value_names().and_then(<[_]>::first).map(|name| name.as_str());
    let name = name.unwrap_or_default().replace('|', "\\|");
    let Some(long) = argument.get_long() else {
        let more = if matches!(argument.get_action(), ArgAction::Append) { "…" } else { "" };
        return format!("`{name}`{more}");
    };
    let value =
        if argument.get_action().takes_values() { format!(" {name}") } else { String::new() };
    match argument.get_short() {
        Some(short) => format!("`-{short}`, `--{long}{value}`"),
        None => format!("`--{long}{value}`"),
    }
}

fn is_help(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong)
}

/// clap takes the full stop from a lone sentence.
fn with_stop(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// Flags and placeholders that help texts name bare.
fn flags_as_code(text: &str) -> String {
    text.replace(" DIR,", " `DIR`,")
        .replace("portolan.yaml", "`portolan.yaml`")
        .replace("--offline", "`--offline`")
        .replace("from --fail-on upwards", "from `--fail-on` upwards")
}

/// One sentence per line.
fn sentences(text: &str) -> String {
    text.replace(". ", ".\n")
}
