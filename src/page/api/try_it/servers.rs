//! Where a console may send requests: the addresses of servers with their variables, and the origins that these mean.
//!
//! Origins go into the content security policy of the page, so they are made of parsed parts and never of text that
//! somebody wrote.

use std::collections::BTreeSet;

use serde::Serialize;
use url::{Host, Url};

use crate::model::api::Server;
use crate::page::api::text;
use crate::page::names;

/// How many servers are offered.
const MOST_SERVERS: usize = 50;
/// How many origins one page may speak with.
const MOST_ORIGINS: usize = 100;
/// How many choices of variables are tried for one server.
const MOST_CHOICES: usize = 200;
/// How many variables a server may have.
const MOST_VARIABLES: usize = 12;
/// The longest address.
const LONGEST_ADDRESS: usize = 1_000;

/// A server that the form offers.
#[derive(Debug, Serialize)]
pub(super) struct TryServer {
    /// Its address, with variables in braces.
    url: String,
    /// What it is for.
    #[serde(skip_serializing_if = "String::is_empty")]
    about: String,
    /// Its variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variables: Vec<TryVariable>,
}

/// A part of a server's address.
#[derive(Debug, Serialize)]
struct TryVariable {
    name: String,
    /// What it is unless chosen.
    value: String,
    /// What it may be; empty if anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
}

/// The servers that a browser can call.
pub(super) fn offered(servers: &[Server]) -> Vec<TryServer> {
    let callable = servers.iter().filter(|server| !origins_of(server).is_empty());
    callable.take(MOST_SERVERS).map(offer).collect()
}

fn offer(server: &Server) -> TryServer {
    let url = address(server);
    let authority = authority(url);
    let variables = server.variables.iter().take(MOST_VARIABLES).map(|variable| {
        let mut options = variable.options.clone();
        let value = variable.default.clone().or_else(|| options.first().cloned());
        let value = value.unwrap_or_default();
        // What is part of the host can only be what the page's policy was made for.
        if options.is_empty() && authority.contains(&format!("{{{}}}", variable.name)) {
            options.push(value.clone());
        }
        options.truncate(MOST_ORIGINS);
        TryVariable { name: variable.name.clone(), value, options }
    });
    let about = names::summary(&text::cut(server.description.as_deref().unwrap_or_default(), 400));
    TryServer { url: url.to_owned(), about, variables: variables.collect() }
}

/// The origins of all these servers, sorted.
pub(super) fn origins<'a>(servers: impl Iterator<Item = &'a Server>) -> Vec<String> {
    let mut all: BTreeSet<String> = BTreeSet::new();
    for server in servers {
        if all.len() >= MOST_ORIGINS {
            break;
        }
        all.extend(origins_of(server));
    }
    all.into_iter().take(MOST_ORIGINS).collect()
}

/// The origins that a server may be at: one for each choice of the variables in its host.
fn origins_of(server: &Server) -> BTreeSet<String> {
    let url = address(server);
    if url.len() > LONGEST_ADDRESS || server.variables.len() > MOST_VARIABLES {
        return BTreeSet::new();
    }
    let mut made: Vec<String> = vec![authority(url).to_owned()];
    for variable in &server.variables {
        let place = format!("{{{}}}", variable.name);
        if !made.iter().any(|one| one.contains(&place)) {
            continue;
        }
        let usual: Vec<&String> = match variable.options.as_slice() {
            [] => variable.default.iter().collect(),
            options => options.iter().chain(&variable.default).collect(),
        };
        let filled = made.iter().flat_map(|one| {
            usual.iter().map(|value| one.replace(&place, value)).collect::<Vec<_>>()
        });
        made = filled.take(MOST_CHOICES).collect();
    }
    made.iter().filter_map(|address| origin(address)).collect()
}

fn address(server: &Server) -> &str {
    server.url.trim()
}

/// The address up to the path.
fn authority(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    &url[..end]
}

/// The origin of an address, if a policy can name it: `http` or `https`, no user, a plain host.
fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    // Browsers refuse to fetch addresses that hold a user.
    if !is_web || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    // URLs allow hosts such as `*.example.com` or `a;b`, which mean something else in a policy; and no policy can
    // name an address of IPv6 (CSP 3, section 2.3.1).
    let is_plain = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    let host = match url.host()? {
        Host::Domain(name) if is_plain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Domain(_) | Host::Ipv6(_) => return None,
    };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{host}{port}", url.scheme()))
}
