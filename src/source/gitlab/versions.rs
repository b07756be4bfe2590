//! The releases of projects with components, and the components as they were at each of them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::Work;
use super::query::{self, Ask, Portion};
use super::reading::{self, Reading};
use super::rounds::Target;
use super::{CrawlError, wire};
use crate::model::{Repository, Version};

impl Work<'_> {
    /// The releases of projects that publish components, and their templates as they were then.
    pub(super) fn versions(&self, readings: &mut [Reading]) -> Result<(), CrawlError> {
        let wanting: Vec<usize> = (0..readings.len())
            .filter(|at| self.options.versions > 0 && has_versions(&readings[*at]))
            .collect();
        let size = self.asker.sizes.files.get();
        for chunk in wanting.chunks(size) {
            let ids: Vec<u64> = chunk.iter().map(|at| readings[*at].id()).collect();
            let answer = self.asker.ask("releases", &query::releases(&ids, self.options.versions));
            let answer = match answer {
                Ok(answer) => answer,
                Err(refusal) => {
                    let cause = refusal.cause()?;
                    for at in chunk {
                        readings[*at].failed = Some(cause.clone());
                    }
                    continue;
                }
            };
            let rows = answer.data.get("projects").map(wire::rows).into_iter().flatten();
            let rows: BTreeMap<u64, &Value> =
                rows.filter_map(|row| Some((wire::id(row)?, row))).collect();
            for at in chunk {
                let reading = &mut readings[*at];
                if let Some(list) = rows.get(&reading.id()).and_then(|row| row.get("releases")) {
                    take_releases(reading, list);
                }
            }
        }
        let mut portions = Vec::new();
        for at in wanting {
            let reading = &readings[at];
            let mut paths: Vec<String> = templates(reading).collect();
            paths.push("README.md".to_owned());
            for (number, version) in reading.project.versions.iter().enumerate() {
                let Some(sha) = version.sha.clone().filter(|_| version.files.is_empty()) else {
                    continue;
                };
                let ask = Ask::Text(paths.clone());
                let target = Target { reading: at, version: number };
                portions.push((target, Portion { project: reading.id(), sha, ask }));
            }
        }
        self.fetch(portions, |target, _, answer| {
            let reading = &mut readings[target.reading];
            match answer {
                Ok(repository) => {
                    let files = reading::version_files(&repository, self.options);
                    reading.project.versions[target.version].files.extend(files);
                }
                Err(cause) => reading.failed = Some(cause),
            }
        })
    }
}

/// Whether a project has components, whose versions are its releases.
fn has_versions(reading: &Reading) -> bool {
    reading.failed.is_none()
        && reading.project.repository == Repository::Readable
        && !reading.project.releases.is_empty()
        && templates(reading).next().is_some()
}

fn templates(reading: &Reading) -> impl Iterator<Item = String> + '_ {
    let paths = reading.project.files.keys().map(|path| path.as_str());
    paths.filter(|path| path.starts_with("templates/")).map(str::to_owned)
}

/// Takes the releases; the files of those that we know already stay.
fn take_releases(reading: &mut Reading, list: &Value) {
    let mut before = std::mem::take(&mut reading.project.versions);
    for row in wire::rows(list) {
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
