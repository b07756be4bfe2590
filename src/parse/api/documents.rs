//! The files of a description as trees: each is read when something first refers to it, and kept.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::base::yaml::{self, Node, Position};
use crate::model::api::SourcePosition;

use super::reading::Files;

/// How many files one description may be made of.
const FILES: usize = 500;

/// The description's own tree, and those of the files that it refers to.
pub(super) struct Documents<'a> {
    files: Files<'a>,
    root: &'a Node,
    /// The trees of the other files; file 1 is the first.
    others: Vec<OnceCell<Node>>,
    paths: RefCell<Vec<RelPath>>,
    numbers: RefCell<BTreeMap<RelPath, Result<u32, String>>>,
}

/// A value in one of the files.
#[derive(Clone, Copy)]
pub(super) struct Spot<'d> {
    /// The file's number.
    pub file: u32,
    /// The value.
    pub node: &'d Node,
    /// The value that pointers begin at: the file's root, or the nearest schema around with an `$id`.
    pub resource: &'d Node,
}

impl<'d> Spot<'d> {
    /// A value below this one.
    pub(super) fn with(self, node: &'d Node) -> Spot<'d> {
        Spot { node, ..self }
    }

    /// The value below a key.
    pub(super) fn get(self, key: &str) -> Option<Spot<'d>> {
        self.node.get(key).map(|node| self.with(node))
    }

    /// What tells it from all other values.
    pub(super) fn address(self) -> usize {
        std::ptr::from_ref(self.node).addr()
    }

    /// Where it stands.
    pub(super) fn at(self) -> SourcePosition {
        self.position(self.node.position)
    }

    /// A point in its file.
    pub(super) fn position(self, at: Position) -> SourcePosition {
        SourcePosition { file: self.file, line: at.line, column: at.column }
    }
}

impl<'a> Documents<'a> {
    /// A description whose root stands in the file `path`.
    pub(super) fn new(root: &'a Node, path: &RelPath, files: &Files<'a>) -> Documents<'a> {
        Documents {
            files: *files,
            root,
            others: (1..FILES).map(|_| OnceCell::new()).collect(),
            paths: RefCell::new(vec![path.clone()]),
            numbers: RefCell::new(BTreeMap::from([(path.clone(), Ok(0))])),
        }
    }

    /// What stands around the trees.
    pub(super) fn files(&self) -> &Files<'a> {
        &self.files
    }

    /// The root of a file that was read.
    pub(super) fn root(&self, number: u32) -> Spot<'_> {
        let other = (number as usize).checked_sub(1).and_then(|at| self.others[at].get());
        let node = other.unwrap_or(self.root);
        Spot { file: number, node, resource: node }
    }

    /// The root of a file of the repository, or why there is none.
    pub(super) fn file(&self, path: &RelPath) -> Result<Spot<'_>, String> {
        let known = self.numbers.borrow().get(path).cloned();
        let number = known.unwrap_or_else(|| {
            let number = self.read(path);
            self.numbers.borrow_mut().insert(path.clone(), number.clone());
            number
        });
        number.map(|number| self.root(number))
    }

    fn read(&self, path: &RelPath) -> Result<u32, String> {
        let Some(text) = self.files.text(path) else {
            return Err(format!("`{path}` is not among the files that were read"));
        };
        let number = self.paths.borrow().len();
        let Some(slot) = self.others.get(number - 1) else {
            return Err(format!("`{path}` is one file too many: at most {FILES} are read"));
        };
        let tree = yaml::document(text, self.files.budget).map_err(|problem| {
            let line = problem.position.line;
            format!("`{path}` cannot be read: {} (line {line})", problem.message)
        })?;
        slot.get_or_init(|| tree);
        self.paths.borrow_mut().push(path.clone());
        Ok(number as u32)
    }

    /// The path of a file that was read.
    pub(super) fn path(&self, number: u32) -> RelPath {
        self.paths.borrow()[number as usize].clone()
    }

    /// How many files were read.
    pub(super) fn count(&self) -> u32 {
        self.paths.borrow().len() as u32
    }

    /// All paths so far, by number.
    pub(super) fn paths(&self) -> Vec<RelPath> {
        self.paths.borrow().clone()
    }
}
