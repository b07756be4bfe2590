//! The tags of a repository: names, commits and dates.

use std::collections::BTreeMap;

use super::object::{Kind, LARGEST, Objects};
use super::{HOPS, LINE, LIST, ObjectId, Repository, Sort, date, disk, is_reference, named, text};
use crate::base::Timestamp;

const FOLDER: &str = "refs/tags/";

/// What a tag leads to.
#[derive(Debug)]
pub(in crate::source) struct Tag {
    /// The commit, through any tag objects between.
    pub(in crate::source) commit: ObjectId,
    /// When it was made, else when its commit was.
    pub(in crate::source) made_at: Option<Timestamp>,
    /// The root folder of its commit.
    pub(in crate::source) tree: Option<ObjectId>,
}

impl Repository {
    /// Returns the names, without `refs/tags/`, of all tags that `wants` takes; beside those that are packed what they
    /// name, beside those in a file of their own nothing yet.
    ///
    /// A tag whose file lies in a folder (`release/1.0.0`) is seen only once it is packed.
    pub(in crate::source) fn tags(
        &self,
        wants: &dyn Fn(&str) -> bool,
    ) -> BTreeMap<String, Option<ObjectId>> {
        let mut found = BTreeMap::new();
        let packed = text(&self.common.join("packed-refs"), LIST).unwrap_or_default();
        for line in packed.lines() {
            let Some((id, name)) = line.split_once(' ') else { continue };
            let Some(tag) = name.strip_prefix(FOLDER).filter(|tag| wants(tag)) else { continue };
            if let Some(id) = ObjectId::parse(id).filter(|_| is_name(tag)) {
                found.insert(tag.to_owned(), Some(id));
            }
        }
        let loose = disk::list(&self.common.join(FOLDER)).unwrap_or_default().entries;
        let loose = loose.into_iter().filter(|entry| entry.sort == Sort::File);
        let names = loose.map(|entry| entry.name).filter(|tag| wants(tag) && is_name(tag));
        found.extend(names.map(|tag| (tag, None)));
        found
    }

    /// What a tag names that has a file of its own.
    ///
    /// One that refers to another reference names nothing: git makes no such tags.
    pub(in crate::source) fn loose_tag(&self, tag: &str) -> Option<ObjectId> {
        ObjectId::parse(text(&self.common.join(FOLDER).join(tag), LINE)?.trim())
    }
}

impl Tag {
    /// Follows a tag to its commit; none if there is no commit behind it, or an object on the way is missing.
    pub(in crate::source) fn read(objects: &mut Objects, mut id: ObjectId) -> Option<Tag> {
        let mut made_at = None;
        for _ in 0..HOPS {
            let object = objects.object(&id, LARGEST)?;
            match object.kind {
                Kind::Commit => {
                    let made_at = made_at.or_else(|| date(&object.content, b"committer "));
                    let tree = named(&object.content, b"tree ");
                    return Some(Tag { commit: id, made_at, tree });
                }
                Kind::Tag => {
                    made_at = made_at.or_else(|| date(&object.content, b"tagger "));
                    id = named(&object.content, b"object ")?;
                }
                Kind::Tree | Kind::Blob => return None,
            }
        }
        None
    }
}

/// Whether git would take this for the name of a tag (git-check-ref-format(1)); whoever wrote `packed-refs` by hand may
/// have had other plans.
fn is_name(tag: &str) -> bool {
    let is_refused = |c: char| c.is_control() || " ~^:?*[\\".contains(c);
    let is_plain = tag.len() <= 255 && !tag.contains(is_refused) && !tag.contains("..");
    is_plain && is_reference(&format!("{FOLDER}{tag}"))
}
