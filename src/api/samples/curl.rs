//! Samples for `curl`.

use super::quote::{Piece, json, shell, shell_pieces};
use super::request::{Body, Request};
use super::url;

/// The command, one option a line.
pub(super) fn write(request: &Request) -> String {
    let mut words = vec!["curl".to_owned()];
    match request.method.as_str() {
        "GET" => {}
        "HEAD" => words.push("--head".to_owned()),
        method => words.push(format!("-X {}", shell_word(method))),
    }
    // Brackets are ranges to curl unless it is told otherwise.
    let has_range =
        request.url.iter().any(|piece| matches!(piece, Piece::Plain(text) if text.contains('[')));
    if has_range {
        words.push("--globoff".to_owned());
    }
    words.push(shell_pieces(&request.url));
    let mut lines = vec![words.join(" ")];
    if request.is_basic {
        lines.push("-u \"$API_USER:$API_PASSWORD\"".to_owned());
    }
    for (name, value) in &request.headers {
        lines.push(format!("-H {}", shell_pieces(&header(name, value))));
    }
    if let Some(media_type) = request.media_type() {
        lines.push(format!("-H {}", shell(&format!("Content-Type: {media_type}"))));
    }
    match &request.body {
        Body::None => {}
        // Not `--data`, to which `@` is the name of a file.
        Body::Json(_, value) => lines.push(format!("--data-raw {}", shell(&json(value)))),
        Body::Form(fields) => lines.push(format!("--data-raw {}", shell(&url::form(fields)))),
        Body::Text(_, text) => lines.push(format!("--data-raw {}", shell(text))),
        Body::File(_) => lines.push("--data-binary @file.bin".to_owned()),
        Body::Multipart(parts) => lines.extend(parts.iter().filter_map(part)),
    }
    lines.join(" \\\n  ")
}

fn header(name: &str, value: &[Piece]) -> Vec<Piece> {
    let mut pieces = vec![Piece::Plain(format!("{name}: "))];
    // One text reads better than two.
    for piece in value {
        match (pieces.last_mut(), piece) {
            (Some(Piece::Plain(before)), Piece::Plain(text)) => before.push_str(text),
            _ => pieces.push(piece.clone()),
        }
    }
    pieces
}

/// A part of a form; none if curl cannot say its name.
fn part((name, text): &(String, Option<String>)) -> Option<String> {
    let can_be_said = !name.is_empty() && !name.contains(['=', ';', '"']);
    can_be_said.then(|| match text {
        Some(text) => format!("--form-string {}", shell(&format!("{name}={text}"))),
        None => format!("-F {}", shell(&format!("{name}=@file.bin"))),
    })
}

fn shell_word(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        text.to_owned()
    } else {
        shell(text)
    }
}
