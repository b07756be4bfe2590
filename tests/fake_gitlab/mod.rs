//! A model company behind real HTTP on the loopback that answers as GitLab does.
//!
//! For tests of a crawler, and for demonstrations without a GitLab. Depends on nothing of portolan, so that the library's unit
//! tests, the integration tests and an example can all include it. README.md beside this file says what it models.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    unused_imports,
    reason = "included by several targets, none of which uses all of it; names say what is public here"
)]

mod access;
mod archive;
mod base64;
mod certificate;
mod clock;
mod company;
mod export;
mod fake;
mod fault;
mod generate;
mod graphql;
mod http;
mod options;
mod proxy;
mod record;
mod repository;
mod rest;
mod server;
mod spoil;
mod wire;

pub use company::{
    Company, Deployment, Environment, Feature, Group, Level, Pipeline, Project, Release, Role,
    Token, User, Visibility,
};
pub use fake::Fake;
pub use fault::{Cut, Edit, Fault, Throttle, What, Which};
pub use generate::{Size, TOKEN};
pub use graphql::cost;
pub use options::{Options, Version};
pub use proxy::Proxy;
pub use record::Recorded;
pub use repository::{Commit, File, Files, Mode};
