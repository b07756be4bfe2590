//! The fields of `Project` and of what hangs on it: pipelines, releases, environments, members.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::Context;
use super::access::Viewer;
use super::company::{Environment, Feature, Project, Release, Role, last, within};
use super::connection::Connection;
use super::files::Commit;
use super::group::namespace;
use super::resolve::{Answer, Call, Object};

/// The name that stays.
pub fn gid(project: &Project) -> String {
    format!("gid://gitlab/Project/{}", project.id)
}

pub fn field<'a>(
    context: &Context<'a>,
    project: &'a Project,
    call: &Call<'_>,
) -> Result<Answer<'a>, String> {
    let viewer = context.viewer;
    let company = viewer.company;
    let url = || format!("{}/{}", context.options.url, project.path);
    let when = |feature: Feature, value: Value| {
        Answer::Json(if viewer.may(project, feature) { value } else { Value::Null })
    };
    let page = |rows: Vec<Object<'a>>| -> Result<Answer<'a>, String> {
        Ok(Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?))))
    };
    Ok(match call.name {
        "id" => Answer::json(gid(project)),
        "fullPath" => Answer::json(project.path.as_str()),
        "path" => Answer::json(project.slug()),
        "name" => Answer::json(project.name.as_str()),
        "nameWithNamespace" => {
            Answer::json(format!("{} / {}", project.group().replace('/', " / "), project.name))
        }
        "description" => Answer::json(project.description.clone()),
        "descriptionHtml" => {
            Answer::json(project.description.as_ref().map(|text| format!("<p>{text}</p>")))
        }
        "topics" => Answer::json(project.topics.clone()),
        "visibility" => Answer::json(project.visibility.word()),
        "archived" | "isSelfArchived" => Answer::json(project.archived),
        "isForked" => Answer::json(project.forked_from.is_some()),
        "forkedFrom" => {
            let origin = project.forked_from.and_then(|id| company.projects.get(&id));
            Answer::optional(origin.filter(|origin| viewer.sees(origin)).map(Object::Project))
        }
        "importStatus" => Answer::json(project.import_status.as_str()),
        "markedForDeletion" => Answer::json(project.marked_for_deletion_on.is_some()),
        "markedForDeletionOn" => {
            let day = project.marked_for_deletion_on.as_ref();
            Answer::json(day.map(|day| format!("{day}T00:00:00Z")))
        }
        "createdAt" => Answer::json(project.created_at.as_str()),
        "updatedAt" => Answer::json(project.updated_at.as_str()),
        "lastActivityAt" => Answer::json(project.last_activity_at.as_str()),
        "starCount" => Answer::json(project.stars),
        "forksCount" => Answer::json(context.forks_of(project)),
        "webUrl" => Answer::json(url()),
        "webPath" => Answer::json(format!("/{}", project.path)),
        "httpUrlToRepo" => Answer::json(format!("{}.git", url())),
        "sshUrlToRepo" => Answer::json(format!("git@127.0.0.1:{}.git", project.path)),
        "languages" => Answer::Json(
            project
                .languages
                .iter()
                .map(|(name, share)| json!({ "name": name, "share": share }))
                .collect(),
        ),
        "group" => Answer::optional(viewer.group(project.group()).map(Object::Group)),
        "rootGroup" => {
            let root = project.path.split('/').next().unwrap_or("");
            Answer::optional(viewer.group(root).map(Object::Group))
        }
        "namespace" => Answer::Json(namespace(context, project.group())),
        "maxAccessLevel" => Answer::Json(access_level(viewer.role(project))),
        "openIssuesCount" => when(Feature::Issues, json!(project.open_issues)),
        "openMergeRequestsCount" => {
            when(Feature::MergeRequests, json!(project.open_merge_requests))
        }
        "isCatalogResource" => Answer::json(project.catalog_resource),
        "exploreCatalogPath" => Answer::json(
            project.catalog_resource.then(|| format!("/explore/catalog/{}", project.path)),
        ),
        "issuesEnabled" => Answer::json(viewer.may(project, Feature::Issues)),
        "jobsEnabled" => Answer::json(viewer.may(project, Feature::Builds)),
        "ciConfigPathOrDefault" => Answer::json(".gitlab-ci.yml"),
        "pagesUseUniqueDomain" => Answer::json(project.pages_unique_domain),
        "repository" => Answer::optional(
            viewer.may(project, Feature::Repository).then_some(Object::Repository(project)),
        ),
        "pipeline" => when(Feature::Builds, pipeline(project)),
        "pipelines" => {
            let visible = viewer.may(project, Feature::Builds);
            let rows = match pipeline(project) {
                Value::Object(facts) if visible => vec![Object::Facts(facts)],
                _ => Vec::new(),
            };
            page(rows)?
        }
        "release" => {
            let tag = call.text("tagName").unwrap_or_default();
            let found = project.releases.iter().find(|release| release.tag == tag);
            when(Feature::Releases, found.map_or(Value::Null, |one| release(context, project, one)))
        }
        "releases" => {
            let mut rows: Vec<_> = match viewer.may(project, Feature::Releases) {
                true => project.releases.iter().map(|one| release(context, project, one)).collect(),
                false => Vec::new(),
            };
            if call.text("sort").is_some_and(|sort| sort.ends_with("_ASC")) {
                rows.reverse();
            }
            page(rows.into_iter().filter_map(facts).collect())?
        }
        "environments" => {
            context.only_once("environments", "Project")?;
            let states = call.list("states");
            let visible = viewer.may(project, Feature::Environments);
            let chosen = project.environments.iter().filter(|environment| {
                visible
                    && states.as_ref().is_none_or(|all| all.contains(&environment.state.as_str()))
            });
            page(chosen.map(|environment| Object::Environment { project, environment }).collect())?
        }
        "environment" => {
            let visible = viewer.may(project, Feature::Environments);
            let mut all = project.environments.iter().filter(|_| visible);
            let found = all.find(|one| call.text("name") == Some(one.name.as_str()));
            Answer::optional(found.map(|environment| Object::Environment { project, environment }))
        }
        "projectMembers" => page(members(context, project, call))?,
        _ => Answer::Unmodelled,
    })
}

impl Context<'_> {
    fn forks_of(&self, project: &Project) -> usize {
        let forks = self.forks.get_or_init(|| {
            let mut counts = BTreeMap::new();
            for origin in self.viewer.company.projects.values().filter_map(|one| one.forked_from) {
                *counts.entry(origin).or_default() += 1;
            }
            counts
        });
        forks.get(&project.id).copied().unwrap_or(0)
    }

    /// Refuses a field the second time, as GitLab does where it cannot load several at once.
    pub fn only_once(&self, field: &'static str, owner: &str) -> Result<(), String> {
        let mut counts = self.once.borrow_mut();
        let count = counts.entry(field).or_default();
        *count += 1;
        if *count > 1 {
            return Err(format!(
                "\"{field}\" field can be requested only for 1 {owner}(s) at a time."
            ));
        }
        Ok(())
    }
}

fn facts<'a>(value: Value) -> Option<Object<'a>> {
    match value {
        Value::Object(facts) => Some(Object::Facts(facts)),
        _ => None,
    }
}

fn access_level(role: Option<Role>) -> Value {
    let word = role.map_or("no_access", Role::word);
    json!({
        "humanAccess": role.map(|_| word[..1].to_uppercase() + &word[1..]),
        "integerValue": role.map_or(0, Role::number),
        "stringValue": word.to_uppercase(),
    })
}

/// A user by name.
pub fn user(context: &Context<'_>, username: &str) -> Value {
    let Some(user) = context.viewer.company.users.get(username) else { return Value::Null };
    json!({
        "id": format!("gid://gitlab/User/{}", user.id),
        "username": user.username,
        "name": user.name,
        "webUrl": format!("{}/{}", context.options.url, user.username),
        "avatarUrl": null,
        "publicEmail": "",
        "bot": user.bot,
        "state": "active",
    })
}

/// A member of a project or group.
pub fn member(context: &Context<'_>, kind: &str, username: &str, role: Role) -> Map<String, Value> {
    let user = user(context, username);
    let number = context.viewer.company.users.get(username).map_or(0, |user| user.id);
    Map::from_iter([
        ("id".to_owned(), json!(format!("gid://gitlab/{kind}/{number}"))),
        ("accessLevel".to_owned(), access_level(Some(role))),
        ("user".to_owned(), user),
    ])
}

/// Whether the argument `accessLevels` lets a role through.
pub fn role_filter(call: &Call<'_>, role: Role) -> bool {
    let word = role.word().to_uppercase();
    call.list("accessLevels").is_none_or(|levels| levels.contains(&word.as_str()))
}

fn members<'a>(context: &Context<'a>, project: &Project, call: &Call<'_>) -> Vec<Object<'a>> {
    let Viewer { company, token } = context.viewer;
    if token.is_none() {
        return Vec::new();
    }
    let relations = call.list("relations").unwrap_or_else(|| vec!["DIRECT", "INHERITED"]);
    let mut rows = Vec::new();
    if relations.contains(&"DIRECT") {
        rows.extend(project.members.iter());
    }
    if relations.contains(&"INHERITED") {
        let above = company.groups.values().filter(|group| within(&project.path, &group.path));
        rows.extend(above.flat_map(|group| &group.members));
    }
    rows.retain(|(_, role)| role_filter(call, **role));
    rows.into_iter()
        .map(|(name, role)| Object::Facts(member(context, "ProjectMember", name, *role)))
        .collect()
}

/// A commit.
pub fn commit(project: &Project, commit: &Commit) -> Value {
    json!({
        "id": format!("gid://gitlab/Commit/{}", commit.sha),
        "sha": commit.sha,
        "shortId": commit.sha[..8],
        "title": commit.title,
        "authorName": commit.author,
        "authoredDate": commit.committed_at,
        "committedDate": commit.committed_at,
        "webUrl": format!("/{}/-/commit/{}", project.path, commit.sha),
    })
}

fn pipeline(project: &Project) -> Value {
    let Some(pipeline) = &project.pipeline else { return Value::Null };
    let head = project.head();
    let time = head.map(|head| head.committed_at.as_str()).unwrap_or(&project.created_at);
    json!({
        "id": format!("gid://gitlab/Ci::Pipeline/{}", pipeline.id),
        "iid": "1",
        "status": pipeline.status.to_uppercase(),
        "detailedStatus": {
            "group": pipeline.status,
            "icon": format!("status_{}", pipeline.status),
            "label": pipeline.status,
            "text": pipeline.status,
            "detailsPath": format!("/{}/-/pipelines/{}", project.path, pipeline.id),
        },
        "ref": project.default_branch,
        "sha": head.map(|head| &head.sha),
        "path": format!("/{}/-/pipelines/{}", project.path, pipeline.id),
        "createdAt": time,
        "updatedAt": pipeline.finished_at.as_deref().unwrap_or(time),
        "startedAt": time,
        "finishedAt": pipeline.finished_at,
    })
}

fn release(context: &Context<'_>, project: &Project, release: &Release) -> Value {
    let tagged = project.tags.get(&release.tag).and_then(|sha| project.commits.get(sha));
    let code = context.viewer.may(project, Feature::Repository);
    let page = format!("{}/{}/-/releases/{}", context.options.url, project.path, release.tag);
    json!({
        "id": format!("gid://gitlab/Release/{}{}", project.id, release.tag.replace('.', "")),
        "name": release.name,
        "tagName": code.then_some(&release.tag),
        "tagPath": code.then(|| format!("/{}/-/tags/{}", project.path, release.tag)),
        "description": release.description,
        "createdAt": release.released_at,
        "releasedAt": release.released_at,
        "upcomingRelease": false,
        "historicalRelease": false,
        "author": user(context, &release.author),
        "commit": tagged.filter(|_| code).map(|tagged| commit(project, tagged)),
        "links": { "selfUrl": page, "editUrl": null },
    })
}

/// The fields of `Environment`.
pub fn environment<'a>(
    project: &'a Project,
    environment: &'a Environment,
    call: &Call<'_>,
) -> Answer<'a> {
    match call.name {
        "id" => Answer::json(format!("gid://gitlab/Environment/{}", environment.id)),
        "name" => Answer::json(environment.name.as_str()),
        "state" => Answer::json(environment.state.as_str()),
        "tier" => Answer::json(environment.tier.to_uppercase()),
        "externalUrl" => Answer::json(environment.external_url.clone()),
        "slug" => Answer::json(last(&environment.name)),
        "path" => Answer::json(format!("/{}/-/environments/{}", project.path, environment.id)),
        "lastDeployment" => {
            let deployed = environment.deployed.as_ref();
            let wanted = deployed.filter(|_| call.text("status") == Some("SUCCESS"));
            Answer::Json(wanted.map_or(Value::Null, |deployed| {
                let sha = project.commits.get(&deployed.sha);
                json!({
                    "id": format!("gid://gitlab/Deployment/{}", deployed.id),
                    "iid": deployed.id.to_string(),
                    "ref": deployed.reference,
                    "sha": deployed.sha,
                    "tag": project.tags.contains_key(&deployed.reference),
                    "status": "SUCCESS",
                    "createdAt": deployed.finished_at,
                    "finishedAt": deployed.finished_at,
                    "commit": sha.map(|sha| commit(project, sha)),
                })
            }))
        }
        _ => Answer::Unmodelled,
    }
}
