//! What of the site is searchable.

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
