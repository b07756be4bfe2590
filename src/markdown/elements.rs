//! The elements that raw HTML may use, and what may stand in what.

/// How an element behaves among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Model {
    /// Text-level: holds no blocks.
    Phrasing,
    /// `a`.
    Link,
    /// Text-level or block, has no content: `img`, `br`, `wbr`, `input`.
    Void,
    /// `hr`.
    Rule,
    /// `p`.
    Paragraph,
    /// `h1` to `h6` as written.
    Heading(u8),
    /// `summary`.
    Summary,
    /// `pre`.
    Pre,
    /// Holds blocks and text.
    Flow,
    /// `details`.
    Details,
    /// `ul`, `ol`: holds items only.
    List,
    /// `li`.
    Item,
    /// `dl`.
    Descriptions,
    /// `dt`, `dd`.
    Description,
    /// `table`.
    Table,
    /// `thead`, `tbody`, `tfoot`.
    Rows,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
    /// `caption`.
    Caption,
}

impl Model {
    /// Whether blocks may not stand in it.
    pub(super) fn is_textual(self) -> bool {
        matches!(
            self,
            Model::Phrasing | Model::Paragraph | Model::Heading(_) | Model::Summary | Model::Pre
        )
    }

    /// Whether it may stand among words.
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Model::Phrasing | Model::Link | Model::Void)
    }
}

/// An element of raw HTML and what it is written as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    /// The name in the source.
    pub(super) name: &'static str,
    /// The name on the page.
    pub(super) written: &'static str,
    pub(super) model: Model,
}

const fn same(name: &'static str, model: Model) -> Element {
    Element { name, written: name, model }
}

const fn becomes(name: &'static str, written: &'static str, model: Model) -> Element {
    Element { name, written, model }
}

/// Sorted by name. Sections become `div`: the landmarks of the page are the page's.
static ELEMENTS: &[Element] = &[
    same("a", Model::Link),
    same("abbr", Model::Phrasing),
    becomes("address", "div", Model::Flow),
    becomes("article", "div", Model::Flow),
    becomes("aside", "div", Model::Flow),
    same("b", Model::Phrasing),
    same("bdi", Model::Phrasing),
    same("blockquote", Model::Flow),
    same("br", Model::Void),
    same("caption", Model::Caption),
    becomes("center", "div", Model::Flow),
    same("cite", Model::Phrasing),
    same("code", Model::Phrasing),
    same("dd", Model::Description),
    same("del", Model::Phrasing),
    same("details", Model::Details),
    same("dfn", Model::Phrasing),
    same("div", Model::Flow),
    same("dl", Model::Descriptions),
    same("dt", Model::Description),
    same("em", Model::Phrasing),
    same("figcaption", Model::Flow),
    same("figure", Model::Flow),
    becomes("footer", "div", Model::Flow),
    same("h1", Model::Heading(1)),
    same("h2", Model::Heading(2)),
    same("h3", Model::Heading(3)),
    same("h4", Model::Heading(4)),
    same("h5", Model::Heading(5)),
    same("h6", Model::Heading(6)),
    becomes("header", "div", Model::Flow),
    same("hr", Model::Rule),
    same("i", Model::Phrasing),
    same("img", Model::Void),
    same("input", Model::Void),
    same("ins", Model::Phrasing),
    same("kbd", Model::Phrasing),
    same("li", Model::Item),
    becomes("main", "div", Model::Flow),
    same("mark", Model::Phrasing),
    becomes("menu", "ul", Model::List),
    becomes("nav", "div", Model::Flow),
    same("ol", Model::List),
    same("p", Model::Paragraph),
    same("pre", Model::Pre),
    same("q", Model::Phrasing),
    same("s", Model::Phrasing),
    same("samp", Model::Phrasing),
    becomes("section", "div", Model::Flow),
    same("small", Model::Phrasing),
    same("span", Model::Phrasing),
    becomes("strike", "s", Model::Phrasing),
    same("strong", Model::Phrasing),
    same("sub", Model::Phrasing),
    same("summary", Model::Summary),
    same("sup", Model::Phrasing),
    same("table", Model::Table),
    same("tbody", Model::Rows),
    same("td", Model::Cell),
    same("tfoot", Model::Rows),
    same("th", Model::Cell),
    same("thead", Model::Rows),
    same("tr", Model::Row),
    becomes("tt", "code", Model::Phrasing),
    same("u", Model::Phrasing),
    same("ul", Model::List),
    same("var", Model::Phrasing),
    same("wbr", Model::Void),
];

/// Sorted. What stands in these is nothing to read.
static HIDDEN: &[&str] = &[
    "canvas",
    "head",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

const LONGEST: usize = 10;

fn lower(name: &str, buffer: &mut [u8; LONGEST]) -> Option<usize> {
    let target = buffer.get_mut(..name.len())?;
    target.copy_from_slice(name.as_bytes());
    target.make_ascii_lowercase();
    Some(name.len())
}

/// Returns the element called `name`, in any case.
pub(super) fn element(name: &str) -> Option<Element> {
    let mut buffer = [0; LONGEST];
    let length = lower(name, &mut buffer)?;
    let found = ELEMENTS.binary_search_by(|element| element.name.as_bytes().cmp(&buffer[..length]));
    found.ok().map(|at| ELEMENTS[at])
}

/// Returns the proper name of an element whose content is not shown.
pub(super) fn hidden(name: &str) -> Option<&'static str> {
    let mut buffer = [0; LONGEST];
    let length = lower(name, &mut buffer)?;
    HIDDEN
        .binary_search_by(|hidden| hidden.as_bytes().cmp(&buffer[..length]))
        .ok()
        .map(|at| HIDDEN[at])
}

/// The names that raw HTML can bring onto a page, for the sanitizer.
pub(super) fn written_names() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|element| element.written)
}
