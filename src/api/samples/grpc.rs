//! Samples for `grpcurl`.

use crate::api::example::{Direction, content_example};
use crate::model::api::{ApiContent, Operation};

use super::quote::{json, shell};

/// The command.
pub(super) fn write(content: &ApiContent, operation: &Operation) -> String {
    let message = operation.bodies.first();
    let value = message.and_then(|body| content_example(content, body, Direction::Request));
    let is_empty =
        value.as_ref().is_none_or(|value| value.as_object().is_none_or(serde_json::Map::is_empty));
    let data = match value {
        Some(value) if !is_empty => format!("-d {} ", shell(&json(&value))),
        _ => String::new(),
    };
    let server = content.servers.iter().find_map(|server| host(&server.url));
    let server = server.unwrap_or_else(|| "api.example.com:443".to_owned());
    format!("grpcurl {data}{} {}", shell_word(&server), shell_word(&operation.address))
}

/// Host and port, where both can be told.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let is_host = !host.is_empty()
        && host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    is_host.then(|| if host.contains(':') { host.to_owned() } else { format!("{host}:443") })
}

fn shell_word(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./_:-".contains(&byte));
    if is_plain { text.to_owned() } else { shell(text) }
}
