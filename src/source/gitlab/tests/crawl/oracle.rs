//! What may be published: the truth, and the last good of what failed, but nothing that is not visible.

use std::collections::BTreeMap;
use std::fs;

use super::Crawl;
use crate::base::{Code, RelPath};
use crate::fake_gitlab::{Commit, Fault, Mode, What, Which};
use crate::model::{Project, RawFile, Repository};
use crate::source::gitlab::Crawled;

impl Crawl {
    /// Lets something go wrong in the next run.
    pub(crate) fn fault(&self, which: Which, what: What) {
        self.fake.fault(Fault::new(which, what));
    }

    /// Lets it go wrong once.
    pub(crate) fn fault_once(&self, which: Which, what: What) {
        self.fake.fault(Fault::new(which, what).times(1));
    }

    /// Forgets what was read.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_file(self.cache());
    }

    /// Crawls without faults, and holds the result to the truth.
    pub(crate) fn whole(&self) -> Crawled {
        self.fake.clear_faults();
        let crawled = self.good();
        self.check(&crawled, None);
        assert!(unwhole(&crawled).is_empty(), "{:?}", unwhole(&crawled));
        crawled
    }

    /// The paths of all projects that have files, in their order.
    pub(crate) fn paths(&self) -> Vec<String> {
        let company = self.fake.company();
        let shown = company.projects.values().filter(|project| !project.archived);
        let shown = shown.filter(|project| project.head().is_some());
        shown.map(|project| project.path.clone()).collect()
    }

    /// Commits something to every project, so that the next run has to read them all.
    pub(crate) fn push_to_all(&self, round: usize) {
        for path in self.paths() {
            let text = format!("# Round {round}\n\nOf {path}.\n");
            self.fake.change(|company| company.push(&path, &[("README.md", Some(&text))]));
        }
    }

    /// Panics unless every project is as it is, or as it was in the run before and says so, or says that it is unread.
    pub(crate) fn check(&self, crawled: &Crawled, before: Option<&Crawled>) {
        let company = self.fake.company();
        let mut expected: Vec<u64> = company
            .projects
            .values()
            .filter(|project| !project.archived || self.options.archived)
            .filter(|project| project.marked_for_deletion_on.is_none())
            .map(|project| project.id)
            .collect();
        let mut found: Vec<u64> = crawled.part.projects.iter().filter_map(|one| one.id).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "not the projects that there are");
        let before: BTreeMap<Option<u64>, &Project> = before
            .into_iter()
            .flat_map(|run| &run.part.projects)
            .map(|one| (one.id, one))
            .collect();
        for project in &crawled.part.projects {
            let truth = &company.projects[&project.id.expect("all have a number")];
            let path = &project.path;
            match (&project.stale, project.repository) {
                (Some(_), _) => {
                    let before =
                        before.get(&project.id).unwrap_or_else(|| panic!("{path}: no last good"));
                    assert!(project.files == before.files, "{path}: not the last good");
                    assert!(project.versions == before.versions, "{path}: not the last versions");
                    assert_eq!(project.head, before.head, "{path}");
                    assert!(says(crawled, path, Code::ProjectStale), "{path}: nothing says so");
                }
                (None, Repository::Unread) => {
                    assert!(project.files.is_empty() && project.versions.is_empty(), "{path}");
                    assert!(says(crawled, path, Code::ProjectUnread), "{path}: nothing says so");
                }
                (None, Repository::Readable) => {
                    let head = truth.head().unwrap_or_else(|| panic!("{path} is empty"));
                    assert_eq!(
                        project.head.as_ref().map(|head| &head.sha),
                        Some(&head.sha),
                        "{path}"
                    );
                    self.check_files(project, head);
                    for (name, file) in &project.files {
                        let bytes = &head
                            .files
                            .get(name.as_str())
                            .unwrap_or_else(|| panic!("{path}: {name}"))
                            .bytes;
                        assert!(file.bytes == *bytes, "{path}: {name} is another");
                    }
                }
                (None, _) => assert!(truth.head().is_none(), "{path} has files"),
            }
        }
    }

    /// Panics unless every wanted file is there, or it is said why not.
    fn check_files(&self, project: &Project, head: &Commit) {
        let files = head.files.0.iter().filter(|(_, file)| file.mode != Mode::Submodule);
        for path in files.filter_map(|(name, _)| RelPath::new(name)) {
            let is_there = project.files.contains_key(&path)
                || project.left_out.iter().any(|left_out| left_out.path == path);
            assert!(is_there || self.options.wants(&path).is_none(), "{}: no {path}", project.path);
        }
    }
}

/// Whether a finding says this of a project.
pub(crate) fn says(crawled: &Crawled, path: &str, code: Code) -> bool {
    crawled.part.findings.iter().any(|found| found.code == code && found.place.project == path)
}

/// The projects that are not as they are in GitLab.
pub(crate) fn unwhole(crawled: &Crawled) -> Vec<&str> {
    let projects = crawled.part.projects.iter();
    let failed = projects
        .filter(|project| project.stale.is_some() || project.repository == Repository::Unread);
    failed.map(|project| project.path.as_str()).collect()
}

/// The project of a path.
pub(crate) fn project<'c>(crawled: &'c Crawled, path: &str) -> &'c Project {
    crawled
        .part
        .projects
        .iter()
        .find(|project| project.path == path)
        .unwrap_or_else(|| panic!("no `{path}`"))
}

/// A file of a project.
pub(crate) fn file<'c>(project: &'c Project, path: &str) -> Option<&'c RawFile> {
    project.files.get(&RelPath::new(path).expect("a path"))
}
