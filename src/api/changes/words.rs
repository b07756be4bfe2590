//! Places as people write them.

use crate::api::surface::BETWEEN;

/// Where something is: what it belongs to, and where below that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Whereabouts<'a> {
    /// The key of the operation.
    pub operation: Option<&'a str>,
    /// The name of the schema.
    pub schema: Option<&'a str>,
    /// The parts below.
    pub parts: Vec<&'a str>,
}

/// Takes a path apart.
pub(super) fn whereabouts(path: &str) -> Whereabouts<'_> {
    let mut parts = path.split(BETWEEN);
    let house = parts.next().unwrap_or_default();
    let name = parts.next();
    let parts = parts.collect();
    match house {
        "o" => Whereabouts { operation: name, schema: None, parts },
        "s" => Whereabouts { operation: None, schema: name, parts },
        _ => Whereabouts { operation: None, schema: None, parts: name.into_iter().collect() },
    }
}

impl Whereabouts<'_> {
    /// The place of a field: `items[].price`; the parts that say where a body stands are left out.
    pub(super) fn place(&self) -> String {
        let mut place = String::new();
        for part in &self.parts {
            let (mark, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
            match mark {
                _ if self.schema.is_none() && self.is_of_operation(part) => {}
                "." if place.is_empty() => place.push_str(rest),
                "." | "[" | "{" | "(" => place.push_str(part),
                _ => {}
            }
        }
        place
    }

    fn is_of_operation(&self, part: &str) -> bool {
        self.operation.is_some() && !part.starts_with(['.', '[', '{', '(', '=', '|', '/', '&', '~'])
    }

    /// The last part without its mark.
    pub(super) fn last(&self) -> &str {
        let part = self.parts.last().copied().unwrap_or_default();
        let part = part.strip_prefix(['.', '=', '|', '/', '&', '~', '(', '{']).unwrap_or(part);
        match self.operation {
            Some(_) if self.is_of_operation(self.parts.last().copied().unwrap_or_default()) => {
                part.strip_prefix(['p', 'r', 'm', 'h', 'b', 'c']).unwrap_or(part)
            }
            _ => part,
        }
    }

    /// What it belongs to, in words: `` of `Order` ``, `` of the response 200 ``.
    pub(super) fn of(&self) -> String {
        if let Some(name) = self.schema {
            return format!(" of `{name}`");
        }
        let first = self.parts.first().copied().unwrap_or_default();
        match first.chars().next() {
            Some('b') => " of the request".to_owned(),
            Some('r') if matches!(first, "rresult" | "rreply") => " of the result".to_owned(),
            Some('r') => format!(" of the response {}", &first[1..]),
            Some('p') => {
                format!(" of the parameter `{}`", first.rsplit(' ').next().unwrap_or_default())
            }
            _ => String::new(),
        }
    }
}
