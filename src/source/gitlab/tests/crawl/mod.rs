//! Crawls of a model company: what they bring home, what they cost, and what faults do to them.

#![expect(clippy::print_stdout, reason = "figures, and where a loop was when it failed")]

mod access;
mod budget;
mod content;
mod documents;
mod faults;
mod keep;
mod listing;
mod oracle;
mod poison;
mod races;
mod selection;
mod shapes;
mod time;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use globset::GlobSet;
use tempfile::TempDir;

use super::StillClock;
use crate::fake_gitlab::{Company, Fake, Options, Size, TOKEN};
use crate::model::{Project, Visibility};
use crate::parse::{self, ParseOptions};
use crate::source::gitlab::{
    self, Cancel, CrawlError, Crawled, GitLabOptions, Hands, HttpNetwork, HttpOptions, Transport,
    TransportOptions,
};
use crate::source::{Limits, Secret, Wanted};

/// A company, and whoever crawls it, one run after the other.
pub(crate) struct Crawl {
    pub fake: Fake,
    pub clock: StillClock,
    pub cancel: Cancel,
    pub options: GitLabOptions,
    pub token: String,
    /// How long one request may take; short, since sockets know no injected time.
    pub request_timeout: Duration,
    pub deadline: Option<Duration>,
    pub max_requests: Option<usize>,
    folder: TempDir,
}

impl Crawl {
    /// A small company of the usual mixture.
    pub(crate) fn small() -> Crawl {
        Crawl::of(&Size::of(40, 8))
    }

    /// A company of this size.
    pub(crate) fn of(size: &Size) -> Crawl {
        Crawl::at(Company::generate(size, 1), Options::default())
    }

    /// A company at an instance.
    pub(crate) fn at(company: Company, options: Options) -> Crawl {
        let fake = Fake::start(company, options);
        let options = GitLabOptions {
            url: format!("{}/", fake.url()).parse().expect("an address"),
            groups: vec!["acme".to_owned()],
            include: None,
            exclude: GlobSet::empty(),
            topics: Vec::new(),
            exclude_topics: Vec::new(),
            archived: false,
            forks: true,
            docs: true,
            versions: 10,
            api_versions: 0,
            members: false,
            environments: false,
            audience: Visibility::Private,
            wanted: Wanted::new(&[]).expect("the table"),
            files: Vec::new(),
            patterns: Vec::new(),
            limits: Limits::default(),
            entries: 50_000,
            max_failed: 10,
            max_stale: 7,
        };
        Crawl {
            fake,
            clock: StillClock::default(),
            cancel: Cancel::default(),
            options,
            token: TOKEN.to_owned(),
            request_timeout: Duration::from_secs(30),
            deadline: None,
            max_requests: None,
            folder: TempDir::new().expect("a folder"),
        }
    }

    /// The file that keeps what was read.
    pub(crate) fn cache(&self) -> PathBuf {
        self.folder.path().join("crawl.bin")
    }

    /// Crawls; the record of requests begins anew.
    pub(crate) fn run(&self) -> Result<Crawled, CrawlError> {
        self.fake.clear_requests();
        self.converse(|transport| {
            let cache = self.cache();
            let hands = Hands { transport, clock: &self.clock, cache: &cache, progress: &|_| {} };
            let references =
                |project: &Project| parse::references(project, &ParseOptions::default());
            gitlab::read(&self.options, &hands, &references)
        })
    }

    /// Talks to the fake as a crawl does.
    pub(crate) fn converse<T>(&self, talk: impl FnOnce(&Transport<'_>) -> T) -> T {
        let network = HttpNetwork::new(&HttpOptions { connections: 4, ..HttpOptions::default() });
        let network = network.unwrap_or_else(|error| panic!("{error}"));
        let token = Secret::new(self.token.clone()).unwrap_or_else(|error| panic!("{error}"));
        let options = TransportOptions {
            request_timeout: self.request_timeout,
            deadline: self.deadline,
            max_requests: self.max_requests,
            ..TransportOptions::new(self.options.url.clone())
        };
        let transport = Transport::new(&network, &self.clock, &self.cancel, Some(&token), options);
        talk(&transport.unwrap_or_else(|error| panic!("{error}")))
    }

    /// Crawls what must succeed.
    pub(crate) fn good(&self) -> Crawled {
        self.run().unwrap_or_else(|error| panic!("{error}"))
    }

    /// The requests of the last run by what they were for.
    pub(crate) fn requests(&self) -> BTreeMap<String, usize> {
        self.fake.requests_by_kind()
    }

    /// How many requests the last run sent.
    pub(crate) fn count(&self) -> usize {
        self.fake.requests().len()
    }
}

/// Every so many of a loop; all of them in the long run.
pub(crate) fn step(usual: usize) -> usize {
    if std::env::var_os("PORTOLAN_LONG").is_some() { 1 } else { usual }
}
