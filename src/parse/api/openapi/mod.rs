//! OpenAPI 3.0, 3.1 and 3.2, and Swagger 2.0, which is folded into the newer shape as it is read.
//!
//! Whatever has an unexpected type is left out and told of; the rest of the description is kept.

mod body;
mod description;
mod groups;
mod links;
mod operation;
mod parameters;
mod paths;
mod responses;
mod security;
mod servers;
mod swagger;

pub(super) use description::{is_one, read};
