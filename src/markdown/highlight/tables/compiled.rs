//! C, C++, Go and Rust.

use super::grammar::{
    Attributes, Grammar, NESTED_SLASH_STAR, Prefix, RULES, Rules, SLASH_STAR, StringRule,
};
use super::words::{Word, Words};

const C_TYPES: &str = "bool char double float int long short signed unsigned void size_t ssize_t ptrdiff_t FILE \
     int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t NULL \
     true false nullptr";

pub(crate) static C: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "auto break case const continue default do else extern for goto if inline register \
             restrict return sizeof static switch typedef volatile while",
        ),
        (Word::BeforeType, "enum struct union"),
        (Word::Known, C_TYPES),
    ]),
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::line("\""), StringRule::line("'")],
    directives: true,
    ..RULES
});

pub(crate) static CPP: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "alignas alignof auto break case catch co_await co_return co_yield const const_cast \
             consteval constexpr constinit continue decltype default delete do dynamic_cast else \
             explicit export extern final for friend goto if inline mutable noexcept operator \
             override private protected public register reinterpret_cast requires return sizeof \
             static static_assert static_cast switch template this thread_local throw try typedef \
             typeid typename using virtual volatile while",
        ),
        (Word::BeforeType, "class concept enum namespace new struct union"),
        (Word::Known, C_TYPES),
        (Word::Known, "char8_t char16_t char32_t wchar_t std string string_view vector"),
    ]),
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::line("\""), StringRule::line("'")],
    prefixes: &[
        ("R", Prefix::Delimiter),
        ("u8R", Prefix::Delimiter),
        ("LR", Prefix::Delimiter),
        ("L", Prefix::Nothing),
    ],
    directives: true,
    ..RULES
});

pub(crate) static GO: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "break case chan const continue default defer else fallthrough for go goto if import \
             interface map package range return select struct switch var",
        ),
        (Word::BeforeFunction, "func"),
        (Word::BeforeType, "type"),
        (
            Word::Known,
            "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 \
             int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false nil iota",
        ),
    ]),
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::line("\""), StringRule::line("'"), StringRule::raw("`", "`")],
    ..RULES
});

pub(crate) static RUST: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "as async await break const continue crate dyn else extern for if in let loop match \
             move mut pub ref return static super unsafe use where while yield self",
        ),
        (Word::BeforeFunction, "fn"),
        (Word::BeforeType, "enum impl mod struct trait type"),
        (Word::Contextual, "union"),
        (
            Word::Known,
            "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize true false \
             Self Option Some None Result Ok Err String Vec Box",
        ),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[NESTED_SLASH_STAR],
    strings: &[StringRule::lines("\"")],
    prefixes: &[
        ("r", Prefix::Hashes),
        ("b", Prefix::Nothing),
        ("br", Prefix::Hashes),
        ("c", Prefix::Nothing),
        ("cr", Prefix::Hashes),
    ],
    attributes: Attributes::Hash,
    lifetimes: true,
    ..RULES
});
