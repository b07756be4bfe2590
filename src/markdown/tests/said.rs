//! Finished pages as words.

use super::*;

fn said(source: &str) -> String {
    rendered(source).html.to_text()
}

#[test]
fn blocks_cells_and_line_breaks_end_a_word() {
    assert_eq!(said("# Mole\ndigs\n\n- deep\n- far"), "Mole digs deep far");
    assert_eq!(said("|a|b|\n|-|-|\n|c|d|"), "a b c d");
    assert_eq!(said("one<br>two\\\nthree").split_whitespace().count(), 3);
    assert_eq!(said("<div>one</div><p>two</p>"), "one two");
}

#[test]
fn painted_code_keeps_its_words_whole() {
    let text = said("```rust\nfn dig(depth: u32) -> Hole { todo() }\n```");
    assert_eq!(text, "fn dig(depth: u32) -> Hole { todo() }");
    assert_eq!(said("*re*write `a_b`**c**"), "rewrite a_bc");
}

#[test]
fn references_become_what_they_stand_for() {
    assert_eq!(said("a < b && \"c\" &copy; &#233;"), "a < b && \"c\" © é");
    assert_eq!(said("<b>a &lt;script&gt; b</b>"), "a <script> b");
    assert_eq!(text("1 < 2\n&amp;").to_text().trim(), "1 < 2\n&amp;");
}

#[test]
fn images_are_said_and_footnote_numbers_are_not() {
    assert_eq!(said("see ![the floor](docs/floor.png)now"), "see the floor now");
    let text = said("A claim[^1] stands.\n\n[^1]: Its proof.");
    assert!(text.starts_with("A claim stands."), "{text}");
    assert!(text.contains("Its proof."), "{text}");
}

#[test]
fn the_opening_is_the_first_paragraph_that_is_no_row_of_badges() {
    let opening = |source: &str| rendered(source).html.to_opening();
    let badges = "[![built](https://img.acme.example/b.svg)](https://b.example) [Documentation of it](https://d.example)";
    assert_eq!(
        opening(&format!("# Mole\n\n{badges}\n\nDigs *holes* for all.\n\nMore.")),
        "Digs holes for all."
    );
    assert_eq!(opening("# Mole\n\n- only a list of things"), "");
}

#[test]
fn any_html_is_read_in_one_go() {
    for html in ["<", "<p", "<p>a<b", "&#xffffffff;", "<sup class=footnote-ref>", "</p></a>", "&"] {
        let many = SafeHtml::for_test(&html.repeat(50_000));
        assert!(many.to_text().len() <= 50_000 * html.len() * 3);
        assert!(many.to_opening().len() <= 50_000 * html.len() * 3);
    }
}
