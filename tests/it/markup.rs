//! What a page says, read without the program's own parser: start tags with their attributes, and visible text.

/// What readers see, and behind all of it where links lead, each part with the nearest element around it that has an
/// id, or is labelled by one.
pub(crate) fn anchored(html: &str) -> Vec<(String, String)> {
    const EMPTY: &[&str] = &["!--", "!doctype", "meta", "link", "br", "hr", "img", "input", "wbr"];
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut links = Vec::new();
    let mut open: Vec<(String, Option<String>)> = Vec::new();
    let around = |open: &[(String, Option<String>)]| {
        open.iter().rev().find_map(|(_, id)| id.clone()).unwrap_or_default()
    };
    let mut say = |open: &[(String, Option<String>)], text: &str| {
        let anchor = around(open);
        match parts.last_mut().filter(|(last, _)| *last == anchor) {
            Some((_, said)) => said.push_str(text),
            None => parts.push((anchor, text.to_owned())),
        }
    };
    let mut end = 0;
    for tag in tags(html) {
        say(&open, &decoded(&html[end.min(tag.start)..tag.start]));
        end = tag.end;
        // Within a line, code and emphasis do not part words.
        if !matches!(tag.name.trim_start_matches('/'), "wbr" | "span" | "code" | "b" | "i") {
            say(&open, " ");
        }
        if let Some(name) = tag.name.strip_prefix('/') {
            let at = open.iter().rposition(|(element, _)| element == name);
            open.truncate(at.unwrap_or(open.len()));
            continue;
        }
        let value = |wanted: &str| {
            let found = tag.attributes.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone())
        };
        if !EMPTY.contains(&tag.name.as_str()) {
            open.push((tag.name.clone(), value("id").or_else(|| value("aria-labelledby"))));
        }
        if let Some(href) = value("href") {
            links.push((around(&open), format!(" {href} ")));
        }
    }
    parts.extend(links);
    parts
}

/// A start or end tag.
pub(crate) struct Tag {
    /// In lower case; `/p` if it ends an element.
    pub(crate) name: String,
    /// Names in lower case with their values.
    pub(crate) attributes: Vec<(String, String)>,
    start: usize,
    end: usize,
}

/// Every tag of a page; what stands in scripts and styles is no text, and a part of their tags.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open + 1..];
        if rest.starts_with("!--") {
            let end = rest.find("-->").map_or(html.len(), |found| open + 1 + found + 3);
            tags.push(Tag { name: "!--".to_owned(), attributes: Vec::new(), start: open, end });
            at = end;
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            at = open + 1;
            continue;
        }
        let mut tag = tag(html, open);
        if matches!(tag.name.as_str(), "script" | "style") {
            let close = format!("</{}", tag.name);
            let found = html[tag.end..].to_ascii_lowercase().find(&close);
            tag.end = found.map_or(html.len(), |found| tag.end + found);
        }
        at = tag.end;
        tags.push(tag);
    }
    tags
}

fn tag(html: &str, start: usize) -> Tag {
    let mut rest = &html[start + 1..];
    let name = cut(&mut rest, |c| c.is_whitespace() || c == '>').to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        cut(&mut rest, |c| !(c.is_whitespace() || c == '/'));
        let name = cut(&mut rest, |c| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let value = match rest.strip_prefix('=') {
            Some(behind) => {
                rest = behind;
                value(&mut rest)
            }
            None => "",
        };
        if name.is_empty() && value.is_empty() {
            break;
        }
        attributes.push((name.to_ascii_lowercase(), decoded(value)));
    }
    cut(&mut rest, |c| c == '>');
    let end = html.len() - rest.strip_prefix('>').unwrap_or(rest).len();
    Tag { name, attributes, start, end }
}

fn value<'h>(rest: &mut &'h str) -> &'h str {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else { return cut(rest, |c| c.is_whitespace() || c == '>') };
    *rest = &rest[1..];
    let value = cut(rest, |c| c == quote);
    *rest = rest.get(1..).unwrap_or_default();
    value
}

/// Takes what stands before a character.
fn cut<'h>(rest: &mut &'h str, stop: impl Fn(char) -> bool) -> &'h str {
    let (taken, left) = rest.split_at(rest.find(stop).unwrap_or(rest.len()));
    *rest = left;
    taken
}

/// The text with its references, of which the program writes only these.
fn decoded(text: &str) -> String {
    let mut out = text.to_owned();
    for (reference, character) in [
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
        ("&#x60;", "`"),
        ("&#61;", "="),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ] {
        out = out.replace(reference, character);
    }
    out
}
