//! What kind of instance the fake is.

use std::time::Duration;

/// Which GitLab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// The newest that the schema was read from.
    #[default]
    V19_4,
    /// The oldest that is supported.
    V16_3,
}

/// How an instance is set up.
#[derive(Clone, Debug)]
pub struct Options {
    pub version: Version,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Where the instance lives below the host: nothing, or such as `/gitlab`.
    pub relative_root: String,
    /// What each path of `Repository.blobs` adds to the score.
    pub charge_per_path: u32,
    /// A page with more projects than this times out.
    pub time_out_above: Option<usize>,
    /// The limit that the `RateLimit-*` headers tell; none leaves them out, as self-managed instances do by default.
    pub rate_limit: Option<u64>,
    /// How long every answer takes, so that requests overlap.
    pub latency: Duration,
    /// Serves HTTPS with a certificate of its own authority.
    pub tls: bool,
    /// Sends `Link` as one field for each relation instead of one joined field.
    pub repeated_links: bool,
    /// The address with the relative root, without a slash at the end. Filled in when the fake starts.
    pub url: String,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            version: Version::default(),
            port: 0,
            relative_root: String::new(),
            charge_per_path: 1,
            time_out_above: None,
            rate_limit: Some(2_000),
            latency: Duration::ZERO,
            tls: false,
            repeated_links: false,
            url: String::new(),
        }
    }
}
