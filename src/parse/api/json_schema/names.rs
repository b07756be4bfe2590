//! What schemas are called: as the component, the definition or the file that they are.

use std::collections::HashMap;

use crate::base::RelPath;
use crate::parse::files::percent_decoded;

/// Below these keys stand things with names.
const HOUSES: &[&str] = &["schemas", "definitions", "$defs", "components", "models", "types"];

/// The names that are taken, and how often each was asked for.
#[derive(Default)]
pub(super) struct Names {
    taken: HashMap<String, usize>,
}

impl Names {
    /// The name, with a suffix from its file, or a number, if another schema has it.
    pub(super) fn unique(&mut self, name: &str, file: Option<&RelPath>) -> String {
        if self.take(name) {
            return name.to_owned();
        }
        let base = match file {
            Some(file) => format!("{name}-{}", stem(file.name())),
            None => name.to_owned(),
        };
        if self.take(&base) {
            return base;
        }
        loop {
            let count = self.taken.entry(base.clone()).or_insert(1);
            *count += 1;
            let numbered = format!("{base}-{count}");
            if self.take(&numbered) {
                return numbered;
            }
        }
    }

    fn take(&mut self, name: &str) -> bool {
        let is_free = !self.taken.contains_key(name);
        if is_free {
            self.taken.insert(name.to_owned(), 1);
        }
        is_free
    }
}

/// The name of what a reference leads to, if that is a thing with a name and not a part of one.
pub(super) fn target_name(reference: &str, is_elsewhere: bool) -> Option<String> {
    let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let fragment = percent_decoded(fragment);
    let Some(pointer) = fragment.strip_prefix('/').filter(|pointer| !pointer.is_empty()) else {
        let base = percent_decoded(base);
        let name = base.rsplit('/').next().map(stem).filter(|name| !name.is_empty());
        let anchor = Some(fragment.as_str()).filter(|anchor| !anchor.is_empty());
        return anchor.or(name).map(str::to_owned);
    };
    let mut parts = pointer.rsplit('/');
    let name = parts.next()?;
    let is_named = match parts.next() {
        Some(house) => HOUSES.contains(&house),
        None => is_elsewhere,
    };
    (is_named && !name.is_empty()).then(|| name.replace("~1", "/").replace("~0", "~"))
}

/// A file's name without its endings.
pub(super) fn stem(name: &str) -> &str {
    let name = name.split('?').next().unwrap_or_default();
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
