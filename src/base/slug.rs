//! Names that are safe in addresses and on every file system.

use std::collections::BTreeMap;

use super::Digest;

/// Names that Windows keeps for itself, with or without an ending.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];
const LONGEST: usize = 100;

/// Returns `name` in lower case with all but `[a-z0-9._-]` made `-`.
///
/// Never empty, never `.` or `..`, at most 100 bytes, never a name that Windows reserves.
pub(crate) fn slug(name: &str) -> String {
    let mut slug: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-') { c } else { '-' })
        .collect();
    if slug.len() > LONGEST {
        slug.truncate(LONGEST - 9);
        slug = format!("{slug}-{}", Digest::of(name.as_bytes()).short(8));
    }
    // A trailing dot vanishes on Windows; a leading one hides the file.
    if slug.is_empty() || slug.starts_with('.') || slug.ends_with('.') {
        slug = format!("-{}-", slug.trim_matches('.'));
    }
    if is_reserved(&slug) {
        slug.insert(0, '-');
    }
    slug
}

fn is_reserved(slug: &str) -> bool {
    let stem = slug.split('.').next().unwrap_or_default();
    RESERVED.contains(&stem)
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

/// Gives each identity its own slug: a second identity with the same slug gets `-<8 hex>`.
///
/// Identities must come in a stable order; the first keeps the plain name.
#[derive(Default)]
pub(crate) struct Slugs {
    taken: BTreeMap<String, String>,
}

impl Slugs {
    /// Returns the address for `identity`, whose plain address is `wanted`.
    pub(crate) fn claim(&mut self, wanted: String, identity: &str) -> String {
        let mut address = wanted.clone();
        let mut round = 0_u32;
        while self.taken.get(&address).is_some_and(|owner| owner != identity) {
            let hash = Digest::of_parts([identity.as_bytes(), &round.to_le_bytes()]).short(8);
            address = format!("{wanted}-{hash}");
            round += 1;
        }
        self.taken.insert(address.clone(), identity.to_owned());
        address
    }
}
