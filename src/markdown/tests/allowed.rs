//! A reader of written HTML that knows nothing of how it was made: every tag, attribute and address must be on the list, every
//! element closed in order, every id once.

use std::collections::BTreeSet;

use super::*;
use crate::markdown::sanitize::{ATTRIBUTES, is_class, tags};

const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];

/// Panics with the reason if `html` holds anything that may not be on a page.
pub(super) fn check_allowed(html: &str, about: &str) {
    if let Err(problem) = read(html) {
        panic!("{problem}\n--- source\n{about}\n--- html\n{html}");
    }
}

fn read(html: &str) -> Result<(), String> {
    let allowed: BTreeSet<&str> = tags().chain(["h1", "h2", "h3", "h4", "h5", "h6"]).collect();
    let (mut open, mut ids) = (Vec::new(), BTreeSet::new());
    let mut rest = html;
    if html.contains('\0') {
        return Err("NUL".to_owned());
    }
    while let Some(at) = rest.find('<') {
        text(&rest[..at])?;
        let end = rest[at..].find('>').ok_or("a tag without end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
            if expected != name {
                return Err(format!("</{name}> closes <{expected}>"));
            }
            continue;
        }
        let (name, attributes) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        if !allowed.contains(name) {
            return Err(format!("element <{name}>"));
        }
        for (attribute, value) in read_attributes(attributes)? {
            check_attribute(name, attribute, value)?;
            if attribute == "id" && !ids.insert(value.to_owned()) {
                return Err(format!("id {value} twice"));
            }
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    text(rest)?;
    if open.is_empty() { Ok(()) } else { Err(format!("open at the end: {open:?}")) }
}

fn text(text: &str) -> Result<(), String> {
    if text.contains('>') { Err(format!("`>` in text {text:?}")) } else { Ok(()) }
}

fn read_attributes(mut rest: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut attributes = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let end = attribute.find([' ', '=']).unwrap_or(attribute.len());
        let name = &attribute[..end];
        rest = &attribute[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').ok_or("a value without end")?;
            value = &quoted[..close];
            rest = &quoted[close + 1..];
        }
        attributes.push((name, value));
    }
    if rest.is_empty() { Ok(attributes) } else { Err(format!("attributes {rest:?}")) }
}

fn check_attribute(element: &str, name: &str, value: &str) -> Result<(), String> {
    let own =
        ATTRIBUTES.iter().find(|(tag, _)| *tag == element).map_or(&[][..], |(_, names)| names);
    if !own.contains(&name) && !["class", "dir", "id"].contains(&name) {
        return Err(format!("attribute {name} of <{element}>"));
    }
    let good = match name {
        "href" => {
            form(value) != Form::Unsafe
                && (!value.starts_with('#') || value.starts_with("#user-content-"))
        }
        "src" => matches!(form(value), Form::Relative | Form::Web),
        "id" => value.starts_with("user-content-"),
        "class" => value.split(' ').all(is_class),
        "type" => value == "checkbox",
        "tabindex" => value == "0",
        _ => true,
    };
    if good { Ok(()) } else { Err(format!("{name}={value:?} of <{element}>")) }
}
