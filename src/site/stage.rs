//! A tree staged beside its target: filled by many threads, verified, swapped in one step.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use walkdir::WalkDir;

use crate::base::{Digest, Hasher, RelPath};

use super::SiteError;
use super::manifest::{FileRecord, Manifest, modified};

/// The file by which a folder is known to be a site of ours when the memory of it is lost.
const MARK: &str = "data/v1/build.json";

/// A site that is being made.
pub(crate) struct Stage {
    target: PathBuf,
    folder: PathBuf,
    before: Manifest,
    now: Mutex<BTreeMap<RelPath, Written>>,
    folders: Mutex<std::collections::BTreeSet<PathBuf>>,
}

struct Written {
    record: FileRecord,
    is_new: bool,
}

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    /// Files of the site.
    pub files: usize,
    /// Of those, how many were written because they are new or changed.
    pub written: usize,
    /// Files of the last site that are gone.
    pub removed: usize,
    /// Bytes of the site.
    pub bytes: u64,
}

impl Stage {
    /// Opens a stage beside `target`, whose last content `before` tells of.
    ///
    /// Refuses a target that is a link or a file, or that holds files but no site of ours.
    pub(crate) fn open(target: &Path, before: Option<Manifest>) -> Result<Stage, SiteError> {
        let before = before.unwrap_or_default();
        check_target(target, &before)?;
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| "site".to_owned());
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(SiteError::io(parent))?;
        let folder = parent.join(format!(".{name}.portolan-stage"));
        // What a killed run left is of no use to anybody.
        remove_tree(&folder)?;
        fs::create_dir(&folder).map_err(SiteError::io(&folder))?;
        let stage = Stage {
            target: target.to_owned(),
            folder,
            before,
            now: Mutex::default(),
            folders: Mutex::default(),
        };
        Ok(stage)
    }

    /// Puts a file on the stage; one that is the same as in the last site stays that very file.
    pub(crate) fn put(&self, path: RelPath, bytes: &[u8]) -> Result<(), SiteError> {
        let digest = Digest::of(bytes);
        let staged = self.folder.join(path.as_str());
        self.make_folder(&staged)?;
        if let Some(record) = self.keep(&path, digest, &staged) {
            return self.note(path, record, false);
        }
        let mut file = fs::File::create(&staged).map_err(SiteError::io(&staged))?;
        file.write_all(bytes).map_err(SiteError::io(&staged))?;
        let record =
            record_of(&file, digest, bytes.len() as u64).map_err(SiteError::io(&staged))?;
        self.note(path, record, true)
    }

    /// Opens a file that is too large to be held; it is on the stage once it is [finished](Streamed::finish).
    pub(crate) fn stream(&self, path: RelPath) -> Result<Streamed<'_>, SiteError> {
        let staged = self.folder.join(path.as_str());
        self.make_folder(&staged)?;
        let file = fs::File::create(&staged).map_err(SiteError::io(&staged))?;
        let file = io::BufWriter::with_capacity(1 << 16, file);
        Ok(Streamed { stage: self, path, staged, file, hasher: Hasher::default(), size: 0 })
    }

    /// Links the published file to the stage if it has this digest and nobody touched it.
    fn keep(&self, path: &RelPath, digest: Digest, staged: &Path) -> Option<FileRecord> {
        let record = self.before.files.get(path)?;
        let published = self.target.join(path.as_str());
        let is_same = record.digest == digest && record.is_untouched(&published);
        (is_same && fs::hard_link(&published, staged).is_ok()).then(|| record.clone())
    }

    fn note(&self, path: RelPath, record: FileRecord, is_new: bool) -> Result<(), SiteError> {
        let mut now = self.now.lock().expect("no thread panics while it holds this lock");
        match now.insert(path.clone(), Written { record, is_new }) {
            None => Ok(()),
            Some(_) => Err(SiteError::Twice(path.to_string())),
        }
    }

    fn make_folder(&self, staged: &Path) -> Result<(), SiteError> {
        let Some(folder) = staged.parent() else { return Ok(()) };
        let mut folders = self.folders.lock().expect("no thread panics while it holds this lock");
        if !folders.contains(folder) {
            fs::create_dir_all(folder).map_err(SiteError::io(folder))?;
            folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Verifies the stage, carries foreign files over, and swaps it with the target.
    pub(crate) fn publish(self) -> Result<(Published, Manifest), SiteError> {
        let now = std::mem::take(&mut *self.now.lock().expect("all threads have ended"));
        for (path, written) in &now {
            let staged = self.folder.join(path.as_str());
            if !written.record.is_untouched(&staged) {
                return Err(SiteError::Damaged(path.to_string()));
            }
        }
        let mut published = Published { files: now.len(), ..Published::default() };
        for written in now.values() {
            published.written += usize::from(written.is_new);
            published.bytes += written.record.size;
        }
        let stays = |path: &RelPath| now.contains_key(path);
        published.removed = self.before.files.keys().filter(|path| !stays(path)).count();
        self.carry_foreign_files(&stays)?;
        if published.written > 0 || published.removed > 0 || !self.target.exists() {
            self.swap()?;
        }
        let files = now.into_iter().map(|(path, written)| (path, written.record)).collect();
        Ok((published, Manifest { files }))
    }

    /// Moves what we did not write into the new tree, as it is.
    fn carry_foreign_files(&self, stays: &dyn Fn(&RelPath) -> bool) -> Result<(), SiteError> {
        if !self.target.is_dir() {
            return Ok(());
        }
        for entry in WalkDir::new(&self.target).min_depth(1).follow_links(false) {
            let entry = entry.map_err(|error| SiteError::io(&self.target)(error.into()))?;
            if entry.file_type().is_dir() {
                continue;
            }
            let below = entry.path().strip_prefix(&self.target).unwrap_or(entry.path());
            let path = below.to_str().and_then(RelPath::new);
            let is_ours =
                path.is_some_and(|path| self.before.files.contains_key(&path) || stays(&path));
            if !is_ours {
                let carried = self.folder.join(below);
                if let Some(folder) = carried.parent() {
                    fs::create_dir_all(folder).map_err(SiteError::io(folder))?;
                }
                // A link where the system allows it, so that the old tree stays whole until the swap.
                if fs::hard_link(entry.path(), &carried).is_err() {
                    fs::copy(entry.path(), &carried).map_err(SiteError::io(entry.path()))?;
                }
            }
        }
        Ok(())
    }

    fn swap(&self) -> Result<(), SiteError> {
        if !self.target.exists() {
            return fs::rename(&self.folder, &self.target).map_err(SiteError::io(&self.target));
        }
        if !exchange(&self.folder, &self.target) {
            // Two steps where the system knows no exchange: for an instant there is no site, never half of one.
            let old = self.folder.with_extension("old");
            remove_tree(&old)?;
            fs::rename(&self.target, &old).map_err(SiteError::io(&self.target))?;
            fs::rename(&self.folder, &self.target).map_err(SiteError::io(&self.target))?;
            return remove_tree(&old);
        }
        Ok(())
    }
}

impl Drop for Stage {
    /// Leaves nothing behind: after the swap this is the old tree, after a failure the unfinished one.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn record_of(file: &fs::File, digest: Digest, size: u64) -> io::Result<FileRecord> {
    Ok(FileRecord { digest, size, modified: modified(&file.metadata()?) })
}

/// A file that is written piece by piece.
pub(crate) struct Streamed<'a> {
    stage: &'a Stage,
    path: RelPath,
    staged: PathBuf,
    file: io::BufWriter<fs::File>,
    hasher: Hasher,
    size: u64,
}

impl Streamed<'_> {
    /// Writes the next piece.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), SiteError> {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        self.file.write_all(bytes).map_err(SiteError::io(&self.staged))
    }

    /// Puts the file on the stage and returns its size.
    pub(crate) fn finish(self) -> Result<u64, SiteError> {
        let Streamed { stage, path, staged, file, hasher, size } = self;
        let file = file.into_inner().map_err(|error| SiteError::io(&staged)(error.into_error()))?;
        let digest = hasher.finish();
        let record = record_of(&file, digest, size).map_err(SiteError::io(&staged))?;
        drop(file);
        let beside = staged.with_extension("kept");
        if let Some(record) = stage.keep(&path, digest, &beside) {
            fs::rename(&beside, &staged).map_err(SiteError::io(&staged))?;
            stage.note(path, record, false)?;
            return Ok(size);
        }
        stage.note(path, record, true)?;
        Ok(size)
    }
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

fn remove_tree(folder: &Path) -> Result<(), SiteError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(SiteError::io(folder)(error)),
        _ => Ok(()),
    }
}

fn check_target(target: &Path, before: &Manifest) -> Result<(), SiteError> {
    let metadata = match target.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(SiteError::io(target)(error)),
        Ok(metadata) => metadata,
    };
    if !metadata.is_dir() {
        return Err(SiteError::NotAFolder { path: target.to_owned() });
    }
    if !before.files.is_empty() || target.join(MARK).is_file() {
        return Ok(());
    }
    let mut entries = fs::read_dir(target).map_err(SiteError::io(target))?;
    match entries.next() {
        None => Ok(()),
        Some(entry) => {
            let entry = entry.map_err(SiteError::io(target))?;
            let example = entry.file_name().to_string_lossy().into_owned();
            Err(SiteError::Foreign { path: target.to_owned(), example })
        }
    }
}
