//! Where a redirect may lead: to the instance itself, and nowhere else.

use url::Url;

use super::network::{Answer, Method};

/// What an answer means for the way of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is the answer.
    Arrived,
    /// The same is to be asked there.
    On(Url),
    /// It leads to a place that must not see what we send; its name, for the message.
    Away(String),
}

/// Returns what `answer` to a request to `from` means.
///
/// The same origin as `base` is a condition of each step: scheme, host and port. A query that was posted is
/// only posted again where the status says so; the others would turn it into a GET.
pub(super) fn way(base: &Url, from: &Url, method: Method, answer: &Answer) -> Way {
    let repeats = match answer.status {
        301..=303 => method == Method::Get,
        307 | 308 => true,
        _ => return Way::Arrived,
    };
    let Some(location) = answer.headers.get("location") else {
        return Way::Away("an address that it does not say".to_owned());
    };
    match from.join(location) {
        Ok(mut target) if repeats && is_same_origin(base, &target) => {
            target.set_fragment(None);
            Way::On(target)
        }
        Ok(target) => Way::Away(place(&target)),
        Err(_) => Way::Away("an address that cannot be read".to_owned()),
    }
}

/// Whether both have the same scheme, host and port, and neither carries a name or password.
pub(super) fn is_same_origin(base: &Url, other: &Url) -> bool {
    base.origin().is_tuple()
        && base.origin() == other.origin()
        && other.username().is_empty()
        && other.password().is_none()
}

/// The name of a place without path and query, which may hold what is nobody's business.
pub(super) fn place(url: &Url) -> String {
    if url.origin().is_tuple() {
        url.origin().ascii_serialization()
    } else {
        format!("{}:", url.scheme())
    }
}
