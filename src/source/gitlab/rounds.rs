//! Whatever files refer to, and folders hold, fetched in rounds: many projects a request.
//!
//! Files of the same names are asked for of many projects at once; the rest, and whatever moved meanwhile, project by
//! project at the commit that is being read.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::asker::{MOST_POINTS, Refusal};
use super::files::Work;
use super::graphql::GraphQlAnswer;
use super::query::{self, Ask, Portion};
use super::reading::Reading;
use super::sharing::{self, Wish};
use super::{CrawlError, GitLabOptions, rest_files, wire};
use crate::model::Repository;

/// Paths in one portion; more are asked for in several.
const PATHS: usize = 40;

/// Portions in one document, whatever they cost: its text may have 10,000 characters.
const PORTIONS: usize = 40;

impl Work<'_> {
    /// Fetches what is wanted by now; returns whether anything was.
    pub(super) fn round(&self, readings: &mut [Reading]) -> Result<bool, CrawlError> {
        let mut wishes = Vec::new();
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
                match ask {
                    Ask::Text(paths) if paths.len() <= PATHS => {
                        wishes.push(Wish { reading: at, paths })
                    }
                    ask => {
                        portions.extend(cut(ask).into_iter().map(|ask| portion(at, reading, ask)))
                    }
                }
            }
        }
        let is_any = !portions.is_empty() || !wishes.is_empty();
        portions.extend(self.share(wishes, readings)?);
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

    /// Asks for the files of many projects at once; returns what has to be asked for one project at a time.
    fn share(
        &self,
        wishes: Vec<Wish>,
        readings: &mut [Reading],
    ) -> Result<Vec<(Target, Portion)>, CrawlError> {
        let per_path = self.asker.sizes.per_path.load(Ordering::Relaxed);
        let groups = sharing::groups(wishes, self.asker.sizes.files.get(), per_path, MOST_POINTS);
        let ids: Vec<u64> = readings.iter().map(Reading::id).collect();
        let answers = self.asker.transport.parallel(groups, |group| self.ask_shared(group, &ids));
        let mut alone = Vec::new();
        for answers in answers {
            for (wish, node) in answers.ok_or(CrawlError::Interrupted)?? {
                let reading = &mut readings[wish.reading];
                if !take_shared(reading, &wish, node.as_ref(), self.options) {
                    alone.push(portion(wish.reading, reading, Ask::Text(wish.paths)));
                }
            }
        }
        Ok(alone)
    }

    /// Asks for a group's files, in halves if GitLab wants it so; a project without an answer is to be asked alone.
    fn ask_shared(
        &self,
        mut group: Vec<Wish>,
        ids: &[u64],
    ) -> Result<Vec<(Wish, Option<Value>)>, CrawlError> {
        let asked: Vec<u64> = group.iter().map(|wish| ids[wish.reading]).collect();
        let query = query::files(self.schema, &asked, &sharing::paths(&group), &[]);
        match self.asker.ask("definitions", &query) {
            Ok(answer) if answer.errors.is_empty() => {
                let rows = answer.data.get("projects").map(wire::rows).into_iter().flatten();
                let mut rows: BTreeMap<u64, &Value> =
                    rows.filter_map(|row| Some((wire::id(row)?, row))).collect();
                let node = |wish: Wish| {
                    let row = rows.remove(&ids[wish.reading]).cloned();
                    (wish, row)
                };
                Ok(group.into_iter().map(node).collect())
            }
            Err(Refusal::TooMuch(_) | Refusal::TooManyPaths(_)) if group.len() > 1 => {
                let right = group.split_off(group.len() / 2);
                let mut answers = self.ask_shared(group, ids)?;
                answers.extend(self.ask_shared(right, ids)?);
                Ok(answers)
            }
            Ok(_) => Ok(group.into_iter().map(|wish| (wish, None)).collect()),
            Err(refusal) => {
                refusal.cause()?;
                Ok(group.into_iter().map(|wish| (wish, None)).collect())
            }
        }
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

    /// Sends portions, as many at once as GitLab's price allows, and hands over each answer or why there is none.
    pub(super) fn fetch(
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

/// Takes the files that a project wants from an answer to many; false if it is of another commit, or of none.
fn take_shared(
    reading: &mut Reading,
    wish: &Wish,
    node: Option<&Value>,
    options: &GitLabOptions,
) -> bool {
    let repository = node.and_then(|node| node.get("repository")).filter(|value| value.is_object());
    let Some(repository) = repository else { return false };
    if wire::head(repository).is_none_or(|head| head.sha != reading.sha()) {
        return false;
    }
    for row in repository.get("blobs").map(wire::rows).into_iter().flatten() {
        let path = row.get("path").and_then(Value::as_str).unwrap_or_default();
        // The others want more than this one does.
        if wish.paths.iter().any(|wanted| wanted == path) {
            reading.take_blob(row, options);
        }
    }
    true
}

fn portion(at: usize, reading: &Reading, ask: Ask) -> (Target, Portion) {
    let portion = Portion { project: reading.id(), sha: reading.sha().to_owned(), ask };
    (Target { reading: at, version: 0 }, portion)
}

/// What an answer is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// The place among the readings.
    pub reading: usize,
    /// The place among that project's versions.
    pub version: usize,
}

type Answered = (Target, Portion, Result<Value, String>);

fn repository_of(answer: &GraphQlAnswer, at: usize) -> Result<Value, String> {
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
