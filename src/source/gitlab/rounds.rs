//! Whatever files refer to, and folders hold, fetched in rounds: many projects a request.
//!
//! Files of the same names are asked for of many projects at once; the rest, and whatever moved meanwhile, project by
//! project at the commit that is being read.

use std::sync::atomic::Ordering;

use serde_json::Value;

use super::asker::{MOST_POINTS, Refusal};
use super::files::Work;
use super::graphql::GraphQlAnswer;
use super::query::{self, Ask, Portion};
use super::reading::Reading;
use super::sharing::{self, Wish};
use super::wire::Seen;
use super::{CrawlError, GitLabOptions, rest_files, wire};

/// Paths in one portion; more are asked for in several.
pub(super) const PATHS: usize = 40;

/// Portions in one document, whatever they cost: its text may have 10,000 characters.
const PORTIONS: usize = 40;

impl Work<'_> {
    /// Fetches what is wanted by now; returns whether anything was.
    pub(super) fn round(&self, readings: &mut [Reading]) -> Result<bool, CrawlError> {
        let mut wishes = Vec::new();
        let mut portions = Vec::new();
        for (at, reading) in readings.iter_mut().enumerate() {
            if !reading.wants_files || !reading.is_readable() {
                continue;
            }
            for ask in self.asks(reading) {
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
        let is_any = readings.iter().any(|reading| reading.is_waiting);
        portions.extend(self.share(wishes, readings)?);
        self.fetch(portions, |target, ask, answer| {
            let reading = &mut readings[target.reading];
            let taken = answer
                .ok()
                .and_then(|repository| take_portion(reading, ask, &repository, self.options));
            if taken.is_none() {
                reading.ask_singly(ask, self.options);
            }
        })?;
        rest_files::settle_all(self, readings)?;
        for reading in readings.iter_mut() {
            reading.is_waiting = false;
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
                let rows = wire::by_id(answer.data.get("projects"));
                let node = |wish: Wish| {
                    let row = rows.get(&ids[wish.reading]).map(|(_, row)| (*row).clone());
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
                    let repository = repository_of(&answer, at, portion.project);
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
    let Some(Seen::At(repository, head)) = node.map(wire::repository) else { return false };
    if head.sha != reading.sha() {
        return false;
    }
    // The others want more than this one does.
    let is_wanted = |path: &str| wish.paths.iter().any(|wanted| wanted == path);
    reading.take_blobs(repository, options, is_wanted).is_some()
}

/// Takes the answer to a portion; none if it is not one.
fn take_portion(
    reading: &mut Reading,
    ask: &Ask,
    repository: &Value,
    options: &GitLabOptions,
) -> Option<()> {
    match ask {
        Ask::Folder(folder) => reading.take_folder(folder, repository.get("tree")),
        Ask::Text(paths) | Ask::Bytes(paths) => {
            let is_wanted = |path: &str| paths.iter().any(|wanted| wanted == path);
            reading.take_blobs(repository, options, is_wanted)
        }
    }
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

fn repository_of(answer: &GraphQlAnswer, at: usize, project: u64) -> Result<Value, String> {
    let alias = format!("p{at}");
    if let Some(error) = answer.errors.iter().find(|error| error.is_below(&alias)) {
        return Err(error.message.clone());
    }
    let rows = wire::by_id(answer.data.get(&alias));
    let repository = rows.get(&project).and_then(|(_, row)| row.get("repository"));
    match repository.filter(|value| value.is_object()) {
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
