//! `groups/:id` and what is below it.

use serde_json::{Value, json};

use super::company::{Project, within};
use super::http::Response;
use super::{API, Asked, Outcome, facts, no_route, not_found, page, refused};

pub fn route(asked: &Asked<'_>, id: &str, rest: &[&str]) -> Outcome {
    asked.scope(API)?;
    let groups = &asked.viewer.company.groups;
    let found = match id.parse::<u64>() {
        Ok(id) => groups.values().find(|group| group.id == id),
        Err(_) => groups.get(id),
    };
    let group = found.filter(|group| asked.viewer.sees_group(group));
    let group = group.ok_or_else(|| not_found("Group"))?;
    match rest {
        [] => Ok(Response::json(200, &facts::group(asked, group))),
        ["projects"] => {
            if asked.request.parameter("pagination").as_deref() == Some("keyset") {
                let message = "Keyset pagination is not yet available for this type of request";
                return Err(Response::json(405, &json!({ "error": message })));
            }
            let write = |project: &Project| facts::project(asked, project);
            Ok(page::by_number(asked, projects(asked, &group.path), write))
        }
        ["members", "all"] => {
            if asked.viewer.token.is_none() {
                return Err(refused(super::Refusal::Unknown));
            }
            let above = groups.values().filter(|other| within(&group.path, &other.path));
            let members = above.flat_map(|other| &other.members);
            let rows = members.filter_map(|(name, role)| facts::member(asked, name, *role));
            Ok(page::by_number(asked, rows.collect(), |row: Value| row))
        }
        _ => Err(no_route()),
    }
}

fn projects<'a>(asked: &Asked<'a>, group: &str) -> Vec<&'a Project> {
    let deep = asked.flag("include_subgroups").unwrap_or(false);
    let shared = asked.flag("with_shared").unwrap_or(true);
    let archived = asked.flag("archived");
    let search = asked.request.parameter("search").map(|word| word.to_lowercase());
    let mut projects: Vec<_> = asked
        .viewer
        .company
        .projects
        .values()
        .filter(|project| {
            let inside = project.group() == group || (deep && within(&project.path, group));
            let lent = shared && project.shared_with.iter().any(|other| other == group);
            (inside || lent)
                && asked.viewer.sees(project)
                && archived.is_none_or(|archived| archived == project.archived)
                && search.as_ref().is_none_or(|word| project.name.to_lowercase().contains(word))
        })
        .collect();
    let parameter = |name: &str| asked.request.parameter(name);
    let key = parameter("order_by").unwrap_or_else(|| "created_at".to_owned());
    projects.sort_by(|a, b| {
        let order = match key.as_str() {
            "id" => a.id.cmp(&b.id),
            "name" => a.name.cmp(&b.name),
            "path" => a.path.cmp(&b.path),
            "last_activity_at" => a.last_activity_at.cmp(&b.last_activity_at),
            "updated_at" => a.updated_at.cmp(&b.updated_at),
            _ => a.created_at.cmp(&b.created_at),
        };
        order.then(a.id.cmp(&b.id))
    });
    if parameter("sort").as_deref() != Some("asc") {
        projects.reverse();
    }
    projects
}
