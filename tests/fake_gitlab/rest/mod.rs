//! The REST interface below `/api/v4`, as far as a crawler goes.

mod answer;
mod code;
mod facts;
mod group;
mod page;
mod project;

pub use answer::{Asked, TIMED_OUT, answer, insufficient_scope, kind, refused};

use super::access::{self, Refusal};
use super::{Options, Version, archive, base64, clock, company, http, repository};
use answer::{API, FILES, Outcome, forbidden, no_route, not_found};
