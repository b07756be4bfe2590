//! What a page says, read without the program's own parser: start tags with their attributes, and visible text.

/// The attributes of all elements, decoded, as the standard's tokenizer would see them.
pub(crate) fn attributes(html: &str) -> Vec<(String, String)> {
    tags(html).into_iter().flat_map(|tag| tag.attributes).collect()
}

/// What readers see, elements apart by spaces.
pub(crate) fn text(html: &str) -> String {
    let mut out = String::new();
    let mut end = 0;
    for tag in tags(html) {
        if tag.start >= end {
            out.push_str(&html[end..tag.start]);
            // Within a line, code and emphasis do not part words.
            if !matches!(tag.name.trim_start_matches('/'), "wbr" | "span" | "code" | "b" | "i") {
                out.push(' ');
            }
        }
        end = tag.end;
    }
    out.push_str(&html[end..]);
    decoded(&out)
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
