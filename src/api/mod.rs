//! What can be concluded from API descriptions, whatever their format: samples and examples, what they lack, and
//! what changed between two of them.
//!
//! In: the common model. Out: values. Knows no pages, no files and no past.

mod changes;
mod example;
mod json_name;
mod lint;
mod samples;
mod surface;

pub(crate) use changes::{Change, ChangeClass, changes, summary};
pub(crate) use example::{Direction, example};
pub(crate) use lint::{LintFinding, LintOptions, lint, score};
pub(crate) use samples::samples;
pub(crate) use surface::{Surface, surface};

#[cfg(test)]
mod tests;
