//! Versions that includes ask for, in the order in which GitLab looks for them (`Gitlab::Ci::Components::InstancePath`).

use crate::base::{Semver, SemverRange};
use crate::model::Project;

use super::inclusion::{Behind, Pin, VersionUse};

/// What the pipeline's own commit is called; in a component, what the component's own commit is called.
const OWN: &[&str] = &[
    "CI_COMMIT_SHA",
    "CI_COMMIT_REF_NAME",
    "CI_COMMIT_TAG",
    "CI_COMMIT_BRANCH",
    "CI_COMMIT_REF_SLUG",
    "component.sha",
    "component.version",
    "component.reference",
];

/// The shortest beginning of a commit that Git prints.
const SHORTEST_SHA: usize = 7;

/// The names by which the states of one project are known.
#[derive(Default)]
pub(super) struct Releases<'a> {
    /// In semantic order, newest first; those that are no versions come last, in the order of the releases.
    known: Vec<Known<'a>>,
    default_branch: Option<&'a str>,
    head: Option<&'a str>,
}

struct Known<'a> {
    tag: &'a str,
    version: Option<Semver>,
    sha: Option<&'a str>,
}

impl<'a> Releases<'a> {
    /// Gathers what is known of a project.
    pub(super) fn of(project: &'a Project) -> Releases<'a> {
        let sha = |tag: &str| project.versions.iter().find(|version| version.tag == tag);
        let known = |tag: &'a str| Known {
            tag,
            version: Semver::parse(tag),
            sha: sha(tag).and_then(|version| version.sha.as_deref()),
        };
        let tags = project.releases.iter().map(|release| release.tag.as_str());
        let mut known: Vec<Known<'a>> = tags.map(known).collect();
        // Stable, and `None` is the smallest: what is no version keeps its order behind the rest.
        known.sort_by(|one, other| other.version.cmp(&one.version));
        Releases {
            known,
            default_branch: project.default_branch.as_deref(),
            head: project.head.as_ref().map(|head| head.sha.as_str()),
        }
    }

    /// Whether a version is the newest release, or one that nothing is known to be newer than.
    pub(super) fn is_newest(&self, version: &VersionUse) -> bool {
        let is_release = matches!(version.pin, Pin::Version | Pin::Range | Pin::Latest);
        is_release && (self.known.is_empty() || version.behind == Behind::Current)
    }

    /// What stands behind a component's `@`.
    pub(super) fn of_component(&self, asked: &str) -> VersionUse {
        if asked == "~latest" {
            let resolved = self.newest().map(str::to_owned);
            let behind = if resolved.is_some() { Behind::Current } else { Behind::Unknown };
            return VersionUse { asked: asked.to_owned(), pin: Pin::Latest, resolved, behind };
        }
        // GitLab's ranges have no `v` in front: `v1` is the name of a tag or branch.
        match SemverRange::parse(asked).filter(|_| !asked.starts_with('v')) {
            Some(range) => self.of_range(asked, range),
            None => self.of_name(asked),
        }
    }

    /// What stands behind the `ref` of a file of another project; ranges are unknown there.
    pub(super) fn of_file(&self, asked: Option<&str>) -> VersionUse {
        match asked {
            None => {
                let (pin, behind) = (Pin::Branch, Behind::Unknown);
                VersionUse { asked: String::new(), pin, resolved: None, behind }
            }
            Some(asked) => self.of_name(asked),
        }
    }

    fn of_range(&self, asked: &str, range: SemverRange) -> VersionUse {
        let is_within = |known: &&Known<'_>| known.version.as_ref().is_some_and(|v| range.holds(v));
        let Some(found) = self.known.iter().find(is_within) else {
            // Nothing was released within, so GitLab takes it for the name of a tag, branch or commit.
            let named = self.of_name(asked);
            let is_named = named.resolved.is_some() || named.pin == Pin::Commit;
            return if is_named { named } else { VersionUse { pin: Pin::Range, ..named } };
        };
        VersionUse {
            asked: asked.to_owned(),
            pin: Pin::Range,
            resolved: Some(found.tag.to_owned()),
            behind: self.behind(found.version.as_ref()),
        }
    }

    /// A commit, tag or branch.
    ///
    /// A branch has no place among the releases: nobody can say how far it is behind.
    fn of_name(&self, asked: &str) -> VersionUse {
        let made = |pin, resolved: Option<&Known<'_>>, behind| VersionUse {
            asked: asked.to_owned(),
            pin,
            resolved: resolved.map(|known| known.tag.to_owned()),
            behind,
        };
        if is_own(asked) {
            return made(Pin::Own, None, Behind::Unknown);
        }
        if asked.contains('$') {
            return made(Pin::Variable, None, Behind::Unknown);
        }
        if let Some(known) = self.known.iter().find(|known| known.tag == asked) {
            return made(Pin::Version, Some(known), self.behind(known.version.as_ref()));
        }
        if is_sha(asked) {
            let lower = asked.to_ascii_lowercase();
            let is_it = |known: &&Known<'_>| known.sha.is_some_and(|sha| sha.starts_with(&lower));
            let known = self.known.iter().find(is_it);
            let version = known.and_then(|known| known.version.as_ref());
            return made(Pin::Commit, known, self.behind(version));
        }
        match Semver::parse(asked) {
            Some(version) => made(Pin::Version, None, self.behind(Some(&version))),
            None => made(Pin::Branch, None, Behind::Unknown),
        }
    }

    fn behind(&self, version: Option<&Semver>) -> Behind {
        let newest = self.newest_known().and_then(|known| known.version.as_ref());
        match (version, newest) {
            (Some(version), Some(newest)) if newest.major > version.major => Behind::Major,
            (Some(version), Some(newest)) if newest > version => Behind::Minor,
            (Some(_), Some(_)) => Behind::Current,
            _ => Behind::Unknown,
        }
    }

    /// The newest release: the greatest version that is not one before a release, else the first that is listed.
    pub(super) fn newest(&self) -> Option<&'a str> {
        self.newest_known().map(|known| known.tag)
    }

    fn newest_known(&self) -> Option<&Known<'a>> {
        let is_whole =
            |known: &&Known<'_>| known.version.as_ref().is_some_and(|v| !v.is_prerelease());
        self.known.iter().find(is_whole).or(self.known.first())
    }

    /// The tags of all releases that are known.
    pub(super) fn tags(&self) -> impl Iterator<Item = &'a str> {
        self.known.iter().map(|known| known.tag)
    }

    /// The release of this tag.
    pub(super) fn tag(&self, tag: &str) -> Option<&'a str> {
        self.tags().find(|known| *known == tag)
    }

    /// Whether the state that was read is the one asked for: the default branch, or its commit.
    pub(super) fn is_head(&self, version: &VersionUse) -> bool {
        let asked = version.asked.as_str();
        match version.pin {
            Pin::Own => true,
            Pin::Branch => {
                asked.is_empty() || asked == "HEAD" || Some(asked) == self.default_branch
            }
            Pin::Commit => self.head == Some(asked),
            // A folder has no releases: what is there is all there is.
            Pin::Latest => self.known.is_empty(),
            Pin::Version | Pin::Range | Pin::Variable => false,
        }
    }

    /// Whether a version was certainly never released.
    ///
    /// Only the newest releases may be known, so what is older than all of them may well exist.
    pub(super) fn certainly_lacks(&self, version: &VersionUse) -> bool {
        if version.resolved.is_some() || !matches!(version.pin, Pin::Version | Pin::Range) {
            return false;
        }
        let Some(oldest) = self.known.iter().rev().find_map(|known| known.version.as_ref()) else {
            return false;
        };
        match Semver::parse(&version.asked) {
            Some(asked) => asked > *oldest,
            None => is_not_older(&version.asked, oldest),
        }
    }
}

/// Whether a range reaches at least as far as this version.
fn is_not_older(range: &str, oldest: &Semver) -> bool {
    let mut numbers = range.split('.').map(|part| part.parse::<u64>().unwrap_or(u64::MAX));
    let major = numbers.next().unwrap_or_default();
    (major, numbers.next().unwrap_or(u64::MAX)) >= (oldest.major, oldest.minor)
}

/// Whether a name stands for the commit that the pipeline runs on.
fn is_own(asked: &str) -> bool {
    let name = asked.strip_prefix('$').unwrap_or_default();
    let bare = name.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    let interpolated = name.strip_prefix("[[").and_then(|name| name.strip_suffix("]]"));
    OWN.contains(&bare.or(interpolated).unwrap_or(name).trim())
}

/// Whether a name is a commit, whole or the beginning of one.
fn is_sha(asked: &str) -> bool {
    let is_long_enough = (SHORTEST_SHA..=40).contains(&asked.len()) || asked.len() == 64;
    is_long_enough && asked.bytes().all(|byte| byte.is_ascii_hexdigit())
}
