//! What a form asks of a value.

use crate::api::changes::ChangeClass::{self, Breaking, Risky, Safe};
use crate::api::changes::judge::{Format, Way};
use crate::api::changes::words::Whereabouts;
use crate::api::surface::Item;

use super::spelled::thing;
use super::{Verdict, by_way, verdict};

/// What the form asks of the value.
pub(super) fn of_form(
    was: &Item,
    is: &Item,
    at: &Whereabouts<'_>,
    way: Way,
    format: Format,
) -> Vec<Verdict> {
    let what = thing(is, at);
    let mut found = Vec::new();
    let get = |word: &str| (was.signature.get(word), is.signature.get(word));
    match (was.signature.has("n"), is.signature.has("n")) {
        // What is required cannot be null in GraphQL, and that has been told already.
        _ if was.signature.has("req") != is.signature.has("req") && format == Format::GraphQl => {}
        (true, false) => found.push(verdict(
            by_way(way, Breaking, Safe),
            "became-not-null",
            format!("{what} may no longer be null"),
        )),
        (false, true) => found.push(verdict(
            by_way(way, Safe, Breaking),
            "became-nullable",
            format!("{what} may be null"),
        )),
        _ => {}
    }
    let (before, now) = get("t");
    if before != now {
        let class = type_class(before, now, way, format);
        let shown = |text: &str| {
            if text.is_empty() { "any".to_owned() } else { text.replace('|', "` or `") }
        };
        let message =
            format!("the type of {what} changed from `{}` to `{}`", shown(before), shown(now));
        let is_also = |one: &str| !one.is_empty() && before.split('|').any(|other| other == one);
        let is_other = !now.split('|').any(is_also);
        found.push(Verdict { hides_below: is_other, ..verdict(class, "type-changed", message) });
        if is_other {
            return found;
        }
    }
    let (before, now) = get("f");
    if before != now {
        let class = if format == Format::Forms { Risky } else { Breaking };
        let shown =
            |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{text}`") };
        let rule = if format == Format::Forms { "format-changed" } else { "type-changed" };
        found.push(verdict(
            class,
            rule,
            format!("the format of {what} changed from {} to {}", shown(before), shown(now)),
        ));
    }
    match (was.signature.has("e"), is.signature.has("e")) {
        (false, true) => found.push(Verdict {
            hides_below: true,
            ..verdict(
                by_way(way, Breaking, Safe),
                "enum-introduced",
                format!("{what} is now one of a list of values"),
            )
        }),
        (true, false) => found.push(Verdict {
            hides_below: true,
            ..verdict(
                by_way(way, Safe, Risky),
                "enum-dropped",
                format!("{what} is no longer one of a list of values"),
            )
        }),
        _ => {}
    }
    if !was.signature.has("x") && is.signature.has("x") {
        found.push(verdict(
            by_way(way, Risky, Safe),
            "became-closed",
            format!("{what} may have no other fields"),
        ));
    }
    for (word, rule, message) in
        [("ro", "became-read-only", "is only read"), ("wo", "became-write-only", "is only written")]
    {
        if !was.signature.has(word) && is.signature.has(word) {
            found.push(verdict(Risky, rule, format!("{what} {message}")));
        }
    }
    if format == Format::Protobuf && was.signature.get("names") != is.signature.get("names") {
        let message = format!("the type of the keys of {what} changed");
        found.push(verdict(Breaking, "type-changed", message));
    } else if let Some(word) =
        CONDITIONS.iter().find(|(word, _)| was.signature.get(word) != is.signature.get(word))
    {
        let message = format!("{} of {what} changed", word.1);
        found.push(verdict(Risky, "condition-changed", message));
    }
    found.extend(constraints(was, is, &what, way));
    found
}

/// What is compared as a whole, and what it is called.
const CONDITIONS: &[(&str, &str)] = &[
    ("if", "a condition"),
    ("not", "what is excluded"),
    ("contains", "what a list must hold"),
    ("names", "what the names of fields must be"),
    ("disc", "what tells the alternatives apart"),
    ("never", "whether anything is valid"),
];

/// What is wider may be given, what is narrower may come back.
fn type_class(before: &str, now: &str, way: Way, format: Format) -> ChangeClass {
    let accepts = |wide: &str, narrow: &str| {
        wide.is_empty()
            || (!narrow.is_empty()
                && narrow.split('|').all(|one| {
                    wide.split('|')
                        .any(|other| other == one || (other == "number" && one == "integer"))
                }))
    };
    if format != Format::Forms {
        return Breaking;
    }
    let given = if accepts(now, before) { Safe } else { Breaking };
    let got = if accepts(before, now) { Safe } else { Breaking };
    by_way(way, given, got)
}

/// Bounds: tighter ones break those who give, looser ones surprise those who get.
fn constraints(was: &Item, is: &Item, what: &str, way: Way) -> Vec<Verdict> {
    const LEAST: &[&str] =
        &["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
    const MOST: &[&str] =
        &["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    let mut found = Vec::new();
    let others = ["pattern", "multipleOf", "uniqueItems", "required", "dependentRequired"];
    for word in LEAST.iter().chain(MOST).copied().chain(others) {
        let (before, now) = (was.signature.get(word), is.signature.get(word));
        if before == now {
            continue;
        }
        let numbers = (before.parse::<f64>().ok(), now.parse::<f64>().ok());
        let has_all =
            |all: &str, few: &str| few.split(',').all(|one| all.split(',').any(|it| it == one));
        let is_tighter = match numbers {
            _ if word == "required" && has_all(now, before) => Some(true),
            _ if word == "required" && has_all(before, now) => Some(false),
            _ if before.is_empty() => Some(true),
            _ if now.is_empty() => Some(false),
            (Some(before), Some(now)) if LEAST.contains(&word) => Some(now > before),
            (Some(before), Some(now)) if MOST.contains(&word) => Some(now < before),
            _ => None,
        };
        found.push(match is_tighter {
            Some(true) => verdict(
                by_way(way, Breaking, Safe),
                "constraint-tightened",
                format!("`{word}` of {what} was tightened"),
            ),
            Some(false) => verdict(
                by_way(way, Safe, Risky),
                "constraint-loosened",
                format!("`{word}` of {what} was loosened"),
            ),
            None => verdict(
                by_way(way, Breaking, Risky),
                "constraint-changed",
                format!("`{word}` of {what} changed"),
            ),
        });
    }
    found
}
