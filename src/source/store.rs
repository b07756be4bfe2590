//! A snapshot as one file, and back.
//!
//! The first line is a manifest in JSON: the schema, what there is, and for each frame its size and digest. Behind it stand
//! independent zstd frames of JSON lines: one with the moment, the groups and the findings, then frames of up to
//! 1,000 projects, a project a line with its files. So `head -1` shows the manifest, `tail -n +2 | zstd -d` the rest, and
//! frames are written and read on all cores. A file's bytes are text where they are text, else base64.
//!
//! Whatever was written by somebody else, cut off or altered ends in a [`SourceError`].

mod lines;

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::SourceError;
use crate::base::Digest;
use crate::model::{Project, Snapshot};
use lines::{Head, HeadLine};
pub(in crate::source) use lines::{ProjectLine, StoredProject};

/// Counts up with every change of the format that an older program would misread.
const SCHEMA: u64 = 1;

const FORMAT: &str = "portolan-snapshot";

/// zstd's own default: level 9 saves a tenth of the bytes for more than three times the time.
const LEVEL: i32 = 3;

/// Projects in a frame.
const PROJECTS: usize = 1_000;

/// Bytes of files after which a frame ends early, so that cores share the work of large projects.
const FRAME_BYTES: usize = 16 << 20;

/// More than a frame of one project at all its limits; a frame that claims more is damaged.
const MOST_RAW: u64 = 2 << 30;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: String,
    schema: u64,
    groups: usize,
    projects: usize,
    files: usize,
    frames: Vec<Frame>,
}

/// What every schema's manifest says.
#[derive(Deserialize)]
struct Version {
    format: String,
    schema: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    /// Bytes in the file.
    bytes: u64,
    /// Bytes of JSON lines within.
    raw: u64,
    /// Of the bytes in the file.
    digest: Digest,
}

/// Writes a snapshot.
///
/// Besides the snapshot itself only its compressed form, about a fifth of it, is held in memory.
pub(crate) fn write(snapshot: &Snapshot, to: &mut impl Write) -> Result<(), SourceError> {
    let unwritable = |error| SourceError::SnapshotUnwritable { error };
    let head = compress(|to| {
        serde_json::to_writer(&mut *to, &HeadLine::of(snapshot))?;
        to.write_all(b"\n")
    });
    let frames: Vec<_> = frames_of(&snapshot.projects)
        .into_par_iter()
        .map(|projects| {
            compress(|to| {
                for project in projects {
                    serde_json::to_writer(&mut *to, &ProjectLine::of(project))?;
                    to.write_all(b"\n")?;
                }
                Ok(())
            })
        })
        .collect();
    let frames: Vec<(Frame, Vec<u8>)> =
        std::iter::once(head).chain(frames).collect::<std::io::Result<_>>().map_err(unwritable)?;
    let (listed, bytes): (Vec<_>, Vec<_>) = frames.into_iter().unzip();
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        schema: SCHEMA,
        groups: snapshot.groups.len(),
        projects: snapshot.projects.len(),
        files: snapshot.projects.iter().map(|project| project.files.len()).sum(),
        frames: listed,
    };
    let mut write = || {
        serde_json::to_writer(&mut *to, &manifest)?;
        to.write_all(b"\n")?;
        bytes.iter().try_for_each(|frame| to.write_all(frame))?;
        to.flush()
    };
    write().map_err(unwritable)
}

/// Cuts the projects into what one frame holds.
fn frames_of(mut projects: &[Project]) -> Vec<&[Project]> {
    let mut frames = Vec::new();
    while !projects.is_empty() {
        let mut bytes = 0;
        let full = projects.iter().take(PROJECTS).position(|project| {
            bytes += project.files.values().map(|file| file.bytes.len()).sum::<usize>();
            bytes > FRAME_BYTES
        });
        let count = full.map_or(PROJECTS.min(projects.len()), |last| last + 1);
        let (frame, rest) = projects.split_at(count);
        frames.push(frame);
        projects = rest;
    }
    frames
}

/// Compresses what `fill` writes, as it writes it.
fn compress(
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<(Frame, Vec<u8>)> {
    let encoder = zstd::stream::Encoder::new(Vec::new(), LEVEL)?;
    let mut counted = Counted { to: BufWriter::with_capacity(128 << 10, encoder), count: 0 };
    fill(&mut counted)?;
    let bytes = counted.to.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()?;
    let frame = Frame { bytes: bytes.len() as u64, raw: counted.count, digest: Digest::of(&bytes) };
    Ok((frame, bytes))
}

struct Counted<W> {
    to: W,
    count: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.count += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// Reads the snapshot in a file.
pub(crate) fn load(path: &Path) -> Result<Snapshot, SourceError> {
    let bytes = std::fs::read(path)
        .map_err(|error| SourceError::SnapshotUnreadable { path: path.to_owned(), error })?;
    read(&bytes)
}

/// Reads a snapshot from what [`write`] wrote.
pub(crate) fn read(bytes: &[u8]) -> Result<Snapshot, SourceError> {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let end = end.ok_or_else(|| damaged("it does not begin with a manifest"))?;
    let manifest = manifest(&bytes[..end])?;
    let mut rest = &bytes[end + 1..];
    let mut frames = Vec::with_capacity(manifest.frames.len());
    for (at, frame) in manifest.frames.iter().enumerate() {
        let size = usize::try_from(frame.bytes).unwrap_or(usize::MAX);
        let (bytes, behind) = rest
            .split_at_checked(size)
            .ok_or_else(|| damaged(format!("it ends within frame {at}")))?;
        frames.push((at, frame, bytes));
        rest = behind;
    }
    if !rest.is_empty() {
        return Err(damaged("more stands behind its last frame"));
    }
    let (head, frames) =
        frames.split_first().ok_or_else(|| damaged("its manifest lists no frame"))?;
    let [head]: [Head; 1] = parse(*head)?
        .try_into()
        .map_err(|_: Vec<Head>| damaged("its first frame is not one line"))?;
    let projects: Vec<Vec<Project>> =
        frames.par_iter().map(|frame| projects_of(*frame)).collect::<Result<_, _>>()?;
    let mut snapshot = head.into_snapshot();
    snapshot.projects = projects.into_iter().flatten().collect();
    check_counts(&manifest, &snapshot)?;
    Ok(snapshot)
}

fn manifest(line: &[u8]) -> Result<Manifest, SourceError> {
    let version: Version =
        serde_json::from_slice(line).map_err(|_| damaged("its first line is not a manifest"))?;
    if version.format != FORMAT {
        return Err(damaged(format!("its first line does not say `{FORMAT}`")));
    }
    if version.schema > SCHEMA {
        return Err(SourceError::SnapshotNewer { found: version.schema, known: SCHEMA });
    }
    let manifest: Manifest =
        serde_json::from_slice(line).map_err(|error| damaged(format!("its manifest: {error}")))?;
    if manifest.schema != SCHEMA {
        return Err(damaged(format!("there is no schema {}", manifest.schema)));
    }
    Ok(manifest)
}

fn check_counts(manifest: &Manifest, snapshot: &Snapshot) -> Result<(), SourceError> {
    let files: usize = snapshot.projects.iter().map(|project| project.files.len()).sum();
    let counts = [
        ("groups", manifest.groups, snapshot.groups.len()),
        ("projects", manifest.projects, snapshot.projects.len()),
        ("files", manifest.files, files),
    ];
    for (what, listed, found) in counts {
        if listed != found {
            return Err(damaged(format!("it lists {listed} {what} and holds {found}")));
        }
    }
    if !snapshot.projects.is_sorted_by(|a, b| a.path < b.path) {
        return Err(damaged("its projects are not in order"));
    }
    Ok(())
}

/// A frame's place, its entry in the manifest, and its bytes.
type Listed<'a> = (usize, &'a Frame, &'a [u8]);

fn projects_of(frame: Listed<'_>) -> Result<Vec<Project>, SourceError> {
    parse(frame)?
        .into_iter()
        .map(StoredProject::into_project)
        .collect::<Option<_>>()
        .ok_or_else(|| damaged(format!("frame {}: a file is neither text nor base64", frame.0)))
}

/// Verifies a frame, then reads a value from each of its lines.
fn parse<T: for<'de> Deserialize<'de>>(
    (at, frame, bytes): Listed<'_>,
) -> Result<Vec<T>, SourceError> {
    if Digest::of(bytes) != frame.digest {
        return Err(damaged(format!("frame {at} is not what its digest says")));
    }
    if frame.raw > MOST_RAW {
        return Err(damaged(format!("frame {at} claims to hold {} bytes", frame.raw)));
    }
    let wrong = |error: std::io::Error| damaged(format!("frame {at}: {error}"));
    let mut lines = Vec::new();
    zstd::stream::Decoder::with_buffer(bytes)
        .map_err(wrong)?
        .take(frame.raw + 1)
        .read_to_end(&mut lines)
        .map_err(wrong)?;
    if lines.len() as u64 != frame.raw {
        return Err(damaged(format!("frame {at} is not as long as its manifest says")));
    }
    lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line))
        .collect::<Result<_, _>>()
        .map_err(|error| damaged(format!("frame {at}: {error}")))
}

fn damaged(what: impl Into<String>) -> SourceError {
    SourceError::SnapshotDamaged { what: what.into() }
}
