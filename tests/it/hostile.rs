//! Input that means harm costs its own project something, and no other anything.

use std::collections::BTreeMap;

use crate::harness::{Portal, component};

/// The site of a good project beside a project with these files, without what the bad one owns.
fn good_pages(files: &[(&str, Vec<u8>)]) -> (BTreeMap<String, Vec<u8>>, Portal) {
    let mut portal = Portal::new()
        .file("garden/good", "catalog-info.yaml", component("good", ""))
        .file("garden/good", "README.md", "# Good\n\nFine.\n")
        .file("acme/bad", "LICENSE", "");
    for (path, content) in files {
        portal = portal.file("acme/bad", path, content);
    }
    portal.build();
    let mut site = portal.site();
    // Lists, the home page, the search and the group of the bad project name it, as they must.
    let is_shared = |path: &str| {
        !path.contains('/')
            || path.starts_with("data/")
            || path.starts_with("search/")
            || path.contains("acme")
    };
    site.retain(|path, _| !is_shared(path));
    (site, portal)
}

/// Asserts that a bad project leaves the pages of the others byte-identical and is told of with `code`.
fn check(files: &[(&str, Vec<u8>)], code: &str) {
    let (plain, _) = good_pages(&[]);
    let (site, portal) = good_pages(files);
    assert!(plain.len() >= 3, "{:?}", plain.keys());
    assert_same(&plain, &site);
    let findings = portal.findings();
    assert!(findings.iter().any(|found| found.starts_with(code)), "no `{code}` in {findings:?}");
    assert!(portal.path("public/component/acme/bad.html").exists(), "the project lost its page");
    let found = portal.run(&["search", "--cache", "cache", "good"]);
    assert!(found.stdout.contains("component/default/good.html"), "{}", found.stderr);
}

fn assert_same(plain: &BTreeMap<String, Vec<u8>>, site: &BTreeMap<String, Vec<u8>>) {
    let differing: Vec<&String> = plain
        .keys()
        .chain(site.keys())
        .filter(|path| plain.get(*path) != site.get(*path))
        .collect();
    assert!(differing.is_empty(), "pages of others changed: {differing:?}");
}

fn descriptor(yaml: String) -> Vec<(&'static str, Vec<u8>)> {
    vec![("catalog-info.yaml", yaml.into_bytes())]
}

#[test]
fn aliases_that_multiply() {
    let mut laughs = "a0: &a0 [x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", ")));
    }
    check(&descriptor(laughs), "yaml-budget");
}

#[test]
fn aliases_that_square() {
    for kilobytes in [5, 20, 100] {
        let count = kilobytes * 1024 / 8;
        let yaml = format!(
            "a: &a [{}]\nb: [{}]\n",
            vec!["x"; count].join(", "),
            vec!["*a"; count].join(", ")
        );
        check(&descriptor(yaml), "yaml-budget");
    }
}

#[test]
fn nesting_without_end() {
    for depth in [100, 1_000, 10_000, 100_000] {
        check(&descriptor("[".repeat(depth)), "yaml-");
        check(&descriptor(format!("a: {}", "{a: ".repeat(depth))), "yaml-");
        check(&descriptor(format!("{}x", "- ".repeat(depth))), "yaml-");
    }
}

#[test]
fn documents_without_end() {
    check(&descriptor("---\n{}\n".repeat(5_000)), "missing-field");
}

#[test]
fn markdown_that_nests() {
    for depth in [1_000, 10_000, 100_000] {
        for opener in [">", "- ", "<div>", "<blockquote><p>"] {
            let readme = format!("# Bad\n\n{}x\n", opener.repeat(depth));
            if readme.len() < 1 << 20 {
                check(&[("README.md", readme.into_bytes())], "markdown-nesting");
            }
        }
    }
}

#[test]
fn markdown_that_takes_long() {
    for piece in ["[", "![", "*a ", "`", "[^a]", "<!--", "<a href=", "| a ", "&#", "\\", "_a*"] {
        let readme = piece.repeat(100_000 / piece.len());
        let (plain, _) = good_pages(&[]);
        let (site, _) = good_pages(&[("README.md", readme.into_bytes())]);
        assert_same(&plain, &site);
    }
}

#[test]
fn links_without_end_are_told_of_a_hundred_times() {
    let (plain, _) = good_pages(&[]);
    let (site, portal) = good_pages(&[("README.md", "[x](y) ".repeat(100_000).into_bytes())]);
    assert_same(&plain, &site);
    let broken = portal.findings().into_iter().filter(|found| found.starts_with("broken-link"));
    assert_eq!(broken.count(), 100);
}

#[test]
fn api_descriptions_that_refer_to_themselves() {
    // An API counts in the navigation of every page, whatever it says.
    let innocent = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n";
    let (plain, _) = good_pages(&[("openapi.yaml", innocent.into())]);
    let cycle = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    a: {$ref: '#/components/schemas/a'}\n    b: {$ref: './openapi.yaml'}\n";
    let (site, _) = good_pages(&[("openapi.yaml", cycle.into())]);
    assert_same(&plain, &site);
    let deep = format!("openapi: {}", "[".repeat(50_000)).into_bytes();
    let (site, portal) = good_pages(&[("openapi.yaml", deep)]);
    assert_same(&plain, &site);
    let findings = portal.findings();
    assert!(findings.iter().any(|found| found.starts_with("api-unreadable")), "{findings:?}");
}

#[test]
fn a_file_that_is_too_large() {
    check(&[("catalog-info.yaml", vec![b'#'; 2 << 20])], "file-too-large");
}

#[test]
fn bytes_that_are_no_text() {
    check(&[("catalog-info.yaml", vec![0xff, 0xfe, 0x00])], "not-utf8");
}

#[test]
fn names_cannot_leave_the_site_or_forge_the_log() {
    let portal = Portal::new()
        .file("acme/../acme/con", "README.md", "# \u{1b}[31mred\n")
        .file("acme/x y", "README.md", "# <script>alert(1)</script>\n")
        .file("acme/X-Y", "README.md", "# Y\n");
    let ran = portal.build();
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    for path in portal.site().keys() {
        let is_plain =
            path.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-' | '/'));
        assert!(is_plain, "{path}");
    }
    let stems: Vec<String> = portal
        .site()
        .into_keys()
        .filter(|path| path.starts_with("component/acme/") && path.ends_with(".html"))
        .collect();
    assert_eq!(stems.len(), 3, "{stems:?}");
}

#[cfg(unix)]
#[test]
fn links_on_disk_are_not_followed() {
    let portal = Portal::new().file("acme/a", "README.md", "# A\n\n![p](docs/passwd.png)\n");
    std::fs::write(portal.path("secret.md"), "# CANARY-7f3a\n").expect("writable");
    let docs = portal.path("repositories/acme/a/docs");
    std::fs::create_dir(&docs).expect("writable");
    std::os::unix::fs::symlink(portal.path("secret.md"), docs.join("secret.md")).expect("a link");
    std::os::unix::fs::symlink("..", docs.join("loop")).expect("a link");
    portal.build();
    for (path, bytes) in portal.site() {
        assert!(!String::from_utf8_lossy(&bytes).contains("CANARY-7f3a"), "{path}");
    }
    assert!(portal.findings().iter().any(|found| found.starts_with("skipped-link")));
}
