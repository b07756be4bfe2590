//! The files that most projects have, of many projects at once, and the order in which the rest follows.

use std::sync::atomic::Ordering;

use serde_json::Value;

use super::asker::{Asker, Refusal};
use super::graphql::GraphQlAnswer;
use super::query::Ask;
use super::reading::{self, Reading};
use super::schema::Schema;
use super::wire::Seen;
use super::{CrawlError, GitLabOptions, query, rest_files, wire};
use crate::model::{FileRef, Project, Repository};
use crate::source::wanted;

/// How often the files are asked what they refer to.
pub(super) const ROUNDS: usize = 6;

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
        rest_files::settle_all(self, readings)?;
        for _ in 0..ROUNDS {
            if !self.round(readings)? {
                break;
            }
        }
        self.versions(readings)
    }

    /// Whether nothing is left to be read of a project, when the reading of others had to end.
    pub(super) fn has_finished(&self, reading: &mut Reading) -> bool {
        if !reading.wants_files {
            return reading.has_versions && reading.is_readable();
        }
        if !reading.has_usual || !reading.is_readable() || reading.is_waiting {
            return false;
        }
        self.asks(reading).is_empty() && !reading.is_unsettled() && !self.wants_versions(reading)
    }

    /// What the files of a project refer to in its own repository.
    pub(super) fn references_of(&self, reading: &mut Reading) -> Vec<FileRef> {
        let mut references = (self.references)(&reading.project);
        references.retain(|reference| reference.project.is_none());
        reading.has_referred(&references);
        references
    }

    /// What is to be asked of a project next.
    pub(super) fn asks(&self, reading: &mut Reading) -> Vec<Ask> {
        let references = self.references_of(reading);
        let sends_bytes = self.schema.has("RepositoryBlob", "base64EncodedBlob");
        reading.wants(self.options, sends_bytes, &references)
    }

    /// Reads the usual files of a chunk of projects, in halves if GitLab wants it so.
    ///
    /// Returns whether each could be read; only then was it the size that stood in the way.
    fn usual_files(&self, chunk: &mut [&mut Reading]) -> Result<bool, CrawlError> {
        let half = chunk.len() / 2;
        let in_halves = |chunk: &mut [&mut Reading]| {
            let (left, right) = chunk.split_at_mut(half);
            Ok(self.usual_files(left)? & self.usual_files(right)?)
        };
        if half > 0 && chunk.len() > self.asker.sizes.files.get() {
            return in_halves(chunk);
        }
        match self.usual_files_once(chunk)? {
            None => {
                self.asker.has_read_one();
                for reading in chunk.iter_mut().filter(|reading| reading.failed.is_some()) {
                    self.by_rest(reading)?;
                }
                Ok(true)
            }
            Some(Refusal::TooMuch(_) | Refusal::TooManyPaths(_)) if half > 0 => {
                let is_clean = in_halves(chunk)?;
                if is_clean {
                    self.asker.sizes.files.at_most(half);
                }
                Ok(is_clean)
            }
            Some(refusal) => {
                let cause = refusal.cause()?;
                for reading in chunk {
                    reading.failed = Some(cause.clone());
                    self.by_rest(reading)?;
                }
                Ok(false)
            }
        }
    }

    /// What GraphQL does not answer for one project by itself, REST may.
    fn by_rest(&self, reading: &mut Reading) -> Result<(), CrawlError> {
        let cause = reading.failed.take();
        if rest_files::read(self, reading)? {
            self.asker.has_read_one();
        } else {
            self.asker.has_lost_one(cause.as_deref().unwrap_or_default());
            reading.failed = cause;
        }
        Ok(())
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
        for reading in chunk.iter_mut() {
            reading.begin_again();
        }
        let mut from = 0;
        while from < paths.len() {
            let count = self.asker.sizes.paths.get().min(paths.len() - from);
            let some = &paths[from..from + count];
            let folders = if from == 0 { folders.as_slice() } else { &[] };
            match self.asker.ask("files", &query::files(self.schema, &ids, some, folders)) {
                Ok(answer) => {
                    let part = Part { answer: &answer, paths: some, folders, is_first: from == 0 };
                    self.take_usual_files(chunk, &part);
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
        for reading in chunk.iter_mut() {
            reading.has_usual = reading.is_readable();
        }
        Ok(None)
    }

    fn take_usual_files(&self, chunk: &mut [&mut Reading], part: &Part<'_>) {
        let rows = wire::by_id(part.answer.data.get("projects"));
        for reading in chunk.iter_mut().filter(|reading| reading.is_readable()) {
            reading.has_asked(part.paths.iter().copied());
            let row = rows.get(&reading.id()).copied();
            reading.failed = match row {
                Some((at, row)) => self.take_row(reading, part, at, row).err(),
                None => Some(part.cause()),
            };
        }
    }

    fn take_row(
        &self,
        reading: &mut Reading,
        part: &Part<'_>,
        at: usize,
        row: &Value,
    ) -> Result<(), String> {
        if let Some(cause) = part.answer.failure_below(at, "repository") {
            return Err(cause);
        }
        let repository = match wire::repository(row) {
            Seen::Hidden => {
                reading.project.repository = Repository::NoAccess;
                return Ok(());
            }
            Seen::Empty => {
                reading.project.repository = Repository::Empty;
                return Ok(());
            }
            Seen::Unclear => return Err(part.cause()),
            Seen::At(repository, head) if part.is_first => {
                let branch = wire::text(repository, "rootRef");
                reading.project.default_branch = branch.or(reading.project.default_branch.take());
                reading.project.head = Some(head);
                repository
            }
            Seen::At(repository, head) if head.sha == reading.sha() => repository,
            Seen::At(..) => return Err("it changed while it was read".to_owned()),
        };
        let is_asked = |path: &str| part.paths.contains(&path);
        reading.take_blobs(repository, self.options, is_asked).ok_or_else(|| part.cause())?;
        for (number, folder) in part.folders.iter().enumerate() {
            let tree = repository.get(format!("folder{number}"));
            let taken = match *folder {
                "" => reading.take_root(tree),
                folder => reading.take_folder(folder, tree),
            };
            taken.ok_or_else(|| part.cause())?;
        }
        Ok(())
    }
}

/// An answer about a part of the usual files.
struct Part<'a> {
    answer: &'a GraphQlAnswer,
    paths: &'a [&'a str],
    folders: &'a [&'a str],
    is_first: bool,
}

impl Part<'_> {
    /// Why a project is not in it, as far as that is said.
    fn cause(&self) -> String {
        let silence = || "GitLab listed it, but did not hand it over".to_owned();
        self.answer.errors.first().map_or_else(silence, |error| error.message.clone())
    }
}
