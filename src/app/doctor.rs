//! `portolan doctor`: says whether the sources can be read and the site published.

use anyhow::Result;

use super::Console;
use super::exit::{Exit, Failure};
use super::request::DoctorRequest;

/// Runs the command.
pub(super) fn run(_request: &DoctorRequest, _console: &Console) -> Result<Exit> {
    Err(Failure::usage("there is nothing to look at yet"))
}
