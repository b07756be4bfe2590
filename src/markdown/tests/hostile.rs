//! Payloads of our own: nothing but what is on the list may come of them, and nothing may take long.

use std::fmt::Write as _;
use std::time::Instant;

use super::*;

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "a <script>alert(1)</script> b",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"docs/a.png\" onerror=\"alert(1)\" style=\"position:fixed\" srcset=\"x 2x\">",
    "<img src=docs/a.png alt=\"&quot; onerror=alert(1) x=&quot;\">",
    "![\" onerror=alert(1) x=\"](docs/a.png)",
    "![a](docs/a.png \"\\\" onload=alert(1)\")",
    "<svg onload=alert(1)><a href=x>y</a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
    "<form action=https://evil.example><input name=password><button formaction=javascript:alert(1)>go</button></form>",
    "<input type=checkbox onfocus=alert(1) autofocus>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"javascript&colon;alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\" \u{1}javascript:alert(1)\">x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href=vbscript:x>x</a> <a href=data:text/html,x>x</a> <a href=\"blob:x\">x</a> <a href=file:///etc/passwd>x</a>",
    "[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](<java\tscript:alert(1)>) [x](data:text/html;base64,PHN)",
    "[x](&#x6A;avascript:alert&#x28;1&#x29;) <javascript:alert(1)> <data:text/html,x>",
    "[a]: javascript:alert(1)\n\n[a] ![a]",
    "<a name=location id=search class=\"portal-admin\" target=_top>x</a>",
    "<div id=\"x onclick=alert(1)\" class=\"alert nav\" style=\"background:url(x)\">y</div>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe><object data=x></object><embed src=x><base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example><link rel=stylesheet href=//evil.example>",
    "<style>*{display:none}</style><title>x</title><textarea></textarea><xmp><img src=x onerror=alert(1)></xmp>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<template><script>alert(1)</script></template><plaintext>rest",
    "</div></main></body></html><h1>out</h1>",
    "<div><p><table><tr><td><b><i>unclosed",
    "<table><a href=https://a.example><tr><td></a>x",
    "<!--><img src=x onerror=alert(1)>--> <!-- a --!> <img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]> <?php <img src=x onerror=alert(1)> ?>",
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
    "<b a=\"'\" b='\"' c=`>` d=>x</b> <b\u{c}onclick=alert(1)>y</b> <b/onclick=alert(1)>z</b>",
    "```\"><script>alert(1)</script>\nx\n```",
    "```js onload=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "# <img src=x onerror=alert(1)> \"><script>alert(1)</script>",
    "<h1 id=\"x\" onclick=alert(1)><a href=javascript:alert(1)>t</a></h1>",
    "[^\"><script>]: x\n\na[^\"><script>]",
    "| <td onclick=alert(1)> |\n|---|\n| </table><script>alert(1)</script> |",
    "[x](#\"><script>alert(1)</script>) <a href=\"#a\" id=a onclick=x>y</a>",
    "a\0b <a id=\"\u{0}0\u{0}\">\u{0}1\u{0}</a> [x](#\u{0}0\u{0}) &#0; `\u{0}0\u{0}`",
    "<a href=\"docs/a\"><a href=\"docs/b\">[c](docs/c)</a></a> [<a href=docs/d>e</a>](docs/e)",
    "<div dir=\"x\" lang=\"y\" data-x=1 aria-hidden=true role=banner tabindex=5>z</div>",
    "<p align=\"center\" onmouseover=alert(1)>x</p><center>y</center><font color=red>z</font><marquee>w</marquee>",
    "> [!note] <img src=x onerror=alert(1)> [x](javascript:alert(1))\n> y",
];

#[test]
fn nothing_gets_through() {
    for payload in PAYLOADS {
        let page = html(payload);
        allowed::check_allowed(&page, payload);
        allowed::check_allowed(inline(payload).as_str(), payload);
        // In the middle of a document, nested, and behind other raw HTML.
        for around in [
            "> - $\n",
            "# $ x\n",
            "| $ |\n|---|\n| $ |\n",
            "<div>\n\n$\n\n</div>\n\nend",
            "**$** [$](docs/x)",
        ] {
            let document = around.replace('$', payload);
            allowed::check_allowed(&html(&document), &document);
        }
    }
}

#[test]
fn text_of_scripts_is_not_shown() {
    assert_eq!(html("a <script>alert(1)</script> b"), "<p>a  b</p>\n");
    assert_eq!(html("<style>\n\np {}\n</style>\n\nb").trim(), "<p>b</p>");
}

#[test]
fn addresses_are_read_as_browsers_read_them() {
    for good in [
        "https://a.example",
        "http://a.example/x?y#z",
        "mailto:a@acme.example",
        "tel:+49123",
        "HTTPS://A.example",
    ] {
        assert!(is_safe_url(good), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1} javascript:alert(1)",
        "ja\u{0}vascript:alert(1)",
        "data:text/html,x",
        "docs/a.md",
        "//evil.example",
        "https://",
        "ftp://a.example",
        "",
        "x",
    ] {
        assert!(!is_safe_url(bad), "{bad}");
    }
}

/// Bombs of the size of the largest document that is read.
#[test]
fn time_is_linear_and_output_bounded() {
    let n = 100_000;
    let bombs = [
        ">".repeat(n),
        "> ".repeat(n),
        format!("{}{}", "> ".repeat(n / 2), "\na".repeat(n / 2)),
        "- ".repeat(n),
        "1. ".repeat(n),
        (0..1_000).fold(String::new(), |all, depth| format!("{all}{}- a\n", "  ".repeat(depth))),
        "<div>".repeat(n),
        "<div>\n\n".repeat(n),
        "a <b>".repeat(n),
        "<p>".repeat(n),
        "<li>".repeat(n),
        format!("<ul>{}", "<li>a".repeat(n)),
        format!("<table>{}", "<tr><td>a".repeat(n)),
        "<a href=docs/x>".repeat(n),
        "</div>".repeat(n),
        "<a ".repeat(n),
        "<!--".repeat(n),
        "<!-- -- ".repeat(n),
        "<a x=\"".repeat(n),
        "<script>".repeat(n),
        "<svg>\n\n".repeat(n),
        "[".repeat(n),
        "![".repeat(n),
        "[a](".repeat(n),
        "[a](b)".repeat(n),
        "*a ".repeat(n),
        "*a **b ".repeat(n / 2),
        "_".repeat(n),
        "`".repeat(n),
        (1..400).fold(String::new(), |all, length| all + &"`".repeat(length) + " "),
        format!("[^a]: x\n\n{}", "[^a]".repeat(n)),
        (0..n / 10).fold(String::new(), |mut all, i| {
            writeln!(all, "[^{i}]: [^{}]\n", i + 1).expect("memory");
            all
        }),
        format!("[a]: {}\n\n{}", "x".repeat(n), "[a] ".repeat(n)),
        format!("|{}\n|{}\n{}", "a|".repeat(2_000), "-|".repeat(2_000), "|\n".repeat(20_000)),
        "# a\n".repeat(n),
        "# a-1\n# a\n".repeat(n / 2),
        "[x](#y) ".repeat(n),
        "<a id=x></a>".repeat(n),
        "https://a.example ".repeat(n),
        format!("https://a.example/{}", ")".repeat(n)),
        "http:".repeat(n),
        "&".repeat(n),
        "<i>&#".repeat(n),
        "- [ ] a\n".repeat(n),
        "```\n".repeat(n),
        "> [!note] x\n".repeat(n),
        "> [!note] x\n\n".repeat(n),
        "\0".repeat(n),
        "<h1>".repeat(n),
        "<details>".repeat(90),
        "<dl>a".repeat(n),
        "<a href=docs/x>\n\n".repeat(n),
        format!("{}{}", "<b>".repeat(90), "<p>x</p>".repeat(n)),
        "<table><b>".repeat(n),
        "---\n".repeat(n),
    ];
    for (index, bomb) in bombs.iter().enumerate() {
        let start = &bomb.chars().take(40).collect::<String>();
        let begun = Instant::now();
        let page = rendered(bomb);
        let took = begun.elapsed();
        assert!(took.as_secs() < 2, "bomb {index} took {took:?}: {start:?}");
        let most = 31 * bomb.len() + 100_000;
        assert!(
            page.html.as_str().len() <= most,
            "bomb {index}: {} bytes of {start:?}",
            page.html.as_str().len()
        );
        allowed::check_allowed(page.html.as_str(), start);
        let begun = Instant::now();
        let found = outline(bomb);
        assert_eq!(
            properties::ids(&found.headings),
            properties::ids(&page.headings),
            "bomb {index}"
        );
        plain_text(bomb);
        inline(bomb);
        let took = begun.elapsed();
        assert!(took.as_secs() < 2, "bomb {index} took {took:?} as text: {start:?}");
    }
}

#[test]
fn what_asks_for_too_much_is_shown_as_written() {
    let source = format!("first\n\n{}<x>", "> ".repeat(101));
    let page = rendered(&source);
    assert!(
        page.html.as_str().starts_with("<pre class=\"plain\" tabindex=\"0\">\nfirst\n\n&gt; &gt;")
    );
    assert_eq!(page.problems.len(), 1);
    assert_eq!(page.problems[0].kind, ProblemKind::Nesting);
    assert_eq!(page.problems[0].line, 3);
    let source = "> ".repeat(99) + "x";
    assert!(rendered(&source).problems.is_empty());
}
