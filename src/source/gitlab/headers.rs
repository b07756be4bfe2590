//! What the headers of an answer say: when to come back, and where the next page is.

use std::time::Duration;

use crate::base::Timestamp;

/// Headers in the order they came; repeated ones are kept, and names have no case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers(Vec<(String, String)>);

/// When an answer asks to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// After this long.
    After(Duration),
    /// At a moment that has passed.
    Past,
    /// It does not say, or nothing that can be read.
    Absent,
}

impl Headers {
    /// Adds a header after the others.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_ascii_lowercase(), value.to_owned()));
    }

    /// The first header of this name, which is written in lower case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All headers of this name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address of the next page, from `Link` headers that are joined or repeated (RFC 8288 §3).
    pub(crate) fn next_link(&self) -> Option<&str> {
        self.all("link").find_map(next_of)
    }

    /// When to come back, by `Retry-After`, `RateLimit-Reset` or `RateLimit-ResetTime`, in this order.
    ///
    /// GitLab sends the latter two with every answer; they say when to come back only if nothing is left of the limit.
    /// Moments are compared with the server's own `Date` if it tells, as our clock may be wrong.
    pub(crate) fn hint(&self, now: Timestamp) -> Hint {
        let now = self.get("date").and_then(http_date).unwrap_or(now);
        let after = self.get("retry-after").and_then(|text| {
            let seconds = text.trim().parse().ok();
            seconds.or_else(|| Some(http_date(text)?.0.saturating_sub(now.0)))
        });
        let left = self.get("ratelimit-remaining").and_then(|text| text.trim().parse::<u64>().ok());
        let is_used_up = left.is_none_or(|left| left == 0);
        let seconds = after.or_else(|| {
            if !is_used_up {
                return None;
            }
            let reset = self.get("ratelimit-reset").and_then(|text| text.trim().parse().ok());
            let reset = reset.map(Timestamp);
            let reset = reset.or_else(|| self.get("ratelimit-resettime").and_then(http_date))?;
            Some(reset.0.saturating_sub(now.0))
        });
        match seconds.map(u64::try_from) {
            None => Hint::Absent,
            Some(Ok(seconds)) if seconds > 0 => Hint::After(Duration::from_secs(seconds)),
            Some(_) => Hint::Past,
        }
    }
}

/// The target of the first link of one `Link` header whose relation is `next`.
fn next_of(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        // Commas within quotes do not end a link, but no relation that we look for has one.
        let (parameters, more) = after.split_at(after.find(",").unwrap_or(after.len()));
        if parameters.split(';').any(is_next) {
            return Some(target);
        }
        rest = more;
    }
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    name.trim().eq_ignore_ascii_case("rel")
        && value.trim().trim_matches('"').split(' ').any(|word| word.eq_ignore_ascii_case("next"))
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of dates that servers may send (RFC 9110 §5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, date) = text.trim().split_once(", ")?;
    let [day, month, year, time, "GMT"] = date.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Timestamp::parse(&format!("{year}-{month:02}-{day}T{time}Z"))
}
