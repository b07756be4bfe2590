//! The fake itself: a company, an instance, a record and faults behind one address.

use std::collections::BTreeMap;
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use serde_json::{Value, json};

use super::access::{Refusal, Viewer};
use super::certificate::Authority;
use super::clock;
use super::company::Company;
use super::fault::{Fault, What};
use super::graphql;
use super::http::{Request, Response};
use super::options::Options;
use super::record::{Record, Recorded};
use super::rest;
use super::server::{Serve, Server};
use super::spoil::Scene;
use super::wire::{self, Stop, Wire};

/// A GitLab on the loopback. Everything ends when it is dropped.
pub struct Fake {
    state: Arc<State>,
    /// Dropped last of all that serves.
    _server: Server,
}

struct State {
    options: Options,
    company: RwLock<Company>,
    record: Record,
    faults: Mutex<Vec<Fault>>,
    authority: Option<Authority>,
}

impl Fake {
    /// Starts serving a company.
    ///
    /// # Panics
    /// When the port is taken.
    pub fn start(company: Company, mut options: Options) -> Fake {
        let listener = std::net::TcpListener::bind(("127.0.0.1", options.port));
        let listener = listener.expect("a port of the loopback is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let scheme = if options.tls { "https" } else { "http" };
        options.url = format!("{scheme}://{address}{}", options.relative_root);
        let authority = options.tls.then(Authority::new);
        let state = Arc::new(State {
            options,
            company: RwLock::new(company),
            record: Record::default(),
            faults: Mutex::default(),
            authority,
        });
        let server = Server::on(listener, Arc::clone(&state));
        Fake { state, _server: server }
    }

    /// The address, with the relative root and without a slash at the end.
    pub fn url(&self) -> &str {
        &self.state.options.url
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self._server.address
    }

    /// The first token that the company has handed out.
    pub fn token(&self) -> String {
        self.company().tokens.first().map(|token| token.value.clone()).unwrap_or_default()
    }

    /// The authority that signed the certificate, as PEM; none without TLS.
    pub fn authority_pem(&self) -> Option<&str> {
        self.state.authority.as_ref().map(Authority::pem)
    }

    /// The company as it is. Requests that change nothing go on meanwhile.
    pub fn company(&self) -> RwLockReadGuard<'_, Company> {
        self.state.company.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the company between two requests.
    pub fn change<T>(&self, change: impl FnOnce(&mut Company) -> T) -> T {
        change(&mut self.state.company.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds a fault. Of several that meet a request, the first counts; hooks all run.
    pub fn fault(&self, fault: Fault) {
        self.state.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    pub fn clear_faults(&self) {
        self.state.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Every request since the record was last cleared, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.record.requests()
    }

    /// How many requests of each kind there were.
    pub fn requests_by_kind(&self) -> BTreeMap<String, usize> {
        self.state.record.by_kind()
    }

    /// The most requests that were being worked on at once.
    pub fn most_in_flight(&self) -> usize {
        self.state.record.most_in_flight()
    }

    /// Forgets the requests; numbers begin at 1 again.
    pub fn clear_requests(&self) {
        self.state.record.clear();
    }
}

impl Serve for State {
    fn wire(&self, socket: TcpStream) -> io::Result<Wire> {
        match &self.authority {
            Some(authority) => authority.accept(socket),
            None => Ok(Wire::Plain(socket)),
        }
    }

    fn serve(&self, request: &Request, wire: &mut Wire, stop: &Stop) -> io::Result<bool> {
        let (ticket, recorded) = self.record.begin(request, &self.options.relative_root);
        if !self.options.latency.is_zero() {
            stop.wait(self.options.latency);
        }
        let fault = self.met(&recorded);
        let company = self.company.read().unwrap_or_else(PoisonError::into_inner);
        let mut response = self.answer(&company, request, recorded.number);
        let now = company.now;
        drop(company);
        if let Some(fault) = fault {
            let limit = self.options.rate_limit.unwrap_or(2_000);
            let scene = Scene { request: &recorded, url: &self.options.url, now, limit };
            match scene.spoil(&fault, response.clone()) {
                Some(spoiled) => response = spoiled,
                None => {
                    self.record.finish(ticket, None);
                    wire::sabotage(&fault, &response, wire, stop);
                    return Ok(false);
                }
            }
        }
        let response = response.packed_for(request);
        self.record.finish(ticket, Some(response.status));
        response.write(wire, request.method == "HEAD")?;
        Ok(request.keeps_alive())
    }
}

impl State {
    /// Runs the hooks that meet a request and returns the first other fault that does.
    fn met(&self, request: &Recorded) -> Option<Arc<What>> {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.is_empty() {
            return None;
        }
        let mut company = self.company.write().unwrap_or_else(PoisonError::into_inner);
        let mut met = None;
        for fault in faults.iter_mut() {
            let hook = matches!(*fault.what(), What::Hook(_));
            if (hook || met.is_none()) && fault.meets(request, &company) {
                match &*fault.what() {
                    What::Hook(change) => change(&mut company),
                    _ => met = Some(fault.what()),
                }
            }
        }
        met
    }

    /// What GitLab would say.
    fn answer(&self, company: &Company, request: &Request, number: usize) -> Response {
        let today = &clock::iso(company.now)[..10];
        let path = request.path.strip_prefix(self.options.relative_root.as_str()).unwrap_or("");
        if !path.starts_with("/api/") {
            return Response::html(
                200,
                "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>",
            );
        }
        let graphql = path == "/api/graphql";
        let response = match Viewer::new(company, request.token().as_deref(), today) {
            Err(_) if graphql => {
                Response::json(401, &graphql::errors(["Invalid token".to_owned()]))
            }
            Err(refusal) => rest::refused(refusal),
            Ok(_) if request.header("job-token").is_some() => rest::refused(Refusal::Unknown),
            Ok(viewer) if graphql => self.graphql(viewer, request),
            Ok(viewer) => match path.strip_prefix("/api/v4/") {
                Some(path) => {
                    let asked = rest::Asked { viewer, options: &self.options, request };
                    rest::answer(&asked, path)
                }
                None => Response::json(404, &json!({ "error": "404 Not Found" })),
            },
        };
        let response = response.with("Date", clock::http(company.now));
        match self.options.rate_limit {
            None => response,
            Some(limit) => {
                let observed = number as u64 % limit;
                response
                    .with("RateLimit-Limit", limit)
                    .with("RateLimit-Name", "throttle_authenticated_api")
                    .with("RateLimit-Observed", observed)
                    .with("RateLimit-Remaining", limit - observed)
                    .with("RateLimit-Reset", company.now + 60)
            }
        }
    }

    fn graphql(&self, viewer: Viewer<'_>, request: &Request) -> Response {
        if !viewer.has_scope(&["api", "read_api"]) {
            let errors = graphql::errors(["API not accessible for user".to_owned()]);
            return Response::json(403, &errors);
        }
        let body = match request.method.as_str() {
            "POST" => serde_json::from_slice(&request.body).unwrap_or(Value::Null),
            _ => {
                json!({ "query": request.parameter("query"), "variables": request.parameter("variables") })
            }
        };
        let (status, answer) = graphql::answer(viewer, &self.options, &body);
        Response::json(status, &answer)
    }
}
