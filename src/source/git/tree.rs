//! What a commit holds: folders and files by their names (gitformat-pack(5), git-ls-tree(1)).

use super::object::{Kind, LARGEST, Objects};
use super::{ObjectId, Sort};

/// One name in a folder of a commit.
#[derive(Debug)]
pub(in crate::source) struct TreeEntry {
    /// The name, without slashes.
    pub(in crate::source) name: String,
    /// What it stands for; a submodule is [`Sort::Other`].
    pub(in crate::source) sort: Sort,
    /// The object.
    pub(in crate::source) id: ObjectId,
}

/// Lists a folder of a commit; none if it cannot be read whole. Names that are not UTF-8, or that git
/// would not have written, are left out.
pub(in crate::source) fn folder(objects: &mut Objects, id: &ObjectId) -> Option<Vec<TreeEntry>> {
    let content = objects.content(id, Kind::Tree, LARGEST)?;
    let length = id.as_str().len() / 2;
    let mut entries = Vec::new();
    let mut rest = content.as_slice();
    while !rest.is_empty() {
        let space = rest.iter().position(|byte| *byte == b' ')?;
        let (mode, named) = (&rest[..space], &rest[space + 1..]);
        let end = named.iter().position(|byte| *byte == 0)?;
        let (name, id) = (&named[..end], named.get(end + 1..end + 1 + length)?);
        rest = &named[end + 1 + length..];
        let Ok(name) = std::str::from_utf8(name) else { continue };
        if matches!(name, "" | "." | "..") || name.contains(['/', '\\']) {
            continue;
        }
        let (name, id) = (name.to_owned(), ObjectId::of_bytes(id));
        entries.push(TreeEntry { name, sort: sort(mode), id });
    }
    Some(entries)
}

/// Reads a file of a commit, of at most `limit` bytes.
pub(in crate::source) fn blob(objects: &mut Objects, id: &ObjectId, limit: u64) -> Option<Vec<u8>> {
    objects.content(id, Kind::Blob, limit)
}

/// A mode in octal digits: what it is, and what may be done with it.
fn sort(mode: &[u8]) -> Sort {
    match mode {
        [b'1', b'0', b'0', ..] => Sort::File,
        b"40000" | b"040000" => Sort::Folder,
        b"120000" => Sort::Link,
        _ => Sort::Other,
    }
}
