//! A package of another name: told once, and what is in it compared by the new name.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::api::surface::{BETWEEN, Item, ItemKind, Signature, Surface};

use super::{Change, ChangeClass};

/// The old surface with its packages by their new names, and what is to tell of that.
pub(super) fn moved<'a>(old: &'a Surface, new: &Surface) -> (Cow<'a, Surface>, Vec<Change>) {
    let mut moved = Cow::Borrowed(old);
    let mut changes = Vec::new();
    let (gone, come) = (packages(old), packages(new));
    let mut free: Vec<&str> = come.difference(&gone).copied().collect();
    for before in gone.difference(&come) {
        let inside = names(old, before);
        let alike = |now: &&str| inside.intersection(&names(new, now)).count();
        let Some(at) = (0..free.len()).max_by_key(|at| alike(&free[*at])) else { break };
        if 2 * alike(&free[at]) < inside.len() || inside.is_empty() {
            continue;
        }
        let now = free.swap_remove(at);
        moved = Cow::Owned(renamed(&moved, before, now));
        changes.push(Change {
            class: ChangeClass::Breaking,
            operation: None,
            schema: None,
            place: now.to_owned(),
            rule: "package-changed",
            message: format!("package `{before}` became `{now}`"),
        });
    }
    (moved, changes)
}

fn packages(surface: &Surface) -> BTreeSet<&str> {
    let items = surface.items.iter().filter(|item| item.kind == ItemKind::Group);
    let items = items.filter(|item| item.signature.get("is") == "package");
    items.filter_map(|item| item.path.split_once(BETWEEN)).map(|(_, name)| name).collect()
}

/// What stands in a package, without its name.
fn names<'a>(surface: &'a Surface, package: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for item in &surface.items {
        let mut parts = item.path.split(BETWEEN);
        let (house, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if matches!(house, "s" | "o")
            && let Some((_, rest)) = split(name, package)
        {
            found.insert(rest);
        }
    }
    found
}

/// A name below a package: what stands before the package, and what behind it.
fn split<'a>(name: &'a str, package: &str) -> Option<(&'a str, &'a str)> {
    let (before, full) = name.rsplit_once(' ').map_or(("", name), |(verb, full)| (verb, full));
    Some((before, full.strip_prefix(package)?.strip_prefix('.')?))
}

fn renamed(surface: &Surface, before: &str, now: &str) -> Surface {
    let name = |name: &str| match split(name, before) {
        Some(("", rest)) => format!("{now}.{rest}"),
        Some((verb, rest)) => format!("{verb} {now}.{rest}"),
        None if name == before => now.to_owned(),
        None => name.to_owned(),
    };
    let item = |item: &Item| {
        let mut parts: Vec<String> = item.path.split(BETWEEN).map(str::to_owned).collect();
        if let Some(second) = parts.get_mut(1) {
            *second = name(second);
        }
        let words = item.signature.words().map(|(word, value)| {
            let value = if word == "ref" { name(value) } else { value.to_owned() };
            format!("{word}={value}")
        });
        let signature = Signature::from_text(words.collect::<Vec<_>>().join(" "));
        Item { path: parts.join(&BETWEEN.to_string()), kind: item.kind, signature }
    };
    let mut items: Vec<Item> = surface.items.iter().map(item).collect();
    items.sort();
    Surface { version: surface.version, format: surface.format.clone(), items }
}
