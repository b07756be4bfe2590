//! Each construct as it stands on a page.

use super::*;

#[track_caller]
fn check(source: &str, expected: &str) {
    let page = html(source);
    assert_eq!(page.trim(), expected, "\n--- source\n{source}\n--- html\n{page}");
    allowed::check_allowed(&page, source);
}

#[test]
fn text_and_spans() {
    check(
        "a *b* **c** ~~d~~ `e < f` & <g>\\\nh",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e &lt; f</code> &amp; <br>\nh</p>",
    );
    check("\"quoted\" -- it's 1 < 2", "<p>\"quoted\" -- it's 1 &lt; 2</p>");
    check("$`a`$ and $b$", "<p>$<code>a</code>$ and $b$</p>");
    check("***", "<hr>");
    check("> a", "<blockquote>\n<p>a</p>\n</blockquote>");
}

#[test]
fn lists_and_tasks() {
    check("- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    check("7. a\n", "<ol start=\"7\">\n<li>a</li>\n</ol>");
    check(
        "- [x] a\n- [ ] b",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"Not done\"> b</li>\n</ul>",
    );
    check(
        "- [x] a\n\n  b",
        "<ul>\n<li class=\"task\"><p><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</p>\n<p>b</p>\n</li>\n</ul>",
    );
}

#[test]
fn code() {
    check("    a <b>", "<pre tabindex=\"0\"><code>a &lt;b&gt;</code></pre>");
    check("```unheard-of\na\n```", "<pre tabindex=\"0\"><code>a\n</code></pre>");
    check(
        "```JSON,x\n1\n```",
        "<pre tabindex=\"0\"><code class=\"language-json\"><span class=\"hn\">1</span>\n</code></pre>",
    );
    assert_eq!(
        super::code("json", "1").as_str(),
        "<pre tabindex=\"0\"><code class=\"language-json\"><span class=\"hn\">1</span></code></pre>\n"
    );
    assert_eq!(
        super::text("a <b>\n").as_str(),
        "<pre class=\"plain\" tabindex=\"0\">\na &lt;b&gt;\n</pre>\n"
    );
}

#[test]
fn tables() {
    check(
        "| a | b |\n|---|:-:|\n| 1 | 2 |",
        "<section class=\"table-scroll\" tabindex=\"0\" aria-label=\"Table 1\"><table>\n<thead>\n<tr>\n\
         <th scope=\"col\">a</th>\n<th scope=\"col\" class=\"ta-c\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
         <td>1</td>\n<td class=\"ta-c\">2</td>\n</tr>\n</tbody>\n</table></section>",
    );
    // A head without words is no head.
    check(
        "| | |\n|---|--:|\n| 1 | 2 |",
        "<section class=\"table-scroll\" tabindex=\"0\" aria-label=\"Table 1\"><table>\n<tbody>\n<tr>\n\
         <td>1</td>\n<td class=\"ta-r\">2</td>\n</tr>\n</tbody>\n</table></section>",
    );
    assert!(html("|a|\n|-|\n\nx\n\n|b|\n|-|\n").contains("aria-label=\"Table 2\""));
}

#[test]
fn alerts() {
    let alert = |title: &str| {
        format!(
            "<div class=\"alert alert-warning\">\n<p class=\"alert-title\">{title}</p>\n<p>a</p>\n</div>"
        )
    };
    check("> [!WARNING]\n> a", &alert("Warning"));
    check("> [!warning] Do *not* <b>\n> a", &alert("Do <em>not</em>"));
    check("> [!unheard]\n> a", "<blockquote>\n<p>[!unheard]\na</p>\n</blockquote>");
}

#[test]
fn footnotes() {
    check(
        "a[^n] b[^N] c[^none]\n\n[^n]: # d\n\n[^unused]: e",
        "<p>a<sup class=\"footnote-ref\"><a href=\"#user-content-fn--1\" id=\"user-content-fnref--1\" aria-label=\"Footnote 1\">1</a></sup> \
         b<sup class=\"footnote-ref\"><a href=\"#user-content-fn--1\" id=\"user-content-fnref--1-2\" aria-label=\"Footnote 1\">1</a></sup> \
         c[^none]</p>\n\
         <section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"user-content-fn--1\"><p><strong>d</strong> \
         <a class=\"footnote-back\" href=\"#user-content-fnref--1\" aria-label=\"Back to reference 1\">↩</a> \
         <a class=\"footnote-back\" href=\"#user-content-fnref--1-2\" aria-label=\"Back to reference 1-2\">↩</a></p></li>\n\
         </ol>\n</section>",
    );
}

#[test]
fn what_gitlab_does_not_show() {
    check("---\ntitle: x\n---\n\na", "<p>a</p>");
    check("[[_TOC_]]\n\na\n\n[TOC]", "<p>a</p>");
    check("<!-- a\n\nb -->\nc", "<p>c</p>");
    check("---\n\na", "<hr>\n<p>a</p>");
}

#[test]
fn headings_have_the_anchors_of_gitlab() {
    let anchors = |source: &str| {
        let page = rendered(source);
        page.headings
            .into_iter()
            .map(|h| h.id["user-content-".len()..].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(anchors("# This header has spaces in it"), ["this-header-has-spaces-in-it"]);
    assert_eq!(anchors("# A :thumbsup: in it"), ["a-thumbsup-in-it"]);
    assert_eq!(anchors("# Unicode in it: 한글 Ärger"), ["unicode-in-it-한글-ärger"]);
    assert_eq!(anchors("# a\n# a\n## a\n# a-1"), ["a", "a-1", "a-2", "a-1-1"]);
    assert_eq!(anchors("# has 3.5 in it (and parentheses)"), ["has-35-in-it-and-parentheses"]);
    assert_eq!(anchors("# a  -- b\n# 2024\n# !?"), ["a-b", "anchor-2024", "section"]);
    assert_eq!(anchors("# `a_b` *c* [d](docs/x) ![e](docs/y)"), ["a_b-c-d"]);
}

#[test]
fn headings_fit_below_the_page() {
    let levels =
        |source: &str| rendered(source).headings.iter().map(|h| h.level).collect::<Vec<_>>();
    assert_eq!(levels("# a\n## b\n### c\n# d"), [2, 3, 4, 2]);
    assert_eq!(levels("## a\n#### b\n### c\n## d"), [2, 3, 3, 2]);
    assert_eq!(levels("### a\n# b\n## c"), [2, 2, 3]);
    assert_eq!(levels("# a\n## b\n### c\n#### d\n##### e\n###### f"), [2, 3, 4, 5, 6, 6]);
    check("#", "");
    check(
        "# ![](docs/a.png)",
        "<p><img src=\"docs/a.png\" alt=\"\" loading=\"lazy\" decoding=\"async\"></p>",
    );
}

#[test]
fn the_title_is_not_said_twice() {
    let options = RenderOptions { first_level: 2, drop_title: Some("Acme  shop"), scope: "" };
    let page =
        render("![](docs/a.png)\n\n# ACME *Shop* \n\n## Use\n\n[up](#acme-shop)", &options, &Site);
    assert_eq!(page.dropped_id.as_deref(), Some("user-content-acme-shop"));
    assert_eq!(
        page.headings,
        [Heading { level: 2, text: "Use".into(), id: "user-content-use".into() }]
    );
    assert!(page.html.as_str().ends_with(
        "<h2 id=\"user-content-use\">Use</h2>\n<p><a href=\"#user-content-acme-shop\">up</a></p>\n"
    ));
    let page = render("# Other\n\n# Acme shop", &options, &Site);
    assert_eq!((page.dropped_id, page.headings.len()), (None, 2));
}

#[test]
fn links() {
    check("[a](docs/b \"c\")", "<p><a href=\"../docs/b\" title=\"c\">a</a></p>");
    check(
        "[a](https://b.example/c d)<https://b.example/?x&y> <a@acme.example>",
        "<p>[a](<a href=\"https://b.example/c\" rel=\"nofollow noopener noreferrer\">https://b.example/c</a> d)\
         <a href=\"https://b.example/?x&amp;y\" rel=\"nofollow noopener noreferrer\">https://b.example/?x&amp;y</a> \
         <a href=\"mailto:a@acme.example\">a@acme.example</a></p>",
    );
    check(
        "(see https://a.example/x_y_z(1).)",
        "<p>(see <a href=\"https://a.example/x_y_z(1)\" rel=\"nofollow noopener noreferrer\">https://a.example/x_y_z(1)</a>.)</p>",
    );
    check("[a](<docs/ü b[c]\"d\">)", "<p><a href=\"../docs/ü%20b%5Bc%5D%22d%22\">a</a></p>");
    // A link says something to those who only hear it.
    check("[](docs/a)", "<p><a href=\"../docs/a\">docs/a</a></p>");
    check(
        "[![](docs/a.png)](docs/b)",
        "<p><a href=\"../docs/b\" aria-label=\"docs/b\"><img src=\"docs/a.png\" alt=\"\" loading=\"lazy\" decoding=\"async\"></a></p>",
    );
}

#[test]
fn links_that_lead_nowhere_are_text_and_a_problem() {
    check("[a](gone.md) [b](javascript:x) [c]()", "<p>a b c</p>");
    assert_eq!(
        problems(
            "---\na: b\n---\nä [a](gone.md)\n\n<a href='javascript:x'>c</a>\n\n![d](e.png) [f](https://[)"
        ),
        [
            "4:3 `gone.md` does not exist",
            "6:1 link to `javascript:x` is not shown: its scheme is not allowed",
            "8:1 `e.png` does not exist",
            "8:13 `https://[` is no address that a browser can follow",
        ]
    );
}

#[test]
fn links_within_the_document() {
    check(
        "[a](#A-B) [b](#user-content-a-b) [c](#a--b) [d](#nope) [top](#top)\n\n# A b",
        "<p><a href=\"#user-content-a-b\">a</a> <a href=\"#user-content-a-b\">b</a> <a href=\"#user-content-a-b\">c</a> d top</p>\n\
         <h2 id=\"user-content-a-b\">A b</h2>",
    );
    assert_eq!(
        problems("[a](#nope) [top](#top)"),
        ["1:1 nothing in this document has the anchor `#nope`"]
    );
    check(
        "<a name=\"v1.0\"></a>[x](#v1.0) [y](#%C3%BC)\n\n<a id=ü></a>\n\n# Ü",
        "<p><span id=\"user-content-v1-0\"></span><a href=\"#user-content-v1-0\">x</a> <a href=\"#user-content-ü\">y</a></p>\n\
         <p><span></span></p>\n<h2 id=\"user-content-ü\">Ü</h2>",
    );
}

#[test]
fn images() {
    check(
        "![a *b*](docs/c.png)",
        "<p><img src=\"docs/c.png\" alt=\"a b\" loading=\"lazy\" decoding=\"async\"></p>",
    );
    check(
        "![a](https://b.example/c.svg) ![](https://b.example/c.svg) ![d](gone.png)",
        "<p><a href=\"https://b.example/c.svg\" rel=\"nofollow noopener noreferrer\">a</a> \
         <a href=\"https://b.example/c.svg\" rel=\"nofollow noopener noreferrer\">b.example/c.svg</a> d</p>",
    );
    check("[![a](https://b.example/c.svg)](docs/d)", "<p><a href=\"../docs/d\">a</a></p>");
    check(
        "<picture><source srcset=x><img src=docs/a.png align=right width=50% height=20px alt='a &amp; b'></picture>",
        "<p><img src=\"docs/a.png\" alt=\"a &amp; b\" height=\"20\" loading=\"lazy\" decoding=\"async\"></p>",
    );
}

#[test]
fn raw_html_that_people_write_in_readmes() {
    check(
        "<p align=\"center\">\n  <img src=\"docs/a.png\">\n</p>\n\n<h1 align=\"center\">A &amp; B</h1>",
        "<div class=\"ta-c\">\n<img src=\"docs/a.png\" alt=\"\" loading=\"lazy\" decoding=\"async\">\n</div>\n\
         <h2 class=\"ta-c\" id=\"user-content-a-b\">A &amp; B</h2>",
    );
    check(
        "<div align=center>\n\n*a*\n\n</div>\n\nb",
        "<div class=\"ta-c\">\n<p><em>a</em></p>\n</div>\n<p>b</p>",
    );
    check(
        "<details><summary>a</summary>\n\n- b\n\n</details>",
        "<details><summary>a</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>",
    );
    check(
        "<details>\n\nb\n\n</details>",
        "<details>\n<summary>Details</summary>\n<p>b</p>\n</details>",
    );
    check("press <kbd>a</kbd>, H<sub>2</sub>O", "<p>press <kbd>a</kbd>, H<sub>2</sub>O</p>");
    check(
        "<table><tr><td>\n\n`a`\n\n<td>b</table>",
        "<section class=\"table-scroll\" tabindex=\"0\" aria-label=\"Table 1\"><table><tbody><tr><td>\n\
         <p><code>a</code></p>\n</td><td>b</td></tr></tbody></table></section>",
    );
    check(
        "<a href=\"docs/x\"><h1>a</h1></a>",
        "<a href=\"../docs/x\"><h2 id=\"user-content-a\">a</h2>\n</a>",
    );
}

#[test]
fn raw_html_that_is_broken_stays_in_its_box() {
    check("<div><b>a\n\nb", "<div><b>a\n</b><p>b</p>\n</div>");
    check("</div></section></body>a", "a");
    check("- <div>a\n\nb", "<ul>\n<li><div>a\n</div></li>\n</ul>\n<p>b</p>");
    check("<ul><li>a<li>b\n\nc", "<ul><li>a</li><li>b\n<p>c</p>\n</li></ul>");
    check("a <div>b</div> c", "<p>a </p>\n<div>b</div> c");
    check("# a <h1>b</h1> <div>c</div>", "<h2 id=\"user-content-a-b-c\">a b c</h2>");
    check(
        "<h2></h2>\n\n<h2>a\n\n- b",
        "<h2 id=\"user-content-a\">a\n</h2>\n<ul>\n<li>b</li>\n</ul>",
    );
    check("<li>a</li> <td>b</td> <summary>c</summary>", "a b c");
}

#[test]
fn one_line() {
    let line = |source: &str| inline(source).to_string();
    assert_eq!(line("a *b* `c<` ~~d~~\ne"), "a <em>b</em> <code>c&lt;</code> <del>d</del> e");
    assert_eq!(
        line("[a](https://b.example) [c](docs/d) ![e](x.png)"),
        "<a href=\"https://b.example\" rel=\"nofollow noopener noreferrer\">a</a> c e"
    );
    assert_eq!(line("# a\n\n- b\n- c\n\n<b onclick=x>d</b> <script>e()</script>"), "a b c d");
}

#[test]
fn json_takes_it_as_a_string() {
    let page = rendered("a & b").html;
    assert_eq!(serde_json::to_value(&page).expect("JSON"), serde_json::json!("<p>a &amp; b</p>\n"));
}

#[test]
fn documents_of_one_page_keep_their_ids_apart() {
    let written = |scope: &str| {
        let options = RenderOptions { scope, ..PAGE };
        let source = "# Use\n\n[up](#use) [^1]\n\n[^1]: Note.\n";
        render(source, &options, &Site).html.to_string()
    };
    let (one, other) = (written("1-"), written("2-"));
    assert!(one.contains("id=\"user-content-1-use\""), "{one}");
    assert!(one.contains("href=\"#user-content-1-use\""), "{one}");
    assert!(one.contains("href=\"#user-content-1-fn--1\""), "{one}");
    assert!(other.contains("id=\"user-content-2-fn--1\""), "{other}");
}
