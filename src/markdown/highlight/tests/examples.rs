//! Snippets as readers see them. A token of class `hk` is written `[k fn]`, so that the expected text stays readable.

use super::highlighted;

pub(super) const EXAMPLES: &[(&str, &str, &str)] = &[];

fn shorthand(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<span class=\"h") {
        text.push_str(before);
        let (class, after) = after.split_once("\">").unwrap();
        let (token, after) = after.split_once("</span>").unwrap();
        text.push_str(&format!("‹{class} {token}›"));
        rest = after;
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn examples_look_as_expected() {
    for (language, code, expected) in EXAMPLES {
        assert_eq!(shorthand(&highlighted(language, code)), *expected, "as {language}");
    }
}
