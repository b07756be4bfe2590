//! What REST says of tokens, users, groups, projects and commits.

use serde_json::{Value, json};

use super::access::Viewer;
use super::clock::precise;
use super::company::{Feature, Group, Project, Release, Role, User, last};
use super::http::Response;
use super::repository::Commit;
use super::{API, Asked, Options, Outcome, refused};

/// The token that asks.
pub fn token(asked: &Asked<'_>) -> Outcome {
    let Some(token) = asked.viewer.token else { return Err(refused(super::Refusal::Unknown)) };
    let user = asked.viewer.user().map(|user| user.id);
    let body = json!({
        "id": 1, "name": token.name, "revoked": false, "created_at": "2026-07-01T08:00:00.000Z",
        "scopes": token.scopes, "user_id": user, "active": true, "expires_at": token.expires_on,
    });
    Ok(Response::json(200, &body))
}

/// The user that asks.
pub fn user(asked: &Asked<'_>) -> Outcome {
    asked.signed_in(&[API, &["read_user"]].concat())?;
    match asked.viewer.user() {
        Some(one) => Ok(Response::json(200, &person(asked.options, one))),
        None => Err(refused(super::Refusal::Unknown)),
    }
}

fn person(options: &Options, user: &User) -> Value {
    json!({
        "id": user.id, "username": user.username, "name": user.name, "state": "active",
        "avatar_url": null, "web_url": format!("{}/{}", options.url, user.username), "bot": user.bot,
    })
}

/// A user with a role.
pub fn member(asked: &Asked<'_>, username: &str, role: Role) -> Option<Value> {
    let user = asked.viewer.company.users.get(username)?;
    let mut facts = person(asked.options, user);
    facts["access_level"] = json!(role.number());
    facts["expires_at"] = Value::Null;
    facts["membership_state"] = json!("active");
    Some(facts)
}

pub fn group(asked: &Asked<'_>, group: &Group) -> Value {
    let above = super::company::parent(&group.path);
    let above = above.and_then(|path| asked.viewer.company.groups.get(path));
    json!({
        "id": group.id, "name": group.name, "path": last(&group.path), "full_path": group.path,
        "full_name": group.path.replace('/', " / "), "description": group.description,
        "visibility": group.visibility.word(), "parent_id": above.map(|above| above.id),
        "web_url": format!("{}/groups/{}", asked.options.url, group.path),
    })
}

pub fn project(asked: &Asked<'_>, project: &Project) -> Value {
    let Viewer { company, token } = asked.viewer;
    let level = |feature| project.level(feature).word();
    let url = format!("{}/{}", asked.options.url, project.path);
    let mut facts = json!({
        "id": project.id, "name": project.name, "path": project.slug(),
        "path_with_namespace": project.path,
        "name_with_namespace": format!("{} / {}", project.group().replace('/', " / "), project.name),
        "description": project.description, "default_branch": project.default_branch,
        "visibility": project.visibility.word(), "archived": project.archived,
        "topics": project.topics, "tag_list": project.topics, "star_count": project.stars,
        "forks_count": company.projects.values().filter(|p| p.forked_from == Some(project.id)).count(),
        "created_at": precise(&project.created_at), "updated_at": precise(&project.updated_at),
        "last_activity_at": precise(&project.last_activity_at),
        "web_url": url, "http_url_to_repo": format!("{url}.git"),
        "readme_url": format!("{url}/-/blob/HEAD/README.md"), "avatar_url": null,
        "empty_repo": project.commits.is_empty(), "import_status": project.import_status,
        "marked_for_deletion_on": project.marked_for_deletion_on,
        "marked_for_deletion_at": project.marked_for_deletion_on,
        "namespace": company.groups.get(project.group()).map(|group| group_of(asked, group)),
    });
    if let Some(origin) = project.forked_from.and_then(|id| company.projects.get(&id))
        && asked.viewer.sees(origin)
    {
        facts["forked_from_project"] =
            json!({ "id": origin.id, "path_with_namespace": origin.path, "name": origin.name });
    }
    if token.is_some() {
        facts["repository_access_level"] = json!(level(Feature::Repository));
        facts["issues_access_level"] = json!(level(Feature::Issues));
        facts["merge_requests_access_level"] = json!(level(Feature::MergeRequests));
        facts["builds_access_level"] = json!(level(Feature::Builds));
        facts["releases_access_level"] = json!(level(Feature::Releases));
        facts["environments_access_level"] = json!(level(Feature::Environments));
        facts["pages_access_level"] = json!(project.pages_access_level);
        if asked.viewer.may(project, Feature::Issues) {
            facts["open_issues_count"] = json!(project.open_issues);
        }
    }
    facts
}

fn group_of(asked: &Asked<'_>, one: &Group) -> Value {
    let mut facts = group(asked, one);
    facts["kind"] = json!("group");
    facts
}

pub fn commit(commit: &Commit) -> Value {
    let time = precise(&commit.committed_at).replace('Z', "+00:00");
    json!({
        "id": commit.sha, "short_id": commit.sha[..8], "title": commit.title, "message": commit.title,
        "author_name": commit.author, "created_at": time, "committed_date": time, "authored_date": time,
        "parent_ids": commit.parent.iter().collect::<Vec<_>>(),
    })
}

pub fn release(project: &Project, release: &Release, code: bool) -> Value {
    let tagged = project.tags.get(&release.tag).and_then(|sha| project.commits.get(sha));
    let mut facts = json!({
        "name": release.name, "description": release.description,
        "created_at": precise(&release.released_at), "released_at": precise(&release.released_at),
        "upcoming_release": false, "author": { "username": release.author },
    });
    if code {
        facts["tag_name"] = json!(release.tag);
        facts["commit"] = tagged.map_or(Value::Null, commit);
    }
    facts
}
