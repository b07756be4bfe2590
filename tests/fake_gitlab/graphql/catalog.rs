//! The CI/CD catalog: projects that publish components, their versions and what each version holds.

use std::rc::Rc;

use serde_json::{Value, json};

use super::Context;
use super::company::{Project, Release, last};
use super::connection::Connection;
use super::project::{commit, user};
use super::resolve::{Answer, Call, Object};

/// The fields of `CiCatalogResource`.
pub fn resource<'a>(
    context: &Context<'a>,
    project: &'a Project,
    call: &Call<'_>,
) -> Result<Answer<'a>, String> {
    Ok(match call.name {
        "id" => Answer::json(format!("gid://gitlab/Ci::Catalog::Resource/{}", project.id)),
        "name" => Answer::json(project.name.as_str()),
        "fullPath" => Answer::json(project.path.as_str()),
        "description" => Answer::json(project.description.clone()),
        "archived" => Answer::json(project.archived),
        "topics" => Answer::json(project.topics.clone()),
        "starCount" => Answer::json(project.stars),
        "latestReleasedAt" => {
            Answer::json(project.releases.first().map(|release| release.released_at.clone()))
        }
        "verificationLevel" => Answer::json("UNVERIFIED"),
        "visibilityLevel" => Answer::json(project.visibility.word()),
        "webPath" => Answer::json(format!("/{}", project.path)),
        "starrersPath" => Answer::json(format!("/{}/-/starrers", project.path)),
        "versions" => {
            context.only_once("versions", "CiCatalogResource")?;
            let name = call.text("name");
            let wanted = |release: &&Release| name.is_none_or(|name| name == release.tag);
            // Newer instances list versions; 16.3 lists releases, whose fields those of a version cover.
            let rows = project.releases.iter().filter(wanted);
            let rows = rows.map(|release| Object::CatalogVersion { project, release }).collect();
            Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?)))
        }
        _ => Answer::Unmodelled,
    })
}

/// The fields of `CiCatalogResourceVersion`.
pub fn version<'a>(
    context: &Context<'a>,
    project: &'a Project,
    release: &'a Release,
    call: &Call<'_>,
) -> Result<Answer<'a>, String> {
    let tagged = project.tags.get(&release.tag).and_then(|sha| project.commits.get(sha));
    let text = |path: &str| {
        let file = tagged.and_then(|tagged| tagged.files.get(path));
        file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
    };
    Ok(match call.name {
        "id" => Answer::json(format!(
            "gid://gitlab/Ci::Catalog::Resources::Version/{}-{}",
            project.id, release.tag
        )),
        "name" | "tagName" => Answer::json(release.tag.as_str()),
        "path" => Answer::json(format!("/{}/-/releases/{}", project.path, release.tag)),
        "createdAt" | "releasedAt" => Answer::json(release.released_at.as_str()),
        "author" => Answer::Json(user(context, &release.author)),
        "commit" => Answer::Json(tagged.map_or(Value::Null, |one| commit(project, one))),
        "semver" => {
            let numbers: Vec<Option<u64>> = release
                .tag
                .trim_start_matches('v')
                .splitn(3, '.')
                .map(|n| n.parse().ok())
                .collect();
            let number = |at: usize| numbers.get(at).copied().flatten();
            Answer::Json(json!({ "major": number(0), "minor": number(1), "patch": number(2) }))
        }
        "readme" => {
            context.only_once("readme", "CiCatalogResourceVersion")?;
            Answer::json(text("README.md"))
        }
        "components" => {
            let paths = tagged.iter().flat_map(|tagged| tagged.files.0.keys());
            let names = paths.filter_map(|path| component_name(path).map(|name| (name, path)));
            let rows = names.map(|(name, path)| {
                Object::Facts(serde_json::Map::from_iter([
                    (
                        "id".to_owned(),
                        json!(format!(
                            "gid://gitlab/Ci::Catalog::Resources::Component/{}-{name}",
                            project.id
                        )),
                    ),
                    ("name".to_owned(), json!(name)),
                    (
                        "includePath".to_owned(),
                        json!(format!("$CI_SERVER_FQDN/{}/{name}@{}", project.path, release.tag)),
                    ),
                    ("inputs".to_owned(), inputs(&text(path).unwrap_or_default())),
                ]))
            });
            Answer::One(Object::Connection(Rc::new(Connection::by_place(rows.collect(), call)?)))
        }
        _ => Answer::Unmodelled,
    })
}

/// The component that a file declares.
fn component_name(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("templates/")?;
    match rest.strip_suffix("/template.yml") {
        Some(folder) => Some(folder),
        None => rest.strip_suffix(".yml"),
    }
    .filter(|name| *name == last(name))
}

/// The inputs of a component's header. Reads the plain block form that [`super::super::generate`] writes, not all of YAML.
fn inputs(text: &str) -> Value {
    let header = text.split("\n---").next().unwrap_or("");
    let lines = header.lines().skip_while(|line| line.trim() != "inputs:").skip(1);
    let mut inputs: Vec<Value> = Vec::new();
    for line in lines {
        let depth = line.len() - line.trim_start().len();
        let Some((key, value)) = line.trim().split_once(':') else { continue };
        let value = value.trim().trim_matches(|quote| quote == '"' || quote == '\'');
        if depth == 4 {
            inputs
                .push(json!({ "name": key, "required": true, "type": "STRING", "default": null }));
        } else if let Some(input) = inputs.last_mut() {
            match key {
                "default" => {
                    input["default"] = json!(value);
                    input["required"] = json!(false);
                }
                "description" | "regex" => input[key] = json!(value),
                "type" => input["type"] = json!(value.to_uppercase()),
                "options" => {
                    let items = value.trim_matches(|bracket| bracket == '[' || bracket == ']');
                    input["options"] = items.split(',').map(|item| json!(item.trim())).collect();
                }
                _ => {}
            }
        }
    }
    Value::Array(inputs)
}
