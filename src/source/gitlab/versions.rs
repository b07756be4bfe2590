//! The releases of projects with components or APIs, and these as they were at each of them.

use serde_json::Value;

use super::asker::Refusal;
use super::files::Work;
use super::query::{self, Ask, Portion};
use super::reading::{self, Reading};
use super::rounds::Target;
use super::{CrawlError, GitLabOptions, wire};
use crate::base::RelPath;
use crate::model::{Project, Version};
use crate::source::wanted;

impl Work<'_> {
    /// The releases of projects that publish components, and their templates as they were then.
    pub(super) fn versions(&self, readings: &mut [Reading]) -> Result<(), CrawlError> {
        let mut wanting: Vec<(usize, &mut Reading)> = readings
            .iter_mut()
            .enumerate()
            .filter(|(_, reading)| self.wants_versions(reading))
            .collect();
        let chunks: Vec<_> = wanting.chunks_mut(self.asker.sizes.files.get()).collect();
        for done in self.asker.transport.parallel(chunks, |chunk| self.releases(chunk)) {
            done.ok_or(CrawlError::Interrupted)??;
        }
        let mut portions = Vec::new();
        for (at, reading) in &wanting {
            let mut paths: Vec<String> = versioned(&reading.project).collect();
            paths.push("README.md".to_owned());
            for (number, version) in reading.project.versions.iter().enumerate() {
                let Some(sha) = version.sha.clone().filter(|_| version.files.is_empty()) else {
                    continue;
                };
                let ask = Ask::Text(paths.clone());
                let target = Target { reading: *at, version: number };
                portions.push((target, Portion { project: reading.id(), sha, ask }));
            }
        }
        self.fetch(portions, |target, _, answer| {
            let reading = &mut readings[target.reading];
            let files = answer.and_then(|repository| {
                let unclear = || "GitLab does not say what a release holds".to_owned();
                reading::version_files(&repository, self.options).ok_or_else(unclear)
            });
            match files {
                Ok(files) => reading.project.versions[target.version].files.extend(files),
                Err(cause) => reading.failed = Some(cause),
            }
        })?;
        for reading in readings {
            reading.has_versions = true;
        }
        Ok(())
    }

    /// Whether a project has releases whose components are still to be read.
    pub(super) fn wants_versions(&self, reading: &Reading) -> bool {
        !reading.has_versions
            && reading.is_readable()
            && !reading.project.releases.is_empty()
            && wanted_versions(&reading.project, self.options) > 0
    }

    /// Reads which releases there are, in halves if GitLab wants it so.
    fn releases(&self, chunk: &mut [(usize, &mut Reading)]) -> Result<(), CrawlError> {
        let ids: Vec<u64> = chunk.iter().map(|(_, reading)| reading.id()).collect();
        let most = self.options.versions.max(self.options.api_versions);
        let answer = match self.asker.ask("releases", &query::releases(&ids, most)) {
            Ok(answer) => answer,
            Err(Refusal::TooMuch(_) | Refusal::TooManyPaths(_)) if chunk.len() > 1 => {
                let (left, right) = chunk.split_at_mut(chunk.len() / 2);
                self.releases(left)?;
                return self.releases(right);
            }
            Err(refusal) => {
                let cause = refusal.cause()?;
                for (_, reading) in chunk {
                    reading.failed = Some(cause.clone());
                }
                return Ok(());
            }
        };
        let rows = wire::by_id(answer.data.get("projects"));
        for (_, reading) in chunk {
            let found = rows.get(&reading.id()).and_then(|(at, row)| {
                let list = row.get("releases").filter(|list| wire::all_rows(Some(list)).is_some());
                list.filter(|_| answer.failure_below(*at, "releases").is_none())
            });
            match found {
                Some(list) => {
                    let most = wanted_versions(&reading.project, self.options);
                    take_releases(reading, list, most);
                }
                None => reading.failed = Some("GitLab does not say what was released".to_owned()),
            }
        }
        Ok(())
    }
}

/// How many releases of a project are read: of those with components or APIs.
pub(super) fn wanted_versions(project: &Project, options: &GitLabOptions) -> usize {
    let is_template = |path: &RelPath| path.as_str().starts_with("templates/");
    match (project.files.keys().any(is_template), project.files.keys().any(wanted::is_of_api)) {
        (true, _) => options.versions,
        (false, true) => options.api_versions,
        (false, false) => 0,
    }
}

/// The files of which each release has its own.
fn versioned(project: &Project) -> impl Iterator<Item = String> + '_ {
    let is_one =
        |path: &&RelPath| path.as_str().starts_with("templates/") || wanted::is_of_api(path);
    project.files.keys().filter(is_one).map(ToString::to_string)
}

/// Takes the releases; the files of those that we know already stay.
fn take_releases(reading: &mut Reading, list: &Value, most: usize) {
    let mut before = std::mem::take(&mut reading.project.versions);
    for row in wire::rows(list).take(most) {
        let Some(tag) = wire::text(row, "tagName") else { continue };
        let sha = row.get("commit").and_then(|commit| wire::text(commit, "sha"));
        let known = before.iter().position(|version| version.tag == tag && version.sha == sha);
        let version = match known {
            Some(at) => before.swap_remove(at),
            None => Version { tag, sha, ..Version::default() },
        };
        reading.project.versions.push(version);
    }
    reading.project.releases = wire::releases(list);
}
