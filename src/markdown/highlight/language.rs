//! Which lexer reads which language: the names and aliases a fence may carry.

use super::paint::{Painter, escape};
use super::shell::Dialect;
use super::{
    console, css, diff, dockerfile, engine, grammar::Grammar, http, makefile, markdown, markup,
    settings, shell, tables, yaml,
};

/// Appends `code`, escaped for HTML text and with spans around tokens, to `out`. An unknown
/// language is only escaped.
pub(crate) fn highlight(language: &str, code: &str, out: &mut String) {
    match Lexer::named(language) {
        Some(lexer) => {
            let mut painter = Painter::new(code, out);
            lexer.lex(code.as_bytes(), 0, &mut painter);
            painter.finish();
        }
        None => escape(code, out),
    }
}

/// Whether `language`, a fence's info word in any case, has a lexer.
pub(crate) fn knows(language: &str) -> bool {
    Lexer::named(language).is_some()
}

/// A way to read code.
#[derive(Clone, Copy)]
pub(super) enum Lexer {
    Code(&'static Grammar),
    Settings(settings::Dialect),
    Console,
    Css,
    Diff,
    Dockerfile,
    Http,
    Makefile,
    Markdown,
    Markup,
    Shell,
    Yaml,
}

/// Longer than any name below.
const NAME_LENGTH: usize = 16;

impl Lexer {
    /// Returns the lexer for a fence's info word. What follows the name in it, as in `rust,ignore`
    /// or `js{1,3}`, is ignored.
    pub(super) fn named(info: &str) -> Option<Self> {
        let in_name = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#' | b'-' | b'_' | b'.')
        };
        let length = info.bytes().take_while(in_name).count();
        let mut name = [0; NAME_LENGTH];
        let name = name.get_mut(..length)?;
        name.copy_from_slice(&info.as_bytes()[..length]);
        name.make_ascii_lowercase();
        Some(match &*name {
            b"bash" | b"sh" | b"shell" | b"zsh" | b"ksh" | b"fish" => Lexer::Shell,
            b"console" | b"shell-session" | b"shellsession" | b"sh-session" | b"terminal" => {
                Lexer::Console
            }
            b"yaml" | b"yml" | b"gitlab-ci" | b"helm" => Lexer::Yaml,
            b"json" | b"jsonc" | b"json5" | b"jsonl" | b"ndjson" | b"geojson" => {
                Lexer::Code(&tables::JSON)
            }
            b"javascript" | b"js" | b"jsx" | b"mjs" | b"cjs" | b"node" => {
                Lexer::Code(&tables::JAVASCRIPT)
            }
            b"typescript" | b"ts" | b"tsx" | b"mts" | b"cts" => Lexer::Code(&tables::TYPESCRIPT),
            b"python" | b"py" | b"python3" | b"py3" | b"starlark" => Lexer::Code(&tables::PYTHON),
            b"go" | b"golang" => Lexer::Code(&tables::GO),
            b"rust" | b"rs" => Lexer::Code(&tables::RUST),
            b"java" => Lexer::Code(&tables::JAVA),
            b"kotlin" | b"kt" | b"kts" => Lexer::Code(&tables::KOTLIN),
            b"c" | b"h" => Lexer::Code(&tables::C),
            b"cpp" | b"c++" | b"cc" | b"cxx" | b"hpp" => Lexer::Code(&tables::CPP),
            b"csharp" | b"cs" | b"c#" => Lexer::Code(&tables::CSHARP),
            b"sql" | b"mysql" | b"postgresql" | b"postgres" | b"psql" | b"plsql" | b"sqlite" => {
                Lexer::Code(&tables::SQL)
            }
            b"html" | b"htm" | b"xhtml" | b"xml" | b"svg" | b"vue" | b"svelte" | b"xsd"
            | b"xslt" => Lexer::Markup,
            b"css" | b"scss" | b"less" => Lexer::Css,
            b"toml" => Lexer::Settings(settings::Dialect::Toml),
            b"ini" | b"properties" | b"env" | b"dotenv" | b".env" | b"cfg" | b"conf"
            | b"editorconfig" | b"gitconfig" => Lexer::Settings(settings::Dialect::Ini),
            b"dockerfile" | b"docker" | b"containerfile" => Lexer::Dockerfile,
            b"hcl" | b"terraform" | b"tf" | b"tfvars" => Lexer::Code(&tables::HCL),
            b"protobuf" | b"proto" | b"proto3" => Lexer::Code(&tables::PROTOBUF),
            b"graphql" | b"gql" => Lexer::Code(&tables::GRAPHQL),
            b"ruby" | b"rb" => Lexer::Code(&tables::RUBY),
            b"php" => Lexer::Code(&tables::PHP),
            b"diff" | b"patch" => Lexer::Diff,
            b"makefile" | b"make" | b"mk" => Lexer::Makefile,
            b"markdown" | b"md" => Lexer::Markdown,
            b"swift" => Lexer::Code(&tables::SWIFT),
            b"scala" | b"sbt" => Lexer::Code(&tables::SCALA),
            b"powershell" | b"ps1" | b"pwsh" | b"posh" => Lexer::Code(&tables::POWERSHELL),
            b"nginx" => Lexer::Code(&tables::NGINX),
            b"lua" => Lexer::Code(&tables::LUA),
            b"elixir" | b"ex" | b"exs" => Lexer::Code(&tables::ELIXIR),
            b"http" => Lexer::Http,
            _ => return None,
        })
    }

    /// Paints `bytes` from `start` on. `bytes` is the code up to where this lexer may read.
    pub(super) fn lex(self, bytes: &[u8], start: usize, painter: &mut Painter<'_>) {
        match self {
            Lexer::Code(grammar) => engine::lex(grammar, bytes, start, painter),
            Lexer::Settings(dialect) => settings::lex(dialect, bytes, start, painter),
            Lexer::Console => console::lex(bytes, start, painter),
            Lexer::Css => css::lex(bytes, start, painter),
            Lexer::Diff => diff::lex(bytes, start, painter),
            Lexer::Dockerfile => dockerfile::lex(bytes, start, painter),
            Lexer::Http => http::lex(bytes, start, painter),
            Lexer::Makefile => makefile::lex(bytes, start, painter),
            Lexer::Markdown => markdown::lex(bytes, start, painter),
            Lexer::Markup => markup::lex(bytes, start, painter),
            Lexer::Shell => shell::lex(Dialect::Script, bytes, start, painter),
            Lexer::Yaml => yaml::lex(bytes, start, painter),
        }
    }
}
