//! The descriptors of one project: found by name or by Locations, read document by document.

use std::collections::{BTreeSet, VecDeque};

use crate::base::yaml::{self, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{Entity, Kind, Outward, Project, ProjectIndex};

use super::entity;
use super::files::{self, Target};
use super::options::{DescriptorPatterns, ParseOptions};
use super::substitute::Substitution;
use super::text::shown;
use super::validate::{self, Problem};

/// Findings of one file that are told one by one; more would drown the rest.
const TOLD: usize = 50;

/// What the descriptors of one project say.
#[derive(Default)]
pub(super) struct Descriptors {
    /// The valid entities, in the order of files and documents.
    pub entities: Vec<Entity>,
    /// What Locations name outside the repository.
    pub outward: Vec<Outward>,
    /// The files that were read as descriptors.
    pub files: BTreeSet<RelPath>,
    /// Files and patterns that are named, to be fetched.
    pub wanted: BTreeSet<String>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads all descriptors of a project.
pub(super) fn read_all(
    index: ProjectIndex,
    project: &Project,
    patterns: &DescriptorPatterns,
    options: &ParseOptions,
) -> Descriptors {
    let mut reader = Reader {
        index,
        project,
        options,
        substitution: Substitution::new(project),
        queue: project.files.keys().filter(|path| patterns.matches(path)).cloned().collect(),
        read: Descriptors::default(),
    };
    while let Some(path) = reader.queue.pop_front() {
        if reader.read.files.insert(path.clone()) {
            reader.file(&path);
        }
    }
    let asked = reader.substitution.wanted.iter().map(|path| path.as_str().to_owned());
    reader.read.wanted.extend(asked);
    reader.read
}

struct Reader<'a> {
    index: ProjectIndex,
    project: &'a Project,
    options: &'a ParseOptions,
    substitution: Substitution<'a>,
    queue: VecDeque<RelPath>,
    read: Descriptors,
}

impl Reader<'_> {
    fn file(&mut self, path: &RelPath) {
        let mut problems = Vec::new();
        match self.text(path) {
            Err(problem) => problems.push(problem),
            Ok(text) => {
                for document in yaml::documents(text, self.options.descriptor_budget) {
                    match document {
                        Ok(root) => self.document(root, path, &mut problems),
                        Err(problem) => problems.push(syntax(problem)),
                    }
                }
            }
        }
        let told = problems.len().saturating_sub(TOLD);
        for problem in problems.into_iter().take(TOLD) {
            let diagnostic = self.diagnostic(path, problem);
            self.read.diagnostics.push(diagnostic);
        }
        if told > 0 {
            let message = format!("{told} more findings in this file are not listed");
            let place = Place::at(&self.project.path, path.as_str(), 1, 1);
            self.read.diagnostics.push(Diagnostic::new(Code::InvalidField, place, message));
        }
    }

    fn text(&self, path: &RelPath) -> Result<&str, Problem> {
        let bytes = self.project.files.get(path).map_or(&[][..], |file| &file.bytes);
        std::str::from_utf8(bytes).map_err(|error| {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = before.matches('\n').count() as u32 + 1;
            let column =
                before.rsplit('\n').next().map_or(0, |line| line.chars().count()) as u32 + 1;
            Problem {
                code: Code::NotUtf8,
                position: yaml::Position { line, column },
                message: "the file is not UTF-8 text".to_owned(),
                help: None,
            }
        })
    }

    fn diagnostic(&self, path: &RelPath, problem: Problem) -> Diagnostic {
        let yaml::Position { line, column } = problem.position;
        let place = Place::at(&self.project.path, path.as_str(), line, column);
        let mut diagnostic = Diagnostic::new(problem.code, place, problem.message);
        diagnostic.help = problem.help;
        diagnostic
    }

    fn document(&mut self, mut root: Node, path: &RelPath, problems: &mut Vec<Problem>) {
        if root.value == Value::Null {
            return;
        }
        if root.as_mapping().is_none() {
            problems.push(Problem {
                code: Code::NotAnObject,
                position: root.position,
                message: format!("the document is {}, not a mapping", root.type_name()),
                help: None,
            });
            return;
        }
        let outcome = self.substitution.document(&mut root, &path.parent());
        let unfilled: Vec<_> = outcome.problems.iter().map(|problem| problem.position).collect();
        // A placeholder that leads nowhere costs its field, not the entity and all that refers to it.
        problems.extend(outcome.problems);
        match validate::document(&root, &unfilled) {
            Err(found) => problems.extend(found),
            Ok(kind) => {
                let (entity, found) = entity::build(kind, &root, self.index, path, &outcome.filled);
                problems.extend(found);
                if kind == Kind::Location {
                    self.location(&root, &entity, path, problems);
                }
                self.read.entities.push(entity);
            }
        }
    }

    /// Follows what a Location names: files of the repository are read too, others are kept for later.
    fn location(
        &mut self,
        root: &Node,
        entity: &Entity,
        path: &RelPath,
        problems: &mut Vec<Problem>,
    ) {
        let Some(spec) = root.get("spec") else { return };
        let location_type = spec.get("type").and_then(Node::as_str).unwrap_or("url");
        let optional = spec.get("presence").and_then(Node::as_str) == Some("optional");
        let many = spec.get("targets").and_then(Node::as_sequence).unwrap_or_default();
        for node in spec.get("target").into_iter().chain(many) {
            let Some(written) = node.as_str() else { continue };
            let readable = matches!(location_type, "url" | "file");
            match files::target(self.project, &path.parent(), written) {
                Target::File(file) if readable => {
                    if self.project.files.contains_key(&file) {
                        self.queue.push_back(file);
                    } else {
                        self.missing(&file, node, optional, problems);
                    }
                }
                Target::Glob(pattern) if readable => self.glob(&pattern, node, optional, problems),
                Target::Escapes if readable => problems.push(Problem {
                    code: Code::LocationTarget,
                    position: node.position,
                    message: format!("target `{}` leaves the repository", shown(written)),
                    help: Some("name files of the same repository by their path".to_owned()),
                }),
                _ => self.read.outward.push(Outward {
                    from: entity.reference.clone(),
                    location_type: location_type.to_owned(),
                    target: written.to_owned(),
                    optional,
                    place: Place::at(
                        &self.project.path,
                        path.as_str(),
                        node.position.line,
                        node.position.column,
                    ),
                }),
            }
        }
    }

    fn missing(&mut self, file: &RelPath, node: &Node, optional: bool, to: &mut Vec<Problem>) {
        self.read.wanted.insert(file.as_str().to_owned());
        if !optional {
            let why = files::why_missing(self.project, file);
            to.push(Problem {
                code: Code::LocationTarget,
                position: node.position,
                message: format!("target `{file}` {why}"),
                help: None,
            });
        }
    }

    fn glob(&mut self, pattern: &RelPath, node: &Node, optional: bool, to: &mut Vec<Problem>) {
        self.read.wanted.insert(pattern.as_str().to_owned());
        let before = self.queue.len();
        if let Some(glob) = files::glob(pattern.as_str()) {
            let matching = self.project.files.keys().filter(|path| {
                matches!(path.extension().as_str(), "yaml" | "yml" | "json")
                    && glob.is_match(path.as_str())
                    && !files::is_skeleton(path)
            });
            self.queue.extend(matching.cloned());
        }
        if self.queue.len() == before && !optional {
            to.push(Problem {
                code: Code::LocationTarget,
                position: node.position,
                message: format!("no descriptor matches target `{pattern}`"),
                help: None,
            });
        }
    }
}

fn syntax(problem: yaml::Problem) -> Problem {
    let code = if problem.over_budget { Code::YamlBudget } else { Code::YamlSyntax };
    Problem { code, position: problem.position, message: problem.message, help: None }
}
