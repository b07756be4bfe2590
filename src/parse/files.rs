//! The files of one project as descriptors name them: relative to a file, from the root, or by address.

use globset::{GlobBuilder, GlobMatcher};
use url::Url;

use crate::base::RelPath;
use crate::model::{LeftOutWhy, Project};

/// Folders whose files are patterns for new projects, not descriptors of this one.
const SKELETONS: &[&str] = &["skeleton", "template", "content"];

/// What a descriptor's target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the same repository, there or not.
    File(RelPath),
    /// Files of the same repository, by a pattern with `*` and `?`.
    Glob(RelPath),
    /// Something elsewhere.
    Outward,
    /// A path that leaves the repository.
    Escapes,
}

/// Finds out what `target` means in a file that stands in `folder`.
pub(super) fn target(project: &Project, folder: &RelPath, target: &str) -> Target {
    let path = if is_address(target) {
        match same_repository(project, target) {
            Some(path) => RelPath::new(&path),
            None => return Target::Outward,
        }
    } else {
        match target.strip_prefix('/') {
            Some(path) => RelPath::new(&percent_decoded(path)),
            None => folder.join(&percent_decoded(target)),
        }
    };
    match path {
        None => Target::Escapes,
        Some(path) if path.as_str().contains(['*', '?']) => Target::Glob(path),
        Some(path) => Target::File(path),
    }
}

/// Whether a text is an address with a scheme or a host, rather than a path.
pub(super) fn is_address(text: &str) -> bool {
    let scheme = text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    scheme || text.starts_with("//")
}

/// Returns the path within the project that an address on GitLab names.
pub(super) fn same_repository(project: &Project, address: &str) -> Option<String> {
    let home = Url::parse(project.web_url.as_deref()?).ok()?;
    let url = Url::parse(address).ok()?;
    if home.origin() != url.origin() || home.scheme() != url.scheme() {
        return None;
    }
    let rest = url.path().strip_prefix(home.path().trim_end_matches('/'))?;
    let rest = rest.strip_prefix("/-/").or_else(|| rest.strip_prefix('/'))?;
    let (view, rest) = rest.split_once('/')?;
    if !matches!(view, "blob" | "raw" | "tree" | "edit") {
        return None;
    }
    let branch = project.default_branch.as_deref().unwrap_or("HEAD");
    let path = match rest.strip_prefix(branch).and_then(|rest| rest.strip_prefix('/')) {
        Some(path) => path,
        None => rest.split_once('/')?.1,
    };
    // A `?` of a glob begins the query of the address it stands in.
    let query = url.query().map_or(String::new(), |query| format!("?{query}"));
    Some(percent_decoded(path) + &query)
}

/// Returns the text with `%41` as `A`; what would not be UTF-8 stays as it is.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|d| d.iter().all(u8::is_ascii_hexdigit));
        let code = digits
            .filter(|_| bytes[at] == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Compiles a pattern in which `*` stays within a folder and `**` does not; nothing else is special.
pub(super) fn glob(pattern: &str) -> Option<GlobMatcher> {
    let mut escaped = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        match c {
            '[' | ']' | '{' | '}' => escaped.extend(['[', c, ']']),
            c => escaped.push(c),
        }
    }
    let glob = GlobBuilder::new(&escaped).literal_separator(true).build().ok()?;
    Some(glob.compile_matcher())
}

/// Whether a file stands in a skeleton from which new projects are made.
pub(super) fn is_skeleton(path: &RelPath) -> bool {
    // A folder named like `{{ name }}` is one in any templating language.
    path.parent().parts().any(|part| SKELETONS.contains(&part) || part.contains("{{"))
}

/// Why a file that is named is not there, as the end of a sentence.
pub(super) fn why_missing(project: &Project, path: &RelPath) -> &'static str {
    let left_out = project.left_out.iter().find(|left| left.path == *path);
    match left_out.map(|left| &left.why) {
        Some(LeftOutWhy::TooLarge { .. }) => "is larger than a file may be",
        Some(LeftOutWhy::NotAFile) => "is a link, not a file",
        Some(LeftOutWhy::Lfs) => "is kept in Git LFS",
        Some(LeftOutWhy::Unreadable(_)) => "cannot be read",
        Some(LeftOutWhy::TooMany) => "is beyond the number of files that are read",
        None if project.files.contains_key(path) => "is not UTF-8 text",
        None => "is not in the repository",
    }
}

/// Returns the file of `folder` with one of these names in any case; the first name wins.
pub(super) fn find<'a>(
    project: &'a Project,
    folder: &RelPath,
    names: &[&str],
) -> Option<&'a RelPath> {
    let inside = |path: &&RelPath| path.parent() == *folder;
    let here: Vec<&RelPath> = if folder.as_str().is_empty() {
        project.files.keys().filter(inside).collect()
    } else {
        // The first path that can stand below the folder: `a-b` sorts before `a/`.
        let from = folder.join("\u{1}").unwrap_or_default();
        let prefix = format!("{folder}/");
        let below = project.files.range(from..).map(|(path, _)| path);
        below.take_while(|path| path.as_str().starts_with(&prefix)).filter(inside).collect()
    };
    names
        .iter()
        .find_map(|name| here.iter().find(|path| path.name().eq_ignore_ascii_case(name)).copied())
}
