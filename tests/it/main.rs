//! End to end: directories in, a site out, through the real binary.

mod api_features;
mod api_hostile;
mod api_references;
mod build;
mod check;
mod checklist;
mod data;
#[path = "../fake_gitlab/mod.rs"]
mod fake_gitlab;
#[path = "../fake_gitlab/tests/mod.rs"]
mod fake_gitlab_tests;
mod gitlab;
mod harness;
mod hostile;
mod links;
mod markup;
mod publish;
mod real;
mod search;
mod serve;
mod try_it;
