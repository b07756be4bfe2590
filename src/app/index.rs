//! The search index of a build: filled while pages are made, published once they are.

use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Result, anyhow};

use crate::search::{Built, Document, Index, SearchTotals};
use crate::site::KeptIndex;

use super::make::Sink;
use super::progress::Progress;

/// Takes the documents of pages, in the order of the plan.
pub(super) type Documents<'a> = &'a mut dyn FnMut(Vec<Document>) -> Result<()>;

/// Runs `make`, and indexes on a thread of its own what that hands over; returns both.
///
/// What is handed over waits for the thread, so that at most two portions are in memory: the one that is indexed, and
/// the one that is made meanwhile.
pub(super) fn beside<T>(
    progress: &Progress,
    make: impl FnOnce(Documents<'_>) -> Result<T>,
) -> Result<(T, Built)> {
    thread::scope(|scope| {
        let (give, take) = sync_channel::<Vec<Document>>(0);
        let indexing = scope.spawn(move || -> Result<Built> {
            let mut index = Index::new()?;
            for document in take.iter().flatten() {
                index.add(&document)?;
            }
            Ok(index.finish()?)
        });
        let made = make(&mut |documents| hand_over(&give, documents));
        progress.begin("search", 0);
        drop(give);
        let built = indexing.join().unwrap_or_else(|panic| resume_unwind(panic));
        // If indexing failed, making the pages only failed for want of somebody to take their documents.
        match (made, built) {
            (_, Err(error)) | (Err(error), _) => Err(error),
            (Ok(made), Ok(built)) => Ok((made, built)),
        }
    })
}

fn hand_over(give: &SyncSender<Vec<Document>>, documents: Vec<Document>) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    give.send(documents).map_err(|_| anyhow!("the search index takes no more documents"))
}

/// Writes the files that readers search in, and tantivy's own if they are wanted.
pub(super) fn publish(
    built: &Built,
    sink: Sink<'_>,
    kept: Option<&KeptIndex>,
) -> Result<SearchTotals> {
    let totals = built.publish(&mut |path, bytes| sink(path, bytes))?;
    if let Some(kept) = kept {
        let mut names = Vec::new();
        built.keep(&mut |name, bytes| -> Result<()> {
            names.push(name.to_owned());
            Ok(kept.put(name, bytes)?)
        })?;
        kept.remove_all_but(&names)?;
    }
    Ok(totals)
}
