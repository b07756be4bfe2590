//! What is known of each API beyond its description: its surface, what changed since earlier ones, how it is judged.
//!
//! Earlier surfaces come from releases of the repository; where nothing is released, from what earlier builds saw.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::{self, Change, LintFinding, LintOptions, Surface};
use crate::base::{Code, Diagnostic, Place, Timestamp};
use crate::catalog::Catalog;
use crate::model::api::ApiDoc;
use crate::model::{Project, ProjectIndex, RelationKind, Snapshot};
use crate::page::Past;

/// How many surfaces of earlier builds are kept of an API.
const KEPT: usize = 10;

/// How many findings of one rule are told of one description.
const TOLD: usize = 10;

/// Everything that is known of APIs beyond their descriptions, by project and place among its descriptions.
#[derive(Default)]
pub(crate) struct ApiRecords {
    of: BTreeMap<(ProjectIndex, u32), ApiRecord>,
}

/// What is known of one API.
pub(crate) struct ApiRecord {
    /// What of it callers can notice.
    pub surface: Surface,
    /// What changed from version to version, newest first; only steps in which something did.
    pub steps: Vec<ApiStep>,
    /// How well it is described, from 0 to 100; none if nobody judges.
    pub score: Option<u8>,
    /// How much there is to say against it.
    pub remarks: usize,
    /// What the next build should know.
    past: (String, Vec<PastApi>),
}

/// What changed from one version to the next.
pub(crate) struct ApiStep {
    /// What the older one is called.
    pub from: String,
    /// What the newer one is called.
    pub to: String,
    /// Since when the newer one is there.
    pub at: Option<Timestamp>,
    /// What changed, the worst first.
    pub changes: Vec<Change>,
    /// Whether the newer one says that it breaks callers.
    pub is_major: bool,
}

/// An API as an earlier build saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PastApi {
    /// The version that it had.
    pub version: Option<String>,
    /// Since when it was there.
    pub at: Option<Timestamp>,
    /// What callers could notice.
    pub surface: Surface,
}

/// What the caller may choose.
pub(crate) struct RecordOptions {
    /// Whether descriptions are judged.
    pub lints: bool,
    /// By which rules.
    pub lint: LintOptions,
}

impl ApiRecords {
    /// What is known of a description.
    pub(crate) fn of(&self, project: ProjectIndex, index: u32) -> Option<&ApiRecord> {
        self.of.get(&(project, index))
    }

    /// What the next build should know of all.
    pub(crate) fn remember(&self) -> BTreeMap<String, Vec<PastApi>> {
        self.of.values().map(|record| record.past.clone()).collect()
    }
}

/// Compares every description with its past and judges it.
pub(crate) fn records(
    snapshot: &Snapshot,
    catalog: &Catalog,
    past: &Past,
    options: &RecordOptions,
) -> (ApiRecords, Vec<Diagnostic>) {
    let found: Vec<_> = snapshot
        .indexed()
        .flat_map(|(index, project)| {
            let apis = catalog.contents(index).apis.iter();
            (0..).zip(apis).map(move |(at, api)| ((index, at), project, api))
        })
        .collect();
    let made: Vec<_> = found
        .par_iter()
        .filter_map(|(key, project, api)| {
            let (record, findings) = record(snapshot, catalog, project, api, past, options)?;
            Some((*key, record, findings))
        })
        .collect();
    let mut records = ApiRecords::default();
    let mut all = Vec::new();
    for (key, record, findings) in made {
        records.of.insert(key, record);
        all.extend(findings);
    }
    (records, all)
}

/// One state of an API.
struct State<'a> {
    label: String,
    version: Option<String>,
    at: Option<Timestamp>,
    surface: std::borrow::Cow<'a, Surface>,
}

fn record(
    snapshot: &Snapshot,
    catalog: &Catalog,
    project: &Project,
    api: &ApiDoc,
    past: &Past,
    options: &RecordOptions,
) -> Option<(ApiRecord, Vec<Diagnostic>)> {
    use std::borrow::Cow;
    let content = api.content.as_deref()?;
    let reference = api.entity.as_ref().map(ToString::to_string).unwrap_or_default();
    let key = format!("{}\n{reference}\n{}", project.path, api.path);
    let surface = api::surface(content);
    let committed = project.head.as_ref().and_then(|head| head.committed_at);
    let now = PastApi {
        version: content.version.clone(),
        at: committed.or(snapshot.taken),
        surface: surface.clone(),
    };
    let kept = past.apis.get(&key).map_or(&[][..], Vec::as_slice);
    let seen = seen(now, kept);
    let states: Vec<State<'_>> = if api.editions.is_empty() {
        let states = seen.iter().map(|one| State {
            label: one.version.clone().unwrap_or_default(),
            version: one.version.clone(),
            at: one.at,
            surface: Cow::Borrowed(&one.surface),
        });
        states.collect()
    } else {
        let newest = State {
            label: String::new(),
            version: content.version.clone(),
            at: committed,
            surface: Cow::Borrowed(&surface),
        };
        let released = api.editions.iter().map(|edition| State {
            label: edition.tag.clone(),
            version: edition.content.version.clone().or_else(|| Some(edition.tag.clone())),
            at: edition.released_at,
            surface: Cow::Owned(api::surface(&edition.content)),
        });
        std::iter::once(newest).chain(released).collect()
    };
    let steps = steps(&states);
    let mut findings = Vec::new();
    findings.extend(steps.first().and_then(|step| breaking(catalog, project, api, step)));
    let (score, remarks) = match options.lints {
        true => {
            let found = api::lint(content, &options.lint);
            let score = api::score(content, &options.lint, &found);
            let remarks = found.len();
            findings.extend(told(found).into_iter().map(|one| {
                let file = content.files.get(one.at.file as usize).unwrap_or(&api.path);
                let (line, column) = (one.at.line, one.at.column);
                let place = Place::at(&project.path, file.as_str(), line, column);
                Diagnostic::new(one.code, place, one.message).help(one.help)
            }));
            (Some(score), remarks)
        }
        false => (None, 0),
    };
    let record = ApiRecord { surface, steps, score, remarks, past: (key, seen) };
    Some((record, findings))
}

/// The findings that people are told of: the first few of each rule, the last of them with how many follow.
fn told(found: Vec<LintFinding>) -> Vec<LintFinding> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for one in &found {
        *counts.entry(one.code).or_default() += 1;
    }
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut told = Vec::new();
    for mut one in found {
        let number = seen.entry(one.code).or_default();
        *number += 1;
        let more = counts[&one.code].saturating_sub(TOLD);
        if *number == TOLD && more > 0 {
            one.message = format!("{}; and {more} more like this", one.message);
        }
        if *number <= TOLD {
            told.push(one);
        }
    }
    told
}

/// What the next build should know: this state before those of earlier builds, unless nothing changed.
fn seen(now: PastApi, kept: &[PastApi]) -> Vec<PastApi> {
    let mut seen = kept.to_vec();
    match seen.first_mut() {
        Some(newest) if newest.surface == now.surface => newest.version = now.version,
        _ => seen.insert(0, now),
    }
    seen.truncate(KEPT);
    seen
}

/// The steps between states, newest first. A state that says nothing of its name is called by its version.
fn steps(states: &[State<'_>]) -> Vec<ApiStep> {
    let mut steps = Vec::new();
    for pair in states.windows(2) {
        let [new, old] = pair else { continue };
        let changes = api::changes(&old.surface, &new.surface);
        if changes.is_empty() {
            continue;
        }
        let (from, to) = (name(old, None), name(new, Some(old)));
        let is_major = major(new.version.as_deref()) != major(old.version.as_deref());
        steps.push(ApiStep { from, to, at: new.at, changes, is_major });
    }
    steps
}

/// What a state is called; one that has the version of the state before is not released yet.
fn name(state: &State<'_>, before: Option<&State<'_>>) -> String {
    if !state.label.is_empty() && before.is_none_or(|before| before.label != state.label) {
        return state.label.clone();
    }
    match (&state.version, before) {
        (Some(version), Some(before)) if before.version.as_ref() == Some(version) => {
            match state.at {
                Some(at) => format!("{version} as of {}", at.date()),
                None => format!("{version}, changed"),
            }
        }
        (Some(version), _) => version.clone(),
        (None, _) => state.at.map_or_else(|| "before".to_owned(), |at| at.date()),
    }
}

/// The part of a version that a breaking change raises: the first number, of `0.x` the second too.
fn major(version: Option<&str>) -> Option<(u64, u64)> {
    let version = version?.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    let first = numbers.next()?.ok()?;
    let second = numbers.next().and_then(Result::ok).unwrap_or_default();
    Some((first, if first == 0 { second } else { 0 }))
}

/// The finding about a step that breaks callers and does not say so.
fn breaking(
    catalog: &Catalog,
    project: &Project,
    api: &ApiDoc,
    step: &ApiStep,
) -> Option<Diagnostic> {
    let counts = api::summary(&step.changes);
    if counts.breaking == 0 || step.is_major {
        return None;
    }
    let first = step.changes.first()?;
    let place = Place::at(&project.path, api.path.as_str(), 1, 1);
    let change = if counts.breaking == 1 { "change breaks" } else { "changes break" };
    let message = format!(
        "{} {change} callers from `{}` to `{}`, such as: {}",
        counts.breaking, step.from, step.to, first.message
    );
    let entity = api.entity.as_ref().and_then(|entity| catalog.find(entity));
    let consumers: Vec<String> = entity
        .into_iter()
        .flat_map(|id| catalog.targets(id, RelationKind::ApiConsumedBy))
        .map(|id| format!("`{}`", catalog.entity(id).reference.short()))
        .collect();
    let help = match consumers.is_empty() {
        true => "publish it as a new major version, or keep what callers use".to_owned(),
        false => {
            format!("publish it as a new major version, or speak with {}", consumers.join(", "))
        }
    };
    Some(Diagnostic::new(Code::ApiBreaking, place, message).help(help))
}
