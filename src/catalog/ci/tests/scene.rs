//! A few projects written as one text, read as the app reads them.
//!
//! `=== project/path` begins a project, followed by its facts, one a line:
//! `releases: 2.0.0 1.1.0=<sha>` (newest first), `branch: main`, `head: <sha>`, `url: https://…`, `deprecated: <component> <replacement>`,
//! `tree: unknown`, `hidden`, `repository: withheld`.
//! `--- path` begins a file of it, `--- 1.1.0:path` a file as it was at a release, `--- unread:path` one that was only listed.

use std::collections::BTreeSet;

use crate::base::{Diagnostic, RelPath};
use crate::catalog::{self, Catalog, Input, ProjectContents, Usage};
use crate::model::{
    Deprecation, Entity, Group, Head, Project, ProjectIndex, RawFile, Release, Repository,
    Snapshot, Version,
};
use crate::parse::{self, ParseOptions};

/// What was read.
pub(super) struct Scene {
    pub snapshot: Snapshot,
    entities: Vec<Entity>,
    pub contents: Vec<ProjectContents>,
}

/// What it comes to.
pub(super) struct Built {
    pub snapshot: Snapshot,
    pub catalog: Catalog,
    pub findings: Vec<Diagnostic>,
}

impl Scene {
    pub(super) fn read(text: &str) -> Scene {
        let mut blocks: Vec<Block> = blocks(text);
        blocks.sort_by(|one, other| one.project.path.cmp(&other.project.path));
        let mut scene =
            Scene { snapshot: Snapshot::default(), entities: Vec::new(), contents: Vec::new() };
        for (at, block) in blocks.iter().enumerate() {
            let index = ProjectIndex(at as u32);
            let parsed = parse::project(index, &block.project, &ParseOptions::default());
            let mut components = parsed.components;
            for (name, replacement) in &block.deprecated {
                let component = components.iter_mut().find(|one| one.name == *name);
                component.expect("the deprecated component").deprecation =
                    Some(Deprecation { message: None, replacement: replacement.clone() });
            }
            if !block.is_hidden {
                scene.entities.extend(parsed.entities);
            }
            let (components, pipeline) = match block.is_hidden {
                true => Default::default(),
                false => (components, parsed.pipeline),
            };
            scene.contents.push(ProjectContents {
                components,
                pipeline,
                is_hidden: block.is_hidden,
                ..ProjectContents::default()
            });
        }
        scene.snapshot.projects = blocks.into_iter().map(|block| block.project).collect();
        scene.snapshot.groups = groups(&scene.snapshot.projects);
        scene.complete();
        scene
    }

    /// Reads what includes lead to until there is nothing new.
    fn complete(&mut self) {
        loop {
            let mut is_new = false;
            for (index, paths) in catalog::wanted_ci(&self.snapshot, &self.contents) {
                let (files, _) = parse::ci_files(self.snapshot.project(index), &paths);
                let pipeline = &mut self.contents[index.0 as usize].pipeline;
                let before = pipeline.len();
                pipeline.extend(files);
                is_new |= pipeline.len() > before;
            }
            if !is_new {
                return;
            }
        }
    }

    pub(super) fn build(self) -> Built {
        let Scene { snapshot, entities, contents } = self;
        let (catalog, mut findings) = catalog::build(&snapshot, Input { entities, contents });
        let is_ours = |finding: &Diagnostic| finding.code.as_str() != "no-owner";
        findings.retain(is_ours);
        Built { snapshot, catalog, findings }
    }
}

impl Built {
    pub(super) fn project(&self, path: &str) -> ProjectIndex {
        let mut all = self.snapshot.indexed();
        all.find(|(_, project)| project.path == path).expect("a project of this path").0
    }

    /// The findings, one a line.
    pub(super) fn findings(&self) -> String {
        let line = |finding: &Diagnostic| {
            let help = finding.help.as_deref().unwrap_or("no help");
            format!("{} {} {} ({help})\n", finding.code, finding.place, finding.message)
        };
        self.findings.iter().map(line).collect()
    }

    /// The users of a component, one a line: user, asked, resolved, pin, behind, through, place.
    pub(super) fn users(&self, project: &str, component: &str) -> String {
        let users = self.catalog.users_of_component(self.project(project), component);
        users.iter().map(|usage| self.usage(usage) + &format!(" {}\n", usage.place)).collect()
    }

    pub(super) fn usage(&self, usage: &Usage) -> String {
        let path = |index: ProjectIndex| self.snapshot.project(index).path.as_str();
        let version = &usage.version;
        let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        [
            path(usage.user).to_owned(),
            or_dash(&version.asked),
            or_dash(version.resolved.as_deref().unwrap_or_default()),
            version.pin.as_str().to_owned(),
            version.behind.as_str().to_owned(),
            or_dash(usage.through.map_or("", path)),
        ]
        .join(" ")
    }
}

/// The groups that hold the projects.
fn groups(projects: &[Project]) -> Vec<Group> {
    let above = |project: &Project| -> Vec<String> {
        let path = &project.path;
        path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect()
    };
    let paths: BTreeSet<String> = projects.iter().flat_map(above).collect();
    paths.into_iter().map(|path| Group { path, ..Group::default() }).collect()
}

#[derive(Default)]
struct Block {
    project: Project,
    is_hidden: bool,
    deprecated: Vec<(String, Option<String>)>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut file: Option<(String, String)> = None;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("=== ") {
            finish(blocks.last_mut(), file.take());
            let mut block = Block::default();
            path.clone_into(&mut block.project.path);
            block.project.tree = Some(BTreeSet::new());
            blocks.push(block);
        } else if let Some(path) = line.strip_prefix("--- ") {
            finish(blocks.last_mut(), file.replace((path.to_owned(), String::new())));
        } else if let Some((_, text)) = &mut file {
            text.push_str(line);
            text.push('\n');
        } else if let Some(block) = blocks.last_mut().filter(|_| !line.trim().is_empty()) {
            block.fact(line);
        }
    }
    finish(blocks.last_mut(), file);
    blocks
}

fn finish(block: Option<&mut Block>, file: Option<(String, String)>) {
    let (Some(block), Some((path, text))) = (block, file) else { return };
    let project = &mut block.project;
    let (state, path) = path.split_once(':').unwrap_or(("", &path));
    let path = RelPath::new(path).expect("a relative path");
    let raw = RawFile { bytes: text.as_bytes().into() };
    if !state.is_empty() && state != "unread" {
        let version = project.versions.iter_mut().find(|version| version.tag == state);
        version.expect("a release of this tag").files.insert(path, raw);
        return;
    }
    if let Some(tree) = &mut project.tree {
        tree.insert(path.clone());
    }
    if state.is_empty() {
        project.files.insert(path, raw);
    }
}

impl Block {
    fn fact(&mut self, line: &str) {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        let project = &mut self.project;
        match key {
            "branch" => project.default_branch = Some(value.to_owned()),
            "head" => project.head = Some(Head { sha: value.to_owned(), committed_at: None }),
            "url" => project.web_url = Some(value.to_owned()),
            "tree" => project.tree = None,
            "hidden" => self.is_hidden = true,
            "repository" => project.repository = Repository::Withheld,
            "deprecated" => {
                let (name, replacement) = value.split_once(' ').unwrap_or((value, ""));
                let replacement = Some(replacement.to_owned()).filter(|text| !text.is_empty());
                self.deprecated.push((name.to_owned(), replacement));
            }
            "releases" => {
                for word in value.split_whitespace() {
                    let (tag, sha) = word.split_once('=').unwrap_or((word, ""));
                    let tag = tag.to_owned();
                    let sha = Some(sha.to_owned()).filter(|sha| !sha.is_empty());
                    let release = Release { tag: tag.clone(), name: None, released_at: None };
                    project.releases.push(release);
                    let files = Default::default();
                    project.versions.push(Version { tag, sha, files });
                }
            }
            other => panic!("`{other}` is no fact of a project"),
        }
    }
}
