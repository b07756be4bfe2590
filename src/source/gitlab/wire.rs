//! GitLab's JSON, read field by field: what is missing, null or of the wrong type is absent, never a failure.
//!
//! Only what makes an answer an answer at all (a page's rows, the cursor, an id) is asked for strictly; whoever needs it
//! gets `None` and says so.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use crate::base::Timestamp;
use crate::model::{
    Access, Deployment, Environment, Group, Head, Member, PipelineRun, Project, Release,
    Repository, Visibility,
};

/// A page of a connection.
pub(super) struct Page<'a> {
    /// Its rows, null where GitLab hides one.
    pub rows: &'a [Value],
    /// Where the next page begins; none on the last.
    pub next: Option<&'a str>,
}

/// Reads a connection; none if it is not one, or if it says that there is more but not where.
pub(super) fn page(connection: &Value) -> Option<Page<'_>> {
    let rows = connection.get("nodes")?.as_array()?;
    let info = connection.get("pageInfo")?;
    let next = match info.get("hasNextPage")?.as_bool()? {
        true => Some(info.get("endCursor")?.as_str()?),
        false => None,
    };
    Some(Page { rows, next })
}

/// The rows of a connection or list that may be missing.
pub(super) fn rows(value: &Value) -> impl Iterator<Item = &Value> {
    let list = value.get("nodes").unwrap_or(value).as_array();
    list.into_iter().flatten().filter(|row| row.is_object())
}

/// The rows of a connection, every one of which has to be there.
pub(super) fn all_rows(connection: Option<&Value>) -> Option<&[Value]> {
    let rows = connection?.get("nodes")?.as_array()?;
    rows.iter().all(Value::is_object).then_some(rows)
}

/// The rows of a list by the number in them, each with its place.
pub(super) fn by_id(connection: Option<&Value>) -> BTreeMap<u64, (usize, &Value)> {
    let rows = connection.and_then(|list| list.get("nodes")?.as_array()).into_iter().flatten();
    rows.enumerate().filter_map(|(at, row)| Some((id(row)?, (at, row)))).collect()
}

/// Text that is there and not empty.
pub(super) fn text(value: &Value, field: &str) -> Option<String> {
    value.get(field)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A moment.
pub(super) fn time(value: &Value, field: &str) -> Option<Timestamp> {
    Timestamp::parse(value.get(field)?.as_str()?)
}

/// Yes or no; no if it is not said.
pub(super) fn flag(value: &Value, field: &str) -> bool {
    value.get(field).and_then(Value::as_bool).unwrap_or_default()
}

/// The number in `gid://gitlab/Project/42`, or a plain number.
pub(super) fn id(value: &Value) -> Option<u64> {
    match value.get("id")? {
        Value::String(text) => text.rsplit('/').next()?.parse().ok(),
        number => number.as_u64(),
    }
}

/// GitLab's `public`, `internal`, `private`; whatever else it says is the least visible.
pub(super) fn visibility(value: &Value) -> Visibility {
    match value.get("visibility").and_then(Value::as_str) {
        Some("public") => Visibility::Public,
        Some("internal") => Visibility::Internal,
        _ => Visibility::Private,
    }
}

/// A group of an instance; none without a path.
pub(super) fn group(value: &Value, instance: &Url) -> Option<Group> {
    let path = text(value, "fullPath")?;
    let last = path.rsplit_once('/').map_or(path.as_str(), |(_, last)| last);
    let name = text(value, "name").filter(|name| name != last);
    Some(Group {
        name,
        description: text(value, "description"),
        web_url: instance.join(&path).ok().map(String::from),
        members: Vec::new(),
        path,
    })
}

/// What an answer says of a repository.
pub(super) enum Seen<'a> {
    /// It is not for us.
    Hidden,
    /// It has no commit.
    Empty,
    /// It has one.
    At(&'a Value, Head),
    /// The answer is none: this is said of nothing that may be believed.
    Unclear,
}

/// Reads the repository of a project's row. Only a plain null says that there is nothing.
pub(super) fn repository(row: &Value) -> Seen<'_> {
    let repository = match row.get("repository") {
        Some(Value::Null) => return Seen::Hidden,
        Some(repository) if repository.is_object() => repository,
        _ => return Seen::Unclear,
    };
    let commit = match repository.get("lastCommit") {
        Some(commit) => Some(commit),
        None => match repository.get("tree") {
            Some(Value::Null) => Some(&Value::Null),
            tree => tree.and_then(|tree| tree.get("lastCommit")),
        },
    };
    match (commit, commit.and_then(head)) {
        (_, Some(head)) => Seen::At(repository, head),
        (Some(Value::Null), None) => Seen::Empty,
        _ => Seen::Unclear,
    }
}

/// A project's facts; none without a number and a path, without which it cannot be told from others.
pub(super) fn project(value: &Value) -> Option<Project> {
    let path = text(value, "fullPath")?;
    let last = path.rsplit_once('/').map_or(path.as_str(), |(_, last)| last);
    let name = text(value, "name").filter(|name| name != last);
    let (repository, branch, head) = match repository(value) {
        Seen::Hidden => (Repository::NoAccess, None, None),
        Seen::Empty => (Repository::Empty, None, None),
        Seen::At(there, head) => (Repository::Readable, text(there, "rootRef"), Some(head)),
        Seen::Unclear => (Repository::Unread, None, None),
    };
    Some(Project {
        id: Some(id(value)?),
        name,
        description: text(value, "description"),
        topics: texts(value.get("topics")),
        visibility: visibility(value),
        archived: flag(value, "archived"),
        default_branch: branch,
        web_url: text(value, "webUrl"),
        languages: languages(value.get("languages")),
        releases: value.get("releases").map(releases).unwrap_or_default(),
        pipeline: value.get("pipeline").and_then(pipeline),
        open_merge_requests: count(value, "openMergeRequestsCount"),
        is_catalog_resource: flag(value, "isCatalogResource"),
        repository,
        head,
        path,
        ..Project::default()
    })
}

fn head(commit: &Value) -> Option<Head> {
    let committed_at = time(commit, "committedDate").or_else(|| time(commit, "authoredDate"));
    Some(Head { sha: text(commit, "sha")?, committed_at })
}

/// Releases, newest first, as GitLab sorts them.
pub(super) fn releases(connection: &Value) -> Vec<Release> {
    rows(connection)
        .filter_map(|row| {
            let tag = text(row, "tagName")?;
            let name = text(row, "name").filter(|name| *name != tag);
            Some(Release { tag, name, released_at: time(row, "releasedAt") })
        })
        .collect()
}

/// Members, without bots and without those who may no longer sign in.
pub(super) fn members(rows: &[Value]) -> Vec<Member> {
    rows.iter().filter_map(member).collect()
}

fn member(row: &Value) -> Option<Member> {
    let user = row.get("user")?;
    let is_active = user.get("state").and_then(Value::as_str).is_none_or(|state| state == "active");
    if !is_active || flag(user, "bot") {
        return None;
    }
    let access = match row.get("accessLevel")?.get("stringValue")?.as_str()? {
        "OWNER" => Access::Owner,
        "MAINTAINER" => Access::Maintainer,
        "DEVELOPER" => Access::Developer,
        "REPORTER" => Access::Reporter,
        _ => Access::Guest,
    };
    Some(Member { username: text(user, "username")?, name: text(user, "name"), access })
}

/// Environments with what runs in them.
pub(super) fn environments(connection: &Value) -> Vec<Environment> {
    rows(connection)
        .filter_map(|row| {
            Some(Environment {
                name: text(row, "name")?,
                tier: text(row, "tier").map(|tier| tier.to_lowercase()),
                url: text(row, "externalUrl"),
                deployment: row.get("lastDeployment").filter(|value| value.is_object()).map(
                    |deployment| Deployment {
                        ref_name: text(deployment, "ref"),
                        sha: text(deployment, "sha"),
                        finished_at: time(deployment, "finishedAt")
                            .or_else(|| time(deployment, "createdAt")),
                    },
                ),
            })
        })
        .collect()
}

fn pipeline(value: &Value) -> Option<PipelineRun> {
    let status = text(value, "status")?.to_lowercase();
    Some(PipelineRun {
        status,
        ref_name: text(value, "ref"),
        finished_at: time(value, "finishedAt"),
    })
}

fn languages(value: Option<&Value>) -> Vec<(String, f64)> {
    let mut languages: Vec<(String, f64)> = value
        .map(rows)
        .into_iter()
        .flatten()
        .filter_map(|row| Some((text(row, "name")?, row.get("share")?.as_f64()?)))
        .collect();
    languages.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
    languages
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn count(value: &Value, field: &str) -> Option<u32> {
    u32::try_from(value.get(field)?.as_u64()?).ok()
}
