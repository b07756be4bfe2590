//! Which files of a project its pipelines come to, by what they include.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::base::{Diagnostic, RelPath, Wildcard};
use crate::model::{CiFile, Include, IncludeTarget, Project};

use super::{PATH, component, file};

/// GitLab refuses more than 150 files in one pipeline; an administrator may raise that.
const MOST: usize = 500;

/// Steps that all patterns of one project together may cost: each is held against every path.
const STEPS: usize = 200_000_000;

/// Bytes that a pattern may have.
const LONGEST: usize = 512;

/// Reads `.gitlab-ci.yml` and every file of the project that it or a component includes, directly or not.
pub(in crate::parse) fn pipeline(
    project: &Project,
) -> (BTreeMap<RelPath, CiFile>, Vec<Diagnostic>) {
    let mut walk = Walk::new(project);
    walk.add(RelPath::new(PATH).unwrap_or_default());
    for (path, text) in templates(project) {
        walk.follow(&file::read_includes(project, path, text));
    }
    walk.read()
}

/// Reads these files of the project, and every one that they include, directly or not.
pub(crate) fn ci_files(
    project: &Project,
    paths: &BTreeSet<RelPath>,
) -> (BTreeMap<RelPath, CiFile>, Vec<Diagnostic>) {
    let mut walk = Walk::new(project);
    paths.iter().for_each(|path| walk.add(path.clone()));
    walk.read()
}

/// Files of other projects that CI files of this one include, at whatever ref.
pub(in crate::parse) fn outward(project: &Project) -> BTreeSet<(String, String)> {
    let named = all_includes(project).into_iter().filter_map(|include| match include.target {
        IncludeTarget::Project { project: other, file, .. } => Some((other, file)),
        _ => None,
    });
    named
        .filter(|(other, file)| *other != project.path && !other.contains('$') && is_fetched(file))
        .collect()
}

/// The project's own files and patterns that its pipeline and components include, read or not.
pub(in crate::parse) fn local_includes(project: &Project) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for include in all_includes(project) {
        match include.target {
            IncludeTarget::Local(path) if path.contains('*') => wanted.extend(broadened(&path)),
            IncludeTarget::Local(path) => _ = is_fetched(&path) && wanted.insert(path),
            IncludeTarget::Project { project: own, file, .. } if own == project.path => {
                _ = is_fetched(&file) && wanted.insert(file);
            }
            _ => {}
        }
    }
    wanted
}

/// Every include of the files that `pipeline` reads, of the components, and of files that may be here because other
/// projects include them.
fn all_includes(project: &Project) -> Vec<Include> {
    let mut walk = Walk::new(project);
    walk.add(RelPath::new(PATH).unwrap_or_default());
    let mut all = Vec::new();
    for (path, text) in templates(project) {
        let includes = file::read_includes(project, path, text);
        walk.follow(&includes);
        all.extend(includes);
    }
    for (path, file) in &project.files {
        if is_yaml(path.as_str()) && std::str::from_utf8(&file.bytes).is_ok_and(includes_any) {
            walk.add(path.clone());
        }
    }
    while let Some((path, text)) = walk.next() {
        let includes = file::read_includes(project, &path, text);
        walk.follow(&includes);
        all.extend(includes);
    }
    all
}

fn templates(project: &Project) -> impl Iterator<Item = (&RelPath, &str)> {
    let paths = component::paths(project);
    paths.filter_map(|(path, _)| Some((path, project.text(path)?)))
}

fn includes_any(text: &str) -> bool {
    text.contains("include:") && text.lines().any(|line| line.trim_start().starts_with("include:"))
}

fn is_fetched(path: &str) -> bool {
    is_yaml(path) && !path.contains(['$', '*'])
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yml") || path.ends_with(".yaml")
}

/// The walk through a project's files, each once.
struct Walk<'a> {
    project: &'a Project,
    seen: BTreeSet<RelPath>,
    patterns: BTreeSet<String>,
    open: VecDeque<RelPath>,
    steps: usize,
}

impl<'a> Walk<'a> {
    fn new(project: &'a Project) -> Walk<'a> {
        Walk {
            project,
            seen: BTreeSet::new(),
            patterns: BTreeSet::new(),
            open: VecDeque::new(),
            steps: 0,
        }
    }

    fn add(&mut self, path: RelPath) {
        let is_there = self.project.files.contains_key(&path) && is_yaml(path.as_str());
        if is_there && self.seen.len() < MOST && self.seen.insert(path.clone()) {
            self.open.push_back(path);
        }
    }

    /// The next file that is text.
    fn next(&mut self) -> Option<(RelPath, &'a str)> {
        while let Some(path) = self.open.pop_front() {
            if let Some(text) = self.project.text(&path) {
                return Some((path, text));
            }
        }
        None
    }

    fn follow(&mut self, includes: &[Include]) {
        for include in includes {
            match &include.target {
                IncludeTarget::Local(pattern) if pattern.contains('*') => self.add_all(pattern),
                IncludeTarget::Local(path) => {
                    RelPath::new(path).into_iter().for_each(|path| self.add(path));
                }
                _ => {}
            }
        }
    }

    fn add_all(&mut self, pattern: &str) {
        let is_new = pattern.len() <= LONGEST && self.patterns.insert(pattern.to_owned());
        if !is_new || self.steps > STEPS {
            return;
        }
        let Some(pattern) = Wildcard::parse(pattern) else { return };
        let project = self.project;
        for path in project.files.keys() {
            self.steps += pattern.len() * path.as_str().len();
            if self.steps > STEPS {
                return;
            }
            if is_yaml(path.as_str()) && pattern.matches(path.as_str()) {
                self.add(path.clone());
            }
        }
    }

    fn read(mut self) -> (BTreeMap<RelPath, CiFile>, Vec<Diagnostic>) {
        let mut files = BTreeMap::new();
        let mut findings = Vec::new();
        while let Some((path, text)) = self.next() {
            let (read, wrong) = file::read(self.project, &path, text);
            self.follow(&read.includes);
            findings.extend(wrong);
            files.insert(path, read);
        }
        (files, findings)
    }
}

/// The pattern as the source reads patterns, where `**` is a whole folder: it may fetch more, never less.
fn broadened(pattern: &str) -> Vec<String> {
    if pattern.contains('$') || pattern.len() > LONGEST {
        return Vec::new();
    }
    let is_whole = pattern.split('/').all(|part| part == "**" || !part.contains("**"));
    let path = if is_whole {
        pattern.to_owned()
    } else {
        let fixed = &pattern[..pattern.find("**").unwrap_or_default()];
        let folder =
            fixed.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let ending = pattern.rsplit_once('.').map_or("", |(_, ending)| ending);
        format!("{folder}**/*.{ending}")
    };
    match path.as_str() {
        path if is_yaml(path) => vec![path.to_owned()],
        path if path.ends_with('*') => vec![format!("{path}.yml"), format!("{path}.yaml")],
        _ => Vec::new(),
    }
}
