//! Each fault does on the wire what its name says.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Fake, Got, TOKEN, company, get, post, read, started};
use crate::fake_gitlab::{Company, Cut, Edit, Fault, Files, Size, Throttle, What, Which};

const LIST: &str = "/api/v4/groups/acme/projects?include_subgroups=true";
const QUERY: &str = "query List { group(fullPath: \"acme\") { projects(includeSubgroups: true) { pageInfo { hasNextPage } nodes { id name } } } }";

fn with(what: What) -> Fake {
    let fake = started(company());
    fake.fault(Fault::new(Which::Every, what));
    fake
}

fn graphql(fake: &Fake) -> Got {
    post(fake, Some(TOKEN), &json!({ "query": QUERY }))
}

/// Reads at most so much of an answer that may never end.
fn part(fake: &Fake, most: usize) -> Got {
    let mut socket = TcpStream::connect(fake.address()).expect("listens");
    socket.set_read_timeout(Some(Duration::from_millis(150))).expect("a time");
    let request = format!("GET {LIST} HTTP/1.1\r\nHost: fake\r\nPRIVATE-TOKEN: {TOKEN}\r\n\r\n");
    socket.write_all(request.as_bytes()).expect("sent");
    read(&mut socket, most)
}

#[test]
fn faults_meet_the_requests_that_they_name() {
    let codes = |which: Which| {
        let fake = started(company());
        fake.fault(Fault::new(which, What::status(500)));
        (0..6).map(|_| get(&fake, "/api/v4/version").status).collect::<Vec<_>>()
    };
    assert_eq!(codes(Which::Nth(2)), [200, 500, 200, 200, 200, 200]);
    assert_eq!(codes(Which::From(5)), [200, 200, 200, 200, 500, 500]);
    assert_eq!(codes(Which::EveryKth(3)), [200, 200, 500, 200, 200, 500]);
    assert_eq!(codes(Which::kind("user")), [200; 6]);
    assert_eq!(
        codes(Which::All(vec![Which::kind("version"), Which::From(6)])),
        [200, 200, 200, 200, 200, 500]
    );

    let fake = started(company());
    fake.fault(Fault::new(Which::kind("version"), What::status(500)).after(1).times(2));
    let codes: Vec<_> = (0..5).map(|_| get(&fake, "/api/v4/version").status).collect();
    assert_eq!(codes, [200, 500, 500, 200, 200]);
    fake.fault(Fault::new(Which::if_request(|request| request.query == "x"), What::status(418)));
    assert_eq!(
        (get(&fake, "/api/v4/version?x").status, get(&fake, "/api/v4/version").status),
        (418, 200)
    );
    fake.clear_faults();
    assert_eq!(get(&fake, "/api/v4/version?x").status, 200);
}

#[test]
fn faults_know_a_project_by_path_number_and_global_id() {
    let fake = started(company());
    let id = fake.company().project("acme/shop/checkout").expect("there").id;
    fake.fault(Fault::new(Which::project("acme/shop/checkout"), What::status(503)));
    assert_eq!(get(&fake, "/api/v4/projects/acme%2Fshop%2Fcheckout").status, 503);
    assert_eq!(get(&fake, &format!("/api/v4/projects/{id}/repository/tree")).status, 503);
    assert_eq!(get(&fake, &format!("/api/v4/projects/{id}0")).status, 404);
    let ids = |id: String| {
        let query = "query I($i: [ID!]) { projects(ids: $i) { nodes { id } } }";
        post(&fake, Some(TOKEN), &json!({ "query": query, "variables": { "i": [id] } })).status
    };
    assert_eq!(
        (ids(format!("gid://gitlab/Project/{id}")), ids("gid://gitlab/Project/1".to_owned())),
        (503, 200)
    );
}

#[test]
fn refusals_look_like_gitlabs() {
    let seen = |what: What| {
        let got = get(&with(what), LIST);
        (got.status, got.text())
    };
    assert_eq!(seen(What::Unauthorized), (401, "{\"message\":\"401 Unauthorized\"}".to_owned()));
    assert!(seen(What::Expired).1.contains("Token is expired."));
    assert!(seen(What::InsufficientScope).1.contains("insufficient_scope"));
    let (status, page) = seen(What::ForbiddenPage);
    assert!(status == 403 && page.starts_with("<!DOCTYPE html>"));
    assert_eq!(seen(What::NotFound), (404, "{\"message\":\"404 Project Not Found\"}".to_owned()));
    assert_eq!(
        seen(What::InternalError),
        (500, "{\"message\":\"500 Internal Server Error\"}".to_owned())
    );
    assert!(seen(What::Gateway(502)).0 == 502 && seen(What::LoginPage).1.contains("Sign in"));
    assert_eq!(
        seen(What::TimedOut),
        (503, "{\"message\":{\"error\":\"Request timed out\"}}".to_owned())
    );
    assert_eq!(seen(What::Empty(204)), (204, String::new()));
    assert_eq!(seen(What::Empty(200)), (200, String::new()));
    assert_eq!(
        graphql(&with(What::Unauthorized)).json(),
        json!({ "errors": [{ "message": "Invalid token" }] })
    );
    let partial = get(&with(What::Partial), LIST);
    assert!(partial.status == 206 && partial.header("content-range").is_some());
    assert!(serde_json::from_slice::<Value>(&partial.body).is_err());
}

#[test]
fn throttling_has_three_faces() {
    let front = get(&with(What::throttled(7)), LIST);
    assert_eq!((front.status, front.text().as_str()), (429, "Retry later\n"));
    assert_eq!(
        (front.header("retry-after"), front.header("ratelimit-remaining")),
        (Some("7"), Some("0"))
    );
    assert_eq!(front.header("ratelimit-resettime"), Some("Fri, 20 Nov 2026 12:02:07 GMT"));
    let odd = Throttle::Front { retry_after: None, reset: Some("garbage".to_owned()) };
    let odd = get(&with(What::Throttled(odd)), LIST);
    assert_eq!((odd.header("retry-after"), odd.header("ratelimit-reset")), (None, Some("garbage")));
    let application = Throttle::Application { retry_after: Some("30".to_owned()) };
    let application = get(&with(What::Throttled(application)), LIST);
    assert_eq!((application.status, application.header("ratelimit-limit")), (429, None));
    assert!(application.json()["message"]["error"].is_string());
    let inside = graphql(&with(What::Throttled(Throttle::GraphQl)));
    assert!(inside.status == 200 && inside.json()["errors"][0]["message"].is_string());
}

#[test]
fn a_query_may_fail_in_part() {
    let partial = |null_at: Option<&str>, keep_data: bool| {
        let what = What::GraphQlErrors {
            message: "Internal server error".to_owned(),
            null_at: null_at.map(str::to_owned),
            keep_data,
        };
        graphql(&with(what)).json()
    };
    let one = partial(Some("/data/group/projects/nodes/0"), true);
    assert_eq!(one["data"]["group"]["projects"]["nodes"], json!([null]));
    assert_eq!(one["errors"][0]["path"], json!(["group", "projects", "nodes", 0]));
    assert_eq!(partial(None, false)["data"], Value::Null);
    assert!(graphql(&with(What::ComplexityError)).json().get("data").is_none());
    assert_eq!(graphql(&with(What::TimedOut)).status, 503);
}

#[test]
fn values_may_be_removed_nulled_or_of_another_type() {
    let nodes = |edit: Edit| {
        let answer = graphql(&with(What::change("/data/group/projects/nodes/*/name", edit))).json();
        answer["data"]["group"]["projects"]["nodes"][0].clone()
    };
    assert_eq!(nodes(Edit::Remove).get("name"), None);
    assert_eq!(nodes(Edit::Null)["name"], Value::Null);
    assert_eq!(nodes(Edit::WrongType)["name"], 7);
    assert_eq!(nodes(Edit::Set(json!("other")))["name"], "other");
    let rest = get(&with(What::change("/0/id", Edit::WrongType)), LIST).json();
    assert_eq!(rest[0]["id"], "seven");
    let gone = get(&with(What::change("/*", Edit::Remove)), LIST).json();
    assert_eq!(gone, json!([]));
}

#[test]
fn lists_may_be_doubled_emptied_or_linked_astray() {
    assert_eq!(get(&with(What::DuplicateRows), LIST).json().as_array().map(Vec::len), Some(2));
    let page = |what: What| graphql(&with(what)).json()["data"]["group"]["projects"].clone();
    assert_eq!(page(What::DuplicateRows)["nodes"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        page(What::EmptyListing),
        json!({ "nodes": [], "pageInfo": { "hasNextPage": false } })
    );
    assert_eq!(page(What::EmptyPage), json!({ "nodes": [], "pageInfo": { "hasNextPage": true } }));
    assert_eq!(get(&with(What::EmptyListing), LIST).json(), json!([]));
    let astray = get(&with(What::LinkTo("http://other.example".to_owned())), LIST);
    assert!(astray.header("link").is_some_and(|link| {
        link.starts_with("<http://other.example/api/v4/groups/acme/projects?")
    }));
    let fake = with(What::LinkLoop);
    assert_eq!(
        get(&fake, LIST).header("link"),
        Some(format!("<{}{LIST}>; rel=\"next\"", fake.url()).as_str())
    );
}

#[test]
fn redirects_lead_where_they_are_told() {
    let got = get(&with(What::redirect(307, "http://other.example*")), LIST);
    assert_eq!(
        (got.status, got.header("location")),
        (307, Some(format!("http://other.example{LIST}").as_str()))
    );
    let got = get(&with(What::redirect(302, "/users/sign_in")), LIST);
    assert_eq!(got.header("location"), Some("/users/sign_in"));
}

#[test]
fn bodies_may_be_cut_by_a_reset() {
    let whole = get(&started(company()), LIST).body.len();
    for (cut, kept) in [
        (Cut::Bytes(0), 0),
        (Cut::Bytes(1), 1),
        (Cut::Half, whole / 2),
        (Cut::AllButOne, whole - 1),
    ] {
        let got = part(&with(What::Reset(cut)), usize::MAX);
        assert!(got.broken, "{cut:?} ends in a reset");
        assert_eq!((got.status, got.body.len()), (200, kept), "{cut:?}");
    }
    let got = part(&with(What::ResetAtOnce), usize::MAX);
    assert!(got.broken && got.head.is_empty());
}

#[test]
fn bodies_may_be_shorter_than_announced() {
    let got = part(&with(What::ContentLengthTooLarge), usize::MAX);
    let announced: usize =
        got.header("content-length").and_then(|v| v.parse().ok()).expect("a length");
    assert!(!got.broken && announced == got.body.len() + 100);
}

#[test]
fn bodies_may_never_end() {
    const ENOUGH: usize = 1 << 20;
    let poured = part(&with(What::InfiniteBody), ENOUGH);
    assert!(poured.body.len() > ENOUGH / 2 && poured.header("content-length").is_none());
    let huge = part(&with(What::HugeContentLength), ENOUGH);
    assert!(huge.body.len() > ENOUGH / 2 && huge.header("content-length") == Some("10737418240"));
    let whole = get(&started(company()), LIST);
    let most = whole.head.len() + whole.body.len() + 40;
    let chunked = part(&with(What::EndlessChunked), most);
    assert_eq!(chunked.header("transfer-encoding"), Some("chunked"));
    assert!(chunked.text().contains("\r\n1\r\n \r\n1\r\n"));
}

#[test]
fn bodies_may_unpack_to_much_more_than_they_are() {
    let got = part(&with(What::GzipBomb { bytes: 20 << 20 }), usize::MAX);
    assert_eq!(got.header("content-encoding"), Some("gzip"));
    assert!(got.body.len() < 200_000);
    let mut decoder = flate2::read::GzDecoder::new(got.body.as_slice());
    assert_eq!(std::io::copy(&mut decoder, &mut std::io::sink()).expect("a gzip stream"), 20 << 20);
}

#[test]
fn answers_may_drip_or_stay_out() {
    let head = get(&started(company()), LIST).head.len();
    let dripped = part(&with(What::Drip { every: Duration::from_millis(10) }), head + 20);
    let announced = dripped.header("content-length").and_then(|value| value.parse().ok());
    let announced: usize = announced.expect("a length");
    assert!(!dripped.body.is_empty() && dripped.body.len() < announced);
    let silent = part(&with(What::Stall), usize::MAX);
    assert!(silent.broken && silent.head.is_empty());
    let headed = part(&with(What::StallAfterHead), usize::MAX);
    assert!(headed.broken && headed.status == 200 && headed.body.is_empty());
}

#[test]
fn a_fake_that_is_dropped_ends_its_threads_at_once() {
    let fake = with(What::Stall);
    let mut socket = TcpStream::connect(fake.address()).expect("listens");
    socket.write_all(format!("GET {LIST} HTTP/1.1\r\n\r\n").as_bytes()).expect("sent");
    let address = fake.address();
    let started = Instant::now();
    drop(fake);
    // Threads that were not woken would hold the drop up for an hour.
    assert!(started.elapsed() < Duration::from_secs(60));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn the_company_may_change_between_two_requests() {
    let fake = started(company());
    fake.fault(Fault::new(
        Which::Nth(2),
        What::hook(|company| {
            company.force_push("acme/shop/checkout", Files::default());
        }),
    ));
    let raw = "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/files/README.md/raw";
    assert_eq!((get(&fake, raw).status, get(&fake, raw).status), (200, 404));
    fake.fault(
        Fault::new(
            Which::kind("project"),
            What::hook(|company| company.rename("acme/shop/checkout", "acme/till")),
        )
        .times(1),
    );
    assert_eq!(get(&fake, "/api/v4/projects/acme%2Fshop%2Fcheckout").status, 301);
}

#[test]
fn what_happens_to_a_project_is_seen_by_whoever_asks() {
    let fake = started(Company::generate(&Size::of(4, 2), 1));
    let path = fake.company().projects.values().next().expect("one").path.clone();
    let facts =
        |path: &str| get(&fake, &format!("/api/v4/projects/{}", path.replace('/', "%2F"))).json();
    fake.change(|company| company.archive(&path));
    assert_eq!(facts(&path)["archived"], true);
    fake.change(|company| company.add_release(&path, "v9.0.0"));
    let id = facts(&path)["id"].clone();
    assert_eq!(
        get(&fake, &format!("/api/v4/projects/{id}/releases")).json()[0]["tag_name"],
        "v9.0.0"
    );
    fake.change(|company| company.mark_for_deletion(&path));
    assert_eq!(facts(&path)["message"], "404 Project Not Found");
    let marked = get(&fake, &format!("/api/v4/projects/{id}")).json();
    assert_eq!(marked["path_with_namespace"], format!("{path}-deletion_scheduled-{id}"));
    assert_eq!(marked["marked_for_deletion_on"], "2026-11-20");
}
