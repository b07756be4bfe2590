//! Words that shells know themselves.

/// Words behind which a command begins.
pub(super) const OPENERS: &[&str] =
    &["if", "then", "elif", "else", "while", "until", "do", "!", "{"];

/// Commands that run the command behind them, their options apart.
pub(super) const PREFIXES: &[&str] =
    &["sudo", "env", "exec", "time", "command", "nohup", "builtin", "eval"];

/// Builtins whose arguments are names that they set.
pub(super) const SETTERS: &[&str] = &[
    "declare",
    "export",
    "getopts",
    "local",
    "mapfile",
    "read",
    "readarray",
    "readonly",
    "typeset",
];

/// Words of the grammar behind which no command stands.
pub(super) const KEYWORDS: &[&str] =
    &["fi", "done", "}", "in", "coproc", "[[", "]]", "[", "]", ":", "."];

/// What every shell brings along, and the like of it in others.
pub(super) const BUILTINS: &[&str] = &[
    "alias", "bg", "bind", "break", "caller", "cd", "chdir", "complete", "compgen", "continue",
    "del", "dirs", "disown", "echo", "enable", "exit", "false", "fc", "fg", "hash", "help",
    "history", "jobs", "kill", "let", "logout", "popd", "printf", "pushd", "pwd", "return", "rem",
    "set", "shift", "shopt", "source", "suspend", "test", "throw", "times", "trap", "true", "try",
    "catch", "type", "ulimit", "umask", "unalias", "unset", "wait", "foreach", "param",
];
