//! Names that mean exactly one thing, as FORMAT.md looks them up.

use super::words;

/// How many keys one document may have.
const MOST: usize = 100;

/// The keys of a document, each once.
#[derive(Default)]
pub(super) struct Keys(Vec<String>);

impl Keys {
    /// Adds a name as it is.
    pub(super) fn add(&mut self, key: &str) {
        let key = words::name(key);
        if !key.is_empty() && self.0.len() < MOST && !self.0.contains(&key) {
            self.0.push(key);
        }
    }

    /// Adds an address as readers paste it: with or without a scheme, a user, a slash at its end.
    pub(super) fn add_url(&mut self, url: &str) {
        let url = url.strip_prefix("mailto:").unwrap_or(url);
        match url.contains(['?', '#']) {
            // What is asked for tells it from others at the same place, of which none is meant then.
            true => self.add(url),
            false => self.add(bare(url)),
        }
    }

    /// Adds the address of a server, and its host, by which logs and configurations know it.
    pub(super) fn add_server(&mut self, url: &str) {
        if let Some(server) = server(url) {
            self.add(server);
            self.add(server.split('/').next().unwrap_or_default());
        }
    }

    /// Returns them in the order in which they were added.
    pub(super) fn end(self) -> Vec<String> {
        self.0
    }
}

/// The address of a server without what does not tell it from others; none if it is no one place.
pub(super) fn server(url: &str) -> Option<&str> {
    let (_, behind) = url.split_once("://")?;
    let server = bare(behind);
    let host = server.split(['/', ':']).next().unwrap_or_default();
    let is_one_place = host.contains('.') && !url.contains(['{', '$', '<']);
    // `127.0.0.1` and its kin are everybody's.
    (is_one_place && host.contains(|c: char| c.is_alphabetic())).then_some(server)
}

/// An address without scheme, user, query and what may be missing at its end.
fn bare(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, behind)| behind);
    let host = url.split('/').next().unwrap_or_default();
    let url = match host.split_once('@') {
        Some((user, _)) if host.len() < url.len() => &url[user.len() + 1..],
        _ => url,
    };
    let url = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    url.strip_suffix(".git").unwrap_or(url)
}
