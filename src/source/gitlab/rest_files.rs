//! Files by REST, where GraphQL cannot answer: what is not text, what is long, and projects at which it fails.

use std::collections::BTreeSet;
use std::io::Read;

use serde_json::Value;

use super::CrawlError;
use super::asker::Refusal;
use super::error::TransportError;
use super::files::{ROUNDS, Work};
use super::query::Ask;
use super::reading::{Reading, Whole};
use super::rest::segment;
use crate::base::RelPath;
use crate::model::LeftOutWhy;

/// Wanted files of one long folder from which on an archive is cheaper than one request for each.
const ARCHIVE_FROM: usize = 20;

/// The most bytes of an archive as it is sent.
const ARCHIVE: u64 = 128 << 20;

/// The most bytes of an archive unpacked, and the most files in it.
const UNPACKED: u64 = 512 << 20;

/// Reads a whole project by REST: its tree, then each wanted file. Returns whether that went well.
///
/// One request a file is dear, so this is only for the few that GraphQL does not answer for.
pub(super) fn read(work: &Work<'_>, reading: &mut Reading) -> Result<bool, CrawlError> {
    reading.begin_again();
    if !tree(work, reading, "")? {
        return Ok(false);
    }
    archive_if_many(work, reading, "docs")?;
    for _ in 0..ROUNDS {
        let references = work.references_of(reading);
        let wanted = reading.wanted_paths(work.options, &references);
        if wanted.is_empty() {
            break;
        }
        let wanted = wanted.iter().map(ToString::to_string).collect();
        reading.ask_singly(&Ask::Text(wanted), work.options);
        whole_files(work, reading)?;
        if reading.failed.is_some() {
            return Ok(false);
        }
    }
    reading.has_usual = true;
    Ok(true)
}

/// Fetches what is to be had by REST alone, of each project.
pub(super) fn settle_all(work: &Work<'_>, readings: &mut [Reading]) -> Result<(), CrawlError> {
    let open =
        readings.iter_mut().filter(|reading| reading.is_readable() && reading.is_unsettled());
    let settled = work.asker.transport.parallel(open.collect(), |reading| {
        reading.is_waiting = true;
        long_folders(work, reading)?;
        whole_files(work, reading)?;
        reading.is_waiting = false;
        Ok(())
    });
    settled.into_iter().try_for_each(|settled| settled.ok_or(CrawlError::Interrupted)?)
}

/// Lists the folders of a project that hold more than one answer of GraphQL, and fetches many wanted files at once.
fn long_folders(work: &Work<'_>, reading: &mut Reading) -> Result<(), CrawlError> {
    for folder in std::mem::take(&mut reading.long) {
        if !tree(work, reading, &folder)? {
            return Ok(());
        }
        archive_if_many(work, reading, &folder)?;
    }
    Ok(())
}

/// Lists a folder with all below it; returns whether that went well.
fn tree(work: &Work<'_>, reading: &mut Reading, folder: &str) -> Result<bool, CrawlError> {
    let path = format!("projects/{}/repository/tree", reading.id());
    let sha = reading.sha().to_owned();
    let query = [
        ("ref", sha.as_str()),
        ("path", folder),
        ("recursive", "true"),
        ("pagination", "keyset"),
        ("per_page", "100"),
    ];
    match work.asker.checked(|transport| transport.rest_all("tree", &path, &query)) {
        Ok(listing) => {
            let mut rows = listing.rows;
            rows.retain(|row| row.get("type").and_then(Value::as_str) != Some("tree"));
            let entries = rows.iter().take(work.options.entries);
            if entries.map(|row| reading.take_entry(row)).any(|taken| taken.is_none()) {
                reading.failed = Some("GitLab lists something without a path".to_owned());
                return Ok(false);
            }
            reading.has_listed(folder);
            if rows.len() > work.options.entries {
                let last = RelPath::new(folder).unwrap_or_default();
                reading.leave_out(last, LeftOutWhy::TooMany);
            }
            Ok(true)
        }
        Err(refusal) => {
            reading.failed = Some(refusal.cause()?);
            Ok(false)
        }
    }
}

/// Fetches the files of a reading that are to be had whole.
fn whole_files(work: &Work<'_>, reading: &mut Reading) -> Result<(), CrawlError> {
    for Whole { path, limit } in std::mem::take(&mut reading.whole) {
        let address =
            format!("projects/{}/repository/files/{}/raw", reading.id(), segment(path.as_str()));
        let sha = reading.sha().to_owned();
        let query = [("ref", sha.as_str())];
        let sent = work.asker.checked(|transport| {
            match transport.raw("raw files", &address, &query, limit) {
                Err(TransportError::TooLarge { limit, .. }) => {
                    Ok(Err(Some(LeftOutWhy::TooLarge { size: limit + 1, limit })))
                }
                // Any other 404 is about the project or the commit, and so about all of its files.
                Err(TransportError::NotFound { message, .. }) if message.contains("File") => {
                    let why =
                        LeftOutWhy::Unreadable("GitLab lists it, but has no such file".to_owned());
                    Ok(Err(Some(why).filter(|_| reading.is_entry(&path))))
                }
                other => other.map(Ok),
            }
        });
        match sent {
            Ok(Ok(bytes)) => reading.take_file(path, bytes),
            Ok(Err(why)) => why.into_iter().for_each(|why| reading.leave_out(path.clone(), why)),
            Err(refusal) => {
                reading.failed = Some(refusal.cause()?);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Fetches a folder as one archive if much of it is wanted; nothing is unpacked to disk.
///
/// What the archive does not bring is still to be had one by one.
fn archive_if_many(work: &Work<'_>, reading: &mut Reading, folder: &str) -> Result<(), CrawlError> {
    let below = |path: &&RelPath| {
        path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let (wanted, _) = reading.still_wanted(work.options, &[]);
    let wanted: BTreeSet<RelPath> = wanted.iter().filter(below).cloned().collect();
    if wanted.len() < ARCHIVE_FROM {
        return Ok(());
    }
    let address = format!("projects/{}/repository/archive.tar.gz", reading.id());
    let sha = reading.sha().to_owned();
    let query = [("sha", sha.as_str()), ("path", folder)];
    let sent = work.asker.checked(|transport| transport.raw("archives", &address, &query, ARCHIVE));
    let bytes = match sent {
        Ok(bytes) => bytes,
        Err(refusal @ Refusal::Fatal(_)) => return refusal.cause().map(|_| ()),
        Err(_) => return Ok(()),
    };
    let unpacked = flate2::read::GzDecoder::new(bytes.as_slice()).take(UNPACKED);
    let mut archive = tar::Archive::new(unpacked);
    let Ok(entries) = archive.entries() else { return Ok(()) };
    for entry in entries {
        let Ok(mut entry) = entry else { break };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path().ok().and_then(|path| inner_path(path.to_str()?));
        let Some(path) = path.filter(|path| wanted.contains(path)) else { continue };
        let limit = work.options.limit_of(&path).bytes(&work.options.limits);
        if entry.size() > limit {
            reading.leave_out(path, LeftOutWhy::TooLarge { size: entry.size(), limit });
            continue;
        }
        let mut content = Vec::new();
        let length = entry.size();
        if !entry.read_to_end(&mut content).is_ok_and(|read| read as u64 == length) {
            break;
        }
        reading.take_file(path, content);
    }
    Ok(())
}

/// The path of a file in its repository: GitLab puts all of an archive below one folder.
fn inner_path(path: &str) -> Option<RelPath> {
    RelPath::new(path.split_once('/')?.1)
}
