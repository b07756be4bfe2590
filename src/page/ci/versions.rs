//! The versions of a component, and what each changed for those who include it.

use std::collections::BTreeSet;

use crate::catalog::{self, Change, ChangeKind, Usage};
use crate::model::{CiComponent, CiFile, ComponentVersion, Project};
use crate::page::facts;
use crate::page::view::{ChangeRow, TextLink, VersionRow};

/// Returns a row for each version, newest first; what no release holds yet comes before them.
pub(super) fn rows(project: &Project, component: &CiComponent, users: &[Usage]) -> Vec<VersionRow> {
    let mut rows = Vec::with_capacity(component.versions.len() + 1);
    let newest = component.versions.first();
    let unreleased = newest.and_then(|newest| newest.file.as_ref());
    let changes = unreleased.map(|file| compared(file, &component.file)).unwrap_or_default();
    if !changes.is_empty() {
        rows.push(VersionRow {
            tag: TextLink {
                label: "Unreleased".to_owned(),
                href: project.blob_url(&component.path),
            },
            at: String::new(),
            date: String::new(),
            users: 0,
            is_unreleased: true,
            changes,
            is_compared: true,
        });
    }
    for (at, version) in component.versions.iter().enumerate() {
        let before = component.versions.get(at + 1).and_then(|before| before.file.as_ref());
        let pair = before.zip(version.file.as_ref());
        rows.push(VersionRow {
            tag: release_link(project, &version.tag),
            at: version.released_at.map(|at| at.to_string()).unwrap_or_default(),
            date: version.released_at.map(|at| at.date()).unwrap_or_default(),
            users: users_of(version, users),
            is_unreleased: false,
            changes: pair.map(|(before, after)| compared(before, after)).unwrap_or_default(),
            is_compared: pair.is_some(),
        });
    }
    rows
}

fn release_link(project: &Project, tag: &str) -> TextLink {
    let encoded: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
    // In a path a plus is a plus; `%20` is right everywhere.
    let encoded = encoded.replace('+', "%20");
    let href = facts::on_gitlab(project, &format!("/-/releases/{encoded}"));
    TextLink { label: tag.to_owned(), href }
}

/// How many projects are at this version now, whatever they ask for.
fn users_of(version: &ComponentVersion, users: &[Usage]) -> usize {
    let at = users.iter().filter(|usage| {
        usage.version.resolved.as_ref().unwrap_or(&usage.version.asked) == &version.tag
    });
    at.map(|usage| usage.user).collect::<BTreeSet<_>>().len()
}

fn compared(older: &CiFile, newer: &CiFile) -> Vec<ChangeRow> {
    let changes = catalog::changes(older, newer).into_iter();
    changes
        .map(|change| ChangeRow { text: told(&change), is_breaking: change.is_breaking })
        .collect()
}

/// A change in words.
fn told(change: &Change) -> String {
    let name = quoted(&change.name);
    let from = change.from.as_deref().map(quoted);
    let to = change.to.as_deref().map(quoted);
    match (change.what, from, to) {
        (ChangeKind::InputAdded, _, Some(to)) => format!("new input {name}, {to} by default"),
        (ChangeKind::InputAdded, _, None) if change.is_breaking => {
            format!("new input {name}, which must be given")
        }
        (ChangeKind::InputAdded, ..) => format!("new input {name}"),
        (ChangeKind::InputRemoved, ..) => format!("input {name} is gone"),
        (ChangeKind::InputRetyped, Some(from), Some(to)) => {
            format!("input {name} is of type {to}, no longer {from}")
        }
        (ChangeKind::InputRetyped, ..) => format!("input {name} is of another type"),
        (ChangeKind::InputMandatory, ..) => format!("input {name} must be given"),
        (ChangeKind::InputOptional, _, Some(to)) => {
            format!("input {name} need not be given; it is {to} by default")
        }
        (ChangeKind::InputOptional, ..) => format!("input {name} need not be given"),
        (ChangeKind::DefaultChanged, Some(from), Some(to)) => {
            format!("input {name} is {to} by default, no longer {from}")
        }
        (ChangeKind::DefaultChanged, ..) => format!("input {name} has another default"),
        (ChangeKind::OptionsAdded, _, Some(to)) => format!("input {name} may also be {to}"),
        (ChangeKind::OptionsAdded, ..) => format!("input {name} may be anything"),
        (ChangeKind::OptionsRemoved, Some(from), _) => {
            format!("input {name} may no longer be {from}")
        }
        (ChangeKind::OptionsRemoved, _, Some(to)) => format!("input {name} may only be {to}"),
        (ChangeKind::OptionsRemoved, ..) => format!("input {name} has fewer options"),
        (ChangeKind::RegexChanged, _, Some(to)) => format!("input {name} must match {to}"),
        (ChangeKind::RegexChanged, ..) => format!("input {name} need not match a pattern"),
        (ChangeKind::RulesChanged, ..) => format!("input {name} depends otherwise on others"),
        (ChangeKind::JobAdded, ..) => format!("new job {name}"),
        (ChangeKind::JobRemoved, ..) => format!("job {name} is gone"),
        (ChangeKind::JobRenamed, _, Some(to)) => format!("job {name} is called {to}"),
        (ChangeKind::JobRenamed, ..) => format!("job {name} has another name"),
        (ChangeKind::StageAdded, ..) => format!("new stage {name}"),
        (ChangeKind::StageRemoved, ..) => format!("stage {name} is gone"),
    }
}

/// A name in backticks, which it must not hold itself.
fn quoted(text: &str) -> String {
    let text = if text.is_empty() { "\"\"" } else { text };
    format!("`{}`", text.replace('`', "'"))
}
