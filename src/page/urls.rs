//! The one place that makes an address.

use crate::base::{Digest, RelPath, slug};
use crate::model::api::Operation;
use crate::model::{Entity, Kind};

fn path(address: &str) -> RelPath {
    RelPath::new(address).expect("addresses are made of slugs, which cannot leave the root")
}

/// The first page.
pub(super) fn home() -> RelPath {
    path("index.html")
}

/// Everything that is wrong.
pub(super) fn health() -> RelPath {
    path("health.html")
}

/// Where readers search.
pub(super) fn search() -> RelPath {
    path("search.html")
}

/// What GitLab Pages shows for an unknown address.
pub(super) fn not_found() -> RelPath {
    path("404.html")
}

/// Page `number`, from 1, of the list of a kind.
pub(super) fn list(kind: Kind, number: usize) -> RelPath {
    match number {
        1 => path(&format!("{}.html", kind.slug())),
        number => path(&format!("{}-{number}.html", kind.slug())),
    }
}

/// Where an entity wants its page, without the ending.
pub(super) fn entity(entity: &Entity) -> String {
    let reference = &entity.reference;
    format!("{}/{}/{}", entity.kind.slug(), slug(&reference.namespace), slug(&reference.name))
}

/// Where the docs tree of an entity begins.
pub(super) fn docs(entity: &Entity) -> String {
    format!("docs/{}/{}", slug(&entity.reference.namespace), slug(&entity.reference.name))
}

/// Where a guide begins; the first has the plain address.
pub(super) fn guide(at: usize, title: &str) -> String {
    if at == 0 { "guide".to_owned() } else { format!("guide/{}", slug(title)) }
}

/// Where a page of a tree wants to be, without the ending: its path, `README` as `index`.
pub(super) fn in_tree(tree: &str, file: &RelPath) -> String {
    let mut address = tree.to_owned();
    let parts: Vec<&str> = file.parts().collect();
    for (at, part) in parts.iter().enumerate() {
        let is_last = at + 1 == parts.len();
        let stem =
            if is_last { part.rsplit_once('.').map_or(*part, |(stem, _)| stem) } else { part };
        let stem = if is_last && stem.eq_ignore_ascii_case("readme") { "index" } else { stem };
        address.push('/');
        address.push_str(&slug(stem));
    }
    address
}

/// Where an earlier edition of an API begins.
pub(super) fn api_edition(api: &str, tag: &str) -> String {
    format!("{api}/at/{}", slug(tag))
}

/// Where a page of an edition wants to be, without the ending: `op`, `tag` and `schema` are folders.
pub(super) fn in_api(edition: &str, folder: &str, name: &str) -> String {
    format!("{edition}/{folder}/{}", slug(&joined(name)))
}

/// The anchor of a way of proving who calls, on the overview.
pub(super) fn api_scheme(at: usize, name: &str) -> String {
    format!("scheme-{}-{at}", slug(&joined(name)))
}

/// What changed from version to version of an API.
pub(super) fn api_changes(api: &str) -> RelPath {
    html(&format!("{api}/changes"))
}

/// What the page of an operation is named for: its id, else `method-path`.
pub(super) fn operation(operation: &Operation) -> String {
    match operation.id.as_deref().map(str::trim) {
        Some(id) if !id.is_empty() => id.to_owned(),
        _ => format!("{} {}", operation.verb, operation.address),
    }
}

/// The page from which readers call an API.
pub(super) fn api_try(api: &str) -> RelPath {
    html(&format!("{api}/try"))
}

/// A name with all runs of other characters than those of slugs as one `-`.
fn joined(name: &str) -> String {
    let mut joined = String::new();
    for character in name.chars() {
        if character.is_alphanumeric() || matches!(character, '.' | '_') {
            joined.push(character);
        } else if !joined.is_empty() && !joined.ends_with('-') {
            joined.push('-');
        }
    }
    joined.truncate(joined.trim_end_matches('-').len());
    joined
}

/// Page `number`, from 1, of a list at this address without the ending.
pub(super) fn numbered(address: &str, number: usize) -> RelPath {
    match number {
        1 => html(address),
        number => html(&format!("{address}-{number}")),
    }
}

/// A file in the folder that has the name of a page.
pub(super) fn beside(page: &RelPath, file: &str) -> Option<RelPath> {
    RelPath::new(&format!("{}/{file}", without_ending(page)))
}

/// The address of a page without its ending.
pub(super) fn without_ending(page: &RelPath) -> String {
    page.as_str().strip_suffix(".html").unwrap_or(page.as_str()).to_owned()
}

/// A page from its address without the ending.
pub(super) fn html(address: &str) -> RelPath {
    path(&format!("{address}.html"))
}

/// An image, named for what it holds.
pub(super) fn media(bytes: &[u8], extension: &str) -> RelPath {
    path(&format!("media/{}.{extension}", Digest::of(bytes).short(16)))
}

/// The data file beside an entity's page.
pub(super) fn data_beside(page: &RelPath) -> RelPath {
    let stem = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    path(&format!("{stem}.json"))
}
