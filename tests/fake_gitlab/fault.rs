//! What may go wrong, and when: each fault says which requests it meets and what becomes of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::company::Company;
use super::record::Recorded;

/// One thing that goes wrong.
pub struct Fault {
    which: Which,
    what: Arc<What>,
    skip: usize,
    times: Option<usize>,
}

impl Fault {
    pub fn new(which: Which, what: What) -> Fault {
        Fault { which, what: Arc::new(what), skip: 0, times: None }
    }

    /// Meets only so many requests.
    pub fn times(mut self, times: usize) -> Fault {
        self.times = Some(times);
        self
    }

    /// Lets so many requests that it would meet pass first.
    pub fn after(mut self, skip: usize) -> Fault {
        self.skip = skip;
        self
    }

    /// Whether the request is met; counts.
    pub fn meets(&mut self, request: &Recorded, company: &Company) -> bool {
        if self.times == Some(0) || !self.which.chooses(request, company) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        self.times = self.times.map(|times| times - 1);
        true
    }

    /// What becomes of the request.
    pub fn what(&self) -> Arc<What> {
        Arc::clone(&self.what)
    }
}

type Predicate = Box<dyn Fn(&Recorded) -> bool + Send + Sync>;

/// Which requests a fault meets. Numbers count from 1 since the record was last cleared.
pub enum Which {
    Every,
    Nth(usize),
    From(usize),
    EveryKth(usize),
    /// By the name of the operation or of the route.
    Kind(String),
    /// By the full path or number of a project that stands in the path or the variables.
    Project(String),
    /// All of these at once.
    All(Vec<Which>),
    If(Predicate),
}

impl Which {
    pub fn kind(name: &str) -> Which {
        Which::Kind(name.to_owned())
    }

    pub fn project(path: &str) -> Which {
        Which::Project(path.to_owned())
    }

    pub fn if_request(predicate: impl Fn(&Recorded) -> bool + Send + Sync + 'static) -> Which {
        Which::If(Box::new(predicate))
    }

    fn chooses(&self, request: &Recorded, company: &Company) -> bool {
        match self {
            Which::Every => true,
            Which::Nth(number) => request.number == *number,
            Which::From(number) => request.number >= *number,
            Which::EveryKth(step) => *step > 0 && request.number.is_multiple_of(*step),
            Which::Kind(kind) => request.kind == *kind,
            Which::Project(path) => match company.project(path) {
                Some(project) => {
                    request.names(&project.path)
                        || request.names(&project.id.to_string())
                        || request.names(&format!("gid://gitlab/Project/{}", project.id))
                }
                None => request.names(path),
            },
            Which::All(all) => all.iter().all(|one| one.chooses(request, company)),
            Which::If(predicate) => predicate(request),
        }
    }
}

/// Where the body is cut.
#[derive(Clone, Copy, Debug)]
pub enum Cut {
    /// After so many bytes.
    Bytes(usize),
    Half,
    AllButOne,
}

/// What becomes of a value of the JSON.
#[derive(Clone, Debug)]
pub enum Edit {
    Remove,
    Null,
    /// Replaced by something of another type.
    WrongType,
    Set(Value),
}

/// How GitLab says that it is asked too often.
#[derive(Clone, Debug)]
pub enum Throttle {
    /// The front door: plain text, `RateLimit-*` and, if given, `Retry-After` as it stands here.
    Front { retry_after: Option<String>, reset: Option<String> },
    /// A limit of the application: JSON, no `RateLimit-*`.
    Application { retry_after: Option<String> },
    /// The same inside a GraphQL answer of status 200.
    GraphQl,
}

/// What becomes of a request.
pub enum What {
    /// This answer instead.
    Status {
        code: u16,
        headers: Vec<(String, String)>,
        body: String,
    },
    Throttled(Throttle),
    Unauthorized,
    Expired,
    InsufficientScope,
    /// 403 with a page for people, as an address that is banned gets.
    ForbiddenPage,
    /// GitLab's own 404 of a project.
    NotFound,
    /// GitLab's own 500.
    InternalError,
    /// 502, 503 or 504 with a page for people.
    Gateway(u16),
    /// Errors inside a 200: the data stays, but for what the pointer names, which becomes null.
    GraphQlErrors {
        message: String,
        null_at: Option<String>,
        keep_data: bool,
    },
    /// The query is refused as too complex.
    ComplexityError,
    /// The query took too long.
    TimedOut,
    /// A page to sign in, with status 200.
    LoginPage,
    /// No body, with this status: 200 or 204.
    Empty(u16),
    /// 206 with the first half.
    Partial,
    /// A redirect; a `*` at the end of the location stands for the path and query that were asked for.
    Redirect {
        code: u16,
        location: String,
    },
    /// The connection is reset within the body.
    Reset(Cut),
    /// The connection is reset before a word is said.
    ResetAtOnce,
    /// The body ends before its announced length.
    ContentLengthTooLarge,
    /// Chunks without end.
    EndlessChunked,
    /// One byte at a time.
    Drip {
        every: Duration,
    },
    /// So many bytes, packed small.
    GzipBomb {
        bytes: usize,
    },
    /// 10 GiB are announced, and come.
    HugeContentLength,
    /// Bytes until the other side has enough.
    InfiniteBody,
    /// Nothing at all, for ever.
    Stall,
    /// The head, and then nothing.
    StallAfterHead,
    /// The answer, changed at every value that the pattern names: a JSON pointer in which `*` is any step.
    Change {
        pattern: String,
        edit: Edit,
    },
    /// `Link` names another host, which is given with its scheme.
    LinkTo(String),
    /// `Link` names the page that it stands on.
    LinkLoop,
    /// The first row of each list comes twice.
    DuplicateRows,
    /// A list without rows that claims to be the last page.
    EmptyListing,
    /// A list without rows that claims to have a next page.
    EmptyPage,
    /// Something happens to the company before the request is answered as usual.
    Hook(Box<dyn Fn(&mut Company) + Send + Sync>),
}

impl What {
    pub fn status(code: u16) -> What {
        What::Status { code, headers: Vec::new(), body: String::new() }
    }

    pub fn change(pattern: &str, edit: Edit) -> What {
        What::Change { pattern: pattern.to_owned(), edit }
    }

    pub fn redirect(code: u16, location: &str) -> What {
        What::Redirect { code, location: location.to_owned() }
    }

    /// The usual throttling, over after so many seconds.
    pub fn throttled(seconds: u64) -> What {
        What::Throttled(Throttle::Front { retry_after: Some(seconds.to_string()), reset: None })
    }

    pub fn hook(change: impl Fn(&mut Company) + Send + Sync + 'static) -> What {
        What::Hook(Box::new(change))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Fault").field("times", &self.times).finish_non_exhaustive()
    }
}
