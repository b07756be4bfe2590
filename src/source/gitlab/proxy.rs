//! Which proxy a request takes, by the usual variables, which the caller has read.

use std::net::IpAddr;

use url::{Host, Url};

/// The usual variables of proxies, as they were set.
#[derive(Clone, Default)]
pub(crate) struct Proxy {
    /// `HTTP_PROXY`, for instances without TLS.
    pub http: Option<String>,
    /// `HTTPS_PROXY`.
    pub https: Option<String>,
    /// `ALL_PROXY`, where there is no other.
    pub all: Option<String>,
    /// `NO_PROXY`: hosts, domains, addresses and ranges of them, separated by commas; `*` is all.
    pub no_proxy: Option<String>,
}

impl Proxy {
    /// The proxy for this address, if it takes one. The machine itself never does.
    pub(super) fn of(&self, url: &Url) -> Option<&str> {
        let host = url.host()?;
        let own = if url.scheme() == "https" { &self.https } else { &self.http };
        let proxy = own.as_deref().filter(|text| !text.is_empty()).or(self.all.as_deref())?;
        let exceptions = self.no_proxy.as_deref().unwrap_or_default();
        let port = url.port_or_known_default();
        let direct = is_loopback(&host)
            || exceptions.split(',').any(|entry| matches(entry.trim(), &host, port));
        (!direct && !proxy.is_empty()).then_some(proxy)
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Whether an entry of `NO_PROXY` means this host.
fn matches(entry: &str, host: &Host<&str>, port: Option<u16>) -> bool {
    if entry == "*" {
        return true;
    }
    let (entry, entry_port) = split_port(entry);
    if entry.is_empty() || entry_port.is_some() && entry_port != port {
        return false;
    }
    match host {
        Host::Domain(name) => {
            let domain = entry.trim_start_matches('*').trim_start_matches('.').to_ascii_lowercase();
            let below = name.strip_suffix(domain.as_str());
            !domain.is_empty() && below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
        Host::Ipv4(address) => covers(entry, IpAddr::V4(*address)),
        Host::Ipv6(address) => covers(entry, IpAddr::V6(*address)),
    }
}

/// Splits `example.com:8080`; the colons of an IPv6 address without brackets are its own.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    if let Some(rest) = entry.strip_prefix('[')
        && let Some((address, port)) = rest.split_once(']')
    {
        return (address, port.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match entry.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') => (name, port.parse().ok()),
        _ => (entry, None),
    }
}

/// Whether an address, or a range such as `10.0.0.0/8`, holds this address.
fn covers(range: &str, address: IpAddr) -> bool {
    let (start, length) = match range.split_once('/') {
        Some((start, length)) => (start, length.parse().ok()),
        None => (range, Some(u32::MAX)),
    };
    let (Ok(start), Some(length)) = (start.parse::<IpAddr>(), length) else { return false };
    match (start, address) {
        (IpAddr::V4(start), IpAddr::V4(address)) => {
            let differ = u32::from(start) ^ u32::from(address);
            differ.leading_zeros() >= length.min(32)
        }
        (IpAddr::V6(start), IpAddr::V6(address)) => {
            let differ = u128::from(start) ^ u128::from(address);
            differ.leading_zeros() >= length.min(128)
        }
        _ => false,
    }
}
