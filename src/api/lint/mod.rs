//! What a description lacks that its users would miss, each finding with its place.
//!
//! Rules are few, and each can be switched off. What is wrong, instead of missing, is told by the readers.

mod paths;
mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::base::Code;
use crate::model::api::{ApiContent, SourcePosition};

/// What may be chosen.
#[derive(Clone, Debug, Default)]
pub(crate) struct LintOptions {
    /// The rules that are not asked.
    pub off: BTreeSet<Code>,
}

/// Something that is missing, or unlike the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LintFinding {
    /// Which rule.
    pub code: Code,
    /// Where.
    pub at: SourcePosition,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What a description lacks, in the order of its places.
pub(crate) fn lint(content: &ApiContent, options: &LintOptions) -> Vec<LintFinding> {
    asked(content, options).findings
}

/// How good a description is, from 0 to 100: the share of questions that found nothing, rounded down, so that only a
/// description without findings has 100. Each rule asks each operation, body, path or type that it is about once.
pub(crate) fn score(content: &ApiContent, options: &LintOptions, findings: &[LintFinding]) -> u8 {
    let questions = asked(content, options).questions;
    let failed = findings.len().min(questions);
    let share = ((questions - failed) * 100).checked_div(questions).unwrap_or(100);
    u8::try_from(share).expect("a share is at most 100")
}

fn asked<'a>(content: &ApiContent, options: &'a LintOptions) -> Asked<'a> {
    let mut asked = Asked { options, questions: 0, findings: Vec::new() };
    rules::ask(content, &mut asked);
    paths::ask(content, &mut asked);
    asked.findings.sort_by_key(|finding| (finding.at, finding.code));
    asked
}

/// Questions and what was found.
struct Asked<'a> {
    options: &'a LintOptions,
    questions: usize,
    findings: Vec<LintFinding>,
}

impl Asked<'_> {
    /// Asks one question; if the answer is no, it is a finding.
    fn ask(
        &mut self,
        code: Code,
        is_well: bool,
        at: SourcePosition,
        say: impl FnOnce() -> (String, String),
    ) {
        if self.options.off.contains(&code) {
            return;
        }
        self.questions += 1;
        if !is_well {
            let (message, help) = say();
            self.findings.push(LintFinding { code, at, message, help });
        }
    }
}
