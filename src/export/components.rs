//! `components.json`: every CI/CD component with its inputs, versions and users; written here and read again here.
//!
//! Readers of the file are other portals, linters and `portolan check`: a field that is absent and one that is null differ
//! where they differ for GitLab, which is `default` alone.

use serde_json::{Map, Value, json};

use crate::base::{RelPath, Timestamp};
use crate::catalog::Usage;
use crate::model::{
    CiComponent, CiFile, CiInput, ComponentVersion, Deprecation, InputRule, InputType, Project,
    ProjectIndex,
};
use crate::page::{SitePlan, World};

use super::DATA_VERSION;

/// A component as a portal published it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PublishedComponent {
    /// The path of its project.
    pub project: String,
    /// The branch that the project is read from, if known.
    pub default_branch: Option<String>,
    /// The component, with of its files only the inputs.
    pub component: CiComponent,
}

/// Returns the whole file: one component a line, by project and name.
pub(super) fn write(world: &World<'_>, plan: &SitePlan) -> Vec<u8> {
    let mut lines = Vec::new();
    for (index, project) in world.snapshot.indexed() {
        let mut offered: Vec<&CiComponent> =
            world.catalog.contents(index).components.iter().collect();
        offered.sort_by(|one, other| (&one.name, &one.path).cmp(&(&other.name, &other.path)));
        let items =
            offered.into_iter().map(|component| item(world, plan, index, project, component));
        lines.extend(items.map(|item| item.to_string()));
    }
    let mut text = format!("{{\"version\":{DATA_VERSION},\"items\":[");
    for (at, line) in lines.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(line);
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

fn item(
    world: &World<'_>,
    plan: &SitePlan,
    index: ProjectIndex,
    project: &Project,
    component: &CiComponent,
) -> Value {
    let mut item = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(key.to_owned(), value);
        }
    };
    let page = world.catalog.of_component(index, &component.name).map(|id| plan.of_entity(id));
    put("name", Some(json!(component.name)));
    put("project", Some(json!(project.path)));
    put("path", Some(json!(component.path.as_str())));
    put("description", component.description.as_ref().map(|text| json!(text)));
    put("deprecated", component.deprecation.as_ref().map(deprecation));
    put("page", page.map(|page| json!(page.address.as_str())));
    put("default_branch", project.default_branch.as_ref().map(|branch| json!(branch)));
    put("inputs", Some(inputs(&component.file)));
    put("versions", Some(component.versions.iter().map(|one| version(component, one)).collect()));
    let users = world.catalog.users_of_component(index, &component.name);
    put("users", Some(users.iter().map(|usage| user(world, usage)).collect()));
    Value::Object(item)
}

fn deprecation(deprecation: &Deprecation) -> Value {
    json!({ "message": deprecation.message, "replacement": deprecation.replacement })
}

fn inputs(file: &CiFile) -> Value {
    file.inputs.iter().map(input).collect()
}

fn input(input: &CiInput) -> Value {
    let mut object = Map::new();
    object.insert("name".to_owned(), json!(input.name));
    object.insert("type".to_owned(), json!(input.input_type.as_str()));
    if let Some(default) = &input.default {
        object.insert("default".to_owned(), default.clone());
    }
    object.insert("description".to_owned(), json!(input.description));
    object.insert("options".to_owned(), json!(input.options));
    object.insert("regex".to_owned(), json!(input.regex));
    object.insert("rules".to_owned(), input.rules.iter().map(rule).collect());
    Value::Object(object)
}

fn rule(rule: &InputRule) -> Value {
    let mut object = Map::new();
    object.insert("if".to_owned(), json!(rule.condition));
    object.insert("options".to_owned(), json!(rule.options));
    if let Some(default) = &rule.default {
        object.insert("default".to_owned(), default.clone());
    }
    Value::Object(object)
}

/// A version. Its inputs are absent if they are those of the default branch, and null if nobody knows them.
fn version(component: &CiComponent, version: &ComponentVersion) -> Value {
    let mut object = Map::new();
    object.insert("version".to_owned(), json!(version.tag));
    let released_at = version.released_at.map(|at| at.to_string());
    for (key, value) in [("sha", &version.sha), ("released_at", &released_at)] {
        if let Some(value) = value {
            object.insert(key.to_owned(), json!(value));
        }
    }
    let own = version.file.as_ref().map_or(Value::Null, inputs);
    if own != inputs(&component.file) {
        object.insert("inputs".to_owned(), own);
    }
    Value::Object(object)
}

fn user(world: &World<'_>, usage: &Usage) -> Value {
    let path = |index: ProjectIndex| world.snapshot.project(index).path.clone();
    json!({
        "project": path(usage.user),
        "version": usage.version.asked,
        "pin": usage.version.pin.as_str(),
        "resolved": usage.version.resolved,
        "behind": usage.version.behind.as_str(),
        "through": usage.through.map(path),
    })
}

/// Reads what [`write`] wrote, here or in another portal. Fields that are not known are left aside.
pub(crate) fn read(text: &str) -> Result<Vec<PublishedComponent>, String> {
    let file: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let version = file.get("version").and_then(Value::as_u64);
    if version.is_some_and(|version| version != u64::from(DATA_VERSION)) {
        return Err(format!("the file is not of version {DATA_VERSION} of the data"));
    }
    let items = file.get("items").and_then(Value::as_array).ok_or("the list `items` is missing")?;
    let read = items
        .iter()
        .enumerate()
        .map(|(at, item)| read_item(item).map_err(|missing| format!("item {}: {missing}", at + 1)));
    read.collect()
}

fn read_item(item: &Value) -> Result<PublishedComponent, String> {
    let needed = |key: &str| text(item, key).ok_or(format!("the text `{key}` is missing"));
    let file = read_file(item).ok_or("the list `inputs` is missing or holds no inputs")?;
    let path = RelPath::new(&needed("path")?).ok_or("`path` leaves the repository")?;
    let versions = item.get("versions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let deprecation = item.get("deprecated").filter(|value| value.is_object());
    Ok(PublishedComponent {
        project: needed("project")?,
        default_branch: text(item, "default_branch"),
        component: CiComponent {
            name: needed("name")?,
            path,
            description: text(item, "description"),
            section: None,
            deprecation: deprecation.map(|value| Deprecation {
                message: text(value, "message"),
                replacement: text(value, "replacement"),
            }),
            versions: versions.iter().filter_map(|one| read_version(one, &file)).collect(),
            file,
        },
    })
}

fn text(value: &Value, key: &str) -> Option<String> {
    Some(value.get(key)?.as_str()?.to_owned())
}

fn read_file(value: &Value) -> Option<CiFile> {
    let inputs = value.get("inputs")?.as_array()?;
    let inputs = inputs.iter().map(read_input).collect::<Option<Vec<CiInput>>>()?;
    Some(CiFile { inputs, ..CiFile::default() })
}

fn read_input(value: &Value) -> Option<CiInput> {
    let rules = value.get("rules").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let rules = rules.iter().map(|rule| InputRule {
        condition: text(rule, "if"),
        options: list(rule, "options"),
        default: rule.get("default").cloned(),
    });
    Some(CiInput {
        name: text(value, "name")?,
        input_type: text(value, "type").and_then(|word| InputType::from_exact(&word))?,
        description: text(value, "description"),
        default: value.get("default").cloned(),
        options: list(value, "options"),
        regex: text(value, "regex"),
        rules: rules.collect(),
        ..CiInput::default()
    })
}

fn list(value: &Value, key: &str) -> Option<Vec<Value>> {
    value.get(key)?.as_array().cloned()
}

fn read_version(value: &Value, now: &CiFile) -> Option<ComponentVersion> {
    Some(ComponentVersion {
        tag: text(value, "version")?,
        sha: text(value, "sha"),
        released_at: text(value, "released_at").and_then(|at| Timestamp::parse(&at)),
        file: match value.get("inputs") {
            None => Some(now.clone()),
            Some(_) => read_file(value),
        },
    })
}

/// What the schema says of one component.
pub(super) fn schema() -> Value {
    json!({
        "description": "A CI/CD component as its project's default branch has it, its versions and its users.",
        "type": "object",
        "required": ["name", "project", "path", "inputs", "versions", "users"],
        "properties": {
            "name": { "type": "string" },
            "project": { "type": "string", "description": "the whole path of the project" },
            "path": { "type": "string", "description": "templates/NAME.yml or templates/NAME/template.yml" },
            "description": { "type": "string" },
            "deprecated": {
                "description": "Present if nobody should begin to use it.",
                "type": "object",
                "required": ["message", "replacement"],
                "properties": {
                    "message": { "type": ["string", "null"] },
                    "replacement": { "type": ["string", "null"] }
                }
            },
            "page": { "type": "string", "description": "its page, from the root of the site" },
            "default_branch": { "type": "string" },
            "inputs": { "$ref": "#/$defs/ciInputs" },
            "versions": {
                "description": "Newest first; empty without a release.",
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["version"],
                    "properties": {
                        "version": { "type": "string" },
                        "sha": { "type": "string" },
                        "released_at": { "type": "string", "format": "date-time" },
                        "inputs": {
                            "description": "Absent if they are those of the component, null if they are not known.",
                            "oneOf": [{ "$ref": "#/$defs/ciInputs" }, { "type": "null" }]
                        }
                    }
                }
            },
            "users": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["project", "version", "pin", "resolved", "behind", "through"],
                    "properties": {
                        "project": { "type": "string" },
                        "version": { "type": "string", "description": "as asked for" },
                        "pin": { "enum": ["version", "commit", "range", "latest", "branch", "own", "variable"] },
                        "resolved": { "type": ["string", "null"] },
                        "behind": { "enum": ["unknown", "current", "minor", "major"] },
                        "through": { "type": ["string", "null"], "description": "the project whose file includes it" }
                    }
                }
            }
        }
    })
}

/// What the schema says of a list of inputs.
pub(super) fn inputs_schema() -> Value {
    let types: Vec<&str> = InputType::ALL.iter().map(|one| one.as_str()).collect();
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["name", "type", "description", "options", "regex", "rules"],
            "properties": {
                "name": { "type": "string" },
                "type": { "enum": types },
                "default": { "description": "Absent if there is none; null is a value." },
                "description": { "type": ["string", "null"] },
                "options": { "type": ["array", "null"] },
                "regex": { "type": ["string", "null"], "description": "in RE2's syntax" },
                "rules": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["if", "options"],
                        "properties": {
                            "if": { "type": ["string", "null"], "description": "null is always" },
                            "options": { "type": ["array", "null"] },
                            "default": { "description": "Absent if the rule has none." }
                        }
                    }
                }
            }
        }
    })
}
