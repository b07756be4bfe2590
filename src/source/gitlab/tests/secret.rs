//! The token shows up nowhere.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{CANARY, Scene, Scripted, answer, canary};
use crate::source::base64;
use crate::source::gitlab::error::{Asked, Denial, TransportError};
use crate::source::gitlab::network::NetworkError;
use crate::source::gitlab::{Event, TransportOptions};
use crate::source::secret::{Secret, SecretError};

/// The forms in which a careless server could repeat the token.
fn forms() -> Vec<String> {
    let escaped: String = CANARY.bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        CANARY.to_owned(),
        escaped.to_lowercase(),
        escaped,
        base64::encode(CANARY.as_bytes()),
        base64::encode(format!("oauth2:{CANARY}").as_bytes()),
        base64::encode(format!("git:{CANARY}:x").as_bytes()),
        base64::encode(format!("a:{CANARY}").as_bytes()).replace('+', "-").replace('/', "_"),
    ]
}

fn check_hidden(text: &str) {
    for form in forms() {
        assert!(!text.contains(&form), "{text}");
    }
    assert!(!text.contains("CANARY"), "{text}");
}

#[test]
fn a_token_is_one_word_of_ascii() {
    let error = |text: &str| Secret::new(text.to_owned()).err();
    assert_eq!(error(" \n"), Some(SecretError::Empty));
    assert_eq!(error("two words"), Some(SecretError::Malformed));
    assert_eq!(error("one\nX-Injected: two"), Some(SecretError::Malformed));
    assert_eq!(error("tökn"), Some(SecretError::Malformed));
    assert_eq!(error(&format!(" {CANARY}\n")), None);
    assert_eq!(Secret::new(format!(" {CANARY}\n")).expect("a token").expose(), CANARY);
}

#[test]
fn every_form_of_the_token_is_masked_and_the_rest_stays() {
    for form in forms() {
        let masked = canary().mask(&format!("before {form} after"));
        check_hidden(&masked);
        assert!(masked.starts_with("before ") && masked.ends_with(" after"), "{masked}");
    }
    assert_eq!(canary().mask("nothing to hide"), "nothing to hide");
}

#[test]
fn a_token_with_letters_of_its_own_in_addresses_is_masked_there() {
    let token = Secret::new("a/b+c=d&e?f#g".to_owned()).expect("a token");
    assert_eq!(token.mask("?t=a%2Fb%2Bc%3Dd%26e%3Ff%23g."), "?t=[masked].");
}

#[test]
fn only_the_client_reads_the_token() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut readers = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    open.push(path);
                }
            } else if fs::read_to_string(&path).is_ok_and(|text| text.contains(".expose()")) {
                readers.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            }
        }
    }
    assert_eq!(readers, ["http.rs"]);
}

#[test]
fn no_message_and_no_event_holds_the_token_whatever_the_server_says() {
    for form in forms() {
        for status in [200, 302, 400, 401, 403, 404, 429, 500] {
            let body = serde_json::json!({ "message": format!("no {form}"), "error": form });
            let headers = [("Location", format!("https://{form}.example.org/?t={form}"))];
            let headers: Vec<_> =
                headers.iter().map(|(name, text)| (*name, text.as_str())).collect();
            check_leaks(answer(status, &headers, &body.to_string()));
            check_leaks(answer(status, &headers, &format!("<p>{form}</p>")));
        }
        let errors = serde_json::json!({ "errors": [{ "message": format!("Field '{form}' doesn't exist on type 'X'") }] });
        check_leaks(answer(200, &[], &errors.to_string()));
        let next = format!("<https://example.org/{form}>; rel=\"next\"");
        check_leaks(answer(200, &[("Link", &next)], "[]"));
        for error in [
            NetworkError::Name(form.clone()),
            NetworkError::Tls(form.clone()),
            NetworkError::Proxy(form.clone()),
            NetworkError::Other(form.clone()),
        ] {
            check_scene(Scene::new(Scripted::by(move |_, _| Err(error.clone()))));
        }
    }
}

fn check_leaks(answer: crate::source::gitlab::network::Answer) {
    check_scene(Scene::new(Scripted::by(move |_, _| Ok(answer.clone()))));
}

/// Asks in every way, with the token where it does not belong, and reads all that is said about it.
fn check_scene(mut scene: Scene) {
    scene.options.retries = 1;
    let observer = |event: &Event| check_hidden(&format!("{event:?}"));
    let options = TransportOptions { observer: Some(&observer), ..scene.options.clone() };
    let transport = super::Transport::new(
        &scene.network,
        &scene.clock,
        &scene.cancel,
        Some(&scene.token),
        options,
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let path = format!("projects/{CANARY}");
    let failures = [
        transport.rest("project", &path, &[("private_token", CANARY)]).err(),
        transport.rest_all("listing", &path, &[("private_token", CANARY)]).err(),
        transport.raw("file", &path, &[], 9).err(),
        transport.graphql("query", CANARY, &serde_json::Value::Null).err(),
    ];
    for error in failures.into_iter().flatten() {
        check_hidden(&error.to_string());
        check_hidden(&format!("{error:?}"));
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn every_error_is_one_line_that_names_what_was_asked() {
    let asked = || Asked { kind: "tree", path: "/api/v4/projects/7/repository/tree".to_owned() };
    let text = || "so it said".to_owned();
    let errors = [
        TransportError::Address { asked: asked() },
        TransportError::Unauthorized { asked: asked(), message: text() },
        TransportError::TokenWanted { asked: asked(), message: text() },
        TransportError::Forbidden { asked: asked(), denial: Denial::Scope(text()) },
        TransportError::Forbidden { asked: asked(), denial: Denial::Role(text()) },
        TransportError::Forbidden { asked: asked(), denial: Denial::Blocked },
        TransportError::NotFound { asked: asked(), message: text() },
        TransportError::Rejected { asked: asked(), status: 422, message: text() },
        TransportError::TooComplex { asked: asked(), message: text(), score: None, limit: None },
        TransportError::TooSlow { asked: asked(), message: text() },
        TransportError::TooLarge { asked: asked(), limit: 9 },
        TransportError::Unavailable { asked: asked(), status: 502, message: text() },
        TransportError::UnknownField { asked: asked(), message: text() },
        TransportError::Redirected { asked: asked(), target: text() },
        TransportError::Paging { asked: asked(), what: text() },
        TransportError::NotGitLab { asked: asked(), what: text() },
        TransportError::Throttled { asked: asked(), message: text() },
        TransportError::DeadlinePassed { asked: asked(), deadline: Duration::from_secs(9) },
        TransportError::BudgetSpent { asked: asked(), most: 9 },
        TransportError::Cancelled { asked: asked() },
        TransportError::Network { asked: asked(), error: NetworkError::Refused },
    ];
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
