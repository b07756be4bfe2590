//! Public descriptions, read when `PORTOLAN_CORPUS` names their folder.
//!
//! Examples of schemas are held against the documents themselves by another program of validation. What that
//! program is given is the document's own schema, in the words of one draft: `nullable` as a type, the excluded
//! bounds of draft 4 as numbers, and fields that do not go in a direction not required.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::api::{ChangeClass, Direction, Surface, changes, example, summary, surface};
use crate::base::yaml::{Budget, document};
use crate::model::api::{ApiContent, SchemaId};

use super::read_all;

/// How many schemas are chosen.
const CHOSEN: usize = 2_000;
/// Judged both ways whatever is chosen: references with siblings, which old versions do not know.
const ALWAYS: &[(&str, &str)] = &[(
    "redhat-developer__rhdh/catalog-entities/apis/nexus-swagger.json",
    "SimpleApiGroupDeployRepository",
)];
/// What the surface of a description of 13 MB may have in bytes.
const LARGEST: usize = 550_000;
/// Those of them that may have an example that is not valid, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "mitodl__mitxonline/openapi/specs/v2.yaml",
        "Line",
        "`purchasable_object` is exactly one of two objects that have the same fields",
    ),
    (
        "khulnasoft__devtools/plugins/bitbucket-cloud-common/bitbucket-cloud.oas.json",
        "A_pull_request_task",
        "all of two objects, of which one needs fields that the other forbids",
    ),
];

/// One named schema of the corpus.
struct Named {
    file: usize,
    name: String,
    id: SchemaId,
}

struct Document {
    path: String,
    content: Arc<ApiContent>,
    json: Value,
}

#[test]
fn examples_of_real_schemas_are_valid() {
    let Some((corpus, table)) = corpus() else { return };
    let documents = documents(&corpus.join("openapi"));
    let mut named = Vec::new();
    for (file, document) in documents.iter().enumerate() {
        // The other program is given one document.
        if refers_elsewhere(&document.json) {
            continue;
        }
        for id in &document.content.named {
            let name = document.content.schema(*id).name.clone().unwrap_or_default();
            if house(&document.json).is_some_and(|(_, house)| house.contains_key(&name)) {
                named.push(Named { file, name, id: *id });
            }
        }
    }
    assert!(
        named.len() > CHOSEN,
        "only {} named schemas in {} files",
        named.len(),
        documents.len()
    );
    let mut prepared: BTreeMap<(usize, Direction), Value> = BTreeMap::new();
    let (mut bad, mut none) = (Vec::new(), Vec::new());
    let is_always = |it: &Named| {
        ALWAYS.iter().any(|(path, name)| *path == documents[it.file].path && *name == it.name)
    };
    let always = (0..named.len()).filter(|place| is_always(&named[*place]));
    let always = always.flat_map(|place| [place, place]);
    for (turn, place) in always.chain(chosen(named.len())).enumerate() {
        let Named { file, name, id } = &named[place];
        let document = &documents[*file];
        let direction = if turn % 2 == 0 { Direction::Response } else { Direction::Request };
        let whole = prepared
            .entry((*file, direction))
            .or_insert_with(|| in_one_draft(document.json.clone(), direction));
        if EXCEPTIONS.iter().any(|(path, known, _)| *path == document.path && known == name) {
            continue;
        }
        let Some(made) = example(&document.content, *id, direction) else {
            none.push(format!("{} {name}", document.path));
            continue;
        };
        let reason = invalid(whole, name, &made);
        bad.extend(
            reason.map(|reason| {
                format!("{} {name} ({direction:?}): {reason}\n  {made}", document.path)
            }),
        );
    }
    let report = format!(
        "{} schemas in {} files, {CHOSEN} chosen, {} without example, {} not valid\n\nwithout:\n{}\n\nnot valid:\n{}\n",
        named.len(),
        documents.len(),
        none.len(),
        bad.len(),
        none.join("\n"),
        bad.join("\n")
    );
    if let Some(table) = table {
        std::fs::write(table, &report).expect("the table is written");
    }
    assert!(bad.is_empty() && none.is_empty(), "{report}");
}

/// The corpus, and where tables go.
fn corpus() -> Option<(PathBuf, Option<PathBuf>)> {
    #[expect(clippy::disallowed_methods, reason = "the corpus is outside the project")]
    let (corpus, table) = (std::env::var("PORTOLAN_CORPUS"), std::env::var("PORTOLAN_TABLE"));
    Some((PathBuf::from(corpus.ok()?), table.ok().map(PathBuf::from)))
}

/// Places out of `count`, the same each time.
fn chosen(count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut state: u64 = 0x5eed;
    for at in 0..CHOSEN.min(count) {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let rest = u64::try_from(count - at).expect("a count is small");
        let other = at + usize::try_from((state >> 33) % rest).expect("less than the count");
        places.swap(at, other);
    }
    places.truncate(CHOSEN);
    places
}

/// All descriptions below a folder whose folders are projects.
fn documents(folder: &Path) -> Vec<Document> {
    let mut found = Vec::new();
    for root in folders(folder) {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
            let entry = entry.expect("the corpus is readable");
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&root).expect("it is below").to_string_lossy();
                let bytes = std::fs::read(entry.path()).expect("the corpus is readable");
                files.push((path.into_owned(), bytes));
            }
        }
        let borrowed: Vec<(&str, &[u8])> =
            files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        for (path, content) in read_all(&borrowed) {
            let (_, bytes) =
                files.iter().find(|(known, _)| *known == path).expect("a file of the project");
            let text = String::from_utf8_lossy(bytes);
            let json = serde_json::from_str(&text)
                .or_else(|_| document(&text, Budget::API).map(|node| node.to_json()));
            if let (Some(content), Ok(json)) = (content, json) {
                let name = root.file_name().unwrap_or_default().to_string_lossy();
                found.push(Document { path: format!("{name}/{path}"), content, json });
            }
        }
    }
    found
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the corpus is readable");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    folders
}

fn refers_elsewhere(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(refers_elsewhere),
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            own.is_some_and(|it| !it.starts_with('#')) || fields.values().any(refers_elsewhere)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Where a document keeps its named schemas.
fn house(json: &Value) -> Option<(&'static str, &Map<String, Value>)> {
    let of = |pointer: &'static str| Some((pointer, json.pointer(pointer)?.as_object()?));
    of("/components/schemas").or_else(|| of("/definitions"))
}

/// Why the value is not valid against the named schema; none if it is.
fn invalid(whole: &mut Value, name: &str, value: &Value) -> Option<String> {
    let (pointer, _) = house(whole)?;
    let name = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    let root = whole.as_object_mut()?;
    root.insert("$ref".to_owned(), Value::String(format!("#{pointer}/{name}")));
    match jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(whole)
    {
        Err(error) => Some(format!("the schema itself: {error}")),
        Ok(judge) => judge.iter_errors(value).next().map(|error| {
            let text: String = error.to_string().chars().take(300).collect();
            format!("{} at {}", text, error.instance_path())
        }),
    }
}

/// The document with its schemas in the words of draft 2020-12.
fn in_one_draft(mut whole: Value, direction: Direction) -> Value {
    let version = whole.get("openapi").and_then(Value::as_str).unwrap_or("2.0").to_owned();
    let original = whole.clone();
    let is_old = !version.starts_with("3.1") && !version.starts_with("3.2");
    // Before siblings of references are gone, which do not count in old versions: authors mean them all the same.
    drop_required(&mut whole, &original, direction);
    translate(&mut whole, true, &original, is_old);
    let mut kept = Map::new();
    for key in ["components", "definitions"] {
        kept.extend(whole.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    Value::Object(kept)
}

/// Rewrites what OpenAPI 2 and 3.0 say otherwise; `is_schema` is false for maps from names to schemas.
fn translate(value: &mut Value, is_schema: bool, whole: &Value, is_old: bool) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| translate(item, true, whole, is_old))
        }
        Value::Object(fields) => {
            if is_schema {
                translate_words(fields, whole, is_old);
            }
            for (key, inner) in fields.iter_mut() {
                let is_map =
                    is_schema && matches!(key.as_str(), "properties" | "definitions" | "schemas");
                if !matches!(key.as_str(), "example" | "default" | "enum") || !is_schema {
                    translate(inner, !is_map, whole, is_old);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn translate_words(fields: &mut Map<String, Value>, whole: &Value, is_old: bool) {
    if let Some(reference) = fields.get("$ref").and_then(Value::as_str).map(str::to_owned) {
        // What is not there asks for nothing, and siblings of a reference do not count in old versions.
        let is_there = reference.strip_prefix('#').is_some_and(|it| whole.pointer(it).is_some());
        if !is_there {
            fields.shift_remove("$ref");
        } else if is_old {
            *fields = Map::from_iter([("$ref".to_owned(), Value::String(reference))]);
        }
    }
    // A type that does not exist is no type.
    let known = ["object", "array", "string", "number", "integer", "boolean", "null", "file"];
    if fields.get("type").and_then(Value::as_str).is_some_and(|it| !known.contains(&it)) {
        fields.shift_remove("type");
    }
    let is = |fields: &Map<String, Value>, key: &str| fields.get(key) == Some(&json!(true));
    if (is(fields, "nullable") || is(fields, "x-nullable"))
        && let Some(kind) = fields.get("type").filter(|it| it.is_string()).cloned()
    {
        fields.insert("type".to_owned(), json!([kind, "null"]));
        if let Some(values) = fields.get_mut("enum").and_then(Value::as_array_mut) {
            values.push(Value::Null);
        }
    }
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if fields.get(exclusive).is_some_and(Value::is_boolean)
            && fields.shift_remove(exclusive) == Some(json!(true))
            && let Some(value) = fields.shift_remove(bound)
        {
            fields.insert(exclusive.to_owned(), value);
        }
    }
    if fields.get("type") == Some(&json!("file")) {
        fields.insert("type".to_owned(), json!("string"));
    }
    if fields.get("items").is_some_and(Value::is_array) {
        let items = fields.shift_remove("items").expect("it is there");
        fields.insert("prefixItems".to_owned(), items);
    }
}

/// Fields that do not go in this direction need not be there.
fn drop_required(value: &mut Value, whole: &Value, direction: Direction) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|it| drop_required(it, whole, direction)),
        Value::Object(fields) => {
            let properties = fields.get("properties").cloned();
            if let Some(required) = fields.get_mut("required").and_then(Value::as_array_mut) {
                // Some documents name a field twice.
                let mut seen = Vec::new();
                required.retain(|name| {
                    if seen.contains(name) {
                        return false;
                    }
                    seen.push(name.clone());
                    let property = properties.as_ref().and_then(|it| it.get(name.as_str()?));
                    !property.is_some_and(|it| is_left_out(it, whole, direction, 0))
                });
            }
            fields.values_mut().for_each(|it| drop_required(it, whole, direction));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_left_out(schema: &Value, whole: &Value, direction: Direction, depth: usize) -> bool {
    let word = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
    let all = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let inner = all.chain(target.and_then(|pointer| whole.pointer(pointer)));
    schema.get(word) == Some(&json!(true))
        || (depth < 20 && inner.into_iter().any(|it| is_left_out(it, whole, direction, depth + 1)))
}

/// The two descriptions that GitHub's server had at one version and the next.
#[test]
fn changes_between_real_versions_are_told() {
    let Some((corpus, table)) = corpus() else { return };
    let (old, new) = (surface_of(&corpus, "ghes-3.18.json"), surface_of(&corpus, "ghes-3.19.json"));
    let found = changes(&old, &new);
    // Webhooks are counted apart: nobody calls them.
    let is_called = |key: &String| !key.starts_with("webhook ");
    let count = |rule: &str| {
        let of_rule = found.iter().filter(|change| change.rule == rule);
        of_rule.filter(|change| change.operation.as_ref().is_some_and(is_called)).count()
    };
    if let Some(table) = table {
        let mut report = format!("{:?}\n", summary(&found));
        for change in found.iter().filter(|change| change.class != ChangeClass::Safe) {
            report += &format!(
                "{:?} {} {:?} {:?} {} {}\n",
                change.class,
                change.rule,
                change.operation,
                change.schema,
                change.place,
                change.message
            );
        }
        std::fs::write(table.with_extension("changes.txt"), report).expect("the table is written");
    }
    assert_eq!((count("operation-added"), count("operation-removed")), (59, 0));
    assert_eq!(changes(&new, &new), []);
}

/// Surfaces are kept between builds, one for each version of each description.
#[test]
fn surfaces_of_large_descriptions_are_small_and_read_back() {
    let Some((corpus, table)) = corpus() else { return };
    let mut report = String::new();
    let mut too_large = Vec::new();
    for name in ["ghes-3.18.json", "ghes-3.19.json", "api.github.com.json"] {
        let surface = surface_of(&corpus, name);
        let text = serde_json::to_string(&surface).expect("it can be written");
        report += &format!("{name} {} bytes, {} items\n", text.len(), surface.items.len());
        if text.len() > LARGEST {
            too_large.push(name);
        }
        let read: Surface = serde_json::from_str(&text).expect("it can be read");
        assert_eq!(read, surface);
        if let Some(table) = &table {
            std::fs::write(table.with_extension(name), text).expect("it is written");
        }
    }
    assert!(too_large.is_empty(), "{report}");
    if let Some(table) = table {
        std::fs::write(table.with_extension("surfaces.txt"), report).expect("it is written");
    }
}

fn surface_of(corpus: &Path, name: &str) -> Surface {
    let path = corpus.join("openapi/octokit__openapi").join(name);
    let bytes = std::fs::read(path).expect("the corpus is readable");
    let mut apis = read_all(&[("openapi.json", bytes.as_slice())]);
    surface(apis.remove(0).1.as_deref().expect("it is read"))
}
