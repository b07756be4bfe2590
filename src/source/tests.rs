#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod cache;
mod git;
mod local;
mod settings;
mod store;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::local::References;
use super::merge::Part;
use super::{LocalOptions, Wanted, read};
use crate::base::RelPath;
use crate::model::{FileRef, Project, Visibility};

/// A folder of repositories, gone when dropped.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("all")
    }

    fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Place {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn folder(&self, path: &str) -> &Place {
        fs::create_dir_all(self.path().join(path)).unwrap();
        self
    }

    fn link(&self, path: &str, target: impl AsRef<Path>) -> &Place {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    fn read(&self) -> Part {
        self.read_with(&options(), &|_| Vec::new())
    }

    fn read_with(&self, options: &LocalOptions, references: References<'_>) -> Part {
        read(&self.path(), options, references).unwrap()
    }

    fn only_project(&self) -> Project {
        let [project] = self.read().projects.try_into().unwrap();
        project
    }
}

fn options() -> LocalOptions {
    LocalOptions::new(Wanted::new(&[]).unwrap(), Visibility::Internal)
}

fn path(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

fn reference(path: &str) -> FileRef {
    FileRef { project: None, path: path.to_owned() }
}

fn paths(part: &Part) -> Vec<&str> {
    part.projects.iter().map(|project| project.path.as_str()).collect()
}

fn files(project: &Project) -> Vec<&str> {
    project.files.keys().map(RelPath::as_str).collect()
}

fn findings(part: &Part) -> Vec<String> {
    part.findings.iter().map(ToString::to_string).collect()
}
