//! What the last crawl read, kept project by project.
//!
//! The file begins with a line that says whose it is; behind it stand records, each with its length and digest: a project with
//! its files, compressed, or a note of when all of them were last seen to be current. Records are appended as projects
//! are read, so that a run that is killed loses what was in flight and no more; a later record of a project takes the place of
//! an earlier one. A record that is not what its digest says is skipped, and the project is read again. The whole is a
//! convenience: nothing in it is believed without its digest, and a cold run is always right.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::store::{ProjectLine, StoredProject};
use crate::base::{Digest, Timestamp};
use crate::model::Project;

const FORMAT: &str = "portolan-crawl";

/// Counts up with every change of the records.
const SCHEMA: u64 = 1;

/// Speed matters more than size here: every run writes what it read.
const LEVEL: i32 = 1;

/// A record that claims to be longer is damaged.
const LONGEST: usize = 1 << 30;

/// Notes and outdated records that may stand in the file beside as many as are current.
const NOTES: usize = 64;

/// Whose cache it is: content must never move from one instance or one user's sight to another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scope {
    /// The instance's address.
    pub host: String,
    /// The token's user.
    pub user: String,
}

/// A project as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    /// When it was last seen to be current.
    pub current_at: Timestamp,
    /// What was wanted of it.
    pub wanted: Digest,
    /// The project, with its files.
    pub project: Project,
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    schema: u64,
    #[serde(flatten)]
    scope: Scope,
}

#[derive(Serialize)]
enum Record<'a> {
    Project { current_at: Timestamp, wanted: Digest, line: ProjectLine<'a> },
    Current { at: Timestamp, but: &'a [u64] },
}

#[derive(Deserialize)]
enum Stored {
    Project { current_at: Timestamp, wanted: Digest, line: Box<StoredProject> },
    Current { at: Timestamp, but: Vec<u64> },
}

/// The cache of one source.
pub(crate) struct Cache {
    path: PathBuf,
    scope: Scope,
    file: Mutex<Option<BufWriter<File>>>,
}

impl Cache {
    /// Opens the cache in a file and returns what it holds, by number; a file of another scope or schema holds nothing.
    pub(crate) fn open(path: &Path, scope: Scope) -> io::Result<(Cache, BTreeMap<u64, Kept>)> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let cache = Cache { path: path.to_owned(), scope, file: Mutex::new(None) };
        let (kept, is_sound) = match body(&bytes, &cache.scope) {
            Some(body) => records(body),
            None => (BTreeMap::new(), false),
        };
        if is_sound {
            let file = File::options().append(true).open(path)?;
            *cache.file.lock().expect("no thread panics holding it") = Some(BufWriter::new(file));
        } else {
            // What was damaged or outgrown goes before anything is appended behind it.
            cache.rewrite(&kept)?;
        }
        Ok((cache, kept))
    }

    /// Adds a project that was read.
    pub(crate) fn keep(&self, kept: &Kept) -> io::Result<()> {
        let Kept { current_at, wanted, project } = kept;
        let line = ProjectLine::of(project);
        self.append(&record(&Record::Project { current_at: *current_at, wanted: *wanted, line })?)
    }

    /// Notes that everything in the cache was seen to be current, but for these.
    pub(crate) fn is_current(&self, at: Timestamp, but: &[u64]) -> io::Result<()> {
        self.append(&record(&Record::Current { at, but })?)
    }

    /// Takes projects out, so that nothing of them is left in the file.
    pub(crate) fn forget(&self, projects: &[u64]) -> io::Result<()> {
        if projects.is_empty() {
            return Ok(());
        }
        let bytes = fs::read(&self.path)?;
        let mut kept = body(&bytes, &self.scope).map(records).unwrap_or_default().0;
        kept.retain(|id, _| !projects.contains(id));
        self.rewrite(&kept)
    }

    /// Replaces the whole content; what is not in it is gone for good.
    pub(crate) fn rewrite(&self, kept: &BTreeMap<u64, Kept>) -> io::Result<()> {
        let mut file = self.file.lock().expect("no thread panics holding it");
        *file = None;
        let beside = self.path.with_extension("new");
        let mut writer = BufWriter::new(File::create(&beside)?);
        let (format, schema) = (FORMAT.to_owned(), SCHEMA);
        serde_json::to_writer(&mut writer, &Header { format, schema, scope: self.scope.clone() })?;
        writer.write_all(b"\n")?;
        let kept: Vec<&Kept> = kept.values().collect();
        for some in kept.chunks(256) {
            let records: Vec<io::Result<Vec<u8>>> = some
                .par_iter()
                .map(|Kept { current_at, wanted, project }| {
                    let line = ProjectLine::of(project);
                    record(&Record::Project { current_at: *current_at, wanted: *wanted, line })
                })
                .collect();
            for record in records {
                writer.write_all(&record?)?;
            }
        }
        writer.flush()?;
        drop(writer);
        fs::rename(&beside, &self.path)?;
        *file = Some(BufWriter::new(File::options().append(true).open(&self.path)?));
        Ok(())
    }

    /// Writes a record and hands it to the system at once, so that nothing is lost but with the machine.
    fn append(&self, record: &[u8]) -> io::Result<()> {
        let mut file = self.file.lock().expect("no thread panics holding it");
        let Some(writer) = file.as_mut() else { return Ok(()) };
        writer.write_all(record)?;
        writer.flush()
    }
}

/// A record as it stands in the file: length, digest, compressed JSON.
fn record(record: &Record<'_>) -> io::Result<Vec<u8>> {
    let mut encoder = zstd::stream::Encoder::new(Vec::new(), LEVEL)?;
    serde_json::to_writer(&mut encoder, record)?;
    let packed = encoder.finish()?;
    let mut bytes = Vec::with_capacity(packed.len() + 36);
    let length = u32::try_from(packed.len()).map_err(|_| io::Error::other("a project of 4 GiB"))?;
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(Digest::of(&packed).as_bytes());
    bytes.extend_from_slice(&packed);
    Ok(bytes)
}

/// What stands behind the header, if the file is ours.
fn body<'b>(bytes: &'b [u8], scope: &Scope) -> Option<&'b [u8]> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let header: Header = serde_json::from_slice(&bytes[..end]).ok()?;
    let is_ours = header.format == FORMAT && header.schema == SCHEMA && header.scope == *scope;
    is_ours.then_some(&bytes[end + 1..])
}

/// Reads the records; also whether all of the file could be read and most of it is still worth its room.
fn records(mut rest: &[u8]) -> (BTreeMap<u64, Kept>, bool) {
    let mut packed = Vec::new();
    let mut is_sound = true;
    while !rest.is_empty() {
        let Some((length, behind)) = rest.split_first_chunk::<4>() else {
            return (read(&packed).0, false);
        };
        let length = u32::from_le_bytes(*length) as usize;
        let Some((digest, behind)) = behind.split_first_chunk::<32>() else {
            return (read(&packed).0, false);
        };
        let Some((record, behind)) = behind.split_at_checked(length) else {
            return (read(&packed).0, false);
        };
        if Digest::of(record).as_bytes() == digest {
            packed.push(record);
        } else {
            is_sound = false;
        }
        rest = behind;
    }
    let (kept, is_readable) = read(&packed);
    let is_lean = packed.len() <= 2 * kept.len() + NOTES;
    (kept, is_sound && is_readable && is_lean)
}

fn read(packed: &[&[u8]]) -> (BTreeMap<u64, Kept>, bool) {
    let stored: Vec<Option<Stored>> = packed.par_iter().map(|record| unpack(record)).collect();
    let mut kept: BTreeMap<u64, Kept> = BTreeMap::new();
    let mut is_sound = true;
    for stored in stored {
        match stored {
            Some(Stored::Project { current_at, wanted, line }) => match line.into_project() {
                Some(project) if project.id.is_some() => {
                    let id = project.id.unwrap_or_default();
                    kept.insert(id, Kept { current_at, wanted, project });
                }
                _ => is_sound = false,
            },
            Some(Stored::Current { at, but }) => {
                for (id, kept) in &mut kept {
                    if !but.contains(id) {
                        // Even if that is earlier: a clock that was ahead must not make it young for years.
                        kept.current_at = at;
                    }
                }
            }
            None => is_sound = false,
        }
    }
    (kept, is_sound)
}

fn unpack(record: &[u8]) -> Option<Stored> {
    let mut json = Vec::new();
    let mut decoder = zstd::stream::Decoder::with_buffer(record).ok()?.take(LONGEST as u64);
    decoder.read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}
