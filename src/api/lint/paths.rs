//! Questions about paths: whether they are written alike.

use std::collections::BTreeMap;

use crate::base::Code;
use crate::model::api::{ApiContent, Operation, OperationKind};

use super::Asked;

/// Asks each path once, at the first of its operations.
pub(super) fn ask(content: &ApiContent, asked: &mut Asked<'_>) {
    let mut paths: Vec<&Operation> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for operation in content.operations.iter().filter(|it| it.kind == OperationKind::Http) {
        if seen.insert(operation.address.as_str()) {
            paths.push(operation);
        }
    }
    let usual_style = usual(paths.iter().flat_map(|path| words(&path.address).filter_map(style)));
    let long = paths.iter().filter(|path| path.address.len() > 1);
    let with_slash = long.clone().filter(|path| path.address.ends_with('/')).count();
    let ends_with_slash = with_slash * 2 > long.count();
    let mut variables: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        let problem = slash(&path.address, ends_with_slash)
            .or_else(|| letters(&path.address, usual_style))
            .or_else(|| variable(&path.address, &mut variables));
        let (is_well, (message, help)) = (problem.is_none(), problem.unwrap_or_default());
        asked.ask(Code::ApiPaths, is_well, path.at, || (message, help));
    }
}

type Problem = Option<(String, String)>;

fn slash(path: &str, ends_with_slash: bool) -> Problem {
    let is_unlike = path.len() > 1 && path.ends_with('/') != ends_with_slash;
    is_unlike.then(|| match ends_with_slash {
        true => (
            format!("path `{path}` does not end with a slash, unlike the others"),
            "add the slash".to_owned(),
        ),
        false => (
            format!("path `{path}` ends with a slash, unlike the others"),
            "remove the slash".to_owned(),
        ),
    })
}

fn letters(path: &str, usual: Option<&'static str>) -> Problem {
    let usual = usual?;
    let odd = words(path).find(|word| style(word).is_some_and(|style| style != usual))?;
    let message =
        format!("`{odd}` in path `{path}` is in {}, the others are in {usual}", style(odd)?);
    Some((message, format!("write it in {usual}")))
}

/// The same place has one name: that of the path that comes first.
fn variable<'a>(path: &'a str, known: &mut BTreeMap<String, &'a str>) -> Problem {
    let mut before = String::new();
    let mut problem = None;
    for part in path.split('/') {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        if let Some(name) = name {
            before += "/{}";
            let first = *known.entry(before.clone()).or_insert(name);
            if first != name && problem.is_none() {
                let message =
                    format!("variable `{name}` in path `{path}` is called `{first}` elsewhere");
                problem = Some((message, format!("call it `{first}`")));
            }
        } else {
            before += "/";
            before += part;
        }
    }
    problem
}

/// The parts that are no variables.
fn words(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.contains('{'))
}

/// The way a part is written; none if it is one small word.
fn style(part: &str) -> Option<&'static str> {
    if part.contains('-') {
        Some("kebab-case")
    } else if part.contains('_') {
        Some("snake_case")
    } else if part.contains(|c: char| c.is_ascii_uppercase()) {
        Some("camelCase")
    } else {
        None
    }
}

/// The most frequent; of several the first by name.
fn usual(styles: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for style in styles {
        *counts.entry(style).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(style, _)| style)
}
