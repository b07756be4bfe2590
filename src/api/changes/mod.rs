//! What changed between two surfaces of one API, and whom it may break.
//!
//! Two sorted lists are merged, and each difference is judged by a table of rules that knows which way a value goes:
//! what callers give may become wider, what they get may not. Words for people are in no surface, so that editing
//! them changes nothing; neither does giving a name to a form that had none.

mod judge;
mod merge;
mod package;
mod rules;
mod whole;
mod words;

#[cfg(test)]
mod tests;

use crate::api::surface::Surface;

/// Whom a change may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ChangeClass {
    /// Callers that kept to the description break.
    Breaking,
    /// Callers may break that did not expect more than there was.
    Risky,
    /// Nobody breaks.
    Safe,
}

/// One difference between two surfaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    /// Whom it may break.
    pub class: ChangeClass,
    /// The key of the operation concerned, as of [`Operation::key`](crate::model::api::Operation::key).
    pub operation: Option<String>,
    /// The name of the schema concerned.
    pub schema: Option<String>,
    /// Where below that: `items[].price`; empty if it is the thing itself.
    pub place: String,
    /// The rule's id: kebab-case, stable.
    pub rule: &'static str,
    /// What happened, as a sentence.
    pub message: String,
}

/// How many changes there are of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChangeCounts {
    /// Changes that break callers.
    pub breaking: usize,
    /// Changes that may.
    pub risky: usize,
    /// Changes that do not.
    pub safe: usize,
}

/// What changed, the worst first, then in the order of operations and schemas; nothing if one was written in another
/// form, which cannot be compared.
pub(crate) fn changes(old: &Surface, new: &Surface) -> Vec<Change> {
    if old.version != new.version {
        return Vec::new();
    }
    let (old, mut changes) = package::moved(old, new);
    changes.extend(merge::merge(&old, new));
    changes.sort();
    changes.dedup();
    changes
}

/// How much changed.
pub(crate) fn summary(changes: &[Change]) -> ChangeCounts {
    let of = |class| changes.iter().filter(|change| change.class == class).count();
    ChangeCounts {
        breaking: of(ChangeClass::Breaking),
        risky: of(ChangeClass::Risky),
        safe: of(ChangeClass::Safe),
    }
}
