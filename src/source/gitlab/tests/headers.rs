//! Reading headers.

use std::time::Duration;

use proptest::prelude::*;

use super::answer;
use super::still_clock::NOON;
use crate::base::Timestamp;
use crate::source::gitlab::headers::Hint;

fn hint(headers: &[(&str, &str)]) -> Hint {
    answer(429, headers, "").headers.hint(Timestamp(NOON))
}

#[test]
fn names_have_no_case_and_repeated_headers_are_kept() {
    let headers = answer(200, &[("X-Total", "1"), ("LINK", "a"), ("link", "b")], "").headers;
    assert_eq!(headers.get("x-total"), Some("1"));
    assert_eq!(headers.all("link").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(headers.get("x-other"), None);
}

#[test]
fn the_first_header_that_can_be_read_says_when_to_come_back() {
    let reset = (NOON + 30).to_string();
    let reset = ("RateLimit-Reset", reset.as_str());
    assert_eq!(hint(&[("Retry-After", "7"), reset]), Hint::After(Duration::from_secs(7)));
    assert_eq!(hint(&[("Retry-After", "soon"), reset]), Hint::After(Duration::from_secs(30)));
    assert_eq!(hint(&[("Retry-After", "0")]), Hint::Past);
    assert_eq!(hint(&[("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")]), Hint::Past);
    assert_eq!(hint(&[("RateLimit-ResetTime", "yesterday")]), Hint::Absent);
    assert_eq!(hint(&[("Retry-After", "Mon, 02 Nov 2026 12:00:30 CET")]), Hint::Absent);
}

#[test]
fn a_limit_of_which_something_is_left_makes_nobody_wait() {
    let reset = (NOON + 30).to_string();
    let reset = ("RateLimit-Reset", reset.as_str());
    assert_eq!(hint(&[("RateLimit-Remaining", "1999"), reset]), Hint::Absent);
    assert_eq!(hint(&[("RateLimit-Remaining", "0"), reset]), Hint::After(Duration::from_secs(30)));
    let asked = hint(&[("RateLimit-Remaining", "1999"), ("Retry-After", "7"), reset]);
    assert_eq!(asked, Hint::After(Duration::from_secs(7)));
}

#[test]
fn the_next_page_is_found_whatever_the_spelling() {
    for (header, next) in [
        ("<a?x=1,2>; rel=\"next\"", Some("a?x=1,2")),
        ("<a>; rel=next", Some("a")),
        ("<a>; REL=\"prev\", <b>; title=\"t\"; Rel=\"last Next\"", Some("b")),
        ("<a>;rel=\"prev\",<b>;rel=\"next\"", Some("b")),
        ("<a>; rel=\"first\"", None),
        ("<a; rel=\"next\"", None),
        ("", None),
    ] {
        assert_eq!(answer(200, &[("Link", header)], "").headers.next_link(), next, "{header}");
    }
}

proptest! {
    #[test]
    fn no_header_breaks_the_reader(text in "\\PC*", name in "(link|retry-after|ratelimit-reset|date)") {
        let headers = answer(200, &[(&name, &text)], "").headers;
        let _ = headers.next_link();
        let _ = headers.hint(Timestamp(NOON));
    }
}
