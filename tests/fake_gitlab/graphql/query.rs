//! The fields of `Query`.

use std::rc::Rc;

use serde_json::json;

use super::company::{Project, within};
use super::connection::Connection;
use super::resolve::{Answer, Call, Object};
use super::{Context, Version};

/// More full paths than this are refused.
const FULL_PATHS: usize = 50;

pub fn field<'a>(context: &Context<'a>, call: &Call<'_>) -> Result<Answer<'a>, String> {
    let viewer = context.viewer;
    let company = viewer.company;
    Ok(match call.name {
        "metadata" => Answer::Json(json!({
            "version": context.options.version.number(),
            "revision": "0123456789a",
            "enterprise": true,
        })),
        "queryComplexity" => {
            Answer::Json(json!({ "score": context.score, "limit": context.limit }))
        }
        "currentUser" => Answer::Json(match viewer.user() {
            Some(user) => super::project::user(context, &user.username),
            None => json!(null),
        }),
        "group" => Answer::optional(
            call.text("fullPath").and_then(|path| viewer.group(path)).map(Object::Group),
        ),
        "groups" => {
            let parent = call.text("parentPath");
            let top = call.flag("topLevelOnly").unwrap_or(false);
            let search = call.text("search").map(str::to_lowercase);
            let groups = company.groups.values().filter(|group| {
                viewer.sees_group(group)
                    && parent
                        .is_none_or(|parent| super::company::parent(&group.path) == Some(parent))
                    && (!top || !group.path.contains('/'))
                    && search.as_ref().is_none_or(|word| group.path.to_lowercase().contains(word))
            });
            let rows = groups.map(Object::Group).collect();
            Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?)))
        }
        "project" => Answer::optional(
            call.text("fullPath").and_then(|path| viewer.project(path)).map(Object::Project),
        ),
        "projects" => {
            let paths = call.list("fullPaths");
            if paths.as_ref().is_some_and(|paths| paths.len() > FULL_PATHS) {
                return Err(format!("You cannot provide more than {FULL_PATHS} full_paths."));
            }
            let below = call.text("namespacePath");
            let member = call.flag("membership").unwrap_or(false);
            page_of_projects(context, call, |project| {
                paths.as_ref().is_none_or(|all| {
                    all.iter().any(|path| path.eq_ignore_ascii_case(&project.path))
                }) && below.is_none_or(|group| within(&project.path, group))
                    && (!member || viewer.role(project).is_some())
            })?
        }
        "ciCatalogResource" => {
            let by_path = call.text("fullPath");
            let by_id = call.text("id").and_then(|id| id.rsplit('/').next()?.parse().ok());
            let found = company.projects.values().find(|project| {
                by_path.is_some_and(|path| path == project.path) || by_id == Some(project.id)
            });
            let seen = found.filter(|project| project.catalog_resource && viewer.sees(project));
            Answer::optional(seen.map(Object::CatalogResource))
        }
        "ciCatalogResources" => {
            let groups: Option<Vec<u64>> = call.list("groupIds").map(|ids| {
                ids.iter().filter_map(|id| id.rsplit('/').next()?.parse().ok()).collect()
            });
            let inside = |project: &Project| {
                groups.as_ref().is_none_or(|ids| {
                    let mut all = company.groups.values();
                    all.any(|g| ids.contains(&g.id) && within(&project.path, &g.path))
                })
            };
            let projects = company.projects.values().filter(|project| {
                project.catalog_resource && viewer.sees(project) && inside(project)
            });
            let rows = projects.map(Object::CatalogResource).collect();
            Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?)))
        }
        _ => Answer::Unmodelled,
    })
}

/// The page of visible projects that the arguments and the caller choose, newest first.
pub fn page_of_projects<'a>(
    context: &Context<'a>,
    call: &Call<'_>,
    chosen: impl Fn(&Project) -> bool,
) -> Result<Answer<'a>, String> {
    let ids = call.list("ids");
    let search = call.text("search").map(str::to_lowercase);
    let topics = call.list("topics").unwrap_or_default();
    let archived = match call.text("archived") {
        Some("ONLY") => Some(true),
        Some("EXCLUDE") => Some(false),
        _ if call.flag("archivedOnly") == Some(true) => Some(true),
        _ if call.flag("includeArchived") == Some(false) => Some(false),
        _ => None,
    };
    let kept = call.flag("notAimedForDeletion").unwrap_or(false);
    let projects = context.viewer.company.projects.values().rev().filter(|project| {
        chosen(project)
            && context.viewer.sees(project)
            && ids.as_ref().is_none_or(|ids| ids.contains(&super::project::gid(project).as_str()))
            && archived.is_none_or(|archived| archived == project.archived)
            && !(kept && project.marked_for_deletion_on.is_some())
            && topics.iter().all(|topic| project.topics.iter().any(|own| own == topic))
            && search.as_ref().is_none_or(|word| {
                project.path.to_lowercase().contains(word)
                    || project.name.to_lowercase().contains(word)
            })
    });
    let rows = projects.map(|project| (project.id, Object::Project(project))).collect();
    let connection = Connection::by_key(rows, call)?;
    if context.options.time_out_above.is_some_and(|most| connection.len() > most) {
        context.timed_out.set(true);
    }
    Ok(Answer::One(Object::Connection(Rc::new(connection))))
}

impl Version {
    /// The number as an instance says it.
    pub fn number(self) -> &'static str {
        match self {
            Version::V19_4 => "19.4.0-ee",
            Version::V16_3 => "16.3.9-ee",
        }
    }
}
