//! The table of rules: what each difference means for those who call.

use crate::api::surface::{Item, ItemKind};

use super::ChangeClass::{self, Breaking, Risky, Safe};
use super::judge::{Format, Way};
use super::words::Whereabouts;

/// What a rule says.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub class: ChangeClass,
    pub rule: &'static str,
    pub message: String,
    /// Whether differences below are but consequences.
    pub hides_below: bool,
}

fn verdict(class: ChangeClass, rule: &'static str, message: String) -> Verdict {
    Verdict { class, rule, message, hides_below: false }
}

/// The worse of what it means to those who give and to those who get.
fn by_way(way: Way, given: ChangeClass, got: ChangeClass) -> ChangeClass {
    match (way.given, way.got) {
        (true, true) => given.min(got),
        (true, false) => given,
        (false, true) => got,
        (false, false) => Safe,
    }
}

/// Something is gone.
pub(super) fn removed(
    item: &Item,
    at: &Whereabouts<'_>,
    way: Way,
    format: Format,
) -> Option<Verdict> {
    let (name, of) = (at.last(), at.of());
    // Who was told could prepare.
    let gone = if item.signature.has("dep") { Risky } else { Breaking };
    Some(match item.kind {
        // Told where they stand, with what they stand for.
        ItemKind::Form | ItemKind::Part => return None,
        ItemKind::Operation if at.parts.is_empty() => {
            let rule =
                if gone == Risky { "deprecated-operation-removed" } else { "operation-removed" };
            verdict(gone, rule, format!("`{}` was removed", at.operation.unwrap_or_default()))
        }
        ItemKind::Operation => {
            verdict(Risky, "callback-removed", format!("callback `{name}` was removed"))
        }
        ItemKind::Parameter => {
            verdict(gone, "parameter-removed", format!("{} was removed", parameter(name)))
        }
        ItemKind::Body => {
            verdict(Breaking, "body-removed", "the request's body was removed".to_owned())
        }
        ItemKind::Content if item.signature.has("msg") => {
            verdict(gone, "message-removed", format!("message `{name}` was removed"))
        }
        ItemKind::Content => {
            verdict(Breaking, "media-type-removed", format!("media type `{name}`{of} was removed"))
        }
        ItemKind::Response => {
            // What tells of an error may be another one.
            let is_success = name.starts_with('2') || matches!(name, "result" | "reply");
            let class = if is_success { Breaking } else { Risky };
            verdict(class, "response-removed", format!("response {name} was removed"))
        }
        ItemKind::Header => {
            let class = if item.signature.has("req") { gone } else { Risky };
            verdict(class, "response-header-removed", format!("header `{name}`{of} was removed"))
        }
        ItemKind::Server => {
            verdict(Breaking, "server-removed", format!("server `{name}` was removed"))
        }
        ItemKind::Scheme => verdict(
            Breaking,
            "security-scheme-removed",
            format!("security scheme `{name}` was removed"),
        ),
        ItemKind::Group => {
            let (rule, word) = group(item);
            verdict(Breaking, rule, format!("{word} `{name}` was removed"))
        }
        ItemKind::Schema => {
            // A form that nobody uses by its name is no loss.
            let class = if format == Format::Forms { Safe } else { gone };
            verdict(
                class,
                "schema-removed",
                format!("`{}` was removed", at.schema.unwrap_or_default()),
            )
        }
        ItemKind::Field => {
            let rule =
                if way.given && !way.got { "request-field-removed" } else { "field-removed" };
            let class = by_way(way, gone, gone);
            verdict(class, rule, format!("field `{name}`{of} was removed"))
        }
        ItemKind::Argument => verdict(
            gone,
            "argument-removed",
            format!("argument `{name}` of `{}` was removed", field_of(at)),
        ),
        ItemKind::Inner => verdict(
            Risky,
            "items-unsaid",
            format!("what `{}`{of} holds is no longer said", at.place()),
        ),
        ItemKind::Value => {
            let class = if format == Format::Forms { by_way(way, gone, Safe) } else { gone };
            verdict(class, "enum-value-removed", format!("value `{name}`{of} was removed"))
        }
        ItemKind::Alternative => {
            let class =
                if format == Format::Forms { by_way(way, Breaking, Safe) } else { Breaking };
            verdict(class, "alternative-removed", format!("alternative `{name}`{of} was removed"))
        }
        ItemKind::Interface => verdict(
            Breaking,
            "interface-removed",
            format!("`{}` no longer implements `{name}`", at.schema.unwrap_or_default()),
        ),
    })
}

/// Something is new.
pub(super) fn added(
    item: &Item,
    at: &Whereabouts<'_>,
    way: Way,
    format: Format,
) -> Option<Verdict> {
    let (name, of) = (at.last(), at.of());
    let is_required = item.signature.has("req");
    let needed = if is_required { Breaking } else { Safe };
    Some(match item.kind {
        // Told where they stand, with what they stand for.
        ItemKind::Form | ItemKind::Part => return None,
        ItemKind::Operation if at.parts.is_empty() => verdict(
            Safe,
            "operation-added",
            format!("`{}` was added", at.operation.unwrap_or_default()),
        ),
        ItemKind::Operation => {
            verdict(Safe, "callback-added", format!("callback `{name}` was added"))
        }
        ItemKind::Parameter if is_required => verdict(
            Breaking,
            "required-parameter-added",
            format!("required {} was added", parameter(name)),
        ),
        ItemKind::Parameter => {
            verdict(Safe, "parameter-added", format!("{} was added", parameter(name)))
        }
        ItemKind::Body => verdict(needed, "body-added", "a request's body was added".to_owned()),
        ItemKind::Content if item.signature.has("msg") => {
            let class = by_way(way, Safe, Risky);
            verdict(class, "message-added", format!("message `{name}` was added"))
        }
        ItemKind::Content => {
            verdict(Safe, "media-type-added", format!("media type `{name}`{of} was added"))
        }
        ItemKind::Response => verdict(Safe, "response-added", format!("response {name} was added")),
        ItemKind::Header => {
            verdict(Safe, "response-header-added", format!("header `{name}`{of} was added"))
        }
        ItemKind::Server => verdict(Safe, "server-added", format!("server `{name}` was added")),
        ItemKind::Scheme => {
            verdict(Safe, "security-scheme-added", format!("security scheme `{name}` was added"))
        }
        ItemKind::Group => {
            let (_, word) = group(item);
            verdict(Safe, "group-added", format!("{word} `{name}` was added"))
        }
        ItemKind::Schema => {
            verdict(Safe, "schema-added", format!("`{}` was added", at.schema.unwrap_or_default()))
        }
        ItemKind::Field if is_required && way.given => verdict(
            Breaking,
            "required-field-added",
            format!("required field `{name}`{of} was added"),
        ),
        ItemKind::Field => verdict(Safe, "field-added", format!("field `{name}`{of} was added")),
        ItemKind::Argument if is_required => verdict(
            Breaking,
            "required-argument-added",
            format!("required argument `{name}` of `{}` was added", field_of(at)),
        ),
        ItemKind::Argument => verdict(
            Safe,
            "argument-added",
            format!("argument `{name}` of `{}` was added", field_of(at)),
        ),
        ItemKind::Inner => verdict(
            by_way(way, Risky, Safe),
            "items-said",
            format!("what `{}`{of} holds is now said", at.place()),
        ),
        ItemKind::Value => verdict(
            by_way(way, Safe, Risky),
            "enum-value-added",
            format!("value `{name}`{of} was added"),
        ),
        ItemKind::Alternative => verdict(
            by_way(way, Safe, Risky),
            "alternative-added",
            format!("alternative `{name}`{of} was added"),
        ),
        ItemKind::Interface => {
            let class = if format == Format::GraphQl { Risky } else { Safe };
            verdict(
                class,
                "interface-added",
                format!("`{}` now implements `{name}`", at.schema.unwrap_or_default()),
            )
        }
    })
}

fn group(item: &Item) -> (&'static str, &'static str) {
    match item.signature.get("is") {
        "channel" => ("channel-removed", "channel"),
        "package" => ("package-changed", "package"),
        _ => ("service-removed", "service"),
    }
}

fn field_of(at: &Whereabouts<'_>) -> String {
    let field = at.parts.iter().rev().find_map(|part| part.strip_prefix('.')).unwrap_or_default();
    at.schema.map_or_else(|| field.to_owned(), |schema| format!("{schema}.{field}"))
}

/// What an operation is given: its place stands before its name.
fn parameter(name: &str) -> String {
    match name.split_once(' ') {
        Some(("path", place)) => format!("variable {place} of the path"),
        Some(("argument", name)) => format!("argument `{name}`"),
        Some((place, name)) => format!("{place} parameter `{name}`"),
        None => format!("parameter `{name}`"),
    }
}

/// What stands in words: `` field `price` of `Order` ``.
fn thing(item: &Item, at: &Whereabouts<'_>) -> String {
    let (name, of) = (at.last(), at.of());
    match item.kind {
        ItemKind::Parameter => parameter(name),
        ItemKind::Field => format!("field `{name}`{of}"),
        ItemKind::Argument => format!("argument `{name}` of `{}`", field_of(at)),
        ItemKind::Schema => format!("`{}`", at.schema.unwrap_or_default()),
        ItemKind::Content if item.signature.has("msg") => format!("message `{name}`"),
        ItemKind::Content if name.is_empty() => of.trim_start_matches(" of ").to_owned(),
        ItemKind::Content => format!("`{name}`{of}"),
        ItemKind::Header => format!("header `{name}`{of}"),
        ItemKind::Inner => format!("`{}`{of}", at.place()),
        ItemKind::Value => format!("value `{name}`{of}"),
        ItemKind::Alternative => format!("alternative `{name}`{of}"),
        _ => format!("`{name}`"),
    }
}

/// Something is there on both sides, and is not the same.
pub(super) fn changed(
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

/// Whoever could prove enough before must be able to do so still.
fn security(before: &str, now: &str, key: &str) -> Verdict {
    let alternatives = |text: &str| -> Vec<Vec<String>> {
        if text.is_empty() {
            return vec![Vec::new()];
        }
        let needs = |one: &str| -> Vec<String> {
            one.split('+')
                .filter(|need| *need != "-")
                .flat_map(|need| {
                    let (scheme, scopes) =
                        need.trim_end_matches(')').split_once('(').unwrap_or((need, ""));
                    let scopes = scopes
                        .split(',')
                        .filter(|it| !it.is_empty())
                        .map(|scope| format!("{scheme} {scope}"));
                    std::iter::once(scheme.to_owned())
                        .chain(scopes.collect::<Vec<_>>())
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        text.split('|').map(needs).collect()
    };
    let (old, new) = (alternatives(before), alternatives(now));
    let suffices =
        |had: &Vec<String>| new.iter().any(|needs| needs.iter().all(|need| had.contains(need)));
    if old.iter().all(suffices) {
        return verdict(Safe, "security-relaxed", format!("`{key}` asks for less proof"));
    }
    let schemes = |all: &[Vec<String>]| -> Vec<Vec<String>> {
        let names = |needs: &Vec<String>| -> Vec<String> {
            needs.iter().filter(|need| !need.contains(' ')).cloned().collect()
        };
        let mut all: Vec<Vec<String>> = all.iter().map(names).collect();
        all.sort();
        all
    };
    if schemes(&old) == schemes(&new) {
        return verdict(Breaking, "scope-added", format!("`{key}` asks for more scopes"));
    }
    verdict(Breaking, "security-added", format!("`{key}` asks for more proof"))
}

/// What the place says of the value, apart from its form.
pub(super) fn of_use(
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
pub(super) fn retyped(was: &Item, is: &Item, at: &Whereabouts<'_>, format: Format) -> Verdict {
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
