//! Refuses to publish a site that lost more than an accident would explain.

use super::SiteError;

/// What may vanish between two builds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shrink {
    /// Per cent of what there was.
    pub percent: u8,
    /// Fewer than this never count.
    pub at_least: usize,
}

/// Compares a count with that of the last build: more than `percent` and at least `at_least` is too much.
pub(crate) fn check_shrink(
    what: &'static str,
    before: usize,
    now: usize,
    allowed: Shrink,
) -> Result<(), SiteError> {
    let lost = before.saturating_sub(now);
    if lost >= allowed.at_least && lost * 100 > before * usize::from(allowed.percent) {
        return Err(SiteError::Shrunk { what, before, now, limit: allowed.percent });
    }
    Ok(())
}
