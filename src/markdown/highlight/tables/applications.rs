//! C#, Java, Kotlin, Scala and Swift.

use super::grammar::{
    Attributes, Grammar, NESTED_SLASH_STAR, Prefix, RULES, Rules, SLASH_STAR, StringRule,
};
use super::paint::Class;
use super::words::{Word, Words};

pub(crate) static CSHARP: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "abstract as async await base break case catch checked const continue default \
             delegate do else event explicit extern finally fixed for foreach from get global \
             goto if implicit in init internal is let lock nameof operator orderby out override \
             params partial private protected public readonly ref required return sealed select \
             set sizeof stackalloc static switch this throw try typeof unchecked unsafe using \
             value virtual volatile when where while yield",
        ),
        (Word::BeforeType, "class enum interface namespace new struct"),
        (Word::Contextual, "record"),
        (
            Word::Known,
            "bool byte char decimal double dynamic float int long nint nuint object sbyte short \
             string uint ulong ushort var void true false null",
        ),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[
        StringRule::raw("\"\"\"", "\"\"\""),
        // A doubled quote closes and opens again, which looks the same.
        StringRule::raw("$@\"", "\"").with_holes(&["{"]),
        StringRule::raw("@$\"", "\"").with_holes(&["{"]),
        StringRule { open: "$\"", ..StringRule::line("\"") }.with_holes(&["{"]),
        StringRule::raw("@\"", "\""),
        StringRule::line("\""),
        StringRule::line("'"),
    ],
    attributes: Attributes::LineBracket,
    directives: true,
    ..RULES
});

pub(crate) static JAVA: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "abstract assert break case catch const continue default do else exports final \
             finally for goto if import native opens package permits private protected public \
             return sealed static strictfp super switch synchronized this throw throws transient \
             try volatile while",
        ),
        (Word::BeforeType, "class enum extends implements instanceof interface new"),
        (Word::Contextual, "record"),
        (Word::Known, "boolean byte char double float int long short var void true false null"),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::lines("\"\"\""), StringRule::line("\""), StringRule::line("'")],
    sigils: &[(b'@', Class::Attribute)],
    ..RULES
});

pub(crate) static KOTLIN: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "abstract actual annotation as break by catch companion const constructor continue \
             crossinline data do else expect external final finally for get if import in infix \
             init inline inner internal is lateinit noinline open operator out override package \
             private protected public reified return sealed set super suspend tailrec this throw \
             try val value var vararg when where while",
        ),
        (Word::BeforeFunction, "fun"),
        (Word::BeforeType, "class enum interface object typealias"),
        (Word::Known, "true false null it"),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[NESTED_SLASH_STAR],
    strings: &[
        StringRule::raw("\"\"\"", "\"\"\"").with_holes(&["${", "$"]),
        StringRule::line("\"").with_holes(&["${", "$"]),
        StringRule::line("'"),
    ],
    sigils: &[(b'@', Class::Attribute)],
    ..RULES
});

pub(crate) static SCALA: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "abstract as case catch derives do else end export extension final finally for \
             forSome given if implicit import inline lazy macro match opaque open override \
             package private protected return sealed super then this throw transparent try using \
             val var while yield",
        ),
        (Word::BeforeFunction, "def"),
        (Word::BeforeType, "class enum extends new object trait type with"),
        (Word::Known, "true false null"),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[NESTED_SLASH_STAR],
    strings: &[StringRule::raw("\"\"\"", "\"\"\""), StringRule::line("\""), StringRule::line("'")],
    prefixes: &[("s", SCALA_HOLES), ("f", SCALA_HOLES), ("raw", SCALA_HOLES)],
    sigils: &[(b'@', Class::Attribute)],
    ..RULES
});

const SCALA_HOLES: Prefix = Prefix::Holes(&["${", "$"]);

pub(crate) static SWIFT: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "any as associatedtype async await break case catch continue convenience default \
             defer deinit do didSet dynamic else fallthrough fileprivate final for get guard if \
             import in indirect infix init inout internal is isolated lazy let mutating \
             nonisolated nonmutating open operator optional override postfix prefix private \
             public repeat required rethrows return self set some static subscript super switch \
             throw throws try unowned var weak where while willSet",
        ),
        (Word::BeforeFunction, "func"),
        (Word::BeforeType, "actor class enum extension protocol struct typealias"),
        (Word::Known, "true false nil Self"),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[NESTED_SLASH_STAR],
    strings: &[
        StringRule::lines("\"\"\"").with_holes(&["\\("]),
        StringRule::raw("#\"", "\"#"),
        StringRule::line("\"").with_holes(&["\\("]),
    ],
    sigils: &[(b'@', Class::Attribute)],
    directives: true,
    ..RULES
});
