//! The name a person probably meant.

/// Returns the candidate nearest to `wanted`, if one is near enough to be a slip of the pen.
///
/// Ties go to the first in order, so that messages do not depend on the order of the candidates' source.
pub(crate) fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        // The distance is at least the difference in length, which is far cheaper to see.
        .filter(|candidate| candidate.len().abs_diff(wanted.len()) <= limit * 4)
        .map(|candidate| (strsim::osa_distance(wanted, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
