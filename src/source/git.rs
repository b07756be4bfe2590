//! What a repository on disk says of itself, read without git: HEAD, the branch, the date, where it came from, its tags
//! and the files of a commit.
//!
//! Knows loose and packed references, loose objects and packs (version 2), worktrees and alternates. A repository that
//! keeps its references elsewhere (reftable) or that is damaged has no head; nothing here fails, panics or reads more
//! than its limits.
//! See gitrepository-layout(5), gitformat-pack(5).

mod object;
mod pack;
mod remote;
mod tags;
mod tree;

use std::path::{Path, PathBuf};

use super::disk::{self, Sort};
use crate::base::{RelPath, Timestamp};
use crate::model::Head;
pub(super) use object::Objects;
use object::{Kind, LARGEST};
pub(super) use tags::Tag;
pub(super) use tree::{TreeEntry, blob, folder};

/// Symbolic references that lead to one another.
const HOPS: usize = 5;

/// A reference, a `.git` file or another one-liner.
const LINE: u64 = 4 << 10;

/// `config` and `packed-refs`; the latter has about 60 bytes for each tag.
const LIST: u64 = 32 << 20;

/// The last second of the year 9999, which is as far as a written date goes.
const LAST_SECOND: i64 = 253_402_300_799;

/// What a repository says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GitFacts {
    /// The commit that is checked out; without a date if the commit itself cannot be read.
    pub(super) head: Option<Head>,
    /// The default branch of `origin` where it is known, else the branch that is checked out.
    pub(super) branch: Option<String>,
    /// Where `origin` can be looked at, without credentials.
    pub(super) web_url: Option<String>,
}

/// An object's name: 40 hexadecimal digits, or 64 where the repository uses SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObjectId(String);

impl ObjectId {
    /// The name as git writes it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the name as git writes it.
    pub(super) fn parse(text: &str) -> Option<ObjectId> {
        let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (is_hex && matches!(text.len(), 40 | 64)).then(|| ObjectId(text.to_owned()))
    }

    /// Reads the name as it stands in trees.
    fn of_bytes(bytes: &[u8]) -> ObjectId {
        ObjectId(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn to_bytes(&self) -> Vec<u8> {
        let digit = |byte: u8| if byte <= b'9' { byte - b'0' } else { byte - b'a' + 10 };
        let digits = self.0.as_bytes();
        digits.chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
    }
}

/// Reads the repository whose worktree is `root`; nothing if `.git` is neither a folder nor a file that names one.
pub(super) fn read(root: &Path, marker: Sort) -> Option<GitFacts> {
    let repository = Repository::of(root, marker)?;
    let (symbolic, head) = repository.resolve("HEAD");
    let committed_at = |id: &ObjectId| {
        let mut objects = repository.objects();
        date(&objects.content(id, Kind::Commit, LARGEST)?, b"committer ")
    };
    let (origin, _) = repository.resolve("refs/remotes/origin/HEAD");
    let branch = origin
        .as_deref()
        .and_then(|name| name.strip_prefix("refs/remotes/origin/"))
        .or_else(|| symbolic.as_deref()?.strip_prefix("refs/heads/"));
    Some(GitFacts {
        head: head.map(|id| Head { committed_at: committed_at(&id), sha: id.0 }),
        // `refs/heads/.invalid` stands in HEAD where references are kept in another form.
        branch: branch.filter(|name| !name.starts_with('.')).map(str::to_owned),
        web_url: text(&repository.common.join("config"), LIST)
            .and_then(|config| remote::origin_url(&config))
            .and_then(|url| remote::web_url(&url)),
    })
}

/// A repository that is there.
pub(super) struct Repository {
    /// Holds HEAD.
    own: PathBuf,
    /// Holds what all worktrees share.
    common: PathBuf,
}

impl Repository {
    /// Finds the repository whose worktree is `root`.
    pub(super) fn of(root: &Path, marker: Sort) -> Option<Repository> {
        let marked = root.join(".git");
        let own = match marker {
            Sort::Folder => marked,
            Sort::File => root.join(text(&marked, LINE)?.strip_prefix("gitdir:")?.trim()),
            Sort::Link | Sort::Other => return None,
        };
        let common = match text(&own.join("commondir"), LINE) {
            Some(path) => own.join(path.trim()),
            None => own.clone(),
        };
        Some(Repository { own, common })
    }

    /// Where its objects are.
    pub(super) fn objects(&self) -> Objects {
        Objects::of(&self.common)
    }

    /// Follows a reference: the name of the last symbolic target, and the commit if there is one.
    fn resolve(&self, name: &str) -> (Option<String>, Option<ObjectId>) {
        let mut symbolic: Option<String> = None;
        for _ in 0..HOPS {
            let current = symbolic.as_deref().unwrap_or(name);
            let Some(value) = self.reference(current) else {
                let packed = self.packed(current);
                return (symbolic, packed);
            };
            match value.strip_prefix("ref:") {
                Some(target) if is_reference(target.trim()) => {
                    symbolic = Some(target.trim().to_owned());
                }
                Some(_) => return (None, None),
                None => return (symbolic, ObjectId::parse(value.trim())),
            }
        }
        (None, None)
    }

    /// A loose reference: a worktree's own, or the shared one.
    fn reference(&self, name: &str) -> Option<String> {
        text(&self.own.join(name), LINE).or_else(|| {
            let is_shared = self.own != self.common && name != "HEAD";
            is_shared.then(|| text(&self.common.join(name), LINE)).flatten()
        })
    }

    fn packed(&self, name: &str) -> Option<ObjectId> {
        let list = text(&self.common.join("packed-refs"), LIST)?;
        let line = list.lines().find_map(|line| {
            let (id, found) = line.split_once(' ')?;
            (found == name).then_some(id)
        });
        ObjectId::parse(line?)
    }
}

/// Whether a symbolic reference stays below `refs/`.
fn is_reference(name: &str) -> bool {
    name.starts_with("refs/") && RelPath::new(name).is_some_and(|path| path.as_str() == name)
}

fn text(path: &Path, limit: u64) -> Option<String> {
    String::from_utf8(disk::read(path, limit).ok()?).ok()
}

/// The value on a line in front of a commit's or tag's message.
fn header<'a>(content: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    content
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.is_empty())
        .find_map(|line| line.strip_prefix(key))
}

/// The date on such a line.
fn date(content: &[u8], key: &[u8]) -> Option<Timestamp> {
    // The name before it may be of any encoding.
    let mut words = header(content, key)?.rsplit(|byte| *byte == b' ');
    let (_zone, seconds) = (words.next()?, words.next()?);
    let seconds: i64 = std::str::from_utf8(seconds).ok()?.parse().ok()?;
    (0..=LAST_SECOND).contains(&seconds).then_some(Timestamp(seconds))
}

/// The object that such a line names.
fn named(content: &[u8], key: &[u8]) -> Option<ObjectId> {
    ObjectId::parse(std::str::from_utf8(header(content, key)?).ok()?)
}
