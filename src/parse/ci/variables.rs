//! The variables of GitLab's that a project's facts know, and that includes are written with.

use std::borrow::Cow;

use crate::model::Project;

/// Returns the text with the variables replaced that the project's facts know; all others stand as written.
///
/// As in GitLab's `ExpandVariables`, `$NAME` and `${NAME}` are variables and `$$` is none.
pub(super) fn expanded<'a>(text: &'a str, project: &Project) -> Cow<'a, str> {
    if !text.contains("CI_PROJECT_") && !text.contains("CI_DEFAULT_BRANCH") {
        return Cow::Borrowed(text);
    }
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        expanded.push_str(&rest[..at]);
        let (written, name) = variable(&rest[at..]);
        match name.and_then(|name| value(name, project)) {
            Some(value) => expanded.push_str(value),
            None => expanded.push_str(written),
        }
        rest = &rest[at + written.len()..];
    }
    expanded.push_str(rest);
    Cow::Owned(expanded)
}

/// The variable that a text begins with: as written, and its name; the text begins with `$`.
pub(super) fn variable(text: &str) -> (&str, Option<&str>) {
    let rest = &text[1..];
    let name =
        |text: &str| text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    if rest.starts_with('$') {
        return (&text[..2], None);
    }
    if let Some(inner) = rest.strip_prefix('{') {
        let length = name(inner);
        if length > 0 && inner[length..].starts_with('}') {
            return (&text[..length + 3], Some(&inner[..length]));
        }
        return (&text[..1], None);
    }
    match name(rest) {
        0 => (&text[..1], None),
        length => (&text[..length + 1], Some(&rest[..length])),
    }
}

fn value<'a>(name: &str, project: &'a Project) -> Option<&'a str> {
    match name {
        "CI_PROJECT_PATH" => Some(&project.path),
        "CI_PROJECT_NAMESPACE" => Some(project.group()),
        "CI_PROJECT_NAME" => Some(project.slug()),
        "CI_PROJECT_ROOT_NAMESPACE" => project.group().split('/').next(),
        "CI_DEFAULT_BRANCH" => project.default_branch.as_deref(),
        _ => None,
    }
}
