//! Routes, and the refusals that all of them share.

use serde_json::json;

use super::access::{Refusal, Viewer};
use super::http::{Request, Response, decoded};
use super::{Options, facts, group, project};

/// What GitLab says when a query took too long.
pub const TIMED_OUT: &str =
    "Request timed out. Please try a less complex query or a smaller set of records.";

/// Scopes that open the API.
pub const API: &[&str] = &["api", "read_api"];
/// Scopes that open files and archives too.
pub const FILES: &[&str] = &["api", "read_api", "read_repository"];

/// One request, with who asks.
pub struct Asked<'a> {
    pub viewer: Viewer<'a>,
    pub options: &'a Options,
    pub request: &'a Request,
}

/// An answer, or the refusal that ended the work on it.
pub type Outcome = Result<Response, Response>;

/// What kind of request a path below `/api/v4/` is, for the record.
pub fn kind(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let name = match segments.as_slice() {
        ["projects", _, "repository", "files", ..] => "file",
        ["projects", _, "repository", "archive.tar.gz"] => "archive",
        ["projects", _, "repository", "tree"] => "tree",
        ["projects", _, "repository", "tags"] => "tags",
        ["projects", _, "repository", "branches", _] => "branch",
        ["projects", _, "environments", _] => "environment",
        ["projects", _, what] => what,
        ["projects", _] => "project",
        ["groups", _, "members", "all"] => "group members",
        ["groups", _, what] => return format!("group {what}"),
        ["groups", _] => "group",
        ["personal_access_tokens", "self"] => "token",
        [one] => one,
        _ => "unknown",
    };
    name.to_owned()
}

/// Answers a request below `/api/v4/`.
pub fn answer(asked: &Asked<'_>, path: &str) -> Response {
    // Segments are split before they are decoded: `%2F` belongs to a name.
    let segments: Vec<String> = path.trim_matches('/').split('/').map(decoded).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match route(asked, &segments) {
        Ok(response) | Err(response) => response,
    }
}

fn route(asked: &Asked<'_>, segments: &[&str]) -> Outcome {
    match segments {
        ["version"] => {
            asked.signed_in(API)?;
            let (version, revision) = (asked.options.version.number(), "0123456789a");
            Ok(Response::json(200, &json!({ "version": version, "revision": revision })))
        }
        ["metadata"] => {
            asked.signed_in(API)?;
            let version = asked.options.version.number();
            Ok(Response::json(
                200,
                &json!({ "version": version, "revision": "0123456789a", "enterprise": true,
                         "kas": { "enabled": false, "externalUrl": null, "version": null } }),
            ))
        }
        ["personal_access_tokens", "self"] => facts::token(asked),
        ["user"] => facts::user(asked),
        ["groups", group, rest @ ..] => group::route(asked, group, rest),
        ["projects", project, rest @ ..] => project::route(asked, project, rest),
        _ => Err(no_route()),
    }
}

impl Asked<'_> {
    /// Refuses tokens without one of these scopes.
    pub fn scope(&self, scopes: &[&str]) -> Result<(), Response> {
        if self.viewer.has_scope(scopes) { Ok(()) } else { Err(insufficient_scope()) }
    }

    /// Refuses the public, and tokens without one of these scopes.
    pub fn signed_in(&self, scopes: &[&str]) -> Result<(), Response> {
        if self.viewer.token.is_none() {
            return Err(refused(Refusal::Unknown));
        }
        self.scope(scopes)
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.request.parameter(name).map(|value| matches!(value.as_str(), "true" | "1"))
    }
}

/// The answer to a token that opens nothing.
pub fn refused(refusal: Refusal) -> Response {
    let description = match refusal {
        Refusal::Unknown => {
            return Response::json(401, &json!({ "message": "401 Unauthorized" }));
        }
        Refusal::Expired => {
            "Token is expired. You can either do re-authorization or token refresh."
        }
        Refusal::Revoked => "Token was revoked. You have to re-authorize from the user.",
    };
    let body = json!({ "error": "invalid_token", "error_description": description });
    Response::json(401, &body)
}

/// The answer to a token that may do other things.
pub fn insufficient_scope() -> Response {
    let description = "The request requires higher privileges than provided by the access token.";
    let body = json!({
        "error": "insufficient_scope", "error_description": description, "scope": "api read_api",
    });
    let challenge = format!(
        "Bearer realm=\"Protected by OAuth 2.0\", error=\"insufficient_scope\", error_description=\"{description}\""
    );
    Response::json(403, &body).with("WWW-Authenticate", challenge)
}

/// There is no such thing, or not for you.
pub fn not_found(what: &str) -> Response {
    Response::json(404, &json!({ "message": format!("404 {what} Not Found") }))
}

pub fn forbidden() -> Response {
    Response::json(403, &json!({ "message": "403 Forbidden" }))
}

/// There is no such address.
pub fn no_route() -> Response {
    Response::json(404, &json!({ "error": "404 Not Found" }))
}
