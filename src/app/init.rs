//! `portolan init`: a first `portolan.yaml`, and the pipeline that builds and publishes the portal.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::config;

use super::Console;
use super::exit::{Exit, Failure};
use super::request::{CONFIG_FILE, InitPipeline, InitRequest, InitSource};

const SITE: &str = "\
# Every key is explained in the guide's page on configuration; `portolan schema` prints a JSON Schema for editors.
site:
  title: Developer portal
  audience: members # who may open it: public, internal or members
sources:
";

const DIRECTORY: &str = "  - directory: ./repositories # a tree of group/subgroup/project\n";

const PIPELINE_FILE: &str = ".gitlab-ci.yml";
/// The pipelines that the examples show are the ones that are written.
const PLAIN: &str = include_str!("../../examples/ci/minimal.gitlab-ci.yml");
const COMPONENT: &str = include_str!("../../examples/ci/component.gitlab-ci.yml");

/// Runs the command; files that exist are never overwritten.
pub(super) fn run(request: &InitRequest, console: &Console) -> Result<Exit> {
    let folder = &request.directory;
    let config = configuration(&request.source)?;
    let pipeline = match request.pipeline {
        InitPipeline::None => None,
        InitPipeline::Component => Some(COMPONENT),
        InitPipeline::Plain => Some(PLAIN),
    };
    fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
    write_new(&folder.join(CONFIG_FILE), &config, console)?;
    if let Some(pipeline) = pipeline {
        write_new(&folder.join(PIPELINE_FILE), pipeline, console)?;
    }
    console.say(match request.source {
        InitSource::Directory => "next: set `sources` in portolan.yaml, then run `portolan serve`",
        InitSource::GitLab { .. } => {
            "next: put a token into the variable `GITLAB_TOKEN`, then run `portolan doctor`"
        }
    });
    Ok(Exit::Done)
}

/// The text of a configuration with this source, which the reader of configurations accepts.
fn configuration(source: &InitSource) -> Result<String> {
    let source = match source {
        InitSource::Directory => DIRECTORY.to_owned(),
        InitSource::GitLab { url, groups } => gitlab(url.as_deref(), groups),
    };
    let text = format!("{SITE}{source}");
    match config::parse(&text, CONFIG_FILE) {
        (Some(_), _) => Ok(text),
        (None, findings) => {
            let told: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
            Err(Failure::usage(told.join("\n")))
        }
    }
}

fn gitlab(url: Option<&str>, groups: &[String]) -> String {
    let mut text = "  - gitlab:\n".to_owned();
    if let Some(url) = url {
        text.push_str(&format!("      url: {}\n", quoted(url)));
    }
    let groups: Vec<String> = groups.iter().map(|group| quoted(group)).collect();
    text.push_str(&format!("      groups: [{}]\n", groups.join(", ")));
    text.push_str("      token_env: GITLAB_TOKEN # the variable that holds the token\n");
    text
}

/// The text as a double-quoted scalar of YAML, which every string of JSON is.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn write_new(path: &Path, text: &str, console: &Console) -> Result<()> {
    if path.exists() {
        let path = path.display();
        console.say(&format!("`{path}` exists already and stays as it is; add to it:\n\n{text}"));
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("`{}` cannot be written", path.display()))?;
    console.say(&format!("wrote `{}`", path.display()));
    Ok(())
}

#[cfg(test)]
mod tests;
