//! Who sees what.

use serde_json::{Value, json};

use super::{Company, Feature, Level, Role, Visibility, company, get_as, post, started};

/// Nobody, somebody without a role, and members.
const VIEWERS: [(&str, Option<Role>); 4] = [
    ("public", None),
    ("stranger", None),
    ("guest", Some(Role::Guest)),
    ("reporter", Some(Role::Reporter)),
];

fn peopled() -> Company {
    let mut company = company();
    company.add_token("stranger", &["read_api"], &[]);
    company.add_token("guest", &["read_api"], &[("acme", Role::Guest)]);
    company.add_token("reporter", &["read_api"], &[("acme", Role::Reporter)]);
    company
}

/// What a viewer gets: no project, a project without its code, or both.
fn seen(visibility: Visibility, level: Level) -> Vec<&'static str> {
    let mut company = peopled();
    company.set_visibility("acme/shop/checkout", visibility);
    company.set_level("acme/shop/checkout", Feature::Repository, level);
    let fake = started(company);
    let query = "{ project(fullPath: \"acme/shop/checkout\") { id repository { rootRef } } }";
    VIEWERS
        .iter()
        .map(|(name, _)| {
            let token = (*name != "public").then_some(*name);
            let answer = post(&fake, token, &json!({ "query": query })).json();
            let project = &answer["data"]["project"];
            let raw =
                "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/files/README.md/raw?ref=main";
            let rest = get_as(&fake, token, raw).status;
            let (word, status) = match (project.is_null(), project["repository"].is_null()) {
                (true, _) => ("nothing", 404),
                (false, true) => ("facts", 403),
                (false, false) => ("code", 200),
            };
            assert_eq!(rest, status, "REST agrees for {name}");
            word
        })
        .collect()
}

#[test]
fn visibility_role_and_level_decide_together() {
    use Level::{Disabled, Enabled, Private as Closed};
    use Visibility::{Internal, Private, Public};
    let table = [
        (Public, Enabled, ["code", "code", "code", "code"]),
        (Public, Closed, ["facts", "facts", "code", "code"]),
        (Public, Disabled, ["facts", "facts", "facts", "facts"]),
        (Internal, Enabled, ["nothing", "code", "code", "code"]),
        (Internal, Closed, ["nothing", "facts", "code", "code"]),
        (Internal, Disabled, ["nothing", "facts", "facts", "facts"]),
        (Private, Enabled, ["nothing", "nothing", "facts", "code"]),
        (Private, Closed, ["nothing", "nothing", "facts", "code"]),
        (Private, Disabled, ["nothing", "nothing", "facts", "facts"]),
    ];
    for (visibility, level, expected) in table {
        assert_eq!(seen(visibility, level), expected, "{visibility:?} {level:?}");
    }
}

#[test]
fn a_project_that_is_not_visible_is_absent_from_lists_without_an_error() {
    let mut company = peopled();
    company.add_project("acme/open").visibility = Visibility::Public;
    let fake = started(company);
    let query = "{ projects(fullPaths: [\"acme/open\", \"acme/shop/checkout\", \"acme/none\"]) { nodes { fullPath } } \
                 group(fullPath: \"acme\") { projects(includeSubgroups: true) { nodes { fullPath } } } }";
    let answer = post(&fake, Some("stranger"), &json!({ "query": query })).json();
    assert_eq!(answer.get("errors"), None);
    let open = json!({ "nodes": [{ "fullPath": "acme/open" }] });
    assert_eq!(answer["data"], json!({ "projects": open, "group": { "projects": open } }));
}

#[test]
fn a_role_in_a_project_or_a_shared_group_opens_it() {
    let mut company = peopled();
    company.add_group("acme/friends");
    company.add_token("friend", &["read_api"], &[("acme/friends", Role::Reporter)]);
    company.edit("acme/shop/checkout").shared_with.push("acme/friends".to_owned());
    company.add_user("kim", "Kim Example");
    company.set_member("acme/shop/checkout", "kim", Some(Role::Owner));
    let fake = started(company);
    let listed = |query: &str| {
        let got = get_as(
            &fake,
            Some("friend"),
            &format!("/api/v4/groups/acme%2Ffriends/projects{query}"),
        );
        got.json().as_array().map(Vec::len)
    };
    // REST mixes shared projects in unless told not to; unknown parameters change nothing.
    assert_eq!(
        (listed(""), listed("?with_shraed=false"), listed("?with_shared=false")),
        (Some(1), Some(1), Some(0))
    );
    let query = "{ project(fullPath: \"acme/shop/checkout\") { maxAccessLevel { stringValue } projectMembers(accessLevels: [OWNER]) { \
                 nodes { user { username } accessLevel { integerValue } } } } }";
    let answer = post(&fake, Some("friend"), &json!({ "query": query })).json();
    let project = &answer["data"]["project"];
    assert_eq!(project["maxAccessLevel"]["stringValue"], "REPORTER");
    assert_eq!(
        project["projectMembers"]["nodes"][0],
        json!({ "user": { "username": "kim" }, "accessLevel": { "integerValue": 50 } })
    );
}

#[test]
fn tokens_are_refused_in_gitlabs_words() {
    let mut company = peopled();
    company.add_token("files", &["read_repository"], &[("acme", Role::Reporter)]);
    company.add_token("old", &["read_api"], &[]);
    company.tokens.last_mut().expect("just added").expires_on = Some("2026-11-20".to_owned());
    let fake = started(company);
    let project = "/api/v4/projects/acme%2Fshop%2Fcheckout";
    let query = json!({ "query": "{ metadata { version } }" });

    let wrong = get_as(&fake, Some("wrong"), project);
    assert_eq!((wrong.status, wrong.json()), (401, json!({ "message": "401 Unauthorized" })));
    let wrong = post(&fake, Some("wrong"), &query);
    assert_eq!(
        (wrong.status, wrong.json()),
        (401, json!({ "errors": [{ "message": "Invalid token" }] }))
    );
    let old = get_as(&fake, Some("old"), project);
    assert_eq!((old.status, &old.json()["error"]), (401, &json!("invalid_token")));
    let narrow = get_as(&fake, Some("files"), project);
    assert_eq!((narrow.status, &narrow.json()["error"]), (403, &json!("insufficient_scope")));
    assert!(
        narrow.header("www-authenticate").is_some_and(|value| value.contains("insufficient_scope"))
    );
    let narrow = post(&fake, Some("files"), &query);
    assert_eq!(
        (narrow.status, narrow.json()),
        (403, json!({ "errors": [{ "message": "API not accessible for user" }] }))
    );
    let file = get_as(&fake, Some("files"), &format!("{project}/repository/files/README.md/raw"));
    assert_eq!((file.status, file.text().as_str()), (200, "# Checkout\n"));
}

#[test]
fn counts_of_closed_features_are_null() {
    let mut company = peopled();
    company.set_visibility("acme/shop/checkout", Visibility::Public);
    company.set_level("acme/shop/checkout", Feature::Issues, Level::Disabled);
    let fake = started(company);
    let query =
        "{ project(fullPath: \"acme/shop/checkout\") { openIssuesCount openMergeRequestsCount } }";
    let answer = post(&fake, Some("reporter"), &json!({ "query": query })).json();
    assert_eq!(
        answer["data"]["project"],
        json!({ "openIssuesCount": null, "openMergeRequestsCount": 0 })
    );
    let levels = get_as(&fake, Some("reporter"), "/api/v4/projects/acme%2Fshop%2Fcheckout").json();
    assert_eq!(
        (&levels["issues_access_level"], &levels["repository_access_level"]),
        (&json!("disabled"), &json!("enabled"))
    );
    let public = get_as(&fake, None, "/api/v4/projects/acme%2Fshop%2Fcheckout").json();
    assert_eq!(public.get("issues_access_level").unwrap_or(&Value::Null), &Value::Null);
}
