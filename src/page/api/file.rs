//! Where the files beside an API's page are.

use crate::base::{RelPath, slug};
use crate::model::api::{ApiDoc, ApiFormat};
use crate::page::urls;

/// The file that describes the API, under its own name as far as that is safe; none if there are several, or it
/// stands inside a descriptor.
pub(crate) fn raw(page: &RelPath, api: &ApiDoc) -> Option<RelPath> {
    let [only] = api.files.as_slice() else { return None };
    let extension = only.extension();
    // Nothing that was read is published under a name that a browser would run.
    let ending = match (api.format, extension.as_str()) {
        (ApiFormat::GraphQl, "graphql" | "graphqls" | "gql") => "graphql",
        (ApiFormat::Protobuf, _) => "proto",
        (_, "json") => "json",
        (ApiFormat::GraphQl, _) => return None,
        (_, _) => "yaml",
    };
    let stem = only.name().split('.').next().unwrap_or_default();
    urls::beside(page, &format!("raw/{}.{ending}", slug(stem)))
}

/// What the description says, in one form for all formats.
pub(crate) fn description(page: &RelPath) -> RelPath {
    urls::beside(page, "description.json").unwrap_or_default()
}

/// What of it callers can notice.
pub(crate) fn surface(page: &RelPath) -> RelPath {
    urls::beside(page, "surface.json").unwrap_or_default()
}

/// What changed, as a feed.
pub(crate) fn feed(page: &RelPath) -> RelPath {
    urls::beside(page, "changes.atom").unwrap_or_default()
}

/// What changed, as a page.
pub(crate) fn changes(page: &RelPath) -> RelPath {
    urls::api_changes(&urls::without_ending(page))
}
