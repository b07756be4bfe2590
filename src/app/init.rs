//! `portolan init`: a first `portolan.yaml`, and the pipeline that builds and publishes the portal.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Console;
use super::exit::{Exit, Failure};
use super::request::InitRequest;

const CONFIG: &str = "\
# Every key is explained in the guide's page on configuration; `portolan schema` prints a JSON Schema for editors.
site:
  title: Developer portal
  audience: members # who may open it: public, internal or members
sources:
  - directory: ./repositories # a tree of group/subgroup/project
";

const PIPELINE: &str = "\
# Builds the portal and publishes it with GitLab Pages.
pages:
  stage: deploy
  script:
    - portolan build -c portolan.yaml -o public
  artifacts:
    paths: [public]
  cache:
    key: portolan
    paths: [.portolan]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
";

/// Runs the command; files that exist are never overwritten.
pub(super) fn run(request: &InitRequest, console: &Console) -> Result<Exit> {
    let folder = &request.directory;
    let files = [("portolan.yaml", CONFIG), (".gitlab-ci.yml", PIPELINE)];
    for (name, _) in files {
        if folder.join(name).exists() && name == "portolan.yaml" {
            return Err(Failure::usage(format!(
                "`{}` exists already and stays as it is",
                folder.join(name).display()
            )));
        }
    }
    fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
    for (name, text) in files {
        write_new(folder, name, text, console)?;
    }
    console.say("next: set `sources` in portolan.yaml, then run `portolan serve`");
    Ok(Exit::Done)
}

fn write_new(folder: &Path, name: &str, text: &str, console: &Console) -> Result<()> {
    let path = folder.join(name);
    if path.exists() {
        console.say(&format!("`{}` exists already and stays as it is", path.display()));
        return Ok(());
    }
    fs::write(&path, text).with_context(|| format!("`{}` cannot be written", path.display()))?;
    console.say(&format!("wrote `{}`", path.display()));
    Ok(())
}
