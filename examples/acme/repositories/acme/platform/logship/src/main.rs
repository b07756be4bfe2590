//! Reads lines, drops the least important ones first, sends the rest.

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Debug,
    Info,
    Warn,
    Error,
}

/// The lowest level that may still be kept when `used` of `limit` bytes are taken.
fn floor(used: usize, limit: usize) -> Level {
    match used * 100 / limit.max(1) {
        0..=60 => Level::Debug,
        61..=85 => Level::Info,
        86..=95 => Level::Warn,
        _ => Level::Error,
    }
}

fn main() {
    assert!(floor(10, 100) == Level::Debug && floor(99, 100) == Level::Error);
}
