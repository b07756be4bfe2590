//! REST: routes, pages, redirects, archives.

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::json;

use super::{Company, Fake, Options, TOKEN, company, get, get_as, send, started};
use crate::fake_gitlab::{Size, Version};

#[test]
fn what_is_not_there_is_said_as_gitlab_says_it() {
    let fake = started(company());
    let project = "/api/v4/projects/acme%2Fshop%2Fcheckout";
    let table = [
        ("/api/v4/projects/acme%2Fnone".to_owned(), json!({ "message": "404 Project Not Found" })),
        ("/api/v4/groups/none".to_owned(), json!({ "message": "404 Group Not Found" })),
        (
            format!("{project}/repository/files/none.md/raw"),
            json!({ "message": "404 File Not Found" }),
        ),
        (
            format!("{project}/repository/files/README.md/raw?ref=none"),
            json!({ "message": "404 Commit Not Found" }),
        ),
        (
            format!("{project}/repository/tree?path=none"),
            json!({ "message": "404 Tree Not Found" }),
        ),
        // A proxy that undoes `%2F` asks for another route.
        ("/api/v4/projects/acme/shop/checkout".to_owned(), json!({ "error": "404 Not Found" })),
        ("/api/v4/nonsense".to_owned(), json!({ "error": "404 Not Found" })),
    ];
    for (path, body) in table {
        let got = get(&fake, &path);
        assert_eq!((got.status, got.json()), (404, body), "{path}");
    }
}

#[test]
fn pages_by_number_carry_their_headers() {
    let fake = started(Company::generate(&Size::of(45, 6), 2));
    let path = "/api/v4/groups/acme/projects?include_subgroups=true&order_by=id&sort=asc";
    let first = get(&fake, path);
    assert_eq!(first.json().as_array().map(Vec::len), Some(20));
    let header = |name: &str| first.header(name).unwrap_or("-").to_owned();
    assert_eq!(
        [
            header("x-page"),
            header("x-per-page"),
            header("x-next-page"),
            header("x-total"),
            header("x-total-pages")
        ],
        ["1", "20", "2", "45", "3"]
    );
    let link = header("link");
    assert!(
        link.contains("page=2") && link.contains("rel=\"next\"") && link.contains("rel=\"last\""),
        "{link}"
    );
    assert!(link.starts_with(&format!("<{}/api/v4/groups/acme/projects?", fake.url())), "{link}");
    let last = get(&fake, &format!("{path}&page=3"));
    assert_eq!(
        (last.json().as_array().map(Vec::len), last.header("x-next-page")),
        (Some(5), Some(""))
    );
    assert_eq!(get(&fake, &format!("{path}&per_page=500")).header("x-per-page"), Some("100"));
    let keyset = get(&fake, &format!("{path}&pagination=keyset"));
    assert_eq!(keyset.status, 405);
    assert!(
        keyset.text().contains("Keyset pagination is not yet available for this type of request")
    );
}

#[test]
fn a_tree_is_paged_by_key_with_only_a_next_link() {
    let mut company = company();
    let changes: Vec<(String, Option<&str>)> =
        (0..25).map(|at| (format!("docs/{at:02}.md"), Some("x"))).collect();
    let changes: Vec<(&str, Option<&str>)> =
        changes.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    company.push("acme/shop/checkout", &changes);
    let fake = started(company);
    let mut path = "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/tree?recursive=true&pagination=keyset&per_page=10".to_owned();
    let (mut rows, mut pages) = (Vec::new(), 0);
    loop {
        let got = get(&fake, &path);
        rows.extend(got.json().as_array().expect("rows").clone());
        pages += 1;
        assert_eq!(got.header("x-total"), None);
        let Some(link) = got.header("link") else { break };
        let (url, relation) = link.trim_start_matches('<').split_once('>').expect("a link");
        assert_eq!(relation, "; rel=\"next\"");
        path = url.strip_prefix(fake.url()).expect("the same host").to_owned();
    }
    assert_eq!((rows.len(), pages), (27, 3));
    assert_eq!(rows[0]["type"], "tree");
}

#[test]
fn an_old_instance_lists_nothing_where_there_is_no_folder() {
    let fake = Fake::start(company(), Options { version: Version::V16_3, ..Options::default() });
    let got = get(&fake, "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/tree?path=none");
    assert_eq!((got.status, got.json()), (200, json!([])));
    assert_eq!(get(&fake, "/api/v4/version").json()["version"], "16.3.9-ee");
}

#[test]
fn a_moved_project_is_redirected_to_its_number() {
    let fake = started(company());
    fake.change(|company| company.rename("acme/shop/checkout", "acme/shop/till"));
    let id = fake.company().project("acme/shop/till").expect("there").id;
    let path = "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/tree?ref=main";
    let got = get(&fake, path);
    let location = format!("{}/api/v4/projects/{id}/repository/tree?ref=main", fake.url());
    assert_eq!((got.status, got.header("location")), (301, Some(location.as_str())));
    assert_eq!(get_as(&fake, None, path).status, 404, "who may not see it learns nothing");
    let written = send(
        &fake,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: fake\r\nPRIVATE-TOKEN: {TOKEN}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        ),
    );
    assert_eq!(written.status, 405);
}

#[test]
fn an_archive_holds_one_folder_named_for_project_commit_and_path() {
    let mut company = company();
    let long = format!("docs/{}.md", "long-".repeat(30));
    let head = company.push("acme/shop/checkout", &[("docs/a.md", Some("a")), (&long, Some("b"))]);
    let fake = started(company);
    let path = format!(
        "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/archive.tar.gz?sha={head}&path=docs"
    );
    let got = get(&fake, &path);
    let mut tar = Vec::new();
    GzDecoder::new(got.body.as_slice()).read_to_end(&mut tar).expect("a gzip stream");
    let text = String::from_utf8_lossy(&tar);
    assert!(text.contains(&format!("52 comment={head}\n")), "git's global header");
    assert!(text.contains(&format!("checkout-{head}-docs/docs/a.md\0")));
    assert!(
        text.contains(&format!("path=checkout-{head}-docs/{long}\n")),
        "a long name has a header of its own"
    );
    assert!(tar.len().is_multiple_of(512) && !text.contains("README"));
    let hotlink = send(
        &fake,
        &format!(
            "GET {path} HTTP/1.1\r\nHost: fake\r\nPRIVATE-TOKEN: {TOKEN}\r\nSec-Fetch-Mode: cors\r\nConnection: close\r\n\r\n"
        ),
    );
    assert_eq!(hotlink.status, 406);
}

#[test]
fn the_remaining_routes_answer() {
    let fake = started(Company::generate(&Size::of(20, 4), 1));
    let company = fake.company().clone();
    let project = company.projects.values().find(|p| !p.environments.is_empty()).expect("one");
    let component = company.projects.values().find(|p| p.catalog_resource).expect("one");
    let at = |rest: &str| get(&fake, &format!("/api/v4/projects/{}/{rest}", project.id)).json();
    assert_eq!(at("repository/branches/main")["commit"]["id"], project.head().expect("a head").sha);
    assert!(at("languages").as_object().is_some_and(|shares| !shares.is_empty()));
    let environment = &at("environments")[0];
    assert_eq!(environment.get("last_deployment"), None);
    assert_eq!(
        at(&format!("environments/{}", environment["id"]))["last_deployment"]["ref"],
        "main"
    );
    let tags = get(&fake, &format!("/api/v4/projects/{}/repository/tags", component.id)).json();
    let releases = get(&fake, &format!("/api/v4/projects/{}/releases", component.id)).json();
    assert_eq!(tags[0]["name"], releases[0]["tag_name"]);
    assert_eq!(tags[0]["target"], releases[0]["commit"]["id"]);
    assert_eq!(get(&fake, "/api/v4/metadata").json()["version"], "19.4.0-ee");
    assert_eq!(
        get(&fake, "/api/v4/personal_access_tokens/self").json()["expires_at"],
        "2027-06-30"
    );
    assert!(get(&fake, "/api/v4/user").json()["username"].is_string());
    assert!(get(&fake, "/api/v4/groups/acme/members/all").json()[0]["access_level"].is_u64());
    assert_eq!(get(&fake, "/api/v4/groups/acme").json()["full_path"], "acme");
}

#[test]
fn an_instance_may_live_below_its_host() {
    let fake = Fake::start(
        company(),
        Options { relative_root: "/gitlab".to_owned(), ..Options::default() },
    );
    assert!(fake.url().ends_with("/gitlab"));
    let got = get(&fake, "/gitlab/api/v4/groups/acme/projects?include_subgroups=true");
    assert!(got.header("link").is_some_and(|link| link.contains("/gitlab/api/v4/groups/")));
    assert!(
        got.json()[0]["web_url"]
            .as_str()
            .is_some_and(|url| url.ends_with("/gitlab/acme/shop/checkout"))
    );
    assert_eq!(fake.requests()[0].kind, "group projects");
    assert_eq!(
        get(&fake, "/api/v4/version").header("content-type"),
        Some("text/html; charset=utf-8")
    );
}

#[test]
fn links_may_come_as_fields_of_their_own() {
    let company = Company::generate(&Size::of(45, 6), 2);
    let fake = Fake::start(company, Options { repeated_links: true, ..Options::default() });
    let got = get(&fake, "/api/v4/groups/acme/projects?include_subgroups=true&page=2");
    assert_eq!(got.headers("link").len(), 4);
}
