//! F22: what a 200 of GraphQL means.

use serde_json::{Value, json};

use super::{Scene, Scripted, answer, json_answer};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::graphql::{GraphQlAnswer, GraphQlError, PathPart};
use crate::source::gitlab::network::Answer;
use crate::source::gitlab::network::NetworkError;

fn ask(script: Result<Answer, NetworkError>) -> (Result<GraphQlAnswer, TransportError>, usize) {
    let scene = Scene::new(Scripted::by(move |_, _| script.clone()));
    (scene.transport().graphql("inventory", "query { a }", &json!({})), scene.network.count())
}

fn refused(message: &str) -> (TransportError, usize) {
    let (result, requests) = ask(Ok(json_answer(&json!({ "errors": [{ "message": message }] }))));
    (result.expect_err("refused"), requests)
}

#[test]
fn a_query_is_posted_with_its_variables_below_the_path_of_the_instance() {
    let mut scene = Scene::new(Scripted::by(|_, _| Ok(json_answer(&json!({ "data": {} })))));
    scene.options.base = "https://example.com/gitlab".parse().expect("an address");
    let transport = scene.transport();
    transport
        .graphql("inventory", "query($a: ID!) { a }", &json!({ "a": "1" }))
        .expect("an answer");
    let sent = &scene.network.sent()[0];
    assert_eq!(sent.url, "https://example.com/gitlab/api/graphql");
    let body: Value = serde_json::from_str(sent.body.as_deref().expect("a body")).expect("JSON");
    assert_eq!(body, json!({ "query": "query($a: ID!) { a }", "variables": { "a": "1" } }));
}

#[test]
fn f22_errors_of_fields_stay_beside_the_data_with_their_paths() {
    let (result, requests) = ask(Ok(json_answer(&json!({
        "data": { "projects": { "nodes": [{ "id": 1 }, null] } },
        "errors": [
            { "message": "Max blobs size limit exceeded (21 MiB / 20 MiB).",
              "path": ["projects", "nodes", 1, "repository"] },
            { "message": "Internal server error" },
        ],
    }))));
    let answer = result.expect("an answer");
    assert_eq!(answer.data["projects"]["nodes"][0]["id"], 1);
    let field = |name: &str| PathPart::Field(name.to_owned());
    assert_eq!(
        answer.errors,
        [
            GraphQlError {
                message: "Max blobs size limit exceeded (21 MiB / 20 MiB).".to_owned(),
                path: vec![
                    field("projects"),
                    field("nodes"),
                    PathPart::Index(1),
                    field("repository")
                ],
            },
            GraphQlError { message: "Internal server error".to_owned(), path: vec![] },
        ]
    );
    assert_eq!(requests, 1);
}

#[test]
fn f22_a_query_that_is_too_complex_says_by_how_much() {
    let (error, requests) =
        refused("Query has complexity of 252, which exceeds max complexity of 250");
    assert!(matches!(error, TransportError::TooComplex { score: Some(252), limit: Some(250), .. }));
    assert!(error.wants_smaller() && requests == 1);
    let (error, _) = refused("Query has depth of 21, which exceeds max depth of 20");
    assert!(matches!(error, TransportError::TooComplex { score: Some(21), limit: Some(20), .. }));
}

#[test]
fn f22_a_query_that_ran_out_of_time_is_made_smaller_rather_than_repeated() {
    let words = "Request timed out. Please try a less complex query or a smaller set of records.";
    let body = json!({ "errors": [{ "message": words }] }).to_string();
    for answer in [answer(503, &[], &body), answer(200, &[], &body)] {
        let (result, requests) = ask(Ok(answer));
        let error = result.expect_err("refused");
        assert!(matches!(error, TransportError::TooSlow { .. }) && error.wants_smaller());
        assert_eq!(requests, 1);
    }
    let within = json!({ "data": { "a": null }, "errors": [{ "message": "Timeout on Project.repository" }] });
    let (result, _) = ask(Ok(json_answer(&within)));
    assert!(matches!(result, Err(TransportError::TooSlow { .. })));
}

#[test]
fn f22_a_query_that_breaks_the_server_each_time_is_made_smaller() {
    let broken = json!({ "errors": [{ "message": "Internal server error" }] }).to_string();
    for script in [
        Ok(answer(500, &[], &broken)),
        Ok(answer(200, &[], &broken)),
        Ok(answer(502, &[], "<h1>Bad Gateway</h1>")),
        Ok(answer(504, &[], "")),
        Err(NetworkError::TimedOut),
    ] {
        let (result, requests) = ask(script);
        let error = result.expect_err("refused");
        assert!(matches!(error, TransportError::TooSlow { .. }), "{error}");
        assert!(error.wants_smaller());
        assert_eq!(requests, 5);
    }
}

#[test]
fn f22_a_field_or_argument_that_this_gitlab_does_not_have_is_said() {
    for words in [
        "Field 'maxAccessLevel' doesn't exist on type 'Project'",
        "Field 'projects' doesn't accept argument 'includeArchived'",
        "ProjectSort isn't a defined input type (on $sort)",
    ] {
        let (error, requests) = refused(words);
        assert!(matches!(&error, TransportError::UnknownField { message, .. } if message == words));
        assert!(!error.wants_smaller() && requests == 1);
    }
}

#[test]
fn an_invalid_token_within_a_200_is_a_401() {
    let (error, requests) = refused("Invalid token");
    assert!(matches!(error, TransportError::Unauthorized { .. }) && requests == 1);
}

#[test]
fn an_error_that_we_do_not_know_comes_with_no_data() {
    let (result, _) =
        ask(Ok(json_answer(&json!({ "errors": [{ "message": "Ref is not valid" }] }))));
    let answer = result.expect("an answer");
    assert_eq!((answer.data, answer.errors.len()), (Value::Null, 1));
}

#[test]
fn f20_json_that_is_no_envelope_is_not_gitlab() {
    for body in ["{}", "[]", "null", r#"{"errors":[]}"#, r#"[{"data":1}]"#] {
        let (result, requests) = ask(Ok(answer(200, &[], body)));
        assert!(matches!(result, Err(TransportError::NotGitLab { .. })), "{body}");
        assert_eq!(requests, 2);
    }
}
