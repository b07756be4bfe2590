//! Each construct as it stands on a page.

use super::*;

#[track_caller]
fn check(source: &str, expected: &str) {
    let html = html(source);
    assert_eq!(html.trim_end(), expected, "\n--- got\n{html}");
    allowed::check_allowed(&html, source);
}

#[test]
fn x() {
    for s in ["# A\n\ntext *em* `c<d` ~~x~~ **b**\n\n- a\n- b\n\n3. x\n", "- [x] done\n- [ ] todo\n\n  loose\n",
      "| a | b |\n|---|:-:|\n| 1 | 2 |\n", "| | |\n|---|:-:|\n| 1 | 2 |\n", "> [!NOTE]\n> hi\n", "> [!warning] Own *title*\n> text\n",
      "a[^x] b[^x] c[^y]\n\n[^x]: note **x**\n[^y]: \n    ```\n    code\n    ```\n",
      "<p align=\"center\">\n  <img src=\"https://img.acme.example/l.png\" width=100 alt=Logo>\n</p>\n\n<h1 align=\"center\">Acme &amp; Co</h1>\n\n<div align=center>\n\n[![b](https://x.example/b.svg)](https://ci.example)\n\n</div>\n",
      "<details>\n<summary><h2>More</h2></summary>\n\ntext\n\n</details>", "[a](#a) [b](#nope) <a name=\"Q\"></a> [q](#q)\n\n# A\n",
      "see https://a.example/x_y_z. and (http://b.example/(a)).", "[](https://a.example/) [![](docs/a.png)](docs/x.md)",
      "<table><tr><td>\n\n```js\nlet a=1\n```\n\n<td>b</table>", "<ul><li>a<li>b</ul>", "text <div>foo</div> bar", "<b>x", "#\n\n# ![](docs/a.png)\n", "[TOC]\n\nx",
      "<picture><source srcset=x><img src=docs/a.png></picture>", "<h2>\n\nTitle\n\n</h2>\n\nx","<details>\n\nx\n\n</details>",
      "<p align=center>\n\n[a](docs/a.md)\n\nb\n\n</p>\n\nafter", "<a href=\"docs/x\"><h3>T</h3></a>\n\n<a href=\"docs/x\">\n\n![i](docs/i.png)\n\n</a>", "    a\n\n<br>\n<!-- c -->\n\nb<br/>c",
      "<dl><dt>a<dd>b</dl>", "<img src=\"javascript:alert(1)\" alt=\"x\"> [x](javascript:alert(1))","<ul>\n\n- a\n\n</ul>","a **b <p>c** d"] {
        println!("=== {s}\n{}\n{:?} {:?}", html(s), problems(s), outline(s));
        allowed::check_allowed(&html(s), s);
    }
}
