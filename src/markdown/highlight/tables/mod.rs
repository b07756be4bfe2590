//! The descriptions of languages for the engine. They are lists to be extended; nothing here is
//! code.

mod applications;
mod compiled;
mod data;
mod scripts;
mod web;

pub(super) use self::applications::{CSHARP, JAVA, KOTLIN, SCALA, SWIFT};
pub(super) use self::compiled::{C, CPP, GO, RUST};
pub(super) use self::data::{GRAPHQL, HCL, JSON, NGINX, PROTOBUF, SQL};
pub(super) use self::scripts::{ELIXIR, LUA, POWERSHELL, PYTHON, RUBY};
pub(super) use self::web::{JAVASCRIPT, PHP, TYPESCRIPT};
use super::{grammar, paint, words};
