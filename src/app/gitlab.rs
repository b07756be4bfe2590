//! A GitLab source: from its configuration and the environment to a conversation, and from that to what was read.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;

use crate::base::{Digest, Timestamp};
use crate::config::{Audience, Config, GitLabSource};
use crate::model::Visibility;
use crate::parse::{self, ParseOptions};
use crate::source::gitlab::{
    self, CrawlError, Event, GitLabOptions, Hands, HttpNetwork, HttpOptions, Proxy, Step, Traffic,
    Transport, TransportError, TransportOptions,
};
use crate::source::{self, Part, Secret, Wanted};

use super::Console;
use super::exit::{Exit, Failure};
use super::outside::Outside;
use super::progress::Progress;
use super::settings::Loaded;

/// How often it is looked whether to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// What a run may use up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Budget {
    /// When crawling stops, counted from the start.
    pub deadline: Option<Duration>,
    /// How many requests it may send.
    pub max_requests: Option<usize>,
}

/// Everything a conversation with one instance needs.
pub(super) struct Instance<'a> {
    config: &'a Config,
    loaded: &'a Loaded,
    source: &'a GitLabSource,
    outside: &'a Outside<'a>,
    network: HttpNetwork,
    token: Secret,
}

/// Sends the watcher of a conversation home when the conversation ends, also by a panic, which would wait for it for ever.
struct Watched<'a> {
    is_over: &'a AtomicBool,
    watcher: thread::Thread,
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.watcher.unpark();
    }
}

/// The way out of this machine, as the environment describes it.
pub(super) fn way(outside: &Outside<'_>, ca_file: Option<PathBuf>) -> HttpOptions {
    let variable = |name: &str| (outside.variable)(name);
    let either = |name: &str| variable(name).or_else(|| variable(&name.to_lowercase()));
    HttpOptions {
        ca_file: ca_file.or_else(|| variable("SSL_CERT_FILE").map(PathBuf::from)),
        proxy: Proxy {
            http: either("HTTP_PROXY"),
            https: either("HTTPS_PROXY"),
            all: either("ALL_PROXY"),
            no_proxy: either("NO_PROXY"),
        },
        connections: 1,
    }
}

/// What a source read.
pub(super) struct Fetched {
    pub part: Part,
    pub taken: Timestamp,
    pub traffic: Traffic,
}

impl<'a> Instance<'a> {
    /// Takes the token and the proxies from the environment; nothing is sent yet.
    pub(super) fn new(
        loaded: &'a Loaded,
        source: &'a GitLabSource,
        outside: &'a Outside<'a>,
    ) -> Result<Instance<'a>> {
        let text = (outside.variable)(&source.token_env).ok_or_else(|| {
            access(format!(
                "the variable `{}` is not set, so there is no token for {}\n  --> {}\n  help: make a group access token (role Reporter, scope `read_api`) and store it as a masked CI/CD variable of this name",
                source.token_env, source.url, source.place
            ))
        })?;
        let token = Secret::new(text).map_err(|error| {
            access(format!(
                "{error}\n  --> {}\n  help: look at the variable `{}`",
                source.place, source.token_env
            ))
        })?;
        let named = source.ca_file.as_ref().map(|file| loaded.folder.join(&file.path));
        let options = HttpOptions { connections: source.concurrency, ..way(outside, named) };
        let network =
            HttpNetwork::new(&options).map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Instance { config: &loaded.config, loaded, source, outside, network, token })
    }

    /// Begins a conversation and hands it to `work`.
    pub(super) fn talk<T>(
        &self,
        budget: Budget,
        console: &Console,
        work: impl FnOnce(&Transport<'_>) -> Result<T>,
    ) -> Result<T> {
        let tell = |event: &Event| console.detail(|| told(event));
        let options = TransportOptions {
            allow_http: self.source.allow_http,
            concurrency: self.source.concurrency,
            deadline: budget.deadline,
            max_requests: budget.max_requests,
            observer: Some(&tell),
            ..TransportOptions::new(self.source.url.clone())
        };
        let outside = self.outside;
        let transport = Transport::new(
            &self.network,
            outside.clock,
            &outside.stop.cancel,
            Some(&self.token),
            options,
        )
        .map_err(|error| Failure::usage(error.to_string()))?;
        // A request may take a minute; whoever wants to stop does not wait for it.
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    if outside.stop.cancel.is_cancelled() {
                        return self.network.hang_up();
                    }
                    thread::park_timeout(GLANCE);
                }
            });
            let _watched = Watched { is_over: &is_over, watcher: watcher.thread().clone() };
            work(&transport)
        })
    }

    /// What to ask for.
    pub(super) fn options(&self) -> Result<GitLabOptions> {
        let source = self.source;
        let descriptors = self.config.catalog.descriptors.patterns();
        let files = source.files.patterns();
        let limits = self.config.limits;
        let include = source.include.patterns();
        Ok(GitLabOptions {
            url: source.url.clone(),
            groups: source.groups.clone(),
            include: match include.is_empty() {
                true => None,
                false => Some(source::glob_set(include)?),
            },
            exclude: source::glob_set(source.exclude.patterns())?,
            topics: source.topics.clone(),
            exclude_topics: source.exclude_topics.clone(),
            archived: source.archived,
            forks: source.forks,
            docs: source.docs,
            versions: source.versions,
            api_versions: self.config.apis.versions,
            members: source.members,
            environments: source.environments,
            audience: visibility(self.config.site.audience),
            wanted: Wanted::new(&files.iter().chain(descriptors).cloned().collect::<Vec<_>>())?,
            files: files.to_vec(),
            patterns: descriptors.to_vec(),
            limits: super::read::limits(self.config),
            entries: limits.files,
            max_failed: self.config.guard.max_failed,
            max_stale: self.config.guard.max_stale,
        })
    }

    /// Reads the groups.
    pub(super) fn crawl(
        &self,
        options: &ParseOptions,
        budget: Budget,
        console: &Console,
        progress: &Progress,
    ) -> Result<Fetched> {
        let asked = self.options()?;
        self.talk(budget, console, |transport| {
            self.look_around(transport, &asked, console)?;
            let cache = self.loaded.cache.join(self.cache_name());
            let step = |step: Step| match step {
                Step::Begun(steps) => progress.begin("crawl", steps),
                Step::Done => progress.advance(),
            };
            let hands = Hands { transport, clock: self.outside.clock, cache: &cache, progress: &step };
            let references = |project: &_| parse::references(project, options);
            let crawled = gitlab::read(&asked, &hands, &references);
            let traffic = transport.traffic();
            let crawled = crawled.map_err(|error| self.failure(error))?;
            console.detail(|| {
                let version = crawled.version.as_deref().unwrap_or("of unknown release");
                let Traffic { retries, throttled, waited, .. } = &traffic;
                format!(
                    "GitLab {version}: {retries} requests repeated, {throttled} throttled, {:.1} s waited",
                    waited.as_secs_f64()
                )
            });
            Ok(Fetched { part: crawled.part, taken: crawled.taken, traffic })
        })
    }

    /// The file that keeps what was read of these groups with this token.
    pub(super) fn cache_name(&self) -> String {
        let GitLabSource { url, token_env, groups, .. } = self.source;
        let parts = [url.as_str(), token_env].into_iter().chain(groups.iter().map(String::as_str));
        let digest = Digest::of_parts(parts.map(str::as_bytes));
        format!("crawl-{}.bin", digest.short(8))
    }

    /// In the portal's own pipeline: whether the readers of the site are those that it is made for, and whether the token
    /// will last.
    fn look_around(
        &self,
        transport: &Transport<'_>,
        asked: &GitLabOptions,
        console: &Console,
    ) -> Result<()> {
        let Some(portal) = self.portal() else { return Ok(()) };
        if let Ok(answer) = transport.rest("token", "personal_access_tokens/self", &[]) {
            let end = answer.json.get("expires_at").and_then(|end| end.as_str());
            let days = gitlab::days_left(end, self.outside.clock.now());
            if let Some(days) = days.filter(|days| *days < gitlab::TOKEN_WARNING_DAYS) {
                console.say(&format!(
                    "warning: the token in `{}` expires in {days} days",
                    self.source.token_env
                ));
            }
        }
        match transport.rest("portal", &format!("projects/{}", gitlab::segment(&portal)), &[]) {
            Ok(answer) => match gitlab::reach(&answer.json) {
                Some(reach) if reach > asked.audience => Err(Failure {
                    exit: Exit::Refused,
                    message: format!(
                        "{} can open the Pages of this project, but the portal is made for {}; nothing is published\n  help: change Settings > General > Visibility > Pages, or `site.audience`",
                        gitlab::people(reach),
                        gitlab::people(asked.audience)
                    ),
                }
                .into()),
                _ => Ok(()),
            },
            Err(error @ TransportError::Unauthorized { .. }) => Err(self.denied(&error.to_string())),
            // A token that does not see the portal's own project is no reason to stop: `doctor` says so.
            Err(_) => Ok(()),
        }
    }

    /// The project whose pipeline this is, if it lies on this instance.
    pub(super) fn portal(&self) -> Option<String> {
        let server = (self.outside.variable)("CI_SERVER_URL")?;
        let is_here = url::Url::parse(&server)
            .is_ok_and(|server| server.origin() == self.source.url.origin());
        (self.outside.variable)("CI_PROJECT_ID").filter(|_| is_here)
    }

    fn failure(&self, error: CrawlError) -> anyhow::Error {
        let message = error.to_string();
        let exit = match error {
            CrawlError::Interrupted => return self.outside.stop.failure(),
            CrawlError::Access(_) => return self.denied(&message),
            CrawlError::Unavailable(_) | CrawlError::TooManyUnread { .. } => Exit::Unavailable,
            CrawlError::Cache(_) => Exit::Bug,
        };
        Failure { exit, message: format!("{message}\n  --> {}", self.source.place) }.into()
    }

    /// A refusal by GitLab: which line of the configuration and which variable it is about, and what to do.
    fn denied(&self, message: &str) -> anyhow::Error {
        let GitLabSource { place, token_env, .. } = self.source;
        match message.split_once("\n  help: ") {
            Some((what, help)) => access(format!("{what}\n  --> {place}\n  help: {help}")),
            None => access(format!(
                "{message}\n  --> {place}\n  help: look at the token in the variable `{token_env}`: \
                 `portolan doctor` says whether it has ended and what it may read"
            )),
        }
    }
}

/// Whether a file of the cache belongs to a source.
pub(super) fn is_cache(name: &str) -> bool {
    name.starts_with("crawl-") && (name.ends_with(".bin") || name.ends_with(".new"))
}

/// A failure of access.
fn access(message: String) -> anyhow::Error {
    Failure { exit: Exit::Access, message }.into()
}

/// The least visible that an audience may see.
pub(super) fn visibility(audience: Audience) -> Visibility {
    match audience {
        Audience::Public => Visibility::Public,
        Audience::Internal => Visibility::Internal,
        Audience::Members => Visibility::Private,
    }
}

/// An event of the conversation as a line for those who want to know.
fn told(event: &Event) -> String {
    match event {
        Event::Request { kind, path, status, millis, attempt } => {
            let status = status.map_or("no answer".to_owned(), |status| status.to_string());
            let again = if *attempt > 1 { format!(", attempt {attempt}") } else { String::new() };
            format!("{kind}: {path} {status} in {millis} ms{again}")
        }
        Event::Waiting { time, why } => format!("waiting {:.1} s: {why}", time.as_secs_f64()),
        Event::Retrying { kind, path, attempt, why } => {
            format!("{kind}: {path} again, attempt {attempt}: {why}")
        }
    }
}

/// Adds what was sent to a sum.
pub(super) fn add(sum: &mut BTreeMap<String, usize>, traffic: &Traffic) {
    for (kind, count) in &traffic.requests {
        *sum.entry((*kind).to_owned()).or_default() += count;
    }
}
