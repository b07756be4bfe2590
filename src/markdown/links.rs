//! Where links and images lead: asked of the caller, checked again here.

/// Knows where the destinations of a document lead. Fragments of the document itself are never asked for.
pub(crate) trait Links {
    /// What a link to `destination`, as written, becomes.
    fn link(&self, destination: &str) -> LinkTarget;
    /// What an image at `destination`, as written, becomes.
    fn image(&self, destination: &str) -> ImageTarget;
}

/// What a link becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    /// A link to this address: relative, or http, https, mailto, tel.
    To(String),
    /// A link to this address, which lacks the heading that was asked for.
    Near {
        /// The address without the heading.
        href: String,
        /// What to tell the author.
        problem: String,
    },
    /// Its text alone.
    Text {
        /// What to tell the author.
        problem: Option<String>,
    },
}

/// What an image becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ImageTarget {
    /// The image at this address.
    Show(String),
    /// A link to this address, with the image's description as text.
    Link(String),
    /// Its description alone.
    Alt {
        /// What to tell the author.
        problem: Option<String>,
    },
}
