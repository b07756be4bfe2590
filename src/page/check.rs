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
    let mut broken = BTreeSet::new();
    for attribute in ["href=\"", "src=\""] {
        for (at, _) in html.match_indices(attribute) {
            // `data-href="` and the like are not links.
            let preceded_by_space = html[..at].ends_with([' ', '\n']);
            let value = &html[at + attribute.len()..];
            let Some(end) = value.find('"') else { continue };
            let value = &value[..end];
            if preceded_by_space && !leads_somewhere(plan, &folder, html, value, exists) {
                broken.insert(value.to_owned());
            }
        }
    }
    broken.into_iter().collect()
}

fn leads_somewhere(
    plan: &SitePlan,
    folder: &RelPath,
    html: &str,
    value: &str,
    exists: &dyn Fn(&RelPath) -> bool,
) -> bool {
    let scheme = value.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    if scheme {
        return true;
    }
    if let Some(id) = value.strip_prefix('#') {
        return html.contains(&format!("id=\"{id}\""));
    }
    let path = value.split(['#', '?']).next().unwrap_or_default();
    folder.join(path).is_some_and(|target| plan.at(&target).is_some() || exists(&target))
}
