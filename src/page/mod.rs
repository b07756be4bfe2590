//! Which pages exist, where they are and what they say.

mod view;

pub(crate) use view::*;
