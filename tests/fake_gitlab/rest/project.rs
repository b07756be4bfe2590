//! `projects/:id` and what is below it, its code apart.

use serde_json::{Value, json};

use super::clock::precise;
use super::company::{Environment, Feature, Project};
use super::http::Response;
use super::{API, Asked, FILES, Outcome, code, facts, forbidden, no_route, not_found, page};

pub fn route(asked: &Asked<'_>, id: &str, rest: &[&str]) -> Outcome {
    let file = matches!(rest, ["repository", "files" | "archive.tar.gz", ..]);
    asked.scope(if file { FILES } else { API })?;
    // A path whose `%2F` were undone looks like a route that does not exist, whatever it names.
    let known = ["languages", "releases", "environments", "repository"];
    if rest.first().is_some_and(|first| !known.contains(first)) {
        return Err(no_route());
    }
    let Some(project) = asked.viewer.project(id) else { return moved(asked, id) };
    let open = |feature| if asked.viewer.may(project, feature) { Ok(()) } else { Err(forbidden()) };
    match rest {
        [] => Ok(Response::json(200, &facts::project(asked, project))),
        ["languages"] => {
            open(Feature::Repository)?;
            let shares = project.languages.iter().map(|(name, share)| (name.clone(), json!(share)));
            Ok(Response::json(200, &Value::Object(shares.collect())))
        }
        ["releases"] => {
            open(Feature::Releases)?;
            let code = asked.viewer.may(project, Feature::Repository);
            let rows = project.releases.iter().map(|one| facts::release(project, one, code));
            Ok(page::by_number(asked, rows.collect(), |row: Value| row))
        }
        ["environments"] => {
            open(Feature::Environments)?;
            let states = asked.request.parameter("states");
            let all = project.environments.iter();
            let wanted = all.filter(|one| states.as_ref().is_none_or(|state| *state == one.state));
            let rows = wanted.map(|one| environment(project, one, false)).collect();
            Ok(page::by_number(asked, rows, |row: Value| row))
        }
        ["environments", number] => {
            open(Feature::Environments)?;
            let found = project.environments.iter().find(|one| one.id.to_string() == *number);
            let found = found.ok_or_else(|| not_found("Environment"))?;
            Ok(Response::json(200, &environment(project, found, true)))
        }
        ["repository", rest @ ..] => {
            open(Feature::Repository)?;
            code::route(asked, project, rest)
        }
        _ => Err(no_route()),
    }
}

/// The redirect that a moved project leaves, for who may see it; else there is none.
fn moved(asked: &Asked<'_>, id: &str) -> Outcome {
    let number = asked.viewer.company.moved.get(id);
    let project = number.and_then(|id| asked.viewer.company.projects.get(id));
    let Some(project) = project.filter(|project| asked.viewer.sees(project)) else {
        return Err(not_found("Project"));
    };
    if !matches!(asked.request.method.as_str(), "GET" | "HEAD") {
        return Err(Response::json(
            405,
            &json!({ "message": "405 Non GET methods are not allowed for moved projects" }),
        ));
    }
    let target = asked.request.target();
    let rest = target.split_once("/projects/").map_or("", |(_, rest)| rest);
    let rest = &rest[rest.find(['/', '?']).unwrap_or(rest.len())..];
    let location = format!("{}/api/v4/projects/{}{rest}", asked.options.url, project.id);
    let body =
        json!({ "message": format!("This resource has been moved permanently to {location}") });
    Ok(Response::json(301, &body).with("Location", location))
}

fn environment(project: &Project, one: &Environment, whole: bool) -> Value {
    let mut facts = json!({
        "id": one.id, "name": one.name, "slug": one.name, "state": one.state, "tier": one.tier,
        "external_url": one.external_url,
    });
    if whole {
        facts["last_deployment"] = match &one.deployed {
            None => Value::Null,
            Some(deployed) => json!({
                "id": deployed.id, "iid": deployed.id, "ref": deployed.reference, "sha": deployed.sha,
                "status": "success", "created_at": precise(&deployed.finished_at),
                "updated_at": precise(&deployed.finished_at),
                "deployable": { "commit": project.commits.get(&deployed.sha).map(facts::commit) },
            }),
        };
    }
    facts
}
