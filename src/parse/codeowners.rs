//! CODEOWNERS: who owns what no other rule names (GitLab's syntax, with sections).

use crate::base::RelPath;
use crate::model::{CodeOwner, CodeOwners, Project};

/// Where GitLab looks, in its order.
const PLACES: &[&str] = &["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// Patterns that match every file.
const EVERYTHING: &[&str] = &["*", "**", "/**", "/**/*", "**/*", "/"];

/// Reads the file that counts.
pub(super) fn read(project: &Project) -> Option<CodeOwners> {
    let found = PLACES.iter().find_map(|place| {
        let path = RelPath::new(place)?;
        Some((project.text(&path)?, path))
    });
    let (text, path) = found?;
    let rule = default_rule(text);
    let (line, default) = rule.unwrap_or_default();
    Some(CodeOwners { path, line, default })
}

/// The rule for everything: the last one before any section, else the last of the first section that has one.
fn default_rule(text: &str) -> Option<(u32, Vec<CodeOwner>)> {
    let mut section_owners = Vec::new();
    let mut section = 0_usize;
    let mut best: Option<(usize, u32, Vec<CodeOwner>)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(defaults) = section_header(line) {
            section += 1;
            section_owners = owners(defaults);
            continue;
        }
        let mut words = line.split_whitespace();
        let pattern = words.next().unwrap_or_default();
        if !EVERYTHING.contains(&pattern) {
            continue;
        }
        let mut named = owners(line[pattern.len()..].trim_start());
        if named.is_empty() {
            named.clone_from(&section_owners);
        }
        if best.as_ref().is_none_or(|(of, ..)| *of == section) {
            best = Some((section, number, named));
        }
    }
    best.map(|(_, line, owners)| (line, owners))
}

/// What stands behind `[Section]`, `^[Section]` or `[Section][2]`.
fn section_header(line: &str) -> Option<&str> {
    let line = line.strip_prefix('^').unwrap_or(line);
    let (_, rest) = line.strip_prefix('[')?.split_once(']')?;
    let approvals = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    Some(approvals.map_or(rest, |(_, rest)| rest))
}

fn owners(text: &str) -> Vec<CodeOwner> {
    let text = text.split_once(" #").map_or(text, |(owners, _)| owners);
    text.split_whitespace().take_while(|word| !word.starts_with('#')).filter_map(owner).collect()
}

fn owner(word: &str) -> Option<CodeOwner> {
    match word.strip_prefix('@') {
        // `@@maintainer` is a role: nobody in particular.
        Some(name) if name.starts_with('@') || name.is_empty() => None,
        Some(name) if name.contains('/') => {
            Some(CodeOwner::Group(name.trim_matches('/').to_owned()))
        }
        Some(name) => Some(CodeOwner::Name(name.to_owned())),
        None => {
            let (local, host) = word.split_once('@')?;
            (!local.is_empty() && host.contains('.')).then(|| CodeOwner::Email(word.to_owned()))
        }
    }
}
