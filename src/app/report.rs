//! What a build did, for people and for machines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::Diagnostic;
use crate::catalog::Catalog;
use crate::model::Withheld;
use crate::search::SearchTotals;

use super::exit::Exit;
use super::progress::StageTime;
use super::request::FailOn;

/// The version of `report.json`.
const REPORT_VERSION: u32 = 1;

/// What is the same for two builds of the same input, and so may be remembered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Totals {
    /// Projects that were read.
    pub projects: usize,
    /// Entities by kind in lower case.
    pub entities: BTreeMap<String, usize>,
    /// Pages of the site.
    pub pages: usize,
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// What was left out because the readers may not see it.
    #[serde(default)]
    pub withheld: Withheld,
    /// Projects that are shown as an earlier run read them.
    #[serde(default)]
    pub stale: usize,
    /// What can be searched.
    #[serde(default)]
    pub search: SearchTotals,
}

/// `report.json`.
#[derive(Debug, Serialize)]
pub(crate) struct Report<'a> {
    version: u32,
    portolan: &'static str,
    projects: usize,
    entities: &'a BTreeMap<String, usize>,
    pages: usize,
    files: usize,
    /// Files that were written because they are new or changed.
    written: usize,
    removed: usize,
    bytes: u64,
    /// Requests to GitLab by kind; directories need none.
    requests: &'a BTreeMap<String, usize>,
    withheld: Withheld,
    stale: usize,
    findings: BTreeMap<&'static str, usize>,
    severities: BTreeMap<&'static str, usize>,
    stages: &'a [StageTime],
    search: SearchTotals,
    /// Whether nothing had changed since the last build.
    unchanged: bool,
}

impl<'a> Report<'a> {
    /// Puts a report together.
    pub(crate) fn new(
        totals: &'a Totals,
        written: (usize, usize),
        findings: &[Diagnostic],
        stages: &'a [StageTime],
        requests: &'a BTreeMap<String, usize>,
        unchanged: bool,
    ) -> Report<'a> {
        let mut by_code = BTreeMap::new();
        let mut by_severity = BTreeMap::new();
        for finding in findings {
            *by_code.entry(finding.code.as_str()).or_default() += 1;
            *by_severity.entry(finding.severity.as_str()).or_default() += 1;
        }
        Report {
            version: REPORT_VERSION,
            portolan: env!("CARGO_PKG_VERSION"),
            projects: totals.projects,
            entities: &totals.entities,
            pages: totals.pages,
            files: totals.files,
            written: written.0,
            removed: written.1,
            bytes: totals.bytes,
            requests,
            withheld: totals.withheld,
            stale: totals.stale,
            findings: by_code,
            severities: by_severity,
            stages,
            search: totals.search,
            unchanged,
        }
    }

    /// The closing table for people.
    pub(crate) fn table(&self, output: &str) -> String {
        let entities: Vec<String> =
            self.entities.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let seconds: f64 = self.stages.iter().map(|stage| stage.seconds).sum();
        let slowest: Vec<String> = self
            .stages
            .iter()
            .map(|stage| format!("{} {:.2} s", stage.name, stage.seconds))
            .collect();
        let severities: Vec<String> = ["error", "warning", "info"]
            .iter()
            .filter_map(|severity| {
                let count = self.severities.get(severity)?;
                let plural = if *count == 1 || *severity == "info" { "" } else { "s" };
                Some(format!("{count} {severity}{plural}"))
            })
            .collect();
        let found =
            if severities.is_empty() { "nothing wrong".to_owned() } else { severities.join(", ") };
        let written = match self.unchanged {
            true => "nothing changed, nothing written".to_owned(),
            false => format!(
                "{} of {} files written, {} removed",
                self.written, self.files, self.removed
            ),
        };
        let requests: usize = self.requests.values().sum();
        let asked = if requests == 0 { String::new() } else { format!(", by {requests} requests") };
        let Withheld { projects, repositories, features } = self.withheld;
        let withheld = match projects + repositories + features {
            0 => String::new(),
            _ => format!(
                "\n  withheld {projects} projects, {repositories} repositories and {features} features that readers may not see"
            ),
        };
        format!(
            "\n  read     {} projects{asked}: {}{withheld}\n  found    {found}\n  wrote    {} pages, {:.1} MB in {output}: {written}\n  took     {seconds:.2} s: {}\n",
            self.projects,
            entities.join(", "),
            self.pages,
            self.bytes as f64 / 1e6,
            slowest.join(", "),
        )
    }
}

/// Counts the entities by kind.
pub(crate) fn entities_by_kind(catalog: &Catalog) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for id in catalog.ids() {
        *counts.entry(catalog.entity(id).kind.slug().to_owned()).or_default() += 1;
    }
    counts
}

/// How a command with these findings ends.
pub(crate) fn exit(findings: &[Diagnostic], fail_on: FailOn) -> Exit {
    let worst = findings.iter().map(|finding| finding.severity).max();
    if fail_on.fails(worst) { Exit::Findings } else { Exit::Done }
}

/// The findings for people: the worst first, at most `most`, with a line on what is left out.
pub(crate) fn told(findings: &[Diagnostic], most: usize) -> String {
    let mut sorted: Vec<&Diagnostic> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut text = String::new();
    for finding in sorted.iter().take(most) {
        text.push_str(&printable(&finding.to_string()));
        text.push('\n');
    }
    let left = sorted.len().saturating_sub(most);
    if left > 0 {
        text.push_str(&format!("… and {left} more; the health page has them all\n"));
    }
    text
}

/// The text without control characters and marks of direction: what was read must not draw on a terminal or forge a log.
pub(crate) fn printable(text: &str) -> String {
    let is_hostile = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    text.chars()
        .map(|c| if is_hostile(c) { c.escape_unicode().to_string() } else { c.to_string() })
        .collect()
}
