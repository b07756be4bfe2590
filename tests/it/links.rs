//! No page leads nowhere, whatever its README says. The pages are read by another parser than the build's own.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Portal, root, tree};

/// Relative path of a link seen from a page; none if it leaves the site.
fn resolve(page: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The values of an attribute in a page.
fn values(html: &str, name: &str) -> Vec<String> {
    let needle = format!(" {name}=\"");
    let is_in_tag = |at: usize| html[..at].rfind('<') > html[..at].rfind('>');
    html.match_indices(&needle)
        .filter(|(at, _)| is_in_tag(*at))
        .filter_map(|(at, _)| html[at + needle.len()..].split('"').next())
        .map(unescape)
        .collect()
}

/// Every link of every page that does not resolve.
pub(crate) fn broken(site: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let pages: BTreeMap<&str, String> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && *path != "404.html")
        .map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages
        .iter()
        .map(|(path, html)| (*path, values(html, "id").into_iter().collect()))
        .collect();
    let mut broken = Vec::new();
    for (page, html) in &pages {
        for link in values(html, "href").into_iter().chain(values(html, "src")) {
            let has_scheme =
                link.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':'));
            if has_scheme {
                continue;
            }
            let (path, fragment) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target =
                if path.is_empty() { Some((*page).to_owned()) } else { resolve(page, path) };
            let stands = target.as_ref().is_some_and(|target| site.contains_key(target));
            let has_id = fragment.is_empty()
                || target
                    .as_deref()
                    .and_then(|target| ids.get(target))
                    .is_some_and(|ids| ids.contains(fragment));
            if link.starts_with('/') || !stands || !has_id {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    broken
}

#[test]
fn the_example_leads_nowhere_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = root().join("examples/acme").to_string_lossy().into_owned();
    let arguments = ["build", "-c", &config, "-o", "public", "--cache", "cache"];
    let ran = crate::harness::ran(crate::harness::command(folder.path(), &arguments).output());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let site = tree(&folder.path().join("public"));
    assert_eq!(broken(&site), Vec::<String>::new());
}

#[test]
fn whatever_a_readme_links_to() {
    let readme = "# Links\n\n[a](b.md) [b](#links) [c](#lost) [d](../../../x) [e](/docs) [f](docs/g.md#deep) [h](docs/g.md#lost) \
        [i](?q) [j](javascript:alert(1)) [k](//host.example/x) [l]() ![m](n.png) ![o](docs/p.png) [q](docs) [r][] <a href='s.md'>s</a> \
        <img src='t.png' alt='t'> [u](docs/G.md) [v](%2e%2e/%2e%2e/etc) [w](docs/g.md?x#deep) <a name='x' href='#x'>x</a>\n\n[r]: nowhere/r.md\n";
    let portal = Portal::new()
        .file("acme/a", "README.md", readme)
        .file(
            "acme/a",
            "docs/g.md",
            "# G\n\n## Deep\n\n[up](../README.md#links) [self](#deep) [lost](#shallow)\n",
        )
        .file("acme/a", "docs/p.png", b"\x89PNG\r\n\x1a\n");
    portal.build();
    assert_eq!(broken(&portal.site()), Vec::<String>::new());
    let findings = portal.findings();
    assert!(
        findings.iter().filter(|found| found.starts_with("broken-")).count() >= 10,
        "{findings:?}"
    );
}
