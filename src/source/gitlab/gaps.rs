//! Which part of an answer an error took away.

use super::graphql::{GraphQlAnswer, GraphQlError, PathPart};

impl GraphQlAnswer {
    /// Why a row of a list lacks a field, or anything in it; none if nothing went wrong there.
    pub(super) fn failure_below(&self, row: usize, field: &str) -> Option<String> {
        self.errors.iter().find(|error| error.takes(row, field)).map(|error| error.message.clone())
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

    /// Whether it is about single rows; else the list itself is not what it should be.
    pub(super) fn is_within_a_row(&self) -> bool {
        self.path.iter().any(|part| matches!(part, PathPart::Index(_)))
    }

    /// Whether it concerns a field of a row: by itself, with all of the row, or with all rows.
    fn takes(&self, row: usize, field: &str) -> bool {
        // The first number on the way is the row; numbers further on count what the row holds.
        let index = self.path.iter().position(|part| matches!(part, PathPart::Index(_)));
        let Some(index) = index else { return true };
        let below = &self.path[index + 1..];
        let names_it = |part: &PathPart| matches!(part, PathPart::Field(name) if name == field);
        self.path[index] == PathPart::Index(row) && (below.is_empty() || below.iter().any(names_it))
    }
}
