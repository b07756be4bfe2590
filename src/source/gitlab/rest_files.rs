//! Files by REST, where GraphQL cannot answer: what is not text, what is long, and projects at which it fails.

use std::io::Read;

use super::CrawlError;
use super::asker::Refusal;
use super::error::TransportError;
use super::files::Work;
use super::reading::{Reading, Whole};
use super::rest::segment;
use crate::base::RelPath;
use crate::model::{LeftOutWhy, Repository};

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
    if reading.project.repository != Repository::Readable {
        return Ok(true);
    }
    if !tree(work, reading, "")? {
        return Ok(false);
    }
    for _ in 0..2 {
        let references = (work.references)(&reading.project);
        let wanted = reading.wanted_paths(work.options, &references);
        for path in wanted {
            let limit = work.options.limit_of(&path).bytes(&work.options.limits);
            reading.whole.push(Whole { path, limit });
        }
        whole_files(work, reading)?;
        if reading.failed.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Lists the folders of a project that hold more than one answer of GraphQL, and fetches what is wanted of them.
pub(super) fn long_folders(work: &Work<'_>, reading: &mut Reading) -> Result<(), CrawlError> {
    for folder in std::mem::take(&mut reading.long) {
        if !tree(work, reading, &folder)? {
            return Ok(());
        }
        let wanted = reading.wanted_paths(work.options, &[]);
        let below = format!("{folder}/");
        let wanted: Vec<RelPath> =
            wanted.into_iter().filter(|path| path.as_str().starts_with(&below)).collect();
        if wanted.len() >= ARCHIVE_FROM {
            archive(work, reading, &folder, &wanted)?;
        }
    }
    Ok(())
}

/// Lists a folder with all below it; returns whether that went well.
fn tree(work: &Work<'_>, reading: &mut Reading, folder: &str) -> Result<bool, CrawlError> {
    let path = format!("projects/{}/repository/tree", reading.id());
    let sha = reading.sha().to_owned();
    let query =
        [("ref", sha.as_str()), ("path", folder), ("recursive", "true"), ("pagination", "keyset")];
    match work.asker.checked(|transport| transport.rest_all("tree", &path, &query)) {
        Ok(listing) => {
            let rows = listing.rows;
            for row in rows.iter().take(work.options.entries) {
                if row.get("type").and_then(serde_json::Value::as_str) != Some("tree") {
                    reading.take_entry(row);
                }
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
pub(super) fn whole_files(work: &Work<'_>, reading: &mut Reading) -> Result<(), CrawlError> {
    for Whole { path, limit } in std::mem::take(&mut reading.whole) {
        let address =
            format!("projects/{}/repository/files/{}/raw", reading.id(), segment(path.as_str()));
        let sha = reading.sha().to_owned();
        let query = [("ref", sha.as_str())];
        let sent = work.asker.checked(|transport| {
            match transport.raw("raw files", &address, &query, limit) {
                Err(TransportError::TooLarge { limit, .. }) => {
                    Ok(Err(LeftOutWhy::TooLarge { size: limit + 1, limit }))
                }
                Err(TransportError::NotFound { .. }) => Ok(Err(LeftOutWhy::Unreadable(
                    "GitLab lists it and does not find it".to_owned(),
                ))),
                other => other.map(Ok),
            }
        });
        match sent {
            Ok(Ok(bytes)) => reading.take_file(path, bytes),
            Ok(Err(why)) => reading.leave_out(path, why),
            Err(refusal) => {
                reading.failed = Some(refusal.cause()?);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Fetches a folder as one archive and takes what is wanted of it; nothing is unpacked to disk.
fn archive(
    work: &Work<'_>,
    reading: &mut Reading,
    folder: &str,
    wanted: &[RelPath],
) -> Result<(), CrawlError> {
    let address = format!("projects/{}/repository/archive.tar.gz", reading.id());
    let sha = reading.sha().to_owned();
    let query = [("sha", sha.as_str()), ("path", folder)];
    let sent = work.asker.checked(|transport| transport.raw("archives", &address, &query, ARCHIVE));
    let bytes = match sent {
        Ok(bytes) => bytes,
        Err(refusal @ Refusal::Fatal(_)) => return refusal.cause().map(|_| ()),
        // The files are still to be had one by one.
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
        if entry.read_to_end(&mut content).is_err() {
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
