//! The reference pages that stand in `content/`, kept equal to the tables they are made of.

use std::fmt::Write as _;
use std::path::Path;

use crate::base::{Area, Code};

use super::reference::{KEYS, Key, Shape};
use super::schema;

/// Compares a file of the repository with what it should hold; `PORTOLAN_BLESS=1` rewrites it instead.
pub(crate) fn keep(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("PORTOLAN_BLESS").is_some() {
        std::fs::write(&file, text).expect("the repository can be written");
        return;
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == text,
        "{path} is not what its table says; run `PORTOLAN_BLESS=1 cargo test`"
    );
}

#[test]
fn the_schema_is_kept() {
    let schema = serde_json::to_string_pretty(&schema()).expect("a schema is JSON");
    keep("content/portolan.schema.json", &format!("{schema}\n"));
}

#[test]
fn the_configuration_page_is_kept() {
    keep("content/configuration.md", &configuration());
}

#[test]
fn the_diagnostics_page_is_kept() {
    keep("content/diagnostics.md", &diagnostics());
}

const CONFIGURATION: &str = "\
# Configuration

`portolan.yaml` is one YAML file.
Every key is optional unless this page says that it is required.
A portal needs something to show, though: a source or a folder of content, unless the command line names a folder.
Paths are relative to the folder of the file.

```yaml
site:
  title: Acme developer portal
  url: https://portal.acme.example/
sources:
  - directory: ./repositories
    exclude: [\"sandbox/**\"]
catalog:
  links:
    - annotation: grafana/dashboard-selector
      title: Dashboard
      url: https://grafana.acme.example/dashboards?tag={value}
content:
  - directory: ./handbook
    title: Handbook
```

What is wrong is reported all at once, each problem with its line and column, and nothing is built:

```text
error[config-unknown-key]: unknown key `site.titel`
  --> portolan.yaml:2:3
  help: the nearest key is `site.title`
```

## Help in your editor

A JSON Schema lets an editor complete and check keys while you type.
`portolan schema > portolan.schema.json` writes the one that fits your version, and a first line tells the editor where it is:

```yaml
# yaml-language-server: $schema=portolan.schema.json
```

## Secrets

A token never stands in the file.
`token_env` names the environment variable that holds it, and a value that looks like a token is refused without being shown.

";

fn configuration() -> String {
    let mut page = CONFIGURATION.to_owned();
    for key in KEYS.iter().filter(|key| !key.is_item()) {
        let level = if key.path.contains('.') { "###" } else { "##" };
        write!(page, "{level} `{}`\n\n{}\n\n", key.path, sentences(key.text)).expect("text grows");
        if key.shape != Shape::Section {
            page.push_str(&facts(key));
        }
        if !key.example.is_empty() {
            write!(page, "```yaml\n{}```\n\n", nested(key)).expect("text grows");
        }
    }
    format!("{}\n", page.trim_end())
}

/// Type, default, duty and version as a table.
fn facts(key: &Key) -> String {
    let what = match key.shape {
        Shape::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("one of {}", words.join(", "))
        }
        Shape::List => {
            let item = KEYS.iter().find(|item| item.is_item() && item.parent() == key.path);
            format!("a list, each item {}", item.expect("each list has items").shape.name())
        }
        shape => shape.name().into_owned(),
    };
    let default = match key.default {
        "" if key.required => "none: the key is required".to_owned(),
        "" => "none".to_owned(),
        "[]" => "an empty list".to_owned(),
        default => format!("`{default}`"),
    };
    format!(
        "| Value | Default | Since |\n|---|---|---|\n| {what} | {default} | {} |\n\n",
        key.since
    )
}

/// The key's example within the keys that hold it.
pub(super) fn nested(key: &Key) -> String {
    let mut text = String::new();
    let mut indent = String::new();
    let mut parts = key.path.split('.').peekable();
    let mut lead = "";
    while let Some(part) = parts.next() {
        let name = part.trim_end_matches("[]");
        let value =
            if parts.peek().is_none() { format!(" {}", key.example) } else { String::new() };
        writeln!(text, "{indent}{lead}{name}:{value}").expect("text grows");
        indent.push_str(if lead.is_empty() { "  " } else { "    " });
        lead = if part.ends_with("[]") { "- " } else { "" };
    }
    text
}

/// One sentence per line.
fn sentences(text: &str) -> String {
    text.replace(". ", ".\n")
}

const DIAGNOSTICS: &str = "\
# Diagnostics

A finding is something that is probably not what its author meant.
It has a severity, a code, a place and, where there is one, a next step:

```text
warning[dangling-owner]: owner `group:payments` does not exist
  --> acme/checkout/catalog-info.yaml:14:10
  help: the nearest name is `group:payment`
```

A finding never stops the build: what is broken is left out or shown as it is, and the rest of the portal is made.
Every finding also stands on the portal's health page.

| Severity | It means |
|---|---|
| `error` | Something was left out because it cannot be used. |
| `warning` | Something is probably not what its author meant. |
| `info` | Worth knowing. |

`--fail-on` says from which severity on a command ends with exit code 1; see [the command line](command-line.md).
Codes are stable: one that is no longer needed is not used again for something else.

";

fn diagnostics() -> String {
    let areas = [
        (
            Area::Document,
            "In a file by itself",
            "They can be seen in the file alone; `portolan check` finds them before anything is merged.",
        ),
        (Area::Catalog, "Between files", "They take more than one file to see."),
        (
            Area::Pipeline,
            "In pipelines and components",
            "They concern CI/CD configuration and what it includes; `portolan check` finds them in a merge request.",
        ),
        (
            Area::Api,
            "In API descriptions",
            "They concern what an API description refers to, how well it serves its readers, and what changed.",
        ),
        (Area::Page, "On pages", "They concern what a page shows: links, images, headings."),
        (Area::Source, "While reading", "They concern what was read, and what was left out."),
        (
            Area::Config,
            "In the configuration",
            "They concern `portolan.yaml`, and nothing is built until they are mended; see [configuration](configuration.md).",
        ),
    ];
    let mut page = DIAGNOSTICS.to_owned();
    for (area, title, text) in areas {
        write!(page, "## {title}\n\n{text}\n\n").expect("text grows");
        for code in Code::ALL.iter().filter(|code| code.area() == area) {
            write!(
                page,
                "### `{code}`\n\n{} ({})\n\n**What to do.** {}\n\n",
                code.meaning(),
                code.severity(),
                code.fix()
            )
            .expect("text grows");
        }
    }
    format!("{}\n", page.trim_end())
}
