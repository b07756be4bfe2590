//! What the scripts, rules and images of a file ask of the world: variables that nobody sets, programs that they call.

use crate::base::yaml::{Node, Value};

use super::shell::{self, Usage};

/// Keys whose values are scripts.
const SCRIPTS: &[&str] = &["script", "before_script", "after_script"];

/// Keys whose own keys are variables that GitLab sets for the scripts.
const SETTING: &[&str] = &["variables", "id_tokens", "secrets"];

/// Beginnings of the names that GitLab and its runner set.
const GITLAB: &[&str] = &["CI_", "GITLAB_", "RUNNER_", "FF_", "BASH_"];

/// Variables that are there in any job or any shell.
const THERE: &[&str] = &[
    "CI",
    "EUID",
    "FUNCNAME",
    "HOME",
    "HOSTNAME",
    "IFS",
    "LANG",
    "LC_ALL",
    "LINENO",
    "OLDPWD",
    "OPTARG",
    "OPTIND",
    "PATH",
    "PIPESTATUS",
    "PPID",
    "PWD",
    "RANDOM",
    "REPLY",
    "SECONDS",
    "SHELL",
    "TERM",
    "TMPDIR",
    "TRIGGER_PAYLOAD",
    "UID",
    "USER",
    "LASTEXITCODE",
    "null",
    "true",
    "false",
    "PSScriptRoot",
    "PSItem",
];

/// Takes in a job, or what the top level and `default:` hold for all jobs.
pub(super) fn job(node: &Node, usage: &mut Usage) {
    for key in SCRIPTS {
        if let Some(node) = node.get(key) {
            each_text(node, &mut |text| shell::script(text, usage));
        }
    }
    let hooks = node.get("hooks").and_then(|hooks| hooks.get("pre_get_sources_script"));
    let steps = node.get("run").and_then(Node::as_sequence).unwrap_or_default();
    for script in steps.iter().filter_map(|step| step.get("script")).chain(hooks) {
        each_text(script, &mut |text| shell::script(text, usage));
    }
    for key in ["image", "services"] {
        if let Some(node) = node.get(key) {
            each_text(node, &mut |text| shell::reads(text, usage));
        }
    }
    rules(node, usage);
    set_by(node, usage);
    let services = node.get("services").and_then(Node::as_sequence).unwrap_or_default();
    services.iter().for_each(|service| set_by(service, usage));
    let matrix = node.get("parallel").and_then(|parallel| parallel.get("matrix"));
    for row in matrix.and_then(Node::as_sequence).unwrap_or_default() {
        keys(row, usage);
    }
}

/// Takes in the rules of a job or of `workflow:`.
pub(super) fn rules(node: &Node, usage: &mut Usage) {
    let rules = node.get("rules").and_then(Node::as_sequence).unwrap_or_default();
    for rule in rules {
        for key in ["if", "exists", "changes"] {
            if let Some(node) = rule.get(key) {
                each_text(node, &mut |text| shell::reads(text, usage));
            }
        }
        set_by(rule, usage);
    }
}

/// The variables that are read and that nobody sets.
pub(super) fn unset(usage: &Usage) -> Vec<String> {
    let is_there = |name: &str| {
        THERE.contains(&name) || GITLAB.iter().any(|beginning| name.starts_with(beginning))
    };
    let unset = usage.reads.iter().filter(|name| !usage.sets.contains(*name) && !is_there(name));
    unset.cloned().collect()
}

/// The programs that are called, the scripts' own functions apart.
pub(super) fn tools(usage: &Usage) -> Vec<String> {
    let is_function = |name: &str| usage.sets.contains(&format!("{name}()"));
    usage.calls.iter().filter(|name| !is_function(name)).cloned().collect()
}

fn set_by(node: &Node, usage: &mut Usage) {
    for node in SETTING.iter().filter_map(|key| node.get(key)) {
        keys(node, usage);
    }
}

fn keys(node: &Node, usage: &mut Usage) {
    let entries = node.as_mapping().unwrap_or_default();
    usage.sets.extend(entries.iter().map(|entry| entry.key.clone()));
}

/// Hands over every text below a node; what `!reference` names is none.
fn each_text(node: &Node, take: &mut impl FnMut(&str)) {
    match &node.value {
        Value::String(text) => take(text),
        Value::Sequence(items) => items.iter().for_each(|item| each_text(item, take)),
        Value::Mapping(entries) => {
            let named = entries.iter().filter(|entry| entry.key != "!reference");
            named.for_each(|entry| each_text(&entry.value, take));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
