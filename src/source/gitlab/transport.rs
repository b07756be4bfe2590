//! The conversation with one GitLab instance: who is asked, how often, and when not to.
//!
//! Every request passes here. The token goes to the instance's own origin and nowhere else; redirects are
//! followed by hand; what passes by itself is tried again, within the run's deadline and its number of
//! requests; and when GitLab says that it is asked too often, everybody waits.
//! What an answer means is decided by the callers in `rest` and `graphql`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use url::Url;

use super::cancel::Cancel;
use super::clock::Clock;
use super::error::{Asked, TransportError};
use super::gate::Gate;
use super::headers::Hint;
use super::network::{Answer, Exchange, Method, Network, NetworkError};
use super::redirect::{Way, is_same_origin, place, way};
use super::retry::{LONGEST_WAIT, Patience, after, patience, throttle};
use super::setback::Setback;
use super::traffic::{Counter, Event, Observer, Traffic};
use crate::source::secret::Secret;

/// How many redirects of one request are followed.
const MOST_REDIRECTS: usize = 5;

/// The longest text of a server's that goes into a message, in characters.
const LONGEST_MESSAGE: usize = 200;

/// How to talk to an instance.
#[derive(Clone)]
pub(crate) struct TransportOptions<'a> {
    /// The instance; may have a path, as in `https://example.com/gitlab/`.
    pub base: Url,
    /// Whether an instance on another machine may be asked without TLS.
    pub allow_http: bool,
    /// How many requests may be on their way at once.
    pub concurrency: usize,
    /// For one request, from the lookup of the name to the last byte.
    pub request_timeout: Duration,
    /// How often one request is repeated at most.
    pub retries: usize,
    /// When the run has to be over, on the clock's count since its start.
    pub deadline: Option<Duration>,
    /// How many requests the run may send.
    pub max_requests: Option<usize>,
    /// Who wants to hear of each request.
    pub observer: Option<Observer<'a>>,
}

impl TransportOptions<'_> {
    /// The usual way to talk to this instance.
    pub(crate) fn new(base: Url) -> Self {
        TransportOptions {
            base,
            allow_http: false,
            concurrency: 4,
            request_timeout: Duration::from_secs(60),
            retries: 4,
            deadline: None,
            max_requests: None,
            observer: None,
        }
    }
}

/// The conversation with one instance.
pub(crate) struct Transport<'a> {
    network: &'a dyn Network,
    clock: &'a dyn Clock,
    cancel: &'a Cancel,
    token: Option<&'a Secret>,
    options: TransportOptions<'a>,
    gate: Gate,
    counter: Counter,
    /// Set by the first 401: a refused token is not tried again by anybody.
    refused: AtomicBool,
}

/// One request, as its caller means it.
pub(super) struct Call {
    /// What messages call it.
    pub asked: Asked,
    /// Whether a body is sent.
    pub method: Method,
    /// Where to, until a redirect says otherwise.
    pub url: Url,
    /// What is accepted and what is sent.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body of a POST.
    pub body: Option<Vec<u8>>,
    /// Whether the token is shown.
    pub signed: bool,
    /// The most bytes that the decoded body may have.
    pub limit: u64,
}

impl<'a> Transport<'a> {
    /// Begins a conversation; nothing is sent yet.
    pub(crate) fn new(
        network: &'a dyn Network,
        clock: &'a dyn Clock,
        cancel: &'a Cancel,
        token: Option<&'a Secret>,
        mut options: TransportOptions<'a>,
    ) -> Result<Transport<'a>, TransportError> {
        options.base = instance(&options)?;
        Ok(Transport {
            network,
            clock,
            cancel,
            token,
            options,
            gate: Gate::default(),
            counter: Counter::default(),
            refused: AtomicBool::new(false),
        })
    }

    /// What was sent so far.
    pub(crate) fn traffic(&self) -> Traffic {
        self.counter.so_far()
    }

    /// The instance's address, with a slash at the end.
    pub(super) fn base(&self) -> &Url {
        &self.options.base
    }

    /// How many requests may be on their way at once.
    pub(super) fn concurrency(&self) -> usize {
        self.options.concurrency
    }

    /// Whether somebody asked us to stop.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// What a message calls a request.
    pub(super) fn asked(&self, kind: &'static str, url: &Url) -> Asked {
        Asked { kind, path: self.clean(url.path()) }
    }

    /// A text of others as one line of a message: masked, without control characters, of bearable length.
    pub(super) fn clean(&self, text: &str) -> String {
        let text = match self.token {
            Some(token) => token.mask(text),
            None => text.to_owned(),
        };
        let line = text.split(|c: char| c.is_control() || c.is_whitespace());
        let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(LONGEST_MESSAGE) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }

    /// Sends a request, again and again if need be, until `judge` is content with the answer.
    pub(super) fn carry<T>(
        &self,
        call: &Call,
        judge: impl Fn(Answer) -> Result<T, Setback>,
    ) -> Result<T, TransportError> {
        let mut attempt = 0;
        let mut accidents = 0;
        loop {
            let setback = match self.attempt(call, attempt)? {
                Ok(answer) => match judge(answer) {
                    Ok(value) => return Ok(value),
                    Err(setback) => setback,
                },
                Err(error) => self.broken(call, error),
            };
            accidents += usize::from(setback.patience() == Patience::Once);
            let (error, wait) = self.heed(call, setback, attempt, accidents)?;
            if attempt >= self.options.retries {
                return Err(error);
            }
            attempt += 1;
            self.counter.note(|traffic| traffic.retries += 1);
            self.tell(|| Event::Retrying {
                kind: call.asked.kind,
                path: call.asked.path.clone(),
                attempt: attempt + 1,
                why: error.to_string(),
            });
            self.wait(&call.asked, wait, "before the next attempt")?;
        }
    }

    /// Returns how long to wait before the next attempt, beside the gate, and what to say if there is none;
    /// fails if another attempt is in vain.
    fn heed(
        &self,
        call: &Call,
        setback: Setback,
        attempt: usize,
        accidents: usize,
    ) -> Result<(TransportError, Duration), TransportError> {
        match setback {
            Setback::Throttled(error, hint) => {
                let wait = throttle(hint, attempt, self.clock.jitter());
                self.counter.note(|traffic| traffic.throttled += 1);
                self.gate.close_until(self.clock.since_start().saturating_add(wait));
                Ok((error, Duration::ZERO))
            }
            Setback::Failed(error, patience, hint) => {
                if self.shows_token(call) && matches!(error, TransportError::Unauthorized { .. }) {
                    self.refused.store(true, Ordering::Relaxed);
                }
                if patience == Patience::Never || accidents > 1 {
                    return Err(error);
                }
                Ok((error, after(hint, attempt, self.clock.jitter())))
            }
        }
    }

    /// Sends a request once, and once more for each redirect that stays at home.
    fn attempt(
        &self,
        call: &Call,
        attempt: usize,
    ) -> Result<Result<Answer, NetworkError>, TransportError> {
        let mut url = call.url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let timeout = self.admit(call)?;
            let started = self.clock.since_start();
            let result = self.network.send(&Exchange {
                method: call.method,
                url: &url,
                headers: call.headers,
                body: call.body.as_deref(),
                token: self.token.filter(|_| call.signed && is_same_origin(self.base(), &url)),
                timeout,
                limit: call.limit,
            });
            self.tell(|| Event::Request {
                kind: call.asked.kind,
                path: self.clean(url.path()),
                status: result.as_ref().ok().map(|answer| answer.status),
                millis: self.clock.since_start().saturating_sub(started).as_millis(),
                attempt: attempt + 1,
            });
            let answer = match result {
                Ok(answer) => answer,
                Err(error) => return Ok(Err(error)),
            };
            match way(self.base(), &url, call.method, &answer) {
                Way::Arrived => {
                    self.heed_quota(&answer);
                    return Ok(Ok(answer));
                }
                Way::On(target) => url = target,
                Way::Away(target) => {
                    let target = self.clean(&target);
                    return Err(TransportError::Redirected { asked: call.asked.clone(), target });
                }
            }
        }
        let target = self.clean(&format!("{}, again and again", place(&url)));
        Err(TransportError::Redirected { asked: call.asked.clone(), target })
    }

    /// Waits until a request may be sent, counts it, and returns how long it may take.
    fn admit(&self, call: &Call) -> Result<Duration, TransportError> {
        self.gate.pass(
            || self.clock.since_start(),
            |left| self.wait(&call.asked, left, "GitLab is asked too often"),
        )?;
        let asked = || call.asked.clone();
        if self.cancel.is_cancelled() {
            return Err(TransportError::Cancelled { asked: asked() });
        }
        if call.signed && self.refused.load(Ordering::Relaxed) {
            let message = "an earlier request was refused".to_owned();
            return Err(TransportError::Unauthorized { asked: asked(), message });
        }
        let timeout = match self.options.deadline {
            Some(deadline) => deadline.saturating_sub(self.clock.since_start()),
            None => Duration::MAX,
        };
        if let (Some(deadline), Duration::ZERO) = (self.options.deadline, timeout) {
            return Err(TransportError::DeadlinePassed { asked: asked(), deadline });
        }
        match self.options.max_requests {
            most if self.counter.admit(call.asked.kind, most) => {
                Ok(timeout.min(self.options.request_timeout))
            }
            most => {
                let most = most.unwrap_or(usize::MAX);
                Err(TransportError::BudgetSpent { asked: asked(), most })
            }
        }
    }

    /// Waits, unless the run would be over before.
    fn wait(&self, asked: &Asked, time: Duration, why: &str) -> Result<(), TransportError> {
        if let Some(deadline) = self.options.deadline
            && self.clock.since_start().saturating_add(time) >= deadline
        {
            return Err(TransportError::DeadlinePassed { asked: asked.clone(), deadline });
        }
        if time.is_zero() {
            return Ok(());
        }
        self.tell(|| Event::Waiting { time, why: why.to_owned() });
        self.counter.note(|traffic| traffic.waited += time);
        self.clock
            .sleep(time, self.cancel)
            .map_err(|_| TransportError::Cancelled { asked: asked.clone() })
    }

    /// A good answer may say that it was the last one for now.
    fn heed_quota(&self, answer: &Answer) {
        let spent = answer.headers.get("ratelimit-remaining").is_some_and(|left| left == "0");
        if answer.status < 400
            && spent
            && let Hint::After(wait) = answer.headers.hint(self.clock.now())
        {
            let wait = wait.min(LONGEST_WAIT);
            self.gate.close_until(self.clock.since_start().saturating_add(wait));
        }
    }

    /// What a failure of the network means, in masked words.
    fn broken(&self, call: &Call, error: NetworkError) -> Setback {
        let asked = call.asked.clone();
        let patience = patience(&error);
        let error = match error {
            NetworkError::TooLarge { limit } => TransportError::TooLarge { asked, limit },
            // A smaller page may be quick enough, so the caller must learn of it as of any slow query.
            NetworkError::TimedOut if call.method == Method::Post => {
                TransportError::TooSlow { asked, message: NetworkError::TimedOut.to_string() }
            }
            NetworkError::Name(text) => {
                TransportError::Network { asked, error: NetworkError::Name(self.clean(&text)) }
            }
            NetworkError::Tls(text) => {
                TransportError::Network { asked, error: NetworkError::Tls(self.clean(&text)) }
            }
            NetworkError::Proxy(text) => {
                TransportError::Network { asked, error: NetworkError::Proxy(self.clean(&text)) }
            }
            NetworkError::Other(text) => {
                TransportError::Network { asked, error: NetworkError::Other(self.clean(&text)) }
            }
            error @ (NetworkError::Refused | NetworkError::TimedOut | NetworkError::Cut) => {
                TransportError::Network { asked, error }
            }
        };
        Setback::Failed(error, patience, Hint::Absent)
    }

    fn tell(&self, event: impl FnOnce() -> Event) {
        if let Some(observer) = self.options.observer {
            observer(&event());
        }
    }

    /// When an answer asks to be asked again.
    pub(super) fn hint(&self, answer: &Answer) -> Hint {
        answer.headers.hint(self.clock.now())
    }

    /// Whether there is a token and this call shows it.
    pub(super) fn shows_token(&self, call: &Call) -> bool {
        call.signed && self.token.is_some()
    }
}

/// The instance's address if it can be used, with a slash at its end.
fn instance(options: &TransportOptions) -> Result<Url, TransportError> {
    let mut base = options.base.clone();
    let refuse = |what| {
        let base = format!("{}{}", place(&options.base), options.base.path());
        Err(TransportError::Base { base, what })
    };
    match base.scheme() {
        "https" => {}
        "http" if options.allow_http || is_loopback(&base) => {}
        "http" => return refuse("without TLS, everybody on the way could read the token"),
        _ => return refuse("it has to begin with `https://`"),
    }
    if !base.username().is_empty() || base.password().is_some() {
        return refuse("a name or password does not belong into it");
    }
    if base.query().is_some() || base.fragment().is_some() {
        return refuse("it has to end with the path");
    }
    if !base.path().ends_with('/') {
        let path = format!("{}/", base.path());
        base.set_path(&path);
    }
    Ok(base)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
