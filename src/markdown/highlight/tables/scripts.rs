//! Elixir, Lua, PowerShell, Python and Ruby.

use super::grammar::{BlockComment, Grammar, Keys, Prefix, RULES, Rules, StringRule};
use super::paint::Class;
use super::words::{Word, Words};

pub(crate) static ELIXIR: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "after alias and case catch cond do else end fn for if import in not or quote raise \
             receive require rescue super throw try unless unquote use when with",
        ),
        (Word::BeforeFunction, "def defp defmacro defmacrop defguard defdelegate"),
        (Word::BeforeType, "defmodule defprotocol defimpl"),
        (Word::Keyword, "defstruct defexception"),
        (Word::Known, "true false nil"),
    ]),
    marked_names: true,
    capitals: true,
    line_comments: &["#"],
    strings: &[
        StringRule::lines("\"\"\"").with_holes(&["#{"]),
        StringRule::lines("\"").with_holes(&["#{"]),
        StringRule::line("'"),
    ],
    sigils: &[(b'@', Class::Attribute), (b':', Class::Type)],
    keys: Keys::TouchingColon,
    ..RULES
});

pub(crate) static LUA: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "and break do else elseif end for goto if in local not or repeat return then until \
             while",
        ),
        (Word::BeforeFunction, "function"),
        (Word::Known, "true false nil self"),
    ]),
    line_comments: &["--"],
    block_comments: &[BlockComment { open: "--[[", close: "]]", nested: false }],
    strings: &[StringRule::line("\""), StringRule::line("'"), StringRule::raw("[[", "]]")],
    ..RULES
});

pub(crate) static POWERSHELL: Grammar = Grammar::new(Rules {
    words: Words::folded(&[
        (
            Word::Keyword,
            "begin break catch continue do dynamicparam else elseif end exit finally for foreach \
             from if in param process return throw trap try until using while",
        ),
        (Word::BeforeFunction, "function filter"),
        (Word::BeforeType, "class enum"),
        (
            Word::Known,
            "array bool datetime double hashtable int long object pscustomobject string switch",
        ),
    ]),
    joint: b'-',
    joined_commands: true,
    line_comments: &["#"],
    block_comments: &[BlockComment { open: "<#", close: "#>", nested: false }],
    strings: &[
        StringRule::raw("@'", "'@"),
        StringRule::raw("@\"", "\"@").with_holes(POWERSHELL_HOLES),
        StringRule { escape: b'`', ..StringRule::lines("\"") }.with_holes(POWERSHELL_HOLES),
        StringRule::raw("'", "'"),
    ],
    sigils: &[(b'$', Class::Variable), (b'-', Class::Attribute)],
    ..RULES
});

const POWERSHELL_HOLES: &[&str] = &["$(", "${", "$"];

pub(crate) static PYTHON: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "and as assert async await break continue del elif else except finally for from \
             global if import in is lambda nonlocal not or pass raise return try while with yield",
        ),
        (Word::BeforeFunction, "def"),
        (Word::BeforeType, "class"),
        (Word::Contextual, "type"),
        (
            Word::Known,
            "True False None self cls bool bytes dict float frozenset int list object set str \
             tuple Exception ValueError TypeError KeyError RuntimeError",
        ),
    ]),
    line_comments: &["#"],
    strings: &[
        StringRule::lines("\"\"\""),
        StringRule::lines("'''"),
        StringRule::line("\""),
        StringRule::line("'"),
    ],
    // In raw strings too, a backslash keeps a quote from closing.
    prefixes: &[
        ("f", Prefix::Holes(&["{"])),
        ("rf", Prefix::Holes(&["{"])),
        ("fr", Prefix::Holes(&["{"])),
        ("r", Prefix::Nothing),
        ("b", Prefix::Nothing),
        ("rb", Prefix::Nothing),
        ("br", Prefix::Nothing),
        ("u", Prefix::Nothing),
    ],
    sigils: &[(b'@', Class::Attribute)],
    ..RULES
});

pub(crate) static RUBY: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "alias and begin break case do else elsif end ensure extend for if in include loop \
             next not or prepend private protected public raise redo require require_relative \
             rescue retry return super then undef unless until when while yield attr_accessor \
             attr_reader attr_writer",
        ),
        (Word::BeforeFunction, "def"),
        (Word::BeforeType, "class module"),
        (Word::Known, "true false nil self"),
    ]),
    marked_names: true,
    capitals: true,
    line_comments: &["#"],
    strings: &[
        StringRule::lines("\"").with_holes(&["#{"]),
        StringRule::lines("'"),
        StringRule::line("`").with_holes(&["#{"]),
    ],
    sigils: &[(b'@', Class::Variable), (b'$', Class::Variable), (b':', Class::Type)],
    keys: Keys::TouchingColon,
    regexes: true,
    here_documents: true,
    ..RULES
});
