//! The versions of a project with CI/CD components or API descriptions: its tags, and these files as they were at
//! each of them.
//!
//! A crawl asks GitLab for releases; a repository on disk knows tags only, and what publishes components releases
//! every tag that is a semantic version.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::base::{RelPath, Semver};
use crate::model::{Project, RawFile, Release, Version};
use crate::source::disk::Sort;
use crate::source::git::{self, ObjectId, Objects, Repository, Tag, TreeEntry};
use crate::source::wanted::{self, Limit, Limits};

/// The most tags that are looked at: the greatest versions, or the newest releases that settings name.
const TAGS: usize = 1_000;

/// The most releases whose files are read, as of a project that is crawled.
const VERSIONS: usize = 10;

const README: &str = "README.md";

/// Reads the releases of a project with components or APIs if its settings name none, and the files of the newest ones.
pub(super) fn read(project: &mut Project, root: &Path, marker: Sort, limits: &Limits) {
    let apis: Vec<RelPath> =
        project.files.keys().filter(|path| wanted::is_of_api(path)).cloned().collect();
    if apis.is_empty() && !project.files.keys().any(wanted::is_template) {
        return;
    }
    let Some(repository) = Repository::of(root, marker) else { return };
    let mut files = Files { objects: repository.objects(), known: BTreeMap::new(), limits };
    let named = if project.releases.is_empty() {
        versions(&repository)
    } else {
        let releases = project.releases.iter().take(TAGS);
        let releases: BTreeSet<&str> = releases.map(|release| release.tag.as_str()).collect();
        repository.tags(&|tag| releases.contains(tag))
    };
    let mut tags = BTreeMap::new();
    for (name, id) in named {
        let Some(id) = id.or_else(|| repository.loose_tag(&name)) else { continue };
        let tag = Tag::read(&mut files.objects, id);
        tags.insert(name, tag);
    }
    if project.releases.is_empty() {
        project.releases = releases(&tags);
    }
    let known = project.releases.iter().filter_map(|release| {
        let tag = tags.remove(&release.tag)??;
        Some((release.tag.clone(), tag))
    });
    let version = |(name, tag): (String, Tag)| Version {
        tag: name,
        files: tag.tree.and_then(|tree| files.of(&tree, &apis)).unwrap_or_default(),
        sha: Some(tag.commit.as_str().to_owned()),
    };
    project.versions = known.take(VERSIONS).map(version).collect();
}

/// The tags that are versions; of too many the greatest.
fn versions(repository: &Repository) -> BTreeMap<String, Option<ObjectId>> {
    let mut tags = repository.tags(&|tag| Semver::parse(tag).is_some());
    if tags.len() > TAGS {
        let mut names: Vec<String> = tags.keys().cloned().collect();
        names.sort_by_cached_key(|name| Reverse(Semver::parse(name)));
        for name in names.drain(TAGS..) {
            tags.remove(&name);
        }
    }
    tags
}

/// A release for each tag, newest first.
fn releases(tags: &BTreeMap<String, Option<Tag>>) -> Vec<Release> {
    let release = |(name, tag): (&String, &Option<Tag>)| Release {
        tag: name.clone(),
        name: None,
        released_at: tag.as_ref().and_then(|tag| tag.made_at),
    };
    let mut releases: Vec<Release> = tags.iter().map(release).collect();
    releases
        .sort_by_cached_key(|release| Reverse((release.released_at, Semver::parse(&release.tag))));
    releases
}

/// Reads the files of releases, those that did not change between them once.
struct Files<'a> {
    objects: Objects,
    known: BTreeMap<ObjectId, RawFile>,
    limits: &'a Limits,
}

impl Files<'_> {
    /// The components' files, the README and the API descriptions of a commit.
    ///
    /// None if one of the first cannot be read: whoever saw the others would take it for removed.
    fn of(&mut self, tree: &ObjectId, apis: &[RelPath]) -> Option<BTreeMap<RelPath, RawFile>> {
        let mut files = BTreeMap::new();
        for entry in git::folder(&mut self.objects, tree)? {
            match (entry.name.as_str(), entry.sort) {
                (README, Sort::File) => {
                    let file = self.file(&entry.id, Limit::Document);
                    files.extend(RelPath::new(README).zip(file));
                }
                ("templates", Sort::Folder) => self.templates(&entry.id, &mut files)?,
                _ => {}
            }
        }
        let mut folders = BTreeMap::new();
        for path in apis {
            let file = self.at(tree, path, &mut folders);
            files.extend(file.map(|file| (path.clone(), file)));
        }
        Some(files)
    }

    /// The file at a path, if it is there and can be read; `folders` are those of the tree that were looked into.
    fn at(
        &mut self,
        tree: &ObjectId,
        path: &RelPath,
        folders: &mut BTreeMap<ObjectId, Vec<TreeEntry>>,
    ) -> Option<RawFile> {
        let mut at = tree.clone();
        let mut parts = path.parts().peekable();
        while let Some(part) = parts.next() {
            if !folders.contains_key(&at) {
                let entries = git::folder(&mut self.objects, &at)?;
                folders.insert(at.clone(), entries);
            }
            let entry = folders.get(&at)?.iter().find(|entry| entry.name == part)?;
            let is_last = parts.peek().is_none();
            match entry.sort {
                Sort::File if is_last => {
                    let id = entry.id.clone();
                    return self.file(&id, Limit::Api);
                }
                Sort::Folder if !is_last => at = entry.id.clone(),
                _ => return None,
            }
        }
        None
    }

    fn templates(&mut self, tree: &ObjectId, files: &mut BTreeMap<RelPath, RawFile>) -> Option<()> {
        for entry in git::folder(&mut self.objects, tree)? {
            let path = RelPath::new(&format!("templates/{}", entry.name))?;
            if entry.sort == Sort::File && wanted::is_template(&path) {
                files.insert(path, self.file(&entry.id, Limit::Descriptor)?);
            } else if entry.sort == Sort::Folder {
                let below = git::folder(&mut self.objects, &entry.id)?;
                let template = below
                    .iter()
                    .find(|below| below.name == "template.yml" && below.sort == Sort::File);
                let path = path.join("template.yml").filter(wanted::is_template);
                if let Some((template, path)) = template.zip(path) {
                    files.insert(path, self.file(&template.id, Limit::Descriptor)?);
                }
            }
        }
        Some(())
    }

    fn file(&mut self, id: &ObjectId, limit: Limit) -> Option<RawFile> {
        if let Some(file) = self.known.get(id) {
            return Some(file.clone());
        }
        let bytes = git::blob(&mut self.objects, id, limit.bytes(self.limits))?;
        let file = RawFile { bytes: bytes.into() };
        self.known.insert(id.clone(), file.clone());
        Some(file)
    }
}
