//! The files that most projects have, of many projects at once, and the order in which the rest follows.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use super::asker::{Asker, Refusal};
use super::graphql::GraphQlAnswer;
use super::reading::{self, Reading};
use super::schema::Schema;
use super::{CrawlError, GitLabOptions, query, rest_files, wire};
use crate::model::{FileRef, Project, Repository};
use crate::source::wanted;

/// How often the files are asked what they refer to.
const ROUNDS: usize = 6;

/// The fewest paths that are asked for at once, however GitLab charges them.
const FEWEST_PATHS: usize = 3;

/// What everything here needs.
pub(super) struct Work<'a> {
    pub asker: &'a Asker<'a>,
    pub schema: &'a Schema,
    pub options: &'a GitLabOptions,
    pub references: &'a (dyn Fn(&Project) -> Vec<FileRef> + Sync),
}

impl Work<'_> {
    /// Reads all that is wanted of these projects; what failed says so in [`Reading::failed`].
    pub(super) fn read(&self, readings: &mut [Reading]) -> Result<(), CrawlError> {
        let size = self.asker.sizes.files.get();
        let (mut with_files, _): (Vec<&mut Reading>, Vec<_>) =
            readings.iter_mut().partition(|reading| reading.wants_files);
        let chunks: Vec<_> = with_files.chunks_mut(size).collect();
        for done in self.asker.transport.parallel(chunks, |chunk| self.usual_files(chunk)) {
            done.ok_or(CrawlError::Interrupted)??;
        }
        for _ in 0..ROUNDS {
            if !self.round(readings)? {
                break;
            }
        }
        self.versions(readings)
    }

    /// Reads the usual files of a chunk of projects, in halves if GitLab wants it so.
    ///
    /// Returns whether each could be read; only then was it the size that stood in the way.
    fn usual_files(&self, chunk: &mut [&mut Reading]) -> Result<bool, CrawlError> {
        let Some(cause) = self.usual_files_once(chunk)? else { return Ok(true) };
        if let Refusal::TooMuch(_) | Refusal::TooManyPaths(_) = cause
            && chunk.len() > 1
        {
            let half = chunk.len() / 2;
            let (left, right) = chunk.split_at_mut(half);
            let is_clean = self.usual_files(left)? & self.usual_files(right)?;
            if is_clean {
                self.asker.sizes.files.at_most(half);
            }
            return Ok(is_clean);
        }
        let cause = cause.cause()?;
        for reading in chunk {
            // What GraphQL does not answer for one project by itself, REST may.
            if !rest_files::read(self, reading)? {
                reading.failed = Some(cause.clone());
            }
        }
        Ok(false)
    }

    /// Asks for the usual files, a part of the paths at a time; returns why it cannot be done like this.
    fn usual_files_once(&self, chunk: &mut [&mut Reading]) -> Result<Option<Refusal>, CrawlError> {
        let ids: Vec<u64> = chunk.iter().map(|reading| reading.id()).collect();
        let paths: Vec<&str> = wanted::WELL_KNOWN
            .iter()
            .copied()
            .filter(|path| {
                self.options.docs || !path.ends_with(".md") || !path.starts_with("docs/")
            })
            .collect();
        let folders: Vec<&str> = reading::USUAL_FOLDERS
            .iter()
            .copied()
            .filter(|folder| self.options.docs || *folder != "docs")
            .collect();
        let mut from = 0;
        while from < paths.len() {
            let count = self.asker.sizes.paths.get().min(paths.len() - from);
            let some = &paths[from..from + count];
            let folders = if from == 0 { folders.as_slice() } else { &[] };
            match self.asker.ask("files", &query::files(self.schema, &ids, some, folders)) {
                Ok(answer) => {
                    for reading in chunk.iter_mut() {
                        reading.has_asked(some.iter().copied());
                    }
                    self.take_usual_files(chunk, &answer, folders, from == 0);
                    from += count;
                }
                Err(Refusal::TooManyPaths(_)) if count > FEWEST_PATHS => {
                    self.asker.sizes.paths.at_most((count / 2).max(FEWEST_PATHS));
                    self.asker.sizes.per_path.fetch_max(14, Ordering::Relaxed);
                }
                Err(refusal @ Refusal::Fatal(_)) => {
                    return Err(refusal.cause().expect_err("it is fatal"));
                }
                Err(refusal) => return Ok(Some(refusal)),
            }
        }
        Ok(None)
    }

    fn take_usual_files(
        &self,
        chunk: &mut [&mut Reading],
        answer: &GraphQlAnswer,
        folders: &[&str],
        is_first: bool,
    ) {
        let empty = Vec::new();
        let nodes = answer.data.get("projects").and_then(|list| list.get("nodes")?.as_array());
        let nodes = nodes.unwrap_or(&empty);
        let places: BTreeMap<u64, usize> =
            nodes.iter().enumerate().filter_map(|(at, row)| Some((wire::id(row)?, at))).collect();
        for reading in chunk.iter_mut() {
            let Some(at) = places.get(&reading.id()).copied() else {
                let cause = "GitLab listed it, but did not hand it over".to_owned();
                reading.failed =
                    Some(answer.errors.first().map_or(cause, |error| error.message.clone()));
                continue;
            };
            let Some(repository) = nodes[at].get("repository").filter(|value| value.is_object())
            else {
                match answer.failure_below(at, "repository") {
                    Some(cause) => reading.failed = Some(cause),
                    None => reading.project.repository = Repository::NoAccess,
                }
                continue;
            };
            if is_first {
                reading.project.head = wire::head(repository);
            } else if wire::head(repository).map(|head| head.sha)
                != reading.project.head.as_ref().map(|head| head.sha.clone())
            {
                reading.failed = Some("it changed while it was read".to_owned());
                continue;
            }
            if let Some(cause) = answer.failure_below(at, "blobs") {
                reading.failed = Some(cause);
                continue;
            }
            for row in repository.get("blobs").map(wire::rows).into_iter().flatten() {
                reading.take_blob(row, self.options);
            }
            for (number, folder) in folders.iter().enumerate() {
                if let Some(tree) = repository.get(format!("folder{number}")) {
                    reading.take_folder(folder, tree);
                }
            }
        }
    }
}
