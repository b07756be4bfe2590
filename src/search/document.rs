//! What of the site is searchable.
//!
//! In: one finished page, as its template sees it, and the catalog. Out: a document for what the page is about, and for
//! each part of it that readers look for by itself. Lists, the home page, findings and what has gone say nothing new.

mod belonging;
mod component;
mod doc;
mod entity;
mod keys;
mod reference;
mod words;

use crate::model::Kind;
use crate::page::{PageId, PageKind, PageView, SitePlan, View, World};

/// Something that readers may look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Document {
    /// Where it is, from the site's root; a fragment makes it a part of a page.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// Further names that mean exactly this: an operation's id, a repository's path, an address.
    pub keys: Vec<String>,
    /// Its kind as in `kind:`, and how several of them are called.
    pub kind: Facet,
    /// The team that answers for it.
    pub owner: Option<Facet>,
    /// `production`, `deprecated`, ….
    pub lifecycle: Option<Facet>,
    /// The system that it is a part of.
    pub system: Option<Facet>,
    /// Words that people put on it.
    pub tags: Vec<String>,
    /// One sentence.
    pub description: String,
    /// Where it belongs, for readers: `Orders API`, `acme/shop/checkout`.
    pub place: String,
    /// Everything else that it says.
    pub body: String,
}

/// A value that hits can be narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Facet {
    /// What readers type.
    pub key: String,
    /// What they see; empty if it is the same.
    pub label: String,
}

/// What of one page is searchable, the page itself first.
pub(crate) fn documents(
    world: &World<'_>,
    plan: &SitePlan,
    id: PageId,
    page: &PageView,
) -> Vec<Document> {
    match (&plan.page(id).kind, &page.view) {
        (PageKind::Entity(of), View::Entity(view)) => entity::documents(world, *of, page, view),
        (PageKind::Doc { source, index }, View::Doc(view)) => {
            vec![doc::document(world, (*source, *index), page, view)]
        }
        (PageKind::ApiOperation { api, at }, View::ApiOperation(view)) => {
            reference::operation(world, plan, (*api, *at), page, view).into_iter().collect()
        }
        (PageKind::ApiSchema { api, .. }, View::ApiSchema(view)) => {
            reference::schema(world, plan, *api, page, view).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn kind(key: &str, label: &str) -> Facet {
    Facet { key: key.to_owned(), label: label.to_owned() }
}

fn entity_kind(of: Kind) -> Facet {
    kind(of.slug(), of.plural())
}

#[cfg(test)]
mod tests;
