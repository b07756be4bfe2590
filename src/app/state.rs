//! What survives between runs, in one versioned file of the cache.
//!
//! It is a convenience: absent or damaged means a first build, and a cold run is always right.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, Digest};
use crate::page::Past;
use crate::site::{self, Manifest};

use super::report::Totals;

const STATE_VERSION: u32 = 1;
const STATE_FILE: &str = "past.json.zst";

/// What the last build said and wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    /// The hash of everything that the last site was made of.
    pub input: Digest,
    /// Where the last site is.
    pub output: PathBuf,
    /// Its files.
    pub manifest: Manifest,
    /// Its pages.
    pub past: Past,
    /// Its findings.
    pub findings: Vec<Diagnostic>,
    /// Its numbers.
    pub totals: Totals,
}

impl State {
    /// Puts together what this build leaves to the next.
    pub(super) fn new(
        input: Digest,
        output: PathBuf,
        manifest: Manifest,
        past: Past,
        findings: Vec<Diagnostic>,
        totals: Totals,
    ) -> State {
        State { version: STATE_VERSION, input, output, manifest, past, findings, totals }
    }

    /// Reads what the last build left.
    pub(super) fn recall(cache: &Path) -> Option<State> {
        let state: State = site::recall(&cache.join(STATE_FILE))?;
        (state.version == STATE_VERSION).then_some(state)
    }

    /// Where the last site is; the rest of what was left is passed over.
    pub(super) fn last_output(cache: &Path) -> Option<PathBuf> {
        #[derive(Deserialize)]
        struct Output {
            version: u32,
            output: PathBuf,
        }
        let state: Output = site::recall(&cache.join(STATE_FILE))?;
        (state.version == STATE_VERSION).then_some(state.output)
    }

    /// Writes what this build leaves.
    pub(super) fn remember(&self, cache: &Path) -> Result<()> {
        site::remember(&cache.join(STATE_FILE), self)?;
        Ok(())
    }
}
