//! The fields of `Repository`, its blobs and its trees.

use std::rc::Rc;

use serde_json::{Value, json};

use super::base64;
use super::company::Project;
use super::connection::Connection;
use super::files::{Commit, File, Mode};
use super::project::commit as commit_facts;
use super::resolve::{Answer, Call, Object};

/// Bytes of one blob that Gitaly shows.
pub const DISPLAYED: usize = 10 << 20;
/// Bytes of all blobs of one call.
const TOGETHER: usize = 20 << 20;

/// Fields that hold the content of a blob.
const CONTENT: &[&str] = &["rawBlob", "rawTextBlob", "base64EncodedBlob", "plainData"];

pub fn field<'a>(project: &'a Project, call: &Call<'_>) -> Result<Answer<'a>, String> {
    let empty = project.commits.is_empty();
    Ok(match call.name {
        "rootRef" => Answer::json(project.head().and(project.default_branch.clone())),
        "empty" => Answer::json(empty),
        "exists" => Answer::json(project.repository_exists),
        "branchCount" => Answer::json(project.branches.len()),
        "tagCount" => Answer::json(project.tags.len()),
        "commitCount" => Answer::json(project.commits.len()),
        "codeOwnersPath" => {
            let places = ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];
            let head = readable(project, call);
            let found =
                places.iter().find(|place| head.is_some_and(|h| h.files.get(place).is_some()));
            Answer::json(found.map(|place| format!("/{}/-/blob/HEAD/{place}", project.path)))
        }
        "lastCommit" => Answer::Json(
            readable(project, call).map_or(Value::Null, |head| commit_facts(project, head)),
        ),
        "blobs" => blobs(project, call)?,
        "tree" => tree_at(project, call).map_or_else(Answer::null, Answer::One),
        "paginatedTree" => match tree_at(project, call) {
            None => Answer::null(),
            // One page holds one tree with all its entries, which are themselves paged.
            Some(tree) => {
                let connection = Connection::by_place(vec![tree], call)?;
                Answer::One(Object::Connection(Rc::new(connection)))
            }
        },
        _ => Answer::Unmodelled,
    })
}

/// The commit that the argument `ref` names, if the repository is there.
fn readable<'a>(project: &'a Project, call: &Call<'_>) -> Option<&'a Commit> {
    project.commit(call.text("ref")).filter(|_| project.repository_exists)
}

fn tree_at<'a>(project: &'a Project, call: &Call<'_>) -> Option<Object<'a>> {
    let commit = readable(project, call)?;
    let folder = call.text("path").unwrap_or("").trim_matches('/').to_owned();
    commit.files.list(&folder, false)?;
    let recursive = call.flag("recursive").unwrap_or(false);
    Some(Object::Tree { project, commit, folder, recursive })
}

fn blobs<'a>(project: &'a Project, call: &Call<'_>) -> Result<Answer<'a>, String> {
    let paths = call.list("paths").unwrap_or_default();
    if let Some(name) = call.text("ref")
        && (name.contains(' ') || name.starts_with('-') || name.contains(".."))
    {
        return Err("Ref is not valid".to_owned());
    }
    let mut rows = Vec::new();
    let mut size = 0;
    let commit = readable(project, call);
    for (path, commit) in paths.iter().filter_map(|path| Some((*path, commit?))) {
        let found = commit.files.0.get_key_value(path);
        if let Some((path, file)) = found.filter(|(_, file)| file.mode != Mode::Submodule) {
            size += file.bytes.len();
            rows.push(Object::Blob { project, commit, path, file });
        }
    }
    if size > TOGETHER && paths.len() > 1 && call.asks_for(CONTENT) {
        let size = size.div_ceil(1 << 20);
        return Err(format!("Max blobs size limit exceeded ({size} MiB / 20 MiB)."));
    }
    Ok(Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?))))
}

/// The fields of `RepositoryBlob`.
pub fn blob<'a>(
    project: &Project,
    commit: &Commit,
    path: &str,
    file: &File,
    call: &Call<'_>,
) -> Answer<'a> {
    let shown = &file.bytes[..file.bytes.len().min(DISPLAYED)];
    let binary = shown.iter().take(8_000).any(|byte| *byte == 0);
    let text = || String::from_utf8_lossy(shown).into_owned();
    let large = file.large_file();
    let page = |view: &str| format!("/{}/-/{view}/{}/{path}", project.path, commit.sha);
    match call.name {
        "id" => Answer::json(format!("gid://gitlab/Gitlab::Git::Blob/{}", file.oid())),
        "oid" => Answer::json(file.oid()),
        "path" => Answer::json(path),
        "name" => Answer::json(super::company::last(path)),
        "mode" => Answer::json(file.mode.digits()),
        "size" => Answer::json(file.bytes.len().to_string()),
        "rawSize" => {
            let size = large.map_or(file.bytes.len() as u64, |(_, size)| size);
            Answer::json(size.to_string())
        }
        "rawBlob" => Answer::json(text()),
        "rawTextBlob" | "plainData" if binary => Answer::null(),
        "rawTextBlob" | "plainData" => Answer::json(text()),
        "base64EncodedBlob" => Answer::json(base64::encode(shown)),
        "lfsOid" => Answer::json(large.map(|(oid, _)| oid)),
        "storedExternally" => Answer::json(large.is_some()),
        "externalStorage" => Answer::json(large.map(|_| "lfs")),
        "webPath" => Answer::json(page("blob")),
        "rawPath" => Answer::json(page("raw")),
        "historyPath" => Answer::json(page("commits")),
        "editBlobPath" => Answer::json(page("edit")),
        "permalinkPath" => Answer::json(page("blob")),
        _ => Answer::Unmodelled,
    }
}

/// The fields of `Tree`.
pub fn tree<'a>(
    project: &'a Project,
    commit: &'a Commit,
    folder: &str,
    recursive: bool,
    call: &Call<'_>,
) -> Result<Answer<'a>, String> {
    let Some(listing) = commit.files.list(folder, recursive) else { return Ok(Answer::null()) };
    let entry = |path: &str, oid: String, kind: &str| {
        let view = if kind == "tree" { "tree" } else { "blob" };
        let mut facts = serde_json::Map::new();
        facts.insert("id".to_owned(), json!(format!("gid://gitlab/Gitlab::Graphql::Entry/{oid}")));
        facts.insert("name".to_owned(), json!(super::company::last(path)));
        facts.insert("path".to_owned(), json!(path));
        facts.insert("flatPath".to_owned(), json!(path));
        facts.insert("sha".to_owned(), json!(oid));
        facts.insert("type".to_owned(), json!(kind));
        let page = format!("/{}/-/{view}/{}/{path}", project.path, commit.sha);
        facts.insert("webPath".to_owned(), json!(page));
        facts
    };
    let rows: Vec<_> = match call.name {
        "lastCommit" => return Ok(Answer::Json(commit_facts(project, commit))),
        "trees" => {
            let folders = listing.folders.iter();
            folders
                .map(|path| entry(path, super::files::identity(path), "tree"))
                .map(Object::Facts)
                .collect()
        }
        "blobs" | "submodules" => {
            let submodules = call.name == "submodules";
            let kind = if submodules { "commit" } else { "blob" };
            let wanted = |file: &File| (file.mode == Mode::Submodule) == submodules;
            let files = listing.files.iter().filter(|(_, file)| wanted(file));
            files
                .map(|(path, file)| {
                    let mut facts = entry(path, file.oid(), kind);
                    facts.insert("mode".to_owned(), json!(file.mode.digits()));
                    let large = file.large_file().map(|(oid, _)| oid);
                    facts.insert("lfsOid".to_owned(), json!(large));
                    Object::Facts(facts)
                })
                .collect()
        }
        _ => return Ok(Answer::Unmodelled),
    };
    Ok(Answer::One(Object::Connection(Rc::new(Connection::by_place(rows, call)?))))
}
