//! What changed for those who include a file, from one state of it to another.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::base::nearest;
use crate::model::{CiFile, CiInput, CiJob};

/// How many pairs of gone and new jobs are compared; where everything changed, nothing was renamed.
const PAIRS: usize = 2_500;

/// One difference that those who include the file may notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What sort of difference.
    pub what: ChangeKind,
    /// The input, job or stage; of a renamed job the name that it had.
    pub name: String,
    /// What was, in the form in which one would write it.
    pub from: Option<String>,
    /// What is now.
    pub to: Option<String>,
    /// Whether a pipeline that was right may be wrong now.
    pub is_breaking: bool,
}

/// What sort of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChangeKind {
    /// There is a new input; `to` is its default, and none if a value must be given.
    InputAdded,
    /// An input is gone.
    InputRemoved,
    /// An input has another type.
    InputRetyped,
    /// An input that had a default has none.
    InputMandatory,
    /// An input that had none has a default.
    InputOptional,
    /// An input has another default.
    DefaultChanged,
    /// Values are allowed that were not.
    OptionsAdded,
    /// Values are no longer allowed.
    OptionsRemoved,
    /// Values must match another pattern, or none.
    RegexChanged,
    /// What an input may be depends otherwise on other inputs.
    RulesChanged,
    /// There is a new job.
    JobAdded,
    /// A job is gone.
    JobRemoved,
    /// A job has another name.
    JobRenamed,
    /// There is a new stage.
    StageAdded,
    /// A stage is gone.
    StageRemoved,
}

impl ChangeKind {
    /// The word of data files and pages.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ChangeKind::InputAdded => "input-added",
            ChangeKind::InputRemoved => "input-removed",
            ChangeKind::InputRetyped => "input-retyped",
            ChangeKind::InputMandatory => "input-mandatory",
            ChangeKind::InputOptional => "input-optional",
            ChangeKind::DefaultChanged => "default-changed",
            ChangeKind::OptionsAdded => "options-added",
            ChangeKind::OptionsRemoved => "options-removed",
            ChangeKind::RegexChanged => "regex-changed",
            ChangeKind::RulesChanged => "rules-changed",
            ChangeKind::JobAdded => "job-added",
            ChangeKind::JobRemoved => "job-removed",
            ChangeKind::JobRenamed => "job-renamed",
            ChangeKind::StageAdded => "stage-added",
            ChangeKind::StageRemoved => "stage-removed",
        }
    }
}

/// Returns what changed: inputs in the order of the newer file, those that are gone after them, then jobs and stages.
pub(crate) fn changes(older: &CiFile, newer: &CiFile) -> Vec<Change> {
    let mut found = Vec::new();
    let named = |inputs: &'_ [CiInput], name: &str| inputs.iter().position(|one| one.name == name);
    for input in &newer.inputs {
        match named(&older.inputs, &input.name) {
            Some(at) => of_input(&older.inputs[at], input, &mut found),
            None => found.push(Change {
                to: default(input),
                is_breaking: input.is_mandatory(),
                ..change(ChangeKind::InputAdded, &input.name)
            }),
        }
    }
    let gone = older.inputs.iter().filter(|input| named(&newer.inputs, &input.name).is_none());
    found.extend(gone.map(|input| breaking(ChangeKind::InputRemoved, &input.name)));
    of_jobs(&older.jobs, &newer.jobs, &mut found);
    of_stages(&older.stages, &newer.stages, &mut found);
    found
}

fn change(what: ChangeKind, name: &str) -> Change {
    Change { what, name: name.to_owned(), from: None, to: None, is_breaking: false }
}

fn breaking(what: ChangeKind, name: &str) -> Change {
    Change { is_breaking: true, ..change(what, name) }
}

fn of_input(older: &CiInput, newer: &CiInput, found: &mut Vec<Change>) {
    let name = newer.name.as_str();
    if older.input_type != newer.input_type {
        found.push(Change {
            from: Some(older.input_type.to_string()),
            to: Some(newer.input_type.to_string()),
            ..breaking(ChangeKind::InputRetyped, name)
        });
    }
    let (was, is) = (default(older), default(newer));
    match (older.is_mandatory(), newer.is_mandatory()) {
        (false, true) => {
            found.push(Change { from: was, ..breaking(ChangeKind::InputMandatory, name) });
        }
        (true, false) => found.push(Change { to: is, ..change(ChangeKind::InputOptional, name) }),
        _ if older.default != newer.default => {
            found.push(Change { from: was, to: is, ..change(ChangeKind::DefaultChanged, name) });
        }
        _ => {}
    }
    of_options(older, newer, found);
    if older.regex != newer.regex {
        found.push(Change {
            from: older.regex.clone(),
            to: newer.regex.clone(),
            is_breaking: newer.regex.is_some(),
            ..change(ChangeKind::RegexChanged, name)
        });
    }
    if older.rules != newer.rules {
        found.push(change(ChangeKind::RulesChanged, name));
    }
}

fn of_options(older: &CiInput, newer: &CiInput, found: &mut Vec<Change>) {
    let name = newer.name.as_str();
    match (&older.options, &newer.options) {
        (None, None) => {}
        // What could be anything can be these only, and the other way round.
        (None, Some(now)) => {
            found.push(Change { to: listed(now), ..breaking(ChangeKind::OptionsRemoved, name) })
        }
        (Some(before), None) => {
            found.push(Change { from: listed(before), ..change(ChangeKind::OptionsAdded, name) })
        }
        (Some(before), Some(now)) => {
            let gone = listed(before.iter().filter(|value| !now.contains(value)));
            let new = listed(now.iter().filter(|value| !before.contains(value)));
            if gone.is_some() {
                found.push(Change { from: gone, ..breaking(ChangeKind::OptionsRemoved, name) });
            }
            if new.is_some() {
                found.push(Change { to: new, ..change(ChangeKind::OptionsAdded, name) });
            }
        }
    }
}

fn default(input: &CiInput) -> Option<String> {
    input.default.as_ref().map(text)
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn listed<'v>(values: impl IntoIterator<Item = &'v Json>) -> Option<String> {
    let words: Vec<String> = values.into_iter().map(text).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn of_jobs(older: &[CiJob], newer: &[CiJob], found: &mut Vec<Change>) {
    let names = |jobs: &'_ [CiJob]| -> BTreeSet<String> {
        jobs.iter().map(|job| job.name.clone()).collect()
    };
    let (before, now) = (names(older), names(newer));
    let gone: Vec<&CiJob> = older.iter().filter(|job| !now.contains(&job.name)).collect();
    let mut new: Vec<&CiJob> = newer.iter().filter(|job| !before.contains(&job.name)).collect();
    let may_be_renamed = gone.len().saturating_mul(new.len()) <= PAIRS;
    for job in &gone {
        let same = if may_be_renamed { renamed(job, &gone, &new) } else { None };
        // Others may extend it, need it or override it by its name.
        found.push(match same.map(|at| new.remove(at)) {
            Some(same) => Change {
                to: Some(same.name.clone()),
                ..breaking(ChangeKind::JobRenamed, &job.name)
            },
            None => breaking(ChangeKind::JobRemoved, &job.name),
        });
    }
    found.extend(new.into_iter().map(|job| change(ChangeKind::JobAdded, &job.name)));
}

/// Which of the new jobs a job that is gone has become: the one of a similar name, else the one that alone runs where it ran.
fn renamed(job: &CiJob, gone: &[&CiJob], new: &[&CiJob]) -> Option<usize> {
    let of_sort = |other: &&&CiJob| other.is_hidden() == job.is_hidden();
    let names = new.iter().filter(of_sort).map(|other| other.name.as_str());
    if let Some(near) = nearest(&job.name, names) {
        return new.iter().position(|other| other.name == near);
    }
    let runs = |job: &CiJob| (job.stage.clone(), job.image.clone());
    let runs_alike = |other: &&&CiJob| of_sort(other) && runs(other) == runs(job);
    let is_told = job.stage.is_some() && job.image.is_some();
    let is_only = gone.iter().filter(runs_alike).count() == 1;
    let mut alike = new.iter().enumerate().filter(|(_, other)| runs_alike(other));
    let (at, _) = alike.next().filter(|_| is_told && is_only)?;
    alike.next().is_none().then_some(at)
}

fn of_stages(older: &[String], newer: &[String], found: &mut Vec<Change>) {
    let (before, now): (BTreeSet<&String>, BTreeSet<&String>) =
        (older.iter().collect(), newer.iter().collect());
    let gone = older.iter().filter(|stage| !now.contains(stage));
    found.extend(gone.map(|stage| breaking(ChangeKind::StageRemoved, stage)));
    let new = newer.iter().filter(|stage| !before.contains(stage));
    found.extend(new.map(|stage| change(ChangeKind::StageAdded, stage)));
}
