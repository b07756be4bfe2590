//! The fields of `Group`.

use std::rc::Rc;

use serde_json::{Value, json};

use super::Context;
use super::company::{Group, parent, within};
use super::connection::Connection;
use super::project::{member, role_filter};
use super::query::page_of_projects;
use super::resolve::{Answer, Call, Object};

pub fn field<'a>(
    context: &Context<'a>,
    group: &'a Group,
    call: &Call<'_>,
) -> Result<Answer<'a>, String> {
    let viewer = context.viewer;
    let groups = &viewer.company.groups;
    let above = parent(&group.path).and_then(|path| groups.get(path));
    let below = || {
        let visible = groups.values().filter(|other| viewer.sees_group(other));
        visible.filter(|other| other.path != group.path && within(&other.path, &group.path))
    };
    Ok(match call.name {
        "id" => Answer::json(format!("gid://gitlab/Group/{}", group.id)),
        "name" => Answer::json(group.name.as_str()),
        "fullName" => Answer::json(full_name(context, &group.path)),
        "fullPath" => Answer::json(group.path.as_str()),
        "path" => Answer::json(super::company::last(&group.path)),
        "description" => Answer::json(group.description.as_str()),
        "parent" => {
            Answer::optional(above.filter(|above| viewer.sees_group(above)).map(Object::Group))
        }
        "projectsCount" => {
            let projects = viewer.company.projects.values();
            let own = projects.filter(|p| p.group() == group.path && viewer.sees(p));
            Answer::json(own.count())
        }
        "descendantGroupsCount" => Answer::json(below().count()),
        "groupMembersCount" => Answer::json(group.members.len()),
        "descendantGroups" => {
            let search = call.text("search").map(str::to_lowercase);
            let direct = call.flag("includeParentDescendants") == Some(false);
            let found = below().filter(|other| {
                search.as_ref().is_none_or(|word| other.path.to_lowercase().contains(word))
                    && (!direct || parent(&other.path) == Some(&group.path))
            });
            let rows = found.map(Object::Group).collect();
            Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?)))
        }
        "groupMembers" => {
            if viewer.token.is_none() {
                return Ok(Answer::Unmodelled);
            }
            let relations = call.list("relations").unwrap_or_else(|| vec!["DIRECT", "INHERITED"]);
            let mut rows = Vec::new();
            for other in groups.values().filter(|other| within(&group.path, &other.path)) {
                let relation = if other.path == group.path { "DIRECT" } else { "INHERITED" };
                if relations.contains(&relation) {
                    let members =
                        other.members.iter().filter(|(_, role)| role_filter(call, **role));
                    rows.extend(
                        members.map(|(name, role)| member(context, "GroupMember", name, *role)),
                    );
                }
            }
            let rows = rows.into_iter().map(Object::Facts).collect();
            Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?)))
        }
        "projects" => {
            let deep = call.flag("includeSubgroups").unwrap_or(false);
            page_of_projects(context, call, |project| {
                project.group() == group.path || (deep && within(&project.path, &group.path))
            })?
        }
        _ => Answer::Unmodelled,
    })
}

/// The names of the groups down to this one.
fn full_name(context: &Context<'_>, path: &str) -> String {
    let groups = &context.viewer.company.groups;
    let steps = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
    let names: Vec<_> =
        steps.map(|step| groups.get(step).map_or(step, |group| group.name.as_str())).collect();
    names.join(" / ")
}

/// A group as the namespace of its projects.
pub fn namespace(context: &Context<'_>, path: &str) -> Value {
    let Some(group) = context.viewer.company.groups.get(path) else { return Value::Null };
    json!({
        "id": format!("gid://gitlab/Group/{}", group.id),
        "fullPath": group.path,
        "name": group.name,
        "path": super::company::last(&group.path),
        "visibility": group.visibility.word(),
    })
}
