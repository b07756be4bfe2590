//! The files of projects: the usual ones of many projects at once, then in rounds whatever those refer to.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::asker::{Asker, MOST_POINTS, Refusal};
use super::query::{self, Ask, Portion};
use super::reading::{self, Reading};
use super::schema::Schema;
use super::{CrawlError, GitLabOptions, rest_files, wire};
use crate::model::{FileRef, Project, Repository, Version};
use crate::source::wanted;

/// How often the files are asked what they refer to.
const ROUNDS: usize = 6;

/// Paths in one portion; more are asked for in several.
const PATHS: usize = 40;

/// Portions in one document, whatever they cost: its text may have 10,000 characters.
const PORTIONS: usize = 40;

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
        answer: &super::graphql::GraphQlAnswer,
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

    /// Fetches what is wanted by now; returns whether anything was.
    fn round(&self, readings: &mut [Reading]) -> Result<bool, CrawlError> {
        let mut portions = Vec::new();
        for (at, reading) in readings.iter_mut().enumerate() {
            let is_readable = reading.wants_files
                && reading.failed.is_none()
                && reading.project.repository == Repository::Readable;
            if !is_readable {
                continue;
            }
            rest_files::long_folders(self, reading)?;
            let references = (self.references)(&reading.project);
            for ask in reading.wants(self.options, &references) {
                portions.extend(cut(ask).into_iter().map(|ask| self.portion(at, reading, ask)));
            }
        }
        let is_any = !portions.is_empty();
        self.fetch(portions, |target, ask, answer| {
            let reading = &mut readings[target.reading];
            match answer {
                Ok(repository) => self.take_portion(reading, ask, &repository),
                Err(cause) => reading.failed = Some(cause),
            }
        })?;
        for reading in readings.iter_mut() {
            rest_files::whole_files(self, reading)?;
        }
        Ok(is_any)
    }

    fn portion(&self, at: usize, reading: &Reading, ask: Ask) -> (Target, Portion) {
        let portion = Portion { project: reading.id(), sha: reading.sha().to_owned(), ask };
        (Target { reading: at, version: 0 }, portion)
    }

    fn take_portion(&self, reading: &mut Reading, ask: &Ask, repository: &Value) {
        match ask {
            Ask::Folder(folder) => {
                if let Some(tree) = repository.get("tree") {
                    reading.take_folder(folder, tree);
                }
            }
            Ask::Text(_) | Ask::Bytes(_) => {
                for row in repository.get("blobs").map(wire::rows).into_iter().flatten() {
                    reading.take_blob(row, self.options);
                }
            }
        }
    }

    /// The releases of projects that publish components, and their templates as they were then.
    fn versions(&self, readings: &mut [Reading]) -> Result<(), CrawlError> {
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

    /// Sends portions, as many at once as GitLab's price allows, and hands over each answer or why there is none.
    fn fetch(
        &self,
        portions: Vec<(Target, Portion)>,
        mut take: impl FnMut(Target, &Ask, Result<Value, String>),
    ) -> Result<(), CrawlError> {
        let batches = packed(portions, self.asker.sizes.per_path.load(Ordering::Relaxed));
        let answers = self.asker.transport.parallel(batches, |batch| self.fetch_batch(batch));
        for answers in answers {
            for (target, portion, answer) in answers.ok_or(CrawlError::Interrupted)?? {
                take(target, &portion.ask, answer);
            }
        }
        Ok(())
    }

    /// Sends a batch, in halves if GitLab wants it so.
    fn fetch_batch(&self, batch: Vec<(Target, Portion)>) -> Result<Vec<Answered>, CrawlError> {
        let asks: Vec<Portion> = batch.iter().map(|(_, portion)| portion.clone()).collect();
        match self.asker.ask("definitions", &query::portions(&asks)) {
            Ok(answer) => Ok(batch
                .into_iter()
                .enumerate()
                .map(|(at, (target, portion))| {
                    let repository = repository_of(&answer, at);
                    (target, portion, repository)
                })
                .collect()),
            Err(Refusal::TooMuch(cause) | Refusal::TooManyPaths(cause)) => {
                self.in_halves(batch, cause)
            }
            Err(refusal) => {
                let cause = refusal.cause()?;
                let failed = |(target, portion)| (target, portion, Err(cause.clone()));
                Ok(batch.into_iter().map(failed).collect())
            }
        }
    }

    fn in_halves(
        &self,
        mut batch: Vec<(Target, Portion)>,
        cause: String,
    ) -> Result<Vec<Answered>, CrawlError> {
        if batch.len() > 1 {
            let right = batch.split_off(batch.len() / 2);
            let mut answers = self.fetch_batch(batch)?;
            answers.extend(self.fetch_batch(right)?);
            return Ok(answers);
        }
        let Some((target, portion)) = batch.pop() else { return Ok(Vec::new()) };
        match halved(&portion.ask) {
            Some((left, right)) => {
                let part = |ask| vec![(target, Portion { ask, ..portion.clone() })];
                let mut answers = self.fetch_batch(part(left))?;
                answers.extend(self.fetch_batch(part(right))?);
                Ok(answers)
            }
            None => Ok(vec![(target, portion, Err(cause))]),
        }
    }
}

/// What an answer is for.
#[derive(Clone, Copy, Debug)]
struct Target {
    reading: usize,
    version: usize,
}

type Answered = (Target, Portion, Result<Value, String>);

fn repository_of(answer: &super::graphql::GraphQlAnswer, at: usize) -> Result<Value, String> {
    let alias = format!("p{at}");
    if let Some(error) = answer.errors.iter().find(|error| error.is_below(&alias)) {
        return Err(error.message.clone());
    }
    let node = answer.data.get(&alias).and_then(|list| wire::rows(list).next());
    match node.and_then(|node| node.get("repository")).filter(|value| value.is_object()) {
        Some(repository) => Ok(repository.clone()),
        None => Err("GitLab listed it, but did not hand it over".to_owned()),
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

/// Cuts an ask of many paths.
fn cut(ask: Ask) -> Vec<Ask> {
    match ask {
        Ask::Text(paths) => paths.chunks(PATHS).map(|paths| Ask::Text(paths.to_vec())).collect(),
        Ask::Bytes(paths) => paths.chunks(PATHS).map(|paths| Ask::Bytes(paths.to_vec())).collect(),
        Ask::Folder(folder) => vec![Ask::Folder(folder)],
    }
}

fn halved(ask: &Ask) -> Option<(Ask, Ask)> {
    match ask {
        Ask::Text(paths) if paths.len() > 1 => {
            let (left, right) = paths.split_at(paths.len() / 2);
            Some((Ask::Text(left.to_vec()), Ask::Text(right.to_vec())))
        }
        Ask::Bytes(paths) if paths.len() > 1 => {
            let (left, right) = paths.split_at(paths.len() / 2);
            Some((Ask::Bytes(left.to_vec()), Ask::Bytes(right.to_vec())))
        }
        Ask::Text(_) | Ask::Bytes(_) | Ask::Folder(_) => None,
    }
}

/// Fills documents up to what GitLab answers.
fn packed(portions: Vec<(Target, Portion)>, per_path: usize) -> Vec<Vec<(Target, Portion)>> {
    let mut batches: Vec<Vec<(Target, Portion)>> = Vec::new();
    let mut points = usize::MAX;
    for (target, portion) in portions {
        let cost = portion.cost(per_path);
        match batches
            .last_mut()
            .filter(|batch| points.saturating_add(cost) <= MOST_POINTS && batch.len() < PORTIONS)
        {
            Some(batch) => {
                batch.push((target, portion));
                points += cost;
            }
            None => {
                batches.push(vec![(target, portion)]);
                points = cost;
            }
        }
    }
    batches
}
