//! Cost, refusals, paging, blobs and introspection.

use serde_json::{Value, json};

use super::{TOKEN, ask, company, get, post, started};
use crate::fake_gitlab::{Company, Fake, Files, Options, Size, Version, cost};

const INVENTORY: &str = r#"
query Inventory($group: ID!, $after: String, $size: Int = 50, $paths: [String!]!) {
  group(fullPath: $group) {
    projects(first: $size, after: $after, includeSubgroups: true, includeArchived: true, notAimedForDeletion: true) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id fullPath name description topics visibility archived isForked starCount forksCount
        createdAt updatedAt lastActivityAt webUrl avatarUrl openMergeRequestsCount openIssuesCount
        isCatalogResource containerRepositoriesCount importStatus
        languages { name share }
        namespace { fullPath name }
        repository {
          rootRef empty
          lastCommit { sha committedDate }
          blobs(paths: $paths, first: 25) { nodes { path oid size mode rawTextBlob lfsOid } }
        }
        pipeline { status finishedAt path }
        releases(first: 1) { nodes { tagName releasedAt } }
      }
    }
  }
}"#;

/// A query that asks for a project's blobs, as a body.
const BLOBS: &str = "query Files($path: ID!, $paths: [String!]!, $ref: String) { project(fullPath: $path) { repository { \
    blobs(paths: $paths, ref: $ref) { nodes { path mode size rawSize rawTextBlob rawBlob lfsOid storedExternally } } } } }";

fn paths(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("file-{at}.md")).collect()
}

#[test]
fn a_query_costs_what_gitlab_charges() {
    let check = |query: &str, variables: Value, expected: (u64, usize)| {
        let found = cost(query, &variables, Version::V19_4).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(found, expected, "{query}");
    };
    check(INVENTORY, json!({ "group": "acme", "paths": paths(25) }), (173, 7));
    check(INVENTORY, json!({ "group": "acme", "paths": paths(25), "size": 100 }), (231, 7));
    check(
        "query Heads($size: Int = 100) { group(fullPath: \"acme\") { projects(first: $size, includeSubgroups: true) {
           pageInfo { hasNextPage endCursor } nodes { id fullPath repository { rootRef lastCommit { sha } } } } } }",
        json!({}),
        (65, 6),
    );
    check(
        "query Files($paths: [String!]!) { one: project(fullPath: \"acme/one\") { ...Code } two: project(fullPath: \"acme/two\") { ...Code id } }
         fragment Code on Project { id repository { blobs(paths: $paths, ref: \"main\") { nodes { path rawTextBlob lfsOid } }
           tree { lastCommit { sha } trees { nodes { path } } blobs { nodes { path lfsOid } } } } }",
        json!({ "paths": ["a", "b", "c"] }),
        (90, 6),
    );
    check(
        "{ projects(search: \"x\", last: 30) { count nodes { name ... on Project { name releases(first: 1, sort: RELEASED_AT_DESC)
           { nodes { tagName } } } } } groups(first: 5) { nodes { fullPath } } queryComplexity { score limit } __typename }",
        json!({}),
        (24, 5),
    );
    check(
        "query Members { project(fullPath: \"acme/x\") { projectMembers(accessLevels: [OWNER], relations: [DIRECT]) {
           nodes { user { username } accessLevel { stringValue } } } environments(first: 20) { nodes { name
           lastDeployment(status: SUCCESS) { sha finishedAt } } } pipeline { status } } }",
        json!({}),
        (23, 5),
    );
}

#[test]
fn a_query_above_the_limit_has_errors_and_no_data() {
    let fake = started(company());
    let answer = ask(&fake, INVENTORY, json!({ "group": "acme", "paths": paths(40), "size": 100 }));
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    let (score, _) = cost(INVENTORY, &json!({ "paths": paths(40), "size": 100 }), Version::V19_4)
        .expect("valid");
    assert_eq!(
        message,
        format!("Query has complexity of {score}, which exceeds max complexity of 250")
    );
    assert_eq!(answer.get("data"), None);

    // The public has less to spend.
    let body = json!({ "query": INVENTORY, "variables": { "group": "acme", "paths": paths(25), "size": 100 } });
    let message = post(&fake, None, &body).json()["errors"][0]["message"].clone();
    assert_eq!(message, "Query has complexity of 231, which exceeds max complexity of 200");
}

#[test]
fn the_scores_of_an_array_are_added() {
    let fake = started(company());
    let one = json!({ "query": INVENTORY, "variables": { "group": "acme", "paths": paths(25) } });
    let small = json!({ "query": "{ metadata { version } }" });
    let answer = post(&fake, Some(TOKEN), &json!([small.clone(), small])).json();
    assert_eq!(answer[1]["data"]["metadata"]["version"], "19.4.0-ee");
    let answer = post(&fake, Some(TOKEN), &json!([one.clone(), one])).json();
    assert_eq!(
        answer[1]["errors"][0]["message"],
        "Query has complexity of 346, which exceeds max complexity of 250"
    );
    assert_eq!(fake.requests()[1].kind, "Inventory+Inventory");
}

#[test]
fn paths_may_be_charged_higher_and_the_score_is_told() {
    let fake = Fake::start(company(), Options { charge_per_path: 14, ..Options::default() });
    let query = "query Q($p: [String!]!) { queryComplexity { score limit } project(fullPath: \"acme/shop/checkout\") { \
                 repository { blobs(paths: $p, first: 3) { nodes { path } } } } }";
    let answer = ask(&fake, query, json!({ "p": ["a", "b", "c"] }));
    // blobs: (path 1 + nodes 1 + 1 + Gitaly 1 + 3 * 14) * 1.03, cut; then repository, project and the score's own three.
    assert_eq!(answer["data"]["queryComplexity"], json!({ "score": 52, "limit": 250 }));
}

#[test]
fn deep_and_long_queries_are_refused() {
    let fake = started(company());
    let nested = format!(
        "{{ group(fullPath: \"acme\") {{ {} id {} }} }}",
        "parent { ".repeat(19),
        "}".repeat(19)
    );
    let answer = ask(&fake, &nested, json!({}));
    assert_eq!(
        answer["errors"][0]["message"],
        "Query has depth of 21, which exceeds max depth of 20"
    );
    let long = format!("{{ metadata {{ version }} }} # {}", "x".repeat(10_000));
    let got = post(&fake, Some(TOKEN), &json!({ "query": long }));
    assert_eq!(
        (got.status, got.json()),
        (422, json!({ "errors": [{ "message": "Query too large" }] }))
    );
}

#[test]
fn unknown_fields_and_arguments_refuse_the_document_in_gitlabs_words() {
    let fake = started(company());
    let query = "query Q { project(fullPath: \"acme/shop/checkout\") { id bogus releases(first: 1, y: 2) { nodes { tagName } } } }";
    let answer = ask(&fake, query, json!({}));
    assert_eq!(answer.get("data"), None);
    assert_eq!(answer["errors"][0]["message"], "Field 'bogus' doesn't exist on type 'Project'");
    assert_eq!(answer["errors"][0]["path"], json!(["query Q", "project", "bogus"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "undefinedField");
    assert_eq!(answer["errors"][1]["message"], "Field 'releases' doesn't accept argument 'y'");

    let many = "{ metadata { a b c d e f g } }";
    assert_eq!(ask(&fake, many, json!({}))["errors"].as_array().map(Vec::len), Some(5));
    let missing = ask(&fake, "query Q($p: ID!) { project(fullPath: $p) { id } }", json!({}));
    assert_eq!(
        missing["errors"][0]["message"],
        "Variable $p of type ID! was provided invalid value"
    );
    let syntax = ask(&fake, "{ project(", json!({}));
    assert!(syntax["errors"][0]["message"].is_string() && syntax.get("data").is_none());
}

#[test]
fn an_old_instance_lacks_what_it_lacked() {
    let fake = Fake::start(company(), Options { version: Version::V16_3, ..Options::default() });
    let answer = ask(&fake, INVENTORY, json!({ "group": "acme", "paths": paths(2) }));
    let messages = answer["errors"].to_string();
    assert!(
        messages.contains("Field 'projects' doesn't accept argument 'includeArchived'"),
        "{messages}"
    );
    assert!(messages.contains("Field 'isForked' doesn't exist on type 'Project'"), "{messages}");
    let answer = ask(
        &fake,
        "{ currentUser { username } group(fullPath: \"acme\") { projects(includeSubgroups: true) { nodes { repository { tree { \
         lastCommit { sha } } } } } } }",
        json!({}),
    );
    assert_eq!(answer.get("errors"), None, "{answer}");
    let sha =
        &answer["data"]["group"]["projects"]["nodes"][0]["repository"]["tree"]["lastCommit"]["sha"];
    assert_eq!(sha.as_str().map(str::len), Some(40));
}

#[test]
fn a_probe_learns_the_fields_and_arguments_of_a_version() {
    let query = "{ project: __type(name: \"Project\") { ...Fields } group: __type(name: \"Group\") { ...Fields } \
                 none: __type(name: \"Nonsense\") { name } __schema { queryType { name } } }
                 fragment Fields on __Type { name fields(includeDeprecated: true) { name args { name } } }";
    let has = |answer: &Value, ty: &str, field: &str| {
        answer["data"][ty]["fields"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|one| one["name"] == field)
    };
    let new = ask(&started(company()), query, json!({}));
    assert!(has(&new, "project", "updatedAt") && has(&new, "group", "descendantGroups"), "{new}");
    assert_eq!(new["data"]["none"], Value::Null);
    let old = Fake::start(company(), Options { version: Version::V16_3, ..Options::default() });
    let old = ask(&old, query, json!({}));
    assert!(!has(&old, "project", "updatedAt") && has(&old, "project", "lastActivityAt"), "{old}");
    let projects = |answer: &Value| {
        let fields = answer["data"]["group"]["fields"].as_array().expect("fields").clone();
        let field = fields.into_iter().find(|one| one["name"] == "projects").expect("projects");
        field["args"].to_string()
    };
    assert!(
        projects(&new).contains("includeArchived") && !projects(&old).contains("includeArchived")
    );
}

#[test]
fn every_field_of_both_schemas_answers_without_an_error() {
    for version in [Version::V19_4, Version::V16_3] {
        let company = Company::generate(&Size::of(8, 3), 1);
        let component =
            company.projects.values().find(|p| p.catalog_resource).expect("a component");
        let queries = [
            ("Project", format!("project(fullPath: {:?})", component.path)),
            ("Group", "group(fullPath: \"acme\")".to_owned()),
            ("Repository", format!("project(fullPath: {:?}) {{ repository", component.path)),
        ];
        let fake = Fake::start(company.clone(), Options { version, ..Options::default() });
        for (ty, start) in queries {
            let probe = "query P($n: String!) { __type(name: $n) { fields { name args { name } type { kind name ofType { kind name \
                         ofType { kind } } } } } }";
            let fields = ask(&fake, probe, json!({ "n": ty }));
            let fields = fields["data"]["__type"]["fields"].as_array().expect("fields").clone();
            for field in fields {
                let leaf = !field["type"].to_string().contains("OBJECT")
                    && !field["type"].to_string().contains("INTERFACE");
                let name = field["name"].as_str().expect("a name");
                let arguments = match name {
                    "release" => "(tagName: \"1.0.0\")",
                    "blobs" => "(paths: [\"README.md\"])",
                    _ => "",
                };
                let inner = if leaf { "" } else { "{ __typename }" };
                let close = "}".repeat(start.matches('{').count());
                let query = format!("{{ {start} {{ {name}{arguments} {inner} }} {close} }}");
                let answer = ask(&fake, &query, json!({}));
                assert_eq!(answer.get("errors"), None, "{query}\n{answer}");
            }
        }
    }
}

/// Every page of a group's projects, forwards or backwards, and the number of pages.
fn walk(fake: &Fake, forwards: bool, size: usize) -> (Vec<String>, usize) {
    let query = "query Page($first: Int, $after: String, $last: Int, $before: String) { group(fullPath: \"acme\") { \
                 projects(includeSubgroups: true, first: $first, after: $after, last: $last, before: $before) { \
                 pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { fullPath } edges { cursor node { id } } } } }";
    let (mut cursor, mut all, mut pages) = (Value::Null, Vec::new(), 0);
    loop {
        let variables = match forwards {
            true => json!({ "first": size, "after": cursor }),
            false => json!({ "last": size, "before": cursor }),
        };
        let page = ask(fake, query, variables)["data"]["group"]["projects"].clone();
        let mut names: Vec<String> = page["nodes"]
            .as_array()
            .expect("nodes")
            .iter()
            .map(|node| node["fullPath"].as_str().expect("a path").to_owned())
            .collect();
        assert_eq!(page["edges"].as_array().map(Vec::len), Some(names.len()));
        let (more, next) = match forwards {
            true => ("hasNextPage", "endCursor"),
            false => ("hasPreviousPage", "startCursor"),
        };
        if forwards {
            all.append(&mut names);
        } else {
            names.append(&mut all);
            all = names;
        }
        pages += 1;
        if page["pageInfo"][more] != true {
            return (all, pages);
        }
        cursor = page["pageInfo"][next].clone();
    }
}

#[test]
fn pages_add_up_both_ways() {
    let fake = started(Company::generate(&Size::of(23, 6), 4));
    let (forwards, pages) = walk(&fake, true, 5);
    assert_eq!((forwards.len(), pages), (23, 5));
    assert_eq!(walk(&fake, false, 4), (forwards.clone(), 6));
    assert_eq!(walk(&fake, true, 1_000), (forwards, 1));
}

#[test]
fn a_row_that_goes_between_two_pages_shifts_nothing() {
    let fake = started(Company::generate(&Size::of(10, 3), 4));
    let (before, _) = walk(&fake, true, 100);
    let query = "query P($after: String) { group(fullPath: \"acme\") { projects(includeSubgroups: true, first: 5, after: $after) { \
                 pageInfo { endCursor } nodes { fullPath } } } }";
    let first = ask(&fake, query, json!({}));
    fake.change(|company| company.remove(&before[4]));
    fake.change(|company| company.remove(&before[1]));
    let cursor = &first["data"]["group"]["projects"]["pageInfo"]["endCursor"];
    let second = ask(&fake, query, json!({ "after": cursor }));
    let paths: Vec<_> = second["data"]["group"]["projects"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|node| node["fullPath"].clone())
        .collect();
    assert_eq!(paths, before[5..]);
    let invalid = ask(&fake, query, json!({ "after": "nonsense" }));
    assert_eq!(invalid["errors"][0]["message"], "Please provide a valid cursor");
}

#[test]
fn a_page_may_be_too_large_for_the_time_there_is() {
    let company = Company::generate(&Size::of(10, 3), 4);
    let fake = Fake::start(company, Options { time_out_above: Some(4), ..Options::default() });
    let query = |first: u32| {
        format!(
            "{{ group(fullPath: \"acme\") {{ projects(includeSubgroups: true, first: {first}) {{ nodes {{ id }} }} }} }}"
        )
    };
    let got = post(&fake, Some(&fake.token()), &json!({ "query": query(5) }));
    assert_eq!(got.status, 503);
    assert_eq!(
        got.json()["errors"][0]["message"],
        "Request timed out. Please try a less complex query or a smaller set of records."
    );
    assert_eq!(ask(&fake, &query(4), json!({})).get("errors"), None);
}

#[test]
fn blobs_are_what_gitlab_makes_of_them() {
    let mut company = company();
    let mut files = Files::default();
    files.insert("plain.md", "text\r\n");
    files.insert("space and #%ü.md", "odd");
    files.insert("binary.dat", vec![0, 159, 146, 150]);
    files.insert("latin.txt", vec![b'a', 0xe9]);
    files.large_file("large.bin", &"a".repeat(64), 5_000_000);
    files.link("link.md", "plain.md");
    files.submodule("vendor", &"b".repeat(40));
    files.insert("huge.txt", "x".repeat(11 << 20));
    company.force_push("acme/shop/checkout", files);
    let fake = started(company);
    let all = [
        "plain.md",
        "space and #%ü.md",
        "missing.md",
        "binary.dat",
        "latin.txt",
        "large.bin",
        "link.md",
        "vendor",
    ];
    let answer = ask(&fake, BLOBS, json!({ "path": "acme/shop/checkout", "paths": all }));
    let nodes = &answer["data"]["project"]["repository"]["blobs"]["nodes"];
    let find = |path: &str| {
        nodes.as_array().expect("nodes").iter().find(|node| node["path"] == path).cloned()
    };
    let plain = find("plain.md").expect("there");
    assert_eq!((&plain["size"], &plain["rawTextBlob"]), (&json!("6"), &json!("text\r\n")));
    assert_eq!((&plain["lfsOid"], &plain["storedExternally"]), (&Value::Null, &json!(false)));
    assert!(find("space and #%ü.md").is_some());
    assert_eq!((find("missing.md"), find("vendor")), (None, None));
    let binary = find("binary.dat").expect("there");
    assert_eq!(binary["rawTextBlob"], Value::Null);
    assert!(binary["rawBlob"].is_string());
    assert_eq!(find("latin.txt").expect("there")["rawTextBlob"], "a\u{fffd}");
    let large = find("large.bin").expect("there");
    assert_eq!((&large["lfsOid"], &large["rawSize"]), (&json!("a".repeat(64)), &json!("5000000")));
    assert_eq!(
        (&large["storedExternally"], large["rawTextBlob"].as_str().map(|t| t.lines().count())),
        (&json!(true), Some(3))
    );
    let link = find("link.md").expect("there");
    assert_eq!((&link["mode"], &link["rawTextBlob"]), (&json!("120000"), &json!("plain.md")));

    let huge = ask(&fake, BLOBS, json!({ "path": "acme/shop/checkout", "paths": ["huge.txt"] }));
    let huge = &huge["data"]["project"]["repository"]["blobs"]["nodes"][0];
    assert_eq!(
        (huge["rawTextBlob"].as_str().map(str::len), &huge["size"]),
        (Some(10 << 20), &json!("11534336"))
    );
    let twice = ask(
        &fake,
        BLOBS,
        json!({ "path": "acme/shop/checkout", "paths": ["huge.txt", "huge.txt"] }),
    );
    assert_eq!(twice["errors"][0]["message"], "Max blobs size limit exceeded (22 MiB / 20 MiB).");
    assert_eq!(twice["errors"][0]["path"], json!(["project", "repository", "blobs"]));
    assert_eq!(twice["data"]["project"]["repository"]["blobs"], Value::Null);
}

#[test]
fn an_old_commit_stays_readable_after_a_force_push() {
    let fake = started(company());
    let read = |reference: &str| {
        let variables =
            json!({ "path": "acme/shop/checkout", "paths": ["README.md"], "ref": reference });
        ask(&fake, BLOBS, variables)["data"]["project"]["repository"]["blobs"]["nodes"].clone()
    };
    let head = fake
        .company()
        .project("acme/shop/checkout")
        .and_then(|p| p.head())
        .expect("a head")
        .sha
        .clone();
    fake.change(|company| company.force_push("acme/shop/checkout", Files::default()));
    assert_eq!(read("main"), json!([]));
    assert_eq!(read(&head)[0]["rawTextBlob"], "# Checkout\n");
    let invalid = ask(
        &fake,
        BLOBS,
        json!({ "path": "acme/shop/checkout", "paths": ["a"], "ref": "no such" }),
    );
    assert_eq!(invalid["errors"][0]["message"], "Ref is not valid");
}

#[test]
fn an_empty_and_a_missing_repository_have_no_commits() {
    let mut company = company();
    company.add_project("acme/empty");
    company.edit("acme/shop/checkout").repository_exists = false;
    let fake = started(company);
    let query = "{ empty: project(fullPath: \"acme/empty\") { ...R } missing: project(fullPath: \"acme/shop/checkout\") { ...R } } \
                 fragment R on Project { repository { empty exists rootRef lastCommit { sha } tree { lastCommit { sha } } \
                 paginatedTree { nodes { __typename } } blobs(paths: [\"README.md\"]) { nodes { path } } } }";
    let answer = ask(&fake, query, json!({}));
    let expected = json!({ "empty": true, "exists": true, "rootRef": null, "lastCommit": null, "tree": null,
                           "paginatedTree": null, "blobs": { "nodes": [] } });
    assert_eq!(answer["data"]["empty"]["repository"], expected);
    assert_eq!(answer["data"]["missing"]["repository"]["exists"], false);
    assert_eq!(
        get(&fake, "/api/v4/projects/acme%2Fempty/repository/tree").json(),
        json!({ "message": "404 Tree Not Found" })
    );
}

#[test]
fn environments_are_for_one_project_a_request() {
    let fake = started(Company::generate(&Size::of(5, 2), 1));
    let paths: Vec<String> = fake.company().projects.values().map(|p| p.path.clone()).collect();
    let query = "query E($a: ID!, $b: ID!) { a: project(fullPath: $a) { environments { nodes { name lastDeployment(status: SUCCESS) \
                 { sha } } } } b: project(fullPath: $b) { environments { nodes { name } } } }";
    let answer = ask(&fake, query, json!({ "a": paths[0], "b": paths[1] }));
    assert_eq!(answer["data"]["a"]["environments"]["nodes"][0]["name"], "production");
    assert_eq!(answer["data"]["b"]["environments"], Value::Null);
    assert_eq!(
        answer["errors"][0]["message"],
        "\"environments\" field can be requested only for 1 Project(s) at a time."
    );
}

#[test]
fn the_catalog_knows_the_components_of_each_version() {
    let fake = started(Company::generate(&Size::of(20, 4), 1));
    let list = ask(&fake, "{ ciCatalogResources { nodes { fullPath } } }", json!({}));
    let path = list["data"]["ciCatalogResources"]["nodes"][0]["fullPath"].clone();
    let query = "query C($p: ID) { ciCatalogResource(fullPath: $p) { versions(first: 1) { nodes { name semver { major minor } \
                 components { nodes { name includePath inputs { name required default type } } } } } } }";
    let answer = ask(&fake, query, json!({ "p": path }));
    let version = &answer["data"]["ciCatalogResource"]["versions"]["nodes"][0];
    assert_eq!(version["semver"]["major"], 1);
    let build = &version["components"]["nodes"][0];
    assert_eq!(build["name"], "build");
    assert_eq!(
        build["inputs"][0],
        json!({ "name": "stage", "required": false, "default": "test", "type": "STRING" })
    );
    assert_eq!(build["inputs"][1]["required"], true);
}

#[test]
fn a_tree_lists_folders_files_and_submodules() {
    let mut company = company();
    company.push("acme/shop/checkout", &[("docs/a.md", Some("a")), ("docs/deep/b.md", Some("b"))]);
    let fake = started(company);
    let query = "query T($r: Boolean) { project(fullPath: \"acme/shop/checkout\") { repository { tree(path: \"docs\", recursive: $r) { \
                 blobs { nodes { path mode type } } trees { nodes { path } } } } } }";
    let tree = |recursive: bool| {
        ask(&fake, query, json!({ "r": recursive }))["data"]["project"]["repository"]["tree"]
            .clone()
    };
    assert_eq!(
        tree(false)["blobs"]["nodes"],
        json!([{ "path": "docs/a.md", "mode": "100644", "type": "blob" }])
    );
    assert_eq!(tree(false)["trees"]["nodes"], json!([{ "path": "docs/deep" }]));
    assert_eq!(tree(true)["blobs"]["nodes"].as_array().map(Vec::len), Some(2));
}
