//! Statuses and bodies that are not what was asked for.

use serde_json::json;

use super::{CANARY, Scene, Scripted, answer, json_answer};
use crate::source::gitlab::Transport;
use crate::source::gitlab::error::{Denial, TransportError};
use crate::source::gitlab::network::Answer;

fn rest(answer: Answer) -> (TransportError, usize) {
    let scene = Scene::new(Scripted::by(move |_, _| Ok(answer.clone())));
    (scene.rest().expect_err("refused"), scene.network.count())
}

#[test]
fn f01_a_401_is_never_tried_again_by_anybody_and_no_time_passes() {
    for body in [
        r#"{"message":"401 Unauthorized"}"#,
        r#"{"error":"invalid_token","error_description":"Token is expired."}"#,
        r#"{"errors":[{"message":"Invalid token"}]}"#,
        "",
    ] {
        let scene = Scene::new(Scripted::by(move |_, _| Ok(answer(401, &[], body))));
        let transport = scene.transport();
        let error = transport.rest("version", "version", &[]).expect_err("refused");
        assert!(matches!(error, TransportError::Unauthorized { .. }));
        assert!(!error.to_string().contains(CANARY));
        // Whoever comes next is told the same without a request.
        let error = transport.graphql("inventory", "{ a }", &json!({})).expect_err("refused");
        assert!(matches!(error, TransportError::Unauthorized { .. }));
        assert_eq!((scene.network.count(), scene.waits()), (1, vec![]));
    }
}

#[test]
fn a_401_to_somebody_without_a_token_says_so_and_stops_nobody_else() {
    let scene = Scene::new(Scripted::by(|sent, _| match sent.signed {
        true => Ok(json_answer(&json!({ "data": 1 }))),
        false => Ok(answer(401, &[], r#"{"message":"401 Unauthorized"}"#)),
    }));
    let transport = scene.transport();
    let error = transport.graphql_anonymous("probe", "{ a }", &json!({})).expect_err("refused");
    assert!(matches!(error, TransportError::TokenWanted { .. }));
    assert!(transport.graphql("probe", "{ a }", &json!({})).is_ok());

    let network = Scripted::by(|_, _| Ok(answer(401, &[], "")));
    let without =
        Transport::new(&network, &scene.clock, &scene.cancel, None, scene.options.clone())
            .expect("an address");
    let error = without.rest("version", "version", &[]).expect_err("refused");
    assert!(matches!(error, TransportError::TokenWanted { .. }));
}

#[test]
fn f03_a_403_tells_scope_role_and_a_blocked_address_apart() {
    let scope = r#"{"error":"insufficient_scope","error_description":"Needs more","scope":"api"}"#;
    let (error, requests) = rest(answer(403, &[], scope));
    assert!(matches!(&error, TransportError::Forbidden { denial: Denial::Scope(_), .. }));
    assert!(requests == 1);

    let (error, _) = rest(answer(403, &[], r#"{"message":"403 Forbidden"}"#));
    assert!(matches!(&error, TransportError::Forbidden { denial: Denial::Role(_), .. }));

    let (error, requests) = rest(answer(403, &[("Content-Type", "text/html")], "<h1>403</h1>"));
    assert!(matches!(&error, TransportError::Forbidden { denial: Denial::Blocked, .. }));
    assert!(requests == 1);
}

#[test]
fn a_404_is_not_found_only_in_the_words_of_gitlab() {
    let (error, requests) = rest(answer(404, &[], r#"{"message":"404 Project Not Found"}"#));
    assert!(
        matches!(&error, TransportError::NotFound { message, .. } if message == "404 Project Not Found")
    );
    assert!(requests == 1);

    let (error, _) = rest(answer(404, &[], "<h1>nginx</h1>"));
    assert!(matches!(&error, TransportError::NotGitLab { .. }));
}

#[test]
fn other_refusals_keep_their_status_and_words_and_are_final() {
    let words = r#"{"message":{"error":"Offset pagination has a maximum"}}"#;
    for status in [400, 405, 409, 414, 422] {
        let (error, requests) = rest(answer(status, &[], words));
        assert!(matches!(
            &error,
            TransportError::Rejected { status: found, message, .. }
                if *found == status && message == "Offset pagination has a maximum"
        ));
        assert_eq!(requests, 1);
    }
}

#[test]
fn f20_what_is_not_json_from_gitlab_is_asked_for_once_more_and_then_said() {
    let page = "<!doctype html><title>Sign in</title>";
    for strange in [
        answer(200, &[("Content-Type", "text/html; charset=utf-8")], page),
        answer(200, &[], page),
        answer(200, &[("Content-Type", "application/json")], ""),
        answer(200, &[], "{} trailing"),
        answer(204, &[], ""),
        answer(206, &[], "{}"),
        answer(304, &[], ""),
    ] {
        let status = strange.status;
        let (error, requests) = rest(strange);
        assert!(matches!(error, TransportError::NotGitLab { .. }), "{status}: {error}");
        assert_eq!(requests, 2, "{status}");
    }
    let accident = Ok(answer(200, &[("Content-Type", "text/html")], page));
    let scene = Scene::new(Scripted::of(vec![accident, Ok(json_answer(&json!(1)))]));
    assert_eq!(scene.rest(), Ok(json!(1)));
}

#[test]
fn f17_json_that_stops_in_the_middle_is_a_cut_answer_and_asked_for_again() {
    let cut = Ok(answer(200, &[("Content-Type", "application/json")], r#"{"a": [1, 2"#));
    let scene = Scene::new(Scripted::of(vec![cut, Ok(json_answer(&json!(1)))]));
    assert_eq!(scene.rest(), Ok(json!(1)));
}

#[test]
fn f17_a_file_whose_end_nobody_announced_is_not_accepted() {
    let scene = Scene::new(Scripted::by(|_, before| {
        Ok(Answer { measured: before > 0, ..answer(200, &[], "# Readme") })
    }));
    let file = scene.transport().raw("readme", "projects/1/readme", &[], 100);
    assert_eq!(file.expect("a file"), b"# Readme");
    assert_eq!(scene.network.count(), 2);
}

#[test]
fn a_file_has_its_limit_but_an_error_may_be_longer() {
    let scene = Scene::new(Scripted::by(|_, _| Ok(answer(200, &[], "four"))));
    let transport = scene.transport();
    assert_eq!(transport.raw("file", "f", &[], 4).expect("a file"), b"four");
    let error = transport.raw("file", "f", &[], 3).expect_err("too large");
    assert!(matches!(error, TransportError::TooLarge { limit: 3, .. }));

    let missing = r#"{"message":"404 File Not Found"}"#;
    let scene = Scene::new(Scripted::by(move |_, _| Ok(answer(404, &[], missing))));
    let error = scene.transport().raw("file", "f", &[], 3).expect_err("not there");
    assert!(matches!(error, TransportError::NotFound { .. }));
}

#[test]
fn a_server_cannot_forge_lines_or_fill_the_log() {
    let words = json!({ "message": format!("one\r\n\u{1b}[31mtwo {}", "x".repeat(9999)) });
    let (error, _) = rest(answer(400, &[], &words.to_string()));
    let text = error.to_string();
    assert!(text.len() < 400 && !text.contains(char::is_control), "{text}");
    assert!(text.contains("one [31mtwo xxx"));
}
