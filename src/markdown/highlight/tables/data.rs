//! Languages that describe rather than compute: GraphQL, HCL, JSON, nginx, Protocol Buffers and
//! SQL.

use super::grammar::{Grammar, Heads, Keys, RULES, Rules, SLASH_STAR, StringRule};
use super::paint::Class;
use super::words::{Word, Words};

pub(crate) static JSON: Grammar = Grammar::new(Rules {
    words: Words::new(&[(Word::Known, "true false null NaN Infinity undefined")]),
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::line("\""), StringRule::line("'")],
    keys: Keys::Colon,
    ..RULES
});

pub(crate) static GRAPHQL: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (Word::Keyword, "directive extend mutation query repeatable schema subscription"),
        (Word::BeforeType, "enum fragment implements input interface on scalar type union"),
        (Word::Known, "Boolean Float ID Int String true false null"),
    ]),
    capitals: true,
    line_comments: &["#"],
    strings: &[StringRule::lines("\"\"\""), StringRule::line("\"")],
    sigils: &[(b'@', Class::Attribute), (b'$', Class::Variable)],
    keys: Keys::Colon,
    ..RULES
});

pub(crate) static HCL: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (Word::Keyword, "for in if else endif endfor"),
        (Word::Known, "any bool list map number object set string tuple true false null"),
    ]),
    joint: b'-',
    line_comments: &["#", "//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::line("\"").with_holes(&["${", "%{"])],
    keys: Keys::Equals,
    heads: Heads::Blocks,
    here_documents: true,
    ..RULES
});

pub(crate) static NGINX: Grammar = Grammar::new(Rules {
    words: Words::new(&[(Word::Known, "on off")]),
    joint: b'-',
    line_comments: &["#"],
    strings: &[StringRule::lines("\""), StringRule::lines("'")],
    sigils: &[(b'$', Class::Variable)],
    heads: Heads::Lines,
    ..RULES
});

pub(crate) static PROTOBUF: Grammar = Grammar::new(Rules {
    words: Words::new(&[
        (
            Word::Keyword,
            "edition extensions import map max oneof option optional package public repeated \
             required reserved returns stream syntax to weak",
        ),
        (Word::BeforeFunction, "rpc"),
        (Word::BeforeType, "enum extend message service"),
        (
            Word::Known,
            "bool bytes double fixed32 fixed64 float int32 int64 sfixed32 sfixed64 sint32 sint64 \
             string uint32 uint64 true false",
        ),
    ]),
    capitals: true,
    line_comments: &["//"],
    block_comments: &[SLASH_STAR],
    strings: &[StringRule::line("\""), StringRule::line("'")],
    ..RULES
});

pub(crate) static SQL: Grammar = Grammar::new(Rules {
    words: Words::folded(&[
        (
            Word::Keyword,
            "add all alter analyze and any as asc auto_increment begin between by cascade case \
             cast check column commit concurrently conflict constraint create cross cube database \
             declare default delete desc describe distinct do drop each else end escape except \
             exclude execute exists explain fetch filter first following for foreign from full \
             function generated grant group having if ilike in index inner insert intersect into \
             is join key language last lateral left like limit materialized merge natural next no \
             not nothing null nulls of offset on only or order outer over partition preceding \
             primary procedure range recursive references rename replace restrict return \
             returning returns revoke right role rollback rollup row rows schema select sequence \
             set some table tablespace temporary then to transaction trigger truncate unbounded \
             union unique update use using vacuum values view when where window with",
        ),
        (
            Word::Known,
            "bigint bigserial binary bit blob boolean bool bytea char date datetime decimal \
             double float int integer interval json jsonb numeric precision real serial smallint \
             text time timestamp timestamptz tinyint uuid varchar false true",
        ),
    ]),
    line_comments: &["--"],
    block_comments: &[SLASH_STAR],
    // A doubled quote closes and opens again, which looks the same.
    strings: &[StringRule::raw("'", "'"), StringRule::raw("\"", "\""), StringRule::raw("`", "`")],
    sigils: &[(b'@', Class::Variable), (b':', Class::Variable)],
    ..RULES
});
