//! The address that samples call.

use crate::model::api::{ApiContent, Operation, Server};

use super::url;

/// Where calls go if the description names no host.
const UNKNOWN: &str = "https://api.example.com";

/// The first server of the operation, or of the description, that says a host; without a slash at its end.
pub(super) fn address(content: &ApiContent, operation: &Operation) -> String {
    let own = if operation.servers.is_empty() { &content.servers } else { &operation.servers };
    let addresses: Vec<String> = own.iter().map(filled).collect();
    let with_host = addresses.iter().find(|address| has_host(address));
    // A relative address is one of the host that the description was read from, which nobody knows here.
    let relative =
        addresses.first().filter(|address| !address.contains("://") && !address.starts_with("//"));
    let address = match (with_host, relative) {
        (Some(address), _) => address.clone(),
        (None, Some(path)) => format!("{UNKNOWN}/{}", path.trim_start_matches(['/', '.'])),
        (None, None) => UNKNOWN.to_owned(),
    };
    url::whole(address.trim_end_matches('/'))
}

/// The address with each variable as it is unless chosen.
fn filled(server: &Server) -> String {
    let mut address = server.url.trim().to_owned();
    for variable in &server.variables {
        let value = variable.default.as_ref().or(variable.options.first());
        if let Some(value) = value {
            address = address.replace(&format!("{{{}}}", variable.name), value);
        }
    }
    address
}

fn has_host(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[' || c == '{'))
}
