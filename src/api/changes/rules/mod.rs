//! The table of rules: what each difference means for those who call.

mod changed;
mod form;
mod presence;
mod security;
mod spelled;

use super::ChangeClass::{self, Safe};
use super::judge::Way;

pub(super) use changed::{changed, of_use, retyped};
pub(super) use presence::{added, removed};

/// What a rule says.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub class: ChangeClass,
    pub rule: &'static str,
    pub message: String,
    /// Whether differences below are but consequences.
    pub hides_below: bool,
}

fn verdict(class: ChangeClass, rule: &'static str, message: String) -> Verdict {
    Verdict { class, rule, message, hides_below: false }
}

/// The worse of what it means to those who give and to those who get.
fn by_way(way: Way, given: ChangeClass, got: ChangeClass) -> ChangeClass {
    match (way.given, way.got) {
        (true, true) => given.min(got),
        (true, false) => given,
        (false, true) => got,
        (false, false) => Safe,
    }
}
