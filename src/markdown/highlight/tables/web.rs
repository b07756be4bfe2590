//! JavaScript, PHP and TypeScript.

use super::grammar::{Attributes, Grammar, RULES, Rules, SLASH_STAR, StringRule, Tags};
use super::paint::Class;
use super::words::{Word, Words};

const SCRIPT_KEYWORDS: &str = "as async await break case catch const continue debugger default delete do else export \
     finally for from if import in let of return static super switch this throw try typeof var \
     void while with yield";
const SCRIPT_TYPES: &str = "class extends instanceof new";
const SCRIPT_CONSTANTS: &str = "true false null undefined NaN Infinity";

pub(crate) static JAVASCRIPT: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (Word::Keyword, SCRIPT_KEYWORDS),
        (Word::BeforeFunction, "function"),
        (Word::BeforeType, SCRIPT_TYPES),
        (Word::Known, SCRIPT_CONSTANTS),
    ]),
    ..SCRIPT
});

pub(crate) static TYPESCRIPT: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (Word::Keyword, SCRIPT_KEYWORDS),
        (
            Word::Keyword,
            "abstract asserts declare infer is keyof override private protected public readonly \
             satisfies",
        ),
        (Word::BeforeFunction, "function"),
        (Word::BeforeType, SCRIPT_TYPES),
        (Word::BeforeType, "enum implements"),
        (Word::Contextual, "interface namespace type"),
        (Word::Known, SCRIPT_CONSTANTS),
        (Word::Known, "any bigint boolean never number object string symbol unknown"),
    ]),
    ..SCRIPT
});

/// What both have in common.
const SCRIPT: Rules = Rules {
    letters: b"$",
    capitals: true,
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[
        StringRule::line("\""),
        StringRule::line("'"),
        StringRule::lines("`").with_holes(&["${"]),
    ],
    sigils: &[(b'@', Class::Attribute)],
    regexes: true,
    tags: Tags::Elements,
    ..RULES
};

pub(crate) static PHP: Grammar = Grammar::new(Rules {
    words: Words::folded(&[
        (
            Word::Keyword,
            "abstract and as break callable case catch clone const continue declare default do \
             echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile exit \
             final finally fn for foreach global goto if include include_once insteadof isset \
             list match or print private protected public readonly require require_once return \
             static switch throw try unset use var while xor yield",
        ),
        (Word::BeforeFunction, "function"),
        (
            Word::BeforeType,
            "class enum extends implements instanceof interface namespace new trait",
        ),
        (
            Word::Known,
            "array bool false float int iterable mixed never null object parent self string true \
             void",
        ),
    ]),
    capitals: true,
    line_comments: &["//", "#"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::lines("\"").with_holes(&["{$", "${", "$"]), StringRule::lines("'")],
    sigils: &[(b'$', Class::Variable)],
    attributes: Attributes::Hash,
    here_documents: true,
    tags: Tags::Instructions,
    ..RULES
});
