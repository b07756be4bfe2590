//! Samples for HTTPie.

use super::quote::{Piece, json, shell, shell_pieces};
use super::request::{Body, Request};
use super::url;

/// The command, one item a line.
pub(super) fn write(request: &Request) -> String {
    let is_multipart = matches!(request.body, Body::Multipart(_));
    let mut first = "http".to_owned();
    if is_multipart {
        first += " --multipart";
    }
    if request.is_basic {
        first += " -a \"$API_USER:$API_PASSWORD\"";
    }
    let method = &request.method;
    let method = if method.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        method.clone()
    } else {
        shell(method)
    };
    let mut lines = vec![format!("{first} {method} {}", shell_pieces(&request.url))];
    for (name, value) in &request.headers {
        lines.extend(header(name, value));
    }
    if let Some(media_type) = request.media_type() {
        lines.push(shell(&format!("Content-Type:{media_type}")));
    }
    let mut command = lines;
    match &request.body {
        Body::None => {}
        Body::Json(_, value) => command.push(format!("--raw {}", shell(&json(value)))),
        Body::Form(fields) => command.push(format!("--raw {}", shell(&url::form(fields)))),
        Body::Text(_, text) => command.push(format!("--raw {}", shell(text))),
        Body::File(_) => command.push("< file.bin".to_owned()),
        Body::Multipart(parts) => command.extend(parts.iter().filter_map(part)),
    }
    command.join(" \\\n  ")
}

/// A header; none if HTTPie would read it as something else.
fn header(name: &str, value: &[Piece]) -> Option<String> {
    // `Name:=` is JSON and `Name:@` a file.
    let is_plain = match value.first() {
        Some(Piece::Plain(text)) => !text.starts_with(['=', '@']) && !text.is_empty(),
        Some(Piece::Variable(_)) => true,
        None => false,
    };
    let mut pieces = vec![Piece::Plain(format!("{name}:"))];
    for piece in value {
        match (pieces.last_mut(), piece) {
            (Some(Piece::Plain(before)), Piece::Plain(text)) => before.push_str(text),
            _ => pieces.push(piece.clone()),
        }
    }
    is_plain.then(|| shell_pieces(&pieces))
}

/// A part of a form; none if HTTPie would read it as something else.
fn part((name, text): &(String, Option<String>)) -> Option<String> {
    let is_plain = !name.is_empty()
        && !name.contains([':', '=', '@', ';', '\\', '[', ']'])
        && !name.starts_with('-');
    let begins_plainly = text.as_ref().is_none_or(|text| !text.starts_with(['=', '@']));
    (is_plain && begins_plainly).then(|| match text {
        Some(text) => shell(&format!("{name}={text}")),
        None => shell(&format!("{name}@file.bin")),
    })
}
