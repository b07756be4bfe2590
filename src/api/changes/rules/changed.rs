//! What is there on both sides, and is not the same.

use crate::api::changes::ChangeClass::{Breaking, Risky, Safe};
use crate::api::changes::judge::{Format, Way};
use crate::api::changes::words::Whereabouts;
use crate::api::surface::{Item, ItemKind};

use super::form::of_form;
use super::security::security;
use super::spelled::thing;
use super::{Verdict, by_way, verdict};

/// Something is there on both sides, and is not the same.
pub(in crate::api::changes) fn changed(
    was: &Item,
    is: &Item,
    at: &Whereabouts<'_>,
    way: Way,
    format: Format,
) -> Vec<Verdict> {
    let (before, now) = (was.signature.get("k"), is.signature.get("k"));
    if before != now {
        let message = format!("{} was of the sort `{before}` and is of `{now}`", thing(is, at));
        return vec![Verdict { hides_below: true, ..verdict(Breaking, "type-changed", message) }];
    }
    let mut found = of_use(was, is, at, way, format);
    found.extend(match is.kind {
        ItemKind::Operation => of_operation(was, is, at),
        ItemKind::Body => Vec::new(),
        ItemKind::Server | ItemKind::Group if was.signature.get("at") != is.signature.get("at") => {
            vec![verdict(
                Breaking,
                "address-changed",
                format!(
                    "the address of `{}` changed from `{}` to `{}`",
                    at.last(),
                    was.signature.get("at"),
                    is.signature.get("at")
                ),
            )]
        }
        ItemKind::Scheme => {
            vec![verdict(
                Breaking,
                "security-scheme-changed",
                format!(
                    "security scheme `{}` changed from `{}` to `{}`",
                    at.last(),
                    was.signature.get("is"),
                    is.signature.get("is")
                ),
            )]
        }
        _ => of_form(was, is, at, way, format),
    });
    if !was.signature.has("dep") && is.signature.has("dep") {
        let what = at
            .operation
            .filter(|_| at.parts.is_empty())
            .map_or_else(|| thing(is, at), |key| format!("`{key}`"));
        found.push(verdict(Safe, "deprecated", format!("{what} is deprecated")));
    }
    found
}

fn of_operation(was: &Item, is: &Item, at: &Whereabouts<'_>) -> Vec<Verdict> {
    let key = at.operation.unwrap_or_default();
    let mut found = Vec::new();
    let (before, now) = (was.signature.get("sec"), is.signature.get("sec"));
    if before != now {
        found.push(security(before, now, key));
    }
    for (word, what) in [("in-stream", "requests"), ("out-stream", "responses")] {
        if was.signature.has(word) != is.signature.has(word) {
            let how = if is.signature.has(word) { "is now" } else { "is no longer" };
            found.push(verdict(
                Breaking,
                "streaming-changed",
                format!("`{key}` {how} a stream of {what}"),
            ));
        }
    }
    found
}

/// What the place says of the value, apart from its form.
pub(in crate::api::changes) fn of_use(
    was: &Item,
    is: &Item,
    at: &Whereabouts<'_>,
    way: Way,
    format: Format,
) -> Vec<Verdict> {
    let mut found = Vec::new();
    let what =
        if is.kind == ItemKind::Body { "the request's body".to_owned() } else { thing(is, at) };
    // What comes back of GraphQL is there if it is asked for.
    let is_there = format == Format::GraphQl && !way.given;
    match (was.signature.has("req"), is.signature.has("req")) {
        (false, true) if is_there => {
            found.push(verdict(Safe, "became-not-null", format!("{what} may no longer be null")))
        }
        (true, false) if is_there => {
            found.push(verdict(Breaking, "became-nullable", format!("{what} may be null")));
        }
        (false, true) => {
            found.push(verdict(
                by_way(way, Breaking, Safe),
                "became-required",
                format!("{what} became required"),
            ));
        }
        (true, false) => {
            found.push(verdict(
                by_way(way, Safe, Breaking),
                "became-optional",
                format!("{what} became optional"),
            ));
        }
        _ => {}
    }
    for (word, rule, name) in [
        ("msg", "media-type-changed", "media type"),
        ("style", "style-changed", "way of writing"),
        ("num", "number-changed", "number"),
        ("json", "json-name-changed", "JSON name"),
        ("of", "oneof-changed", "`oneof`"),
    ] {
        let (before, now) = (was.signature.get(word), is.signature.get(word));
        if before != now {
            let shown = |text: &str| {
                if text.is_empty() {
                    "none".to_owned()
                } else {
                    format!("`{}`", text.trim_matches('"'))
                }
            };
            found.push(verdict(
                Breaking,
                rule,
                format!("the {name} of {what} changed from {} to {}", shown(before), shown(now)),
            ));
        }
    }
    let (before, now) = (was.signature.get("def"), is.signature.get("def"));
    if before != now {
        found.push(verdict(Risky, "default-changed", format!("the default of {what} changed")));
    }
    found
}

/// Another type by its name.
pub(in crate::api::changes) fn retyped(
    was: &Item,
    is: &Item,
    at: &Whereabouts<'_>,
    format: Format,
) -> Verdict {
    if format == Format::Forms {
        return verdict(Risky, "form-changed", format!("the form of {} changed", thing(is, at)));
    }
    let shown = |item: &Item| {
        let name = item.signature.get("ref");
        if name.is_empty() { item.signature.get("t").to_owned() } else { name.to_owned() }
    };
    let rule = if format == Format::Protobuf && at.operation.is_some() {
        "method-type-changed"
    } else {
        "type-changed"
    };
    let message =
        format!("the type of {} changed from `{}` to `{}`", thing(is, at), shown(was), shown(is));
    Verdict { hides_below: true, ..verdict(Breaking, rule, message) }
}
