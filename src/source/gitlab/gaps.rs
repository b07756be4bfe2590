//! Which part of an answer an error took away.

use super::graphql::{GraphQlAnswer, GraphQlError, PathPart};

impl GraphQlAnswer {
    /// Why a row of a list lacks a field, or anything in it; none if nothing went wrong there.
    pub(super) fn failure_below(&self, row: usize, field: &str) -> Option<String> {
        let is_there = |error: &&GraphQlError| {
            let mut path = error.path.iter();
            path.any(|part| *part == PathPart::Index(row))
                && path.as_slice().first().is_none_or(|_| {
                    path.any(|part| matches!(part, PathPart::Field(name) if name == field))
                })
        };
        self.errors.iter().find(is_there).map(|error| error.message.clone())
    }
}

impl GraphQlError {
    /// Whether it concerns what stands below a field at the root; one without a path concerns everything.
    pub(super) fn is_below(&self, field: &str) -> bool {
        match self.path.first() {
            Some(PathPart::Field(name)) => name == field,
            Some(PathPart::Index(_)) => false,
            None => true,
        }
    }
}
