//! Say what this crate is for in one sentence.

/// Greets politely.
pub fn hello(name: &str) -> String {
    format!("Hello, {name}.")
}
