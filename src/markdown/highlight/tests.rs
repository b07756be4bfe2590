//! What holds for every language, and what readers should see in each.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod examples;

use super::{CLASSES, highlight, knows};

/// One name of every lexer and every table.
const LANGUAGES: [&str; 34] = [
    "bash",
    "console",
    "yaml",
    "json",
    "js",
    "ts",
    "python",
    "go",
    "rust",
    "java",
    "kotlin",
    "c",
    "cpp",
    "csharp",
    "sql",
    "html",
    "css",
    "toml",
    "ini",
    "dockerfile",
    "hcl",
    "proto",
    "graphql",
    "ruby",
    "php",
    "diff",
    "make",
    "markdown",
    "swift",
    "scala",
    "powershell",
    "nginx",
    "lua",
    "elixir",
];

fn highlighted(language: &str, code: &str) -> String {
    let mut out = String::new();
    highlight(language, code, &mut out);
    out
}

/// Takes `html` apart and returns its text. Fails if it holds anything but flat spans, known
/// classes and known escapes.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut in_span = false;
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '>']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<span class=\"") {
            assert!(!in_span, "nested span in {html}");
            in_span = true;
            let (class, after) = after.split_once("\">").unwrap();
            assert!(CLASSES.contains(&class), "unknown class {class}");
            rest = after;
        } else if let Some(after) = rest.strip_prefix("</span>") {
            assert!(in_span, "stray end of span in {html}");
            in_span = false;
            rest = after;
        } else {
            let (character, after) = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&')]
                .iter()
                .find_map(|(escape, character)| Some((*character, rest.strip_prefix(escape)?)))
                .unwrap_or_else(|| panic!("unescaped text at {rest}"));
            text.push(character);
            rest = after;
        }
    }
    assert!(!in_span, "open span in {html}");
    text.push_str(rest);
    text
}

fn check_text(language: &str, code: &str) {
    assert_eq!(text_of(&highlighted(language, code)), code, "the text changed, as {language}");
}

/// A linear congruential generator: enough to shuffle fragments, and the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Everything that opens, closes or escapes something somewhere, and a few things that do not.
const FRAGMENTS: [&str; 106] = [
    "\"",
    "'",
    "`",
    "\"\"\"",
    "'''",
    "\\",
    "\\\"",
    "/*",
    "*/",
    "//",
    "/",
    "#",
    "#!",
    "#[",
    "#!/",
    "<!--",
    "-->",
    "<",
    "</",
    "<a",
    ">",
    "&",
    "&amp;",
    "<?php",
    "?>",
    "<script>",
    "</script>",
    "<style>",
    "${",
    "$(",
    "#{",
    "\\(",
    "{{",
    "}}",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "$",
    "$x",
    "$[",
    "@",
    "@x",
    "@\"",
    "$\"",
    "$@\"",
    ":",
    "::",
    ": ",
    ":x",
    "=",
    "==",
    "=>",
    ":=",
    "-",
    "--",
    "---",
    "- ",
    "+",
    "@@",
    "|",
    "|\n",
    ">-\n",
    "&&",
    ";",
    ",",
    ".",
    "..",
    "!",
    "?",
    "%",
    "~",
    "~~~",
    "```",
    "```rust\n",
    "<<EOF",
    "EOF",
    "<<~A\n",
    "[[",
    "]]",
    "--[[",
    "r#\"",
    "\"#",
    "R\"x(",
    ")x\"",
    "f\"",
    "'a",
    "'é'",
    "é",
    "漢",
    "🦀",
    "\u{301}",
    "0x1f",
    "1.5e-3",
    "fn",
    "class",
    "RUN",
    "name",
    "Name",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
];

#[test]
fn any_text_survives_in_every_language() {
    let mut dice = Dice(1);
    for language in LANGUAGES.iter().chain(["http", "unknown"].iter()) {
        for _ in 0..150 {
            let length = dice.roll(40);
            let code: String = (0..length).map(|_| FRAGMENTS[dice.roll(FRAGMENTS.len())]).collect();
            check_text(language, &code);
        }
    }
}

#[test]
fn any_characters_survive_in_every_language() {
    let mut dice = Dice(2);
    for language in LANGUAGES {
        for _ in 0..100 {
            let length = dice.roll(60);
            let code: String =
                (0..length).filter_map(|_| char::from_u32(dice.roll(0x250) as u32)).collect();
            check_text(language, &code);
        }
    }
}

#[test]
fn every_pair_of_fragments_survives_at_the_end_of_the_code() {
    for language in LANGUAGES {
        for first in FRAGMENTS {
            check_text(language, first);
            for second in FRAGMENTS {
                check_text(language, &format!("{first}{second}"));
            }
        }
    }
}

#[test]
fn every_cut_of_an_example_survives() {
    for (language, example) in examples::EXAMPLES {
        let code = examples::code_of(example);
        for end in (0..=code.len()).filter(|end| code.is_char_boundary(*end)) {
            check_text(language, &code[..end]);
        }
    }
}

#[test]
fn long_hostile_code_ends() {
    // That it ends soon is for the benchmark to say: a stopwatch here would fail on a busy machine.
    for language in LANGUAGES {
        for fragment in FRAGMENTS {
            check_text(language, &fragment.repeat(3_000 / fragment.len()));
        }
    }
}

#[test]
fn fence_words_name_languages_in_any_case_and_with_attributes() {
    for language in LANGUAGES {
        assert!(knows(language), "{language}");
        assert!(knows(&language.to_uppercase()), "{language}");
    }
    for info in [
        "rust,ignore",
        "js{1,3}",
        "c++",
        "C#",
        "yaml title=\"x\"",
        "gitlab-ci",
        "shell-session",
        ".env",
        "Vue",
    ] {
        assert!(knows(info), "{info}");
    }
    for info in ["", "text", "mermaid", "a-name-longer-than-any-we-know", "ruść"] {
        assert!(!knows(info), "{info}");
    }
}

#[test]
fn an_unknown_language_is_only_escaped() {
    assert_eq!(highlighted("text", "if a < b && c > \"d\""), "if a &lt; b &amp;&amp; c &gt; \"d\"");
}

#[test]
fn code_is_appended() {
    let mut out = String::from("<code>");
    highlight("go", "nil", &mut out);
    assert_eq!(out, "<code><span class=\"ht\">nil</span>");
}

#[test]
fn neighbours_of_one_class_share_a_span() {
    assert_eq!(highlighted("rust", "pub const fn"), "<span class=\"hk\">pub const fn</span>");
}
