//! GraphQL as GitLab speaks it: parse, validate, charge, execute.
//!
//! The documents are validated against the schema of the instance's version and executed by `apollo-compiler`; what a field
//! answers stands in the files of the objects, and GitLab's own limits and words are added around it.

mod answer;
mod catalog;
mod connection;
mod cost;
mod group;
mod project;
mod query;
mod repository;
mod resolve;
mod validate;

pub use answer::{answer, errors, schema};
pub use cost::cost;

use super::{Options, Version, access, base64, company, repository as files, rest};
use answer::Context;
