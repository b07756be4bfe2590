//! Versions as tags spell them, in the order of Semantic Versioning 2.0, and the ranges that GitLab knows.

use std::cmp::Ordering;

/// A whole version: `1.2.3`, `v1.2.3`, `1.2.3-rc.1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Semver {
    /// The part that promises nothing to users of another one.
    pub major: u64,
    /// The part that adds.
    pub minor: u64,
    /// The part that mends.
    pub patch: u64,
    /// What stands behind the dash; none for a release.
    pub before: Option<String>,
}

impl Semver {
    /// Reads a tag; a `v` in front is allowed, and build metadata is left aside.
    pub(crate) fn parse(tag: &str) -> Option<Semver> {
        let text = tag.strip_prefix('v').unwrap_or(tag);
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (numbers, before) = match text.split_once('-') {
            Some((numbers, before)) => (numbers, Some(before)),
            None => (text, None),
        };
        let numbers = numbers.split('.').map(number).collect::<Option<Vec<u64>>>()?;
        let [major, minor, patch] = numbers[..] else { return None };
        if before.is_some_and(|before| before.split('.').any(str::is_empty)) {
            return None;
        }
        Some(Semver { major, minor, patch, before: before.map(str::to_owned) })
    }

    /// Whether it is one that ranges never take.
    pub(crate) fn is_prerelease(&self) -> bool {
        self.before.is_some()
    }
}

impl Ord for Semver {
    fn cmp(&self, other: &Semver) -> Ordering {
        let numbers = |version: &Semver| (version.major, version.minor, version.patch);
        numbers(self).cmp(&numbers(other)).then_with(|| match (&self.before, &other.before) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(mine), Some(theirs)) => before(mine, theirs),
        })
    }
}

impl PartialOrd for Semver {
    fn partial_cmp(&self, other: &Semver) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A part of a version that GitLab resolves to the newest release within: `1` or `1.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SemverRange {
    major: u64,
    minor: Option<u64>,
}

impl SemverRange {
    /// Reads a range.
    pub(crate) fn parse(text: &str) -> Option<SemverRange> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (major, minor) = match text.split_once('.') {
            Some((major, minor)) => (number(major)?, Some(number(minor)?)),
            None => (number(text)?, None),
        };
        Some(SemverRange { major, minor })
    }

    /// Whether a version lies within; one before a release never does.
    pub(crate) fn holds(self, version: &Semver) -> bool {
        let is_minor = self.minor.is_none_or(|minor| version.minor == minor);
        !version.is_prerelease() && version.major == self.major && is_minor
    }
}

fn number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

/// Numbers are smaller than words and compare as numbers; the longer of two equal beginnings is the greater.
fn before(mine: &str, theirs: &str) -> Ordering {
    let part = |part: &str| (number(part), part.to_owned());
    let order = |(mine, theirs): (&str, &str)| match (part(mine), part(theirs)) {
        ((Some(mine), _), (Some(theirs), _)) => mine.cmp(&theirs),
        ((Some(_), _), (None, _)) => Ordering::Less,
        ((None, _), (Some(_), _)) => Ordering::Greater,
        ((None, mine), (None, theirs)) => mine.cmp(&theirs),
    };
    let pairs = mine.split('.').zip(theirs.split('.'));
    let first = pairs.map(order).find(|order| *order != Ordering::Equal);
    first.unwrap_or_else(|| mine.split('.').count().cmp(&theirs.split('.').count()))
}
