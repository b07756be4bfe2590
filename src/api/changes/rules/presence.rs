//! What is gone, and what is new.

use crate::api::changes::ChangeClass::{Breaking, Risky, Safe};
use crate::api::changes::judge::{Format, Way};
use crate::api::changes::words::Whereabouts;
use crate::api::surface::{Item, ItemKind};

use super::spelled::{field_of, parameter};
use super::{Verdict, by_way, verdict};

/// Something is gone.
pub(in crate::api::changes) fn removed(
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
pub(in crate::api::changes) fn added(
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
