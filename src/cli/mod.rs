//! Flags: [`args`] is what was typed, [`request`] what is meant.
//!
//! Touches nothing but the arguments. A request that it returns can be carried out without ever
//! looking at a flag again.

mod args;
#[cfg(test)]
mod page;
mod request;

pub(crate) use request::parse;

#[cfg(test)]
mod tests;
