//! What goes over the wire, and what is told of it.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::json;

use super::{CANARY, Scene, Scripted, json_answer, server};
use crate::source::gitlab::network::NetworkError;
use crate::source::gitlab::{Event, Transport, TransportOptions};

#[test]
fn a_request_names_the_program_and_shows_the_token_in_its_one_header() {
    let server = server::answering(|_| server::whole("application/json", b"{}"));
    server.with(
        |_| {},
        |transport| {
            transport.rest("version", "version", &[("a", "b")]).expect("an answer");
            transport.graphql_anonymous("probe", "{ a }", &json!({})).expect_err("no envelope");
        },
    );
    let requests = server.requests();
    let lines: Vec<&str> = requests[0].lines().collect();
    assert_eq!(lines[0], "GET /api/v4/version?a=b HTTP/1.1");
    let header = |request: &str, name: &str| {
        let lines = request.lines().filter_map(|line| line.split_once(": "));
        let mut values = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.to_owned());
        assert_eq!(values.next(), None, "{name} is sent once");
        value
    };
    let some = |text: &str| Some(text.to_owned());
    let agent = format!("portolan/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(header(&requests[0], "user-agent"), Some(agent));
    assert_eq!(header(&requests[0], "accept"), some("application/json"));
    assert_eq!(header(&requests[0], "accept-encoding"), some("gzip"));
    assert_eq!(header(&requests[0], "authorization"), Some(format!("Bearer {CANARY}")));
    assert_eq!(header(&requests[0], "cookie"), None);
    assert_eq!(requests[0].matches(CANARY).count(), 1);

    assert!(requests[1].starts_with("POST /api/graphql HTTP/1.1\r\n"));
    assert_eq!(header(&requests[1], "content-type"), some("application/json"));
    assert_eq!(header(&requests[1], "authorization"), None);
    assert!(requests[1].ends_with(r#"{"query":"{ a }","variables":{}}"#));
}

#[test]
fn whoever_listens_hears_of_requests_retries_and_waits_in_order() {
    let scene = Scene::new(Scripted::of(vec![Err(NetworkError::Cut), Ok(json_answer(&json!(1)))]));
    let heard = Mutex::new(Vec::new());
    let observer = |event: &Event| heard.lock().expect("no panic").push(event.clone());
    let options = TransportOptions { observer: Some(&observer), ..scene.options.clone() };
    let transport =
        Transport::new(&scene.network, &scene.clock, &scene.cancel, None, options).expect("a base");
    transport.rest("version", "version", &[("search", "hidden")]).expect("an answer");
    let path = || "/api/v4/version".to_owned();
    let request = |status, attempt| Event::Request {
        kind: "version",
        path: path(),
        status,
        millis: 0,
        attempt,
    };
    let why = "version (`/api/v4/version`): the connection ended in the middle of the answer";
    assert_eq!(
        heard.into_inner().expect("no panic"),
        [
            request(None, 1),
            Event::Retrying { kind: "version", path: path(), attempt: 2, why: why.to_owned() },
            Event::Waiting {
                time: Duration::from_millis(250),
                why: "before the next attempt".to_owned()
            },
            request(Some(200), 2),
        ]
    );
}
