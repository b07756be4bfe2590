//! What is under version control: files, commits and their identities.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What git takes an entry to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Regular,
    Executable,
    Symlink,
    Submodule,
}

impl Mode {
    /// Git's six digits.
    pub fn digits(self) -> &'static str {
        match self {
            Mode::Regular => "100644",
            Mode::Executable => "100755",
            Mode::Symlink => "120000",
            Mode::Submodule => "160000",
        }
    }
}

/// One file: its bytes are the target of a link and the commit of a submodule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub mode: Mode,
    pub bytes: Arc<[u8]>,
}

impl File {
    /// The identity of the content. Forty digits as git's, but of another hash: nobody can compute it from outside.
    pub fn oid(&self) -> String {
        if self.mode == Mode::Submodule {
            return String::from_utf8_lossy(&self.bytes).into_owned();
        }
        blake3::hash(&self.bytes).to_hex()[..40].to_owned()
    }

    /// The object that a pointer of Git LFS stands for, and its size.
    pub fn large_file(&self) -> Option<(&str, u64)> {
        let text = std::str::from_utf8(&self.bytes).ok().filter(|text| text.len() < 1024)?;
        let rest = text.strip_prefix("version https://git-lfs.github.com/spec/v1\n")?;
        let mut lines = rest.lines();
        let oid = lines.next()?.strip_prefix("oid sha256:")?;
        Some((oid, lines.next()?.strip_prefix("size ")?.parse().ok()?))
    }
}

impl From<&str> for File {
    fn from(text: &str) -> File {
        File { mode: Mode::Regular, bytes: text.as_bytes().into() }
    }
}

impl From<String> for File {
    fn from(text: String) -> File {
        File::from(text.as_str())
    }
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> File {
        File { mode: Mode::Regular, bytes: bytes.into() }
    }
}

/// The whole tree of a commit, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, File>);

impl Files {
    pub fn insert(&mut self, path: &str, file: impl Into<File>) {
        self.0.insert(path.to_owned(), file.into());
    }

    pub fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }

    pub fn link(&mut self, path: &str, target: &str) {
        let file = File { mode: Mode::Symlink, bytes: target.as_bytes().into() };
        self.0.insert(path.to_owned(), file);
    }

    pub fn submodule(&mut self, path: &str, commit: &str) {
        let file = File { mode: Mode::Submodule, bytes: commit.as_bytes().into() };
        self.0.insert(path.to_owned(), file);
    }

    /// The pointer that stands in the repository for a large file.
    pub fn large_file(&mut self, path: &str, oid: &str, size: u64) {
        let header = "version https://git-lfs.github.com/spec/v1";
        self.insert(path, format!("{header}\noid sha256:{oid}\nsize {size}\n"));
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    /// The entries directly or anywhere below a folder: folders first by path, then files by path.
    /// None if there is no such folder.
    pub fn list(&self, folder: &str, recursive: bool) -> Option<Listing<'_>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = || self.0.iter().filter(|(path, _)| path.starts_with(&prefix));
        if !folder.is_empty() && below().next().is_none() {
            return None;
        }
        let mut listing = Listing::default();
        for (path, file) in below() {
            let rest = &path[prefix.len()..];
            for (at, _) in rest.match_indices('/').take(if recursive { usize::MAX } else { 1 }) {
                listing.folders.insert(&path[..prefix.len() + at]);
            }
            if recursive || !rest.contains('/') {
                listing.files.push((path.as_str(), file));
            }
        }
        Some(listing)
    }

    /// A digest of all paths, modes and contents.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, file) in &self.0 {
            let line = format!("{path}\0{}\0{}\0", file.mode.digits(), file.bytes.len());
            hasher.update(line.as_bytes()).update(&file.bytes);
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Listing<'a> {
    pub folders: BTreeSet<&'a str>,
    pub files: Vec<(&'a str, &'a File)>,
}

/// One moment of a repository.
#[derive(Clone, Debug)]
pub struct Commit {
    pub sha: String,
    pub parent: Option<String>,
    pub title: String,
    pub author: String,
    pub committed_at: String,
    pub files: Arc<Files>,
}

/// Forty hexadecimal digits that stand for a text.
pub fn identity(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..40].to_owned()
}
