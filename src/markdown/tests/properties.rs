//! What holds for every input.

use proptest::prelude::*;

use super::*;

pub(super) fn ids(headings: &[Heading]) -> Vec<&str> {
    headings.iter().map(|heading| &*heading.id).collect()
}

/// What the writer makes of a document before the sanitizer sees it: each of the two must be enough.
fn unsanitized(source: &str) -> String {
    let text = render::without_nul(&source[writer::front_matter(source)..]);
    let mut writer = writer::Writer::new(&text, &Site, writer::Purpose::Page, 2);
    if writer.write().is_ok() { writer.resolved() } else { String::new() }
}

/// Checks everything that holds for any document.
pub(super) fn check_any(source: &str) {
    let page = rendered(source);
    allowed::check_allowed(page.html.as_str(), source);
    allowed::check_allowed(&unsanitized(source), source);
    let found = outline(source);
    assert_eq!(ids(&found.headings), ids(&page.headings), "{source:?}");
    assert_eq!(page.html, rendered(source).html, "{source:?}");
    assert_eq!(ids(&found.headings), ids(&render(source, &PAGE, &Nowhere).headings), "{source:?}");
    let mut above = 1;
    for heading in &page.headings {
        assert!((2..=6).contains(&heading.level) && heading.level <= above + 1, "{source:?}");
        above = heading.level;
        assert!(page.html.as_str().contains(&format!("id=\"{}\"", heading.id)), "{source:?}");
    }
    let tags = ["<h2", "<h3", "<h4", "<h5", "<h6"];
    let count: usize = tags.iter().map(|tag| page.html.as_str().matches(tag).count()).sum();
    assert_eq!(count, page.headings.len(), "{source:?}");
    assert!(!page.html.as_str().contains("<h1"), "{source:?}");
    let dropped = RenderOptions { first_level: 1, drop_title: found.title.as_deref(), scope: "" };
    allowed::check_allowed(render(source, &dropped, &Site).html.as_str(), source);
    allowed::check_allowed(inline(source).as_str(), source);
    plain_text(source);
    assert!(found.summary.is_none_or(|summary| summary.chars().count() <= 300), "{source:?}");
}

/// Pieces of Markdown and HTML that do something.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "\t",
    "a",
    "b c",
    "é",
    "\u{0}",
    "# ",
    "## ",
    "#### ",
    "- ",
    "1. ",
    "> ",
    "> [!note] t\n",
    "> [!TIP]\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "```js\n",
    "[",
    "](docs/a)",
    "](#a)",
    "](javascript:x)",
    "![",
    "](https://img.acme.example/x)",
    "[^a]",
    "[^a]: ",
    "| a | b |\n|---|--:|\n| ",
    "|",
    "- [ ] ",
    "- [x] ",
    "---\n",
    "===\n",
    "<",
    ">",
    "&",
    "&amp;",
    "\\",
    "\"",
    "'",
    "https://a.example/x",
    "<https://a.example>",
    "<a@acme.example>",
    "[TOC]",
    "<b>",
    "</b>",
    "<p>",
    "<p align=center>",
    "</p>",
    "<div>",
    "</div>",
    "<h1>",
    "</h1>",
    "<h3 id=a align=right>",
    "</h3>",
    "<a href=docs/x>",
    "<a href=#a>",
    "<a href=gone>",
    "<img src=gone alt>",
    "![](gone)",
    "](gone)",
    "<a id=a>",
    "<a name=b href=docs/y>",
    "</a>",
    "<img src=docs/a.png>",
    "<img src=https://b.example/b.svg alt=b>",
    "<br>",
    "<hr>",
    "<ul>",
    "<li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<table>",
    "<tr>",
    "<td>",
    "<th>",
    "<thead>",
    "</table>",
    "<caption>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<pre>",
    "</pre>",
    "<code>",
    "<script>",
    "</script>",
    "<svg>",
    "</svg>",
    "<style>",
    "<!--",
    "-->",
    "<input type=checkbox>",
    "<span id=a>",
    "<x",
    "onclick=x ",
    "<ins>",
    "<sub>",
    "<center>",
    "<select>",
    "<option>",
    "<form>",
    "<textarea>",
    "<math>",
    "<template>",
    "<section>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mix_of_pieces_is_safe(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check_any(&pieces.concat());
    }

    #[test]
    fn any_text_is_safe(text in "\\PC{0,80}") {
        check_any(&text);
    }

    #[test]
    fn any_characters_are_safe(text in "(?s).{0,60}") {
        check_any(&text);
    }
}
