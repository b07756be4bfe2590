//! Addresses and paging.

use serde_json::json;

use super::{Scene, Scripted, answer};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::network::{Answer, NetworkError};
use crate::source::gitlab::{Transport, segment};

fn page(headers: &[(&str, &str)], rows: &str) -> Result<Answer, NetworkError> {
    Ok(answer(200, headers, rows))
}

fn link(page: u32) -> String {
    format!("<https://gitlab.example.com/api/v4/groups/acme/projects?page={page}>; rel=\"next\"")
}

#[test]
fn a_segment_is_encoded_whole() {
    assert_eq!(segment("acme/shop"), "acme%2Fshop");
    assert_eq!(segment("a b+c#d%e?.md"), "a%20b%2Bc%23d%25e%3F.md");
    assert_eq!(segment("docs/ärger.md"), "docs%2F%C3%A4rger.md");
}

#[test]
fn an_address_is_below_the_api_of_an_instance_with_a_path() {
    let mut scene = Scene::new(Scripted::by(|_, _| page(&[], "[]")));
    scene.options.base = "https://example.com/gitlab".parse().expect("an address");
    let path = format!("projects/{}/repository/tree", segment("acme/shop"));
    scene.transport().rest("tree", &path, &[("path", "a b&c"), ("ref", "f/x")]).expect("a page");
    assert_eq!(
        scene.network.urls(),
        [
            "https://example.com/gitlab/api/v4/projects/acme%2Fshop/repository/tree?path=a+b%26c&ref=f%2Fx"
        ]
    );
}

#[test]
fn a_path_that_leads_out_of_the_api_is_not_asked() {
    for path in ["../../admin", "projects/../../../x", "projects/%2e%2e/x", "a/./b", "x?y", "x#y"] {
        let scene = Scene::new(Scripted::of(vec![]));
        let error = scene.transport().rest("project", path, &[]);
        assert!(matches!(error, Err(TransportError::Address { .. })), "{path}");
    }
}

#[test]
fn an_instance_without_tls_or_with_more_than_an_address_is_refused() {
    let scene = Scene::new(Scripted::of(vec![]));
    let begin = |base: &str, allow_http| {
        let mut options = scene.options.clone();
        options.base = base.parse().expect("an address");
        options.allow_http = allow_http;
        Transport::new(&scene.network, &scene.clock, &scene.cancel, None, options).err()
    };
    for base in ["https://example.com", "http://127.0.0.1:9", "http://[::1]/", "http://localhost/"]
    {
        assert_eq!(begin(base, false), None, "{base}");
    }
    assert_eq!(begin("http://gitlab.example.com/", true), None);
    for base in [
        "http://gitlab.example.com/",
        "http://localhost.example.com/",
        "ftp://gitlab.example.com/",
        "https://user:secret@gitlab.example.com/",
        "https://gitlab.example.com/?a=b",
    ] {
        let error = begin(base, false).unwrap_or_else(|| panic!("{base} is taken"));
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn a_listing_follows_links_that_are_joined_or_repeated_to_the_end() {
    let joined = format!("<https://gitlab.example.com/first>; rel=\"first\", {}", link(2));
    let second = link(3);
    let answers = vec![
        page(&[("Link", &joined)], r#"[{"id":1}]"#),
        page(
            &[
                ("Link", "<https://gitlab.example.com/a,b>; rel=\"prev\""),
                ("Link", &second),
                ("Link", "<https://gitlab.example.com/last>; rel=\"last\""),
            ],
            r#"[{"id":2}]"#,
        ),
        page(&[("Link", "<https://gitlab.example.com/first>; rel=\"first\"")], r#"[{"id":3}]"#),
    ];
    let scene = Scene::new(Scripted::of(answers));
    let listing = scene.transport().rest_all("projects", "groups/acme/projects", &[]);
    let listing = listing.expect("a listing");
    assert_eq!(listing.rows, [json!({"id": 1}), json!({"id": 2}), json!({"id": 3})]);
    assert!(!listing.total_changed);
}

#[test]
fn a_listing_without_links_goes_by_the_number_of_the_next_page() {
    let answers = vec![
        page(&[("X-Next-Page", "2"), ("X-Total", "2")], "[1]"),
        page(&[("X-Next-Page", ""), ("X-Total", "2")], "[2]"),
    ];
    let scene = Scene::new(Scripted::of(answers));
    let query = [("per_page", "1"), ("page", "1")];
    let listing = scene.transport().rest_all("projects", "projects", &query).expect("a listing");
    assert_eq!(listing.rows, [json!(1), json!(2)]);
    assert_eq!(
        scene.network.urls()[1],
        "https://gitlab.example.com/api/v4/projects?per_page=1&page=2"
    );
}

#[test]
fn f07_a_page_that_fails_fails_the_listing() {
    for status in [500, 403, 404] {
        let first = link(2);
        let scene = Scene::new(Scripted::by(move |_, before| match before {
            0 => page(&[("Link", &first)], "[1]"),
            _ => Ok(answer(status, &[], r#"{"message":"no"}"#)),
        }));
        assert!(scene.transport().rest_all("projects", "projects", &[]).is_err());
    }
}

#[test]
fn f08_a_total_that_changes_from_page_to_page_is_reported() {
    for second in [("X-Total", "3"), ("X-Other", "")] {
        let first = link(2);
        let answers =
            vec![page(&[("Link", &first), ("X-Total", "2")], "[1]"), page(&[second], "[2]")];
        let scene = Scene::new(Scripted::of(answers));
        let listing = scene.transport().rest_all("projects", "projects", &[]);
        assert!(listing.expect("a listing").total_changed);
    }
}

#[test]
fn f09_a_next_page_on_another_host_is_refused_and_nothing_is_sent_there() {
    for other in [
        "https://evil.example.org/api/v4/projects?page=2",
        "http://gitlab.example.com/api/v4/projects?page=2",
        "https://gitlab.example.com:444/api/v4/projects?page=2",
    ] {
        let next = format!("<{other}>; rel=\"next\"");
        let scene = Scene::new(Scripted::of(vec![page(&[("Link", &next)], "[1]")]));
        let error = scene.transport().rest_all("projects", "projects", &[]).expect_err("refused");
        assert!(matches!(error, TransportError::Paging { .. }));
        assert_eq!(scene.network.count(), 1);
    }
}

#[test]
fn f10_pages_that_lead_back_are_noticed_before_they_are_read_again() {
    let scene = Scene::new(Scripted::by(|_, before| {
        let next = link([2, 3, 2][before]);
        page(&[("Link", &next)], "[1]")
    }));
    let error = scene.transport().rest_all("projects", "groups/acme/projects", &[]);
    assert!(matches!(error, Err(TransportError::Paging { .. })));
    assert_eq!(scene.network.count(), 3);
}

#[test]
fn a_page_that_is_not_a_list_is_refused() {
    let scene = Scene::new(Scripted::of(vec![page(&[], r#"{"id":1}"#)]));
    let error = scene.transport().rest_all("projects", "projects", &[]);
    assert!(matches!(error, Err(TransportError::Paging { .. })));
}
