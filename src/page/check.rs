//! The build's own proof that no page leads nowhere.
//!
//! Everything a page links to was made by `urls` and `links`, so what this finds is a defect of ours
//! or of a theme, not of what was read.

use std::collections::BTreeSet;

use crate::base::RelPath;

use super::SitePlan;

/// Returns the internal links of a finished page that lead neither to a page of the plan, nor to a
/// file that `exists` knows, nor to an id of the page itself.
pub(crate) fn check_links(
    plan: &SitePlan,
    address: &RelPath,
    html: &str,
    exists: &dyn Fn(&RelPath) -> bool,
) -> Vec<String> {
    let folder = address.parent();
    let mut ids = BTreeSet::new();
    let mut links = BTreeSet::new();
    // Every attribute that matters ends in `="`; one pass over the page finds them all.
    for at in memchr::memmem::find_iter(html.as_bytes(), b"=\"") {
        let name = html[..at].rsplit([' ', '\n']).next().unwrap_or_default();
        // Code that talks of links is text, where `<` is always escaped.
        let is_in_tag = || {
            let last = memchr::memrchr2(b'<', b'>', &html.as_bytes()[..at]);
            last.is_some_and(|last| html.as_bytes()[last] == b'<')
        };
        if !matches!(name, "id" | "href" | "src") || !is_in_tag() {
            continue;
        }
        let Some(value) = html[at + 2..].split('"').next() else { continue };
        if name == "id" {
            ids.insert(value);
        } else {
            links.insert(value);
        }
    }
    let leads_nowhere = |link: &&str| !leads_somewhere(plan, &folder, &ids, link, exists);
    links.into_iter().filter(leads_nowhere).map(str::to_owned).collect()
}

fn leads_somewhere(
    plan: &SitePlan,
    folder: &RelPath,
    ids: &BTreeSet<&str>,
    value: &str,
    exists: &dyn Fn(&RelPath) -> bool,
) -> bool {
    let scheme = value.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    if scheme {
        return true;
    }
    if let Some(id) = value.strip_prefix('#') {
        return ids.contains(id);
    }
    let path = value.split(['#', '?']).next().unwrap_or_default();
    folder.join(path).is_some_and(|target| plan.at(&target).is_some() || exists(&target))
}
