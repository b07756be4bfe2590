//! What pages load: one stylesheet, the scripts as they are, images.
//!
//! All lie in a folder named for what they hold, so that a browser may keep them for ever and never has a stale one.

use std::collections::BTreeMap;

use super::modules::published;
use super::theme::ThemeError;
use crate::base::{Digest, RelPath};

/// The files of a theme by their path in it.
pub(super) type Files = BTreeMap<RelPath, Vec<u8>>;

/// The cascade layer of the theme; a user's further stylesheets stand outside of it and so win without `!important`.
const LAYER: &str = "@layer portolan";

/// The name of the stylesheet within the assets folder.
pub(super) const STYLESHEET: &str = "portolan.css";

/// Returns the assets below their folder, and that folder with a trailing slash.
///
/// `embedded` are the files of the default theme, which `files` hold too unless the user replaced them.
pub(super) fn assets(
    embedded: &Files,
    files: &Files,
    brand: Option<&str>,
) -> Result<(Files, String), ThemeError> {
    let mut assets = BTreeMap::new();
    let stylesheet = stylesheet(embedded, files, brand)?;
    assets.insert(path(STYLESHEET), stylesheet.into_bytes());
    for (name, bytes) in files {
        match name.parts().next() {
            Some("js") if embedded.get(name) == Some(bytes) => {
                let script = published(embedded, files, name, text_of(files, name)?);
                assets.insert(name.clone(), script.into_bytes());
            }
            Some("js" | "img") => {
                assets.insert(name.clone(), bytes.clone());
            }
            _ => {}
        }
    }
    let parts = assets.iter().flat_map(|(name, bytes)| [name.as_str().as_bytes(), &bytes[..]]);
    let folder = format!("assets/{}/", Digest::of_parts(parts).short(8));
    let placed =
        assets.into_iter().map(|(name, bytes)| (path(&format!("{folder}{name}")), bytes)).collect();
    Ok((placed, folder))
}

/// Puts all stylesheets into one, in the order of the cascade.
fn stylesheet(embedded: &Files, files: &Files, brand: Option<&str>) -> Result<String, ThemeError> {
    let mut sheets: Vec<&RelPath> = files.keys().filter(|name| is_stylesheet(name)).collect();
    sheets.sort_by_key(|name| (rank(name), *name));
    let (own, added): (Vec<&RelPath>, Vec<&RelPath>) =
        sheets.into_iter().partition(|name| embedded.contains_key(*name));
    let mut text = format!("{LAYER}{{");
    for name in own {
        compact(text_of(files, name)?, &mut text);
    }
    if let Some(brand) = brand {
        text.push_str(&format!(":root{{--brand:{brand}}}"));
    }
    text.push('}');
    for name in added {
        compact(text_of(files, name)?, &mut text);
    }
    Ok(text)
}

fn text_of<'a>(files: &'a Files, name: &RelPath) -> Result<&'a str, ThemeError> {
    std::str::from_utf8(&files[name])
        .map_err(|_| ThemeError::at(name.as_str(), "the file is not UTF-8"))
}

fn is_stylesheet(name: &RelPath) -> bool {
    name.parts().next() == Some("css") && name.extension() == "css"
}

/// Where a stylesheet stands in the cascade.
fn rank(name: &RelPath) -> u8 {
    match name.as_str() {
        "css/tokens.css" => 0,
        "css/base.css" => 1,
        "css/layout.css" => 2,
        "css/print.css" => 4,
        _ => 3,
    }
}

fn path(text: &str) -> RelPath {
    RelPath::new(text).expect("asset names have no dots as parts")
}

/// Appends a stylesheet without comments, indentation and the spaces that mean nothing. Strings stay as they are.
fn compact(css: &str, out: &mut String) {
    let mut rest = css;
    while let Some(character) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
        } else if character == '"' || character == '\'' {
            let length = string_length(rest, character);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if character.is_ascii_whitespace() {
            rest = rest.trim_ascii_start();
            let before = out.chars().next_back().unwrap_or('{');
            let after = rest.chars().next().unwrap_or('}');
            if !is_joint(before) && !matches!(after, '{' | '}' | ';' | ',' | '>') {
                out.push(' ');
            }
        } else {
            if character == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
}

/// Whether a space behind `character` never has a meaning.
fn is_joint(character: char) -> bool {
    matches!(character, '{' | '}' | ';' | ',' | ':' | '>')
}

/// The length of the string that `text` begins with, quotes included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}
