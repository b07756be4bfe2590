//! What `portolan build` publishes for searching, and what `portolan search` finds in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::harness::{Portal, Ran, command, component, ran, root, tree};

const OPENAPI: &str = "openapi: 3.1.0\ninfo: { title: Orders, version: '1' }\nservers: [{ url: 'https://api.acme.example/v1' }]\npaths:\n  /orders/{id}:\n    get:\n      operationId: readOrder\n      summary: Look up an order\n      responses: { '200': { description: The order. } }\n";

fn api(name: &str) -> String {
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {{ name: {name} }}\nspec: {{ type: openapi, lifecycle: production, owner: robots, definition: {{ $text: ./api.yaml }} }}\n"
    )
}

/// Two projects: one that is described and has an API and docs, one with nothing but a README.
fn portal() -> Portal {
    let described = component("basket-service", "  providesApis: [orders]\n") + &api("orders");
    Portal::new()
        .file("acme/shop/basket", "catalog-info.yaml", described)
        .file("acme/shop/basket", "api.yaml", OPENAPI)
        .file("acme/shop/basket", "README.md", "# Basket\n\nHolds what people mean to buy.\n")
        .file("acme/shop/basket", "docs/refill.md", "# Refilling\n\nBring a *wheelbarrow*.\n")
        .file("acme/garden/mole", "README.md", "# Mole\n\nDigs a tunnel below the lawn.\n")
}

impl Portal {
    fn search(&self, arguments: &[&str]) -> Ran {
        let mut all = vec!["search", "--cache", "cache"];
        all.extend(arguments);
        let ran = self.run(&all);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran
    }

    fn found(&self, query: &str) -> Value {
        let ran = self.search(&["--json", "--", query]);
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout))
    }
}

/// The addresses of the hits, best first.
fn addresses(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().expect("a list").iter();
    hits.map(|hit| hit["address"].as_str().expect("an address")).collect()
}

fn of_search(site: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&String, &Vec<u8>> {
    site.iter().filter(|(path, _)| path.starts_with("search/")).collect()
}

#[test]
fn what_a_page_is_about_is_found_by_its_words_and_its_names() {
    let portal = portal();
    portal.build();
    for (query, address) in [
        ("basket", "component/default/basket-service.html"),
        ("wheelbarrow", "docs/default/basket-service/refill.html"),
        ("tunnel lawn", "component/acme/mole.html"),
        ("look up an order", "api/default/orders/op/readorder.html"),
        ("readOrder", "api/default/orders/op/readorder.html"),
        ("GET /orders/{id}", "api/default/orders/op/readorder.html"),
        ("https://api.acme.example/v1/orders/{id}", "api/default/orders/op/readorder.html"),
        ("https://api.acme.example/v1", "api/default/orders.html"),
        ("acme/shop/basket", "component/default/basket-service.html"),
        ("git@gitlab.example.com:acme/garden/mole.git", "component/acme/mole.html"),
        ("component:default/basket-service", "component/default/basket-service.html"),
        ("docs/refill.md", "docs/default/basket-service/refill.html"),
        ("wheelbarow", "docs/default/basket-service/refill.html"),
    ] {
        let answer = portal.found(query);
        assert_eq!(addresses(&answer).first(), Some(&address), "{query}: {answer:#}");
    }
    let site = portal.site();
    for query in ["acme", "kind:api", "robots", "or"] {
        let answer = portal.found(query);
        assert!(!addresses(&answer).is_empty(), "{query}");
        for address in addresses(&answer) {
            let page = address.split('#').next().unwrap_or_default();
            assert!(site.contains_key(page), "{query}: {address} is no page");
        }
    }
}

#[test]
fn an_answer_is_one_json_object() {
    let portal = portal();
    portal.build();
    let answer = portal.found("wheelbarow kind:doc");
    assert_eq!(answer["query"], "wheelbarow kind:doc");
    assert_eq!((&answer["total"], &answer["isPartial"]), (&1.into(), &false.into()));
    assert_eq!(answer["corrections"][0]["from"], "wheelbarow");
    assert_eq!(answer["corrections"][0]["to"], "wheelbarrow");
    let hit = &answer["hits"][0];
    for (key, value) in [
        ("title", "Refilling"),
        ("address", "docs/default/basket-service/refill.html"),
        ("kind", "doc"),
        ("owner", "robots"),
        ("place", "acme/shop/basket/docs"),
        ("description", "Bring a wheelbarrow."),
    ] {
        assert_eq!(hit[key], value, "{answer:#}");
    }
    assert!(hit["document"].is_u64());
    let kinds = answer["facets"].as_array().expect("a list");
    let kinds = kinds.iter().find(|facet| facet["field"] == "kind").expect("the kinds");
    assert_eq!(kinds["entries"][0]["key"], "doc");
    assert_eq!(kinds["entries"][0]["count"], 1);
}

#[test]
fn people_read_hits_on_stdout_and_remarks_on_stderr() {
    let portal = portal();
    portal.build();
    let found = portal.search(&["wheelbarow"]);
    assert_eq!(
        found.stdout,
        "doc          Refilling\n             acme/shop/basket/docs · robots\n             docs/default/basket-service/refill.html\n             Bring a wheelbarrow.\n"
    );
    assert!(found.stderr.contains("looked for `wheelbarrow` instead"), "{}", found.stderr);
    let nothing = portal.search(&["xylophone"]);
    assert_eq!(nothing.stdout, "");
    assert!(nothing.stderr.contains("nothing is found for `xylophone`"), "{}", nothing.stderr);
    let some = portal.search(&["acme", "--limit", "1"]);
    assert!(some.stderr.contains("`--limit` shows more"), "{}", some.stderr);
    let quiet = portal.search(&["-q", "wheelbarow"]);
    assert_eq!(quiet.stderr, "");
}

#[test]
fn a_folder_that_is_no_site_is_refused_with_a_way_out() {
    let portal = portal();
    let refused = |arguments: &[&str]| {
        let ran = portal.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
        ran.stderr
    };
    let said = refused(&["search", "basket"]);
    assert!(said.contains("`public` is not a folder"), "{said}");
    let said = refused(&["search", "basket", "--site", "repositories"]);
    assert!(said.contains("holds no search index"), "{said}");
    portal.build();
    let manifest = portal.path("public/search/manifest.bin");
    fs::write(&manifest, b"\x1f\x8bnothing").expect("a writable file");
    let said = refused(&["search", "basket", "--site", "public"]);
    assert!(said.contains("damaged"), "{said}");
}

#[test]
fn the_site_that_was_built_last_is_searched() {
    let portal = portal();
    portal.build();
    let elsewhere = ["build", "repositories", "-o", "elsewhere", "--cache", "cache"];
    assert_eq!(portal.run(&elsewhere).code, 0);
    fs::remove_dir_all(portal.path("public")).expect("a folder");
    assert_eq!(addresses(&portal.found("tunnel")), ["component/acme/mole.html"]);
}

#[test]
fn the_index_of_the_example_is_the_same_on_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let example = root().join("examples/acme").to_string_lossy().into_owned();
    let build = |name: &str, threads: &str| {
        let cache = format!("cache-{name}");
        let arguments = ["build", "-c", &example, "-o", name, "--cache", &cache];
        let ran = ran(command(folder.path(), &arguments).args(["--threads", threads]).output());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        tree(&folder.path().join(name))
    };
    let (one, many) = (build("one", "1"), build("many", "7"));
    assert!(of_search(&one).len() > 10, "the example has an index");
    assert_eq!(of_search(&one), of_search(&many));
    let again = build("one", "3");
    assert_eq!(of_search(&one), of_search(&again), "nothing has changed");
    for query in ["checkout", "rollback", "owner:payments", "ch"] {
        let found = |site: &str| {
            let ran = ran(command(folder.path(), &["search", "--site", site, query]).output());
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            ran.stdout
        };
        assert!(!found("one").is_empty(), "{query}");
        assert_eq!(found("one"), found("many"), "{query}");
    }
}

#[test]
fn one_edited_readme_changes_its_page_and_the_search() {
    let portal = portal();
    portal.build();
    let before = portal.site();
    // The first paragraph is what other pages say of the project; this one stands nowhere else.
    let text = "# Mole\n\nDigs a tunnel below the lawn.\n\nIt ends in a burrow.\n";
    let portal = portal.file("acme/garden/mole", "README.md", text);
    portal.build();
    let after = portal.site();
    let changed: BTreeSet<&String> = before
        .keys()
        .chain(after.keys())
        .filter(|path| before.get(*path) != after.get(*path))
        .filter(|path| !path.starts_with("search/"))
        .collect();
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), ["component/acme/mole.html"]);
    assert_eq!(addresses(&portal.found("burrow")), ["component/acme/mole.html"]);
    assert_ne!(of_search(&before), of_search(&after));
    let file = |site: &BTreeMap<String, Vec<u8>>, path: &str| site.get(path).cloned();
    for path in of_search(&before).keys().filter(|path| !path.ends_with("/manifest.bin")) {
        let now = file(&after, path);
        assert!(now.is_none() || now == file(&before, path), "{path} is named for its content");
    }
}

#[test]
fn the_report_says_how_large_the_index_is() {
    let portal = portal();
    let search = || {
        portal.build_with(&["--report", "report.json"]);
        let text = fs::read_to_string(portal.path("report.json")).expect("a report");
        let report: Value = serde_json::from_str(&text).expect("JSON");
        (report["search"].clone(), report["unchanged"].clone(), report["stages"].clone())
    };
    let (first, unchanged, stages) = search();
    assert_eq!(unchanged, false);
    let stages = stages.as_array().expect("a list");
    assert!(stages.iter().any(|stage| stage["name"] == "search"), "{stages:?}");
    let site = portal.site();
    let files = of_search(&site);
    assert_eq!(first["files"], files.len());
    assert_eq!(first["bytes"], files.values().map(|bytes| bytes.len()).sum::<usize>());
    assert!(first["documents"].as_u64() >= Some(6), "{first}");
    assert!(first["terms"].as_u64() > first["documents"].as_u64(), "{first}");
    let (second, unchanged, _) = search();
    assert_eq!((&second, unchanged), (&first, Value::Bool(true)), "the numbers are remembered");
}

#[test]
fn tantivys_own_files_are_kept_where_nothing_else_is() {
    let portal = portal();
    portal.build();
    let keep = ["build", "repositories", "-o", "public", "--cache", "cache", "--keep-index"];
    let keep = |folder: &str| portal.run(&[&keep[..], &[folder]].concat());
    for _ in 0..2 {
        let kept = keep("kept");
        assert_eq!(kept.code, 0, "{}", kept.stderr);
    }
    let files = tree(&portal.path("kept"));
    let meta: Value = serde_json::from_slice(&files["meta.json"]).expect("JSON");
    let segments = meta["segments"].as_array().expect("a list");
    assert_eq!(segments.len(), 1, "{meta}");
    let id = segments[0]["segment_id"].as_str().expect("an id").replace('-', "");
    for path in files.keys().filter(|path| *path != "meta.json") {
        assert!(path.starts_with(&id), "{path} is of an earlier index");
    }
    fs::write(portal.path("kept/mine.txt"), "mine").expect("a writable folder");
    for folder in ["kept", "repositories"] {
        let refused = keep(folder);
        assert_eq!(refused.code, 5, "{}", refused.stderr);
        assert!(refused.stderr.contains("--keep-index"), "{}", refused.stderr);
    }
    assert_eq!(fs::read_to_string(portal.path("kept/mine.txt")).expect("a file"), "mine");
}
