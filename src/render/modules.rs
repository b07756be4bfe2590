//! Scripts without what only their authors need, and those that are always loaded together as one file.

use super::assets::Files;
use crate::base::RelPath;

/// The module that a search begins with, and what it cannot do without, in the order in which that must stand.
const TOGETHER: (&str, [&str; 3]) =
    ("js/search/engine.js", ["js/search/tokens.js", "js/search/query.js", "js/search/files.js"]);

/// Returns a script of our own as it is published.
///
/// What is always loaded together becomes one file: fewer requests, and fewer bytes once packed. Our other scripts ask for that;
/// the names of the parts stay for those of others, and lead there too. If one part is somebody else's, all stay as they are.
pub(super) fn published(embedded: &Files, files: &Files, name: &RelPath, script: &str) -> String {
    let (whole, parts) = TOGETHER;
    let is_ours = |path: &str| {
        let path = RelPath::new(path);
        path.is_some_and(|path| {
            files.contains_key(&path) && files.get(&path) == embedded.get(&path)
        })
    };
    if !is_ours(whole) || !parts.iter().all(|part| is_ours(part)) {
        return without_comments(script);
    }
    if parts.contains(&name.as_str()) {
        return format!("export * from \"./{}\";\n", file_name(whole));
    }
    if name.as_str() != whole {
        let lines = without_comments(script);
        let lines = lines.lines().map(|line| match imported(line) {
            Some(from) => line.replace(from, file_name(whole)),
            None => line.to_owned(),
        });
        return lines.flat_map(|line| [line, "\n".to_owned()]).collect();
    }
    let parts = parts.iter().filter_map(|part| files.get(&RelPath::new(part)?));
    let parts = parts.filter_map(|bytes| std::str::from_utf8(bytes).ok());
    parts.chain([script]).map(|part| without_imports(&without_comments(part))).collect()
}

/// Takes out the lines that fetch what stands in the same file.
fn without_imports(script: &str) -> String {
    let lines = script.lines().filter(|line| imported(line).is_none());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The file from which a line takes something that stands in the one file.
fn imported(line: &str) -> Option<&'static str> {
    let (_, parts) = TOGETHER;
    let is_import = line.starts_with("import ") || line.starts_with("export {");
    let mut names = parts.iter().map(|part| file_name(part)).filter(|_| is_import);
    names.find(|name| line.ends_with(&format!(" from \"./{name}\";")))
}

fn file_name(path: &'static str) -> &'static str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns a script of our own without indentation and the lines that are comments. Lines of code stay lines, and ours hold no
/// text that spans several of them.
fn without_comments(script: &str) -> String {
    let code = script.lines().map(str::trim).filter(|line| {
        let is_comment = ["//", "/*", "* ", "*/"].iter().any(|mark| line.starts_with(mark));
        !line.is_empty() && !is_comment
    });
    code.flat_map(|line| [line, "\n"]).collect()
}
