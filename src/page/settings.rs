//! What the configuration says about the pages.

/// The portal's own facts.
#[derive(Clone, Debug, Default)]
pub(crate) struct SiteSettings {
    /// Its name.
    pub title: String,
    /// What it is about; or empty.
    pub description: String,
    /// Where it will be served, with a trailing slash.
    pub url: Option<String>,
    /// `lang` of its pages.
    pub language: String,
    /// Hosts whose images may be shown.
    pub images: Vec<String>,
    /// The accent colour, `#rrggbb`.
    pub brand: Option<String>,
    /// Whether search engines may list it.
    pub is_public: bool,
    /// The APIs that readers may call: canonical references, or `*` for all.
    pub try_it: Vec<String>,
    /// Links made of annotations.
    pub links: Vec<LinkTemplate>,
}

/// A link made of an annotation.
#[derive(Clone, Debug)]
pub(crate) struct LinkTemplate {
    /// The annotation's key.
    pub annotation: String,
    /// What the link is called.
    pub title: String,
    /// Its address, in which `{value}` stands for the annotation's value.
    pub url: String,
}
