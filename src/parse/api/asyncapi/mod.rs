//! AsyncAPI 3, and version 2, which is folded into the newer shape as it is read.
//!
//! What version 2 calls `publish` is what the application receives, and `subscribe` what it sends.

mod channels;
mod description;
mod facts;
mod messages;
mod operations;
mod payload;
mod security;
mod servers;

pub(super) use description::{is_one, read};
