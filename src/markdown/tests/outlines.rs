//! What a document says about itself, and its plain text.

use super::*;

#[test]
fn title_and_summary_are_those_a_reader_would_name() {
    let said = |source: &str| {
        let found = outline(source);
        (found.title.unwrap_or_default(), found.summary.unwrap_or_default())
    };
    let expected = ("Acme shop".to_owned(), "Sells things, fast.".to_owned());
    assert_eq!(
        said("# Acme *shop*\n\n![logo](a.png)\n\nSells `things`,\nfast.\n\nMore."),
        expected
    );
    assert_eq!(
        said(
            "[![b](b.svg)](https://b.example) [docs](d) | [api](e)\n\n# Acme shop\n\n> Sells things, fast."
        ),
        expected
    );
    assert_eq!(
        said(
            "<h1 align=center>Acme shop</h1>\n<p align=center>\n  Sells <b>things</b>, fast.\n</p>\n\nMore."
        ),
        expected
    );
    assert_eq!(
        said("---\na: b\n---\n## Acme shop\n- item\n\n> [!note]\n> no\n\nSells things, fast."),
        expected
    );
    assert_eq!(said("## Intro\n\n# Acme shop").0, "Acme shop");
    assert_eq!(said("<!-- comment -->\n\n    code"), (String::new(), String::new()));
}

#[test]
fn a_long_summary_ends_with_a_word() {
    let summary = outline(&"seven77 ".repeat(60)).summary.expect("a summary");
    assert!(summary.ends_with("seven77…"), "{summary}");
    assert!((290..=300).contains(&summary.chars().count()), "{summary}");
    let exact = "é".repeat(300);
    assert_eq!(outline(&exact).summary.expect("a summary"), exact);
    assert_eq!(outline(&"é".repeat(301)).summary.expect("a summary").chars().count(), 300);
}

#[test]
fn headings_are_those_of_the_page() {
    let source = "# A\n\n<h2 id=x>B</h2>\n\n- ## A\n\n[^f]: # C\n\n```\n# D\n```\n#\n";
    let found: Vec<_> =
        outline(source).headings.into_iter().map(|h| (h.level, h.text, h.id)).collect();
    let heading =
        |level, text: &str, id: &str| (level, text.to_owned(), format!("user-content-{id}"));
    assert_eq!(found, [heading(1, "A", "a"), heading(2, "B", "b"), heading(2, "A", "a-1")]);
}

#[test]
fn targets_are_as_written() {
    let found = outline(
        "[a](b%20c.md#d) ![e](f.png \"g\") <img src='h&amp;i.png'> <a href=j>k</a> https://l.example [m](#n) [o](javascript:p)",
    );
    assert_eq!(found.targets, ["b%20c.md#d", "f.png", "h&i.png", "j", "https://l.example"]);
}

#[test]
fn plain_text_is_what_can_be_read() {
    assert_eq!(
        plain_text(
            "---\nx: y\n---\n# A *b*\n\nc [d](e) ![f](g) `h`\ni<!-- j\n -->\n\n| k | l |\n|---|---|\n| m | n |\n\n- o\n  - p\n\n\
             <div\n class=q>r<br>s &amp; t</div>\n<script>\nu()\n</script>\n\n```js\nv()\n```\n"
        ),
        "A b\nc d f h\ni\nk l\nm n\no\np\nr s & t\nv()"
    );
}
