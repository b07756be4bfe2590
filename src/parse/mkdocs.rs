//! The pages of documentation: `docs/`, or what `mkdocs.yml` says.

use std::collections::BTreeSet;

use crate::base::yaml::{self, Budget, Entry, Node, Value};
use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::model::{Doc, Project};

use super::files;
use super::text::shown;

const CONFIGS: &[&str] = &["mkdocs.yml", "mkdocs.yaml"];

/// The documentation of one folder.
pub(super) struct Tree {
    /// Where its pages are.
    pub folder: RelPath,
    /// The pages in the order of the navigation.
    pub docs: Vec<Doc>,
    /// What is wrong with the navigation.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the documentation whose `mkdocs.yml` or `docs/` stands in `root`.
pub(super) fn tree(project: &Project, root: &RelPath) -> Tree {
    tree_in(project, root, root.join("docs").unwrap_or_default())
}

/// Returns the pages of a folder that is documentation as a whole.
pub(crate) fn guide(project: &Project) -> Vec<Doc> {
    tree_in(project, &RelPath::root(), RelPath::root()).docs
}

/// Reads the documentation that lies in `usual` unless the configuration in `root` says otherwise.
fn tree_in(project: &Project, root: &RelPath, usual: RelPath) -> Tree {
    let mut tree = Tree { folder: usual, docs: Vec::new(), diagnostics: Vec::new() };
    let config = files::find(project, root, CONFIGS);
    let mut nav = Vec::new();
    if let Some(path) = config {
        match read(project, path) {
            Ok(node) => {
                if let Some(folder) = node.get("docs_dir").and_then(Node::as_str) {
                    match root.join(folder) {
                        Some(folder) => tree.folder = folder,
                        None => tree.diagnostics.push(finding(
                            project,
                            path,
                            node.get("docs_dir").map_or(node.position, |node| node.position),
                            format!("`docs_dir` `{}` leaves the repository", shown(folder)),
                        )),
                    }
                }
                if let Some(items) = node.get("nav").and_then(Node::as_sequence) {
                    collect(items, &tree.folder, &mut Vec::new(), &mut nav);
                }
            }
            Err(problem) => {
                tree.diagnostics.push(finding(project, path, problem.position, problem.message));
            }
        }
    }
    tree.docs = ordered(project, root, &tree.folder, nav);
    tree
}

fn read(project: &Project, path: &RelPath) -> Result<Node, yaml::Problem> {
    let text = project.text(path).ok_or_else(|| yaml::Problem {
        position: yaml::Position { line: 1, column: 1 },
        message: "the file is not UTF-8 text".to_owned(),
        over_budget: false,
    })?;
    yaml::document(text, Budget::FOREIGN)
}

fn finding(
    project: &Project,
    path: &RelPath,
    position: yaml::Position,
    message: String,
) -> Diagnostic {
    let place = Place::at(&project.path, path.as_str(), position.line, position.column);
    Diagnostic::new(Code::DocsUnreadable, place, message)
}

/// A page as the navigation names it.
struct Named {
    path: RelPath,
    title: Option<String>,
    section: Vec<String>,
}

/// Reads `nav`: paths, `title: path` and `section: [...]`.
fn collect(items: &[Node], folder: &RelPath, section: &mut Vec<String>, to: &mut Vec<Named>) {
    for item in items {
        match &item.value {
            Value::String(path) => to.extend(named(path, None, folder, section)),
            Value::Mapping(entries) => {
                for Entry { key, value, .. } in entries {
                    if let Some(path) = value.as_str() {
                        to.extend(named(path, Some(key), folder, section));
                    } else if let Some(inner) = value.as_sequence() {
                        section.push(key.clone());
                        collect(inner, folder, section, to);
                        section.pop();
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Sequence(_) => {}
        }
    }
}

fn named(path: &str, title: Option<&str>, folder: &RelPath, section: &[String]) -> Option<Named> {
    if files::is_address(path) {
        return None;
    }
    let (path, title) = (folder.join(path)?, title.map(str::to_owned));
    Some(Named { path, title, section: section.to_vec() })
}

/// The pages that the navigation names, then the others by path, the index of each folder first.
fn ordered(project: &Project, root: &RelPath, folder: &RelPath, nav: Vec<Named>) -> Vec<Doc> {
    let prefix = format!("{folder}/");
    let below = |path: &RelPath| folder.as_str().is_empty() || path.as_str().starts_with(&prefix);
    let mut left: BTreeSet<&RelPath> = project
        .files
        .keys()
        .filter(|path| matches!(path.extension().as_str(), "md" | "markdown") && below(path))
        .collect();
    let doc = |path: &RelPath, title: Option<String>, section: Vec<String>| Doc {
        path: path.clone(),
        title,
        section,
        root: root.clone(),
        markdown: true,
    };
    let mut docs = Vec::new();
    for Named { path, title, section } in nav {
        if left.remove(&path) {
            docs.push(doc(&path, title, section));
        }
    }
    let mut left: Vec<&RelPath> = left.into_iter().collect();
    left.sort_by_cached_key(|path| place_in_order(path));
    docs.extend(left.into_iter().map(|path| doc(path, None, Vec::new())));
    docs
}

/// Files before folders, the index or README before other files.
fn place_in_order(path: &RelPath) -> Vec<(u8, &str)> {
    let mut parts: Vec<(u8, &str)> = path.parts().map(|part| (2, part)).collect();
    if let Some(last) = parts.last_mut() {
        let stem = last.1.rsplit_once('.').map_or(last.1, |(stem, _)| stem);
        let first = stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme");
        last.0 = if first { 0 } else { 1 };
    }
    parts
}
