//! F23 and T9: where redirects lead, and what goes along.

use serde_json::json;

use super::{CANARY, Scene, Scripted, answer, json_answer};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::network::{Answer, NetworkError};

const CODES: [u16; 4] = [301, 302, 307, 308];

fn to(status: u16, location: &str) -> Result<Answer, NetworkError> {
    Ok(answer(status, &[("Location", location)], "This resource has been moved"))
}

#[test]
fn f23_a_redirect_within_the_instance_is_followed_with_the_token() {
    for code in CODES {
        for location in ["/api/v4/projects/81", "https://gitlab.example.com/api/v4/projects/81#top"]
        {
            let good = Ok(json_answer(&json!({ "id": 81 })));
            let scene = Scene::new(Scripted::of(vec![to(code, location), good]));
            let answer = scene.transport().rest("project", "projects/acme%2Fold", &[]);
            assert_eq!(answer.expect("an answer").json["id"], 81);
            assert_eq!(scene.network.urls()[1], "https://gitlab.example.com/api/v4/projects/81");
            assert!(scene.network.sent()[1].signed);
        }
    }
}

#[test]
fn f23_a_redirect_to_another_host_port_or_scheme_ends_there_and_nothing_is_sent() {
    for code in CODES {
        for (location, place) in [
            ("https://evil.example.org/api/v4/version?q=1", "https://evil.example.org"),
            ("//evil.example.org/", "https://evil.example.org"),
            (
                "https://gitlab.example.com.evil.example.org/",
                "https://gitlab.example.com.evil.example.org",
            ),
            ("https://gitlab.example.com:8443/api/v4/version", "https://gitlab.example.com:8443"),
            ("http://gitlab.example.com/api/v4/version", "http://gitlab.example.com"),
            ("https://gitlab.example.com@evil.example.org/", "https://evil.example.org"),
            ("https://user:pass@gitlab.example.com/", "https://gitlab.example.com"),
            ("file:///etc/passwd", "file:"),
            ("https://[", "an address that cannot be read"),
        ] {
            let scene = Scene::new(Scripted::of(vec![to(code, location)]));
            let transport = scene.transport();
            let error = transport.rest("version", "version", &[]).expect_err("refused");
            assert!(
                matches!(&error, TransportError::Redirected { target, .. } if target == place),
                "{location}: {error}"
            );
            let scene = Scene::new(Scripted::of(vec![to(code, location)]));
            let error = scene.transport().graphql("query", "{ a }", &json!({}));
            assert!(matches!(error, Err(TransportError::Redirected { .. })));
            assert_eq!(scene.network.count(), 1);
        }
    }
}

#[test]
fn f23_a_query_is_posted_again_only_where_the_status_says_so() {
    for (code, followed) in [(301, false), (302, false), (303, false), (307, true), (308, true)] {
        let scene = Scene::new(Scripted::by(move |_, before| match before {
            0 => to(code, "/elsewhere"),
            _ => Ok(json_answer(&json!({ "data": 1 }))),
        }));
        let answer = scene.transport().graphql("query", "{ a }", &json!({}));
        assert_eq!(answer.is_ok(), followed, "{code}");
        let bodies: Vec<_> = scene.network.sent().into_iter().map(|sent| sent.body).collect();
        assert!(bodies.iter().all(|body| *body == bodies[0] && body.is_some()));
    }
}

#[test]
fn f23_redirects_without_end_or_without_a_target_are_given_up() {
    let scene = Scene::new(Scripted::by(|_, before| to(302, &format!("/{before}"))));
    assert!(matches!(scene.rest(), Err(TransportError::Redirected { .. })));
    assert_eq!(scene.network.count(), 6);

    let scene = Scene::new(Scripted::of(vec![Ok(answer(302, &[], ""))]));
    assert!(matches!(scene.rest(), Err(TransportError::Redirected { .. })));
}

#[test]
fn t9_no_address_that_is_asked_holds_the_token_and_only_the_instance_is_asked() {
    let scene = Scene::new(Scripted::by(|sent, before| match before {
        0 => to(302, "/again"),
        1 => Err(NetworkError::Cut),
        2 => Ok(answer(429, &[], "")),
        _ => Ok(answer(200, &[("X-Next-Page", if before < 5 { "9" } else { "" })], {
            assert!(sent.signed);
            "[]"
        })),
    }));
    let transport = scene.transport();
    let listing = transport.rest_all("projects", "groups/acme/projects", &[("per_page", "100")]);
    // The second next page is the first one again.
    assert!(matches!(listing, Err(TransportError::Paging { .. })));
    for sent in scene.network.sent() {
        assert!(sent.url.starts_with("https://gitlab.example.com/"), "{}", sent.url);
        assert!(!sent.url.contains(CANARY));
    }
}

#[test]
fn an_anonymous_query_shows_no_token() {
    let scene = Scene::new(Scripted::by(|_, _| Ok(json_answer(&json!({ "data": null })))));
    let transport = scene.transport();
    assert!(transport.graphql_anonymous("visible", "{ a }", &json!({})).is_ok());
    assert!(transport.graphql("visible", "{ a }", &json!({})).is_ok());
    let signed: Vec<bool> = scene.network.sent().iter().map(|sent| sent.signed).collect();
    assert_eq!(signed, [false, true]);
}
