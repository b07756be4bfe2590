//! Which files make one description together: GraphQL schemas and trees of protobuf are written in many.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::RelPath;

/// Files that are read together, the one that stands for them first.
pub(super) type Group = Vec<RelPath>;

/// Groups the files of GraphQL schemas.
///
/// A file with a root type begins a schema; those beside and below it are parts of it, unless they define what is
/// defined already: then they are another schema, as in a folder of examples.
pub(super) fn of_graphql(texts: &BTreeMap<RelPath, &str>) -> Vec<Group> {
    let names: BTreeMap<&RelPath, BTreeSet<&str>> =
        texts.iter().map(|(path, text)| (path, defined(text))).collect();
    let is_root = |path: &RelPath| {
        names[path].iter().any(|name| matches!(*name, "Query" | "Mutation" | "Subscription" | ""))
    };
    let mut groups: Vec<(RelPath, Group, BTreeSet<&str>)> = Vec::new();
    // Roots first, so that each part finds the nearest.
    let (roots, parts): (Vec<&RelPath>, Vec<&RelPath>) =
        texts.keys().partition(|path| is_root(path));
    for path in roots {
        let own = &names[path];
        let same = groups
            .iter_mut()
            .find(|(folder, _, known)| *folder == path.parent() && known.is_disjoint(own));
        match same {
            Some((_, group, known)) => {
                group.push(path.clone());
                known.extend(own);
            }
            None => groups.push((path.parent(), vec![path.clone()], own.clone())),
        }
    }
    for path in parts {
        let own = &names[path];
        if own.is_empty() {
            continue;
        }
        let folder = path.parent();
        let is_above = |above: &RelPath| {
            above.as_str().is_empty()
                || folder == *above
                || folder.as_str().starts_with(&format!("{above}/"))
        };
        let nearest = groups
            .iter_mut()
            .filter(|(above, _, known)| is_above(above) && known.is_disjoint(own))
            .max_by_key(|(above, ..)| above.parts().count());
        match nearest {
            Some((_, group, known)) => {
                group.push(path.clone());
                known.extend(own);
            }
            None => groups.push((folder, vec![path.clone()], own.clone())),
        }
    }
    groups.into_iter().map(|(_, group, _)| group).collect()
}

/// The names of the types that a text defines; `""` for a `schema` block. Extensions define nothing.
fn defined(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut is_described = false;
    for line in text.lines() {
        let marks = line.matches("\"\"\"").count();
        let was_described = is_described;
        is_described ^= marks % 2 == 1;
        if was_described {
            continue;
        }
        let mut words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        match words.next() {
            Some("type" | "interface" | "enum" | "union" | "input" | "scalar") => {
                names.extend(words.find(|word| !word.is_empty()));
            }
            Some("schema") => {
                names.insert("");
            }
            // A subgraph's root may be an extension only.
            Some("extend") => {
                let mut words = words.filter(|word| !word.is_empty());
                if words.next() == Some("type") {
                    let roots = ["Query", "Mutation", "Subscription"];
                    names.extend(words.next().filter(|name| roots.contains(name)));
                }
            }
            _ => {}
        }
    }
    names
}

/// Groups the files of protobuf trees: all together, but each that an entity claims with what it needs.
pub(super) fn of_protobuf(texts: &BTreeMap<RelPath, &str>, claimed: &[&RelPath]) -> Vec<Group> {
    let claimed: Vec<&RelPath> =
        claimed.iter().copied().filter(|path| texts.contains_key(path)).collect();
    let mut left: BTreeSet<&RelPath> = texts.keys().collect();
    let mut groups = Vec::new();
    if claimed.len() == 1 {
        let mut group = vec![claimed[0].clone()];
        group.extend(texts.keys().filter(|path| *path != claimed[0]).cloned());
        return vec![group];
    }
    for path in claimed {
        let needed = needed(path, texts);
        for one in &needed {
            left.remove(one);
        }
        let mut group = vec![path.clone()];
        group.extend(needed.into_iter().filter(|one| *one != path).cloned());
        groups.push(group);
    }
    if !left.is_empty() {
        groups.push(left.into_iter().cloned().collect());
    }
    groups
}

/// A file, the files of its package beside it, and what all of these import.
fn needed<'a>(first: &'a RelPath, texts: &'a BTreeMap<RelPath, &str>) -> BTreeSet<&'a RelPath> {
    let beside = texts.keys().filter(|path| path.parent() == first.parent());
    let mut open: Vec<&RelPath> =
        beside.filter(|path| package(texts[*path]) == package(texts[first])).collect();
    let mut needed = BTreeSet::new();
    while let Some(path) = open.pop() {
        if !needed.insert(path) {
            continue;
        }
        for import in imports(texts[path]) {
            // An import is relative to a folder that nobody names.
            let ends = format!("/{import}");
            let found =
                texts.keys().find(|path| path.as_str() == import || path.as_str().ends_with(&ends));
            open.extend(found);
        }
    }
    needed
}

fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let rest = line.trim_start().strip_prefix("import")?;
        rest.split(['"', '\'']).nth(1)
    })
}

fn package(text: &str) -> Option<&str> {
    let line = text.lines().find_map(|line| line.trim_start().strip_prefix("package "))?;
    line.split(';').next().map(str::trim)
}
